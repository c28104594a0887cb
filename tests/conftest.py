"""A small made-up corpus, worked out by hand, and two whole builds of the project."""

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from building import copy_project, project_environment

from analysis.draw.style import use_style
from analysis.say.names import Names

# Whole builds take longest, so what needs them comes first. All processes share the two of
# `builds`; each of the others is one process's own.
BUILDS = ("builds", "hostile", "alone", "reported")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--texts", default="", help="a folder of texts to hold the engines against")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        needed = set(BUILDS) & set(getattr(item, "fixturenames", ()))
        for fixture in needed - {"builds"}:
            item.add_marker(pytest.mark.xdist_group(fixture))
        if needed or calls_make(item):
            item.add_marker(pytest.mark.slow)
    items.sort(
        key=lambda item: [fixture not in getattr(item, "fixturenames", ()) for fixture in BUILDS]
    )


def calls_make(item: pytest.Item) -> bool:
    """Whether a test calls `make` of building.py itself."""
    return isinstance(item, pytest.Function) and "make" in item.function.__code__.co_names


@dataclass(frozen=True)
class Small:
    """Two provinces, three provisions, five words: small enough to count on paper.

    Words: 光纤 (infrastructure/networks), 诈骗 (security/crime), 老年人 (poverty/inclusion),
    企业 and 发展 (no area).
    """

    provisions: pd.DataFrame
    areas: pd.DataFrame
    terms: pd.DataFrame
    term_counts: pd.DataFrame
    hits: pd.DataFrame
    provinces: pd.DataFrame


@pytest.fixture
def small() -> Small:
    return make_small()


@pytest.fixture
def style() -> Iterator[None]:
    use_style()
    yield
    plt.close("all")


@pytest.fixture
def names(small) -> Names:
    return Names(small.provinces, small.areas)


@pytest.fixture(scope="session")
def small_static() -> Small:
    """The same, made once, for tests that draw many examples."""
    return make_small()


def make_small() -> Small:
    provisions = pd.DataFrame(
        {
            "provision_id": ["x-1", "x-2", "y-1"],
            "province": ["anhui", "anhui", "beijing"],
            "n_han": [100, 300, 200],
        }
    )
    areas = pd.DataFrame(
        [
            ("net", "all", 0, "网络", "Networks", 2),
            ("net", "fibre", 1, "光纤", "Fibre", 2),
            ("sec", "all", 2, "安全", "Security", 1),
            ("sec", "crime", 3, "犯罪", "Crime", 1),
        ],
        columns=["area", "topic", "position", "name_zh", "name_en", "n_terms"],
    )
    terms = pd.DataFrame(
        [
            ("光纤", "net", "fibre"),
            ("基站", "net", "fibre"),
            ("诈骗", "sec", "crime"),
            ("网安办", "", ""),
        ],
        columns=["term", "area", "topic"],
    )
    term_counts = pd.DataFrame(
        [
            ("x-1", "光纤", 2),
            ("x-1", "发展", 1),
            ("x-2", "发展", 3),
            ("y-1", "诈骗", 1),
            ("y-1", "发展", 1),
        ],
        columns=["provision_id", "term", "n"],
    )
    hits = pd.DataFrame(
        [
            ("x-1-s01", 10, 12, "x-1", "net", "fibre", "光纤"),
            ("x-1-s01", 20, 22, "x-1", "net", "fibre", "光纤"),
            ("y-1-s01", 10, 12, "y-1", "sec", "crime", "诈骗"),
        ],
        columns=["sentence_id", "start", "end", "provision_id", "area", "topic", "term"],
    )
    provinces = pd.DataFrame(
        {
            "province": ["anhui", "beijing"],
            "name_zh": ["安徽", "北京"],
            "name_en": ["Anhui", "Beijing"],
        }
    )
    return Small(provisions, areas, terms, term_counts, hits, provinces)


@pytest.fixture(scope="session")
def builds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two whole builds of the project, which no test may change.

    The first process that needs them makes them, and the others wait.
    """
    if not (Path(sys.prefix) / ".ready").exists():
        pytest.fail("these tests run in the environment that 'make test' sets up")
    folder = tmp_path_factory.getbasetemp()
    # The folder of a process of several lies in that of the run.
    shared = folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder
    first, second, done = shared / "build1", shared / "build2", shared / "builds.done"
    with (shared / "builds.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            build_twice(first, second)
            done.touch()
    return first, second


def build_twice(*folders: Path) -> None:
    """Build the whole project twice at a time, in folders and surroundings that differ."""
    surroundings = (
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Shanghai", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "2", "TZ": "America/New_York", "LC_ALL": "C.UTF-8"},
    )
    projects = [copy_project(folder) for folder in folders]
    runs = [
        subprocess.Popen(
            ["make", "-j2", "report"],
            cwd=project,
            env=project_environment(project, **around),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for project, around in zip(projects, surroundings, strict=True)
    ]
    for run in runs:
        output, _ = run.communicate()
        assert run.returncode == 0, output
