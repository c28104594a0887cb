import json

import pytest
from depends import make_rules, notebook_links


@pytest.fixture
def project(tmp_path):
    package = tmp_path / "src" / "analysis"
    package.mkdir(parents=True)
    (package / "rooms").mkdir()
    face = "from analysis.rooms import report as gaps\nfrom analysis.other import RAW as RAW\n"
    (package / "__init__.pyi").write_text(face)
    (package / "low.py").write_text("import json\n")
    (package / "high.py").write_text("from analysis.low import thing\n")
    (package / "other.py").write_text("")
    (package / "rooms" / "en.toml").write_text("")
    (package / "rooms" / "report.py").write_text(
        "from analysis.low import thing\n"
        'def draw(t):\n    return save_figure(t, "gaps", title=1)\n'
        'def draw_more(t):\n    return save_figure(t, "more", title=1)\n'
    )
    (tmp_path / "notebooks").mkdir()
    return tmp_path


def notebook(project, name, *cells):
    content = [{"cell_type": "markdown", "source": ["not code"]}]
    content += [{"cell_type": "code", "source": [cell]} for cell in cells]
    path = project / "notebooks" / f"{name}.ipynb"
    path.write_text(json.dumps({"cells": content}))
    return path


def test_links_are_read_from_calls_and_imports(project):
    path = notebook(
        project,
        "01_a",
        "from analysis.high import thing",
        'documents = read_documents(RAW / "documents.csv")\nhits = read_table("hits")',
        'write_table(hits, "coverage")\nsave_figure(figure, "gaps", title=1)',
        'again = read_table("coverage")',
    )
    links = notebook_links(path, project / "src" / "analysis")
    assert links.needs == (
        "data/processed/hits.csv",
        "$(wildcard data/raw/documents.csv)",
        "$(wildcard data/raw/texts/*)",
        "src/analysis/high.py",
        "src/analysis/low.py",
    )
    assert links.makes == (
        "data/processed/coverage.csv",
        "reports/figures/gaps.svg",
        "reports/figures/gaps.png",
    )


def test_links_are_read_from_names_of_the_face(project):
    path = notebook(
        project,
        "01_a",
        "import analysis as an",
        'documents = an.read_documents(an.RAW / "documents.csv")\nhits = an.read_table("hits")',
        'an.gaps.draw(hits, source="")\nan.write_table(hits, "coverage")',
    )
    links = notebook_links(path, project / "src" / "analysis")
    assert links.needs == (
        "data/processed/hits.csv",
        "$(wildcard data/raw/documents.csv)",
        "$(wildcard data/raw/texts/*)",
        "src/analysis/low.py",
        "src/analysis/other.py",
        "src/analysis/rooms/en.toml",
        "src/analysis/rooms/report.py",
    )
    assert links.makes == (
        "data/processed/coverage.csv",
        "reports/figures/gaps.svg",
        "reports/figures/gaps.png",
    )


def test_rules_for_two_notebooks(project):
    notebook(project, "01_a", 'write_table(t, "hits")')
    notebook(project, "02_b", 'read_table("hits")')
    rules = make_rules(project).splitlines()
    assert "NOTEBOOKS := 01_a 02_b" in rules
    assert "TABLES := data/processed/hits.csv" in rules
    assert any(
        rule.startswith(".cache/notebooks/02_b.ipynb: notebooks/02_b.ipynb data/processed/hits.csv")
        for rule in rules
    )
    assert "data/processed/hits.csv: .cache/notebooks/01_a.ipynb ;" in rules


def test_a_notebook_that_is_none_is_named(project):
    (project / "notebooks" / "01_a.ipynb").write_text("<html>")
    with pytest.raises(ValueError, match=r"01_a\.ipynb is no notebook"):
        make_rules(project)


def test_a_cell_that_is_no_python_is_named(project):
    notebook(project, "01_a", "x = 1", "y = 2\nx = = 1")
    with pytest.raises(ValueError, match=r"01_a\.ipynb, cell 3, line 2: invalid syntax"):
        make_rules(project)
