"""The whole way with make: the same bytes everywhere, only what changed, and clear failures."""

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from building import ROOT, copy_project, make, project_environment

from analysis.store.tables import read_table

RESULTS = ("data/processed", "reports/figures")


def digests(project: Path, folder: str) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted((project / folder).iterdir())
    }


@pytest.fixture
def built(builds, tmp_path):
    """A built project of one's own to spoil."""
    project = tmp_path / "project"
    shutil.copytree(builds[0], project, symlinks=True)
    return project


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def steps_of(run: subprocess.CompletedProcess[str]) -> list[str]:
    assert run.returncode == 0, run.stderr
    return [line for line in run.stdout.splitlines() if line.startswith(("running", "writing"))]


@pytest.mark.parametrize("folder", [*RESULTS, ".cache/notebooks", "reports"])
def test_two_clean_builds_in_other_surroundings_give_the_same_bytes(builds, folder):
    first, second = (
        {p.name: p.read_bytes() for p in (project / folder).iterdir() if p.is_file()}
        for project in builds
    )
    assert first.keys() == second.keys()
    assert first
    assert [name for name in first if first[name] != second[name]] == []


@pytest.mark.parametrize("folder", RESULTS)
def test_the_committed_results_are_those_of_a_fresh_build(builds, folder):
    assert digests(ROOT, folder) == digests(builds[0], folder), "run 'make report' and commit"


def test_figures_are_small_enough_to_commit(builds):
    for path in (builds[0] / "reports" / "figures").glob("*.svg"):
        assert path.stat().st_size < 200_000, path.name


def test_the_guard_against_the_network_works(builds):
    reach = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=1)"
    found = subprocess.run(
        [sys.executable, "-c", reach],
        env=project_environment(builds[0]), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "the build must not reach for 192.0.2.1" in found.stderr


def test_a_second_run_does_nothing(built):
    assert steps_of(make(built, "report")) == []


@pytest.mark.parametrize(
    ("changed", "first"),
    [
        ("data/raw/policy_areas.toml", "running 01_texts"),
        ("data/raw/texts/gansu.txt", "running 01_texts"),
        ("data/raw/stopwords.txt", "running 01_texts"),
        ("notebooks/02_coverage.ipynb", "running 02_coverage"),
        ("src/analysis/words/tokens.py", "running 01_texts"),
    ],
)
def test_a_change_is_noticed_by_what_depends_on_it(built, changed, first):
    (built / changed).touch()
    planned = make(built, "-n", "report").stdout
    steps = [line.split('"')[1] for line in planned.splitlines() if line.startswith("echo")]
    assert steps[0] == first


@pytest.mark.parametrize(
    ("changed", "steps"),
    [
        ("src/analysis/website/templates/style.css", ["writing the site"]),
        (
            "data/processed/keyness.csv",
            [
                "running 03_divergence",
                "writing the site",
                "writing the tables for spreadsheets",
            ],
        ),
    ],
)
def test_a_change_late_on_the_way_runs_only_what_follows(built, changed, steps):
    (built / changed).touch()
    assert steps_of(make(built, "report")) == steps


def test_a_change_rebuilds_what_depends_on_it_and_nothing_else(built):
    before = (built / ".cache/notebooks/02_coverage.ipynb").stat().st_mtime_ns
    edit(built / "src/analysis/studies/gaps/measure.py", "MARGIN = 0.01\n", "MARGIN = 0.5\n")
    target = ".cache/notebooks/03_divergence.ipynb"
    assert steps_of(make(built, "-j2", target)) == ["running 03_divergence"]
    assert (built / ".cache/notebooks/02_coverage.ipynb").stat().st_mtime_ns == before
    assert "similar" in (built / "data/processed/divergence.csv").read_text()


def test_a_deleted_result_is_made_again(built):
    (built / "reports/figures/topics.svg").unlink()
    assert steps_of(make(built, "figures")) == ["running 02_coverage"]
    assert (built / "reports/figures/topics.svg").exists()


def test_a_failing_cell_is_told_in_a_few_lines_and_leaves_no_half(built):
    path = built / "notebooks" / "03_divergence.ipynb"
    notebook = json.loads(path.read_text())
    spoilt = next(
        c for c in notebook["cells"] if "term_contributions(weights" in "".join(c["source"])
    )
    spoilt["source"] = ["weights['nothing']"]
    path.write_text(json.dumps(notebook))
    before = {folder: digests(built, folder) for folder in RESULTS}
    run = make(built, "report")
    assert run.returncode != 0
    told = run.stderr.splitlines()
    assert told[0] == "notebooks/03_divergence.ipynb stopped"
    assert told[2:4] == ["    weights['nothing']", "  KeyError: 'nothing'"]
    assert len(told) == 5  # and make's own line
    assert {folder: digests(built, folder) for folder in RESULTS} == before
    leftovers = [p for p in built.rglob(".*") if p.is_file() and "rules" not in p.name]
    assert [p for p in leftovers if p.parent.name in ("processed", "figures", "notebooks")] == []


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (
            lambda p: edit(p / "data/raw/texts/gansu.txt", "网络扶贫", "网络"),
            r"CorpusError: data/raw/texts/gansu.txt (document 'gansu'): the file has SHA-256",
        ),
        (
            lambda p: edit(
                p / "data/raw/policy_areas.toml", '"网络扶贫",', '"网络扶贫", "网络安全",'
            ),
            "LexiconError: data/raw/policy_areas.toml: the term '网络安全' stands in",
        ),
        (
            lambda p: edit(p / "data/raw/documents.csv", "hebei,hebei", "hebei,atlantis"),
            "CorpusError: data/raw/documents.csv, document 'hebei': unknown province 'atlantis'",
        ),
    ],
)
def test_a_mistake_in_the_inputs_is_one_message_without_a_traceback(built, spoil, message):
    spoil(built)
    before = digests(built, "data/processed")
    run = make(built, "report")
    assert run.returncode != 0
    assert message in run.stderr
    assert "Traceback" not in run.stderr
    assert digests(built, "data/processed") == before


PARENT = """关于促进移动互联网健康有序发展的意见
　　一、总体要求
　　（一）打击网络违法犯罪。坚决打击利用移动互联网鼓吹推翻国家政权、煽动宗教极端主义、宣扬民族分裂思想、教唆暴力恐怖等违法犯罪活动。
　　（二）其他。另行规定有关事项并做好衔接。
"""


def test_a_superior_document_is_held_against_the_texts_and_compared_with_nothing(built):
    (built / "data/raw/texts/central.txt").write_text(PARENT, encoding="utf-8")
    checksum = hashlib.sha256(PARENT.encode()).hexdigest()
    with (built / "data/raw/documents.csv").open("a", encoding="utf-8") as file:
        file.write(
            f"central,central,关于…的意见,Opinions,中央,2016,,parent,made up,texts/central.txt,{checksum}\n"
        )
    with (built / "data/raw/provinces.csv").open("a", encoding="utf-8") as file:
        file.write("central,中央,Central\n")
    steps_of(make(built, "-j2", ".cache/notebooks/04_promises.ipynb"))
    overlap = read_table("overlap", built / "data/processed")
    against = overlap[overlap["reference"] == "parent"].set_index("provision_id")
    # A heading of 8 characters and a sentence of 48 make 52 grams of the 115 of article 16.
    assert against.loc["hebei-16", "containment"] == pytest.approx(52 / 115)
    assert against.loc["hebei-16", "best_match"] == "central-1"
    assert against.loc["hebei-16", "status"] == "adapted"
    assert against.loc["hebei-15", "status"] == "own"
    assert not overlap["provision_id"].str.startswith("central").any()
    assert set(overlap["reference"]) == {"gansu", "hebei", "parent"}
    provinces = set(read_table("coverage", built / "data/processed")["province"])
    assert provinces == {"gansu", "hebei"}
    assert "《关于…的意见》" in (built / ".cache/notebooks/04_promises.ipynb").read_text()


def test_clean_deletes_results_and_keeps_sources(tmp_path, builds):
    project = tmp_path / "project"
    shutil.copytree(builds[1], project, symlinks=True)
    assert make(project, "clean").returncode == 0
    assert not list((project / "data/processed").iterdir())
    assert not (project / "reports").exists()
    assert (project / "data/raw/documents.csv").exists()
    assert (project / ".venv").exists()


def test_help_and_a_broken_notebook_need_no_environment(tmp_path):
    project = copy_project(tmp_path)
    (project / ".venv").unlink()
    listed = make(project, "help")
    assert listed.stdout.splitlines()[0].startswith("report: ")
    (project / "notebooks" / "01_texts.ipynb").write_text("<html>")
    run = make(project, "report")
    assert run.returncode != 0
    assert "01_texts.ipynb is no notebook" in run.stderr
    assert "Traceback" not in run.stderr
    # Once mended, it is forgotten.
    shutil.copy(ROOT / "notebooks" / "01_texts.ipynb", project / "notebooks")
    assert make(project, "-n", "data").returncode == 0
