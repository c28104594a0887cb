"""Numbering: what is rendered as an outline is read as that outline."""

from dataclasses import dataclass, field

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.text.numbering import MARKERS, find_items, find_numbering, name_items, read_number
from analysis.text.structure import build_provisions, split_segments

CHINESE = "一二三四五六七八九"


@dataclass
class Node:
    """An item of an outline: a heading, and items below it, or else a sentence of its own."""

    heading: str
    body: str
    below: list["Node"] = field(default_factory=list)


WORDS = st.text("建网光纤保护用户降低资费", min_size=2, max_size=8)
LEAVES = st.builds(Node, WORDS, WORDS)
# Three deep: as many levels as there are kinds of markers in `KINDS`.
OUTLINES = st.lists(
    st.builds(
        Node,
        WORDS,
        WORDS,
        st.lists(
            st.builds(Node, WORDS, WORDS, st.lists(LEAVES, max_size=3)), min_size=1, max_size=3
        ),
    ),
    min_size=2,
    max_size=4,
)
KINDS = st.lists(
    st.sampled_from([k for k in MARKERS if k not in ("第一条", "——", "1", "1.1", "1.1.1")]),
    min_size=3,
    max_size=3,
    unique=True,
)
INDENT = st.sampled_from(["", "　　", "\t", "\u00a0", "  "])
NEWLINE = st.sampled_from(["\n", "\r\n", "\n\n", "\r"])


def marker(kind: str, number: int) -> str:
    """Write a marker as the kind does: （一） as （二）, ① as ②."""
    if kind == "①":
        return chr(ord("①") + number - 1)
    return kind.replace("一", CHINESE[number - 1]).replace("1", str(number))


def render(nodes: list[Node], kinds: list[str], indent: str) -> list[str]:
    lines = []
    for number, node in enumerate(nodes, start=1):
        head = f"{indent}{marker(kinds[0], number)}{node.heading}"
        # The chapters of a law stand apart from their titles.
        head = head.replace(kinds[0][-1], f"{kinds[0][-1]} ", 1) if "第" in kinds[0] else head
        lines.append(head if node.below else f"{head}。{node.body}。")
        lines += render(node.below, kinds[1:], indent)
    return lines


def leaves(nodes: list[Node], path: tuple[int, ...] = ()) -> list[tuple[str, str, str]]:
    found = []
    for number, node in enumerate(nodes, start=1):
        own = (*path, number)
        if not node.below:
            found.append((".".join(map(str, own)), node.heading, f"{node.body}。"))
        found += leaves(node.below, own)
    return found


@pytest.mark.slow
@given(OUTLINES, KINDS, INDENT, NEWLINE)
def test_parsing_inverts_rendering(outline, kinds, indent, newline):
    conventional = sorted(kinds, key=MARKERS.index)
    text = newline.join(render(outline, conventional, indent))
    texts = pd.DataFrame({"doc_id": ["x"], "text": [text]})
    documents = pd.DataFrame({"doc_id": ["x"], "province": ["hebei"]})
    provisions = build_provisions(split_segments(texts), texts, documents)
    expected = leaves(outline)
    assert list(zip(provisions["heading"], provisions["text"], strict=True)) == [
        (heading, body) for _, heading, body in expected
    ]
    # Names are the numbers, or as many of the last of them as tell the provisions apart.
    for (path, _, _), number in zip(expected, provisions["number"], strict=True):
        assert path == number or path.endswith(f".{number}")


@given(OUTLINES, KINDS)
def test_the_order_of_widths_may_be_any_where_counting_goes_on(outline, kinds):
    two_deep = [Node(node.heading, node.body, [Node(n.heading, n.body) for n in node.below])
                for node in outline]  # fmt: skip
    items = find_items("\n".join(render(two_deep, kinds[:2], "")))
    assert [(item.level, MARKERS[item.kind], item.number) for item in items] == [
        row
        for number, node in enumerate(two_deep, start=1)
        for row in [(0, kinds[0], number)]
        + [(1, kinds[1], n) for n in range(1, len(node.below) + 1)]
    ]


@pytest.mark.parametrize(
    ("text", "items"),
    [
        # Within a sentence, and in a list within one, nothing is an item.
        ("一、目标。建成（一）和（二）。二是降费。", ["一、 1"]),
        ("一、目标。包括：（一）光纤；（二）基站。", ["一、 1"]),
        # Behind a sentence stands the next item of a list, but not the first.
        ("一、目标。（一）光纤。（二）基站。", ["一、 1"]),
        ("一、目标 （一）光纤。（二）基站。", ["一、 1", "（一） 1", "（一） 2"]),
        # Years, decimals and versions are no numbers of items.
        ("2017年建网。\n98.6%覆盖。\n1.2版。\n10000户。", []),
        ("一、甲\n十—、乙\n第—条 丙", ["一、 1", "一、 11", "第一条 1"]),
        # Bullets are counted below each numbered item.
        ("一、甲\n——子。\n——丑。\n二、乙\n——寅。", ["一、 1", "—— 1", "—— 2", "一、 2", "—— 1"]),
        # In a text without lines, items follow one another; one alone is none.
        ("见附件。一、甲。文。二、乙。文。五、丙。", ["一、 1", "一、 2"]),
        ("见附件。一、甲。文。", []),
        ("见附件。　一、甲。文。 二、乙。文。", ["一、 1", "一、 2"]),
        ("要求：一、甲。文。二、乙。文。", ["一、 1", "一、 2"]),
    ],
)
def test_what_is_an_item_and_what_is_none(text, items):
    found = find_numbering(find_items(text))
    assert [f"{row.marker} {row.number}" for row in found.itertuples()] == items


def test_a_gap_belongs_to_the_item_behind_a_sentence_and_to_the_text_behind_a_colon():
    assert find_numbering(find_items("要求：　一、甲。　二、乙。"))["start"].tolist() == [4, 8]


def test_an_outline_turned_round_is_no_accident_of_two_lists():
    # The list before the first part begins anew in it, so the parts hold the lists.
    text = "1.甲\n2.乙\n一、丙\n1.丁\n2.戊\n二、己\n1.庚"
    assert [item.level for item in find_items(text)] == [1, 1, 0, 1, 1, 0, 1]


def test_names_begin_at_the_narrowest_division_that_runs_on():
    def names(text: str) -> list[str]:
        items = find_items(text)
        return list(name_items(items, {item.start for item in items if item.level})[0].values())

    assert names("一、甲\n1.子\n2.丑\n二、乙\n3.寅") == ["1", "2", "3"]
    assert names("一、甲\n1.子\n2.丑\n二、乙\n1.寅") == ["1.1", "1.2", "2.1"]
    # By chance no number comes twice, but the counting begins anew.
    assert names("一、甲\n2.子\n二、乙\n1.丑") == ["1.2", "2.1"]


@pytest.mark.parametrize(
    ("numeral", "number"),
    [
        ("八", 8), ("十", 10), ("十二", 12), ("二十", 20), ("二十一", 21), ("一百", 100),
        ("一百一十", 110), ("一百零二", 102), ("一〇二", 102), ("二〇一七", 2017),
        ("二○二○", 2020), ("一九九九", 1999), ("二零零零", 2000), ("２０", 20), ("⑳", 20),
    ],
)  # fmt: skip
def test_a_number_is_read_in_any_figures(numeral, number):
    assert read_number(numeral) == number


@pytest.mark.parametrize("word", ["编", "篇", "部分"])
def test_the_widest_division_has_several_names(word):
    text = f"第一{word}　总则\n一、建设。建网。\n第二{word} 附则\n二、保护。\n"
    assert [(item.start, item.number, item.level) for item in find_items(text)] == [
        (0, 1, 0), (text.index("一、"), 1, 1), (text.index("第二"), 2, 0), (text.index("二、"), 2, 1),
    ]  # fmt: skip


def test_decimal_numbers_are_those_of_items_where_they_count_on():
    text = "1 总则\n1.1 目的\n建网。\n1.2．依据\n1.2.1 法律\n1.2.2 规章\n2 职责、分工\n2.1 机构\n"
    items = find_items(text)
    assert [(MARKERS[item.kind], item.number, item.level) for item in items] == [
        ("1", 1, 0), ("1.1", 1, 1), ("1.1", 2, 1), ("1.1.1", 1, 2), ("1.1.1", 2, 2),
        ("1", 2, 0), ("1.1", 1, 1),
    ]  # fmt: skip
    assert not find_numbering(find_items(text))["jump"].any()


@pytest.mark.parametrize(
    "text",
    [
        "一、建网\n98.6 万户用上宽带\n1.2 亿元投入建设\n",
        "一、建网\n1.1 亿元投入建设\n3 家企业\n",
        "一、建网\n1 基站\n2 光纤\n3 卫星\n",
        "一、建网\n1.1建设见表 1.2 建设\n1.3亿户\n",
    ],
)
def test_amounts_at_the_start_of_a_line_are_no_markers(text):
    assert [(item.start, item.number) for item in find_items(text)] == [(0, 1)]
