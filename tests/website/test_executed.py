import nbformat
import pytest

from analysis.say.wording import Statement
from analysis.website.executed import (
    carried_figures,
    formulas_to_mathml,
    markdown_body,
    notebook_body,
)

CARRIED = {
    "figure": "gaps",
    "inline": "<svg></svg>",
    "title": {"en": "A gap", "zh": "差距", "href": ""},
    "alt": {"en": "Dots.", "zh": "点。", "href": ""},
}


def save(folder, *cells):
    path = folder / "01_a.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=list(cells)), path)
    return path


def drawing(metadata):
    output = nbformat.v4.new_output(
        "display_data", {"image/svg+xml": "<svg/>"}, metadata={"image/svg+xml": metadata}
    )
    return nbformat.v4.new_code_cell("plot()", outputs=[output])


def test_figures_are_taken_with_their_words(tmp_path):
    (figure,) = carried_figures(save(tmp_path, drawing(CARRIED)))
    assert (figure.name, figure.svg) == ("gaps", "<svg></svg>")
    assert (figure.title, figure.alt) == (Statement("A gap", "差距"), Statement("Dots.", "点。"))


@pytest.mark.parametrize("metadata", [{}, {"figure": "gaps"}])
def test_a_figure_without_alt_text_is_refused(tmp_path, metadata):
    text = nbformat.v4.new_markdown_cell("# A")
    with pytest.raises(ValueError, match=r"01_a\.ipynb, cell 2: a figure without alt text"):
        carried_figures(save(tmp_path, text, drawing(metadata)))


def test_a_notebook_becomes_prose_folded_code_and_places_for_figures(tmp_path):
    cells = nbformat.v4.new_markdown_cell("# A question? $N < 1$"), drawing(CARRIED)
    body = notebook_body(save(tmp_path, *cells))
    assert "A question? <math" in body
    assert '<section class="prose">' in body
    assert '<details class="code">' in body
    assert "plot" in body
    assert '<figure data-name="gaps"></figure>' in body
    assert "<svg" not in body


def test_what_a_kernel_warns_of_stands_on_no_page(tmp_path):
    warning = nbformat.v4.new_output("stream", name="stderr", text="DeprecationWarning")
    said = nbformat.v4.new_output("stream", name="stdout", text="<said>")
    body = notebook_body(save(tmp_path, nbformat.v4.new_code_cell("f()", outputs=[warning, said])))
    assert "DeprecationWarning" not in body
    assert "&lt;said&gt;" in body


def test_markdown_is_rendered_as_notebooks_are(tmp_path):
    (tmp_path / "codebook.md").write_text("# Codebook\n\n- one\n", encoding="utf-8")
    body = markdown_body(tmp_path / "codebook.md")
    assert body.startswith('<section class="prose"><h1')
    assert "<li>one</li>" in body


def test_formulas_become_mathml():
    html = formulas_to_mathml("<p>a $x &lt; 1$</p><p>$$y = 2$$</p>")
    assert html.count("<math") == 2
    assert 'display="block"' in html
    assert "$" not in html
