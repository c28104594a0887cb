"""A module imports only from modules above it, and none what is slow to load and not needed."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "analysis"
ORDER = [
    "contracts", "files", "tables", "downloads", "decoding", "cleaning", "corpus", "numbering", "wrapped", "structure", "lexicon", "comparisons", "engines", "tokens", "weights", "coverage", "profiles", "divergence", "lexicon_check", "validation", "robustness", "overlap", "targets", "agencies", "strength", "links", "evidence", "wording", "how", "excerpts", "reader", "findings", "findings_extremes", "findings_profiles", "findings_checks", "findings_overlap", "findings_promises", "style", "charts_grids", "charts_many", "charts", "charts_profiles", "charts_checks", "charts_promises", "views", "brief_texts", "brief", "runner", "executed", "passages", "pdf", "pages", "doubts", "checking", "adding", "partitions", "counting", "workers", "depends", "scale", "counted", "workspace", "benchmark", "__main__",
]  # fmt: skip


def imports_of(name: str) -> set[str]:
    tree = ast.parse((PACKAGE / f"{name}.py").read_text())
    return {
        str(node.module).removeprefix("analysis.")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("analysis.")
    }


def test_every_module_has_its_place():
    assert {path.stem for path in PACKAGE.glob("*.py")} == {*ORDER, "__init__"}


def test_modules_stand_in_a_straight_line():
    for place, name in enumerate(ORDER):
        assert imports_of(name) <= set(ORDER[:place]), name


def test_the_package_itself_holds_a_docstring_and_nothing_else():
    body = ast.parse((PACKAGE / "__init__.py").read_text()).body
    assert len(body) == 1
    assert isinstance(body[0], ast.Expr)


def test_what_make_runs_before_there_is_an_environment_needs_only_the_standard_library():
    tree = ast.parse((PACKAGE / "depends.py").read_text())
    names = {n.names[0].name for n in ast.walk(tree) if isinstance(n, ast.Import)}
    names |= {str(n.module) for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    assert names == {"ast", "json", "sys", "dataclasses", "functools", "pathlib"}


@pytest.mark.parametrize(
    ("module", "spared"),
    [
        ("runner", {"rfc3987_syntax", "pandas", "matplotlib"}),
        ("downloads", {"nbclient", "matplotlib"}),
        ("pages", {"matplotlib"}),
        ("charts_profiles", {"nbclient", "seaborn", "scipy", "sklearn", "adjustText"}),
        ("charts_promises", {"nbclient", "seaborn", "scipy", "sklearn", "adjustText"}),
        ("validation", {"scipy", "sklearn", "krippendorff"}),
    ],
)
def test_a_module_loads_no_slow_library_before_it_is_needed(module, spared):
    code = f"import analysis.{module}, sys; print(*(m for m in sys.modules if sys.modules[m]))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(run.stdout.split()) & spared == set()
