"""Charts of many provinces: what each mark stands for, and that 31 stay legible."""

from itertools import combinations
from urllib.parse import unquote

import pandas as pd
import pytest
from made_up import texts

from analysis.draw.shapes import AGENCIES
from analysis.say.names import Names
from analysis.studies.agencies.report import plot_agency_grid
from analysis.studies.agency_areas.report import plot_agency_spans
from analysis.studies.strength.report import plot_strength_lines
from analysis.studies.targets.report import plot_target_grid

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


def target_rows(*rows) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["provision_id", "sentence_id", "area"])


def test_targets_are_counted_by_area_and_a_count_leads_to_the_first(many):
    provisions = pd.DataFrame(
        {"provision_id": ["x-1", "y-1", "z-1"], "province": ["p00", "p01", "p02"]}
    )
    targets = target_rows(
        ("x-1", "x-1-s02", "sec"), ("x-1", "x-1-s04", "sec"), ("x-1", "x-1-s05", ""),
        ("z-1", "z-1-s01", "art"),
    )  # fmt: skip
    ax = plot_target_grid(targets, provisions, many)
    assert cells(ax) == {(0, 1): "2", (0, 4): "1", (0, 5): "3", (2, 3): "1", (2, 5): "1"}
    assert leads(ax) == {
        (0, 1): "reader.html#x-1-s02", (0, 4): "reader.html#x-1-s05",
        (0, 5): "reader.html?province=p00&passage=targets",
        (2, 3): "reader.html#z-1-s01", (2, 5): "reader.html?province=p02&passage=targets",
    }  # fmt: skip


def test_targets_of_thirty_one_are_legible(many):
    provisions = pd.DataFrame({"provision_id": [f"{p}-1" for p in P], "province": P})
    targets = target_rows(*((f"{p}-1", f"{p}-1-s{k}", AREAS[k % 4]) for p in P for k in range(9)))
    require_legible(plot_target_grid(targets, provisions, many).figure)


def agency_rows(*rows) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["provision_id", "province", "agency", "level", "role"])


def test_agencies_that_most_provinces_list_come_first(many):
    agencies = agency_rows(
        ("x-1", "p00", "甲", "provincial", "lead"), ("x-2", "p00", "甲", "provincial", "lead"),
        ("x-3", "p00", "甲", "provincial", "lead"),
        ("x-1", "p00", "乙", "central", "lead"), ("x-1", "p00", "乙", "central", "support"),
        ("y-1", "p01", "乙", "central", "support"), ("y-1", "p01", "丙", "other", "lead"),
        ("z-1", "p02", "丙", "other", "named"),
    )  # fmt: skip
    ax = plot_agency_grid(agencies, many)
    # 甲 and 丙 are listed in one province each, 甲 for more provisions.
    assert [label.get_text() for label in ax.get_yticklabels()] == ["乙", "甲", "丙"]
    assert len(ax.get_xticklabels()) == 2  # what a text only names is not listed
    assert cells(ax) == {(0, 0): "1", (0, 1): "1", (1, 0): "3", (2, 1): "1"}
    assert leads(ax)[1, 0] == "reader.html?province=p00&agency=甲"
    assert "3 of 3 agencies" in ax.get_xlabel()
    key = [t.get_text() for t in ax.figure.axes[0].get_legend().get_texts()]
    assert key == ["中央驻省 central", "省级 provincial", "其他 other"]
    only_named = plot_agency_grid(agencies.tail(1), many)
    assert texts(only_named) == ["没有文件列出责任单位 no document lists responsible agencies"]


def test_of_more_agencies_than_a_page_holds_the_rest_is_counted(many):
    agencies = agency_rows(
        *(
            (f"{p}-1", p, f"省新闻出版广电第{k}局", "provincial", "lead")
            for p in P
            for k in range(40)
        )
    )
    ax = plot_agency_grid(agencies, many)
    assert len(ax.get_yticklabels()) == AGENCIES == 30
    assert "30 of 40 agencies" in ax.get_xlabel()
    assert "40个单位中，被最多省份列出的30个" in ax.get_xlabel()
    require_legible(ax.figure)


def test_the_coverage_of_agencies_is_the_median_of_provinces_with_its_span(many):
    rows = [
        (p, "甲", area, share if area == "net" else 0.0, n)
        for p, share, n in (("p00", 0.1, 3), ("p01", 0.02, 4), ("p02", 0.06, 3), ("p03", 0.9, 2))
        for area in AREAS
    ]
    table = pd.DataFrame(rows, columns=["province", "agency", "area", "coverage", "n_provisions"])
    ax = plot_agency_spans(table, many)
    # Of the fourth province only two provisions list it.
    assert cells(ax) == {(0, 0): "6.0% (2.0%–10.0%)"}
    assert [label.get_text() for label in ax.get_yticklabels()] == ["甲（3省）"]
    assert leads(ax) == {(0, 0): "reader.html?area=net&agency=甲"}
    none = plot_agency_spans(table[table["n_provisions"] < 3], many)
    assert texts(none) == ["没有常被列出的单位 no agency is listed often"]
    several = pd.concat([table.assign(agency=f"省新闻出版广电第{k}局") for k in range(40)])
    ax = plot_agency_spans(several.assign(coverage=0.123), many)
    assert "30 of 40 agencies" in ax.get_xlabel()
    require_legible(ax.figure)


def rate_rows(provinces) -> pd.DataFrame:
    return pd.DataFrame(
        [(p, area, 10, 3, 0 if area == "net" else 2, 6.0, 0.0 if area == "net" else 4.0)
         for p in provinces for area in ("all", *AREAS)],
        columns=["province", "area", "n_sentences", "n_obligatory", "n_encouraging", "obligatory",
                 "encouraging"],
    )  # fmt: skip


def test_strength_has_a_panel_an_area_all_sentences_first(many):
    axes = plot_strength_lines(rate_rows(["p00", "p01"]), many)
    assert axes.shape == (1, 5)
    assert axes[0, 0].get_title(loc="left") == "全部句子\nAll sentences"
    bars = axes[0, 0].patches
    assert [bar.get_width() for bar in bars] == [6, 6, -4, -4]
    assert [bar.get_y() + 0.35 for bar in bars] == pytest.approx([1, 0, 1, 0])
    assert texts(axes[0, 0]) == ["3", "3", "2", "2"]
    assert [bar.get_url() for bar in axes[0, 1].patches] == [
        "reader.html?province=p00&area=net&strength=obligatory",
        "reader.html?province=p01&area=net&strength=obligatory",
        None, None,
    ]  # fmt: skip
    nothing = rate_rows(["p00"]).assign(obligatory=0.0, encouraging=0.0)
    assert plot_strength_lines(nothing, many)[0, 0].get_xlim() == pytest.approx((-13.5, 13.5))


def test_strength_of_thirty_one_is_legible(many):
    require_legible(plot_strength_lines(rate_rows(P), many)[0, 0].figure)
