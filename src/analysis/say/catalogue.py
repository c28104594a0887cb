"""Texts for readers, one TOML file a language: facts in, a statement in every language out.

A message is a Jinja2 template under a key such as `targets.headline`. Beside the facts it is given,
it can use

- `name(province)`, `name(area, topic)` and the filters `name` and `area`, which name things;
- `count(n, "term")`, a number with its English noun, and the filters `percent`, `points`,
  `probability`, `number`, `thousands`, `amount`, `amount_zh`, `bits`, which write numbers, as in
  `wording`;
- `say("key", fact=...)`, which writes another message, of the same facts and those given, also one of
  a group, `say("verdicts." ~ verdict)`;
- the filters `each("key")`, which writes each of a list of facts by a message of its own, `words`,
  which joins words with a last "and", `some`, which names or counts provinces, and
  `span("percent", 0)`, which gives the lowest and the highest of values by province;
- the filter `worded("targets.units")`, which looks a word up in a group and leaves it as it is
  where the group has none.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
from jinja2 import Environment, StrictUndefined, Template, pass_context
from jinja2.runtime import Context

from analysis.say import wording
from analysis.say.wording import NAMED, Statement
from analysis.vocabulary import ALL, LANGUAGES

if TYPE_CHECKING:
    from analysis.say.names import Names


def say(key: str, names: Names | None = None, href: str = "", /, **facts: Any) -> Statement:
    """Say in every language what the catalogues have under a key, of these facts.

    `href` leads to the words that the statement counts, as `links.reader_href` writes it.
    """
    texts = {lang: write(lang, key, names, **facts) for lang in LANGUAGES}
    return Statement(**texts, href=href)


def label(key: str, names: Names | None = None, /, *, between: str = " ", **facts: Any) -> str:
    """Write in all languages, side by side, what the catalogues have under a key.

    What is the same in all, such as F1, stands once.

    >>> label("columns.coverage"), label("columns.coverage", between="|")
    ('覆盖度 Coverage', '覆盖度|Coverage')
    """
    texts = (write(lang, key, names, **facts) for lang in reversed(LANGUAGES))
    return between.join(dict.fromkeys(texts))


def write(lang: str, key: str, names: Names | None = None, /, **facts: Any) -> str:
    """Write in one language what its catalogue has under a key.

    Raises KeyError for a key that is not there, and UndefinedError for a fact that is missing.

    >>> write("en", "provinces.many", n=8), write("zh", "provinces.many", n=8)
    ('8 provinces', '8个省')
    """
    return _template(lang, key).render(facts, names=names, lang=lang)


def keys(group: str) -> list[str]:
    """List what stands under a group of the catalogues, in their order, without the group."""
    begin = f"{group}."
    return [key.removeprefix(begin) for key in messages(LANGUAGES[0]) if key.startswith(begin)]


@cache
def messages(lang: str) -> dict[str, str]:
    """Read the catalogue of a language: texts by key, the names of nested tables joined by dots."""
    path = Path(__file__).parent / f"{lang}.toml"
    return dict(_flatten(tomllib.loads(path.read_text(encoding="utf-8"))))


def _flatten(texts: Mapping[str, Any], before: str = "") -> Iterable[tuple[str, str]]:
    for name, text in texts.items():
        if isinstance(text, str):
            yield before + name, text
        else:
            yield from _flatten(text, f"{before}{name}.")


@cache
def _template(lang: str, key: str) -> Template:
    return environment().from_string(messages(lang)[key])


@cache
def environment() -> Environment:
    """Set up Jinja2 with what all messages can use."""
    made = Environment(undefined=StrictUndefined)
    made.globals.update(count=wording.count_of, name=_name, say=_say)
    for write_number in (
        wording.percent, wording.points, wording.probability, wording.number, wording.thousands,
        wording.amount, wording.amount_zh, wording.bits,
    ):  # fmt: skip
        made.filters[write_number.__name__] = write_number
    made.filters.update(words=wording.join_words, each=_each, name=_name, area=_area)
    made.filters.update(some=_some, span=_span, worded=_worded)
    return made


@pass_context
def _name(context: Context, *key: str) -> str:
    return str(context["names"].called(context["lang"])(*key))


@pass_context
def _area(context: Context, area: str) -> str:
    return str(context["names"].called(context["lang"])(area, ALL))


@pass_context
def _say(context: Context, key: str, **facts: Any) -> str:
    """Write another message of the same facts, and of those given."""
    return _template(context["lang"], key).render({**context.get_all(), **facts})


@pass_context
def _worded(context: Context, word: str, group: str) -> str:
    """Give what a group has for a word, or the word itself where it has none."""
    return messages(context["lang"]).get(f"{group}.{word}", word)


@pass_context
def _each(context: Context, items: Iterable[Any], key: str, **more: Any) -> list[str]:
    """Write each of a list, of mappings or of rows of a table, by a message of its own."""
    facts = (item if isinstance(item, Mapping) else item._asdict() for item in items)
    return [write(context["lang"], key, context["names"], **fact, **more) for fact in facts]


@pass_context
def _some(context: Context, provinces: Iterable[str], most: int = NAMED) -> str:
    """Name provinces, or count them where they are more than `most`."""
    named = sorted(provinces)
    kind = "many" if len(named) > most else "few"
    facts = {"provinces": named, "n": len(named)}
    return write(context["lang"], f"provinces.{kind}", context["names"], **facts)


@pass_context
def _span(context: Context, values: pd.Series, form: str, *digits: int) -> str:
    """Say the lowest and the highest of values by province, written by a filter, and whose they are."""
    ends = values.min(), values.max()
    low, high = (context.environment.filters[form](end, *digits) for end in ends)
    kind = "one" if len(values) == 1 else "each" if low == high else "two"
    of_low, of_high = (values.index[values == end] for end in ends)
    facts = {"low": low, "high": high, "of_low": of_low, "of_high": of_high}
    return write(context["lang"], f"span.{kind}", context["names"], **facts)
