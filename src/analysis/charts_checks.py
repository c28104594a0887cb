"""The charts of notebook 05: the lexicon against readers, and against other choices."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.ticker import PercentFormatter

from analysis.lexicon import ALL
from analysis.style import BLACK, GREY, PALETTE, label_rows, province_colours, province_markers
from analysis.wording import Names, in_order

# How a specification may depart from the declared one, and how to tell.
_DEPARTURES: dict[str, tuple[str, object]] = {
    "计入引言 preamble in": ("preamble", 1),
    "不计标题 headings out": ("headings", 0),
    "不计目标 goals out": ("goals", 0),
    "计入责任单位 agencies in": ("agencies", 1),
    "idf：分省 by province": ("idf", "provisions of the province"),
    "idf：句子 sentences": ("idf", "sentences"),
    "无idf none": ("idf", "none"),
    "rjieba分词 rjieba": ("engine", "rjieba"),
    "不猜新词 no guessing": ("hmm", 0),
}


def plot_validation(validation: pd.DataFrame, names: Names) -> np.ndarray:
    """Draw precision, recall and F1 of the lexicon against the hand codes, with intervals."""
    pooled = validation[validation["province"] == ALL].set_index("area")
    order = [area for area in names.areas if area in pooled.index]
    panels = {"precision": "精确率 Precision", "recall": "召回率 Recall", "f1": "F1"}
    _, axes = plt.subplots(1, 3, figsize=(8, 1.5 + 0.5 * len(order)), sharey=True)
    for ax, (measure, title) in zip(axes, panels.items(), strict=True):
        for y, area in enumerate(reversed(order)):
            row = pooled.loc[area]
            ax.plot([row[f"{measure}_low"], row[f"{measure}_high"]], [y, y], color=BLACK, lw=2)
            ax.plot(row[measure], y, "o", color=BLACK, ms=7)
            ax.annotate(
                f"{row[measure]:.2f}", (row[measure], y), (0, 8), textcoords="offset points",
                ha="center", fontsize=8.5,
            )  # fmt: skip
        label_rows(ax, [names.both(area, ALL, between="\n") for area in reversed(order)])
        ax.set(xlim=(0, 1.06), xticks=[0, 0.5, 1], title=title, ylim=(-0.5, len(order) - 0.3))
    return axes


def plot_shares(shares: pd.DataFrame, names: Names) -> np.ndarray:
    """Draw each area's share of each province by hand codes and beside them the measures."""
    panels = {
        "hand_codes": ("人工编码 Hand codes", "汉字占比 share of characters"),
        "coverage": ("覆盖度 Coverage", "tf-idf占比 share of tf-idf"),
        "prevalence": ("出现率 Prevalence", "条款占比 share of provisions"),
        "intensity": ("强度 Intensity", "每万字命中 hits per 10,000"),
    }
    provinces = sorted(shares["province"].unique())
    colours, markers = province_colours(provinces), province_markers(provinces)
    order = list(reversed(names.areas))
    _, axes = plt.subplots(1, 4, figsize=(9, 1.9 + 0.45 * len(order)), sharey=True)
    for ax, (measure, (title, unit)) in zip(axes, panels.items(), strict=True):
        wide = shares.pivot_table(index="area", columns="province", values=measure).loc[order]
        for y, area in enumerate(order):
            ax.plot(wide.loc[area], [y] * len(provinces), color="#CFCFCF", lw=2, zorder=0)
        for province in provinces:
            ax.plot(
                wide[province], range(len(order)), markers[province], color=colours[province],
                label=names.both(province), ms=6.5,
            )  # fmt: skip
        label_rows(ax, [names.both(area, ALL, between="\n") for area in order])
        ax.set(title=title, xlim=(0, wide.to_numpy().max() * 1.15))
        ax.set_xlabel(unit, fontsize=8.5)
        if measure != "intensity":
            ax.xaxis.set_major_formatter(PercentFormatter(1))
    axes[0].legend(
        loc="lower left", bbox_to_anchor=(-0.1, 1.12), ncols=8, frameon=False, fontsize=9
    )
    return axes


def plot_specifications(specifications: pd.DataFrame, names: Names) -> np.ndarray:
    """Draw the specification curve of each area: gaps in order, and the choices behind them.

    One column an area and pair. Above, the gap of every specification from low to high, and
    the declared one as a dot; below, a mark wherever a choice departs from the declared one.
    """
    curves = list(
        in_order(specifications, names).groupby(["province_a", "province_b", "area"], sort=False)
    )
    _, axes = plt.subplots(
        2, len(curves), figsize=(1.8 + 1.8 * len(curves), 5), sharex=True, squeeze=False,
        height_ratios=[1.1, 1],
    )  # fmt: skip
    low, high = specifications["gap"].min() * 110, specifications["gap"].max() * 110
    for place, ((_, _, area), own) in enumerate(curves):
        own = own.sort_values(["gap", "specification"], ignore_index=True)
        declared = own.index[own["specification"] == 0][0]
        above, below = axes[:, place]
        above.axhline(0, color=GREY, lw=0.8)
        above.plot(own.index, own["gap"] * 100, color=PALETTE[0], lw=2)
        above.plot(declared, own["gap"][declared] * 100, "o", color=BLACK, ms=6, clip_on=False)
        above.set_title(names.both(area, ALL, between="\n"), fontsize=10)
        above.set_ylim(min(low, 0), max(high, 0))
        departs = [own[column] == value for column, value in _DEPARTURES.values()]
        marks = np.vstack([*departs, own["lexicon"] != "full"]).astype(float)
        below.imshow(marks, aspect="auto", cmap="Greys", vmin=0, vmax=1.6, interpolation="none")
        rows = [*_DEPARTURES, "半部词典 half lexicon"] if place == 0 else []
        below.set_yticks(range(len(rows)), rows)
        below.tick_params(length=0, labelsize=8.5)
        below.set_xticks([])
        if place:
            above.set_yticklabels([])
    a, b = curves[0][0][:2]
    axes[0, 0].set_ylabel(
        f"差距（百分点） Gap (points)\n← {names.both(b)}    {names.both(a)} →", fontsize=9
    )
    return axes
