"""A small made-up corpus, worked out by hand, and two whole builds of the project."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from building import copy_project, project_environment

from analysis.style import use_style
from analysis.wording import Names

# Whole builds take longest: in several processes each of these runs in one, and they come first.
BUILDS = ("builds", "hostile", "alone")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for fixture in set(BUILDS) & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.xdist_group(fixture))
    items.sort(
        key=lambda item: [fixture not in getattr(item, "fixturenames", ()) for fixture in BUILDS]
    )


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
    """Build the whole project twice at a time, in folders and surroundings that differ."""
    if not (Path(sys.prefix) / ".ready").exists():
        pytest.fail("these tests run in the environment that 'make test' sets up")
    surroundings = (
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Shanghai", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "2", "TZ": "America/New_York", "LC_ALL": "C.UTF-8"},
    )
    projects = [copy_project(tmp_path_factory.mktemp(f"build{n}")) for n in (1, 2)]
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
    return projects[0], projects[1]
