"""Cleaning: what no reader of the text saw goes, and all that could be text stays."""

import unicodedata

import pytest
from building import DOCUMENTS
from hypothesis import given
from hypothesis import strategies as st

from analysis.intake.cleaning import _RADICAL, clean_text, simplify_text


def cleaned(text: str) -> str:
    return clean_text(text)[0]


def told(text: str) -> list[str]:
    return [str(change) for change in clean_text(text)[1]]


def test_the_source_of_a_web_page_becomes_its_text():
    source = (DOCUMENTS / "web_source.html").read_text(encoding="utf-8")
    assert cleaned(source) == (
        "\n\n关于发展网络的意见\n\n\n\n关于发展网络的意见\n"
        "\u2003\u2003一、建设网络。到2020年，光纤到户达到1000 万户，增速>8%，a<b 且 c>d。\n\n"
        "二、降低资费。见《<IPv6>计划》，R&D投入逐年增加。\n\n"
        "\t年份\t2018\t2019\n\n\t户数\t10\t20\n\n"
        "三、保护用户。不得泄露\n隐私。\n\n"
    )
    assert told(source) == [
        "4 × HTML entities decoded, first in line 8: &emsp;",
        "2 × numbers put together, first in line 8: 2 0 2 0",
        "1 × styles and scripts taken out, first in line 3: <style> p { margin: 0 } </style>",
        "1 × HTML comments taken out, first in line 6: <!-- 打印 -->",
        "42 × HTML tags taken out, first in line 1: <!DOCTYPE html>",
    ]


def test_a_recognised_text_gets_its_numbers_and_its_tables_stay():
    text = (DOCUMENTS / "recognised.txt").read_text(encoding="utf-8")
    assert cleaned(text) == (
        "关于发展网络的意见\n一、建设网络。到2020年12月，建成基站1500000个，覆盖率达95%。\n"
        "年份 2018 2019 2020\n户数 1 2 3\n户数 100 200 300\n表1 100个县\n\n"
        "二、降低资费。2019年前降低10%，见某政发〔2017〕12号。\n"
        "三、保护用户。附表1 000个县和第12条。\n"
    )
    assert told(text) == [
        "1 × zero-width characters taken out, first in line 8",
        "2 × control characters taken out, first in line 7",
        "9 × numbers put together, first in line 2: 2 0 2 0",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "若x<y，则y>z。",
        "a<b 且 c>d",
        "《<IPv6>计划》和<<某办法>>",
        "增速<8%，降幅>5%",
        "见<附件>和<u某>",
        "R&D、AT&T;",
        "<p 甲>",
        "<p a年>",
        "<!-- 没有结尾",
        "2016 2017 2018",
        "户数 1 2 3",
        "户数 2 0 1 7",
        "户数2 0 1 7 9",
        "合计100 000",
        "户数 1 2 3户",
        "1 2 3",
        "达1 2、3 4",
        "合计100 200 300万",
        "达1 234 万户",
        "第1 000条",
        "表1 000个",
        "1 000 万户",
        "共5 2017年",
        "2016 2017年",
        "15 2 017年",
        "1.2 0 2 0年",
        "2 1 0 0年",
        "一、建 设",
        "\ufeff一、建设",
        "甲\t乙\r\n",
        "\ue004 甲",
        "甲\u3000乙",
    ],
)
def test_what_may_be_text_stays(text):
    assert clean_text(text) == (text, [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲<br>乙<BR/>丙", "甲\n乙\n丙"),
        ("<p>甲</p>\n<p>乙</p>\n", "甲\n乙\n"),
        ("<p>甲</p><p>乙</p>", "甲\n\n乙"),
        ("<div>甲</div>\r\n<div>乙</div>", "甲\r\n乙"),
        ("<b>甲</b><span lang=EN-US style='a:b'>乙</span>", "甲乙"),
        ('<a href="x>y" title="附件" disabled>甲</a>', "甲"),
        ("<table><tr><td>1</td><td>2</td></tr></table>", "\n\t1\t2\n"),
        ('甲<o:p></o:p><st1:date w:st="on">乙</st1:date>', "甲乙"),
        ("<?xml:namespace prefix = o />甲<![endif]>", "甲"),
        ("甲<!-- 一 -->乙<!-- 二 -->丙", "甲乙丙"),
        ("甲<!-- 一\n二 -->乙", "甲乙"),
        ("甲<script>if (a<b) {\n}</script >乙<STYLE>x</STYLE>", "甲乙"),
        ("<style>没有结尾", "没有结尾"),
        ("甲<style>a</style>乙<style>b</style>", "甲乙"),
        ("甲&nbsp;乙&#20013;&#x56fd;&amp;nbsp;丙", "甲 乙中国 丙"),
        ("&lt;p&gt;甲&lt;8%", "甲<8%"),
        ("甲&#8203;乙&#7;", "甲乙"),
        ("网\u200b络\ufeff", "网络"),
        ("甲\x07乙\x0c丙\x85丁", "甲乙\n丙\n丁"),
        ("到2 0\u30002 0年", "到2020年"),
        ("２ ０ ２ ０年", "２０２０年"),
        ("1 9 9 9年至20 20年", "1999年至2020年"),
        ("〔2 0 1 7〕1 2号", "〔2017〕12号"),
        ("达到1 000 万户和10 000%", "达到1000 万户和10000%"),
        ("达1 500 000个", "达1500000个"),
    ],
)
def test_what_is_no_text_goes(text, expected):
    assert cleaned(text) == expected
    assert clean_text(expected) == (expected, [])


def test_a_place_is_told_by_its_line_in_the_file():
    text = "甲\r\n<p>乙</p><p>丙</p>\r\n到2 0 2 0年&nbsp;\u200b\n<!-- x -->"
    assert told(text) == [
        "1 × HTML entities decoded, first in line 3: &nbsp;",
        "1 × zero-width characters taken out, first in line 3",
        "1 × numbers put together, first in line 3: 2 0 2 0",
        "1 × HTML comments taken out, first in line 4: <!-- x -->",
        "4 × HTML tags taken out, first in line 2: <p>",
    ]
    long = f"<!-- {'长' * 50} -->"
    assert told(long) == [f"1 × HTML comments taken out, first in line 1: {long[:40]}"]


@given(st.text("甲一、。《》〔〕()<>/&;pbn 0123\u3000\n\t年", max_size=40))
def test_no_chinese_character_mark_or_digit_is_lost(text):
    kept = [c for c in text if c in "甲一、。《》〔〕年0123"]
    assert [c for c in cleaned(text) if c in "甲一、。《》〔〕年0123"] == kept


def test_traditional_characters_are_made_simplified_in_their_words():
    text = "一、總體要求\n二、發展網絡，乾隆、執著、著作，台灣\n"
    simple, changes = simplify_text(text)
    assert simple == "一、总体要求\n二、发展网络，乾隆、执著、著作，台湾\n"
    assert [str(change) for change in changes] == [
        "7 × traditional characters made simplified, first in line 1: 總→总、體→体、發→发"
    ]


def test_a_character_that_names_keep_is_pointed_out():
    simple, changes = simplify_text("一、發展\n二、乾县乾县，於是")
    assert simple == "一、发展\n二、干县干县，于是"
    assert [str(change) for change in changes] == [
        "4 × traditional characters made simplified, first in line 1: 發→发、乾→干、於→于",
        "3 × of them that simplified writing keeps in names; look whether one is, first in line 2: "
        "乾→干、於→于",
    ]


def test_a_simplified_text_stays():
    text = "于洪区在沈阳，著作权、里程、后来、复兴、「引号」"
    assert simplify_text(text) == (text, [])


def test_radicals_become_the_characters_that_they_look_like():
    text = "⼀、建设⽹络。⼆、保护⼈⺠⾝体，⻓⻋⻔⻚⻛⻩⻰⺟⻳。"
    assert cleaned(text) == "一、建设网络。二、保护人民身体，长车门页风黄龙母龟。"
    assert told(text) == ["15 × radicals made characters, first in line 1: ⼀"]
    # Parts that are no characters of their own stay, as they are.
    assert cleaned("⺀⺘") == "⺀⺘"


def test_words_whose_characters_stand_apart_are_put_together():
    text = "中 共 甘 肃 省 委\n加　快　发　展，建 设 网络。"
    assert cleaned(text) == "中共甘肃省委\n加快发展，建 设 网络。"
    assert told(text) == ["2 × words put together, first in line 1: 中 共 甘 肃 省 委"]


@pytest.mark.parametrize(
    "text", ["总　则", "张三 李四 王五", "年  月  日", "第一章 总 则", "索 引 号：1"]
)
def test_names_and_wide_headings_stay_apart(text):
    assert clean_text(text) == (text, [])


def test_every_radical_has_its_character_by_its_name():
    named = {
        "民": "CIVILIAN",
        "长": "LONG",
        "车": "CART",
        "门": "GATE",
        "页": "LEAF",
        "龙": "DRAGON",
    }
    for character, name in named.items():
        (radical,) = (r for r, c in _RADICAL.items() if c == character)
        assert name in unicodedata.name(radical)
    assert all(unicodedata.name(radical).startswith("CJK RADICAL") for radical in _RADICAL)
    assert len(_RADICAL) == 25


@pytest.mark.parametrize("unit", ["<!--", "<style>", '<p a="', "2 0 ", "网 ", "网 络网"])
def test_traps_are_cleaned_in_one_go(unit):
    # In time that grows with the square of the length this would take many minutes.
    cleaned, _ = clean_text(unit * (500_000 // len(unit)))
    assert len(cleaned) <= 500_000
