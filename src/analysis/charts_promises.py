"""The charts of notebook 04: text in common, targets, agencies, and strength of wording."""

from itertools import combinations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator, PercentFormatter

from analysis.charts_grids import (
    LEVEL_COLOURS,
    plot_agency_grid,
    plot_agency_spans,
    plot_overlap_grid,
    plot_own_lines,
    plot_strength_lines,
    plot_target_grid,
)
from analysis.contracts import FEW
from analysis.findings_promises import strength_rates
from analysis.lexicon import ALL
from analysis.structure import text_order
from analysis.style import (
    BLACK,
    GREEN,
    GREY,
    ORANGE,
    TWO_LINES,
    VERMILLION,
    cover_cell,
    draw_none,
    ink,
    label_rows,
    link_artist,
    link_place,
    province_colours,
    province_markers,
    say_none,
    shorten,
)
from analysis.wording import (
    ALONE,
    LEVEL_NAMES,
    STATUS_NAMES,
    STRENGTH_NAMES,
    Names,
    target_value,
)

# Provisions of one province beside each other: of more, no heading could be read.
PROVISIONS = 45
# Lines of a list of targets that are not higher than a page.
LISTED = 48

_STATUS_MARKERS = {"shared": ("o", GREEN), "adapted": ("D", ORANGE), "own": ("x", VERMILLION)}


def plot_overlap(
    similarity: pd.DataFrame, overlap: pd.DataFrame, provisions: pd.DataFrame, names: Names
) -> np.ndarray:
    """Draw provisions against provisions: the darker, the more similar; one panel a pair.

    `similarity` as from `overlap.provision_similarity`; it stands as a number in the cells of best
    matches. The mark beside a provision is its status against the other province.
    """
    provinces = sorted(provisions["province"].unique())
    pairs = list(combinations(provinces, 2))
    if not pairs:
        return draw_none(ALONE)
    if len(provinces) > FEW:
        return np.array([[plot_overlap_grid(overlap, provisions, names)]])
    ordered = provisions.sort_values("provision_id", key=text_order)
    own = {p: ordered[ordered["province"] == p] for p in provinces}
    shown = [_most_alike(own[a], own[b], similarity) for a, b in pairs]
    height = sum(2 + 0.24 * len(rows) for rows, _ in shown)
    width = max(2.6 + 0.26 * len(columns) for _, columns in shown)
    _, axes = plt.subplots(len(pairs), 1, figsize=(max(width, 8), height + 1.1), squeeze=False)
    status = overlap.set_index(["provision_id", "reference"])["status"]
    for ax, (a, b), (rows, columns) in zip(axes.flat, pairs, shown, strict=True):
        near = similarity.loc[rows["provision_id"], columns["provision_id"]].to_numpy()
        ax.imshow(near, cmap="Greys", vmin=0, vmax=1, aspect="auto", interpolation="none")
        ax.set_yticks(range(len(rows)), _provision_labels(rows), fontsize=8)
        heads = _provision_labels(columns, most=5)
        ax.set_xticks(range(len(columns)), heads, fontsize=8, rotation=90)
        ax.tick_params(left=False, bottom=False)
        for y, x in _best_matches(near):
            ax.text(
                x, y, f"{near[y, x]:.2f}", ha="center", va="center", fontsize=7.5,
                color="white" if near[y, x] > 0.5 else BLACK,
            )  # fmt: skip
            link_place(cover_cell(ax, x, y), rows["provision_id"].iloc[y])
        of_rows = [status[provision_id, b] for provision_id in rows["provision_id"]]
        of_columns = [status[provision_id, a] for provision_id in columns["provision_id"]]
        right = len(columns) - 0.1
        for y, kind in enumerate(of_rows):
            _mark_status(ax, right, y, kind)
        for x, kind in enumerate(of_columns):
            _mark_status(ax, x, -0.95, kind)
        for kind, words in STATUS_NAMES.items():
            if kind in of_rows:
                ax.text(right + 0.4, of_rows.index(kind), " ".join(words), va="center", fontsize=8)
            elif kind in of_columns:
                ax.text(of_columns.index(kind), -1.5, " ".join(words), ha="center", fontsize=8)
        ax.set(xlim=(-0.5, len(columns) + 0.4), ylim=(len(rows) - 0.5, -1.5))
        ax.set_ylabel(names.both(a) + _say_part(rows, own[a]))
        ax.set_xlabel(
            f"{names.both(b)}{_say_part(columns, own[b])}\n"
            "用词相似度 similarity of words (cosine)",
            fontsize=8.5, linespacing=TWO_LINES,
        )  # fmt: skip
        for spine in ax.spines.values():
            spine.set_visible(False)
    return axes


def describe_overlap(provisions: pd.DataFrame) -> tuple[str, str]:
    """Say in English and in Chinese what `plot_overlap` draws."""
    if provisions["province"].nunique() > FEW:
        return (
            "A grid of provinces against provinces, darker where more provisions are shared or "
            "adapted.",
            "方格图：各省两两对照，共有或改写的条款越多颜色越深。",
        )
    return (
        "A grid of provisions against provisions, darker where more similar.",
        "方格图：两省条款两两对照，越相似颜色越深。",
    )


def plot_own_coverage(own_coverage: pd.DataFrame, names: Names) -> np.ndarray:
    """Draw the coverage of each area over all text (hollow) and over own text (filled)."""
    provinces = sorted(own_coverage["province"].unique())
    if not provinces:
        return draw_none(ALONE)
    if len(provinces) > FEW:
        return plot_own_lines(own_coverage, names)
    colours, markers = province_colours(provinces), province_markers(provinces)
    order = list(reversed(names.areas))
    n_rows = -(-len(provinces) // 2)
    _, axes = plt.subplots(
        n_rows, min(len(provinces), 2), figsize=(8, 0.9 + (1.1 + 0.5 * len(order)) * n_rows),
        sharey=True, sharex=True, squeeze=False,
    )  # fmt: skip
    for ax in axes.flat[len(provinces) :]:
        ax.set_visible(False)
    for ax, province in zip(axes.flat, provinces, strict=False):
        rows = own_coverage[own_coverage["province"] == province].set_index(["area", "text"])
        for y, area in enumerate(order):
            for kind, shift, face in (("all", 0.16, "white"), ("own", -0.16, colours[province])):
                if (area, kind) not in rows.index:
                    continue
                row = rows.loc[(area, kind)]
                ax.plot(
                    [row["conf_low"], row["conf_high"]], [y + shift] * 2, lw=1.8,
                    color=colours[province], alpha=0.6,
                )  # fmt: skip
                (dot,) = ax.plot(
                    row["coverage"], y + shift, markers[province], color=colours[province],
                    mfc=face, ms=7,
                )  # fmt: skip
                label = ax.annotate(
                    f"{'全文 all' if kind == 'all' else '独有 own'} {row['coverage']:.1%}",
                    (row["conf_high"], y + shift), (5, 0), textcoords="offset points",
                    va="center", fontsize=8,
                )  # fmt: skip
                for mark in (dot, label) if row["n_hits"] else ():
                    link_artist(mark, province=province, area=area, status=kind)
        label_rows(ax, [names.both(area, ALL, between="\n") for area in order])
        ax.set_title(names.both(province), color=ink(colours[province]))
        ax.tick_params(labelbottom=True)
        ax.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
        ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
        ax.set_xlabel(
            "覆盖度（占tf-idf）及95%区间\nCoverage (share of tf-idf), 95% interval",
            fontsize=8.5, linespacing=TWO_LINES,
        )  # fmt: skip
    # Where nothing is covered there still is a scale.
    axes[0, 0].set_xlim(0, (own_coverage["conf_high"].max() or 0.1) * 1.45)
    return axes


def plot_targets(targets: pd.DataFrame, provisions: pd.DataFrame, names: Names) -> Axes:
    """Set the quantified targets out as a table: by province, then area, in the text's order.

    Those that a list of LISTED lines does not hold are counted.
    """
    groups = _target_groups(targets, provisions, names)
    n_lines = len(targets) + len(groups)
    if n_lines > LISTED:
        return plot_target_grid(targets, provisions, names)
    _, ax = plt.subplots(figsize=(8, 1.4 + 0.26 * n_lines))
    places = (0.02, 0.385, 0.575, 0.805, 0.86)
    heads = (
        "目标 What is to be reached", "原文 As written", "数值 Value", "年 Due", "句子 Sentence",
    )  # fmt: skip
    for x, head in zip(places, heads, strict=True):
        ax.text(x, -0.2, head, fontsize=8.5, color=GREY, va="bottom")
    y, before = 0.0, ""
    for (province, area), rows in groups.items():
        ax.axhline(y, color=GREY, lw=0.7 if province != before else 0.3)
        if province != before:
            ax.text(0, y + 0.5, names.both(province), va="center")
        what = _area_name(area, names) if len(rows) else "无量化目标 no quantified target"
        ax.text(0.14, y + 0.5, what, fontsize=9, va="center")
        before = province
        for target in rows.itertuples():
            y += 1
            line = (
                shorten(target.quantity, 205, 8.5), shorten(target.text, 108, 8.5),
                target_value(target).en, target.deadline or "—", target.sentence_id,
            )  # fmt: skip
            for x, text in zip(places, line, strict=True):
                ax.text(x, y + 0.5, text, fontsize=8.5 if x < 0.8 else 8, va="center")
            link_place(cover_cell(ax, 0.5, y + 0.5), target.sentence_id)
        y += 1
    ax.set(xlim=(0, 1), ylim=(n_lines + 0.1, -0.9))
    ax.axis("off")
    return ax


def describe_targets(
    targets: pd.DataFrame, provisions: pd.DataFrame, names: Names
) -> tuple[str, str]:
    """Say in English and in Chinese what `plot_targets` draws."""
    if len(targets) + len(_target_groups(targets, provisions, names)) > LISTED:
        return (
            "A grid of the numbers of quantified targets, by province and area.",
            "方格图：各省各领域的量化目标个数。",
        )
    listed = targets["quantity"] + " " + targets["text"]
    return (
        "A table of quantified targets: area, what, how much, by when. "
        f"{'; '.join(listed) or 'No target'}.",
        f"量化目标一览：领域、内容、数量、期限。{'；'.join(listed) or '没有目标'}。",
    )


def plot_agencies(agencies: pd.DataFrame, names: Names, *, least: int = 3) -> np.ndarray:
    """Draw the agencies listed for at least `least` provisions, coloured by level."""
    listed = agencies[agencies["role"] != "named"]
    if listed["province"].nunique() > FEW:
        return np.array([[plot_agency_grid(agencies, names)]])
    counts = listed.groupby(["province", "agency", "level"])["provision_id"].nunique()
    often = counts[counts >= least].sort_values(kind="stable")
    provinces = sorted(often.index.unique("province"))
    shown = {p: often[p] for p in provinces}
    height = sum(0.2 * len(rows) for rows in shown.values())
    _, axes = plt.subplots(
        max(len(provinces), 1), 1, figsize=(8, 1.8 + height), squeeze=False,
        height_ratios=[len(rows) for rows in shown.values()] or [1],
    )  # fmt: skip
    for ax, province in zip(axes.flat, provinces, strict=False):
        rows = shown[province].reset_index()
        bars = ax.barh(
            range(len(rows)), rows["provision_id"],
            color=[LEVEL_COLOURS[level] for level in rows["level"]], height=0.74,
        )  # fmt: skip
        ax.bar_label(bars, padding=3, fontsize=8)
        ax.set_xlim(0, rows["provision_id"].max() * 1.25)
        ax.xaxis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))
        for level, at in {level: at for at, level in enumerate(rows["level"])}.items():
            ax.annotate(
                " ".join(LEVEL_NAMES[level]), (rows["provision_id"][at], at), (20, 0),
                textcoords="offset points", va="center", fontsize=8.5,
            )  # fmt: skip
        for bar, agency in zip(bars, rows["agency"], strict=True):
            link_artist(bar, province=province, agency=agency)
        label_rows(ax, rows["agency"].tolist())
        ax.tick_params(axis="y", labelsize=8.5)
        seldom = counts[province].size - len(rows)
        ax.set_title(
            f"{names.both(province)}；另有{seldom}个单位不足{least}个条款  "
            f"{seldom} more listed for fewer than {least}",
            fontsize=9.5,
        )
        ax.set_xlabel("列为责任单位的条款数 Provisions it is listed for", fontsize=9)
    if not provinces:
        say_none(axes[0, 0], "没有常被列出的单位 no agency is listed often")
    return axes


def describe_agencies(agencies: pd.DataFrame) -> tuple[str, str]:
    """Say in English and in Chinese what `plot_agencies` draws."""
    if agencies.loc[agencies["role"] != "named", "province"].nunique() > FEW:
        return (
            "A grid of the agencies listed in most provinces, by province.",
            "方格图：被最多省份列为责任单位的单位，按省列出。",
        )
    return (
        "Bars of the agencies listed for most provisions.",
        "条形图：被最多条款列为责任单位的单位。",
    )


def plot_agency_areas(agency_coverage: pd.DataFrame, names: Names, *, least: int = 3) -> np.ndarray:
    """Draw the coverage of areas over the provisions of each agency listed for at least `least`."""
    often = agency_coverage[agency_coverage["n_provisions"] >= least]
    provinces = sorted(often["province"].unique())
    if len(provinces) > FEW:
        return np.array([[plot_agency_spans(agency_coverage, names, least=least)]])
    wide = {
        p: often[often["province"] == p]
        .pivot(index=["n_provisions", "agency"], columns="area", values="coverage")
        .sort_index(ascending=[False, True])[names.areas]
        for p in provinces
    }
    _, axes = plt.subplots(
        max(len(provinces), 1), 1,
        figsize=(
            max(8, 1.8 + 1.5 * len(names.areas)),
            1.1 + sum(1.2 + 0.24 * len(rows) for rows in wide.values()),
        ),
        squeeze=False,
        height_ratios=[len(rows) for rows in wide.values()] or [1],
    )  # fmt: skip
    for ax, province in zip(axes.flat, provinces, strict=False):
        rows = wide[province]
        ax.imshow(rows.to_numpy(), cmap="Blues", vmin=0, aspect="auto", interpolation="none")
        high = rows.to_numpy().max()
        for y, values in enumerate(rows.to_numpy()):
            for x, value in enumerate(values):
                ax.text(
                    x, y, f"{value:.1%}" if value >= 0.0005 else "", ha="center", va="center",
                    fontsize=8,
                    color="white" if value > 0.6 * high else BLACK,
                )  # fmt: skip
                if value:
                    keys = {"agency": rows.index[y][1], "area": rows.columns[x]}
                    link_artist(cover_cell(ax, x, y), province=province, **keys)
        labels = [f"{agency}（{n}）" for n, agency in rows.index]
        ax.set_yticks(range(len(rows)), labels, fontsize=8.5)
        ax.set_xticks(
            range(len(names.areas)), [names.both(a, ALL, between="\n") for a in names.areas],
            linespacing=TWO_LINES,
        )  # fmt: skip
        ax.xaxis.tick_top()
        ax.set_title(names.both(province))
        ax.tick_params(length=0)
        for spine in ax.spines.values():
            spine.set_visible(False)
        ax.set_xlabel(
            f"列有该单位的条款的覆盖度，空格为0；括号内为条款数（至少{least}个）\n"
            "Coverage over the provisions that list it, empty for 0; in brackets their number, "
            f"at least {least}",
            fontsize=8.5, linespacing=TWO_LINES,
        )  # fmt: skip
    if not provinces:
        say_none(axes[0, 0], "没有常被列出的单位 no agency is listed often")
    return axes


def plot_strength(
    strength: pd.DataFrame, provisions: pd.DataFrame, names: Names
) -> Axes | np.ndarray:
    """Draw words of strength by length of text: encouraging to the left, obligatory to the right.

    Beside each bar stands the count of words.
    """
    rates = strength_rates(strength, provisions)
    provinces = sorted(provisions["province"].unique())
    if len(provinces) > FEW:
        return plot_strength_lines(rates, names)
    rates = rates.set_index(["area", "province"])
    colours = province_colours(provinces)
    order = [area for area in [*reversed(names.areas), ALL] if area in rates.index]
    _, ax = plt.subplots(figsize=(8, 1.9 + len(order) * (0.25 + 0.28 * len(provinces))))
    step = 0.8 / len(provinces)
    # Where no word is counted there still is a scale.
    reach = rates[["obligatory", "encouraging"]].to_numpy().max() or 10
    for y, area in enumerate(order):
        for i, province in enumerate(provinces):
            if (area, province) not in rates.index:
                continue
            row = rates.loc[(area, province)]
            at = y + 0.4 - step * (i + 0.5)
            for strength, side, colour in (
                ("obligatory", 1, colours[province]),
                ("encouraging", -1, (colours[province], 0.45)),
            ):
                rate, n = row[strength], row[f"n_{strength}"]
                (bar,) = ax.barh(at, side * rate, height=step * 0.86, color=[colour])
                label = ax.text(
                    side * (rate + 0.01 * reach), at, f"{n:.0f}", va="center", fontsize=8,
                    ha="left" if side > 0 else "right",
                )  # fmt: skip
                for mark in (bar, label) if n else ():
                    link_artist(mark, province=province, area=area, strength=strength)
            ax.text(
                1.2 * reach, at, f"{names.both(province)}  {row['n_sentences']:.0f}句 sentences",
                va="center", fontsize=8, color=ink(colours[province]),
            )  # fmt: skip
    titles = {ALL: "全部句子\nAll sentences"}
    label_rows(ax, [titles.get(a) or names.both(a, ALL, between="\n") for a in order])
    ax.axvline(0, color=BLACK, lw=0.8)
    ax.set_xlim(-1.15 * reach, 1.65 * reach)
    ax.xaxis.set_major_formatter(lambda x, _: f"{abs(x):.0f}")
    ax.set_xticks([x for x in ax.get_xticks() if abs(x) <= 1.1 * reach])
    for kind, x, between in (("encouraging", -1.1, "left"), ("obligatory", 1.1, "right")):
        words = " ".join(STRENGTH_NAMES[kind])
        ax.text(
            x * reach, len(order) - 0.45, f"← {words}" if x < 0 else f"{words} →", ha=between,
        )  # fmt: skip
    ax.set_ylim(top=len(order) - 0.15)
    ax.set_xlabel(
        "每千字用语数（条旁为个数） words per 1,000 characters (counts beside bars)", fontsize=9
    )
    return ax


def _target_groups(
    targets: pd.DataFrame, provisions: pd.DataFrame, names: Names
) -> dict[tuple[str, str], pd.DataFrame]:
    """Gather the targets of each province by area, in the text's order; also if there are none."""
    owner = provisions.set_index("provision_id")["province"]
    held = targets.assign(province=targets["provision_id"].map(owner))
    rank = {area: place for place, area in enumerate(names.areas)}
    held = held.assign(rank=held["area"].map(rank).fillna(len(rank)))
    held = held.sort_values(["province", "rank", "provision_id", "start"])
    groups: dict[tuple[str, str], pd.DataFrame] = {}
    for province in sorted(owner.unique()):
        own = held[held["province"] == province]
        groups |= {(province, area): rows for area, rows in own.groupby("area", sort=False)}
        if own.empty:
            groups[province, ""] = own
    return groups


def _provision_labels(provisions: pd.DataFrame, *, most: int = 6) -> list[str]:
    # Short: the glyphs of headings are most of the file. The ellipsis takes a place too.
    heads = [head if len(head) <= most + 1 else f"{head[:most]}…" for head in provisions["heading"]]
    return [f"{n} {head}" for n, head in zip(provisions["number"], heads, strict=True)]


def _most_alike(
    rows: pd.DataFrame, columns: pd.DataFrame, similarity: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Keep of many provisions on either side those that have the most similar on the other."""
    near = similarity.loc[rows["provision_id"], columns["provision_id"]].to_numpy()
    kept = [np.sort((-near.max(axis=axis)).argsort(kind="stable")[:PROVISIONS]) for axis in (1, 0)]
    return rows.iloc[kept[0]], columns.iloc[kept[1]]


def _say_part(shown: pd.DataFrame, held: pd.DataFrame) -> str:
    n = f"{len(shown)}/{len(held)}"
    return f"：最相似的 most similar {n}" if len(shown) < len(held) else ""


def _best_matches(near: np.ndarray) -> list[tuple[int, int]]:
    """List the cells that are the best match of their row or of their column."""
    best = (near == near.max(axis=1, keepdims=True)) | (near == near.max(axis=0))
    return [(int(y), int(x)) for y, x in np.argwhere(best & (near > 0))]


def _area_name(area: str, names: Names) -> str:
    return names.both(area, ALL) if area else "其他 none of the areas"


def _mark_status(ax: Axes, x: float, y: float, status: str) -> None:
    marker, colour = _STATUS_MARKERS[status]
    ax.plot(x, y, marker, color=colour, ms=4.5, mew=1.6 if marker == "x" else 0, clip_on=False)
