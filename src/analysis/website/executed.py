"""What executed notebooks hold: their figures, and their body as a page shows it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

from analysis.say.catalogue import label
from analysis.say.wording import Statement
from analysis.website.runner import read_notebook

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Drawn:
    """A figure as a notebook carries it along: its picture, and what it says in words."""

    name: str
    svg: str
    title: Statement
    alt: Statement


def carried_figures(path: Path) -> list[Drawn]:
    """List the figures of an executed notebook.

    Raises ValueError when a picture has no alt text, as one not saved by `save_figure` has none.
    """
    found = []
    for number, cell in enumerate(read_notebook(path).cells, start=1):
        for output in cell.get("outputs", []):
            for kind in (k for k in output.get("data", {}) if k.startswith("image/")):
                carried = output.metadata.get(kind, {})
                if not carried.get("alt"):
                    raise ValueError(
                        f"{path.name}, cell {number}: a figure without alt text; expected one "
                        "saved by save_figure, which asks for it. Save the figure that way."
                    )
                title, alt = Statement(**carried.title), Statement(**carried.alt)
                found.append(Drawn(carried.figure, carried.inline, title, alt))
    return found


def notebook_body(path: Path) -> str:
    """Render an executed notebook: code folded, formulas as MathML, and a place for each figure.

    The place is `<figure data-name="…"></figure>`; prose is in both languages still.
    """
    return str(_notebook_renderer()(read_notebook(path))[0])


@cache
def _notebook_renderer() -> Callable[..., tuple[str, Any]]:
    from nbconvert import HTMLExporter
    from nbconvert.filters import Highlight2HTML

    exporter = HTMLExporter(
        template_name="notebook",
        extra_template_basedirs=[str(TEMPLATES)],
        exclude_anchor_links=True,
    )
    exporter.register_filter("label", label)
    exporter.register_filter("mathml", formulas_to_mathml)
    exporter.register_filter("highlight_code", Highlight2HTML("python", parent=exporter))
    # What HTMLExporter itself adds is to parse the page again, slowly, for pictures without alt
    # text, which `carried_figures` refuses, and for parts of templates that are not ours.
    return super(HTMLExporter, exporter).from_notebook_node


def markdown_body(path: Path) -> str:
    """Render a file of Markdown as notebooks are rendered."""
    from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

    render = MarkdownWithMath(renderer=IPythonRenderer(escape=True, exclude_anchor_links=True))
    body = render.render(path.read_text(encoding="utf-8"))
    return f'<section class="prose">{body}</section>'


def formulas_to_mathml(html: str) -> str:
    """Turn the $…$ and $$…$$ of rendered markdown into MathML.

    >>> formulas_to_mathml("<p>with $N$</p>")[:47]
    '<p>with <math xmlns="http://www.w3.org/1998/Mat'
    """
    from latex2mathml.converter import convert

    html = re.sub(
        r"\$\$(.+?)\$\$", lambda m: convert(unescape(m[1]), display="block"), html, flags=re.S
    )
    return re.sub(r"\$([^$\n]+)\$", lambda m: convert(unescape(m[1])), html)
