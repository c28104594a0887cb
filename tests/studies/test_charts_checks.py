import pandas as pd
import pytest
from made_up import texts

from analysis.say.names import Names
from analysis.studies.shares.report import plot_shares
from analysis.studies.validation.report import plot_validation

pytestmark = pytest.mark.usefixtures("style")


def test_validation_shows_each_score_in_its_interval(names):
    row = {"province": "all", "area": "net"}
    for measure, value in (("precision", 0.9), ("recall", 0.8), ("f1", 0.85)):
        row |= {measure: value, f"{measure}_low": value - 0.1, f"{measure}_high": value + 0.05}
    axes = plot_validation(pd.DataFrame([row]), names)
    drawn = [[tuple(line.get_xdata()) for line in ax.lines] for ax in axes]
    assert drawn[0] == [pytest.approx((0.8, 0.95)), (0.9,)]
    assert [texts(ax)[0] for ax in axes] == ["0.90", "0.80", "0.85"]


def test_shares_stand_side_by_side(names):
    shares = pd.DataFrame(
        [("anhui", "net", 0.2, 0.05, 0.5, 90.0), ("beijing", "net", 0.1, 0.02, 0.4, 50.0),
         ("anhui", "sec", 0.3, 0.06, 0.6, 99.0), ("beijing", "sec", 0.4, 0.07, 0.7, 40.0)],
        columns=["province", "area", "sentence_codes", "coverage", "prevalence", "intensity"],
    )  # fmt: skip
    axes = plot_shares(shares, names)
    points = [list(line.get_xdata()) for line in axes[0].lines if line.get_marker() in ("o", "s")]
    assert points == [[0.3, 0.2], [0.4, 0.1]]  # sec below net, Anhui first
    assert [ax.get_title(loc="left") for ax in axes][1] == "覆盖度\nCoverage"
    # Named above the first dots, the leftmost lowest; no legend.
    assert texts(axes[0]) == ["安徽 Anhui", "北京 Beijing"]
    assert [label.xy for label in axes[0].texts] == [(0.2, 1), (0.1, 1)]
    higher, lower = (label.get_position()[1] for label in axes[0].texts)
    assert higher > lower > 1
    assert axes[0].get_legend() is None
    dots = [line for line in axes[1].lines if line.get_url()]
    assert [(line.get_xdata()[0], line.get_url()) for line in dots] == [
        (0.06, "reader.html?province=anhui&area=sec"),
        (0.05, "reader.html?province=anhui&area=net"),
        (0.07, "reader.html?province=beijing&area=sec"),
        (0.02, "reader.html?province=beijing&area=net"),
    ]
    assert not any(line.get_url() for line in axes[0].lines)  # readers' codes are no hits


def test_shares_of_many_provinces_stand_against_the_codes():
    provinces = pd.DataFrame(
        {
            "province": [f"p{k:02d}" for k in range(31)],
            "name_zh": "内蒙古",
            "name_en": "Inner Mongolia",
        }
    )
    areas = pd.DataFrame(
        [(area, "all", k, "网络", "Networks") for k, area in enumerate(("net", "sec"))],
        columns=["area", "topic", "position", "name_zh", "name_en"],
    )
    shares = pd.DataFrame(
        [(p, area, k / 100, k / 200, k / 50, k) for k, p in enumerate(provinces["province"])
         for area in ("net", "sec")],
        columns=["province", "area", "sentence_codes", "coverage", "prevalence", "intensity"],
    )  # fmt: skip
    axes = plot_shares(shares, Names(provinces, areas))
    assert axes.shape == (2, 3)  # an area a row, a measure a column
    assert axes[0, 0].figure.get_figheight() <= 14
    (dots,) = axes[1, 2].collections
    assert dots.get_offsets()[30].tolist() == [0.3, 30]
    assert dots.get_urls()[30] == "reader.html?province=p30&area=sec"
    assert axes[0, 1].get_title(loc="left").startswith("出现率\nPrevalence")


def test_without_codes_a_chart_says_that_there_are_none(names):
    none = pd.DataFrame(columns=["province", "area"])
    for axes in (plot_validation(none, names), plot_shares(none, names)):
        (ax,) = axes.flat
        assert [t.get_text() for t in ax.texts] == ["没有句子编码 no sentence has been coded"]
