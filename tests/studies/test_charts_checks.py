import pandas as pd
import pytest
from made_up import many_names, none_of, texts

from analysis.say.names import Names
from analysis.studies.robustness.report import plot_specifications

pytestmark = pytest.mark.usefixtures("style")


def test_the_specification_curve_rises_and_marks_departures(names):
    specifications = pd.DataFrame(
        {
            "province_a": "anhui", "province_b": "beijing", "area": "net",
            "specification": [0, 1, 2], "gap": [0.02, -0.01, 0.03],
            "preamble": [0, 1, 0], "headings": [1, 1, 0], "goals": 1, "agencies": 0,
            "idf": ["provisions", "none", "sentences"], "hmm": [1, 1, 0], "engine": ["rjieba", "jieba", "jieba"],
            "lexicon": ["full", "full", "half 1"],
        }
    )  # fmt: skip
    above, below = plot_specifications(specifications, names)[:, 0]
    assert above.lines[1].get_ydata().tolist() == [-1.0, 2.0, 3.0]
    assert (above.lines[2].get_xdata()[0], above.lines[2].get_ydata()[0]) == (1, 2.0)
    marks = below.images[0].get_array()
    # In order of the gap: specification 1, 0, 2.
    assert marks[0].tolist() == [1, 0, 0]  # preamble in
    assert marks[1].tolist() == [0, 0, 1]  # headings out
    assert marks[6].tolist() == [1, 0, 0]  # no idf
    assert marks[7].tolist() == [0, 1, 0]  # the other engine
    assert marks[9].tolist() == [0, 0, 1]  # half a lexicon
    assert texts(above) == ["事先选定\nas declared"]


def test_many_provinces_have_one_curve_an_area_under_their_name(small):
    choices = {
        "preamble": 0, "headings": 1, "goals": 1, "agencies": 0, "idf": "provisions", "hmm": 1,
        "engine": "jieba", "lexicon": "full",
    }  # fmt: skip
    rows = pd.DataFrame(
        [("anhui", "others", "net", 0, 0.02), ("anhui", "others", "net", 1, 0.01),
         ("fujian", "others", "sec", 0, -0.01), ("fujian", "others", "sec", 1, 0.03)],
        columns=["province_a", "province_b", "area", "specification", "gap"],
    ).assign(**choices)  # fmt: skip
    axes = plot_specifications(rows, many_names(7, small.areas))
    assert axes.shape == (2, 2)
    assert [ax.get_title(loc="left") for ax in axes[0]] == [
        "网络\nNetworks\n安徽 Anhui", "安全\nSecurity\n福建 Fujian",
    ]  # fmt: skip
    assert [ax.lines[1].get_ydata().tolist() for ax in axes[0]] == [[1.0, 2.0], [-1.0, 3.0]]


def test_many_specifications_are_drawn_as_shares_of_neighbours():
    specifications = pd.DataFrame(
        {
            "province_a": "anhui", "province_b": "beijing", "area": "net",
            "specification": range(80), "gap": [n / 1000 for n in range(80)],
            "preamble": [1, 0] * 40, "headings": 1, "goals": 1, "agencies": 0,
            "idf": "provisions", "hmm": 1, "engine": "jieba", "lexicon": ["full"] * 40 + ["half 1"] * 40,
        }
    )  # fmt: skip
    second = specifications.assign(province_b="hebei")
    provinces = pd.DataFrame(
        {"province": ["anhui", "beijing", "hebei"], "name_zh": ["安徽", "北京", "河北"],
         "name_en": ["Anhui", "Beijing", "Hebei"]}
    )  # fmt: skip
    areas = pd.DataFrame(
        [("net", "all", 0, "网络", "Networks")],
        columns=["area", "topic", "position", "name_zh", "name_en"],
    )
    axes = plot_specifications(pd.concat([specifications, second]), Names(provinces, areas))
    assert axes.shape == (4, 1)  # two rows a pair
    marks = axes[1, 0].images[0].get_array()
    assert marks[0].tolist() == [0.5] * 40
    assert marks[9].tolist() == [0] * 20 + [1] * 20
    assert "河北 Hebei" in axes[2, 0].get_ylabel()


def test_one_province_has_no_specification_curve(names):
    (ax,) = plot_specifications(none_of("specifications"), names).flat
    assert texts(ax) == [
        "只有一个省，无从比较 One province alone: there is nothing to compare it with"
    ]


@pytest.mark.filterwarnings("error")
def test_gaps_of_nothing_still_have_a_scale(names):
    specifications = pd.DataFrame(
        [("anhui", "beijing", "net", k, 0, 1, 1, 0, "provisions", "jieba", 1, "full", 0.0)
         for k in range(3)],
        columns=list(none_of("specifications").columns),
    )  # fmt: skip
    axes = plot_specifications(specifications, names)
    assert axes[0, 0].get_ylim() == pytest.approx((-0.0005, 0.012))
