"""The lexicon: `policy_areas.toml` as tables, and the longest-match search for its terms."""

import sys
import tomllib
from collections.abc import Callable, Iterable, Mapping
from operator import itemgetter
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from ahocorasick_rs import AhoCorasick, Implementation

from analysis.errors import LexiconError
from analysis.store.files import RAW, show_path
from analysis.vocabulary import ALL

# What each character becomes, one for one, so that offsets stay true: the full-width forms of
# ASCII become ASCII, the ideographic space a space, tortoise-shell brackets round ones.
_NORMAL = np.arange(sys.maxunicode + 1, dtype="<u4")
_NORMAL[0xFF01:0xFF5F] = range(0x21, 0x7F)
_NORMAL[[0x3000, 0x3014, 0x3015]] = [0x20, 0x28, 0x29]

# Small letters with a second form that lower() leaves as it is, and their first forms.
_SECOND_FORMS = tuple(zip("ıſςµϐϑϕϖϰϱϵ", "isσμβθφπκρε", strict=True))

# What the file is made of, and how it is written there.
_FORMS: dict[str, tuple[type, str]] = {
    "areas": (dict, '[areas], and below it a line such as net = { name_zh = "…", name_en = "…" }'),
    "topics": (list, "[[topics]], in double brackets, before each topic"),
    "neutral": (list, "[[neutral]], in double brackets, before each group of neutral terms"),
}
Finder = Callable[[str], list[tuple[int, int, str]]]


def read_areas(path: Path = RAW / "policy_areas.toml") -> pd.DataFrame:
    """Read the policy areas and their topics, in the order of the file.

    Returns the table `policy_areas`: a row `all` for each area, followed by its topics.
    Raises LexiconError as `read_terms` does.
    """
    entries = _read_entries(path)
    rows = []
    for area, names in entries["areas"].items():
        topics = [topic for topic in entries["topics"] if topic["area"] == area]
        whole = {**names, "topic": ALL, "terms": [t for topic in topics for t in topic["terms"]]}
        rows += [
            (area, topic["topic"], topic["name_zh"], topic["name_en"], len(topic["terms"]))
            for topic in (whole, *topics)
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
    # One look-up in an array for the whole text is twenty times as fast as str.translate.
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    return _NORMAL[codes].tobytes().decode("utf-32-le", "surrogatepass")


def term_finder(terms: Iterable[str]) -> Finder:
    """Make a function that finds the leftmost and longest terms in a normalised text.

    Latin letters match in either case; a term that begins or ends in a Latin letter or digit
    does not match inside a longer such word. The function gives, for every term found, start and
    end in the text and the term as it stands in `terms`.

    >>> find = term_finder(["信息基础设施", "关键信息基础设施", "AP"])
    >>> find("关键信息基础设施和信息基础设施，APP不算，ap算")
    [(0, 8, '关键信息基础设施'), (9, 15, '信息基础设施'), (22, 24, 'AP')]
    """
    written = {_in_small_letters(normalise(term)): term for term in terms}
    listed = list(written.values())
    latin = {place for place, t in enumerate(written) if _is_latin(t[0]) or _is_latin(t[-1])}
    search = AhoCorasick(written, implementation=Implementation.DFA).find_matches_as_indexes

    def find(text: str) -> list[tuple[int, int, str]]:
        letters = _in_small_letters(text)
        found = []
        free = 0
        # They come in the order of their ends: so, of those with one start, the longest is first.
        matches = reversed(search(letters, overlapping=True))
        for place, start, end in sorted(matches, key=itemgetter(1)):
            if start >= free and (place not in latin or _is_whole(letters, start, end)):
                found.append((start, end, listed[place]))
                free = end
        return found

    return find


def find_hits(tokens: pd.DataFrame, terms: pd.DataFrame) -> pd.DataFrame:
    """Pick the tokens that are terms of an area.

    `tokens` as `tokens.tokenise` returns them, `terms` as `read_terms`. Returns the table
    `hits`; neutral terms are no hits.
    """
    of_areas = terms[terms["area"] != ""]
    hits = tokens.merge(of_areas, on="term", how="inner", validate="many_to_one")
    columns = ["sentence_id", "start", "end", "provision_id", "area", "topic", "term"]
    return hits[columns].sort_values(["sentence_id", "start"], ignore_index=True)


def _in_small_letters(text: str) -> str:
    """Give a text with every letter small, each character at its place."""
    # The one character whose small form is two.
    small = text.replace("İ", "i").lower()
    for form, letter in _SECOND_FORMS:
        small = small.replace(form, letter)
    return small


def _is_whole(text: str, start: int, end: int) -> bool:
    """Tell whether no word in Latin letters or digits goes on over the start or the end."""
    return not any(_is_latin(text[i - 1 : i]) and _is_latin(text[i : i + 1]) for i in (start, end))


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


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
