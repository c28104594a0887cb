"""Charts of many provinces: what each mark stands for, and that 31 stay legible."""

from itertools import combinations
from urllib.parse import unquote

import pandas as pd
import pytest
from made_up import texts
from matplotlib.collections import PathCollection

from analysis.say.names import Names
from analysis.studies.overlap.report import plot_overlap_grid
from analysis.studies.own.report import plot_own_lines
from analysis.studies.zones.report import LINES, plot_zone_lines
from analysis.vocabulary import PARENT

pytestmark = pytest.mark.usefixtures("style")

P = [f"p{k:02d}" for k in range(31)]
AREAS = ["net", "sec", "poor", "art"]


@pytest.fixture
def many() -> Names:
    """Thirty-one provinces, the longest names that there are, and four areas."""
    provinces = pd.DataFrame({"province": P, "name_zh": "内蒙古", "name_en": "Inner Mongolia"})
    areas = pd.DataFrame(
        {"area": AREAS, "topic": "all", "position": range(4), "name_zh": "基础设施",
         "name_en": "Poverty alleviation"}
    )  # fmt: skip
    return Names(provinces, areas)


def cells(ax) -> dict[tuple[int, int], str]:
    """What is written in a grid, by line and column."""
    return {(t.get_position()[1], t.get_position()[0]): t.get_text() for t in ax.texts}


def leads(ax) -> dict[tuple[int, int], str | None]:
    return {
        (t.get_position()[1], t.get_position()[0]): t.get_url() and unquote(t.get_url())
        for t in ax.texts
    }


def require_legible(figure, *, highest: float = 14.0) -> None:
    """No text is smaller than 7 points, none lies over another, and no page is outgrown."""
    assert figure.get_figwidth() == 8
    assert figure.get_figheight() <= highest
    figure.draw_without_rendering()
    width, height = figure.bbox.size
    boxes = []
    for ax in figure.axes:
        if not ax.get_visible() or not ax.axison:
            continue
        shown = [*ax.texts, ax.title, ax._left_title, ax.xaxis.label]
        low, high = sorted(ax.get_xlim())
        shown += [t.label1 for t in ax.yaxis.get_major_ticks() if t.label1.get_visible()]
        for tick in ax.xaxis.get_major_ticks():
            if low <= tick.get_loc() <= high:
                shown += [label for label in (tick.label1, tick.label2) if label.get_visible()]
        boxes += [(t, t.get_window_extent()) for t in shown if t.get_text()]
    assert min(t.get_fontsize() for t, _ in boxes) >= 7
    for t, box in boxes:
        assert box.x0 >= 0, t
        assert box.x1 <= width, t
        assert box.y1 <= height, t
    for (s, a), (t, b) in combinations(boxes, 2):
        over = min(a.x1, b.x1) - max(a.x0, b.x0), min(a.y1, b.y1) - max(a.y0, b.y0)
        # A box has some air around its letters.
        assert over[0] < 1 or over[1] < 0.25 * min(a.height, b.height), (s, t)


def overlap_rows(*rows) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["provision_id", "reference", "status"])


def test_a_cell_says_how_much_of_a_line_stands_in_a_column_and_leads_there(many):
    provisions = pd.DataFrame(
        [("x-1", "p00"), ("x-2", "p00"), ("x-3", "p00"), ("y-1", "p01"), ("y-2", "p01")],
        columns=["provision_id", "province"],
    )
    overlap = overlap_rows(
        ("x-1", "p01", "shared"), ("x-2", "p01", "adapted"), ("x-3", "p01", "own"),
        ("y-1", "p00", "own"), ("y-2", "p00", "adapted"),
        ("x-1", PARENT, "own"), ("x-2", PARENT, "own"), ("x-3", PARENT, "own"),
        ("y-1", PARENT, "shared"), ("y-2", PARENT, "shared"),
    )  # fmt: skip
    ax = plot_overlap_grid(overlap, provisions, many)
    assert cells(ax) == {(0, 1): "67", (0, 2): "0", (1, 0): "50", (1, 2): "100"}
    assert leads(ax) == {
        (0, 1): "reader.html?province=p00&passage=provisions/shared/p01",
        (0, 2): None,
        (1, 0): "reader.html?province=p01&passage=provisions/adapted/p00",
        (1, 2): "reader.html?province=p01&passage=provisions/shared/parent",
    }
    assert ax.get_xticklabels()[2].get_text() == "上级文件 the superior document"


def test_thirty_one_provinces_against_each_other_are_legible(many):
    provisions = pd.DataFrame({"provision_id": [f"{p}-1" for p in P], "province": P})
    overlap = overlap_rows(*((f"{p}-1", q, "shared") for p in P for q in P if p != q))
    ax = plot_overlap_grid(overlap, provisions, many)
    assert len(ax.texts) == 31 * 30
    assert set(texts(ax)) == {"100"}
    require_legible(ax.figure)


def own_rows(provinces) -> pd.DataFrame:
    return pd.DataFrame(
        [(p, area, text, 0.02 + k / 100, 0.01, 0.05 + k / 100, 0 if (k, text) == (1, "own") else 3)
         for p in provinces for k, area in enumerate(AREAS) for text in ("all", "own")],
        columns=["province", "area", "text", "coverage", "conf_low", "conf_high", "n_hits"],
    )  # fmt: skip


def test_own_coverage_has_a_panel_an_area_and_a_line_a_province(many):
    axes = plot_own_lines(own_rows(["p00", "p01"]).iloc[:-1], many)
    assert axes.shape == (1, 4)
    hollow, filled = (c for c in axes[0, 0].collections if isinstance(c, PathCollection))
    # From above: the first province stands highest.
    assert hollow.get_offsets().tolist() == [pytest.approx([0.02, y]) for y in (1.17, 0.17)]
    assert filled.get_offsets().tolist() == [pytest.approx([0.02, y]) for y in (0.83, -0.17)]
    assert hollow.get_facecolor().tolist() == [[1, 1, 1, 1]]
    assert filled.get_urls() == [
        f"reader.html?province={p}&area=net&status=own" for p in ("p00", "p01")
    ]
    # Where nothing is counted there is nothing to lead to.
    assert axes[0, 1].collections[-1].get_urls() == [None, None]
    # A province without own text has no dot for it.
    assert len(axes[0, 3].collections[-1].get_offsets()) == 1


def test_own_coverage_of_thirty_one_is_legible(many):
    axes = plot_own_lines(own_rows(P), many)
    labels = [label.get_text() for label in axes[0, 0].get_yticklabels()]
    assert labels == ["内蒙古 Inner Mongolia"] * 31
    require_legible(axes[0, 0].figure)


def test_more_areas_than_stand_beside_each_other_go_below():
    provinces = pd.DataFrame({"province": P, "name_zh": "内蒙古", "name_en": "Inner Mongolia"})
    areas = pd.DataFrame(
        {"area": [f"a{k}" for k in range(8)], "topic": "all", "position": range(8),
         "name_zh": "基础设施", "name_en": "Infrastructure"}
    )  # fmt: skip
    rows = pd.concat(
        [own_rows(P)[lambda t: t["area"] == "net"].assign(area=f"a{k}") for k in range(8)]
    )
    axes = plot_own_lines(rows, Names(provinces, areas))
    assert axes.shape == (2, 5)
    assert [ax.get_visible() for ax in axes.flat] == [True] * 8 + [False] * 2
    require_legible(axes[0, 0].figure)


def zone_rows(n_documents: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    documents = pd.DataFrame(
        [(f"{p}-{k}", p) for k in range(n_documents) for p in P], columns=["doc_id", "province"]
    )
    zones = pd.DataFrame(
        [(doc_id, zone, n) for doc_id in documents["doc_id"] for zone, n in (("body", 900), ("heading", 50))],
        columns=["doc_id", "zone", "n_han"],
    )  # fmt: skip
    return zones, documents


def test_every_document_has_a_line_and_its_province_is_named_once(many):
    ax = plot_zone_lines(*zone_rows(2), many)
    assert len(ax.patches) == 2 * 62
    assert [t.strip() for t in texts(ax)] == ["950"] * 62
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert labels == ["", "内蒙古 Inner Mongolia"] * 31
    # Headings first, then bodies.
    assert {(bar.get_x(), bar.get_width()) for bar in ax.patches} == {(0, 50), (50, 900)}
    assert "a bar for each document" in ax.get_xlabel()
    require_legible(ax.figure)


def test_of_more_documents_than_a_page_holds_those_of_a_province_share_a_bar(many):
    zones, documents = zone_rows(3)
    assert len(documents) > LINES
    ax = plot_zone_lines(zones, documents, many)
    assert [t.strip() for t in texts(ax)] == ["2,850"] * 31
    assert "all documents of a province" in ax.get_xlabel()
