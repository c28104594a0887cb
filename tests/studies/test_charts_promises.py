import numpy as np
import pandas as pd
import pytest
from made_up import none_of, texts

from analysis.say.names import Names
from analysis.studies.overlap.report import PROVISIONS, describe_overlap, plot_overlap
from analysis.studies.own.report import plot_own_coverage

pytestmark = pytest.mark.usefixtures("style")


def links(ax) -> list[str]:
    return [mark.get_url() for mark in ax.get_children() if mark.get_url()]


def test_the_matrix_is_in_the_order_of_the_texts_with_status_beside(small, names):
    provisions = pd.concat(
        [small.provisions, pd.DataFrame({"provision_id": ["x-10"], "province": ["anhui"]})]
    ).assign(number=["1", "2", "1", "10"], heading=["建网", "", "发展", "一个非常非常长的条款标题"])
    ids = ["x-10", "x-2", "x-1", "y-1"]
    similarity = pd.DataFrame(np.arange(16).reshape(4, 4) / 16, index=ids, columns=ids)
    overlap = pd.DataFrame(
        [("x-1", "beijing", "shared"), ("x-2", "beijing", "own"), ("x-10", "beijing", "adapted"),
         ("y-1", "anhui", "own")],
        columns=["provision_id", "reference", "status"],
    )  # fmt: skip
    (ax,) = plot_overlap(similarity, overlap, provisions, names).flat
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert labels == ["1 建网", "2 ", "10 一个非常非常…"]
    drawn = ax.images[0].get_array()
    assert drawn[:, 0].tolist() == [11 / 16, 7 / 16, 3 / 16]
    markers = [line.get_marker() for line in ax.lines]
    assert markers == ["o", "x", "D", "x"]
    # A best match bears its number and leads to the provision of the row.
    assert {"0.69", "0.44", "0.19"} <= set(texts(ax))
    assert links(ax) == ["reader.html#x-1", "reader.html#x-2", "reader.html#x-10"]
    # Every status is named once, beside the first mark of it.
    named = {t.get_text(): t.get_position()[1] for t in ax.texts if t.get_text()[-1].isalpha()}
    assert named == {"共有 shared": 0, "独有 own": 1, "改写 adapted": 2}
    assert ax.get_legend() is None


def test_a_heading_one_character_too_long_is_not_cut(small, names):
    provisions = small.provisions.assign(
        number=["1", "2", "1"], heading=["一二三四五六七", "一二三四五六七八", ""]
    )
    ids = ["x-1", "x-2", "y-1"]
    similarity = pd.DataFrame(0.0, index=ids, columns=ids)
    overlap = pd.DataFrame(
        [("x-1", "beijing", "own"), ("x-2", "beijing", "own"), ("y-1", "anhui", "shared")],
        columns=["provision_id", "reference", "status"],
    )
    (ax,) = plot_overlap(similarity, overlap, provisions, names).flat
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert labels == ["1 一二三四五六七", "2 一二三四五六…"]
    assert links(ax) == []  # nothing in common is no match
    assert texts(ax) == ["共有 shared", "独有 own"]  # the one above its column


def test_own_coverage_is_filled_and_all_is_hollow(names):
    table = pd.DataFrame(
        [("anhui", "net", "all", 0.05, 0.02, 0.08, 5), ("anhui", "net", "own", 0.01, 0.0, 0.03, 1),
         ("beijing", "net", "all", 0.03, 0.01, 0.06, 2), ("beijing", "net", "own", 0, 0, 0, 0)],
        columns=["province", "area", "text", "coverage", "conf_low", "conf_high", "n_hits"],
    )  # fmt: skip
    left, right = plot_own_coverage(table, names).flat
    assert texts(left) == ["全文 all 5.0%", "独有 own 1.0%"]
    assert texts(right) == ["全文 all 3.0%", "独有 own 0.0%"]
    faces = [line.get_markerfacecolor() for line in left.lines if line.get_marker() == "o"]
    assert faces[0] == "white"
    assert faces[1] != "white"
    assert tuple(left.lines[0].get_xdata()) == (0.02, 0.08)
    own = "reader.html?province=anhui&area=net&status=own"
    assert sorted(links(left)) == ["reader.html?province=anhui&area=net"] * 2 + [own] * 2
    # Where nothing is counted there is nothing to lead to.
    assert links(right) == ["reader.html?province=beijing&area=net"] * 2


def test_charts_of_common_text_say_that_one_province_is_alone(small, names):
    for axes in (
        plot_overlap(pd.DataFrame(), none_of("overlap"), small.provisions.head(2), names),
        plot_own_coverage(none_of("own_coverage"), names),
    ):
        assert [texts(ax) for ax in axes.flat] == [
            ["只有一个省，无从比较 One province alone: there is nothing to compare it with"]
        ]


@pytest.mark.filterwarnings("error")
def test_what_counts_nothing_still_has_a_scale(names):
    nothing = pd.DataFrame(
        [("anhui", area, "all", 0.0, 0.0, 0.0, 0) for area in names.areas],
        columns=["province", "area", "text", "coverage", "conf_low", "conf_high", "n_hits"],
    )
    assert plot_own_coverage(nothing, names)[0, 0].get_xlim() == pytest.approx((0, 0.145))


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
    overlap = pd.DataFrame(
        [(f"{p}-1", q, "own") for p in provisions["province"] for q in provisions["province"] if p != q],
        columns=["provision_id", "reference", "status"],
    )  # fmt: skip
    (ax,) = plot_overlap(pd.DataFrame(), overlap, provisions, names).flat
    assert len(ax.texts) == 12
    own = pd.DataFrame(
        [(p, "net", "all", 0.1, 0.0, 0.2, 1) for p in provisions["province"]],
        columns=["province", "area", "text", "coverage", "conf_low", "conf_high", "n_hits"],
    )
    for few, shape in ((3, (2, 2)), (4, (1, 1))):
        assert plot_own_coverage(own.head(few), names).shape == shape
    assert describe_overlap(provisions)[0].startswith("A grid of provinces against provinces")
    assert describe_overlap(provisions.head(3))[1] == "方格图：两省条款两两对照，越相似颜色越深。"


def test_of_many_provisions_those_with_the_most_similar_are_drawn_and_counted(names):
    ids = [f"x-{k}" for k in range(60)]
    provisions = pd.DataFrame(
        {"provision_id": [*ids, "y-1"], "province": ["anhui"] * 60 + ["beijing"], "number": "1",
         "heading": ""}
    )  # fmt: skip
    # The later, the more similar, but for the first, which is most similar of all.
    near = pd.DataFrame(0.0, index=[*ids, "y-1"], columns=[*ids, "y-1"])
    near["y-1"] = [1.0, *(k / 100 for k in range(1, 60)), 1.0]
    overlap = pd.DataFrame(
        [(i, "beijing", "own") for i in ids] + [("y-1", "anhui", "own")],
        columns=["provision_id", "reference", "status"],
    )
    (ax,) = plot_overlap(near, overlap, provisions, names).flat
    drawn = ax.images[0].get_array()[:, 0].tolist()
    assert len(drawn) == PROVISIONS == 45
    assert drawn == [1.0, *(k / 100 for k in range(16, 60))]
    assert ax.get_ylabel() == "安徽 Anhui：最相似的 most similar 45/60"
    assert ax.get_xlabel().startswith("北京 Beijing\n")
