"""Responsible agencies: who is named in the lists that close provisions, and in the text.

A list such as （省工信委牵头，省财政厅、省科技厅等配合） is read into its agencies. Names that
leave out the 省 or the 厅 they share with their neighbours get it back; nothing else is changed,
so one body under two names stays two.
"""

import re
from collections.abc import Iterator

import pandas as pd

_SUFFIX = (
    "委员会|管委会|办公厅|办公室|领导小组|人民政府|政府|部门|单位|法院|检察院|研究院|总队|军区|支行|分行|公司|"
    "集团|企业|银行|协会|联合会|联社|中心|学院|大学|高校|院所|海关|兵团|公署|党工委|委|厅|局|办|部|社|站|院|"
    "会|馆|室|联|协|所"
)

# A name may close with an explanation in brackets.
_HAS_SUFFIX = re.compile(f"({_SUFFIX})(?:[（(〔][^）)〕]*[）)〕])?$")

_BRACKETED = re.compile(
    r"[（(〔【](?:[^（）()〔〕【】]|[（(〔][^（）()〔〕【】]*[）)〕])*[）)〕】]"
)
_SEPARATOR = re.compile(r"[、，,；;。\s]|(?:以及|和|及|与|会同)(?=省|市|各|国家|人行|中央|中国)")

_LEADING = re.compile(
    "^(?:由|请|会同|其中)|^.{0,4}?(?:责任|牵头|主办|配合|协办|参与)(?:单位|部门)[：:]"
)

_CLOSING = re.compile(
    "(?:等(?:有关|相关|各)?(?:单位|部门)?)?(?:按照?(?:各自)?(?:职责|职能)(?:分工)?|分别|共同|联合|具体){0,3}"
    "(?:组织|统筹)?(?:牵头|负责|配合|协助|推进|落实|实施|参与|参加)"
    "(?!.*(?:领导小组|办公室|委|厅|局)等?(?:牵头|负责|配合|落实)?$).*$"
)

# What stands in lists and names nobody.
_REMARK = re.compile(r"\d+[年月]|下同|排在|排名|列在|列第|完成时|时间|长期|持续|不再|责任领导")

# No name is longer; a cap on what is searched keeps the time in step with the text.
_LONGEST = 80
_PREFIX = re.compile("省|自治区|各")

_ROLES = (
    ("lead", re.compile("牵头|主办")),
    ("support", re.compile("配合|协助|协办|参与|参加")),
)

_LEVELS = (
    ("provincial", re.compile("^省|^自治区")),
    ("enterprise", re.compile("(?:公司|集团|银行)$")),
    ("central", re.compile("^(?:国家|中央|中国|人行)|(?:支行|分行)$")),
    (
        "municipal",
        re.compile(
            "[市州县区](?:（[^）]*）)?(?:人民)?(?:政府|管委会|党委|委)|^(?:各|有关)?[市州县区]"
        ),
    ),
)

# In a figure of many provinces: after so many come those that a province or two list.
SHOWN = 30

# In the text: 省 and what follows up to its suffix, or fields before 等有关部门.
_NAMED = re.compile(
    "(?<![我全外本各市])省(?:军区|(?:委|政府)?[\u4e00-\u9fff]{1,10}?(?:领导小组|委员会|办公厅|委|厅|局|办))(?![省理法事公成案好])"
)

_FIELDS = re.compile(
    "((?:[\u4e00-\u9fff]{2,8}、){1,12}[\u4e00-\u9fff]{2,8})等(?:有关|相关|各)?部门"
)


def find_agencies(sentences: pd.DataFrame, provisions: pd.DataFrame) -> pd.DataFrame:
    """Find the agencies that provisions name, in the lists that close them and in their bodies.

    `sentences` as from `structure.split_sentences` with the zones body and agencies. In a list
    every name is an agency, with the role that the list gives it: lead (牵头), support (配合,
    参与), or responsible. In a body are found names that begin with 省 and end as agencies do,
    and the fields before 等有关部门; their role is named.

    Returns the table `agencies`.

    >>> sentences = pd.DataFrame({"sentence_id": ["x-1-agencies01"], "provision_id": ["x-1"],
    ...     "start": [50], "zone": ["agencies"], "text": ["（省工信委牵头，财政、科技厅等配合）"]})
    >>> found = find_agencies(sentences, pd.DataFrame({"provision_id": ["x-1"], "province": ["x"]}))
    >>> found[["start", "end", "agency", "role"]].values.tolist()
    [[51, 55, '省工信委', 'lead'], [58, 60, '省财政厅', 'support'], [61, 64, '省科技厅', 'support']]
    """
    province = provisions.set_index("provision_id")["province"]
    rows = [
        {
            "provision_id": sentence.provision_id,
            "start": sentence.start + start,
            "end": sentence.start + end,
            "sentence_id": sentence.sentence_id,
            "province": province[sentence.provision_id],
            "agency": agency,
            "level": _level(agency),
            "role": role,
        }
        for sentence in sentences.itertuples()
        for start, end, agency, role in _find(sentence.text, sentence.zone)
    ]
    columns = [
        "provision_id", "start", "end", "sentence_id", "province", "agency", "level", "role",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def listed_agencies(agencies: pd.DataFrame) -> pd.DataFrame:
    """Choose the agencies in the lists that close provisions, without those only named in a text."""
    return agencies[agencies["role"] != "named"]


def widest(counts: pd.DataFrame, most: int = SHOWN) -> pd.DataFrame:
    """Keep the lines with a value in most columns, then with the highest sum, then by name."""
    rank = pd.DataFrame({"columns": counts.notna().sum(axis=1), "sum": counts.sum(axis=1)})
    order = rank.sort_index().sort_values(["columns", "sum"], ascending=False, kind="stable").index
    return counts.loc[order[:most]].dropna(axis="columns", how="all")


def _find(text: str, zone: str) -> Iterator[tuple[int, int, str, str]]:
    if zone == "agencies":
        yield from _read_list(text)
    elif zone == "body":
        for name in _NAMED.finditer(text):
            yield name.start(), name.end(), name[0], "named"
        for fields in _FIELDS.finditer(text):
            if not _NAMED.search(fields[1]):
                for field in re.finditer("[^、]+", fields[1]):
                    start = fields.start(1) + field.start()
                    yield start, start + len(field[0]), f"{field[0]}部门", "named"


def _read_list(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Read a bracketed list; a role written after names is that of all since the last one."""
    read: list[tuple[int, int, str]] = []
    roles: list[str] = []
    role = ""
    for start, end in _split(text, *_inside(text)):
        leading = _LEADING.match(text[start:end])
        if leading and leading[0][-1] in "：:":
            role = _role(leading[0])
        start += leading.end() if leading else 0
        closing = _CLOSING.search(text, max(start, end - _LONGEST), end)
        # Behind a name its role may stand in brackets of its own.
        name = text[start : closing.start() if closing else end].rstrip("（(〔").removesuffix("等")
        if name and not _REMARK.match(name):
            read.append((start, start + len(name), name))
            roles += [role] * bool(role)
        if closing:
            roles += [_role(closing[0])] * (len(read) - len(roles))
    roles += ["responsible"] * (len(read) - len(roles))
    for (start, end, _), name, own in zip(
        read, _whole([n for _, _, n in read]), roles, strict=True
    ):
        yield start, end, name, own


def _inside(text: str) -> tuple[int, int]:
    bracket = _BRACKETED.search(text)
    return (bracket.start() + 1, bracket.end() - 1) if bracket else (0, len(text))


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut at separators, but not inside brackets such as 各市（州）、县（市、区）政府."""
    kept = [m.span() for m in _BRACKETED.finditer(text, start, end)]
    for separator in _SEPARATOR.finditer(text, start, end):
        if not any(a < separator.start() < b for a, b in kept):
            if start < separator.start():
                yield start, separator.start()
            start = separator.end()
    if start < end:
        yield start, end


def _whole(names: list[str]) -> list[str]:
    """Give names the ending of the next that has one, and the 省 or 各 of those before.

    The 省 of one name is that of all after it; where several have it, those without go without.
    """
    ending, ended = "", []
    for name in reversed(names):
        found = _HAS_SUFFIX.search(name)
        ending = found[1] if found else ending
        ended.append(name if found else name + ending)
    opening, whole = "", []
    several = sum(name.startswith("省") for name in names) > 1
    for name in reversed(ended):
        found = _PREFIX.match(name)
        opening = found[0] if found else opening
        shares = not several and _level(name) == "other"
        if opening == "各":
            shares = name[0] in "市州县区"
        whole.append(opening + name if shares and not found else name)
    return whole


def _role(words: str) -> str:
    return next((role for role, pattern in _ROLES if pattern.search(words)), "responsible")


def _level(agency: str) -> str:
    return next((level for level, pattern in _LEVELS if pattern.search(agency[:_LONGEST])), "other")
