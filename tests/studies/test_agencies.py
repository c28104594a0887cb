"""Agencies: all 25 lists of Gansu against a list made by hand, and lists made up."""

from pathlib import Path
from urllib.parse import unquote

import pandas as pd
import pytest
from made_up import many_names, texts
from read_back import require_legible
from set_out import MANY, leads, longest_names, written

from analysis.say.catalogue import keys
from analysis.say.wording import Statement
from analysis.store.tables import check_table, read_table
from analysis.studies.agencies import report
from analysis.studies.agencies.measure import SHOWN, find_agencies
from analysis.studies.agencies.report import draw, headline, plot, statements
from analysis.text.documents import read_documents, read_texts
from analysis.text.structure import split_sentences
from analysis.vocabulary import LEVELS

BY_HAND = Path(__file__).parents[1] / "by_hand" / "agencies.csv"


@pytest.fixture(scope="module")
def shipped():
    texts = read_texts(read_documents())
    spoken = split_sentences(read_table("segments"), texts, zones=("body", "agencies"))
    agencies = check_table(find_agencies(spoken, read_table("provisions")), "agencies")
    return texts.set_index("doc_id")["text"], agencies


def test_every_list_of_gansu_is_read_as_by_hand(shipped):
    by_hand = pd.read_csv(BY_HAND)
    _, agencies = shipped
    listed = agencies[agencies["role"] != "named"]
    assert len(by_hand) == len(listed) == 238
    assert listed["provision_id"].nunique() == 25
    for provision_id, expected in by_hand.groupby("provision_id"):
        own = listed[listed["provision_id"] == provision_id].sort_values("start")
        found = own[["agency", "level"]].values.tolist()
        assert found == expected[["agency", "level"]].values.tolist(), provision_id


def test_hebei_lists_none_and_names_some_in_article_18(shipped):
    _, agencies = shipped
    hebei = agencies[agencies["province"] == "hebei"]
    assert set(hebei["role"]) == {"named"}
    in_18 = hebei[hebei["provision_id"] == "hebei-18"].sort_values("start")["agency"].tolist()
    assert in_18 == [
        "省委网络安全和信息化领导小组", "省委网信办", "工业和信息化部门", "通信管理部门", "公安部门",
        "文化部门", "新闻出版广电部门",
    ]  # fmt: skip


def test_the_text_of_gansu_names_those_of_the_same_article(shipped):
    _, agencies = shipped
    named = agencies[(agencies["province"] == "gansu") & (agencies["role"] == "named")]
    assert set(named["provision_id"]) == {"gansu-7.1"}
    assert named.sort_values("start")["agency"].tolist() == [
        "省委网络安全和信息化领导小组", "省委网信办", "省工信委", "省通信管理局", "省公安厅", "省文化厅",
        "省新闻出版广电局", "省军区",
    ]  # fmt: skip


def test_offsets_lead_to_the_raw_text(shipped):
    texts, agencies = shipped
    for row in agencies.itertuples():
        written = texts[row.province][row.start : row.end]
        assert written in row.agency


def read(text: str, zone: str = "agencies") -> list[tuple[str, str, str]]:
    sentences = pd.DataFrame(
        [("x-1-agencies01", "x-1", 10, 10 + len(text), zone, text)],
        columns=["sentence_id", "provision_id", "start", "end", "zone", "text"],
    )
    provisions = pd.DataFrame({"provision_id": ["x-1"], "province": ["hebei"]})
    found = check_table(find_agencies(sentences, provisions), "agencies")
    return list(found[["agency", "role", "level"]].itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("（省教育厅负责）", [("省教育厅", "responsible", "provincial")]),
        (
            "（省工信委牵头，省财政厅、省科技厅等配合）",
            [("省工信委", "lead", "provincial"), ("省财政厅", "support", "provincial"),
             ("省科技厅", "support", "provincial")],
        ),
        (
            "（牵头单位：省工信委；配合单位：省财政厅、兰州市政府）",
            [("省工信委", "lead", "provincial"), ("省财政厅", "support", "provincial"),
             ("兰州市政府", "support", "municipal")],
        ),
        (
            "〔责任单位：省发展和改革委员会、省工业和信息化厅和省财政厅〕",
            [("省发展和改革委员会", "responsible", "provincial"),
             ("省工业和信息化厅", "responsible", "provincial"),
             ("省财政厅", "responsible", "provincial")],
        ),
        (
            "（省财政、科技、农业厅分别牵头负责，2020年底前完成）",
            [("省财政厅", "lead", "provincial"), ("省科技厅", "lead", "provincial"),
             ("省农业厅", "lead", "provincial")],
        ),
        (
            "（各市（州）、县（市、区）政府，省直有关部门按职责分工负责）",
            [("各市（州）政府", "responsible", "municipal"),
             ("各县（市、区）政府", "responsible", "municipal"),
             ("省直有关部门", "responsible", "provincial")],
        ),
        (
            "（各市、州人民政府会同中国电信河北分公司负责落实）",
            [("各市人民政府", "responsible", "municipal"),
             ("各州人民政府", "responsible", "municipal"),
             ("中国电信河北分公司", "responsible", "enterprise")],
        ),
        (
            "（人行石家庄中心支行、河北移动公司等按照各自职责共同推进）",
            [("人行石家庄中心支行", "responsible", "central"),
             ("河北移动公司", "responsible", "enterprise")],
        ),
        (
            "（省工信厅牵头；省发展改革委、省科技厅参加，2020年底前完成。排在第一位的为牵头单位，下同）",
            [("省工信厅", "lead", "provincial"), ("省发展改革委", "support", "provincial"),
             ("省科技厅", "support", "provincial")],
        ),
        (
            "（省农业农村厅（省委农办）、省妇联、石家庄海关、省残联负责）",
            [("省农业农村厅（省委农办）", "responsible", "provincial"),
             ("省妇联", "responsible", "provincial"), ("石家庄海关", "responsible", "other"),
             ("省残联", "responsible", "provincial")],
        ),
        (
            "【牵头单位：省公安厅；配合单位：各市（州）政府】",
            [("省公安厅", "lead", "provincial"), ("各市（州）政府", "support", "municipal")],
        ),
        (
            "【省公安厅（牵头）、省财政厅（配合）、省教育厅】",
            [("省公安厅", "lead", "provincial"), ("省财政厅", "support", "provincial"),
             ("省教育厅", "responsible", "provincial")],
        ),
        (
            "（省推进政府职能转变协调小组办公室负责）",
            [("省推进政府职能转变协调小组办公室", "responsible", "provincial")],
        ),
    ],
)  # fmt: skip
def test_lists_in_their_many_forms(text, expected):
    assert read(text) == expected


def test_a_body_is_searched_for_names_and_fields():
    text = "由省公安厅督促，工业和信息化、文化等有关部门要负责，全省农业发展办法另定。"
    assert read(text, "body") == [
        ("省公安厅", "named", "provincial"), ("工业和信息化部门", "named", "other"),
        ("文化部门", "named", "other"),
    ]  # fmt: skip
    assert read("省公安厅、省文化厅等部门", "heading") == []


def agency_table():
    return pd.DataFrame(
        [
            ("x-1", "anhui", "省工信委", "responsible"),
            ("x-2", "anhui", "省工信委", "lead"),
            ("x-2", "anhui", "省公安厅", "support"),
            ("x-2", "anhui", "省文化厅", "named"),
            ("y-1", "beijing", "市公安局", "named"),
        ],
        columns=["provision_id", "province", "agency", "role"],
    )


def test_lists_are_told_from_names_in_the_text(small, names):
    said = statements(agency_table(), small.provisions, names)
    assert said[0].en == (
        "Anhui closes 2 of 2 provisions with a list of those responsible, 2 agencies and companies. "
        "Most often: 省工信委 (2), 省公安厅 (1)."
    )
    assert said[0].zh == (
        "安徽的2个条款中有2个以责任单位名单结尾，共2个单位。最常见：省工信委（2）、省公安厅（1）。"
    )
    assert said[1].en == (
        "Beijing closes no provision with a list of those responsible. Its text names agencies in "
        "y-1 (市公安局)."
    )
    assert said[1].zh == "北京没有逐条列出责任单位。正文中提到单位的有y-1（市公安局）。"
    assert [f.href for f in said] == ["reader.html?province=anhui&agency=any", ""]
    assert headline(agency_table(), names).en == (
        "Listed most often: 省工信委 in Anhui, 2 provisions"
    )
    named = agency_table()[lambda t: t["role"] == "named"]
    assert headline(named, names).zh == "没有文件列出责任单位"


def test_one_list_of_one_agency_and_no_name_at_all(small, names):
    said = statements(agency_table().head(1), small.provisions, names)
    assert said[0].en == (
        "Anhui closes 1 of 2 provisions with a list of those responsible, 1 agency or company. "
        "Most often: 省工信委 (1)."
    )
    assert said[1].en == (
        "Beijing closes no provision with a list of those responsible. Its text names none."
    )
    assert said[1].zh == "北京没有逐条列出责任单位。正文中也没有提到。"
    title = headline(agency_table().head(1), names)
    assert title.en == "Listed most often: 省工信委 in Anhui, 1 provision"
    both = pd.concat([agency_table().head(1), agency_table().tail(1).assign(role="lead")])
    assert headline(both, names) == Statement(
        "Listed most often: 省工信委 in Anhui and 市公安局 in Beijing, 1 provision",
        "列出最多的是安徽的省工信委、北京的市公安局：1个条款",
    )


def test_agencies_are_ranked_by_the_provinces_that_list_them(small):
    agencies = pd.DataFrame(
        [("a-1", "anhui", "甲", "lead"), ("a-2", "anhui", "甲", "lead"), ("a-1", "anhui", "乙", "lead"),
         ("b-1", "beijing", "乙", "lead"), ("b-1", "beijing", "乙", "support"),
         ("f-1", "fujian", "丙", "named")],
        columns=["provision_id", "province", "agency", "role"],
    )  # fmt: skip
    provisions = pd.DataFrame(
        {"provision_id": ["a-1", "a-2", "b-1", "f-1", "g-1"],
         "province": ["anhui", "anhui", "beijing", "fujian", "gansu"]}
    )  # fmt: skip
    names = many_names(34, small.areas)
    said = statements(agencies, provisions, names, n=1)
    assert [f.en for f in said] == [
        "2 of 4 provinces close provisions with a list of those responsible, 100% in each of their "
        "provisions.",
        "They list 2 agencies and companies; in most provinces 乙 (2, for 2 provisions).",
    ]
    assert [f.zh for f in said] == [
        "4个省中有2个以责任单位名单结束条款，占其条款的比例均为100%。",
        "共列出2个单位；列出的省份最多的是乙（2个省，2个条款）。",
    ]
    assert [f.href for f in said] == ["reader.html?agency=any", ""]
    (none,) = statements(agencies.tail(1), provisions, names)
    assert none.zh == "4个省都没有逐条列出责任单位。"


def test_of_thirty_one_provinces_agencies_are_two_statements():
    names = longest_names()
    agencies = pd.DataFrame(
        {"provision_id": [f"{p}-1" for p in MANY], "province": MANY, "agency": "甲", "role": "lead"}
    )
    said = statements(agencies, agencies[["provision_id", "province"]], names)
    assert len(said) == 2
    assert max(len(statement.en) for statement in said) < 450
    assert headline(agencies, names).en == (
        "Most provisions of a province that list one agency: 1, for 1 agency"
    )


def agency_rows(*rows) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["provision_id", "province", "agency", "level", "role"])


def levelled() -> pd.DataFrame:
    return agency_rows(
        ("x-1", "anhui", "省工信委", "provincial", "lead"),
        ("x-2", "anhui", "省工信委", "provincial", "lead"),
        ("x-2", "anhui", "安徽移动公司", "enterprise", "support"),
        ("x-2", "anhui", "省文化厅", "provincial", "named"),
    )


@pytest.mark.usefixtures("style")
def test_agencies_are_bars_of_provisions_and_names_in_the_text_are_left_out(names):
    (ax,) = plot(levelled(), names, least=1).flat
    assert [bar.get_width() for bar in ax.patches[:2]] == [1, 2]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["安徽移动公司", "省工信委"]
    (ax,) = plot(levelled(), names, least=2).flat
    assert [label.get_text() for label in ax.get_yticklabels()] == ["省工信委"]
    assert ax.get_title(loc="left") == (
        "安徽 Anhui；另有1个单位不足2个条款  1 more listed for fewer than 2"
    )


@pytest.mark.usefixtures("style")
def test_a_bar_of_an_agency_names_its_level_and_leads_to_its_lists(names):
    (ax,) = plot(levelled(), names, least=1).flat
    assert [unquote(bar.get_url()) for bar in ax.patches] == [
        "reader.html?province=anhui&agency=安徽移动公司",
        "reader.html?province=anhui&agency=省工信委",
    ]
    assert {"企业 enterprises", "省级 provincial"} <= set(texts(ax))
    assert ax.get_legend() is None


@pytest.mark.usefixtures("style")
def test_no_lists_at_all_are_said_not_drawn(names):
    for agencies in (levelled().tail(1), levelled()):
        (ax,) = plot(agencies, names, least=3).flat
        assert texts(ax) == ["没有常被列出的单位 no agency is listed often"]


@pytest.mark.usefixtures("style")
def test_agencies_that_most_provinces_list_come_first(monkeypatch):
    monkeypatch.setattr(report, "FEW", 0)
    agencies = agency_rows(
        ("x-1", "p00", "甲", "provincial", "lead"), ("x-2", "p00", "甲", "provincial", "lead"),
        ("x-3", "p00", "甲", "provincial", "lead"),
        ("x-1", "p00", "乙", "central", "lead"), ("x-1", "p00", "乙", "central", "support"),
        ("y-1", "p01", "乙", "central", "support"), ("y-1", "p01", "丙", "other", "lead"),
        ("z-1", "p02", "丙", "other", "named"),
    )  # fmt: skip
    (ax,) = plot(agencies, longest_names()).flat
    # 甲 and 丙 are listed in one province each, 甲 for more provisions.
    assert [label.get_text() for label in ax.get_yticklabels()] == ["乙", "甲", "丙"]
    assert len(ax.get_xticklabels()) == 2  # what a text only names is not listed
    assert written(ax) == {(0, 0): "1", (0, 1): "1", (1, 0): "3", (2, 1): "1"}
    assert leads(ax)[1, 0] == "reader.html?province=p00&agency=甲"
    assert "3 of 3 agencies" in ax.get_xlabel()
    key = [t.get_text() for t in ax.figure.axes[0].get_legend().get_texts()]
    assert key == ["中央驻省 central", "省级 provincial", "其他 other"]


@pytest.mark.slow
@pytest.mark.usefixtures("style")
def test_of_more_agencies_than_a_page_holds_the_rest_is_counted():
    agencies = agency_rows(
        *(
            (f"{p}-1", p, f"省新闻出版广电第{k}局", "provincial", "lead")
            for p in MANY
            for k in range(40)
        )
    )
    (ax,) = plot(agencies, longest_names()).flat
    assert len(ax.get_yticklabels()) == SHOWN == 30
    assert "30 of 40 agencies" in ax.get_xlabel()
    assert "40个单位中，被最多省份列出的30个" in ax.get_xlabel()
    require_legible(ax.figure)


@pytest.mark.usefixtures("style")
def test_the_figure_of_agencies_says_whether_it_is_bars_or_a_grid(tmp_path):
    agencies = agency_rows(*((f"{p}-1", p, "甲", "other", "lead") for p in MANY[:4]))
    (ax,) = plot(agencies, longest_names()).flat
    assert texts(ax) == ["1"] * 4
    saved = [
        draw(rows, rows, longest_names(), source="来源", folder=tmp_path)
        for rows in (agencies, agencies.head(3))
    ]
    assert saved[0].alt.en.startswith("A grid of the agencies listed in most provinces, by ")
    assert saved[1].alt.en.startswith("Bars of the agencies listed for most provisions. ")
    assert saved[1].alt.zh.startswith("条形图：被最多条款列为责任单位的单位。")


def test_every_level_has_its_words():
    assert keys("agencies.levels") == list(LEVELS)
