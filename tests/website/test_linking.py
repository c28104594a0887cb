"""Links of pages: ids and rows and statements linked, and what a link leads to said."""

import pandas as pd
import pytest
from lxml import html

from analysis.website import linking, passages


def page(body: str):
    return passages.parse_page(f"<html><body>{body}</body></html>")


def written(root) -> str:
    body = html.tostring(root.find("body"), encoding="unicode")
    return body.removeprefix("<body>").removesuffix("</body>")


@pytest.mark.parametrize(
    ("body", "linked"),
    [
        ("<td>x-1-s02</td>", '<td><a href="reader.html#x-1-s02">x-1-s02</a></td>'),
        ("<th>x-1-agencies01</th>", '<th><a href="reader.html#x-1">x-1-agencies01</a></th>'),
        ("<p>x-1.</p>", '<p><a href="reader.html#x-1">x-1</a>.</p>'),
        ("<p>条款x-1（x-2）</p>", '<p>条款<a href="reader.html#x-1">x-1</a>（x-2）</p>'),
        ("<p>x-1 x-1-s02 b</p>", '<p><a href="reader.html#x-1">x-1</a> '
         '<a href="reader.html#x-1-s02">x-1-s02</a> b</p>'),
        ("<p>x-11 y-1 ax-1 x-1-s99</p>", "<p>x-11 y-1 ax-1 x-1-s99</p>"),
        ('<a href="#x-1">x-1</a>', '<a href="#x-1">x-1</a>'),
        ('<img alt="x-1">', '<img alt="x-1">'),
        ("<pre><b>x-1</b> x-1</pre>x-1",
         '<pre><b>x-1</b> x-1</pre><a href="reader.html#x-1">x-1</a>'),
        ("<details><summary>x-1</summary>x-1</details>",
         '<details><summary>x-1</summary><a href="reader.html#x-1">x-1</a></details>'),
    ],
)  # fmt: skip
def test_ids_become_links_and_nothing_else_does(body, linked):
    root = page(body)
    linking.link_ids(root, {"x-1", "x-1-s02"})
    assert written(root) == linked


KNOWN = {
    "province": {"x", "y"}, "area": {"net", "sec"}, "topic": {"fibre"}, "term": {"光纤", "诈骗"},
    "passage": {"zone/body"},
}  # fmt: skip


def rows_of(table: pd.DataFrame) -> list[list[str]]:
    """The links of each row of a table, after pandas wrote it and `link_rows` linked it."""
    root = page(table.to_html())
    linking.link_rows(root, KNOWN)
    return [tr.xpath(".//a/@href") for tr in root.xpath("//tbody/tr")]


def test_rows_lead_to_the_hits_that_their_keys_choose():
    table = pd.DataFrame(
        {"area": ["net", "net", "sec"], "province": ["x", "y", "x"], "n": [1, 2, 3]}
    )
    expected = [
        ["reader.html?province=x&area=net"],
        ["reader.html?province=y&area=net"],
        ["reader.html?province=x&area=sec"],
    ]
    assert rows_of(table.set_index(["area", "province"])) == expected
    assert rows_of(table.set_index("area")) == expected
    assert rows_of(table) == expected


def test_a_row_below_a_cell_that_spans_several_has_its_keys_too():
    table = pd.DataFrame({"area": "net", "term": ["光纤", "诈骗", "光纤", "诈骗"], "n": 1})
    assert [row[0][-3:] for row in rows_of(table.set_index(["area", "term"]))] == [
        "=光纤", "=诈骗", "=光纤", "=诈骗",
    ]  # fmt: skip
    assert all("area=net" in row[0] for row in rows_of(table.set_index(["area", "term"])))


def test_a_row_below_a_cell_that_is_a_link_leads_somewhere_too():
    table = pd.DataFrame({"area": "net", "province": ["all", "x", "y"], "n": 1})
    assert rows_of(table.set_index(["area", "province"])) == [
        ["reader.html?area=net"],
        ["reader.html?province=x&area=net"],
        ["reader.html?province=y&area=net"],
    ]


def test_a_cell_that_spans_rows_becomes_one_link():
    table = pd.DataFrame({"area": "net", "kind": ["a", "b"], "n": 1})
    assert rows_of(table.set_index(["area", "kind"])) == [["reader.html?area=net"], []]


def test_a_row_of_a_zone_leads_to_it():
    table = pd.DataFrame({"province": ["x", "x"], "zone": ["body", "attic"], "n": 1})
    assert rows_of(table) == [
        ["reader.html?province=x&passage=zone/body"],
        ["reader.html?province=x"],
    ]


def test_a_row_that_leads_somewhere_stays_as_it_is():
    table = pd.DataFrame({"area": ["net"], "at": ['<a href="#x">x</a>']})
    root = page(table.to_html(escape=False))
    linking.link_rows(root, KNOWN)
    assert root.xpath("//a/@href") == ["#x"]


def test_only_rows_with_known_keys_become_links():
    table = pd.DataFrame(
        {
            "area": ["net", "all", "?", "net", "net"],
            "topic": ["all", "all", "fibre", "fibre", "fibre"],
            "term": ["", "光纤", "光纤", "网", ""],
        }
    )
    assert rows_of(table) == [
        ["reader.html?area=net"],
        ["reader.html?term=光纤"],
        [],
        [],
        ["reader.html?area=net&topic=fibre"],
    ]
    assert rows_of(pd.DataFrame({"n": [1]})) == [[]]


def test_a_statement_that_counts_words_ends_in_a_link_to_them(names):
    for lang, label in (("en", "see the sentences"), ("zh", "看原文")):
        root = page('<p data-href="reader.html?area=net">One <b>hit</b>.</p>')
        linking.link_statements(root, names, lang)
        assert written(root) == (
            f'<p>One <b>hit</b>. <a href="reader.html?area=net" class="see">{label}</a></p>'
        )


def test_a_statement_that_counts_several_things_leads_to_each(names):
    keys = ("provisions/own/beijing", "provisions/shared", "zone/body", "targets", "words/own")
    hrefs = " ".join(f"reader.html?province=anhui&amp;passage={key}" for key in keys)
    for lang, said in (
        (
            "en",
            "Two. See Anhui, own provisions (against Beijing); Anhui, shared "
            "provisions (against all others); Anhui, body; Anhui, quantified targets; Anhui, words "
            "of one province alone",
        ),
        (
            "zh",
            "Two.见安徽，独有条款（对照北京）；安徽，共有条款（对照其他各省）；安徽，正文；"
            "安徽，量化目标；安徽，一省独有的词",
        ),
    ):
        root = page(f'<p data-href="{hrefs}">Two.</p>')
        linking.link_statements(root, names, lang)
        assert root.text_content() == said
        assert root.xpath("//a/@href")[0] == (
            "reader.html?province=anhui&passage=provisions/own/beijing"
        )


def test_links_to_hits_land_at_the_first_of_them(names):
    places = {frozenset({("area", "net"), ("province", "anhui")}): "x-1-s01"}
    for query, end in (
        ("province=anhui&area=net", "#x-1-s01"),
        ("area=net&province=anhui", "#x-1-s01"),
        ("area=net", ""),
    ):
        root = page(f'<a href="reader.html?{query.replace("&", "&amp;")}">see</a>')
        linking.finish_links(root, places, names, "en")
        assert root.xpath("//a/@href") == [f"reader.html?{query}{end}"]


def test_links_of_figures_say_what_they_lead_to(names):
    body = (
        '<svg><a href="reader.html?province=anhui&amp;area=net&amp;term=光"></a>'
        '<a href="reader.html?strength=obligatory&amp;status=own"></a>'
        '<a href="reader.html?agency=网信办&amp;area=net"></a>'
        '<a href="reader.html?strength=any&amp;agency=any"></a>'
        '<a href="reader.html#x-1"></a></svg><a href="reader.html?area=net">see</a>'
    )
    for lang, labels in (
        (
            "en",
            [
                "Anhui, Networks, 光",
                "obligatory, own",
                "Networks, 网信办",
                "words of strength, agencies",
                "x-1",
                None,
            ],
        ),
        (
            "zh",
            [
                "安徽，网络，光",
                "约束性，独有",
                "网络，网信办",
                "约束性与鼓励性用语，责任单位",
                "x-1",
                None,
            ],
        ),
    ):
        root = page(body)
        linking.finish_links(root, {}, names, lang)
        assert [a.get("aria-label") for a in root.xpath("//a")] == labels


def test_the_keyboard_stops_once_at_a_mark_and_its_label(names):
    link = '<a href="reader.html?area={}"></a>'
    pair = f"<svg>{link.format('net')}{link.format('sec')}{link.format('net')}</svg>"
    root = page(pair + pair)
    linking.finish_links(root, {}, names, "en")
    stops = [a.get("tabindex") for a in root.xpath("//a")]
    assert stops == [None, None, "-1"] * 2


def test_links_to_pages_that_are_not_there_go_and_their_words_stay():
    root = page(
        '<p data-href="reader.html?area=net reader.html?term=网">One.</p><p>See <a href="a.html#x">'
        'a</a>, <a href="../b.html">b</a>, <a href="reader.html?area=net#g-1"><b>c</b></a> and '
        '<a href="style.css">d</a>.</p><svg><a href="reader.html?term=网"><circle></circle></a></svg>'
    )
    linking.drop_links(root, ["a", "index"])
    assert root.xpath("//@href") == ["a.html#x", "style.css"]
    assert root.xpath("//@data-href") == []
    assert root.text_content() == "One.See a, b, c and d."
    assert len(root.xpath("//svg/circle")) == len(root.xpath("//p/b")) == 1


def test_a_site_with_a_reader_keeps_its_links():
    body = '<p data-href="reader.html?area=net">One <a href="reader.html#g-1">two</a>.</p>'
    root = page(body)
    linking.drop_links(root, ["reader"])
    assert written(root) == body
