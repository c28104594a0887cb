"""Quantified targets in sentences, a picture and a table."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.draw.shapes import draw_grid, panels
from analysis.draw.style import GREY, cover_cell, link_artist, link_place, shorten
from analysis.draw.svg import SavedFigure, save_figure
from analysis.say.catalogue import label, say
from analysis.say.links import TARGETS, reader_href
from analysis.say.names import Names, in_order
from analysis.say.views import Part, Row, View, describe_figure, make_view
from analysis.say.wording import Statement, Statements
from analysis.store.files import FIGURES
from analysis.vocabulary import ALL, FEW

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Lines of a list of targets that are not higher than a page.
LISTED = 48

# Where the columns of a list stand, as parts of its width.
_PLACES = (0.02, 0.385, 0.575, 0.805, 0.86)


def statements(targets: pd.DataFrame, provisions: pd.DataFrame, names: Names) -> Statements:
    """Count the quantified targets by area and deadline: each province's, or of many all."""
    held = _with_province(targets, provisions)
    provinces = sorted(provisions["province"].unique())
    if len(provinces) <= FEW:
        return Statements(
            _say_own(province, held[held["province"] == province], names) for province in provinces
        )
    if held.empty:
        return Statements([say("targets.none_of", names, of=len(provinces))])
    n, everywhere = held["province"].value_counts(), reader_href({"passage": TARGETS})
    return Statements(
        [
            say("targets.many", names, everywhere, n=n, of=len(provinces)),
            say("targets.all", names, **_sums(held, names)),
        ]
    )


def headline(targets: pd.DataFrame, provisions: pd.DataFrame, names: Names) -> Statement:
    """Compare the number of quantified targets, or name the provinces with most."""
    n = _with_province(targets, provisions)["province"].value_counts()
    n = n.reindex(sorted(provisions["province"].unique()), fill_value=0)
    if len(n) <= FEW:
        counted = [{"province": province, "n": k} for province, k in n.items()]
        return say("targets.headline", names, counted=counted)
    if not n.any():
        return say("targets.headline_none", names)
    most = n.index[n == n.max()]
    return say("targets.headline_many", names, n=n, setting=(n > 0).sum(), most=most)


def dated_statements(
    numbers: pd.DataFrame, targets: pd.DataFrame, provisions: pd.DataFrame, names: Names
) -> Statements:
    """Name the sentences that give a date and no quantity, or count those of many provinces."""
    dated = numbers[numbers["kind"] == "date"]
    dated = _with_province(dated[~dated["sentence_id"].isin(targets["sentence_id"])], provisions)
    found = dated.groupby("province")["sentence_id"].unique()
    if len(found) > FEW:
        return Statements([say("targets.dated_many", names, n=found.map(len))])
    return Statements(
        say("targets.dated", names, province=province, sentences=ids)
        for province, ids in found.items()
    )


def plot(targets: pd.DataFrame, provisions: pd.DataFrame, names: Names) -> Axes:
    """Set the quantified targets out as a table: by province, then area, in the text's order.

    Those that a list of LISTED lines does not hold are counted.
    """
    if _fit_a_page(targets, provisions):
        return _plot_list(targets, provisions, names)
    return _plot_grid(targets, provisions, names)


def draw(
    targets: pd.DataFrame,
    provisions: pd.DataFrame,
    names: Names,
    *,
    source: str,
    folder: Path = FIGURES,
) -> SavedFigure:
    """Draw and save the figure `targets`."""
    listed = targets["quantity"] + " " + targets["text"]
    kind = "drawn" if _fit_a_page(targets, provisions) else "drawn_many"
    drawn = say(f"targets.{kind}", names, listed=listed)
    return save_figure(
        plot(targets, provisions, names), "targets", source=source, folder=folder,
        title=headline(targets, provisions, names),
        alt=describe_figure(drawn, statements(targets, provisions, names)),
    )  # fmt: skip


def view(targets: pd.DataFrame, provisions: pd.DataFrame, names: Names) -> View | None:
    """List the quantified targets as written, in the order of the texts; None without any."""
    if targets.empty:
        return None
    held = _with_province(targets, provisions).sort_values(["provision_id", "start"])
    columns = ("province", "what", "as_written", "value", "by", "area", "sentence")
    rows = (
        Row(
            (
                names.statement(target.province), target.quantity, target.text, _value(target),
                target.deadline or "–",
                names.statement(target.area, ALL) if target.area else "–", target.sentence_id,
            )
        )
        for target in held.itertuples()
    )  # fmt: skip
    return make_view(say("targets.caption"), columns, rows)


def part(tables: Mapping[str, pd.DataFrame], names: Names) -> Part:
    """Write the part of the brief on targets."""
    held = tables["targets"], tables["provisions"]
    return Part(statements(*held, names), table=view(*held, names))


def _say_own(province: str, own: pd.DataFrame, names: Names) -> Statement:
    if own.empty:
        return say("targets.none", names, province=province)
    href = reader_href({"province": province, "passage": TARGETS})
    return say("targets.few", names, href, province=province, n=len(own), **_sums(own, names))


def _sums(held: pd.DataFrame, names: Names) -> dict[str, list[dict[str, Any]]]:
    """Count targets by area, in the lexicon's order, and by year due."""
    of_area = held["area"].value_counts()
    due = held.loc[held["deadline"] != "", "deadline"].value_counts().sort_index()
    return {
        "areas": [{"area": a, "n": of_area[a]} for a in [*names.areas, ""] if a in of_area],
        "due": [{"year": year, "n": n} for year, n in due.items()],
    }


def _with_province(rows: pd.DataFrame, provisions: pd.DataFrame) -> pd.DataFrame:
    owner = provisions.set_index("provision_id")["province"]
    return rows.assign(province=rows["provision_id"].map(owner))


def _value(target: Any) -> Statement:
    """Write what a row of the table `targets` asks for: sign, number and unit."""
    facts = {"comparator": target.comparator, "value": target.value, "unit": target.unit}
    return say("targets.value", **facts)


def _fit_a_page(targets: pd.DataFrame, provisions: pd.DataFrame) -> bool:
    """Tell whether the targets, and a line above those of each province and area, can be listed."""
    held = _with_province(targets, provisions)
    without = set(provisions["province"]) - set(held["province"])
    heads = held[["province", "area"]].drop_duplicates()
    return len(targets) + len(heads) + len(without) <= LISTED


def _plot_list(targets: pd.DataFrame, provisions: pd.DataFrame, names: Names) -> Axes:
    groups = _by_area(targets, provisions, names)
    n_lines = len(targets) + len(groups)
    ax = panels(1, 1, 1.4 + 0.26 * n_lines)[0, 0]
    heads = (
        label("targets.figure.what"), label("columns.as_written"), label("columns.value"),
        label("targets.figure.due"), label("columns.sentence"),
    )  # fmt: skip
    for x, head in zip(_PLACES, heads, strict=True):
        ax.text(x, -0.2, head, fontsize=8.5, color=GREY, va="bottom")
    y, before = 0, ""
    for (province, area), rows in groups.items():
        ax.axhline(y, color=GREY, lw=0.7 if province != before else 0.3)
        if province != before:
            ax.text(0, y + 0.5, names.both(province), va="center")
        what = names.both(area, ALL) if area else label("targets.figure.no_area")
        if rows.empty:
            what = label("targets.figure.no_target")
        ax.text(0.14, y + 0.5, what, fontsize=9, va="center")
        before = province
        for at, target in enumerate(rows.itertuples(), y + 1):
            _write_line(ax, at + 0.5, target)
        y += len(rows) + 1
    ax.set(xlim=(0, 1), ylim=(n_lines + 0.1, -0.9))
    ax.axis("off")
    return ax


def _write_line(ax: Axes, y: float, target: Any) -> None:
    line = (
        shorten(target.quantity, 205, 8.5), shorten(target.text, 108, 8.5), _value(target).en,
        target.deadline or "—", target.sentence_id,
    )  # fmt: skip
    for x, text in zip(_PLACES, line, strict=True):
        ax.text(x, y, text, fontsize=8.5 if x < 0.8 else 8, va="center")
    link_place(cover_cell(ax, 0.5, y), target.sentence_id)


def _by_area(
    targets: pd.DataFrame, provisions: pd.DataFrame, names: Names
) -> dict[tuple[str, str], pd.DataFrame]:
    """Gather the targets of each province by area, in the text's order; also if there are none."""
    held = _with_province(targets, provisions).sort_values(["provision_id", "start"])
    held = in_order(held, names)
    groups = dict(iter(held.groupby(["province", "area"], sort=False)))
    for province in set(provisions["province"]) - set(held["province"]):
        groups[province, ""] = held.head(0)
    return dict(sorted(groups.items(), key=lambda group: group[0][0]))


def _plot_grid(targets: pd.DataFrame, provisions: pd.DataFrame, names: Names) -> Axes:
    """Count the quantified targets of each province by area.

    A count leads to the first target that it counts, that of all areas to all of them.
    """
    held = _with_province(targets, provisions)
    provinces, columns = sorted(provisions["province"].unique()), [*names.areas, ""]
    counts = pd.crosstab(held["province"], held["area"])
    counts = counts.reindex(index=provinces, columns=columns, fill_value=0)
    first = held.groupby(["province", "area"])["sentence_id"].first()
    ends = [label(f"targets.figure.{end}", between="\n") for end in ("in_no_area", "all")]
    heads = [*(names.both(area, ALL, between="\n") for area in names.areas), *ends]
    table = np.column_stack([counts.to_numpy(), counts.sum(axis=1)])
    # The sum is no cell beside the others: it bears no shade.
    shade = np.column_stack([counts.to_numpy(), np.zeros(len(counts))])
    ax, cells = draw_grid(
        shade, [names.both(province) for province in provinces], heads, label("targets.figure.unit"),
        high=max(shade.max(), 1) * 1.3, written=[[str(n or "") for n in row] for row in table],
    )  # fmt: skip
    for (y, x), cell in cells.items():
        if not table[y, x]:
            continue
        if x < len(columns):
            link_place(cell, first[provinces[y], columns[x]])
        else:
            link_artist(cell, province=provinces[y], passage=TARGETS)
    return ax
