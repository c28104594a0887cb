"""The one public face: every name is there, none is loaded before it is used."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import analysis as an
from analysis.store.imports import faced_names, read_face

STUB = Path(an.__file__).with_name("__init__.pyi")
FACE = read_face(STUB)


@pytest.mark.parametrize("name", FACE)
def test_every_name_of_the_stub_is_found_where_the_stub_says(name):
    module, attribute = FACE[name]
    found = getattr(an, name)
    if attribute == "report":
        assert found.__name__ == f"{module}.report"
        assert module == f"analysis.studies.{name}"
    else:
        assert attribute == name
        assert found is getattr(sys.modules[module], name)


def test_names_are_listed_for_completion_and_stars():
    assert dir(an) == an.__all__ == sorted(FACE)
    spaces: dict[str, object] = {}
    exec("from analysis import *", spaces)
    assert set(FACE) <= spaces.keys()


def test_a_name_that_is_not_there_is_told():
    with pytest.raises(AttributeError, match="has no public name 'coverages'"):
        an.coverages  # noqa: B018


def test_importing_the_face_loads_nothing_that_is_slow():
    code = "import sys, analysis as an; dir(an); print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    slow = {"numpy", "pandas", "matplotlib", "scipy", "sklearn", "jieba", "jinja2", "polars"}
    assert slow & set(run.stdout.split()) == set()


def test_a_report_says_without_what_draws():
    reports = sorted(name for name, (_, attribute) in FACE.items() if attribute == "report")
    code = f"import sys, analysis as an; [getattr(an, n) for n in {reports}]; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "pandas" in run.stdout.split()
    assert {"matplotlib", "seaborn", "scipy", "sklearn"} & set(run.stdout.split()) == set()


def test_the_stub_holds_what_notebooks_and_readme_use_and_nothing_else():
    root = STUB.parents[2]
    used: set[str] = set()
    for path in (root / "notebooks").glob("*.ipynb"):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                used |= faced_names(ast.parse("".join(cell["source"])))
    readme = (root / "README.md").read_text(encoding="utf-8")
    used |= set(re.findall(r"\ban\.(\w+)", readme))
    assert set(FACE) == used
