"""The style of the notebooks, as committed; that they run is tested in test_build.py."""

import ast
import json
import re
from pathlib import Path

import nbformat
import pytest
from building import ROOT
from depends import notebook_links

PACKAGE = ROOT / "src" / "analysis"
FOLDER = ROOT / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))

# Formulas and code, which belong to no language.
NAMED = re.compile(r"\$[^$]*\$|`[^`]*`")


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request):
    return json.loads(request.param.read_text(encoding="utf-8"))


def code(notebook) -> list[str]:
    return ["".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "code"]


def prose(notebook) -> list[str]:
    return ["".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "markdown"]


def test_there_are_notebooks():
    assert [path.stem for path in NOTEBOOKS]== [
        "01_texts", "02_coverage", "03_divergence", "04_promises", "05_robustness",
    ]  # fmt: skip


def test_it_is_valid_and_committed_without_outputs(notebook):
    nbformat.validate(notebook)
    for cell in notebook["cells"]:
        assert cell.get("outputs", []) == []
        assert cell.get("execution_count") is None
        assert cell["metadata"] == {}
        assert cell["id"]
    assert set(notebook["metadata"]) == {"kernelspec", "language_info"}
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_first_cell_states_the_question_and_what_is_read_and_written(path):
    first = prose(json.loads(path.read_text(encoding="utf-8")))[0]
    assert re.match(r"# .+\? [\u4e00-\u9fff].*？", first)
    assert "Reads" in first
    for made in notebook_links(path, PACKAGE).makes:
        assert f"`{Path(made).stem}`" in first, made


@pytest.mark.parametrize("folder", ["data/processed", "reports/figures"])
def test_every_table_and_figure_is_made_by_exactly_one_notebook(folder):
    made = [file for path in NOTEBOOKS for file in notebook_links(path, PACKAGE).makes]
    there = [f"{folder}/{path.name}" for path in (ROOT / folder).iterdir()]
    assert sorted(file for file in made if file.startswith(folder)) == sorted(there)


def test_cells_are_short_and_define_nothing(notebook):
    for cell in code(notebook):
        tree = ast.parse(cell)
        assert not [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.ClassDef)]
        statements = [n for n in tree.body if not isinstance(n, ast.Import | ast.ImportFrom)]
        assert len(statements) <= 12
        assert "sys.path" not in cell
        assert not re.search(r"^\s*#", cell, flags=re.M), "commented-out code"


def test_sections_ask_a_question_in_both_languages(notebook):
    for text in prose(notebook)[1:]:
        heading = text.splitlines()[0]
        assert re.match(r"## .*[\u4e00-\u9fff]", heading)
        if not heading.startswith("## Tables"):
            assert "?" in heading
            assert "？" in heading


def test_prose_stands_in_english_and_then_in_chinese(notebook):
    for text in prose(notebook):
        blocks = prose_blocks(text)
        english, chinese = blocks[::2], blocks[1::2]
        assert {language(item) for block in english for item in block} <= {"en"}, text
        assert {language(item) for block in chinese for item in block} <= {"zh"}, text
        assert list(map(len, english)) == list(map(len, chinese)), text
        for one, other in zip(english, chinese, strict=True):
            assert list(map(named, one)) == list(map(named, other))


def test_a_display_formula_stands_once_after_both_languages(notebook):
    for text in prose(notebook):
        for part in re.split(r"\n\n\$\$[^$]+\$\$(?=\n\n|\Z)", text):
            assert "$$" not in part
            assert len(prose_blocks(part)) % 2 == 0


def test_chinese_prose_has_full_width_punctuation(notebook):
    for text in prose(notebook):
        for item in [item for block in prose_blocks(text)[1::2] for item in block]:
            assert not re.search(r"[,.;:?!()](?!\d)", NAMED.sub("", item)), item


def prose_blocks(text: str) -> list[list[str]]:
    """Split a cell into paragraphs and lists, each as its items; headings and formulas go."""
    without = re.sub(r"^#.*$|^\$\$[^$]+\$\$$", "", text, flags=re.M)
    blocks = [block.strip() for block in without.split("\n\n") if block.strip()]
    return [re.split(r"\n[-*] ", block) for block in blocks]


def language(text: str) -> str:
    """Tell the language by its letters, code and formulas aside."""
    words = NAMED.sub("", text)
    n_han, n_latin = (len(re.findall(f"[{s}]", words)) for s in (r"\u4e00-\u9fff", "A-Za-z"))
    return "zh" if n_han > n_latin else "en"


def named(text: str) -> list[str]:
    """List what a block names that is the same in both languages: code, formulas, numbers."""
    return sorted([*NAMED.findall(text), *re.findall(r"\d[\d.,]*\d|\d", NAMED.sub(" ", text))])


def test_merges_are_validated(notebook):
    for cell in code(notebook):
        for call in re.findall(r"\.merge\((.*?)\)", cell, flags=re.S):
            assert "validate=" in call


# What the method declares in advance; everything else that is counted is computed.
DECLARED = {
    "0",
    "0.6",
    "0.2",
    "0.3",
    "1997",
    "1",
    "95",
    "0.05",
    "10,000",
    "2008",
    "1993",
    "1978",
    "1991",
    "01",
    "02",
    "03",
}


def test_no_result_is_typed_into_the_prose(notebook):
    for text in prose(notebook):
        without_formulas = re.sub(r"\$\$.*?\$\$|\$[^$]*\$|`[^`]*`", "", text, flags=re.S)
        # A number may stand right behind a Han character, which \w would take for a letter.
        starts = r"(?<![A-Za-z0-9_.,-])"
        numbers = set(re.findall(rf"{starts}\d[\d.,]*\d|{starts}\d", without_formulas))
        assert numbers <= DECLARED, numbers - DECLARED
