"""Names of provinces, areas and topics, in every language."""

from collections.abc import Callable

import pandas as pd

from analysis.say.catalogue import say
from analysis.say.wording import Statement
from analysis.vocabulary import ALL, LANGUAGES, OTHERS, PARENT


class Names:
    """Names of provinces, areas and topics, from the columns name_en, name_zh and so on.

    >>> provinces = pd.DataFrame({"province": ["hebei"], "name_zh": ["河北"], "name_en": ["Hebei"]})
    >>> areas = pd.DataFrame({"area": ["culture"], "topic": ["all"], "position": [0],
    ...                       "name_zh": ["文化"], "name_en": ["Culture"]})
    >>> names = Names(provinces, areas)
    >>> names.both("hebei"), names.zh("culture", "all"), names.en("culture", "all")
    ('河北 Hebei', '文化', 'Culture')
    """

    def __init__(self, provinces: pd.DataFrame, areas: pd.DataFrame) -> None:
        ordered = areas.sort_values("position")
        self._names: dict[tuple[str, ...], Statement]
        self._names = {(key,): say(f"provinces.{key}") for key in (PARENT, OTHERS)}
        self._names |= _named(provinces, ["province"]) | _named(ordered, ["area", "topic"])
        self._topics = ordered.groupby("area", sort=False)["topic"].agg(list).to_dict()
        self.areas: list[str] = list(self._topics)
        self.en, self.zh = self.called("en"), self.called("zh")

    def topics(self, area: str) -> list[str]:
        """List the topics of an area in the lexicon's order, without the area as a whole."""
        return [topic for topic in self._topics[area] if topic != ALL]

    def statement(self, *key: str) -> Statement:
        """Give the name of a province, or of an area and topic, in every language."""
        return self._names[key]

    def called(self, lang: str) -> Callable[..., str]:
        """Give the function that names things in one language."""
        return lambda *key: self._names[key].said(lang)

    def both(self, *key: str, between: str = " ") -> str:
        """Give the name in all languages together, Chinese first."""
        return between.join(self._names[key].said(lang) for lang in reversed(LANGUAGES))


def _named(table: pd.DataFrame, key: list[str]) -> dict[tuple[str, ...], Statement]:
    """Gather the names of what a table lists, by its key."""
    texts = table[[f"name_{lang}" for lang in LANGUAGES]].set_axis(list(LANGUAGES), axis=1)
    keys = table[key].itertuples(index=False, name=None)
    return dict(zip(keys, (Statement(**row) for row in texts.to_dict("records")), strict=True))


def in_order(table: pd.DataFrame, names: Names) -> pd.DataFrame:
    """Sort a table of areas as the lexicon does."""
    rank = {area: place for place, area in enumerate(names.areas)}
    return table.sort_values("area", key=lambda column: column.map(rank), kind="stable")
