"""The lexicon: `policy_areas.toml` as tables, and the longest-match search for its terms."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.files import RAW, show_path

# The topic of an area's own row in every table that has topics.
ALL = "all"

# Character for character, so that offsets stay true: the full-width forms of ASCII to ASCII,
# the ideographic space to a space, tortoise-shell brackets to round ones.
_NORMAL = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: 0x20, 0x3014: 0x28, 0x3015: 0x29}

# What the file is made of, and how it is written there.
_FORMS: dict[str, tuple[type, str]] = {
    "areas": (dict, '[areas], and below it a line such as net = { name_zh = "…", name_en = "…" }'),
    "topics": (list, "[[topics]], in double brackets, before each topic"),
    "neutral": (list, "[[neutral]], in double brackets, before each group of neutral terms"),
}


class LexiconError(ValueError):
    """A lexicon that cannot be used; the message names the file, the entry and what to do."""


def read_areas(path: Path = RAW / "policy_areas.toml") -> pd.DataFrame:
    """Read the policy areas and their topics, in the order of the file.

    Returns the table `policy_areas`: a row `all` for each area, followed by its topics.
    Raises LexiconError as `read_terms` does.
    """
    entries = _read_entries(path)
    rows = []
    for area, names in entries["areas"].items():
        topics = [topic for topic in entries["topics"] if topic["area"] == area]
        n_terms = [len(topic["terms"]) for topic in topics]
        rows.append((area, ALL, names["name_zh"], names["name_en"], sum(n_terms)))
        rows += [
            (area, topic["topic"], topic["name_zh"], topic["name_en"], n)
            for topic, n in zip(topics, n_terms, strict=True)
        ]
    areas = pd.DataFrame(rows, columns=["area", "topic", "name_zh", "name_en", "n_terms"])
    areas.insert(2, "position", range(len(areas)))
    return areas


def read_terms(path: Path = RAW / "policy_areas.toml") -> pd.DataFrame:
    """Read the terms of the lexicon: term, area, topic; neutral terms have neither.

    Raises LexiconError when the file is missing or no TOML, an entry lacks a field, a topic
    names an area that is not declared, or a term stands twice (also after normalising).
    """
    entries = _read_entries(path)
    rows = [
        (term, topic["area"], topic["topic"])
        for topic in entries["topics"]
        for term in topic["terms"]
    ]
    rows += [(term, "", "") for group in entries["neutral"] for term in group["terms"]]
    terms = pd.DataFrame(rows, columns=["term", "area", "topic"], dtype="str")
    written = terms["term"].map(lambda term: normalise(term).casefold())
    doubled = written.duplicated(keep=False)
    if doubled.any():
        first, second = terms[written == written[doubled.idxmax()]].head(2).to_dict("records")
        raise LexiconError(
            f"{show_path(path)}: the term '{first['term']}' stands in {_place(first)} and again "
            f"in {_place(second)}; expected every term once. Delete one of the two."
        )
    return terms


def normalise(text: str) -> str:
    """Make full-width forms half-width, one character for one, so that offsets stay true.

    >>> normalise("４Ｇ（ＷＬＡＮ）　〔2017〕")
    '4G(WLAN) (2017)'
    """
    return text.translate(_NORMAL)


def compile_terms(terms: Iterable[str]) -> re.Pattern[str]:
    """Compile terms into one pattern that finds the leftmost and longest on normalised text.

    Latin letters match in either case; a term that begins or ends in a Latin letter or digit
    does not match inside a longer such word.

    >>> pattern = compile_terms(["信息基础设施", "关键信息基础设施", "AP"])
    >>> pattern.findall("关键信息基础设施和信息基础设施，APP不算，ap算")
    ['关键信息基础设施', '信息基础设施', 'ap']
    """
    longest_first = sorted({normalise(term) for term in terms}, key=lambda t: (-len(t), t))
    if not longest_first:
        return re.compile(r"(?!)")
    return re.compile("|".join(map(_as_pattern, longest_first)), re.IGNORECASE)


def find_hits(tokens: pd.DataFrame, terms: pd.DataFrame) -> pd.DataFrame:
    """Pick the tokens that are terms of an area.

    `tokens` as `tokens.cut_sentences` returns them, `terms` as `read_terms`. Returns the table
    `hits`; neutral terms are no hits.
    """
    of_areas = terms[terms["area"] != ""]
    hits = tokens.merge(of_areas, on="term", how="inner", validate="many_to_one")
    columns = ["sentence_id", "start", "end", "provision_id", "area", "topic", "term"]
    return hits[columns].sort_values(["sentence_id", "start"], ignore_index=True)


def _as_pattern(term: str) -> str:
    before = r"(?<![0-9A-Za-z])" if term[0].isascii() and term[0].isalnum() else ""
    after = r"(?![0-9A-Za-z])" if term[-1].isascii() and term[-1].isalnum() else ""
    return before + re.escape(term) + after


def _place(entry: dict[str, str]) -> str:
    return f"{entry['area']}.{entry['topic']}" if entry["area"] else "the neutral terms"


def _read_entries(path: Path) -> dict[str, Any]:
    where = show_path(path)
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise LexiconError(f"{where}: no such file; expected the lexicon. Put it back.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LexiconError(
            f"{where}: not readable as TOML ({error}); expected [areas], [[topics]] and "
            "[[neutral]]. Correct the line."
        ) from None
    for name, (kind, form) in _FORMS.items():
        entry = entries.setdefault(name, kind())
        parts = entry.values() if isinstance(entry, dict) else entry
        if not isinstance(entry, kind) or not all(isinstance(part, dict) for part in parts):
            raise LexiconError(
                f"{where}: '{name}' is written in another form than expected: {form}. Correct it."
            )
    for area, names in entries["areas"].items():
        _require(names, {"name_zh": str, "name_en": str}, f"{where}, area '{area}'")
    for number, topic in enumerate(entries["topics"], start=1):
        place = f"{where}, topic {number} ('{topic.get('topic', '')}')"
        fields = {"area": str, "topic": str, "name_zh": str, "name_en": str, "terms": list}
        _require(topic, fields, place)
        if topic["area"] not in entries["areas"]:
            raise LexiconError(
                f"{place}: unknown area '{topic['area']}'; expected one of "
                f"{list(entries['areas'])}. Correct it or declare the area under [areas]."
            )
    for number, group in enumerate(entries["neutral"], start=1):
        _require(group, {"why": str, "terms": list}, f"{where}, neutral group {number}")
    if not entries["areas"] or not entries["topics"]:
        raise LexiconError(f"{where}: found no area or no topic; expected at least one of each.")
    return entries


def _require(entry: dict[str, Any], fields: Mapping[str, type], place: str) -> None:
    for field, kind in fields.items():
        if not isinstance(entry.get(field), kind) or not entry[field]:
            raise LexiconError(
                f"{place}: found {entry.get(field)!r} for '{field}', expected a "
                f"{'list of terms' if kind is list else 'text'}. Fill it in."
            )
    unusable = [t for t in entry.get("terms", []) if not isinstance(t, str) or not t.strip()]
    if unusable:
        raise LexiconError(f"{place}: found the term {unusable[0]!r}, expected a word. Correct it.")
