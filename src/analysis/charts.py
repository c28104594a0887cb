"""One function a chart: table in, axes out."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.contracts import ZONES
from analysis.findings import placebo_band
from analysis.lexicon import ALL
from analysis.style import (
    BLACK,
    GREY,
    ZONE_COLOURS,
    label_rows,
    province_colours,
    province_markers,
)
from analysis.wording import VERDICT_ZH, ZONE_NAMES, Names, points


def plot_zones(zones: pd.DataFrame, documents: pd.DataFrame, names: Names) -> Axes:
    """Draw each document as a bar of its zones, in Han characters.

    `zones` as `structure.zone_lengths` returns it.
    """
    order = documents.sort_values("doc_id", ascending=False)["doc_id"].tolist()
    wide = zones.pivot(index="doc_id", columns="zone", values="n_han").fillna(0).loc[order]
    _, ax = plt.subplots(figsize=(8, 1.7 + 0.6 * len(order)))
    left = np.zeros(len(wide))
    for zone in (z for z in ZONES if z in wide):
        n = wide[zone].to_numpy()
        bars = ax.barh(
            range(len(wide)), n, left=left, color=ZONE_COLOURS[zone], edgecolor="white",
            height=0.62, label=" ".join(ZONE_NAMES[zone]),
        )  # fmt: skip
        fits = n > 0.05 * wide.sum(axis=1).max()
        ax.bar_label(
            bars, [f"{k:,.0f}" if fit else "" for k, fit in zip(n, fits, strict=True)],
            label_type="center", color="white" if zone == "body" else BLACK, fontsize=9,
        )  # fmt: skip
        left += n
    for y, total in enumerate(left):
        ax.text(total, y, f" {total:,.0f}", va="center", fontsize=9, color=GREY)
    province = documents.set_index("doc_id")["province"]
    label_rows(ax, [names.both(province[doc_id], between="\n") for doc_id in order])
    ax.legend(
        ncols=len(ZONES), loc="lower left", bbox_to_anchor=(-0.02, 1.0), frameon=False,
        fontsize=8.5, handlelength=1, columnspacing=1.2,
    )  # fmt: skip
    ax.set_xlabel("汉字数 Han characters")
    ax.xaxis.set_major_formatter("{x:,.0f}")
    return ax


def plot_characteristic_words(keyness: pd.DataFrame, names: Names, *, n: int = 12) -> np.ndarray:
    """Draw the words most characteristic of each province of a pair, by z.

    One panel a pair; the counts in both provinces stand beside each word.
    """
    pairs = list(keyness.groupby(["province_a", "province_b"]))
    _, axes = plt.subplots(
        len(pairs), 1, figsize=(8, 0.9 + 0.235 * 2 * n * len(pairs)), squeeze=False
    )
    colours = province_colours([*keyness["province_a"], *keyness["province_b"]])
    for ax, ((a, b), scores) in zip(axes.flat, pairs, strict=True):
        ranked = scores.sort_values(["z", "term"])
        shown = pd.concat([ranked.head(n), ranked.tail(n)])
        ax.barh(
            range(len(shown)), shown["z"], height=0.7,
            color=[colours[a] if z > 0 else colours[b] for z in shown["z"]],
        )  # fmt: skip
        for y, row in enumerate(shown.itertuples()):
            right = row.z > 0
            ax.text(
                -0.05 if right else 0.05, y, row.term, ha="right" if right else "left", va="center"
            )
            ax.text(
                row.z + (0.04 if right else -0.04), y, f"{row.n_a} : {row.n_b}",
                ha="left" if right else "right", va="center", fontsize=8, color=GREY,
            )  # fmt: skip
        reach = shown["z"].abs().max() * 1.2
        ax.set(xlim=(-reach, reach), yticks=[], xlabel="")
        ax.set_xlabel(
            "z：加权对数几率 / 标准误  z: weighted log-odds / standard error\n"
            f"数字：出现次数  numbers: occurrences, {names.both(a)} : {names.both(b)}",
            fontsize=9,
        )
        ax.axvline(0, color=GREY, lw=0.8)
        ax.spines["left"].set_visible(False)
        ax.text(
            0.99, 0.04, f"{names.both(a)} →", transform=ax.transAxes, ha="right", color=colours[a]
        )
        ax.text(
            0.01, 0.96, f"← {names.both(b)}", transform=ax.transAxes, va="top", color=colours[b]
        )
    return axes


def plot_coverage(coverage: pd.DataFrame, areas: pd.DataFrame, names: Names) -> Axes:
    """Draw the coverage of each area with its interval, the provinces beneath each other."""
    order = _areas_in_order(areas)
    provinces = sorted(coverage["province"].unique())
    colours, markers = province_colours(provinces), province_markers(provinces)
    _, ax = plt.subplots(figsize=(8, 1.4 + len(order) * (0.3 + 0.3 * len(provinces))))
    rows = coverage[coverage["topic"] == ALL].set_index(["province", "area"])
    step = 0.62 / max(len(provinces), 1)
    for y, area in enumerate(reversed(order)):
        for i, province in enumerate(provinces):
            row = rows.loc[(province, area)]
            at = y + 0.31 - step * (i + 0.5)
            ax.plot(
                [row["conf_low"], row["conf_high"]], [at, at], color=colours[province], lw=2.2,
                alpha=0.75,
            )  # fmt: skip
            ax.plot(row["coverage"], at, markers[province], color=colours[province], ms=7)
            ax.annotate(
                f"{names.both(province)} {row['coverage']:.1%}", (row["conf_high"], at), (6, 0),
                textcoords="offset points", va="center", fontsize=8.5, color=colours[province],
            )  # fmt: skip
    label_rows(ax, [names.both(area, ALL, between="\n") for area in reversed(order)])
    ax.set_xlim(0, rows["conf_high"].max() * 1.25)
    ax.xaxis.set_major_formatter("{x:.0%}")
    ax.set_xlabel(
        "覆盖度（占tf-idf总量）及95%区间  Coverage (share of tf-idf mass) with 95% interval"
    )
    return ax


def plot_topics(coverage: pd.DataFrame, areas: pd.DataFrame, names: Names) -> Axes:
    """Draw the coverage of each topic in each province as a heat map."""
    import seaborn as sns

    topics = areas[areas["topic"] != ALL].sort_values("position")
    index = pd.MultiIndex.from_frame(topics[["area", "topic"]])
    wide = coverage.pivot(index=["area", "topic"], columns="province", values="coverage")
    wide = wide.reindex(index)
    _, ax = plt.subplots(figsize=(8.4, 1.2 + 0.3 * len(wide)))
    sns.heatmap(
        wide * 100, annot=True, fmt=".2f", cmap="Blues", vmin=0, linewidths=1, ax=ax, cbar=False
    )
    first = topics.groupby("area", sort=False).head(1).index
    for y, topic in enumerate(topics.itertuples()):
        if topic.Index in first:
            ax.axhline(y, color=BLACK, lw=1.2)
    ax.set_yticks(
        np.arange(len(wide)) + 0.5,
        [f"{names.both(t.area, t.topic)}" for t in topics.itertuples()],
        rotation=0, fontsize=8.5,
    )  # fmt: skip
    ax.set_xticks(np.arange(len(wide.columns)) + 0.5, [names.both(p) for p in wide.columns])
    ax.set_xlabel("覆盖度（%） Coverage (% of tf-idf mass)", fontsize=9)
    ax.set_ylabel("")
    ax.tick_params(length=0)
    return ax


def plot_gaps(
    divergence: pd.DataFrame,
    placebo: pd.DataFrame,
    areas: pd.DataFrame,
    names: Names,
    *,
    margin: float,
) -> np.ndarray:
    """Draw the gap of each area with its interval and verdict, one panel a pair.

    The grey band is ±margin, inside which a whole interval means `similar`. The dotted line
    below each interval is the placebo: the gaps between random halves of one text.
    """
    order = _areas_in_order(areas)
    pairs = list(divergence[divergence["topic"] == ALL].groupby(["province_a", "province_b"]))
    _, axes = plt.subplots(
        len(pairs), 1, figsize=(8, 0.9 + (0.6 + 0.5 * len(order)) * len(pairs)), squeeze=False
    )
    for ax, ((a, b), gaps) in zip(axes.flat, pairs, strict=True):
        rows = gaps.set_index("area", drop=False)
        ax.axvspan(-margin * 100, margin * 100, color="#EDEDED", zorder=0)
        ax.axvline(0, color=GREY, lw=0.8)
        for y, area in enumerate(reversed(order)):
            row = rows.loc[area]
            sure = row["verdict"] == "diverges"
            ax.plot([row["conf_low"] * 100, row["conf_high"] * 100], [y, y], color=BLACK, lw=2)
            band = placebo_band(placebo, row)
            ax.plot([end * 100 for end in band], [y - 0.25] * 2, color=GREY, lw=1.5, ls=":")
            ax.plot(
                row["gap"] * 100, y, "o", ms=8, mfc=BLACK if sure else "white", mec=BLACK, mew=1.6
            )
            ax.annotate(
                f"{points(row['gap'])}  {VERDICT_ZH[row['verdict']]} {row['verdict']}",
                (1.01, y), xycoords=("axes fraction", "data"), va="center", fontsize=9,
            )  # fmt: skip
        label_rows(ax, [names.both(area, ALL, between="\n") for area in reversed(order)])
        ax.set_xlabel(
            f"← {names.both(b)} 覆盖度更高 higher   |   "
            f"{names.both(a)} 覆盖度更高 higher →\n"
            "覆盖度差距及95%区间（百分点）  Gap in coverage, 95% interval (percentage points)\n"
            f"灰带 grey band: ±{margin * 100:g}    点线：同一文本随机两半的差距 "
            "dotted: random halves of one text",
            fontsize=9,
        )
    return axes


def plot_contributions(
    contributions: pd.DataFrame,
    divergence: pd.DataFrame,
    areas: pd.DataFrame,
    names: Names,
    *,
    n: int = 8,
) -> np.ndarray:
    """Draw the terms behind each area's gap, the rest in one bar, and their sum.

    One panel an area and pair; the bars of a panel add up to its last bar, the gap.
    """
    order = _areas_in_order(areas)
    pairs = list(contributions.groupby(["province_a", "province_b"]))
    n_rows = len(pairs) * -(-len(order) // 2)
    _, axes = plt.subplots(n_rows, 2, figsize=(8.6, 0.9 + 3.2 * n_rows), squeeze=False)
    panels = [(pair, rows, area) for pair, rows in pairs for area in order]
    gaps = divergence[divergence["topic"] == ALL].set_index(["province_a", "province_b", "area"])
    for ax, ((a, b), rows, area) in zip(axes.flat, panels, strict=False):
        bars = top_contributions(rows[rows["area"] == area], n=n)
        gap = gaps.loc[(a, b, area), "gap"]
        title = names.both(area, ALL)
        if len(pairs) > 1:
            title += f"\n{names.zh(a)}–{names.zh(b)}"
        _draw_contributions(ax, bars, gap, title, (a, b), names)
    for ax in list(axes.flat)[len(panels) :]:
        ax.set_visible(False)
    return axes


def plot_keyness(keyness: pd.DataFrame, names: Names, *, n: int = 10) -> np.ndarray:
    """Draw every word by its frequency and its z, the n most extreme of either side named.

    One panel a pair. Words with the same counts share a dot. Beyond the dashed lines |z| is at
    least 1.96.
    """
    from adjustText import adjust_text

    pairs = list(keyness.groupby(["province_a", "province_b"]))
    _, axes = plt.subplots(len(pairs), 1, figsize=(8, 0.9 + 5.2 * len(pairs)), squeeze=False)
    colours = province_colours([*keyness["province_a"], *keyness["province_b"]])
    for ax, ((a, b), scores) in zip(axes.flat, pairs, strict=True):
        scores = scores.assign(total=scores["n_a"] + scores["n_b"]).sort_values(["z", "term"])
        dots = scores.drop_duplicates(["n_a", "n_b"])
        ax.scatter(dots["total"], dots["z"], s=9, color=GREY, alpha=0.5, lw=0)
        named = pd.concat([scores.head(n), scores.tail(n)])
        side = [colours[a] if z > 0 else colours[b] for z in named["z"]]
        ax.scatter(named["total"], named["z"], s=16, c=side, lw=0)
        ax.set_xscale("log")
        ax.xaxis.set_major_formatter("{x:g}")
        ax.axhline(0, color=GREY, lw=0.8)
        for z in (-1.96, 1.96):
            ax.axhline(z, color=GREY, lw=0.7, ls="--")
        labels = [
            ax.text(row.total, row.z, row.term, fontsize=8.5, color=colour)
            for row, colour in zip(named.itertuples(), side, strict=True)
        ]
        ax.set_xlabel("出现次数（两省合计，对数刻度） Occurrences in both (log scale)")
        ax.set_ylabel(f"← {names.both(b)}    z    {names.both(a)} →")
        adjust_text(
            labels, x=named["total"].to_numpy(), y=named["z"].to_numpy(), ax=ax,
            expand=(1.15, 1.5), iter_lim=250,
            arrowprops={"arrowstyle": "-", "color": GREY, "lw": 0.5},
        )  # fmt: skip
    return axes


def top_contributions(rows: pd.DataFrame, *, n: int = 8) -> pd.DataFrame:
    """Keep the n widest contributions and gather the others in one row.

    Returns label and contribution, widest first, the others last; the sum is kept.

    >>> rows = pd.DataFrame({"term": ["甲", "乙", "丙"], "contribution": [0.1, -0.3, 0.05]})
    >>> top_contributions(rows, n=1).round(2).values.tolist()
    [['乙', -0.3], ['其余 other 2', 0.15]]
    """
    widest = rows.sort_values("contribution", key=lambda c: -c.abs(), kind="stable")
    shown = widest.head(n)[["term", "contribution"]].rename(columns={"term": "label"})
    others = widest.iloc[n:]
    if len(others):
        rest = {
            "label": [f"其余 other {len(others)}"],
            "contribution": [others["contribution"].sum()],
        }
        shown = pd.concat([shown, pd.DataFrame(rest)])
    return shown.reset_index(drop=True)


def _draw_contributions(
    ax: Axes, bars: pd.DataFrame, gap: float, title: str, pair: tuple[str, str], names: Names
) -> None:
    colours = province_colours(pair)
    values = [*bars["contribution"], gap]
    labels = [*bars["label"], "合计 gap"]
    colour = [colours[pair[0]] if value > 0 else colours[pair[1]] for value in values]
    y = [*range(len(bars)), len(bars) + 0.4]
    ax.barh(y, np.array(values) * 100, color=[*colour[:-1], BLACK], height=0.72)
    ax.axvline(0, color=GREY, lw=0.8)
    ax.set_yticks(y, labels, fontsize=8.5)
    ax.invert_yaxis()
    reach = max(np.abs(values).max() * 100, 0.01)
    for at, value in zip(y, values, strict=True):
        ax.annotate(
            points(value, 2), (value * 100, at), (4 if value >= 0 else -4, 0),
            textcoords="offset points", ha="left" if value >= 0 else "right", va="center",
            fontsize=7.5,
        )  # fmt: skip
    ax.set_xlim(-reach * 1.45, reach * 1.45)
    ax.tick_params(axis="y", length=0)
    ax.set_title(title)
    ax.set_xlabel(
        f"← {names.both(pair[1])}   百分点 points   {names.both(pair[0])} →", fontsize=8.5
    )


def _areas_in_order(areas: pd.DataFrame) -> list[str]:
    return areas[areas["topic"] == ALL].sort_values("position")["area"].tolist()
