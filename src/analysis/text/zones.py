"""Where the zones of a document begin: its preamble, its annexes, its agencies, its signature."""

import re
from typing import NamedTuple

from analysis.text.han import count_han
from analysis.text.numbering import Item, find_items

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


class Outline(NamedTuple):
    """The items of a document, without those of its annexes, and where they can be at most.

    `text` has a newline for every other end of line, each character at its place. `end` is where
    annexes or the lines of a web page begin below it; `annex` is None without annexes.
    """

    text: str
    items: list[Item]
    end: int
    annex: int | None = None


def find_outline(text: str) -> Outline:
    """Find the items of a document and its annexes, which are shorter than what is before them.

    What is longer is the document proper, behind the notice that sends it round.
    """
    # Most texts have none, and to look for one character is many times as fast as for a class.
    if any(end in text for end in _OTHER_ENDS):
        text = _OTHER_END.sub("\n", text)
    end = _foot_start(text)
    items = find_items(text[:end])
    for line in _ANNEX.finditer(text, items[0].start if items else end, end):
        start = line.start() + 1
        if count_han(text[start:end]) < count_han(text[:start]):
            return Outline(text, find_items(text[:start]), start, start)
    return Outline(text, items, end)


def front_end(text: str, end: int) -> int:
    """Find where address, notice, signature and title stop, before the first item."""
    lines = re.finditer(r"[^\n]*\n?", text[:end])
    front = (m.end() for m in lines if TITLE.fullmatch(m[0].strip()) or _ADDRESS.match(m[0]))
    return max(front, default=0)


def closing_start(text: str, start: int, end: int) -> int:
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


def agencies_start(text: str, start: int, end: int) -> int:
    """Find where the list of those responsible begins that closes a provision, or its end."""
    # Both are looked for from their beginnings on, so first whether there can be any.
    own = text[start:end]
    closed = own.rstrip().removesuffix("。").endswith(("）", ")", "〕", "】"))
    bracket = closed and _CLOSING_BRACKET.search(text, start, end)
    if bracket and _RESPONSIBLE.match(bracket.group()):
        return bracket.start()
    may_have_roles = ("：" in own or ":" in own) and _ROLE.search(own)
    roles = may_have_roles and _ROLE_LINES.search(text, start, end)
    return roles.start() if roles else end


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
