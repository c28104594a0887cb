"""Charts are read back: what is drawn is what the tables say."""

from itertools import combinations
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from made_up import gaps, none_of, texts
from matplotlib.colors import to_hex

from analysis.draw.style import GREEN, VERMILLION
from analysis.draw.svg import save_figure
from analysis.say.names import Names
from analysis.say.wording import Statement
from analysis.studies.contributions.report import plot_contributions
from analysis.studies.gaps.report import plot_gaps
from analysis.studies.keyness.report import plot_characteristic_words, plot_keyness

pytestmark = pytest.mark.usefixtures("style")


def links(ax) -> list[str]:
    return [mark.get_url() for mark in ax.get_children() if mark.get_url()]


def test_in_a_page_a_mark_stands_in_its_link(names, tmp_path):
    keyness = pd.DataFrame(
        [("anhui", "beijing", "甲", 5, 0, 2.0), ("anhui", "beijing", "乙", 0, 4, -1.5)],
        columns=["province_a", "province_b", "term", "n_a", "n_b", "z"],
    )
    (ax,) = plot_keyness(keyness, names).flat
    said = Statement("A", "一")
    saved = save_figure(ax.figure, "x", title=said, alt=said, source="", folder=tmp_path)
    found = [link.get("href") for link in ElementTree.fromstring(saved.inline).iter("a")]
    assert found == [f"reader.html?term={word}" for word in "乙甲乙甲"]
    # The file may stand anywhere, and leads nowhere.
    assert "<a" not in saved.svg


def test_a_gap_is_drawn_in_points_and_filled_only_where_it_diverges(names, small):
    divergence = pd.DataFrame(
        [
            ("anhui", "beijing", "net", "all", 0.02, -0.01, 0.05, "undetermined"),
            ("anhui", "beijing", "sec", "all", -0.1, -0.2, -0.05, "diverges"),
        ],
        columns=[
            "province_a",
            "province_b",
            "area",
            "topic",
            "gap",
            "conf_low",
            "conf_high",
            "verdict",
        ],
    )
    placebo = pd.DataFrame(
        [
            ("anhui", "net", -0.03, 0.02),
            ("beijing", "net", -0.01, 0.04),
            ("anhui", "sec", -0.1, 0.1),
        ],
        columns=["province", "area", "low", "high"],
    )
    (ax,) = plot_gaps(divergence, placebo, small.areas, names, margin=0.01).flat
    dotted = [tuple(line.get_xdata()) for line in ax.lines if line.get_linestyle() == ":"]
    assert dotted == [(-10.0, 10.0), pytest.approx((-3.0, 4.0))]
    dots = {
        line.get_xdata()[0]: line.get_markerfacecolor()
        for line in ax.lines
        if line.get_marker() == "o"
    }
    assert dots == {2.0: "white", -10.0: "#222222"}
    assert {"+2.0  未定 undetermined", "−10.0  有分歧 diverges"} <= set(texts(ax))
    band = ax.patches[0]
    assert (band.get_x(), band.get_width()) == pytest.approx((-1.0, 2.0))
    assert "相近：区间全在±1内 similar: wholly within ±1" in texts(ax)
    (dotted,) = (t for t in ax.texts if t.get_text().startswith("点线"))
    assert dotted.xy == pytest.approx((5.0, 0.75))  # right of all lines of net
    assert links(ax) == ["reader.html?area=sec"] * 2 + ["reader.html?area=net"] * 2


def test_contribution_bars_add_up_to_the_last_bar(names):
    rng = np.random.default_rng(3)
    values = rng.normal(size=20) / 100
    contributions = pd.DataFrame(
        {
            "province_a": "anhui", "province_b": "beijing", "area": ["net"] * 19 + ["sec"],
            "term": [f"词{i}" for i in range(20)], "contribution": values,
        }
    )  # fmt: skip
    divergence = pd.DataFrame(
        {
            "province_a": "anhui", "province_b": "beijing", "area": ["net", "sec"],
            "topic": "all", "gap": [values[:19].sum(), values[19]],
        }
    )  # fmt: skip
    axes = plot_contributions(contributions, divergence, names, n=5)
    for ax, gap, n_bars in zip(axes.flat, divergence["gap"], [7, 2], strict=True):
        widths = [bar.get_width() for bar in ax.patches]
        assert len(widths) == n_bars
        assert sum(widths[:-1]) == pytest.approx(widths[-1])
        assert widths[-1] == pytest.approx(gap * 100)
    assert axes.flat[0].get_yticklabels()[5].get_text() == "其余 other 14"
    assert [bar.get_url() for bar in axes.flat[0].patches[5:]] == ["reader.html?area=net"] * 2
    assert [bar.get_url() for bar in axes.flat[1].patches] == [
        "reader.html?area=sec&term=词19", "reader.html?area=sec",
    ]  # fmt: skip
    first = axes.flat[0].get_yticklabels()[0]
    assert first.get_url().startswith("reader.html?area=net&term=词")


def test_a_province_has_one_colour_in_all_its_pairs(small):
    provinces = pd.DataFrame(
        {"province": ["anhui", "beijing", "hebei"], "name_zh": ["安徽", "北京", "河北"],
         "name_en": ["Anhui", "Beijing", "Hebei"]}
    )  # fmt: skip
    pairs = list(combinations(provinces["province"], 2))
    rows = pd.DataFrame(
        [(a, b, area, "all", "词", -0.01) for a, b in pairs for area in ("net", "sec")],
        columns=["province_a", "province_b", "area", "topic", "term", "contribution"],
    )
    gaps = rows.rename(columns={"contribution": "gap"})
    axes = plot_contributions(rows, gaps, Names(provinces, small.areas))
    shown = [to_hex(ax.patches[0].get_facecolor()).upper() for ax in axes.flat]
    assert shown == [VERMILLION] * 2 + [GREEN] * 4  # towards Beijing, Hebei, Hebei
    assert axes.flat[5].get_title(loc="left") == "安全 Security\n北京–河北"


def test_characteristic_words_stand_on_the_side_of_their_province(names):
    keyness = pd.DataFrame(
        [
            ("anhui", "beijing", "甲", 5, 0, 2.0),
            ("anhui", "beijing", "乙", 0, 4, -1.5),
            ("anhui", "beijing", "丙", 2, 1, 0.5),
        ],
        columns=["province_a", "province_b", "term", "n_a", "n_b", "z"],
    )
    (ax,) = plot_characteristic_words(keyness, names, n=1).flat
    assert [bar.get_width() for bar in ax.patches] == [-1.5, 2.0]
    assert {"乙", "甲", "5 : 0", "0 : 4"} <= set(texts(ax))
    assert "丙" not in texts(ax)
    assert links(ax) == ["reader.html?term=乙"] * 2 + ["reader.html?term=甲"] * 2
    heads = {t.get_text(): t.get_position()[1] for t in ax.texts if "typical" in t.get_text()}
    tops = [bar.get_y() + bar.get_height() for bar in ax.patches]
    assert list(heads) == ["北京的特征词 typical of Beijing", "安徽的特征词 typical of Anhui"]
    assert tops[0] < heads["北京的特征词 typical of Beijing"] < tops[1]


def test_no_word_is_drawn_on_both_sides_where_words_are_few(names):
    keyness = pd.DataFrame(
        [("anhui", "beijing", "甲", 5, 0, 2.0), ("anhui", "beijing", "乙", 0, 4, 1.5)],
        columns=["province_a", "province_b", "term", "n_a", "n_b", "z"],
    )
    (ax,) = plot_characteristic_words(keyness, names).flat
    assert [bar.get_width() for bar in ax.patches] == [1.5, 2.0]


def test_keyness_is_drawn_by_frequency_and_z_with_the_extremes_named(names):
    keyness = pd.DataFrame(
        [
            ("anhui", "beijing", "甲", 5, 0, 2.0),
            ("anhui", "beijing", "乙", 0, 4, -1.5),
            ("anhui", "beijing", "丙", 2, 1, 0.5),
            ("anhui", "beijing", "丁", 2, 1, 0.5),
        ],
        columns=["province_a", "province_b", "term", "n_a", "n_b", "z"],
    )
    (ax,) = plot_keyness(keyness, names, n=1).flat
    dots, named = (c.get_offsets().tolist() for c in ax.collections[:2])
    assert dots == [[4, -1.5], [3, 0.5], [5, 2.0]]  # words with the same counts share a dot
    assert named == [[4, -1.5], [5, 2.0]]
    assert [t for t in texts(ax) if t] == ["乙", "甲", "z = −1.96", "z = 1.96"]
    hrefs = ["reader.html?term=乙", "reader.html?term=甲"]
    assert ax.collections[1].get_urls() == hrefs
    assert links(ax) == hrefs


SAID_ALONE = ["只有一个省，无从比较 One province alone: there is nothing to compare it with"]


def test_charts_that_compare_say_that_one_province_is_alone(small, names):
    divergence, keyness = none_of("divergence"), none_of("keyness")
    for axes in (
        plot_gaps(divergence, none_of("placebo"), small.areas, names, margin=0.01),
        plot_contributions(none_of("contributions"), divergence, names),
        plot_characteristic_words(keyness, names),
        plot_keyness(keyness, names),
    ):
        assert [texts(ax) for ax in axes.flat] == [SAID_ALONE]
        assert not axes[0, 0].axison


def test_gaps_without_terms_are_no_bars(names):
    (ax,) = plot_contributions(none_of("contributions"), gaps(), names).flat
    assert texts(ax) == ["没有哪个差距背后有词条 No gap has a term behind it"]


@pytest.mark.filterwarnings("error")
def test_words_that_set_nothing_apart_still_have_a_scale(names):
    keyness = pd.DataFrame(
        [("anhui", "beijing", "发展", 1, 1, 0.0)],
        columns=["province_a", "province_b", "term", "n_a", "n_b", "z"],
    )
    assert plot_characteristic_words(keyness, names)[0, 0].get_xlim() == (-1, 1)


def test_few_occurrences_are_written_as_plain_numbers(names):
    keyness = pd.DataFrame(
        [("anhui", "beijing", "发展", 2, 0, 1.0), ("anhui", "beijing", "企业", 2, 4, -1.0)],
        columns=["province_a", "province_b", "term", "n_a", "n_b", "z"],
    )
    (ax,) = plot_keyness(keyness, names).flat
    labels = [label.get_text() for label in ax.get_xticklabels(which="both")]
    assert "3" in labels
    assert not [label for label in labels if "$" in label]
