"""Charts for more than a few provinces: a line for each, and panels or columns beside each other.

The forms for up to FEW provinces draw every provision, target or agency of each. Of thirty
provinces that is too much for a figure: here each has a line, and what is left out is said.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.ticker import MaxNLocator, PercentFormatter

from analysis.contracts import PARENT, ZONES
from analysis.lexicon import ALL
from analysis.links import TARGETS, reader_address
from analysis.style import (
    BLACK,
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PINK,
    TWO_LINES,
    ZONE_COLOURS,
    ink,
    label_rows,
    link_artist,
    link_place,
    say_none,
)
from analysis.wording import LEVEL_NAMES, STRENGTH_NAMES, ZONE_NAMES, Names

LEVEL_COLOURS = {
    "central": PINK, "provincial": BLUE, "municipal": GREEN, "enterprise": ORANGE, "other": GREY,
}  # fmt: skip
# The height of a line in inches: text of 8 points, and some air.
LINE = 0.18
# Panels beside each other; of more, each would be narrower than its scale.
ACROSS = 5
# Lines that are not more than a page: of more documents, those of a province share a line.
LINES = 64
# Agencies in a grid: after so many come those that a province or two list.
AGENCIES = 30


@dataclass(frozen=True)
class _Key:
    """What the signs of a figure mean: how each looks by its name, and words on the unit."""

    looks: dict[str, dict[str, Any]]
    words: str = ""


def plot_zone_lines(zones: pd.DataFrame, documents: pd.DataFrame, names: Names) -> Axes:
    """Draw the zones of each document as a thin bar; of each province, where there are many.

    `zones` as `structure.zone_lengths` returns it.
    """
    province = documents.set_index("doc_id")["province"]
    together = len(documents) > LINES
    owner = zones["doc_id"].map(province)
    owned = zones.assign(province=owner, bar=owner if together else zones["doc_id"])
    wide = owned.pivot_table(
        index=["province", "bar"], columns="zone", values="n_han", aggfunc="sum", fill_value=0
    )
    wide = wide[[zone for zone in ZONES if zone in wide]].iloc[::-1]
    left = wide.cumsum(axis=1) - wide
    look = {zone: {"marker": "s", "color": ZONE_COLOURS[zone]} for zone in wide}
    key = _Key({" ".join(ZONE_NAMES[zone]): look[zone] for zone in wide})
    ax = _lay_out(1, 1, 1 + LINE * len(wide), key)[0, 0]
    at = range(len(wide))
    for zone in wide:
        ax.barh(at, wide[zone], left=left[zone], color=ZONE_COLOURS[zone], height=0.7)
    for y, total in enumerate(wide.sum(axis=1)):
        ax.text(total, y, f" {total:,.0f}", va="center", fontsize=7.5, color=GREY)
    # The first of a province's documents, which stands highest, bears the name.
    bars = wide.index.get_level_values("province")
    below = bars.duplicated(keep="last")
    _label_lines(ax, ["" if again else names.both(p) for p, again in zip(bars, below, strict=True)])
    ax.set_xlim(0, wide.sum(axis=1).max() * 1.1)
    ax.xaxis.set_major_formatter("{x:,.0f}")
    ax.set_xlabel(
        "汉字数，每条为一省的全部文件 Han characters, a bar for all documents of a province"
        if together
        else "汉字数，每条为一份文件 Han characters, a bar for each document",
        fontsize=9,
    )
    return ax


def plot_overlap_grid(overlap: pd.DataFrame, provisions: pd.DataFrame, names: Names) -> Axes:
    """Draw provinces against provinces: the share of provisions that stand in the other text.

    In a cell, of the provisions of its line, the per cent that are shared or adapted against the
    province of its column. It leads to the shared ones, or, if there are none, to those adapted.
    """
    owner = provisions[["provision_id", "province"]]
    held = overlap.merge(owner, on="provision_id", validate="many_to_one")
    counts = held.groupby(["province", "reference"])["status"].value_counts().unstack(fill_value=0)
    counts = counts.reindex(columns=["shared", "adapted", "own"], fill_value=0)
    common = 1 - counts["own"] / counts.sum(axis=1)
    provinces = sorted(held["province"].unique())
    columns = provinces + [PARENT] * (PARENT in set(held["reference"]))
    wide = common.unstack().reindex(index=provinces, columns=columns)
    ax = _draw_grid(
        [names.both(p) for p in provinces], [names.both(p) for p in columns],
        "占各行省份条款的百分比：共有或改写，对照各列省份\n"
        "Per cent of the provisions of the line's province, shared or adapted against the column's",
    )  # fmt: skip
    written = [["" if np.isnan(v) else f"{v * 100:.0f}" for v in row] for row in wide.to_numpy()]
    for y, x, cell in _fill_cells(ax, wide.to_numpy(), written, high=1.0):
        province, reference = provinces[y], columns[x]
        n = counts.loc[(province, reference)]
        for status in [status for status in ("shared", "adapted") if n[status]][:1]:
            link_artist(cell, province=province, passage=f"provisions/{status}/{reference}")
    return ax


def plot_own_lines(own_coverage: pd.DataFrame, names: Names) -> np.ndarray:
    """Draw the coverage of each area over all text (hollow) and over own text (filled).

    One panel an area, one line a province.
    """
    provinces = sorted(own_coverage["province"].unique(), reverse=True)
    axes = _draw_lines(
        [names.both(p) for p in provinces],
        [names.both(area, ALL, between="\n") for area in names.areas],
        _Key(
            {
                "全文 all text": {"marker": "o", "mfc": "white", "color": BLUE},
                "独有文本 own text": {"marker": "o", "color": BLUE},
            },
            "占tf-idf，线为95%区间，各图刻度不同 "
            "share of tf-idf; lines: 95% intervals; scales differ",
        ),
    )
    line = {province: y for y, province in enumerate(provinces)}
    for ax, area in zip(axes.flat, names.areas, strict=False):
        for text, shift, face in (("all", 0.17, "white"), ("own", -0.17, BLUE)):
            rows = own_coverage[(own_coverage["area"] == area) & (own_coverage["text"] == text)]
            y = rows["province"].map(line) + shift
            ax.hlines(y, rows["conf_low"], rows["conf_high"], color=BLUE, lw=1, alpha=0.5)
            _scatter(
                ax, rows["coverage"], y, face,
                [
                    {"province": row.province, "area": area, "status": text} if row.n_hits else {}
                    for row in rows.itertuples()
                ],
            )  # fmt: skip
        of_area = own_coverage.loc[own_coverage["area"] == area, "conf_high"]
        ax.set_xlim(0, (of_area.max() or 0.1) * 1.08)
        ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
        ax.set_xlabel("覆盖度 Coverage", fontsize=8)
    return axes


def plot_target_grid(targets: pd.DataFrame, provisions: pd.DataFrame, names: Names) -> Axes:
    """Count the quantified targets of each province by area.

    A count leads to the first target that it counts, that of all areas to all of them.
    """
    owner = provisions.set_index("provision_id")["province"]
    held = targets.assign(province=targets["provision_id"].map(owner))
    provinces = sorted(owner.unique())
    columns = [*names.areas, ""]
    counts = held.groupby(["province", "area"]).size().unstack(fill_value=0)
    counts = counts.reindex(index=provinces, columns=columns, fill_value=0)
    first = held.groupby(["province", "area"])["sentence_id"].first()
    heads = [names.both(a, ALL, between="\n") for a in names.areas]
    ax = _draw_grid(
        [names.both(p) for p in provinces],
        [*heads, "不属任何领域\nnone of the areas", "合计\nall"],
        "量化目标个数，空格为没有 Number of quantified targets, empty for none",
        upright=True,
    )
    table = np.column_stack([counts.to_numpy(), counts.sum(axis=1)])
    # The sum is no cell beside the others: it bears no shade.
    shade = np.column_stack([counts.to_numpy(), np.zeros(len(counts))])
    written = [[str(n) if n else "" for n in row] for row in table]
    for y, x, cell in _fill_cells(ax, shade, written, high=max(shade.max(), 1) * 1.3):
        if x < len(columns):
            link_place(cell, first[provinces[y], columns[x]])
        else:
            link_artist(cell, province=provinces[y], passage=TARGETS)
    return ax


def plot_agency_grid(agencies: pd.DataFrame, names: Names) -> Axes:
    """Draw the agencies listed in most provinces, and for how many provisions of each."""
    listed = agencies[agencies["role"] != "named"]
    counts = listed.groupby(["agency", "province"])["provision_id"].nunique().unstack()
    shown = _widest(counts, AGENCIES)
    if shown.empty:
        _, ax = plt.subplots(figsize=(8, 1.6))
        say_none(ax, "没有文件列出责任单位 no document lists responsible agencies")
        return ax
    level = listed.drop_duplicates("agency").set_index("agency")["level"]
    used = [kind for kind in LEVEL_COLOURS if (level[shown.index] == kind).any()]
    look = {kind: {"marker": "s", "color": LEVEL_COLOURS[kind]} for kind in used}
    ax = _draw_grid(
        shown.index.tolist(), [names.both(p) for p in shown.columns],
        f"列为责任单位的条款数；{len(counts):,}个单位中，被最多省份列出的{len(shown)}个\n"
        f"Provisions it is listed for; {len(shown)} of {len(counts):,} agencies, those listed in "
        "most provinces",
        _Key({" ".join(LEVEL_NAMES[kind]): look[kind] for kind in used}),
    )  # fmt: skip
    for label in ax.get_yticklabels():
        label.set_color(ink(LEVEL_COLOURS[level[label.get_text()]]))
    values = shown.fillna(0).to_numpy()
    written = [[f"{n:.0f}" if n else "" for n in row] for row in values]
    for y, x, cell in _fill_cells(ax, values, written, high=values.max() * 1.3):
        link_artist(cell, province=shown.columns[x], agency=shown.index[y])
    return ax


def plot_agency_spans(agency_coverage: pd.DataFrame, names: Names, *, least: int = 3) -> Axes:
    """Draw for the agencies listed often in most provinces the median coverage of each area.

    Over the provinces that list an agency for at least `least` provisions; beside the median
    stand the lowest and the highest.
    """
    often = agency_coverage[agency_coverage["n_provisions"] >= least]
    counts = often.drop_duplicates(["agency", "province"]).pivot(
        index="agency", columns="province", values="n_provisions"
    )
    shown = _widest(counts, AGENCIES)
    if shown.empty:
        _, ax = plt.subplots(figsize=(8, 1.6))
        say_none(ax, "没有常被列出的单位 no agency is listed often")
        return ax
    ax = _draw_grid(
        [f"{agency}（{n}省）" for agency, n in shown.notna().sum(axis=1).items()],
        [names.both(area, ALL, between="\n") for area in names.areas],
        f"列有该单位的条款的覆盖度：各省中位数（最低至最高）；{len(counts):,}个单位中的{len(shown)}个，"
        f"括号内为至少{least}个条款列有它的省数\n"
        f"Coverage over the provisions that list it: median of provinces (lowest to highest); "
        f"{len(shown)} of {len(counts):,} agencies,\nin brackets the provinces where at least "
        f"{least} provisions list it",
        upright=True,
    )  # fmt: skip
    spans = often.groupby(["agency", "area"])["coverage"].agg(["median", "min", "max"])
    wide = spans["median"].unstack().loc[shown.index, names.areas]
    written = [
        [_write_span(*spans.loc[(agency, area)]) for area in names.areas] for agency in shown.index
    ]
    high = wide.to_numpy().max() or 1
    for y, x, cell in _fill_cells(ax, wide.to_numpy(), written, high=high * 1.3):
        link_artist(cell, agency=shown.index[y], area=names.areas[x])
    return ax


def plot_strength_lines(rates: pd.DataFrame, names: Names) -> np.ndarray:
    """Draw words of strength by length of text: encouraging to the left, obligatory to the right.

    `rates` as from `findings_promises.strength_rates`. One panel an area, one line a province;
    at the bars stand the counts of words.
    """
    provinces = sorted(rates["province"].unique(), reverse=True)
    order = [area for area in [ALL, *names.areas] if area in set(rates["area"])]
    titles = {ALL: "全部句子\nAll sentences"}
    sides = {"obligatory": (1, BLUE, "left"), "encouraging": (-1, ORANGE, "right")}
    axes = _draw_lines(
        [names.both(p) for p in provinces],
        [titles.get(area) or names.both(area, ALL, between="\n") for area in order],
        _Key(
            {
                " ".join(STRENGTH_NAMES[kind]): {"marker": "s", "color": sides[kind][1]}
                for kind in ("encouraging", "obligatory")
            },
            "每千字用语数，数字为个数，各图刻度不同 "
            "words per 1,000 characters, counts beside; scales differ",
        ),
    )
    line = {province: y for y, province in enumerate(provinces)}
    for ax, area in zip(axes.flat, order, strict=False):
        rows = rates[rates["area"] == area]
        # Where no word is counted there still is a scale.
        reach = rows[list(sides)].to_numpy().max() or 10
        for strength, (side, colour, align) in sides.items():
            y = rows["province"].map(line)
            bars = ax.barh(y, side * rows[strength], height=0.7, color=colour)
            for bar, at, row in zip(bars, y, rows.to_dict("records"), strict=True):
                n = row[f"n_{strength}"]
                label = ax.text(
                    side * (row[strength] + 0.03 * reach), at, f"{n:.0f}", ha=align, va="center",
                    fontsize=7,
                )  # fmt: skip
                for mark in (bar, label) if n else ():
                    link_artist(mark, province=row["province"], area=area, strength=strength)
        ax.axvline(0, color=BLACK, lw=0.8)
        ax.set_xlim(-1.35 * reach, 1.35 * reach)
        ax.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
        ax.xaxis.set_major_formatter(lambda x, _: f"{abs(x):g}")
        ax.set_xlabel("每千字 per 1,000", fontsize=8)
    return axes


def _draw_lines(labels: Sequence[str], titles: Sequence[str], key: _Key) -> np.ndarray:
    """Lay out panels that share their lines, the labels at the left, under a key."""
    across = min(len(titles), ACROSS)
    bands = -(-len(titles) // across)
    axes = _lay_out(bands, across, bands * (1 + LINE * len(labels)), key)
    for n, ax in enumerate(axes.flat):
        _label_lines(ax, labels)
        ax.tick_params(labelsize=8, labelleft=n % across == 0)
        ax.xaxis.set_major_locator(MaxNLocator(3, steps=[1, 2, 5, 10]))
        ax.grid(axis="y", color="#E5E5E5", lw=0.5)
        ax.set_axisbelow(True)
        ax.set_visible(n < len(titles))
    for ax, title in zip(axes.flat, titles, strict=False):
        ax.set_title(title, fontsize=9, linespacing=TWO_LINES)
    return axes


def _draw_grid(
    lines: Sequence[str],
    heads: Sequence[str],
    unit: str,
    key: _Key | None = None,
    *,
    upright: bool = False,
) -> Axes:
    """Lay out a grid with a label to each line, a head to each column and the unit below."""
    height = (1.4 if upright else 2.4) + LINE * len(lines)
    ax = _lay_out(1, 1, height, key)[0, 0]
    ax.set_yticks(range(len(lines)), lines, fontsize=8, va="center")
    ax.set_xticks(
        range(len(heads)), heads, fontsize=8, rotation=0 if upright else 90, linespacing=TWO_LINES
    )
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    ax.set_xlabel(unit, fontsize=8.5, linespacing=TWO_LINES)
    for spine in ax.spines.values():
        spine.set_visible(False)
    return ax


def _lay_out(bands: int, across: int, height: float, key: _Key | None) -> np.ndarray:
    """Lay out axes, their lines shared, under a key if there is one."""
    room = 0 if key is None else 0.2 * (1 + bool(key.words))
    figure = plt.figure(figsize=(8, 0.4 + height + room))
    grid = figure.add_gridspec(
        bands + bool(key), across, height_ratios=[room] * bool(key) + [height / bands] * bands
    )
    if key is not None:
        _draw_key(figure.add_subplot(grid[0, :]), key)
    first = figure.add_subplot(grid[-bands, 0])
    others = [
        figure.add_subplot(grid[row - bands, column], sharey=first)
        for row in range(bands) for column in range(across) if row or column
    ]  # fmt: skip
    return np.array([first, *others]).reshape(bands, across)


def _draw_key(ax: Axes, key: _Key) -> None:
    """Say above a figure what its signs mean, and the unit."""
    signs = [Line2D([], [], ls="", ms=5, label=name, **look) for name, look in key.looks.items()]
    ax.legend(
        handles=signs, loc="upper left", ncols=len(signs), title=key.words or None, fontsize=8,
        title_fontsize=8, alignment="left", frameon=False, handlelength=1, columnspacing=1.2,
        borderpad=0, borderaxespad=0,
    )  # fmt: skip
    ax.axis("off")


def _label_lines(ax: Axes, labels: Sequence[str]) -> None:
    label_rows(ax, list(labels))
    ax.set_yticks(range(len(labels)), labels, fontsize=8, va="center")


def _fill_cells(
    ax: Axes, values: np.ndarray, written: Sequence[Sequence[str]], *, high: float
) -> Iterator[tuple[int, int, Text]]:
    """Shade the cells of a grid and write in them; yield each writing with its line and column."""
    ax.imshow(values, cmap="Blues", vmin=0, vmax=high, aspect="auto", interpolation="none")
    for y, row in enumerate(written):
        for x, words in enumerate(row):
            if words:
                colour = "white" if values[y, x] > 0.6 * high else "black"
                yield y, x, ax.text(x, y, words, ha="center", va="center", fontsize=7, color=colour)


def _scatter(
    ax: Axes, x: pd.Series, y: pd.Series, face: str, keys: Sequence[dict[str, str]]
) -> None:
    """Draw dots that each lead to what their keys choose."""
    urls = [reader_address(chosen) or None for chosen in keys]
    ax.scatter(x, y, s=12, fc=face, ec=BLUE, lw=0.9, zorder=3, urls=urls, clip_on=False)


def _widest(counts: pd.DataFrame, most: int) -> pd.DataFrame:
    """Keep the lines with a value in most columns, then with the highest sum, then by name."""
    rank = pd.DataFrame({"columns": counts.notna().sum(axis=1), "sum": counts.sum(axis=1)})
    order = rank.sort_index().sort_values(["columns", "sum"], ascending=False, kind="stable").index
    kept = counts.loc[order[:most]]
    return kept[[column for column in kept if kept[column].notna().any()]]


def _write_span(median: float, low: float, high: float) -> str:
    if high < 0.0005:
        return ""
    return f"{median:.1%} ({low:.1%}–{high:.1%})"
