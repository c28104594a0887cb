"""One function a chart: table in, axes out."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import LogFormatter, MaxNLocator

from analysis.charts_grids import plot_zone_lines
from analysis.charts_many import (
    draw_characteristic_words,
    draw_coverage,
    draw_gaps,
    draw_topics,
)
from analysis.comparisons import is_one_pair, rows_of, shown_gaps, told_gaps
from analysis.contracts import FEW, OTHERS, ZONES
from analysis.coverage import top_contributions
from analysis.findings import placebo_band, why_no_terms
from analysis.lexicon import ALL
from analysis.links import reader_address
from analysis.profiles import area_profiles, order_by_profile
from analysis.style import (
    BLACK,
    GREY,
    PALETTE,
    TWO_LINES,
    ZONE_COLOURS,
    cover_cell,
    draw_none,
    ink,
    label_rows,
    link_artist,
    province_colours,
    province_markers,
    text_width,
)
from analysis.wording import ALONE, VERDICT_ZH, ZONE_NAMES, Names, in_order, number, points

# Documents with a bar of their own height and its zones named: of more, each has a thin line.
BARS = 12


def plot_zones(zones: pd.DataFrame, documents: pd.DataFrame, names: Names) -> Axes:
    """Draw each document as a bar of its zones, in Han characters.

    `zones` as `structure.zone_lengths` returns it.
    """
    order = documents.sort_values("doc_id")["doc_id"].tolist()
    if len(order) > BARS:
        return plot_zone_lines(zones, documents, names)
    wide = zones.pivot(index="doc_id", columns="zone", values="n_han").fillna(0).loc[order]
    wide = wide[[zone for zone in ZONES if zone in wide]]
    ends = wide.cumsum(axis=1)
    longest = ends.to_numpy().max()
    levels = _zone_levels(wide, ends - wide, longest)
    # A document stands as far above the next as the names over that one need.
    rooms = [0.31 * (max(levels[doc_id].values(), default=-1) + 1) for doc_id in order]
    at = [len(order) - 1 - y + sum(rooms[y + 1 :]) for y in range(len(order))]
    top = at[0] + rooms[0] + 0.45
    _, ax = plt.subplots(figsize=(8, 1.3 + 0.6 * (top + 0.6)))
    for y, doc_id in zip(at, order, strict=True):
        for zone, n in wide.loc[doc_id].items():
            colour, left = ZONE_COLOURS[zone], ends.loc[doc_id, zone] - n
            bar = ax.barh(y, n, left=left, color=colour, edgecolor="white", height=0.62)
            ax.bar_label(
                bar, [f"{n:,.0f}" if n > 0.05 * longest else ""], label_type="center",
                color="white" if zone == "body" else BLACK, fontsize=9,
            )  # fmt: skip
            if zone in levels[doc_id]:
                foot = y + 0.36 + 0.31 * levels[doc_id][zone]
                ax.plot([left, left], [y + 0.31, foot + 0.2], color=GREY, lw=0.7)
                ax.annotate(
                    " ".join(ZONE_NAMES[zone]), (left, foot), (3, 0),
                    textcoords="offset points", fontsize=8.5,
                )  # fmt: skip
        total = wide.loc[doc_id].sum()
        ax.text(total, y, f" {total:,.0f}", va="center", fontsize=9, color=GREY)
    province = documents.set_index("doc_id")["province"]
    labels = [names.both(province[doc_id], between="\n") for doc_id in order]
    label_rows(ax, labels[::-1], at[::-1])
    ax.set(xlim=(0, longest * 1.1), ylim=(-0.5, top))
    ax.set_xlabel("汉字数 Han characters")
    ax.xaxis.set_major_formatter("{x:,.0f}")
    return ax


def plot_characteristic_words(keyness: pd.DataFrame, names: Names, *, n: int = 12) -> np.ndarray:
    """Draw the words most characteristic of each province of a pair, by z.

    One panel a pair; the counts in both provinces stand beside each word. Of many provinces, a
    small panel each with the words most characteristic of it against all others.
    """
    if (keyness["province_b"] == OTHERS).any():
        return draw_characteristic_words(keyness, sorted(keyness["province_a"].unique()), names)
    pairs = list(keyness.groupby(["province_a", "province_b"]))
    if not pairs:
        return draw_none(ALONE)
    _, axes = plt.subplots(
        len(pairs), 1, figsize=(8, 1.3 + (0.3 + 0.235 * 2 * n) * len(pairs)), squeeze=False
    )
    colours = province_colours([*keyness["province_a"], *keyness["province_b"]])
    for ax, ((a, b), scores) in zip(axes.flat, pairs, strict=True):
        ranked = scores.sort_values(["z", "term"])
        sides = ((b, ranked[ranked["z"] < 0].head(n), -1), (a, ranked[ranked["z"] > 0].tail(n), 1))
        y = 0.0
        for province, shown, sign in sides:
            bars = ax.barh(
                y + np.arange(len(shown)), shown["z"], height=0.7, color=colours[province]
            )
            inner, outer = ("right", "left") if sign > 0 else ("left", "right")
            for bar, row in zip(bars, shown.itertuples(), strict=True):
                word = ax.text(-0.05 * sign, y, row.term, ha=inner, va="center")
                for mark in (bar, word):
                    link_artist(mark, term=row.term)
                ax.text(
                    row.z + 0.04 * sign, y, f"{row.n_a} : {row.n_b}", ha=outer, va="center",
                    fontsize=8, color=GREY,
                )  # fmt: skip
                y += 1
            ax.text(
                0.05 * sign, y, f"{names.zh(province)}的特征词 typical of {names.en(province)}",
                ha=outer, va="center", color=ink(colours[province]),
            )  # fmt: skip
            y += 1.3
        reach = scores["z"].abs().max() * 1.2 or 1
        ax.set(xlim=(-reach, reach), ylim=(-0.8, y - 0.5), yticks=[])
        ax.set_xlabel(
            "z：加权对数几率 / 标准误  z: weighted log-odds / standard error\n"
            f"条旁：出现次数  beside bars: occurrences, {names.both(a)} : {names.both(b)}",
            fontsize=9, linespacing=TWO_LINES,
        )  # fmt: skip
        ax.axvline(0, color=GREY, lw=0.8)
        ax.spines["left"].set_visible(False)
    return axes


def plot_coverage(coverage: pd.DataFrame, areas: pd.DataFrame, names: Names) -> np.ndarray:
    """Draw the coverage of each area with its interval, the provinces beneath each other.

    Of more provinces than there are colours, a panel an area.
    """
    order = _areas_in_order(areas)
    provinces = sorted(coverage["province"].unique())
    if len(provinces) > len(PALETTE):
        return draw_coverage(coverage, _like_beside_like(coverage), names)
    colours, markers = province_colours(provinces), province_markers(provinces)
    _, axes = plt.subplots(
        squeeze=False, figsize=(8, 1.4 + len(order) * (0.3 + 0.3 * len(provinces)))
    )
    ax = axes[0, 0]
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
            (dot,) = ax.plot(row["coverage"], at, markers[province], color=colours[province], ms=7)
            label = ax.annotate(
                f"{names.both(province)} {row['coverage']:.1%}", (row["conf_high"], at), (6, 0),
                textcoords="offset points", va="center", fontsize=8.5, color=ink(colours[province]),
            )  # fmt: skip
            for mark in (dot, label):
                link_artist(mark, province=province, area=area)
    label_rows(ax, [names.both(area, ALL, between="\n") for area in reversed(order)])
    # Where nothing is covered there still is a scale.
    ax.set_xlim(0, (rows["conf_high"].max() or 0.1) * 1.25)
    ax.xaxis.set_major_formatter("{x:.0%}")
    ax.set_xlabel(
        "覆盖度（占tf-idf总量）及95%区间  Coverage (share of tf-idf mass) with 95% interval",
        fontsize=9,
    )
    return axes


def plot_topics(coverage: pd.DataFrame, areas: pd.DataFrame, names: Names) -> Axes:
    """Draw the coverage of each topic in each province as a heat map.

    Provinces with like profiles stand side by side; where they are many, colours stand for
    numbers.
    """
    import seaborn as sns

    # The row of an area stays empty and bears its name.
    rows = areas.sort_values("position")
    is_topic = rows["topic"] != ALL
    wide = coverage.pivot(index=["area", "topic"], columns="province", values="coverage") * 100
    wide = wide.reindex(pd.MultiIndex.from_frame(rows[["area", "topic"]]))
    wide.loc[~is_topic.to_numpy()] = np.nan
    wide = wide[_like_beside_like(coverage)]
    if len(wide.columns) > len(PALETTE):
        return draw_topics(wide, names)
    _, ax = plt.subplots(figsize=(8, 1.4 + 0.27 * len(wide)))
    sns.heatmap(wide, annot=True, fmt=".2f", cmap="Blues", vmin=0, linewidths=1, ax=ax, cbar=False)
    at = np.arange(len(wide)) + 0.5
    labels = np.array([names.both(row.area, row.topic) for row in rows.itertuples()])
    ax.set_yticks(at[is_topic], labels[is_topic], rotation=0, fontsize=8.5)
    ax.set_yticks(at[~is_topic], labels[~is_topic], minor=True, va="center")
    ax.tick_params(which="both", length=0)
    ax.set_xticks(np.arange(len(wide.columns)) + 0.5, [names.both(p) for p in wide.columns])
    ax.xaxis.tick_top()
    ax.set_xlabel("覆盖度（占tf-idf总量的%） Coverage (% of tf-idf mass)", fontsize=9)
    ax.set_ylabel("")
    for written in ax.texts:
        x, y = written.get_position()
        area, topic = wide.index[int(y)]
        link_artist(cover_cell(ax, x, y), province=wide.columns[int(x)], area=area, topic=topic)
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
    below each interval is the placebo: the gaps between random halves of one text. A dot is
    filled where the provinces diverge. Of many provinces, each against the mean of the others, a
    panel an area.
    """
    order = _areas_in_order(areas)
    told = told_gaps(divergence)[lambda gaps: gaps["topic"] == ALL]
    if (told["province_b"] == OTHERS).any():
        return draw_gaps(told, sorted(told["province_a"].unique()), names, margin=margin)
    pairs = list(told.groupby(["province_a", "province_b"]))
    if not pairs:
        return draw_none(ALONE)
    _, axes = plt.subplots(
        len(pairs), 1, figsize=(8, 0.9 + (0.8 + 0.5 * len(order)) * len(pairs)), squeeze=False
    )
    for ax, ((a, b), gaps) in zip(axes.flat, pairs, strict=True):
        rows = gaps.set_index("area", drop=False)
        ends = {}
        ax.axvspan(-margin * 100, margin * 100, color="#EDEDED", zorder=0)
        ax.axvline(0, color=GREY, lw=0.8)
        for y, area in enumerate(reversed(order)):
            row = rows.loc[area]
            sure = row["verdict"] == "diverges"
            ax.plot([row["conf_low"] * 100, row["conf_high"] * 100], [y, y], color=BLACK, lw=2)
            band = placebo_band(placebo, row)
            ax.plot([end * 100 for end in band], [y - 0.25] * 2, color=GREY, lw=1.5, ls=":")
            ends[max(row["conf_high"], *band) * 100] = y
            (dot,) = ax.plot(
                row["gap"] * 100, y, "o", ms=8, mfc=BLACK if sure else "white", mec=BLACK, mew=1.6
            )
            verdict = ax.annotate(
                f"{points(row['gap'])}  {VERDICT_ZH[row['verdict']]} {row['verdict']}",
                (1.01, y), xycoords=("axes fraction", "data"), va="center", fontsize=9,
            )  # fmt: skip
            for mark in (dot, verdict):
                link_artist(mark, area=area)
        label_rows(ax, [names.both(area, ALL, between="\n") for area in reversed(order)])
        reach = max(np.abs(ax.dataLim.intervalx))
        ax.set_xlim(-1.08 * reach, 1.08 * reach)
        ax.text(
            0, 1.02, f"相近：区间全在±{margin * 100:g}内 similar: wholly within ±{margin * 100:g}",
            transform=ax.get_xaxis_transform(), ha="center", fontsize=8, color=GREY,
        )  # fmt: skip
        # Where there is most room.
        ax.annotate(
            "点线：同一文本随机两半\ndotted: random halves of one text",
            (min(ends), ends[min(ends)] - 0.25), (8, 0), textcoords="offset points", va="center",
            fontsize=7.5, color=GREY, linespacing=TWO_LINES,
        )  # fmt: skip
        ax.set_xlabel(
            f"← {names.both(b)} 覆盖度更高 higher   |   "
            f"{names.both(a)} 覆盖度更高 higher →\n"
            "覆盖度差距及95%区间（百分点）  Gap in coverage, 95% interval (percentage points)",
            fontsize=9, linespacing=TWO_LINES,
        )  # fmt: skip
    return axes


def plot_contributions(
    contributions: pd.DataFrame,
    divergence: pd.DataFrame,
    names: Names,
    *,
    n: int = 8,
) -> np.ndarray:
    """Draw the terms behind each area's gap, the rest in one bar, and their sum.

    One panel an area and pair, or for many provinces that of the widest gap of each area; the
    bars of a panel add up to its last bar, the gap.
    """
    # Pair by pair; against the others, in the order of areas.
    gaps = in_order(shown_gaps(divergence), names)
    first = gaps["province_a"].where(gaps["province_b"] != OTHERS, "")
    gaps = gaps.assign(first=first).sort_values(["first", "province_b"], kind="stable")
    if contributions.empty:
        return draw_none(why_no_terms(divergence))
    n_rows = -(-len(gaps) // 2)
    _, axes = plt.subplots(n_rows, 2, figsize=(8, 0.9 + 3.3 * n_rows), squeeze=False)
    colours = province_colours([*gaps["province_a"], *gaps["province_b"]])
    for ax, (_, gap) in zip(axes.flat, gaps.iterrows(), strict=False):
        area, pair = gap["area"], (gap["province_a"], gap["province_b"])
        own = rows_of(contributions, gap.to_frame().T)
        bars = top_contributions(own, n=n)
        _draw_contributions(ax, bars, gap["gap"], pair, colours, names)
        of_pair = "" if is_one_pair(gaps) else f"\n{'–'.join(map(names.zh, pair))}"
        ax.set_title(names.both(area, ALL) + of_pair)
        # The others and the sum are no terms.
        terms = bars["label"].where(bars["label"].isin(own["term"]), "")
        for bar, label, term in zip(ax.patches, ax.get_yticklabels(), [*terms, ""], strict=True):
            for mark in (bar, label):
                link_artist(mark, area=area, term=term)
    for ax in list(axes.flat)[len(gaps) :]:
        ax.set_visible(False)
    return axes


def plot_keyness(keyness: pd.DataFrame, names: Names, *, n: int = 10) -> np.ndarray:
    """Draw every word by its frequency and its z, the n most extreme of either side named.

    One panel a pair; of many provinces, those three against all others whose words stand out
    most. Words with the same counts share a dot. Beyond the dashed lines |z| is at least 1.96.
    """
    from adjustText import adjust_text

    every = list(keyness.groupby(["province_a", "province_b"]))
    if not every:
        return draw_none(ALONE)
    by_z = sorted(every, key=lambda pair: -pair[1]["z"].max())
    pairs = sorted(by_z[:FEW], key=lambda pair: pair[0])
    _, axes = plt.subplots(len(pairs), 1, figsize=(8, 0.9 + 5.2 * len(pairs)), squeeze=False)
    colours = province_colours([name for pair, _ in pairs for name in pair])
    if len(every) > len(pairs):
        axes[0, 0].set_title(
            f"{len(every)}省中词语最突出的{len(pairs)}省  The {len(pairs)} of {len(every)} "
            "provinces whose words stand out most",
            fontsize=9,
        )
    for ax, ((a, b), scores) in zip(axes.flat, pairs, strict=True):
        scores = scores.assign(total=scores["n_a"] + scores["n_b"]).sort_values(["z", "term"])
        dots = scores.drop_duplicates(["n_a", "n_b"])
        ax.scatter(dots["total"], dots["z"], s=9, color=GREY, alpha=0.5, lw=0)
        named = pd.concat([scores.head(n), scores.tail(n)]).drop_duplicates("term")
        side = [colours[a] if z > 0 else colours[b] for z in named["z"]]
        urls = [reader_address({"term": term}) for term in named["term"]]
        ax.scatter(named["total"], named["z"], s=16, c=side, lw=0, urls=urls)
        ax.set_xscale("log")
        ax.xaxis.set_major_formatter("{x:g}")
        # Counts within one power of ten are named too, and not in markup.
        ax.xaxis.set_minor_formatter(LogFormatter())
        ax.axhline(0, color=GREY, lw=0.8)
        for z in (-1.96, 1.96):
            ax.axhline(z, color=GREY, lw=0.7, ls="--")
        labels = [
            ax.text(row.total, row.z, row.term, fontsize=8.5, color=ink(colour))
            for row, colour in zip(named.itertuples(), side, strict=True)
        ]
        for label, term in zip(labels, named["term"], strict=True):
            link_artist(label, term=term)
        ax.set_xlabel("出现次数（双方合计，对数刻度） Occurrences in both (log scale)", fontsize=9)
        ax.set_ylabel(
            f"← {names.both(b)}        {names.both(a)} →\n"
            "z：加权对数几率 / 标准误 weighted log-odds / standard error",
            fontsize=9, linespacing=TWO_LINES,
        )  # fmt: skip
        adjust_text(
            labels, x=dots["total"].to_numpy(), y=dots["z"].to_numpy(), ax=ax,
            expand=(1.3, 1.8), force_text=(0.5, 0.8), iter_lim=100,
            arrowprops={"arrowstyle": "-", "color": GREY, "lw": 0.5},
        )  # fmt: skip
        for z, va in ((-1.96, "top"), (1.96, "bottom")):
            ax.annotate(
                f"z = {number(z, 2)}", (0.005, z), (0, 3 if z > 0 else -3),
                xycoords=ax.get_yaxis_transform(), textcoords="offset points", va=va, fontsize=8,
                color=GREY,
            )  # fmt: skip
    return axes


def _draw_contributions(
    ax: Axes, bars: pd.DataFrame, gap: float, pair: tuple[str, str], colours: dict[str, str],
    names: Names,
) -> None:  # fmt: skip
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
    ax.set_xlim(-reach * 1.5, reach * 1.5)
    ax.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    ax.tick_params(axis="x", labelsize=8.5)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.set_xlabel(
        f"← {names.both(pair[1])}      {names.both(pair[0])} →\n"
        "百分点，各图刻度不同 points, scales differ",
        fontsize=8.5, linespacing=TWO_LINES,
    )  # fmt: skip


def _zone_levels(
    wide: pd.DataFrame, starts: pd.DataFrame, longest: float
) -> dict[str, dict[str, int]]:
    """Say over which document each zone is named, the first that has it, and how high.

    A name begins where its zone does, on the lowest level free of the names to its right.
    """
    levels: dict[str, dict[str, int]] = {doc_id: {} for doc_id in wide.index}
    ends: dict[str, dict[int, float]] = {doc_id: {} for doc_id in wide.index}
    for zone in reversed(wide.columns):
        if not (wide[zone] > 0).any():
            continue
        doc_id = (wide[zone] > 0).idxmax()
        # The axis is some 480 points long.
        width = text_width(" ".join(ZONE_NAMES[zone]) + "  ", 8.5) / 480 * longest * 1.1
        free, start = ends[doc_id], starts.loc[doc_id, zone]
        level = next(k for k in range(len(ZONES)) if start + width <= free.get(k, np.inf))
        levels[doc_id][zone], free[level] = level, start
    return levels


def _like_beside_like(coverage: pd.DataFrame) -> list[str]:
    """Order the provinces by their profiles; those without a hit come last."""
    order = order_by_profile(area_profiles(coverage))
    return [*order, *sorted(set(coverage["province"]) - set(order))]


def _areas_in_order(areas: pd.DataFrame) -> list[str]:
    return areas[areas["topic"] == ALL].sort_values("position")["area"].tolist()
