"""Quantified targets: what a province commits itself to reach, how much of it, and by when.

Every number in the body of a provision is looked at: it is a target, or gets the reason why it is
none. Rules of wording decide, not meaning, so both lists are there to be read.
"""

import re
from collections.abc import Iterator
from typing import Any

import pandas as pd

from analysis.text.numbering import read_number
from analysis.words.lexicon import normalise

_ARABIC = r"\d+(?:,\d{3})*(?:\.\d+)?"
_CHINESE = "[〇零一二三四五六七八九十百千万亿两]+"

# Of a range, as in 3-5家, the lower end counts.
_NUMBER = re.compile(
    rf"(?P<arabic>(?:百分之)?{_ARABIC}(?:%?[-—–~至]{_ARABIC})?(?: ?[十百千万亿](?![瓦米克]))*)"
    rf"|(?:百分之)?{_CHINESE}"
)

# Two figures with nothing between them are an estimate, as 两三 is, of which the last counts.
_ESTIMATE = re.compile("[〇零一二三四五六七八九两](?=[〇零一二三四五六七八九两])")

# Pattern, name, factor. Counters such as 户 and 家 stay as they are written.
_UNITS = tuple(
    (re.compile(pattern, re.IGNORECASE), unit, factor)
    for pattern, unit, factor in (
        (r"%", "%", 1.0),
        (r"‰", "%", 0.1),
        (r"(?:太比特(?:/|每)秒|Tbps|Tb/s)(?:\(Tbps\))?", "Gbps", 1000.0),
        (r"(?:吉比特(?:/|每)秒|Gbps|Gb/s)(?:\(Gbps\))?", "Gbps", 1.0),
        (r"(?:兆比特(?:/|每)秒|Mbps|Mb/s)(?:\(Mbps\))?", "Mbps", 1.0),
        (r"公里|千米|km(?![a-z])", "km", 1.0),
        (r"美元", "USD", 1.0),
        (r"元", "CNY", 1.0),
        (r"[部个户条]/百人|个百分点|个工作日|平方公里|平方米|立方米|皮长公里|小时|人次", "", 1.0),
        (r"千瓦时|千瓦|公顷|公斤|标箱", "", 1.0),
        (r"[个户家项人名所座台套条部件款吨亩倍张架辆斤岁处场种艘]", "", 1.0),
    )
)

# What stands right before the number, and what it says; the first that matches counts.
_COMPARATORS = tuple(
    (re.compile(rf"(?:{pattern})$"), comparator)
    for pattern, comparator in (
        (r"不低于|不少于|不小于|至少(?:达到|为)?", "at least"),
        (r"不超过|不高于|不突破|控制在", "at most"),
        (r"低于|小于|少于", "less than"),
        (r"超过|高于|大于|多于|突破|逾|超", "more than"),
        (r"约|大约", "about"),
        (r"(?:基本|分别|力争)?(?:达到|达|实现|为)|(?:稳定|保持)在", "reach"),
        (r"(?:提高|提升|增加|增长|扩大|降低|下降|减少|压缩|压减|缩短|增|降)[到至]", "reach"),
    )
)
_AFTER = {"以上": "at least", "以下": "at most", "以内": "at most", "左右": "about"}

_ACT = re.compile(
    "建设|建成|新建|新增|打造|培育|培养|培训|引进|扶持|帮扶|支持|发展|形成|创建|认定|完成|推出|推广|组建|设立|"
    "部署|改造|治理|转移|带动|制定|选派|发放|确保|力争|累计|每年"
)

# A change or a rate that stands right before its number names the quantity, and stays in it.
_MEASURE = re.compile("(?:率|比例|比重|占比|增长|增加|提高|提升|降低|下降|减少|压缩|降费)$")
_IDIOM = re.compile("24小时|千家万户|千方百计")
_PARTED = re.compile(r"\d[ \t\u00a0]+$"), re.compile(r"[ \t\u00a0]+\d")
_STATE = re.compile("目前|截至|截止|已[经建达完]|现[有已]|去年|上年|以来|近年来|同比|期间累计")
_TITLE = re.compile("[^，,。；;、]{0,6}?(?:计划|行动|工程|专项|战略|活动|项目)")

_DEADLINE = re.compile(
    r"(?:到|(?<!截)至|力争|确保)(20\d\d)年"
    r"|(?<!截至)(?<!截止)(?<![比较以])(20\d\d)年"
    r"(?:\d{1,2}月)?(?:\d{1,2}日)?(?:(?:年?底|末)前?|之?前|以前)"
)

# What turns a sentence from what is to what is to be.
_AIM = re.compile("力争|计划|将|确保")

_OPENING = re.compile(
    r"^(?:、|其中|力争|确保|争取|使|并|和|及|(?:到|至)?20\d\d年(?:\d{1,2}月)?(?:年?底|末)?前?)+"
)
_QUOTES = {"“": "”", "《": "》", "〈": "〉", "「": "」"}
_STOPS = "，,；;。：:"
_STOP = re.compile(f"[{_STOPS}]")
_LISTED = re.compile(r"、(?=[^、]*\d)")

# How far around a number is looked, so that time grows with the text and not with its square.
_NEAR = 300
_PARAGRAPH = 1500


def find_targets(
    sentences: pd.DataFrame, provisions: pd.DataFrame, texts: pd.DataFrame, hits: pd.DataFrame
) -> pd.DataFrame:
    """Extract the quantified targets from the bodies of provisions.

    A number with a unit is a target when its clause has a comparator beside it (达到, 以上), a
    verb of building before it (建设, 新增), or a rate or change that it gives (率, 增长). The
    quantity is what the clause says before the comparator; without one, what it says after the
    unit. The deadline is the last year due that the paragraph names before the number (到2020年,
    2020年底), or else the next in the sentence. The area has the most hits in the clause.

    `texts` has the columns doc_id and text. Returns the table `targets`: value has 万 and 亿
    resolved, and start and end enclose number, unit and 以上.
    """
    document = provisions.set_index("provision_id")["doc_id"]
    raw = texts.set_index("doc_id")["text"]
    rows = []
    for sentence, mark in _marks(sentences):
        if mark["kind"] == "target":
            start, end = sentence.start + mark["start"], sentence.start + mark["end"]
            clause = [sentence.start + place for place in mark["clause"]]
            text = raw[document[sentence.provision_id]]
            rows.append(
                {
                    "sentence_id": sentence.sentence_id,
                    "start": start,
                    "end": end,
                    "provision_id": sentence.provision_id,
                    "text": text[start:end],
                    "quantity": mark["quantity"],
                    "comparator": mark["comparator"],
                    "value": mark["value"],
                    "unit": mark["unit"],
                    "deadline": _deadline(text, start, sentence.end),
                    "area": _main_area(hits[hits["sentence_id"] == sentence.sentence_id], clause),
                }
            )
    columns = [
        "sentence_id", "start", "end", "provision_id", "text", "quantity", "comparator", "value",
        "unit", "deadline", "area",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def list_numbers(sentences: pd.DataFrame) -> pd.DataFrame:
    """List every number in the bodies of provisions, and say of each what it is.

    Kinds: target; fragment (9 and 5 in 9 5%: one number in two, as recognition leaves it, or two);
    date; document number; name (4G, IPv6, a plan, a class of broadband, what stands in quotation
    marks); ordinal (第四代); count (三级: counts, but promises nothing to reach); state (what
    already is); word (统一, 一批: part of a word or set phrase). Returns the table `numbers`.
    """
    rows = [
        (
            sentence.sentence_id,
            sentence.start + mark["start"],
            sentence.start + mark["number_end"],
            sentence.provision_id,
            sentence.text[mark["start"] : mark["number_end"]],
            mark["kind"],
        )
        for sentence, mark in _marks(sentences)
    ]
    columns = ["sentence_id", "start", "end", "provision_id", "text", "kind"]
    return pd.DataFrame(rows, columns=columns)


def read_value(number: str) -> float:
    """Read a number in Arabic figures, Chinese figures, or both.

    >>> [read_value(n) for n in ("98.6", "6万", "1.2亿", "2,600万", "二十八", "千亿", "两百零三")]
    [98.6, 60000.0, 120000000.0, 26000000.0, 28.0, 100000000000.0, 203.0]
    """
    number = number.removeprefix("百分之")
    arabic = re.match(_ARABIC, number)
    if arabic:
        value = float(arabic[0].replace(",", ""))
        for power in re.findall("[十百千万亿]", number):
            value *= read_number(power)
        return value
    return float(read_number(_ESTIMATE.sub("", number)))


def _marks(sentences: pd.DataFrame) -> Iterator[tuple[Any, dict[str, Any]]]:
    for sentence in sentences[sentences["zone"] == "body"].itertuples():
        text = normalise(sentence.text)
        previous: dict[str, Any] = {"kind": "", "end": 0}
        for number in _NUMBER.finditer(text):
            # A numeral inside the unit before it, as in 部/百人, is no number of its own.
            if number.start() >= previous["end"]:
                mark = _mark(sentence.text, text, number, previous)
                yield sentence, mark
                previous = mark


def _mark(
    written: str, text: str, number: re.Match[str], previous: dict[str, Any]
) -> dict[str, Any]:
    start, end = number.span()
    unit, factor, unit_end = _unit_of(text, start, end)
    mark = {"start": start, "number_end": end, "end": unit_end}
    kind = _reason(text, number, unit, unit_end)
    if kind:
        # In 分别达到75%、85%和70% each goes on with what the first one says.
        goes_on = text[previous["end"] : start] in ("、", "和", "及")
        if kind == "count" and goes_on and unit and unit == previous.get("unit"):
            return previous | mark | {"value": read_value(number[0]) * factor}
        return mark | {"kind": kind}
    near = max(start - _NEAR, 0)
    opens = max((text.rfind(stop, near, start) + 1 for stop in _STOPS), default=0) or near
    if text[previous["end"] : previous["end"] + 1] in ("、", "和", "及"):
        opens = max(opens, previous["end"])
    stop = _STOP.search(text, unit_end, unit_end + _NEAR)
    closes = stop.start() if stop else min(unit_end + _NEAR, len(text))
    # A 、 before another number begins another target.
    listed = _LISTED.search(text, unit_end, closes)
    closes = listed.start() if listed else closes
    comparator, said = _comparator(text[opens:start])
    above = text[unit_end : unit_end + 2]
    span_end = unit_end + (2 if above in _AFTER else 0)
    opening = _OPENING.match(text[opens:start])
    before = (opens + (opening.end() if opening else 0), start - len(said))
    return mark | {
        "kind": "target",
        "end": span_end,
        "clause": (opens, closes),
        "quantity": _quantity(written, before, (span_end, closes), bool(said)),
        "comparator": _AFTER.get(above, comparator),
        "value": read_value(number[0]) * factor,
        "unit": unit,
    }


def _reason(text: str, number: re.Match[str], unit: str, unit_end: int) -> str:
    """Give the reason why a number is no target, or nothing when it is one."""
    start, end = number.span()
    before, after = text[max(start - _NEAR, 0) : start], text[end : end + _NEAR]
    if _PARTED[0].search(before) or _PARTED[1].match(after):
        return "fragment"
    if before.endswith("第"):
        return "ordinal"
    if number["arabic"] and re.match("年|月|日|天|个月", after):
        return "date"
    if number["arabic"] and re.match(r"号|\)\d+号", after):
        return "document number"
    if _in_quotes(before, after) or (number["arabic"] and re.search("[A-Za-z]$", before)):
        return "name"
    if (after.startswith("兆") and number[0] in "百千万") or (
        unit and not number["arabic"] and _TITLE.match(text, unit_end)
    ):
        return "name"
    if _IDIOM.match(text, number.start()):
        return "word"
    if not unit:
        if number["arabic"]:
            return "name" if re.match("[A-Za-z/]", after) else "count"
        counts = re.match("[级大类]", after) and 1 < read_value(number[0]) <= 10
        return "count" if counts else "word"
    if not number["arabic"] and unit != "%" and read_value(number[0]) < 10:
        return "word" if number[0] in "零一" else "count"
    clause = _STOP.split(before)[-1]
    promised = (
        _comparator(clause)[1]
        or text[unit_end : unit_end + 2] in _AFTER
        or _ACT.search(clause)
        or _MEASURE.search(clause)
    )
    if not promised:
        return "count"
    stated, due, aimed = (
        max((m.start() for m in pattern.finditer(before)), default=-1)
        for pattern in (_STATE, _DEADLINE, _AIM)
    )
    return "state" if stated > max(due, aimed) else ""


def _in_quotes(before: str, after: str) -> bool:
    for mark, closing in _QUOTES.items():
        opened = before.rfind(mark)
        if opened >= 0 and closing not in before[opened:] and closing in after:
            return True
    return False


def _unit_of(text: str, start: int, end: int) -> tuple[str, float, int]:
    if text.startswith("百分之", start):
        return "%", 1.0, end
    end += text.startswith(" ", end)
    for pattern, unit, factor in _UNITS:
        found = pattern.match(text, end)
        if found:
            return unit or found[0], factor, found.end()
    return "", 1.0, end


def _comparator(before: str) -> tuple[str, str]:
    """Read the comparator at the end of the words before a number: its meaning, its words."""
    for pattern, comparator in _COMPARATORS:
        found = pattern.search(before.rstrip())
        if found:
            return comparator, before[found.start() :]
    return "stated", ""


def _quantity(text: str, before: tuple[int, int], after: tuple[int, int], compared: bool) -> str:
    """Name what is counted, in the words of the clause, without the number itself.

    A clause that says nothing but the comparator goes on with the subject of the one before.
    """
    said, follows = text[slice(*before)].strip(), text[slice(*after)].strip()
    if follows.startswith("的"):
        return f"{said}……{follows[1:]}"
    if said and (compared or not follows or _MEASURE.search(said)):
        return said
    return follows or ["", *_STOP.split(text[max(before[0] - _NEAR, 0) : before[0]])][-2]


def _deadline(text: str, start: int, sentence_end: int) -> str:
    paragraph = max(text.rfind("\n", 0, start) + 1, start - _PARAGRAPH)
    named = list(_DEADLINE.finditer(text, paragraph, min(sentence_end, start + _NEAR)))
    chosen = [m for m in named if m.start() < start][-1:] or named[:1]
    return chosen[0][1] or chosen[0][2] if chosen else ""


def _main_area(hits: pd.DataFrame, clause: list[int]) -> str:
    inside = hits[(hits["start"] >= clause[0]) & (hits["end"] <= clause[1])]["area"]
    return inside.mode().iloc[0] if len(inside) else ""
