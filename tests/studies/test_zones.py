"""What each document consists of: what is said and drawn of it."""

from itertools import combinations

import pandas as pd
import pytest
from made_up import texts
from read_back import require_legible

from analysis.say.names import Names
from analysis.say.wording import Statement
from analysis.studies.zones.report import LINES, draw, headline, plot, statements

pytestmark = pytest.mark.usefixtures("style")

P = [f"p{k:02d}" for k in range(31)]


@pytest.fixture
def many(small) -> Names:
    """Thirty-one provinces, with the longest names that there are."""
    provinces = pd.DataFrame({"province": P, "name_zh": "内蒙古", "name_en": "Inner Mongolia"})
    return Names(provinces, small.areas)


def test_documents_are_told_with_their_zones(names):
    documents = pd.DataFrame({"doc_id": ["x"], "province": ["anhui"]})
    provisions = pd.DataFrame({"doc_id": ["x"], "part": ["一"], "n_han": [90]})
    zones = pd.DataFrame({"doc_id": "x", "zone": ["heading", "body"], "n_han": [20, 80]})
    (statement,) = statements(zones, documents, provisions, names)
    assert statement.en == (
        "Anhui: 1 provision in 1 part. Their headings and bodies hold 90.0% of its 100 Han characters; "
        "it has no agency lists."
    )
    zones.loc[2] = ["x", "agencies", 25]
    (statement,) = statements(zones, documents, provisions, names)
    assert (
        "72.0% of its 125 Han characters; its agency lists are 20.0% and are not counted"
        in statement.en
    )
    assert "责任单位名单占20.0%，不计入" in statement.zh
    assert headline(zones, provisions).en == (
        "Headings and bodies of provisions, 72% of the characters, are counted"
    )


def test_of_several_documents_of_a_province_each_is_named(names):
    documents = pd.DataFrame({"doc_id": ["x", "y", "z"], "province": ["anhui", "beijing", "anhui"]})
    provisions = pd.DataFrame({"doc_id": ["x", "y", "z"], "part": "一", "n_han": 90})
    zones = pd.DataFrame({"doc_id": ["x", "y", "z"], "zone": "body", "n_han": 100})
    told = statements(zones, documents, provisions, names)
    assert [said.en.split(":")[0] for said in told] == ["Anhui (x)", "Beijing", "Anhui (z)"]
    assert [said.zh.split("：")[0] for said in told] == ["安徽（x）", "北京", "安徽（z）"]


def test_zones_are_bars_end_to_end(names):
    zones = pd.DataFrame(
        [("x", "preamble", 10), ("x", "body", 90), ("y", "body", 40)],
        columns=["doc_id", "zone", "n_han"],
    )
    documents = pd.DataFrame({"doc_id": ["x", "y"], "province": ["anhui", "beijing"]})
    ax = plot(zones, documents, names)
    spans = {(round(b.get_x()), round(b.get_width()), round(b.get_y() + 0.31)) for b in ax.patches}
    assert spans == {(0, 10, 1), (10, 90, 1), (0, 0, 0), (0, 40, 0)}
    assert [label.get_text() for label in ax.get_yticklabels()] == ["北京\nBeijing", "安徽\nAnhui"]
    assert {" 100", " 40"} <= set(texts(ax))


def test_of_more_documents_than_have_bars_of_their_own_each_has_a_line(names):
    documents = pd.DataFrame({"doc_id": [f"x-{k:02d}" for k in range(13)], "province": "anhui"})
    zones = documents[["doc_id"]].assign(zone="body", n_han=90)
    few = plot(zones.head(12), documents.head(12), names)
    assert len(few.get_yticklabels()) == 12
    assert few.get_yticklabels()[0].get_text() == "安徽\nAnhui"
    assert few.figure.get_figheight() <= 14
    ax = plot(zones, documents, names)
    assert [label.get_text() for label in ax.get_yticklabels()] == [""] * 12 + ["安徽 Anhui"]


def test_a_zone_is_named_over_the_first_bar_that_has_it_and_names_do_not_overlap(names):
    zones = pd.DataFrame(
        [("x", "preamble", 3), ("x", "heading", 5), ("x", "body", 90), ("y", "body", 40), ("y", "agencies", 9)],
        columns=["doc_id", "zone", "n_han"],
    )  # fmt: skip
    documents = pd.DataFrame({"doc_id": ["x", "y"], "province": ["anhui", "beijing"]})
    ax = plot(zones, documents, names)
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
    ax = plot(*zone_rows(2), many)
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
    ax = plot(zones, documents, many)
    assert [t.strip() for t in texts(ax)] == ["2,850"] * 31
    assert "all documents of a province" in ax.get_xlabel()


def test_the_headline_gives_both_ends_where_documents_differ():
    provisions = pd.DataFrame({"doc_id": ["x", "y", "y"], "n_han": [90, 50, 22]})
    zones = pd.DataFrame({"doc_id": ["x", "y"], "zone": "body", "n_han": 100})
    assert headline(zones, provisions) == Statement(
        "Headings and bodies of provisions, 72% to 90% of the characters, are counted",
        "计入分析的是条款的标题和正文，占全文72%至90%",
    )


def test_the_figure_is_saved_with_what_it_shows(names, tmp_path):
    documents = pd.DataFrame({"doc_id": ["x"], "province": ["anhui"]})
    provisions = pd.DataFrame({"doc_id": "x", "part": ["一", "二", "二"], "n_han": [500, 300, 100]})
    zones = pd.DataFrame({"doc_id": "x", "zone": ["body", "agencies"], "n_han": [1000, 200]})
    (told,) = statements(zones, documents, provisions, names)
    assert told == Statement(
        "Anhui: 3 provisions in 2 parts. Their headings and bodies hold 75.0% of its 1,200 Han "
        "characters; its agency lists are 16.7% and are not counted.",
        "安徽：2个部分，3个条款。条款的标题和正文占全文1,200个汉字的75.0%；责任单位名单占16.7%，不计入。",
        "reader.html?province=anhui&passage=zone/body reader.html?province=anhui&passage=zone/agencies",
    )
    saved = draw(zones, documents, provisions, names, source="来源", folder=tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["zones.png", "zones.svg"]
    assert saved.title == headline(zones, provisions)
    assert saved.alt == Statement(
        f"Stacked bars of the zones of each document, in Han characters. {told.en}",
        f"堆叠条形图：每份文件各区块的汉字数。{told.zh}",
    )
