"""The structure of a policy document: zones, provisions and sentences.

A document is cut at its numbered markers into segments, and nothing is lost: the segments of a
document, in order, are its raw text. The smallest numbered items are the provisions.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise, zip_longest
from typing import Any

import pandas as pd

from analysis.text.han import count_han
from analysis.text.numbering import ARTICLE, Item, marker_end, name_items
from analysis.text.zones import Outline, agencies_start, closing_start, find_outline, front_end

COUNTED_ZONES = ("heading", "body")

# A heading says what a provision is about; a first sentence longer than this is text.
_LONGEST_HEADING = 40

# The level of a heading without a number.
_WIDEST = -1
_SENTENCE = re.compile(r"[^。；！？\n\r]*[。；！？]+[”’」』）)》]*|[^。；！？\n\r]+")
_BARE = re.compile(r"[^。；，：:！？!?;,（()《》、0-9]{2,20}")
_ENDS = "。；！？）)：:”"

_PROVISION_COLUMNS = [
    "provision_id", "doc_id", "province", "part", "number", "heading", "text", "n_han",
]  # fmt: skip


def split_segments(
    texts: pd.DataFrame, outlines: Mapping[str, Outline] | None = None
) -> pd.DataFrame:
    r"""Cut every document into zones without losing a character.

    `texts` has the columns doc_id and text; `outlines` are those of its documents by doc_id, where
    they are known. Returns the table `segments`; the segments of a
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
        for segment in _cut_outline(row.doc_id, _outline_of(row.doc_id, row.text, outlines))
    ]
    return pd.DataFrame(rows, columns=["doc_id", "start", "end", "zone", "provision_id"])


def join_segments(segments: pd.DataFrame, texts: pd.DataFrame) -> pd.DataFrame:
    """Put every document together again from its segments: doc_id and text, as in `texts`."""
    raw = texts.set_index("doc_id")["text"]
    ordered = segments.sort_values(["doc_id", "start"])
    parts = [raw[p.doc_id][p.start : p.end] for p in ordered.itertuples()]
    joined = ordered.assign(text=parts).groupby("doc_id")["text"].sum()
    return joined.reindex(raw.index).reset_index()


def build_provisions(
    segments: pd.DataFrame,
    texts: pd.DataFrame,
    documents: pd.DataFrame,
    outlines: Mapping[str, Outline] | None = None,
) -> pd.DataFrame:
    """Gather the segments of each provision into one row.

    Returns the table `provisions`: part and heading without their numbers, the body as text,
    and the length of heading and body in Han characters. The part is the nearest heading of a
    part that holds the provision; a heading without a number is wider than any with one.
    `outlines` as for `split_segments`.
    """
    raw = texts.set_index("doc_id")["text"]
    province = documents.set_index("doc_id")["province"]
    counted = segments[segments["zone"].isin(COUNTED_ZONES)]
    parts: dict[str, str] = {}
    for doc_id, own in counted.groupby("doc_id"):
        text = raw[doc_id]
        parts |= _parts(own, text, _outline_of(str(doc_id), text, outlines).items)
    rows: dict[str, dict[str, Any]] = {}
    for segment in counted[counted["provision_id"] != ""].itertuples():
        text = raw[segment.doc_id][segment.start : segment.end]
        doc_id, name = segment.doc_id, segment.provision_id
        number = name.removeprefix(f"{doc_id}-")
        first = (name, doc_id, province[doc_id], parts[name], number, "", "", 0)
        row = rows.setdefault(name, dict(zip(_PROVISION_COLUMNS, first, strict=True)))
        words = text.strip() if segment.zone == "body" else _without_marker(text)
        row["text" if segment.zone == "body" else "heading"] = words
        row["n_han"] += count_han(words)
    return pd.DataFrame(list(rows.values()), columns=_PROVISION_COLUMNS)


def split_sentences(
    segments: pd.DataFrame, texts: pd.DataFrame, *, zones: tuple[str, ...] = COUNTED_ZONES
) -> pd.DataFrame:
    """Cut the segments of some zones into sentences, which end in 。； ！ or ？.

    Returns the table `sentences`. A provision's heading is its sentence s00, without the
    number; the sentences of its body count from s01. Segments of other zones, which `zones` may
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
        is_heading = segment.zone == "heading"
        begin = marker_end(text, segment.start) if is_heading else segment.start
        spans = [(begin, segment.end)]
        # A list of agencies is read as one: its roles reach over semicolons.
        if not is_heading and segment.zone != "agencies":
            spans = [match.span() for match in _SENTENCE.finditer(text, begin, segment.end)]
        owner = segment.provision_id or f"{segment.doc_id}-{segment.zone}"
        mark = "s" if segment.zone in COUNTED_ZONES else segment.zone
        spans = [span for start, end in spans if (span := _trim(text, start, end))[0] < span[1]]
        rows += [
            (f"{owner}-{mark}{number:02d}", owner, start, end, segment.zone, text[start:end])
            for number, (start, end) in enumerate(spans, start=0 if is_heading else 1)
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
    for start, end, zone, provision_id in _cut_outline(doc_id, find_outline(text)):
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


def has_doubled_numbers(outline: Outline) -> bool:
    """Tell whether two provisions of a document have one number, so that places name them instead."""
    return name_items(outline.items, _provision_starts(outline.text, outline.items))[1]


def _outline_of(doc_id: str, text: str, outlines: Mapping[str, Outline] | None) -> Outline:
    return outlines[doc_id] if outlines else find_outline(text)


def _cut_outline(doc_id: str, outline: Outline) -> list[tuple[int, int, str, str]]:
    """Cut one document: start, end, zone and provision_id of its segments."""
    text, items, end, _ = outline
    end = closing_start(text, items[-1].text_start if items else 0, end)
    start = front_end(text, items[0].start if items else end)
    cuts = [(0, "front", ""), (start, "preamble", "")]
    if items:
        cuts += _item_cuts(doc_id, text, start, items, end)
    else:
        cuts += _paragraph_cuts(doc_id, text, start, end)
    return _close([*cuts, (end, "front", "")], len(text))


def _end_item(end: int) -> Item:
    """Give what comes behind the last item: the end, wider than all."""
    return Item(end, end, end, 0, 0, _WIDEST)


def _provision_starts(text: str, items: list[Item]) -> set[int]:
    """Choose the items that are provisions: where nothing narrower follows, or with own text.

    A part that opens with text of its own, before its first item, is a provision too.
    """
    return {
        item.start
        for item, after in pairwise([*items, _end_item(len(text))])
        if after.level <= item.level
        or not _is_title(text, item)
        or text[item.line_end : after.start].strip()
    }


def _is_title(text: str, item: Item) -> bool:
    """Tell whether an item's line is a title: short, and neither a sentence nor a lead-in."""
    line = text[item.text_start : item.line_end].strip()
    return not re.search(r"[。；：:]", line.rstrip("。")) and _is_short(line)


def _is_short(line: str) -> bool:
    # Most headings are so short that none of their characters need be counted.
    return len(line) <= _LONGEST_HEADING or count_han(line) <= _LONGEST_HEADING


def _item_cuts(
    doc_id: str, text: str, start: int, items: list[Item], end: int
) -> Iterator[tuple[int, str, str]]:
    names, _ = name_items(items, _provision_starts(text[:end], items))
    bare = _bare_heading(text, start, items[0].start)
    if bare:
        yield bare, "heading", ""
    for item, after in pairwise([*items, _end_item(end)]):
        next_start = after.start
        name = f"{doc_id}-{names[item.start]}" if item.start in names else ""
        yield item.start, "heading", name
        bare = _bare_heading(text, item.text_start, next_start) if next_start < end else 0
        if name:
            heading_end = _heading_end(text, item, bare or next_start)
            yield heading_end, "body", name
            yield agencies_start(text, heading_end, bare or next_start), "agencies", name
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
        body_end = agencies_start(text, start + paragraph.start(), start + paragraph.end())
        for zone in COUNTED_ZONES:
            yield start + paragraph.start(), zone, f"{doc_id}-{number}"
        yield body_end, "agencies", f"{doc_id}-{number}"


def _close(cuts: list[tuple[int, str, str]], length: int) -> list[tuple[int, int, str, str]]:
    """Give every cut its end, which is the next cut, and drop segments without characters."""
    return [
        (start, end, zone, name)
        for (start, zone, name), (end, _, _) in pairwise([*cuts, (length, "", "")])
        if start < end
    ]


def _parts(segments: pd.DataFrame, text: str, items: list[Item]) -> dict[str, str]:
    """Give each provision of one document the nearest heading of a part that holds it, or ""."""
    levels = {item.start: item.level for item in items}
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
    return start + len(inner) - len(inner.lstrip()), end - len(inner) + len(inner.rstrip())
