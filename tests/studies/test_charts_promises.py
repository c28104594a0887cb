from urllib.parse import unquote

import pandas as pd
import pytest
from made_up import texts

from analysis.draw.shapes import LISTED
from analysis.say.names import Names
from analysis.studies.agencies.report import describe_agencies, plot_agencies
from analysis.studies.agency_areas.report import plot_agency_areas
from analysis.studies.strength.report import plot_strength
from analysis.studies.targets.report import describe_targets, plot_targets

pytestmark = pytest.mark.usefixtures("style")


def links(ax) -> list[str]:
    return [mark.get_url() for mark in ax.get_children() if mark.get_url()]


def test_targets_are_set_out_as_a_table(small, names):
    targets = pd.DataFrame(
        [("x-2", "x-2-s01", 5, "投资", "超过3亿元$x_1$", "more than", 3e8, "CNY", "", ""),
         ("x-1", "x-1-s02", 9, "覆盖率", "98%以上", "at least", 98.0, "%", "2020", "net"),
         ("x-1", "x-1-s01", 2, "基站", "6万个", "reach", 60_000.0, "个", "2020", "net")],
        columns=["provision_id", "sentence_id", "start", "quantity", "text", "comparator", "value", "unit",
                 "deadline", "area"],
    )  # fmt: skip
    ax = plot_targets(targets, small.provisions, names)
    ax.figure.draw_without_rendering()  # a $ in a text is no formula
    found = [t for t in texts(ax) if t]
    assert found[5:] == [
        "安徽 Anhui", "网络 Networks", "基站", "6万个", "60,000 units", "2020", "x-1-s01",
        "覆盖率", "98%以上", "≥ 98%", "2020", "x-1-s02",
        "其他 none of the areas", "投资", "超过3亿元$x_1$", "> 300 million yuan", "—", "x-2-s01",
        "北京 Beijing", "无量化目标 no quantified target",
    ]  # fmt: skip
    # Each row leads to its sentence.
    assert links(ax) == ["reader.html#x-1-s01", "reader.html#x-1-s02", "reader.html#x-2-s01"]
    rows = [patch.get_center()[1] for patch in ax.patches]
    assert rows == [t.get_position()[1] for t in ax.texts if t.get_text().startswith("x-")]


def test_what_is_too_long_for_its_column_is_cut(small, names):
    targets = pd.DataFrame(
        [("x-1", "x-1-s01", 2, "很" * 40, "6万个", "reach", 60_000.0, "个", "2020", "net")],
        columns=["provision_id", "sentence_id", "start", "quantity", "text", "comparator", "value", "unit",
                 "deadline", "area"],
    )  # fmt: skip
    ax = plot_targets(targets, small.provisions, names)
    (label,) = (t for t in ax.texts if "很" in t.get_text())
    assert label.get_text() == "很" * 23 + "…"


def agency_table():
    return pd.DataFrame(
        [("x-1", "anhui", "省工信委", "provincial", "lead"), ("x-2", "anhui", "省工信委", "provincial", "lead"),
         ("x-2", "anhui", "安徽移动公司", "enterprise", "support"),
         ("x-2", "anhui", "省文化厅", "provincial", "named")],
        columns=["provision_id", "province", "agency", "level", "role"],
    )  # fmt: skip


def test_agencies_are_bars_of_provisions_and_names_in_the_text_are_left_out(names):
    (ax,) = plot_agencies(agency_table(), names, least=1).flat
    assert [bar.get_width() for bar in ax.patches[:2]] == [1, 2]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["安徽移动公司", "省工信委"]
    (ax,) = plot_agencies(agency_table(), names, least=2).flat
    assert [label.get_text() for label in ax.get_yticklabels()] == ["省工信委"]
    assert "1 more listed for fewer than 2" in ax.get_title(loc="left")


def test_a_bar_of_an_agency_names_its_level_and_leads_to_its_lists(names):
    (ax,) = plot_agencies(agency_table(), names, least=1).flat
    assert [unquote(bar.get_url()) for bar in ax.patches] == [
        "reader.html?province=anhui&agency=安徽移动公司",
        "reader.html?province=anhui&agency=省工信委",
    ]
    assert {"企业 enterprises", "省级 provincial"} <= set(texts(ax))
    assert ax.get_legend() is None


def test_no_lists_at_all_are_said_not_drawn(names):
    for agencies in (agency_table().tail(1), agency_table()):
        (ax,) = plot_agencies(agencies, names, least=3).flat
        assert texts(ax) == ["没有常被列出的单位 no agency is listed often"]
    table = pd.DataFrame(columns=["province", "agency", "area", "coverage", "n_provisions"])
    (ax,) = plot_agency_areas(table, names).flat
    assert texts(ax) == ["没有常被列出的单位 no agency is listed often"]


def test_the_heat_map_of_agencies_leaves_out_the_seldom_listed(names):
    table = pd.DataFrame(
        [("anhui", a, area, share, n)
         for a, n in (("a", 3), ("b", 9), ("c", 2))
         for area, share in (("net", n / 100), ("sec", 0.0))],
        columns=["province", "agency", "area", "coverage", "n_provisions"],
    )  # fmt: skip
    (ax,) = plot_agency_areas(table, names).flat
    assert [label.get_text() for label in ax.get_yticklabels()] == ["b（9）", "a（3）"]
    assert texts(ax) == ["9.0%", "", "3.0%", ""]
    assert links(ax) == [f"reader.html?province=anhui&area=net&agency={agency}" for agency in "ba"]


def test_wording_is_drawn_to_the_left_and_to_the_right(small, names):
    strength = pd.DataFrame(
        [("x-1", "all", 10, 100, 2, 1), ("y-1", "all", 4, 50, 1, 0), ("x-1", "net", 5, 50, 2, 0)],
        columns=[
            "provision_id",
            "area",
            "n_sentences",
            "n_han",
            "n_obligatory",
            "n_encouraging",
        ],
    )
    ax = plot_strength(strength, small.provisions, names)
    assert [bar.get_width() for bar in ax.patches] == [40, 0, 20, -10, 20, 0]
    assert "安徽 Anhui  10句 sentences" in texts(ax)
    assert texts(ax)[:2] == ["2", "0"]
    assert {"← 鼓励性 encouraging", "约束性 obligatory →"} <= set(texts(ax))
    assert [bar.get_url() for bar in ax.patches] == [
        "reader.html?province=anhui&area=net&strength=obligatory", None,
        "reader.html?province=anhui&strength=obligatory",
        "reader.html?province=anhui&strength=encouraging",
        "reader.html?province=beijing&strength=obligatory", None,
    ]  # fmt: skip
    assert [t.get_text() for t in ax.get_yticklabels()] == [
        "网络\nNetworks",
        "全部句子\nAll sentences",
    ]


@pytest.mark.filterwarnings("error")
def test_what_counts_nothing_still_has_a_scale(small, names):
    strength = pd.DataFrame(
        [("x-1", "all", 3, 60, 0, 0)],
        columns=["provision_id", "area", "n_sentences", "n_han", "n_obligatory", "n_encouraging"],
    )
    assert plot_strength(strength, small.provisions.head(2), names).get_xlim() == pytest.approx(
        (-11.5, 16.5)
    )


def four_provinces() -> tuple[pd.DataFrame, Names]:
    """Four provinces with a provision each: one more than are drawn one by one."""
    few = ["anhui", "beijing", "fujian", "gansu"]
    areas = pd.DataFrame(
        [("net", "all", 0, "网络", "Networks")],
        columns=["area", "topic", "position", "name_zh", "name_en"],
    )
    names = pd.DataFrame({"province": few, "name_zh": "省", "name_en": "Province"})
    provisions = pd.DataFrame({"provision_id": [f"{p}-1" for p in few], "province": few})
    return provisions, Names(names, areas)


def test_of_more_than_three_provinces_each_has_a_line():
    provisions, names = four_provinces()
    strength = provisions.assign(
        area="all", n_sentences=1, n_han=10, n_obligatory=1, n_encouraging=0
    ).drop(columns="province")
    assert plot_strength(strength, provisions, names).shape == (1, 1)
    agencies = provisions.assign(agency="甲", level="other", role="lead")
    (ax,) = plot_agencies(agencies, names).flat
    assert texts(ax) == ["1"] * 4
    shares = provisions.assign(agency="甲", area="net", coverage=0.1, n_provisions=3)
    (ax,) = plot_agency_areas(shares, names).flat
    assert texts(ax) == ["10.0% (10.0%–10.0%)"]
    assert describe_agencies(agencies)[0].startswith("A grid of the agencies")
    assert describe_agencies(agencies.head(3))[0].startswith("Bars of the agencies")


def test_targets_are_listed_while_the_list_fits_a_page(small, names):
    n = LISTED - 2  # two lines are for the provinces
    targets = pd.DataFrame(
        [("x-1", f"x-1-s{k:02d}", k, "基站", "6万个", "reach", 6e4, "个", "2020", "net")
         for k in range(n + 1)],
        columns=["provision_id", "sentence_id", "start", "quantity", "text", "comparator", "value", "unit",
                 "deadline", "area"],
    )  # fmt: skip
    listed = plot_targets(targets.head(n), small.provisions, names)
    assert listed.figure.get_figheight() <= 14
    assert "x-1-s45" in texts(listed)
    assert describe_targets(targets.head(1), small.provisions, names) == (
        "A table of quantified targets: area, what, how much, by when. 基站 6万个.",
        "量化目标一览：领域、内容、数量、期限。基站 6万个。",
    )
    counted = plot_targets(targets, small.provisions, names)
    assert texts(counted) == ["47", "47"]
    assert describe_targets(targets, small.provisions, names)[0].startswith("A grid of the numbers")
