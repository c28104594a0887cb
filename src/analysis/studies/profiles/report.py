"""How alike the profiles of provinces are, in sentences and a picture."""

import math
from itertools import cycle
from math import floor, log10

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch
from matplotlib.ticker import PercentFormatter

from analysis.draw.style import (
    BLACK,
    BLUE,
    GREY,
    PALETTE,
    TWO_LINES,
    ink_on,
    label_rows,
    link_artist,
)
from analysis.say.names import Names
from analysis.say.wording import Statement, Statements, count_of, number, probability
from analysis.studies.gaps.measure import LEVEL
from analysis.studies.profiles.measure import (
    area_profiles,
    distances,
    map_provinces,
    order_by_profile,
)
from analysis.vocabulary import ALL, FEW, OTHERS

# More cells are too small to write in.
_MOST_WRITTEN = 10

# Two have one distance, which is no map.
_FEWEST_MAPPED = 3

# In a narrower part of a bar its number does not fit.
_NARROWEST_WRITTEN = 0.05

NO_PROFILES = Statement(
    "Fewer than two provinces have a hit, so there are no profiles to compare.",
    "有命中的省不足两个，没有领域构成可比。",
)


def plot_profiles(divergence: pd.DataFrame, coverage: pd.DataFrame, names: Names) -> np.ndarray:
    """Draw how far the profiles of provinces lie apart: as a matrix, and below it as a map.

    `divergence` is the table `profile_divergence`. In the matrix like provinces stand side by
    side, and pairs farther apart than chance sets them are marked; the map gives its stress. Of
    one or two provinces, which make neither, the profiles themselves are drawn.
    """
    profiles = area_profiles(coverage)[names.areas]
    order = order_by_profile(profiles)
    if len(order) < _FEWEST_MAPPED:
        return _draw_bars(profiles, names)
    side = 1.2 + max(3.0, 0.2 * len(order))
    _, axes = plt.subplots(
        2, 1, figsize=(8, 1.2 + side + 5.2), squeeze=False, height_ratios=[side, 5.2]
    )
    _draw_matrix(axes[0, 0], divergence, order, names)
    _draw_map(axes[1, 0], divergence, names)
    return axes


def _draw_bars(profiles: pd.DataFrame, names: Names) -> np.ndarray:
    _, axes = plt.subplots(squeeze=False, figsize=(8, 1.9 + 0.62 * len(profiles)))
    ax = axes[0, 0]
    start = np.zeros(len(profiles))
    at = np.arange(len(profiles))[::-1]
    for area, colour in zip(names.areas, cycle(PALETTE)):
        shares = profiles[area].to_numpy()
        bars = ax.barh(at, shares, left=start, color=colour, edgecolor="white", height=0.62)
        for bar, province, share in zip(bars, profiles.index, shares, strict=True):
            link_artist(bar, province=province, area=area)
            written = f"{share:.0%}" if share > _NARROWEST_WRITTEN else ""
            place = (bar.get_x() + share / 2, bar.get_y() + 0.31)
            ax.text(*place, written, ha="center", va="center", fontsize=9,
                    color=ink_on(colour))  # fmt: skip
        start = start + shares
    label_rows(ax, [names.both(province, between="\n") for province in profiles.index[::-1]])
    ax.set_xlim(0, 1)
    ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    ax.set_xlabel("占各领域覆盖度之和的比例 Share of the sum of coverages", fontsize=9)
    handles = [
        Patch(color=colour, label=names.both(area, ALL, between="\n"))
        for area, colour in zip(names.areas, cycle(PALETTE))
    ]
    ax.legend(
        handles=handles, ncols=len(handles), loc="lower left", bbox_to_anchor=(0, 1), frameon=False,
        fontsize=8.5, handlelength=1, borderaxespad=0.2,
    )  # fmt: skip
    return axes


def _draw_matrix(ax: Axes, divergence: pd.DataFrame, order: list[str], names: Names) -> None:
    apart = distances(divergence).pow(2).loc[order, order].to_numpy()
    apart = np.where(np.eye(len(order), dtype=bool), np.nan, apart)
    # Where all are alike there still is a scale.
    most = np.nanmax(apart) or 0.01
    picture = ax.imshow(apart, cmap="Oranges", vmin=0, vmax=most, interpolation="none")
    # Two decimals, or as many as the largest needs for two digits.
    decimals = 2 if most >= 0.05 else 1 - math.floor(math.log10(most))
    place = {province: k for k, province in enumerate(order)}
    for row in divergence.itertuples():
        if row.province_a not in place or row.province_b not in place:
            continue
        a, b = place[row.province_a], place[row.province_b]
        dark = row.jensen_shannon > 0.6 * most
        for x, y in ((a, b), (b, a)):
            if len(order) <= _MOST_WRITTEN:
                written = f"{row.jensen_shannon:.{decimals}f}"
                ax.text(x, y, written, ha="center", va="center", fontsize=8,
                        color="white" if dark else BLACK)  # fmt: skip
            if row.p_adjusted < LEVEL:
                ax.plot(x + 0.32, y - 0.32, ".", color="white" if dark else BLACK, ms=3)
    ax.set_yticks(range(len(order)), [names.both(p) for p in order], fontsize=8)
    ax.set_xticks(range(len(order)), [names.both(p) for p in order], fontsize=8, rotation=90)
    ax.tick_params(length=0)
    for spine in ax.spines.values():
        spine.set_visible(False)
    # On the left, or the title would run over the right edge.
    scale = ax.figure.colorbar(
        picture, ax=ax, shrink=0.6, aspect=30, panchor=(0, 0.5), anchor=(0, 0.5)
    )
    scale.ax.tick_params(labelsize=8)
    scale.outline.set_visible(False)
    ax.set_title(
        "领域构成的JS散度（比特）；点：超出偶然（校正后p < 0.05）\n"
        "Jensen–Shannon divergence of profiles (bits); dot: beyond chance (adjusted p < 0.05)",
        fontsize=9, linespacing=TWO_LINES,
    )  # fmt: skip


def _draw_map(ax: Axes, divergence: pd.DataFrame, names: Names) -> None:
    from adjustText import adjust_text

    mapped = map_provinces(divergence)
    x, y = mapped.places["x"].to_numpy(), mapped.places["y"].to_numpy()
    ax.scatter(x, y, s=22, color=BLUE, lw=0)
    ax.set_aspect("equal", adjustable="datalim")
    ax.margins(0.12)
    ax.set(xticks=[], yticks=[])
    for spine in ax.spines.values():
        spine.set(visible=True, color="#D9D9D9")
    stress = number(mapped.stress, 2)
    ax.set_title(
        f"相似的省相近；方向没有含义；应力（stress-1）{stress}，0为如实，0.2为差\n"
        f"Like provinces lie near; directions mean nothing; stress-1 {stress}, where 0 is true to "
        "the distances and 0.2 poor",
        fontsize=9, linespacing=TWO_LINES,
    )  # fmt: skip
    labels = [
        ax.text(row.x, row.y, names.both(row.province), fontsize=8)
        for row in mapped.places.itertuples()
    ]
    adjust_text(
        labels, x=x, y=y, ax=ax, expand=(1.3, 1.8), force_text=(0.5, 0.8), iter_lim=100,
        arrowprops={"arrowstyle": "-", "color": GREY, "lw": 0.5},
    )  # fmt: skip


def profile_statements(divergence: pd.DataFrame, names: Names) -> Statements:
    """Say how far the profiles of two provinces lie apart, and how far chance alone sets them.

    `divergence` is the table `profile_divergence`. Of more than three provinces the pairs that
    are nearest and farthest are named, and the province farthest from all others.
    """
    if divergence.empty:
        return Statements([NO_PROFILES])
    ranked = divergence.sort_values("jensen_shannon", kind="stable")
    n_provinces = len({*divergence["province_a"], *divergence["province_b"]})
    if n_provinces <= FEW:
        return Statements(_pair_statement(row, names) for row in divergence.itertuples())
    n_apart = int((divergence["p_adjusted"] < LEVEL).sum())
    mean = distances(divergence).pow(2).sum() / (n_provinces - 1)
    alone = str(mean.idxmax())
    return Statements(
        [
            Statement(
                f"{n_apart} of {count_of(len(divergence), 'pair')} of profiles lie farther apart "
                f"than chance sets them (adjusted p below {LEVEL}).",
                f"{len(divergence):,}对省份中，有{n_apart}对的领域构成之差超出偶然"
                f"（校正后p小于{LEVEL}）。",
            ),
            _pair_statement(ranked.iloc[0], names, "Nearest: ", "最接近："),
            _pair_statement(ranked.iloc[-1], names, "Farthest: ", "相差最大："),
            Statement(
                f"Farthest from {names.en(OTHERS)} on average: {names.en(alone)}, "
                f"{bits(mean.max())} bits.",
                f"与{names.zh(OTHERS)}平均相差最大的是{names.zh(alone)}：{bits(mean.max())}比特。",
            ),
        ]
    )


def profile_headline(divergence: pd.DataFrame, names: Names) -> Statement:
    """Say in one line how far the two, or the farthest, profiles lie apart."""
    if divergence.empty:
        return NO_PROFILES.headline()
    farthest = divergence.loc[divergence["jensen_shannon"].idxmax()]
    a, b = farthest["province_a"], farthest["province_b"]
    apart = bits(farthest["jensen_shannon"])
    sure = farthest["p_adjusted"] < LEVEL
    only = len(divergence) == 1
    en = "The profiles of" if only else "The profiles farthest apart are those of"
    zh = "" if only else "领域构成相差最大的是"
    return Statement(
        f"{en} {names.en(a)} and {names.en(b)}: {apart} bits, "
        + ("more than chance makes" if sure else "no more than chance may make"),
        f"{zh}{names.zh(a)}与{names.zh(b)}{'的领域构成相差' if only else '：'}{apart}比特，"
        + ("超出偶然" if sure else "未超出偶然"),
    )


def bits(value: float) -> str:
    """Write a divergence in bits with three decimals, or with two digits where that says nothing.

    >>> bits(0.0154), bits(0.00042), bits(0.0)
    ('0.015', '0.00042', '0.000')
    """
    places = 3 if value >= 0.001 or value <= 0 else 1 - floor(log10(value))
    return f"{value:.{places}f}"


def _pair_statement(row: pd.Series, names: Names, en: str = "", zh: str = "") -> Statement:
    a, b = row.province_a, row.province_b
    apart, expected = map(bits, (row.jensen_shannon, row.expected))
    p = probability(row.p_adjusted)
    return Statement(
        f"{en}{names.en(a)} and {names.en(b)}, {apart} bits apart; with provisions dealt out at "
        f"random {expected} on average, adjusted {p}.",
        f"{zh}{names.zh(a)}与{names.zh(b)}的领域构成相差{apart}比特；条款随机重分时平均为{expected}，校正后{p}。",
    )
