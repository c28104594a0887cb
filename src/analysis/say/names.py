"""Names of provinces, areas and topics, in every language."""

from collections.abc import Callable

import pandas as pd

from analysis.say.catalogue import write
from analysis.say.wording import Statement
from analysis.vocabulary import ALL, OTHERS, PARENT


class Names:
    """Chinese and English names of provinces, areas and topics.

    >>> provinces = pd.DataFrame({"province": ["hebei"], "name_zh": ["河北"], "name_en": ["Hebei"]})
    >>> areas = pd.DataFrame({"area": ["culture"], "topic": ["all"], "position": [0],
    ...                       "name_zh": ["文化"], "name_en": ["Culture"]})
    >>> names = Names(provinces, areas)
    >>> names.both("hebei"), names.zh("culture", "all"), names.en("culture", "all")
    ('河北 Hebei', '文化', 'Culture')
    """

    def __init__(self, provinces: pd.DataFrame, areas: pd.DataFrame) -> None:
        rows = list(provinces[["province", "name_zh", "name_en"]].itertuples(index=False))
        self._names: dict[tuple[str, ...], tuple[str, str]] = {(p,): (zh, en) for p, zh, en in rows}
        for key in (PARENT, OTHERS):
            self._names[(key,)] = (write("zh", f"provinces.{key}"), write("en", f"provinces.{key}"))
        ordered = areas.sort_values("position")["area"]
        self.areas: list[str] = ordered.drop_duplicates().tolist()
        self._topics: dict[str, list[str]] = {}
        for area in areas.sort_values("position").itertuples():
            self._names[area.area, area.topic] = (area.name_zh, area.name_en)
            self._topics.setdefault(area.area, []).append(area.topic)

    def topics(self, area: str) -> list[str]:
        """List the topics of an area in the lexicon's order, without the area as a whole."""
        return [topic for topic in self._topics[area] if topic != ALL]

    def zh(self, *key: str) -> str:
        """Give the Chinese name of a province, or of an area and topic."""
        return self._names[key][0]

    def en(self, *key: str) -> str:
        """Give the English name of a province, or of an area and topic."""
        return self._names[key][1]

    def statement(self, *key: str) -> Statement:
        """Give the name in every language, to stand in a table."""
        return Statement(self.en(*key), self.zh(*key))

    def called(self, lang: str) -> Callable[..., str]:
        """Give the function that names things in one language, en or zh."""
        return {"en": self.en, "zh": self.zh}[lang]

    def both(self, *key: str, between: str = " ") -> str:
        """Give the Chinese and the English name together."""
        return between.join(self._names[key])


def in_order(table: pd.DataFrame, names: Names) -> pd.DataFrame:
    """Sort a table of areas as the lexicon does."""
    rank = {area: place for place, area in enumerate(names.areas)}
    return table.sort_values("area", key=lambda column: column.map(rank), kind="stable")
