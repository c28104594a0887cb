"""The charts of notebook 05: the lexicon against readers, and against other choices."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.ticker import MaxNLocator, PercentFormatter

from analysis.contracts import FEW, OTHERS
from analysis.lexicon import ALL
from analysis.links import reader_address
from analysis.style import (
    BLACK,
    GREY,
    PALETTE,
    TWO_LINES,
    draw_none,
    ink,
    label_rows,
    link_artist,
    province_colours,
    province_markers,
)
from analysis.wording import ALONE, Finding, Names, in_order

_UNCODED = Finding("no sentence has been coded", "没有句子编码")

# How a specification may depart from the declared one, and how to tell.
_DEPARTURES: dict[str, tuple[str, object]] = {
    "计入引言 preamble in": ("preamble", 1),
    "不计标题 headings out": ("headings", 0),
    "不计目标 goals out": ("goals", 0),
    "计入责任单位 agencies in": ("agencies", 1),
    "idf：分省 per province": ("idf", "provisions of the province"),
    "idf：按句 per sentence": ("idf", "sentences"),
    "不用idf no idf": ("idf", "none"),
    "rjieba分词 by rjieba": ("engine", "rjieba"),
    "不猜新词 no guessing": ("hmm", 0),
}


def plot_validation(validation: pd.DataFrame, names: Names) -> np.ndarray:
    """Draw precision, recall and F1 of the lexicon against the sentence codes, with intervals."""
    pooled = validation[validation["province"] == ALL].set_index("area")
    order = [area for area in names.areas if area in pooled.index]
    panels = {
        "precision": (
            "精确率 Precision",
            "标记的句子中，编码也有的占比\nof sentences marked, those coded",
        ),
        "recall": ("召回率 Recall", "编码的句子中，标记到的占比\nof sentences coded, those marked"),
        "f1": ("F1", "二者的调和平均\nharmonic mean of both"),
    }
    if not order:
        return draw_none(_UNCODED)
    _, axes = plt.subplots(1, 3, figsize=(8, 1.8 + 0.5 * len(order)), sharey=True)
    for ax, (measure, (title, unit)) in zip(axes, panels.items(), strict=True):
        for y, area in enumerate(reversed(order)):
            row = pooled.loc[area]
            ax.plot([row[f"{measure}_low"], row[f"{measure}_high"]], [y, y], color=BLACK, lw=2)
            (dot,) = ax.plot(row[measure], y, "o", color=BLACK, ms=7)
            link_artist(dot, area=area)
            ax.annotate(
                f"{row[measure]:.2f}", (row[measure], y), (0, 8), textcoords="offset points",
                ha="center", fontsize=8.5,
            )  # fmt: skip
        label_rows(ax, [names.both(area, ALL, between="\n") for area in reversed(order)])
        ax.set(xlim=(0, 1.08), title=title, ylim=(-0.5, len(order) - 0.3))
        ax.set_xticks([0, 0.5, 1], ["0", "0.5", "1"])
        ax.set_xlabel(unit, fontsize=8.5, linespacing=TWO_LINES)
    return axes


def plot_shares(shares: pd.DataFrame, names: Names) -> np.ndarray:
    """Draw each area's share of each province by sentence codes and beside them the measures."""
    panels = {
        "sentence_codes": ("句子编码\nSentence codes", "汉字占比\nshare of characters"),
        "coverage": ("覆盖度\nCoverage", "tf-idf占比\nshare of tf-idf mass"),
        "prevalence": ("出现率\nPrevalence", "条款占比\nshare of provisions"),
        "intensity": ("强度\nIntensity", "每万汉字命中数\nhits per 10,000 characters"),
    }
    provinces = sorted(shares["province"].unique())
    if not provinces:
        return draw_none(_UNCODED)
    if len(provinces) > FEW:
        return _plot_against_codes(shares, panels, names)
    colours, markers = province_colours(provinces), province_markers(provinces)
    order = list(reversed(names.areas))
    _, axes = plt.subplots(1, 4, figsize=(8, 2.4 + 0.45 * len(order)), sharey=True)
    for ax, (measure, (title, unit)) in zip(axes, panels.items(), strict=True):
        wide = shares.pivot_table(index="area", columns="province", values=measure).loc[order]
        for y, area in enumerate(order):
            ax.plot(wide.loc[area], [y] * len(provinces), color="#CFCFCF", lw=2, zorder=0)
        for n, province in enumerate(provinces):
            # A little apart, so that equal values do not hide each other.
            at = np.arange(len(order)) - 0.12 * (n - (len(provinces) - 1) / 2)
            look = {"color": colours[province], "ms": 6.5}
            if measure == "sentence_codes":
                ax.plot(wide[province], at, markers[province], **look)
                continue
            for y, area in zip(at, order, strict=True):
                (dot,) = ax.plot(wide.loc[area, province], y, markers[province], **look)
                link_artist(dot, province=province, area=area)
        label_rows(ax, [names.both(area, ALL, between="\n") for area in order])
        ax.set(xlim=(0, wide.to_numpy().max() * 1.15))
        ax.tick_params(axis="x", labelsize=8.5)
        ax.set_ylim(top=len(order) - 0.35 + 0.45 * len(provinces))
        ax.set_title(title, linespacing=TWO_LINES)
        ax.set_xlabel(unit, fontsize=8.5, linespacing=TWO_LINES)
        ax.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
        if measure != "intensity":
            ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    first = shares[shares["area"] == order[-1]].set_index("province")["sentence_codes"]
    ranked = first[provinces].sort_values(ascending=False, kind="stable").index
    for n, province in enumerate(ranked):
        # From above, so that no line crosses a name.
        place = (first[province], len(order) - 0.55 + 0.45 * (len(ranked) - 1 - n))
        axes[0].annotate(
            names.both(province), (first[province], len(order) - 1), place, ha="center",
            fontsize=8.5, color=ink(colours[province]),
            bbox={"fc": "white", "ec": "none", "pad": 0.5},
            arrowprops={"arrowstyle": "-", "color": GREY, "lw": 0.5},
        )  # fmt: skip
    return axes


def _plot_against_codes(
    shares: pd.DataFrame, panels: dict[str, tuple[str, str]], names: Names
) -> np.ndarray:
    """Draw each measure against the share by sentence codes, a dot a province, a row an area."""
    measures = [measure for measure in panels if measure != "sentence_codes"]
    _, axes = plt.subplots(
        len(names.areas), len(measures), figsize=(8, 1 + 1.75 * len(names.areas)), squeeze=False,
        sharex="row",
    )  # fmt: skip
    for of_area, area in zip(axes, names.areas, strict=True):
        rows = shares[shares["area"] == area].sort_values("province")
        urls = [reader_address({"province": p, "area": area}) for p in rows["province"]]
        for ax, measure in zip(of_area, measures, strict=True):
            ax.scatter(
                rows["sentence_codes"], rows[measure], s=14, color=PALETTE[0], urls=urls,
                clip_on=False,
            )  # fmt: skip
            ax.set(xlim=(0, None), ylim=(0, None))
            ax.margins(0.1)
            ax.tick_params(labelsize=8)
            ax.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
            ax.yaxis.set_major_locator(MaxNLocator(3, steps=[1, 2, 5, 10]))
            ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
            if measure != "intensity":
                ax.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
        of_area[0].set_ylabel(names.both(area, ALL, between="\n"), fontsize=9)
    for ax, measure in zip(axes[0], measures, strict=True):
        title, unit = panels[measure]
        ax.set_title(f"{title}\n{unit}", fontsize=8.5, linespacing=TWO_LINES)
    for ax in axes[-1]:
        ax.set_xlabel(
            "句子编码的汉字占比\nshare of characters by codes", fontsize=8.5, linespacing=TWO_LINES
        )
    return axes


def plot_specifications(specifications: pd.DataFrame, names: Names) -> np.ndarray:
    """Draw the specification curve of each area: gaps in order, and the choices behind them.

    One column an area, two rows a pair, or of many provinces the gap given for each area. Above,
    the gap of every specification from low to high, and the declared one as a dot; below, the
    darker, the more of the specifications above depart from the declared one in this choice.
    """
    ordered = in_order(specifications, names)
    to_others = bool((ordered["province_b"] == OTHERS).any())
    pairs = list(ordered.groupby(["province_b"] if to_others else ["province_a", "province_b"]))
    if not pairs:
        return draw_none(ALONE)
    areas = ordered["area"].unique()
    _, axes = plt.subplots(
        2 * len(pairs), len(areas), squeeze=False, sharey="row",
        figsize=(max(8, 1.8 + 1.55 * len(areas)), 0.7 + 4.7 * len(pairs)),
        height_ratios=[1.1, 1] * len(pairs),
    )  # fmt: skip
    low, high = min(specifications["gap"].min(), 0) * 100, max(specifications["gap"].max(), 0) * 100
    # Where no gap is wide there still is a scale.
    high = max(high, low + 0.01)
    reach = (low - 0.05 * (high - low), high + 0.2 * (high - low))
    for row, (_, of_pair) in enumerate(pairs):
        for column, area in enumerate(areas):
            above, below = axes[2 * row : 2 * row + 2, column]
            own = of_pair[of_pair["area"] == area]
            own = own.sort_values(["gap", "specification"], ignore_index=True)
            a, b = own[["province_a", "province_b"]].iloc[0]
            declared = own.index[own["specification"] == 0][0]
            at = (declared, own["gap"][declared] * 100)
            above.axhline(0, color=GREY, lw=0.8)
            above.plot(own.index, own["gap"] * 100, color=PALETTE[0], lw=2)
            (dot,) = above.plot(*at, "o", color=BLACK, ms=6, clip_on=False)
            above.set(xlim=(-0.5, len(own) - 0.5), xticks=[], ylim=reach)
            title = names.both(area, ALL, between="\n") + f"\n{names.both(a)}" * to_others
            head = above.set_title(title, fontsize=10, linespacing=TWO_LINES)
            for mark in (dot, head):
                link_artist(mark, area=area)
            departs = [own[choice] == value for choice, value in _DEPARTURES.values()]
            marks = np.vstack([*departs, own["lexicon"] != "full"]).astype(float)
            below.imshow(
                _share_in_bins(marks), aspect="auto", cmap="Greys", vmin=0, vmax=1.2,
                interpolation="none",
            )  # fmt: skip
            below.set_yticks(range(len(marks)), [*_DEPARTURES, "半部词典 half lexicon"])
            below.tick_params(length=0, labelsize=8.5)
            below.set_xticks([])
            below.set_xlabel(
                f"{len(own):,}种做法，差距由低到高\n{len(own):,} ways, by gap", fontsize=8,
                linespacing=TWO_LINES,
            )  # fmt: skip
            if column == 0:
                # On the side where the curve is out of the way.
                late = declared > len(own) / 2
                above.annotate(
                    "事先选定\nas declared", at, (-8 if late else 8, 0),
                    textcoords="offset points", ha="right" if late else "left", va="center",
                    fontsize=8, linespacing=TWO_LINES,
                )  # fmt: skip
                below.set_title(
                    "越深，偏离选定的越多\ndarker: more depart", fontsize=8, linespacing=TWO_LINES
                )
                above.set_ylabel(
                    ("" if to_others else f"← {names.both(b)}    {names.both(a)} →\n")
                    + "差距（百分点） Gap (points)",
                    fontsize=9, linespacing=TWO_LINES,
                )  # fmt: skip
    return axes


def _share_in_bins(marks: np.ndarray, most: int = 40) -> np.ndarray:
    """Average the columns in at most `most` bins of neighbours: single ones are too thin to see."""
    bins = np.array_split(marks, min(most, marks.shape[1]), axis=1)
    return np.column_stack([part.mean(axis=1) for part in bins])
