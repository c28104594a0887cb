"""The structure of a policy document: zones, provisions and sentences.

A document is cut at its numbered markers into pieces, and nothing is lost: the pieces of a
document, in order, are its raw text. The smallest numbered items are the provisions.
"""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.contracts import ZONES
from analysis.decoding import CorpusError

COUNTED_ZONES = ("heading", "body")

_DIGIT = "〇零一二三四五六七八九"
_NUMERAL = f"[{_DIGIT}十百]+"

# From the widest division to the narrowest. An item is a provision when nothing narrower
# follows before the next item of its own width or wider.
_MARKERS = tuple(
    re.compile(rf"[ \t\u00a0\u3000]*{pattern}")
    for pattern in (
        rf"第({_NUMERAL})编",
        rf"第({_NUMERAL})章",
        rf"第({_NUMERAL})节",
        rf"第({_NUMERAL})条",
        rf"({_NUMERAL})、",
        rf"[（(]({_NUMERAL})[）)]",
        r"([0-9０-９]{1,3})[.．、](?![0-9０-９])",
        r"[（(]([0-9０-９]{1,3})[）)]",
        r"([0-9０-９]{1,3})[）)]",
        r"([\u2460-\u2473])",
    )
)

# What they are called, in the same order.
MARKERS = ("第一编", "第一章", "第一节", "第一条", "一、", "（一）", "1.", "（1）", "1）", "①")

# The place of 第…条 among the markers.
_ARTICLE = 3

# A heading says what a provision is about; a first sentence longer than this is text.
_LONGEST_HEADING = 40

_HAN = re.compile(r"[\u3400-\u9fff]")
_SENTENCE = re.compile(r"[^。；！？\n\r]*[。；！？]+[”’」』）)》]*|[^。；！？\n\r]+")
_ADDRESS = re.compile(r"(?!.*(?:如下|提出|制定|意见|通知)).*[：:]\s*$")
TITLE = re.compile(
    r"[^。；，,]{4,60}(意见|方案|办法|规定|规划|计划|通知|决定|措施|纲要|条例|细则|指南|要点)\s*$"
)
_CLOSING_BRACKET = re.compile(
    r"[（〔(](?:[^（）()〔〕]|[（(〔][^（）()〔〕]*[）)〕])*[）)〕]。?\s*$"
)
_RESPONSIBLE = re.compile(
    r"(?=.*(?:[委厅局办府]|单位|部门|公司))"
    r"(?:.*(?:负责|推进|落实|配合|牵头|参与|参加|实施|协助|完成|下同)[）)〕]。?\s*$"
    r"|[（〔(](?:主要)?(?:责任|牵头|配合|主办)(?:单位|部门))",
    re.DOTALL,
)
_SIGNATURE = re.compile(
    r"(?:\n[^\n。；，：]{2,30}){0,3}\n\s*"
    r"(?:\d{4}年\d{1,2}月\d{1,2}日|[〇○零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)\s*$"
)


_PROVISION_COLUMNS = [
    "provision_id", "doc_id", "province", "part", "number", "heading", "text", "n_han",
]  # fmt: skip


@dataclass(frozen=True)
class _Item:
    """A numbered marker: where its line starts, where its text starts, how wide it is."""

    start: int
    text_start: int
    line_end: int
    level: int
    number: int


def split_pieces(texts: pd.DataFrame) -> pd.DataFrame:
    r"""Cut every document into zones without losing a character.

    `texts` has the columns doc_id and text. Returns the table `pieces`; the pieces of a
    document in order, joined, are its text. Headings of parts are zone `heading` without a
    provision. Raises CorpusError when two provisions would get the same number.

    >>> text = "总则说明。\n一、建设\n（一）宽带。建网络。（省工信委负责）\n"
    >>> pieces = split_pieces(pd.DataFrame({"doc_id": ["x"], "text": [text]}))
    >>> [(p.zone, p.provision_id, text[p.start:p.end]) for p in pieces.itertuples()]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('preamble', '', '总则说明。\n'), ('heading', '', '一、建设\n'),
     ('heading', 'x-1', '（一）宽带。'), ('body', 'x-1', '建网络。'),
     ('agencies', 'x-1', '（省工信委负责）\n')]
    """
    rows = [
        (row.doc_id, start, end, zone, provision_id)
        for row in texts.itertuples()
        for start, end, zone, provision_id in _document_pieces(row.doc_id, row.text)
    ]
    return pd.DataFrame(rows, columns=["doc_id", "start", "end", "zone", "provision_id"])


def join_pieces(pieces: pd.DataFrame, texts: pd.DataFrame) -> pd.DataFrame:
    """Put every document together again from its pieces: doc_id and text, as in `texts`."""
    raw = texts.set_index("doc_id")["text"]
    ordered = pieces.sort_values(["doc_id", "start"])
    parts = [raw[p.doc_id][p.start : p.end] for p in ordered.itertuples()]
    joined = ordered.assign(text=parts).groupby("doc_id")["text"].sum()
    return joined.reindex(raw.index).reset_index()


def build_provisions(
    pieces: pd.DataFrame, texts: pd.DataFrame, documents: pd.DataFrame
) -> pd.DataFrame:
    """Gather the pieces of each provision into one row.

    Returns the table `provisions`: part and heading without their numbers, the body as text,
    and the length of heading and body in Han characters.
    """
    raw = texts.set_index("doc_id")["text"]
    province = documents.set_index("doc_id")["province"]
    part = ""
    rows: dict[str, dict[str, Any]] = {}
    for piece in pieces[pieces["zone"].isin(COUNTED_ZONES)].itertuples():
        text = raw[piece.doc_id][piece.start : piece.end]
        if not piece.provision_id:
            part = _without_marker(text)
            continue
        row = rows.setdefault(
            piece.provision_id,
            {
                "provision_id": piece.provision_id,
                "doc_id": piece.doc_id,
                "province": province[piece.doc_id],
                "part": part,
                "number": piece.provision_id.removeprefix(f"{piece.doc_id}-"),
                "heading": "",
                "text": "",
                "n_han": 0,
            },
        )
        words = text.strip() if piece.zone == "body" else _without_marker(text)
        row["text" if piece.zone == "body" else "heading"] = words
        row["n_han"] += count_han(words)
    return pd.DataFrame(list(rows.values()), columns=_PROVISION_COLUMNS)


def split_sentences(
    pieces: pd.DataFrame, texts: pd.DataFrame, *, zones: tuple[str, ...] = COUNTED_ZONES
) -> pd.DataFrame:
    """Cut the pieces of some zones into sentences, which end in 。； ！ or ？.

    Returns the table `sentences`. A provision's heading is its sentence s00, without the
    number; the sentences of its body count from s01. Pieces of other zones, which `zones` may
    ask for, are named after their zone; headings of parts are left out.

    >>> texts = pd.DataFrame({"doc_id": ["x"], "text": ["1.宽带。建网络；降资费。"]})
    >>> sentences = split_sentences(split_pieces(texts), texts)
    >>> sentences[["sentence_id", "start", "text"]].values.tolist()
    [['x-1-s00', 2, '宽带。'], ['x-1-s01', 5, '建网络；'], ['x-1-s02', 9, '降资费。']]
    """
    raw = texts.set_index("doc_id")["text"]
    of_part = (pieces["zone"] == "heading") & (pieces["provision_id"] == "")
    chosen = pieces[pieces["zone"].isin(zones) & ~of_part]
    rows = []
    for piece in chosen.itertuples():
        text = raw[piece.doc_id]
        if piece.zone == "heading":
            spans = [_trim(text, _marker_end(text, piece.start), piece.end)]
        elif piece.zone == "agencies":
            # A list is read as one: its roles reach over semicolons.
            spans = [_trim(text, piece.start, piece.end)]
        else:
            spans = [
                _trim(text, match.start(), match.end())
                for match in _SENTENCE.finditer(text, piece.start, piece.end)
            ]
        first = 0 if piece.zone == "heading" else 1
        owner = piece.provision_id or f"{piece.doc_id}-{piece.zone}"
        mark = "s" if piece.zone in COUNTED_ZONES else piece.zone
        spans = [(start, end) for start, end in spans if start < end]
        rows += [
            (
                f"{owner}-{mark}{number:02d}",
                owner,
                start,
                end,
                piece.zone,
                text[start:end],
            )
            for number, (start, end) in enumerate(spans, start=first)
        ]
    columns = ["sentence_id", "provision_id", "start", "end", "zone", "text"]
    return pd.DataFrame(rows, columns=columns)


def find_numbering(text: str) -> pd.DataFrame:
    r"""List the numbered markers of a text, in its order, and where their numbers jump.

    Returns start, marker (the kind, such as （一）), number, after (the number of that kind before
    it; 0 at the beginning) and jump. A number is as expected when it is one more than the one
    before it of its kind, or 1 below a wider marker.

    >>> found = find_numbering("一、建设\n（一）宽带。\n（三）基站。\n二、安全\n（一）防护。")
    >>> found[["marker", "number", "after"]].values.tolist()
    [['一、', 1, 0], ['（一）', 1, 0], ['（一）', 3, 1], ['一、', 2, 1], ['（一）', 1, 3]]
    >>> found.loc[found["jump"], "number"].tolist()
    [3]
    """
    rows = []
    last: dict[int, int] = {}
    opened: set[int] = set()
    for item in _find_items(text):
        after = last.get(item.level, 0)
        restarts = item.number == 1 and item.level not in opened
        jump = item.number != after + 1 and not restarts
        rows.append((item.start, MARKERS[item.level], item.number, after, jump))
        last[item.level] = item.number
        opened = {level for level in opened if level < item.level} | {item.level}
    return pd.DataFrame(rows, columns=["start", "marker", "number", "after", "jump"])


def zone_lengths(pieces: pd.DataFrame, texts: pd.DataFrame) -> pd.DataFrame:
    """Measure each zone of each document in Han characters.

    Returns doc_id, zone, n_han, one row for every zone that the document has, in the order of
    `tables.ZONES`.
    """
    raw = texts.set_index("doc_id")["text"]
    n_han = [count_han(raw[p.doc_id][p.start : p.end]) for p in pieces.itertuples()]
    zone = pd.Categorical(pieces["zone"], ZONES, ordered=True)
    lengths = pieces.assign(n_han=n_han, zone=zone)
    lengths = lengths.groupby(["doc_id", "zone"], observed=True)["n_han"].sum().reset_index()
    return lengths.astype({"zone": "str"})


def text_order(ids: pd.Series) -> pd.Series:
    """Make a sort key that puts ids in the order of the text, 2 before 10.

    >>> pd.Series(["x-10", "x-2", "x-1.3"]).sort_values(key=text_order).tolist()
    ['x-1.3', 'x-2', 'x-10']
    """
    return ids.str.replace(r"\d+", lambda number: number[0].zfill(6), regex=True)


def count_han(text: str) -> int:
    """Count the Han characters of a text.

    >>> count_han("建成4G网络，覆盖城乡。")
    8
    """
    return len(_HAN.findall(text))


def _document_pieces(doc_id: str, text: str) -> list[tuple[int, int, str, str]]:
    items = _find_items(text)
    closing = _SIGNATURE.search(text, items[-1].line_end - 1 if items else 0)
    end = closing.start() + 1 if closing else len(text)
    front_end = _front_end(text, items[0].start if items else end)
    cuts = [(0, "front", ""), (front_end, "preamble", "")]
    if items:
        cuts += _item_cuts(doc_id, text, items, end)
    else:
        cuts += _paragraph_cuts(doc_id, text, front_end, end)
    return _close([*cuts, (end, "front", "")], len(text))


def _find_items(text: str) -> list[_Item]:
    items = []
    start = 0
    for line in text.splitlines(keepends=True):
        for level, pattern in enumerate(_MARKERS):
            match = pattern.match(line)
            if match:
                number = _read_number(match.group(1))
                items.append(_Item(start, start + match.end(), start + len(line), level, number))
                break
        start += len(line)
    return items


def _with_next_start(items: list[_Item], end: int) -> list[tuple[_Item, int]]:
    return list(zip(items, [item.start for item in items[1:]] + [end], strict=True))


def _provision_names(doc_id: str, items: list[_Item], text: str, end: int) -> dict[int, str]:
    """Name the provisions by their numbers, from the widest division that makes them unique.

    Articles that run on through a document need only their own number; items that restart in
    each part need the part's number before theirs.
    """
    paths: dict[int, list[int]] = {}
    open_items: list[_Item] = []
    below = [*(item.level for item in items[1:]), -1]
    for (item, next_start), next_level in zip(_with_next_start(items, end), below, strict=True):
        open_items = [above for above in open_items if above.level < item.level] + [item]
        divides = next_level > item.level
        # A part that opens with text of its own, before its first item, is a provision too.
        if not divides or not _is_title(text, item) or text[item.line_end : next_start].strip():
            paths[item.start] = [above.number for above in open_items]
    names: list[str] = []
    for drop in reversed(range(min(map(len, paths.values()), default=1))):
        names = [".".join(map(str, path[drop:])) for path in paths.values()]
        if len(set(names)) == len(names):
            break
    doubled = [name for name, n in Counter(names).items() if n > 1]
    if doubled:
        raise CorpusError(
            f"document '{doc_id}': two provisions would be called '{doc_id}-{doubled[0]}'; "
            "expected numbers that do not repeat within a part. Correct the numbering in the text."
        )
    return {start: f"{doc_id}-{name}" for start, name in zip(paths, names, strict=True)}


def _is_title(text: str, item: _Item) -> bool:
    """Tell whether an item's line is a title: short, and neither a sentence nor a lead-in."""
    line = text[item.text_start : item.line_end].strip()
    return count_han(line) <= _LONGEST_HEADING and not re.search(r"[。；：:]", line.rstrip("。"))


def _front_end(text: str, end: int) -> int:
    """Find where address, notice, signature and title stop, before the first item."""
    lines = re.finditer(r"[^\n]*\n?", text[:end])
    front = (m.end() for m in lines if TITLE.fullmatch(m[0].strip()) or _ADDRESS.match(m[0]))
    return max(front, default=0)


def _item_cuts(doc_id: str, text: str, items: list[_Item], end: int) -> list[tuple[int, str, str]]:
    names = _provision_names(doc_id, items, text, end)
    cuts = []
    for item, next_start in _with_next_start(items, end):
        name = names.get(item.start, "")
        cuts.append((item.start, "heading", name))
        if name:
            cuts += _provision_cuts(text, item, next_start, name)
    return cuts


def _provision_cuts(
    text: str, item: _Item, next_start: int, name: str
) -> list[tuple[int, str, str]]:
    heading_end = _heading_end(text, item, next_start)
    agencies = _CLOSING_BRACKET.search(text, heading_end, next_start)
    body_end = next_start
    if agencies and _RESPONSIBLE.match(agencies.group()):
        body_end = agencies.start()
    cuts = []
    if heading_end < body_end:
        cuts.append((heading_end, "body", name))
    if body_end < next_start:
        cuts.append((body_end, "agencies", name))
    return cuts


def _heading_end(text: str, item: _Item, next_start: int) -> int:
    """Find where the heading stops: at its full stop, or at the end of a line of its own.

    Articles (条) open with no heading in their first line, but with their first sentence.
    """
    line = text[item.text_start : item.line_end]
    stop = line.find("。")
    end = item.text_start + stop + 1 if stop >= 0 else item.line_end
    if (item.level == _ARTICLE and stop >= 0) or not text[end:next_start].strip():
        return item.text_start
    if stop < 0 and not _is_title(text, item):
        return item.text_start
    return end if count_han(text[item.text_start : end]) <= _LONGEST_HEADING else item.text_start


def _paragraph_cuts(doc_id: str, text: str, start: int, end: int) -> list[tuple[int, str, str]]:
    """Make every paragraph of a document without numbers a provision."""
    paragraphs = [m for m in re.finditer(r"[^\n]+\n*", text[start:end]) if m.group().strip()]
    return [
        (start + m.start(), zone, f"{doc_id}-{number}")
        for number, m in enumerate(paragraphs, start=1)
        for zone in COUNTED_ZONES
    ]


def _close(cuts: list[tuple[int, str, str]], length: int) -> list[tuple[int, int, str, str]]:
    """Give every cut its end, which is the next cut, and drop pieces without characters."""
    starts = [start for start, _, _ in cuts] + [length]
    return [
        (start, end, zone, name)
        for (_, zone, name), start, end in zip(cuts, starts, starts[1:], strict=False)
        if start < end
    ]


def _marker_end(text: str, start: int) -> int:
    for pattern in _MARKERS:
        match = pattern.match(text, start)
        if match:
            return match.end()
    return start


def _without_marker(text: str) -> str:
    return text[_marker_end(text, 0) :].strip().rstrip("。")


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    inner = text[start:end]
    return (
        start + len(inner) - len(inner.lstrip()),
        end - len(inner) + len(inner.rstrip()),
    )


def _read_number(numeral: str) -> int:
    """Read a number in Arabic or Chinese figures.

    >>> [_read_number(n) for n in ("７", "⑫", "十", "二十八", "一百零二")]
    [7, 12, 10, 28, 102]
    """
    if numeral.isdecimal():
        return int(numeral)
    if "①" <= numeral <= "⑳":
        return ord(numeral) - ord("①") + 1
    total = figure = 0
    for character in numeral:
        if character in "十百":
            total += max(figure, 1) * {"十": 10, "百": 100}[character]
            figure = 0
        else:
            figure = max(_DIGIT.index(character) - 1, 0)
    return total + figure
