"""Agencies: all 25 lists of Gansu against a list made by hand, and lists made up."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.stats.mass import TOTAL
from analysis.store.tables import check_table, read_table
from analysis.studies.agencies.measure import find_agencies
from analysis.studies.agency_areas.measure import agency_coverage
from analysis.text.documents import read_documents, read_texts
from analysis.text.structure import split_sentences

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


def test_coverage_of_an_agency_by_hand():
    agencies = pd.DataFrame(
        [("x-1", "a", "responsible"), ("x-2", "a", "lead"), ("x-2", "b", "support"),
         ("x-2", "a", "responsible"), ("x-3", "a", "named")],
        columns=["provision_id", "agency", "role"],
    ).assign(province="p")  # fmt: skip
    mass = pd.DataFrame(
        [[1.0, 4.0], [3.0, 4.0], [9.0, 9.0]],
        index=pd.MultiIndex.from_tuples([("p", "x-1"), ("p", "x-2"), ("p", "x-3")]),
        columns=pd.MultiIndex.from_tuples([("net", "all"), TOTAL]),
    )
    table = check_table(agency_coverage(agencies, mass, ["net"]), "agency_coverage")
    assert table[["agency", "coverage", "n_provisions"]].values.tolist() == [
        ["a", 0.5, 2], ["b", 0.75, 1],
    ]  # fmt: skip
    assert np.isfinite(table["coverage"]).all()
