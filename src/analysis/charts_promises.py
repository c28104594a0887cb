"""The charts of notebook 04: text in common, targets, agencies, and strength of wording."""

from itertools import combinations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator, PercentFormatter

from analysis.findings_promises import strength_rates
from analysis.lexicon import ALL
from analysis.structure import text_order
from analysis.style import (
    BLACK,
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PINK,
    VERMILLION,
    label_rows,
    province_colours,
    province_markers,
)
from analysis.wording import (
    COMPARATOR_SIGNS,
    LEVEL_NAMES,
    STATUS_NAMES,
    STRENGTH_NAMES,
    UNIT_NAMES,
    Names,
    amount,
)

_STATUS_MARKERS = {"shared": ("o", GREEN), "adapted": ("D", ORANGE), "own": ("x", VERMILLION)}
_LEVEL_COLOURS = {
    "central": PINK, "provincial": BLUE, "municipal": GREEN, "enterprise": ORANGE, "other": GREY,
}  # fmt: skip


def plot_overlap(
    similarity: pd.DataFrame, overlap: pd.DataFrame, provisions: pd.DataFrame, names: Names
) -> np.ndarray:
    """Draw provisions against provisions: the darker, the more similar; one panel a pair.

    `similarity` as from `overlap.provision_similarity`. The mark beside a provision is its
    status against the other province.
    """
    provinces = sorted(provisions["province"].unique())
    pairs = list(combinations(provinces, 2))
    ordered = provisions.sort_values("provision_id", key=text_order)
    own = {p: ordered[ordered["province"] == p] for p in provinces}
    height = sum(1.7 + 0.24 * len(own[a]) for a, _ in pairs)
    width = max(2.6 + 0.24 * len(own[b]) for _, b in pairs)
    _, axes = plt.subplots(len(pairs), 1, figsize=(max(width, 8.6), height + 1.1), squeeze=False)
    status = overlap.set_index(["provision_id", "reference"])["status"]
    for ax, (a, b) in zip(axes.flat, pairs, strict=True):
        rows, columns = own[a], own[b]
        near = similarity.loc[rows["provision_id"], columns["provision_id"]].to_numpy()
        picture = ax.imshow(near, cmap="Greys", vmin=0, vmax=1, aspect="auto")
        ax.set_yticks(range(len(rows)), _provision_labels(rows), fontsize=7.5)
        ax.set_xticks(range(len(columns)), _provision_labels(columns), fontsize=7.5, rotation=90)
        ax.tick_params(length=0)
        for y, provision_id in enumerate(rows["provision_id"]):
            _mark_status(ax, len(columns) - 0.1, y, status[provision_id, b])
        for x, provision_id in enumerate(columns["provision_id"]):
            _mark_status(ax, x, -0.95, status[provision_id, a])
        ax.set(xlim=(-0.5, len(columns) + 0.4), ylim=(len(rows) - 0.5, -1.5))
        ax.set_title(
            f"行 rows: {names.both(a)}    列 columns: {names.both(b)}", fontsize=9.5, pad=26
        )
        for spine in ax.spines.values():
            spine.set_visible(False)
        bar = ax.figure.colorbar(picture, ax=ax, fraction=0.03, pad=0.01, aspect=30)
        bar.set_label("tf-idf余弦相似度 cosine similarity", fontsize=8)
        bar.outline.set_visible(False)
    handles = [
        Line2D([], [], marker=m, color=c, ls="", ms=5, label=" ".join(STATUS_NAMES[s]))
        for s, (m, c) in _STATUS_MARKERS.items()
    ]
    axes[0, 0].legend(
        handles=handles, loc="lower right", bbox_to_anchor=(1, 1.0), ncols=3, frameon=False,
        fontsize=8.5,
    )  # fmt: skip
    return axes


def plot_own_coverage(own_coverage: pd.DataFrame, names: Names) -> np.ndarray:
    """Draw the coverage of each area over all text (hollow) and over own text (filled)."""
    provinces = sorted(own_coverage["province"].unique())
    colours, markers = province_colours(provinces), province_markers(provinces)
    order = list(reversed(names.areas))
    _, axes = plt.subplots(
        1, len(provinces), figsize=(1.5 + 3.4 * len(provinces), 1.9 + 0.5 * len(order)),
        sharey=True, sharex=True, squeeze=False,
    )  # fmt: skip
    for ax, province in zip(axes.flat, provinces, strict=True):
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
                ax.plot(
                    row["coverage"], y + shift, markers[province], color=colours[province],
                    mfc=face, ms=7,
                )  # fmt: skip
                ax.annotate(
                    f"{'全文 all' if kind == 'all' else '独有 own'} {row['coverage']:.1%}",
                    (row["conf_high"], y + shift), (5, 0), textcoords="offset points",
                    va="center", fontsize=8,
                )  # fmt: skip
        label_rows(ax, [names.both(area, ALL, between="\n") for area in order])
        ax.set_title(names.both(province))
        ax.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
        ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
        ax.set_xlabel("覆盖度及95%区间 Coverage with 95% interval", fontsize=8.5)
    axes[0, 0].set_xlim(0, own_coverage["conf_high"].max() * 1.35)
    return axes


def plot_targets(targets: pd.DataFrame, provisions: pd.DataFrame, names: Names) -> Axes:
    """Set the quantified targets out as a table: by province, then area, in the text's order."""
    owner = provisions.set_index("provision_id")["province"]
    held = targets.assign(province=targets["provision_id"].map(owner))
    rank = {area: place for place, area in enumerate(names.areas)}
    held = held.assign(rank=held["area"].map(rank).fillna(len(rank)))
    lines: list[tuple[str, ...]] = []
    for province in sorted(owner.unique()):
        own = held[held["province"] == province].sort_values(["rank", "provision_id", "start"])
        lines += [
            (
                names.both(province) if n == 0 else "",
                "" if t.area == before else _area_name(t.area, names),
                t.quantity,
                t.text,
                _amount(t),
                t.deadline or "—",
                t.sentence_id,
            )
            for n, (t, before) in enumerate(
                zip(own.itertuples(), [None, *own["area"]], strict=False)
            )
        ] or [(names.both(province), "", "无量化目标 no quantified target", "", "", "", "")]
    _, ax = plt.subplots(figsize=(10, 1.6 + 0.27 * len(lines)))
    places = (0, 0.1, 0.25, 0.535, 0.68, 0.85, 0.895)
    heads = (
        "省 Province", "领域 Area", "目标 What is to be reached", "原文 As written",
        "数值 Value", "年 Due", "句子 Sentence",
    )  # fmt: skip
    for x, head in zip(places, heads, strict=True):
        ax.text(x, -0.2, head, fontsize=8.5, color=GREY, va="bottom")
    for y, line in enumerate(lines):
        if line[0]:
            ax.axhline(y, color=GREY, lw=0.7, xmin=0, xmax=1)
        for x, text in zip(places, line, strict=True):
            ax.text(x, y + 0.5, text, fontsize=8.5, va="center")
    ax.set(xlim=(0, 1), ylim=(len(lines) + 0.1, -0.9))
    ax.axis("off")
    return ax


def plot_agencies(agencies: pd.DataFrame, names: Names, *, least: int = 3) -> np.ndarray:
    """Draw the agencies listed for at least `least` provisions, coloured by level."""
    listed = agencies[agencies["role"] != "named"]
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
            color=[_LEVEL_COLOURS[level] for level in rows["level"]], height=0.74,
        )  # fmt: skip
        ax.bar_label(bars, padding=3, fontsize=8)
        label_rows(ax, rows["agency"].tolist())
        ax.tick_params(axis="y", labelsize=8.5)
        seldom = counts[province].size - len(rows)
        ax.set_title(
            f"{names.both(province)}；另有{seldom}个单位不足{least}个条款  "
            f"{seldom} more listed for fewer than {least}",
            fontsize=9.5,
        )
        ax.set_xlabel("列为责任单位的条款数 Provisions it is listed for", fontsize=9)
        levels = [level for level in LEVEL_NAMES if (rows["level"] == level).any()]
        ax.legend(
            handles=[
                Patch(color=_LEVEL_COLOURS[k], label=" ".join(LEVEL_NAMES[k]))
                for k in levels
            ],
            loc="lower right", frameon=False, fontsize=8.5,
        )  # fmt: skip
    if not provinces:
        _say_none(axes[0, 0], "没有常被列出的单位 no agency is listed often")
    return axes


def plot_agency_areas(agency_coverage: pd.DataFrame, names: Names, *, least: int = 3) -> np.ndarray:
    """Draw the coverage of areas over the provisions of each agency listed for at least `least`."""
    often = agency_coverage[agency_coverage["n_provisions"] >= least]
    provinces = sorted(often["province"].unique())
    wide = {
        p: often[often["province"] == p]
        .pivot(index=["n_provisions", "agency"], columns="area", values="coverage")
        .sort_index(ascending=[False, True])[names.areas]
        for p in provinces
    }
    _, axes = plt.subplots(
        max(len(provinces), 1), 1,
        figsize=(8, 2.0 + sum(0.24 * len(rows) for rows in wide.values())), squeeze=False,
        height_ratios=[len(rows) for rows in wide.values()] or [1],
    )  # fmt: skip
    for ax, province in zip(axes.flat, provinces, strict=False):
        rows = wide[province]
        ax.imshow(rows.to_numpy(), cmap="Blues", vmin=0, aspect="auto")
        high = rows.to_numpy().max()
        for y, values in enumerate(rows.to_numpy()):
            for x, value in enumerate(values):
                ax.text(
                    x, y, f"{value:.1%}" if value >= 0.0005 else "", ha="center", va="center",
                    fontsize=8,
                    color="white" if value > 0.6 * high else BLACK,
                )  # fmt: skip
        labels = [f"{agency}（{n}）" for n, agency in rows.index]
        ax.set_yticks(range(len(rows)), labels, fontsize=8.5)
        ax.set_xticks(
            range(len(names.areas)), [names.both(a, ALL, between="\n") for a in names.areas]
        )
        ax.xaxis.tick_top()
        ax.tick_params(length=0)
        for spine in ax.spines.values():
            spine.set_visible(False)
        ax.set_xlabel(
            f"{names.both(province)}：列有该单位的条款的覆盖度，空格为0；括号内为条款数（至少{least}个）\n"
            "Coverage over the provisions that list it, empty for 0; in brackets their number, "
            f"at least {least}",
            fontsize=8.5,
        )
    if not provinces:
        _say_none(axes[0, 0], "没有常被列出的单位 no agency is listed often")
    return axes


def plot_strength(strength: pd.DataFrame, provisions: pd.DataFrame, names: Names) -> Axes:
    """Draw words of strength by length of text: encouraging to the left, obligatory to the right.

    Beside each bar stands the count of words.
    """
    rates = strength_rates(strength, provisions).set_index(["area", "province"])
    provinces = sorted(provisions["province"].unique())
    colours = province_colours(provinces)
    order = [area for area in [*reversed(names.areas), ALL] if area in rates.index]
    _, ax = plt.subplots(figsize=(8.5, 1.6 + len(order) * (0.25 + 0.28 * len(provinces))))
    step = 0.8 / len(provinces)
    reach = rates[["obligatory", "encouraging"]].to_numpy().max()
    for y, area in enumerate(order):
        for i, province in enumerate(provinces):
            if (area, province) not in rates.index:
                continue
            row = rates.loc[(area, province)]
            at = y + 0.4 - step * (i + 0.5)
            ax.barh(at, row["obligatory"], color=colours[province], height=step * 0.86)
            ax.barh(
                at, -row["encouraging"], color=colours[province], height=step * 0.86, alpha=0.45
            )
            ax.text(
                row["obligatory"] + 0.01 * reach, at, f"{row['n_obligatory']:.0f}", va="center",
                fontsize=8,
            )  # fmt: skip
            ax.text(
                -row["encouraging"] - 0.01 * reach, at, f"{row['n_encouraging']:.0f}", va="center",
                ha="right", fontsize=8,
            )  # fmt: skip
            ax.text(
                1.2 * reach, at, f"{names.both(province)}  {row['n_sentences']:.0f}句 sentences",
                va="center", fontsize=8, color=colours[province],
            )  # fmt: skip
    titles = {ALL: "全部句子\nAll sentences"}
    label_rows(ax, [titles.get(a) or names.both(a, ALL, between="\n") for a in order])
    ax.axvline(0, color=BLACK, lw=0.8)
    ax.set_xlim(-1.15 * reach, 1.65 * reach)
    ax.xaxis.set_major_formatter(lambda x, _: f"{abs(x):.0f}")
    ax.set_xticks([x for x in ax.get_xticks() if abs(x) <= 1.1 * reach])
    (weak_zh, weak_en), (firm_zh, firm_en) = (
        STRENGTH_NAMES["encouraging"], STRENGTH_NAMES["obligatory"],
    )  # fmt: skip
    ax.set_xlabel(
        f"← {weak_zh} {weak_en}    每千字用语（条旁为个数） words per 1,000 characters "
        f"(counts beside bars)    {firm_zh} {firm_en} →",
        fontsize=9,
    )
    return ax


def _provision_labels(provisions: pd.DataFrame, *, most: int = 10) -> list[str]:
    return [
        f"{p.number} {p.heading[:most]}{'…' if len(p.heading) > most else ''}"
        for p in provisions.itertuples()
    ]


def _area_name(area: str, names: Names) -> str:
    return names.both(area, ALL) if area else "其他 none of the areas"


def _mark_status(ax: Axes, x: float, y: float, status: str) -> None:
    marker, colour = _STATUS_MARKERS[status]
    ax.plot(x, y, marker, color=colour, ms=4.5, mew=1.6 if marker == "x" else 0)


def _amount(target: object) -> str:
    sign = COMPARATOR_SIGNS[target.comparator]  # type: ignore[attr-defined]
    unit = target.unit  # type: ignore[attr-defined]
    written = UNIT_NAMES.get(unit, unit)
    space = "" if written == "%" else " "
    return f"{sign}{amount(target.value)}{space}{written}"  # type: ignore[attr-defined]


def _say_none(ax: Axes, words: str) -> None:
    ax.text(0.5, 0.5, words, ha="center", va="center", color=GREY)
    ax.axis("off")
