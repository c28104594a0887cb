"""Charts are read back: what is drawn is what the tables say."""

from itertools import combinations
from xml.etree import ElementTree

import pandas as pd
import pytest
from made_up import links, texts

from analysis.draw.svg import save_figure
from analysis.say.wording import Statement
from analysis.studies.coverage.report import plot_coverage, plot_topics
from analysis.studies.zones.report import plot_zones

pytestmark = pytest.mark.usefixtures("style")


def test_zones_are_bars_end_to_end(names):
    zones = pd.DataFrame(
        [("x", "preamble", 10), ("x", "body", 90), ("y", "body", 40)],
        columns=["doc_id", "zone", "n_han"],
    )
    documents = pd.DataFrame({"doc_id": ["x", "y"], "province": ["anhui", "beijing"]})
    ax = plot_zones(zones, documents, names)
    spans = {(round(b.get_x()), round(b.get_width()), round(b.get_y() + 0.31)) for b in ax.patches}
    assert spans == {(0, 10, 1), (10, 90, 1), (0, 0, 0), (0, 40, 0)}
    assert [label.get_text() for label in ax.get_yticklabels()] == ["北京\nBeijing", "安徽\nAnhui"]
    assert {" 100", " 40"} <= set(texts(ax))


def test_of_more_documents_than_have_bars_of_their_own_each_has_a_line(names):
    documents = pd.DataFrame({"doc_id": [f"x-{k:02d}" for k in range(13)], "province": "anhui"})
    zones = documents[["doc_id"]].assign(zone="body", n_han=90)
    few = plot_zones(zones.head(12), documents.head(12), names)
    assert len(few.get_yticklabels()) == 12
    assert few.get_yticklabels()[0].get_text() == "安徽\nAnhui"
    assert few.figure.get_figheight() <= 14
    ax = plot_zones(zones, documents, names)
    assert [label.get_text() for label in ax.get_yticklabels()] == [""] * 12 + ["安徽 Anhui"]


def test_a_zone_is_named_over_the_first_bar_that_has_it_and_names_do_not_overlap(names):
    zones = pd.DataFrame(
        [("x", "preamble", 3), ("x", "heading", 5), ("x", "body", 90), ("y", "body", 40), ("y", "agencies", 9)],
        columns=["doc_id", "zone", "n_han"],
    )  # fmt: skip
    documents = pd.DataFrame({"doc_id": ["x", "y"], "province": ["anhui", "beijing"]})
    ax = plot_zones(zones, documents, names)
    ax.figure.draw_without_rendering()
    named = {t.get_text(): t for t in ax.texts if t.get_text().split(" ")[-1].isalpha()}
    starts = {text: label.xy[0] for text, label in named.items()}
    assert starts == {
        "引言 preamble": 0,
        "标题 headings": 3,
        "正文 body": 8,
        "责任单位 agency lists": 40,
    }
    boxes = [label.get_window_extent() for label in named.values()]
    assert not any(a.overlaps(b) for a, b in combinations(boxes, 2))
    # Those of the second document stand below the first bar, whose lower edge is at 0.69 or more.
    assert named["正文 body"].xy[1] > named["责任单位 agency lists"].xy[1]
    assert ax.get_legend() is None


def test_coverage_is_a_dot_in_its_interval(names, small):
    coverage = pd.DataFrame(
        [
            ("anhui", "net", "all", 0.3, 0.1, 0.4), ("beijing", "net", "all", 0.2, 0.15, 0.25),
            ("anhui", "sec", "all", 0.0, 0.0, 0.0), ("beijing", "sec", "all", 0.5, 0.2, 0.6),
        ],
        columns=["province", "area", "topic", "coverage", "conf_low", "conf_high"],
    )  # fmt: skip
    (ax,) = plot_coverage(coverage, small.areas, names).flat
    dots = [line.get_xdata()[0] for line in ax.lines if len(line.get_xdata()) == 1]
    intervals = [tuple(line.get_xdata()) for line in ax.lines if len(line.get_xdata()) == 2]
    assert sorted(dots) == [0.0, 0.2, 0.3, 0.5]
    assert sorted(intervals) == [(0.0, 0.0), (0.1, 0.4), (0.15, 0.25), (0.2, 0.6)]
    assert "安徽 Anhui 30.0%" in texts(ax)
    assert links(ax) == [
        f"reader.html?province={province}&area={area}"
        for area, province in (
            ("sec", "anhui"),
            ("sec", "beijing"),
            ("net", "anhui"),
            ("net", "beijing"),
        )
        for _ in ("dot", "number")
    ]
    # The first area stands on top.
    assert [t.get_text() for t in ax.get_yticklabels()] == ["安全\nSecurity", "网络\nNetworks"]


def test_the_heat_map_says_each_coverage_in_percent(names, small):
    coverage = pd.DataFrame(
        [
            ("anhui", "net", "fibre", 0.0123), ("beijing", "net", "fibre", 0.0),
            ("anhui", "sec", "crime", 0.2), ("beijing", "sec", "crime", 0.05),
        ],
        columns=["province", "area", "topic", "coverage"],
    )  # fmt: skip
    ax = plot_topics(coverage, small.areas, names)
    assert texts(ax) == ["1.23", "0.00", "20.00", "5.00"]
    assert [t.get_text() for t in ax.get_yticklabels()] == ["光纤 Fibre", "犯罪 Crime"]
    assert [t.get_text() for t in ax.get_yticklabels(minor=True)] == [
        "网络 Networks",
        "安全 Security",
    ]
    assert links(ax) == [
        "reader.html?province=anhui&area=net&topic=fibre",
        "reader.html?province=beijing&area=net&topic=fibre",
        "reader.html?province=anhui&area=sec&topic=crime",
        "reader.html?province=beijing&area=sec&topic=crime",
    ]
    # Each lies over the number it leads from.
    assert [patch.get_center().tolist() for patch in ax.patches] == [
        [0.5, 1.5], [1.5, 1.5], [0.5, 3.5], [1.5, 3.5],
    ]  # fmt: skip


def test_in_a_page_a_mark_stands_in_its_link(names, small, tmp_path):
    coverage = pd.DataFrame(
        [("anhui", "net", "fibre", 0.1), ("anhui", "sec", "crime", 0.2)],
        columns=["province", "area", "topic", "coverage"],
    )
    for ax, hrefs in (
        (
            plot_topics(coverage, small.areas, names),
            ["province=anhui&area=net&topic=fibre", "province=anhui&area=sec&topic=crime"],
        ),
    ):
        saved = save_figure(
            ax.figure,
            "x",
            title=Statement("A", "一"),
            alt=Statement("x", "一"),
            source="",
            folder=tmp_path,
        )
        found = [link.get("href") for link in ElementTree.fromstring(saved.inline).iter("a")]
        assert found == [f"reader.html?{href}" for href in hrefs]
        # The file may stand anywhere, and leads nowhere.
        assert "<a" not in saved.svg


@pytest.mark.filterwarnings("error")
def test_coverage_of_nothing_still_has_a_scale(small, names):
    coverage = small.areas[["area", "topic"]].assign(
        province="anhui", coverage=0.0, conf_low=0.0, conf_high=0.0
    )
    assert plot_coverage(coverage, small.areas, names)[0, 0].get_xlim() == (0, 0.125)
