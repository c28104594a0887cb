"""Grids and tables read back, and names of many provinces to fill them."""

from urllib.parse import unquote

import pandas as pd

from analysis.say.names import Names

MANY = [f"p{k:02d}" for k in range(31)]
AREAS = ["net", "sec", "poor", "art"]


def longest_names() -> Names:
    """Thirty-one provinces, the longest names that there are, and four areas."""
    provinces = pd.DataFrame({"province": MANY, "name_zh": "内蒙古", "name_en": "Inner Mongolia"})
    areas = pd.DataFrame(
        {"area": AREAS, "topic": "all", "position": range(4), "name_zh": "基础设施",
         "name_en": "Poverty alleviation"}
    )  # fmt: skip
    return Names(provinces, areas)


def written(ax) -> dict[tuple[int, int], str]:
    """What is written in a grid, by line and column."""
    return {cell(t): t.get_text() for t in ax.texts}


def leads(ax) -> dict[tuple[int, int], str | None]:
    return {cell(t): t.get_url() and unquote(t.get_url()) for t in ax.texts}


def cell(text) -> tuple[int, int]:
    """The line and column in whose middle a text stands."""
    x, y = (at - 0.5 for at in text.get_position())
    assert x == int(x)
    assert y == int(y)
    return int(y), int(x)


def view_cells(view, lang="en"):
    return [
        [cell if isinstance(cell, str) else getattr(cell, lang) for cell in row.cells]
        for row in view.rows
    ]
