"""The structure of a policy document: zones, provisions and sentences.

A document is cut at its numbered markers into pieces, and nothing is lost: the pieces of a
document, in order, are its raw text. The smallest numbered items are the provisions.
"""

import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

import numpy as np
import pandas as pd

from analysis.text.numbering import ARTICLE, Item, find_items, marker_end, name_items

COUNTED_ZONES = ("heading", "body")

# A heading says what a provision is about; a first sentence longer than this is text.
_LONGEST_HEADING = 40

# The level of a heading without a number.
_WIDEST = -1
_SENTENCE = re.compile(r"[^。；！？\n\r]*[。；！？]+[”’」』）)》]*|[^。；！？\n\r]+")
_ADDRESS = re.compile(r"(?!.*(?:如下|提出|制定|意见|通知)).*[：:]\s*$")

TITLE = re.compile(
    r"[^。；，,]{4,60}(意见|方案|办法|规定|规划|计划|通知|决定|措施|纲要|条例|细则|指南|要点|预案|规则)\s*$"
)

# What web pages put around a text.
WEB_PAGE = re.compile(
    r"(?:下载|打印|分享到|关闭窗口|返回顶部|扫一扫|上一篇|下一篇|字号|【字体|当前位置|您的位置|首页|责任编辑|"
    r"版权所有|来源[：:]|信息来源|发布时间|浏览次数)[^。\n]{0,40}"
)

_CLOSING_BRACKET = re.compile(
    r"[（〔(【](?:[^（）()〔〕【】]|[（(〔][^（）()〔〕【】]*[）)〕])*[）)〕】]。?\s*$"
)

_RESPONSIBLE = re.compile(
    r"(?=.*(?:[委厅局办府]|单位|部门|公司))"
    r"(?:.*(?:负责|推进|落实|配合|牵头|参与|参加|实施|协助|完成|下同)[）)〕】]。?\s*$"
    r"|[（〔(【](?:主要)?(?:责任|牵头|配合|主办)(?:单位|部门))",
    re.DOTALL,
)

# Lists with no bracket: 责任单位：…, one line or sentence after another, to the end.
_ROLE = re.compile("(?:单位|部门)[：:]")

_ROLE_LINES = re.compile(
    r"(?:(?<=[。；\n])|^)(?:[ \t\u3000]*(?:主要)?(?:责任|牵头|主办|配合|协办|协助|参与|参加|落实)"
    r"(?:单位|部门)[：:][^。\n]*+。?\s*+)+$"
)
_OTHER_ENDS = "\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_OTHER_END = re.compile(rf"[{_OTHER_ENDS}](?!(?<=\r)\n)")

_ANNEX = re.compile(
    r"(?m)\n[ \t\u00a0\u3000]*(?:附(?:件|录|表|图)?[ \u3000]?[0-9０-９一二三四五六七八九十]{0,3}"
    r"(?:[：:][^。\n]{0,60}|[ \u3000][^。\n]{0,40})?|(?:名词|术语|指标)(?:解释|说明)[：:]?)"
    r"[ \t\u3000]*$"
)
_BARE = re.compile(r"[^。；，：:！？!?;,（()《》、0-9]{2,20}")
_ENDS = "。；！？）)：:”"
_SHORT_LINE = re.compile(r"[^\n。；，：]{2,30}")

_DATE = re.compile(
    r"\d{4}年\d{1,2}月\d{1,2}日|[〇○零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
)

# What may stand at and below the date of a signature: what ends no sentence, and notes that may.
_BELOW_DATE = re.compile(
    r"[^。；，]{1,40}|[（(]?(?:此件|抄送|抄报|主送|报送|分送|发送|联系人|联系电话|原文链接|扫描|©|版权).*"
    r"|.*印发[。）)]?"
)
_MOST_BELOW = 30

_PROVISION_COLUMNS = [
    "provision_id", "doc_id", "province", "part", "number", "heading", "text", "n_han",
]  # fmt: skip


def split_segments(texts: pd.DataFrame) -> pd.DataFrame:
    r"""Cut every document into zones without losing a character.

    `texts` has the columns doc_id and text. Returns the table `segments`; the pieces of a
    document in order, joined, are its text. Headings of parts are zone `heading` without a
    provision; annexes are zone `front`. Where two provisions have one number, they are named by
    their places.

    >>> text = "总则说明。\n一、建设\n（一）宽带。建网络。（省工信委负责）\n"
    >>> segments = split_segments(pd.DataFrame({"doc_id": ["x"], "text": [text]}))
    >>> [(p.zone, p.provision_id, text[p.start:p.end]) for p in segments.itertuples()]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('preamble', '', '总则说明。\n'), ('heading', '', '一、建设\n'),
     ('heading', 'x-1', '（一）宽带。'), ('body', 'x-1', '建网络。'),
     ('agencies', 'x-1', '（省工信委负责）\n')]
    """
    rows = [
        (row.doc_id, *segment)
        for row in texts.itertuples()
        for segment in cut_document(row.doc_id, row.text)
    ]
    return pd.DataFrame(rows, columns=["doc_id", "start", "end", "zone", "provision_id"])


def cut_document(doc_id: str, text: str) -> list[tuple[int, int, str, str]]:
    """Cut one document as `split_segments` does: start, end, zone and provision_id of its pieces.

    >>> cut_document("x", "1.宽带。建网络；降资费。")
    [(0, 5, 'heading', 'x-1'), (5, 13, 'body', 'x-1')]
    """
    shape = _with_newlines(text)
    items, annex = _main_items(shape)
    end = _closing_start(shape, items[-1].text_start if items else 0, annex)
    front_end = _front_end(shape, items[0].start if items else end)
    cuts = [(0, "front", ""), (front_end, "preamble", "")]
    if items:
        cuts += _item_cuts(doc_id, shape, front_end, items, end)
    else:
        cuts += _paragraph_cuts(doc_id, shape, front_end, end)
    return _close([*cuts, (end, "front", "")], len(text))


def join_segments(segments: pd.DataFrame, texts: pd.DataFrame) -> pd.DataFrame:
    """Put every document together again from its pieces: doc_id and text, as in `texts`."""
    raw = texts.set_index("doc_id")["text"]
    ordered = segments.sort_values(["doc_id", "start"])
    parts = [raw[p.doc_id][p.start : p.end] for p in ordered.itertuples()]
    joined = ordered.assign(text=parts).groupby("doc_id")["text"].sum()
    return joined.reindex(raw.index).reset_index()


def build_provisions(
    segments: pd.DataFrame, texts: pd.DataFrame, documents: pd.DataFrame
) -> pd.DataFrame:
    """Gather the pieces of each provision into one row.

    Returns the table `provisions`: part and heading without their numbers, the body as text,
    and the length of heading and body in Han characters. The part is the nearest heading of a
    part that holds the provision; a heading without a number is wider than any with one.
    """
    raw = texts.set_index("doc_id")["text"]
    province = documents.set_index("doc_id")["province"]
    counted = segments[segments["zone"].isin(COUNTED_ZONES)]
    parts: dict[str, str] = {}
    for doc_id, own in counted.groupby("doc_id"):
        parts |= _parts(own, raw[doc_id])
    rows: dict[str, dict[str, Any]] = {}
    for segment in counted[counted["provision_id"] != ""].itertuples():
        text = raw[segment.doc_id][segment.start : segment.end]
        row = rows.setdefault(
            segment.provision_id,
            {
                "provision_id": segment.provision_id,
                "doc_id": segment.doc_id,
                "province": province[segment.doc_id],
                "part": parts[segment.provision_id],
                "number": segment.provision_id.removeprefix(f"{segment.doc_id}-"),
                "heading": "",
                "text": "",
                "n_han": 0,
            },
        )
        words = text.strip() if segment.zone == "body" else _without_marker(text)
        row["text" if segment.zone == "body" else "heading"] = words
        row["n_han"] += count_han(words)
    return pd.DataFrame(list(rows.values()), columns=_PROVISION_COLUMNS)


def split_sentences(
    segments: pd.DataFrame, texts: pd.DataFrame, *, zones: tuple[str, ...] = COUNTED_ZONES
) -> pd.DataFrame:
    """Cut the pieces of some zones into sentences, which end in 。； ！ or ？.

    Returns the table `sentences`. A provision's heading is its sentence s00, without the
    number; the sentences of its body count from s01. Pieces of other zones, which `zones` may
    ask for, are named after their zone; headings of parts are left out.

    >>> texts = pd.DataFrame({"doc_id": ["x"], "text": ["1.宽带。建网络；降资费。"]})
    >>> sentences = split_sentences(split_segments(texts), texts)
    >>> sentences[["sentence_id", "start", "text"]].values.tolist()
    [['x-1-s00', 2, '宽带。'], ['x-1-s01', 5, '建网络；'], ['x-1-s02', 9, '降资费。']]
    """
    raw = texts.set_index("doc_id")["text"]
    of_part = (segments["zone"] == "heading") & (segments["provision_id"] == "")
    chosen = segments[segments["zone"].isin(zones) & ~of_part]
    rows = []
    for segment in chosen.itertuples():
        text = raw[segment.doc_id]
        if segment.zone == "heading":
            spans = [_trim(text, marker_end(text, segment.start), segment.end)]
        elif segment.zone == "agencies":
            # A list is read as one: its roles reach over semicolons.
            spans = [_trim(text, segment.start, segment.end)]
        else:
            spans = [
                _trim(text, match.start(), match.end())
                for match in _SENTENCE.finditer(text, segment.start, segment.end)
            ]
        first = 0 if segment.zone == "heading" else 1
        owner = segment.provision_id or f"{segment.doc_id}-{segment.zone}"
        mark = "s" if segment.zone in COUNTED_ZONES else segment.zone
        spans = [(start, end) for start, end in spans if start < end]
        rows += [
            (
                f"{owner}-{mark}{number:02d}",
                owner,
                start,
                end,
                segment.zone,
                text[start:end],
            )
            for number, (start, end) in enumerate(spans, start=first)
        ]
    columns = ["sentence_id", "provision_id", "start", "end", "zone", "text"]
    return pd.DataFrame(rows, columns=columns)


def provision_spans(doc_id: str, text: str) -> dict[str, list[tuple[int, int]]]:
    r"""Find where the counted text of each provision of a document stands, without its number.

    These are the characters of `split_sentences`, before they are cut into sentences.

    >>> provision_spans("x", "一、建设\n（一）宽带。建网络。（省工信委负责）\n")
    {'x-1': [(8, 11), (11, 15)]}
    """
    spans: dict[str, list[tuple[int, int]]] = {}
    for start, end, zone, provision_id in cut_document(doc_id, text):
        if provision_id and zone in COUNTED_ZONES:
            first = marker_end(text, start) if zone == "heading" else start
            spans.setdefault(provision_id, []).append((first, end))
    return spans


def text_order(ids: pd.Series) -> pd.Series:
    """Make a sort key that puts ids in the order of the text, 2 before 10.

    >>> pd.Series(["x-10", "x-2", "x-1.3"]).sort_values(key=text_order).tolist()
    ['x-1.3', 'x-2', 'x-10']
    """
    return ids.str.replace(r"\d+", lambda number: number[0].zfill(6), regex=True)


def count_han(text: str) -> int:
    """Count the Han characters of a text, U+3400 to U+9FFF.

    >>> count_han("建成4G网络，覆盖城乡。")
    8
    """
    # Comparing in an array is twenty times as fast as searching.
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    return int(np.count_nonzero(is_han(codes)))


def is_han(codes: np.ndarray) -> np.ndarray:
    """Tell of each code point whether `count_han` counts it."""
    # One comparison: what lies below the first wraps round to the largest numbers.
    return codes - np.uint32(0x3400) <= 0x9FFF - 0x3400


def find_annex(text: str) -> int | None:
    """Find where annexes begin, behind the items of a document and shorter than they are, if any.

    What is longer than the text before it is the document proper, behind the notice that sends it
    round.
    """
    shape = _with_newlines(text)
    _, end = _main_items(shape)
    return end if end < _foot_start(shape) else None


def has_doubled_numbers(text: str) -> bool:
    """Tell whether two provisions of a text have one number, so that places name them instead."""
    items = _main_items(_with_newlines(text))[0]
    return name_items(items, _provision_starts(text, items))[1]


def _with_newlines(text: str) -> str:
    """Give the text with a newline for every other end of line, each character at its place."""
    # Most texts have none, and to look for one character is many times as fast as for a class.
    return _OTHER_END.sub("\n", text) if any(end in text for end in _OTHER_ENDS) else text


def _main_items(text: str) -> tuple[list[Item], int]:
    """Find the items of a document without its annexes and the foot of a web page, and its end."""
    end = _foot_start(text)
    items = find_items(text[:end])
    for line in _ANNEX.finditer(text, items[0].start if items else end, end):
        start = line.start() + 1
        if count_han(text[start:end]) < count_han(text[:start]):
            return find_items(text[:start]), start
    return items, end


def _closing_start(text: str, start: int, end: int) -> int:
    """Find where the signature begins that closes a text, up to three lines and a date; or end.

    Below the date there may be what is no sentence: whether the text is public, who gets a copy,
    what a web page or a database adds. Looked for from the end: a pattern would start anew in each
    of many empty lines.
    """
    line_end = start + len(text[start:end].rstrip())
    for _ in range(_MOST_BELOW):
        above = text.rfind("\n", start, line_end)
        line = text[above + 1 : line_end].strip()
        if above < 0 or not _BELOW_DATE.fullmatch(line):
            return end
        line_end = start + len(text[start:above].rstrip())
        if _DATE.fullmatch(line):
            return _signature_start(text, start, line_end)
    return end


def _signature_start(text: str, start: int, end: int) -> int:
    """Find where up to three short lines begin that end there, on which those stand who sign."""
    at = text.index("\n", end)
    for _ in range(3):
        line = text.rfind("\n", start, at)
        if line < 0 or not _SHORT_LINE.fullmatch(text, line + 1, at):
            break
        at = line
    return at + 1


def _foot_start(text: str) -> int:
    """Find where the lines begin that a web page puts below a text; its length without any."""
    end = foot = len(text)
    while end:
        start = text.rfind("\n", 0, end - 1) + 1
        line = text[start:end].strip()
        if WEB_PAGE.fullmatch(line):
            foot = start
        elif line:
            break
        end = start
    return foot


def _with_next_start(items: list[Item], end: int) -> list[tuple[Item, int]]:
    starts = [item.start for item in items] + [end]
    return list(zip(items, starts[1:], strict=True))


def _provision_starts(text: str, items: list[Item]) -> set[int]:
    """Choose the items that are provisions: where nothing narrower follows, or with own text.

    A part that opens with text of its own, before its first item, is a provision too.
    """
    below = [item.level for item in items[1:]] + [-1] * bool(items)
    return {
        item.start
        for (item, next_start), next_level in zip(
            _with_next_start(items, len(text)), below, strict=True
        )
        if next_level <= item.level
        or not _is_title(text, item)
        or text[item.line_end : next_start].strip()
    }


def _is_title(text: str, item: Item) -> bool:
    """Tell whether an item's line is a title: short, and neither a sentence nor a lead-in."""
    line = text[item.text_start : item.line_end].strip()
    return not re.search(r"[。；：:]", line.rstrip("。")) and _is_short(line)


def _is_short(line: str) -> bool:
    # Most headings are so short that none of their characters need be counted.
    return len(line) <= _LONGEST_HEADING or count_han(line) <= _LONGEST_HEADING


def _front_end(text: str, end: int) -> int:
    """Find where address, notice, signature and title stop, before the first item."""
    lines = re.finditer(r"[^\n]*\n?", text[:end])
    front = (m.end() for m in lines if TITLE.fullmatch(m[0].strip()) or _ADDRESS.match(m[0]))
    return max(front, default=0)


def _item_cuts(
    doc_id: str, text: str, start: int, items: list[Item], end: int
) -> Iterator[tuple[int, str, str]]:
    names, _ = name_items(items, _provision_starts(text[:end], items))
    bare = _bare_heading(text, start, items[0].start)
    if bare:
        yield bare, "heading", ""
    for item, next_start in _with_next_start(items, end):
        name = f"{doc_id}-{names[item.start]}" if item.start in names else ""
        yield item.start, "heading", name
        bare = _bare_heading(text, item.text_start, next_start) if next_start < end else 0
        if name:
            yield from _provision_cuts(text, item, bare or next_start, name)
        if bare:
            yield bare, "heading", ""


def _bare_heading(text: str, start: int, end: int) -> int:
    """Find the line before an item that heads what follows, with no number; 0 if there is none.

    It is short and has no stop, and what stands before it has one.
    """
    before, _, line = text[start:end].rstrip().rpartition("\n")
    if not _BARE.fullmatch(line.strip()):
        return 0
    if not before.strip():
        # With nothing before it, it heads what follows when it is no item's own line.
        return end - len(text[start:end].lstrip()) if text[start - 1 : start] in ("", "\n") else 0
    return start + len(before) + 1 if before.rstrip()[-1] in _ENDS else 0


def _provision_cuts(
    text: str, item: Item, next_start: int, name: str
) -> list[tuple[int, str, str]]:
    heading_end = _heading_end(text, item, next_start)
    body_end = _agencies_start(text, heading_end, next_start)
    cuts = []
    if heading_end < body_end:
        cuts.append((heading_end, "body", name))
    if body_end < next_start:
        cuts.append((body_end, "agencies", name))
    return cuts


def _agencies_start(text: str, start: int, end: int) -> int:
    """Find where the list of those responsible begins that closes a provision, or its end."""
    # Both are looked for from their beginnings on, so first whether there can be any.
    own = text[start:end]
    may_have_roles = ("：" in own or ":" in own) and _ROLE.search(own)
    roles = may_have_roles and _ROLE_LINES.search(text, start, end)
    closed = own.rstrip().removesuffix("。").endswith(("）", ")", "〕", "】"))
    bracket = closed and _CLOSING_BRACKET.search(text, start, end)
    if bracket and _RESPONSIBLE.match(bracket.group()):
        return bracket.start()
    return roles.start() if roles else end


def _heading_end(text: str, item: Item, next_start: int) -> int:
    """Find where the heading stops: at its full stop, or at the end of a line of its own.

    Articles (条) open with no heading in their first line, but with their first sentence.
    """
    line = text[item.text_start : item.line_end]
    stop = line.find("。")
    end = item.text_start + stop + 1 if stop >= 0 else item.line_end
    if (item.kind == ARTICLE and stop >= 0) or not text[end:next_start].strip():
        return item.text_start
    if stop < 0 and not _is_title(text, item):
        return item.text_start
    return end if _is_short(text[item.text_start : end]) else item.text_start


def _paragraph_cuts(doc_id: str, text: str, start: int, end: int) -> Iterator[tuple[int, str, str]]:
    """Make every paragraph of a document without numbers a provision, under its bare headings."""
    paragraphs = [m for m in re.finditer(r"[^\n]+\n*", text[start:end]) if m.group().strip()]
    number = 0
    for paragraph, following in zip_longest(paragraphs, paragraphs[1:]):
        if following and _BARE.fullmatch(paragraph[0].strip()) and "。" in following[0]:
            yield start + paragraph.start(), "heading", ""
            continue
        number += 1
        body_end = _agencies_start(text, start + paragraph.start(), start + paragraph.end())
        for zone in COUNTED_ZONES:
            yield start + paragraph.start(), zone, f"{doc_id}-{number}"
        yield body_end, "agencies", f"{doc_id}-{number}"


def _close(cuts: list[tuple[int, str, str]], length: int) -> list[tuple[int, int, str, str]]:
    """Give every cut its end, which is the next cut, and drop pieces without characters."""
    starts = [start for start, _, _ in cuts] + [length]
    return [
        (start, end, zone, name)
        for (_, zone, name), start, end in zip(cuts, starts, starts[1:], strict=False)
        if start < end
    ]


def _parts(segments: pd.DataFrame, text: str) -> dict[str, str]:
    """Give each provision of one document the nearest heading of a part that holds it, or ""."""
    levels = {item.start: item.level for item in _main_items(_with_newlines(text))[0]}
    opened: list[tuple[int, str]] = []
    parts = {}
    for segment in segments.itertuples():
        if segment.zone == "heading":
            level = levels.get(segment.start, _WIDEST)
            opened = [(above, part) for above, part in opened if above < level]
        if segment.provision_id:
            parts[segment.provision_id] = opened[-1][1] if opened else ""
        else:
            opened.append((level, _without_marker(text[segment.start : segment.end])))
    return parts


def _without_marker(text: str) -> str:
    return text[marker_end(text, 0) :].strip().rstrip("。")


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    inner = text[start:end]
    return (
        start + len(inner) - len(inner.lstrip()),
        end - len(inner) + len(inner.rstrip()),
    )
