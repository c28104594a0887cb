import pandas as pd
import pytest
from made_up import none_of, texts

from analysis.say.names import Names
from analysis.say.wording import Statement
from analysis.studies.shares import report


def share_table(
    net=(0.2, 0.1), sec=(0.3, 0.4), net_coverage=(0.05, 0.02), sec_coverage=(0.06, 0.07)
):
    rows = [
        (province, area, hand[i], coverage[i])
        for i, province in enumerate(("anhui", "beijing"))
        for area, hand, coverage in (("net", net, net_coverage), ("sec", sec, sec_coverage))
    ]
    return pd.DataFrame(rows, columns=["province", "area", "sentence_codes", "coverage"])


def test_agreement_in_sign_and_order(names):
    signs, anhui, _ = report.statements(share_table(), names)
    assert signs.en == (
        "Anhui against Beijing: coverage and sentence codes give the gap the same sign in 2 of 2 areas."
    )
    assert anhui.en == (
        "Anhui: by sentence codes the order of areas is security and networks; by coverage it is the same."
    )
    signs, anhui, _ = report.statements(
        share_table(net_coverage=(0.01, 0.02), sec_coverage=(0.0, 0.07)), names
    )
    assert signs.en.endswith("in 1 of 2 areas; not in networks.")
    assert signs.zh.endswith("有1个同号；不同号的是网络。")
    assert anhui.en.endswith("by coverage it is networks and security.")
    assert anhui.zh.endswith("按覆盖度为网络、安全。")


@pytest.mark.usefixtures("style")
def test_shares_stand_side_by_side(names):
    shares = pd.DataFrame(
        [("anhui", "net", 0.2, 0.05, 0.5, 90.0), ("beijing", "net", 0.1, 0.02, 0.4, 50.0),
         ("anhui", "sec", 0.3, 0.06, 0.6, 99.0), ("beijing", "sec", 0.4, 0.07, 0.7, 40.0)],
        columns=["province", "area", "sentence_codes", "coverage", "prevalence", "intensity"],
    )  # fmt: skip
    axes = report.plot(shares, names)
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


@pytest.mark.usefixtures("style")
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
    axes = report.plot(shares, Names(provinces, areas))
    assert axes.shape == (2, 3)  # an area a row, a measure a column
    assert axes[0, 0].figure.get_figheight() <= 14
    (dots,) = axes[1, 2].collections
    assert dots.get_offsets()[30].tolist() == [0.3, 30]
    assert dots.get_urls()[30] == "reader.html?province=p30&area=sec"
    assert axes[0, 1].get_title(loc="left").startswith("出现率\nPrevalence")


def test_one_province_has_the_order_of_its_areas_for_a_headline(names):
    shares = share_table().query("province == 'anhui'")
    assert report.headline(shares, names) == Statement(
        "Anhui: by sentence codes the order of areas is security and networks; by coverage it is the same",
        "安徽：按句子编码，领域次序为安全、网络；按覆盖度次序相同",
    )


@pytest.mark.usefixtures("style")
def test_without_codes_there_is_nothing_to_hold_coverage_against(names, tmp_path):
    none = none_of("area_shares")
    (said,) = report.statements(none, names)
    assert said.en.startswith("No sentence of these documents has been coded: ")
    assert report.headline(none, names) == said.headline()
    (ax,) = report.plot(none, names).flat
    assert texts(ax) == ["没有句子编码 no sentence has been coded"]
    alt = report.draw(none, names, source="made up", folder=tmp_path).alt
    assert alt.zh == f"点图：四种测量下各省各领域的份额。{said.zh}"
