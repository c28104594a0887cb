"""Coverage of areas and topics in sentences, pictures and a table."""

from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from analysis.draw.shapes import area_panels, label_below
from analysis.draw.style import (
    BLUE,
    GREY,
    PALETTE,
    TWO_LINES,
    cover_cell,
    ink,
    label_rows,
    link_artist,
    province_colours,
    province_markers,
)
from analysis.say.links import reader_href
from analysis.say.names import Names, in_order
from analysis.say.views import AREA, COVERAGE, INTERVAL, PROVINCE, Row, View, _name, _span
from analysis.say.wording import (
    MOST_TOLD,
    NAMED,
    Statement,
    Statements,
    _areas_in_order,
    count_of,
    join_words,
    name_some,
    percent,
)
from analysis.studies.profiles.measure import area_profiles, order_by_profile
from analysis.vocabulary import ALL, TELLING


def draw_coverage(coverage: pd.DataFrame, order: Sequence[str], names: Names) -> np.ndarray:
    """Draw the coverage of each area with its interval, a panel an area, a row a province."""
    axes, panels = area_panels(names, order)
    rows = coverage[coverage["topic"] == ALL].set_index(["area", "province"])
    for area, ax in panels.items():
        own = rows.loc[area].loc[list(order)]
        for y, row in zip(reversed(range(len(order))), own.itertuples(), strict=True):
            ax.plot([row.conf_low, row.conf_high], [y, y], color=BLUE, lw=1.8, alpha=0.6)
            (dot,) = ax.plot(row.coverage, y, "o", color=BLUE, ms=4.5)
            link_artist(dot, province=row.Index, area=area)
        ax.axvline(own["coverage"].mean(), color=GREY, lw=0.8, ls="--")
        ax.set_xlim(0, (own["conf_high"].max() or 0.1) * 1.08)
        ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=None))
    label_below(
        axes,
        "覆盖度（占tf-idf总量）及95%区间；虚线：各省平均；相似的省相邻，各图刻度不同\n"
        "Coverage (share of tf-idf mass), 95% interval; dashed: mean; like provinces stand side by "
        "side; scales differ",
    )
    return axes


def draw_topics(wide: pd.DataFrame, names: Names) -> Axes:
    """Draw the coverage of each topic as a heat map with a scale, a column a province.

    `wide` in percent: rows of areas, which are empty, and topics; columns in order.
    """
    n_rows, n_columns = wide.shape
    _, ax = plt.subplots(figsize=(8, 2.2 + 0.22 * n_rows))
    picture = ax.imshow(wide.to_numpy(), cmap="Blues", vmin=0, aspect="auto", interpolation="none")
    is_topic = wide.index.get_level_values("topic") != ALL
    at, labels = np.arange(n_rows), np.array([names.both(*key) for key in wide.index])
    ax.set_yticks(at[is_topic], labels[is_topic], fontsize=8)
    ax.set_yticks(at[~is_topic], labels[~is_topic], minor=True, fontsize=9)
    ax.set_xticks(range(n_columns), [names.both(p) for p in wide.columns], rotation=90, fontsize=8)
    ax.xaxis.tick_top()
    ax.tick_params(which="both", length=0)
    for spine in ax.spines.values():
        spine.set_visible(False)
    scale = ax.figure.colorbar(picture, ax=ax, shrink=0.6, aspect=30)
    scale.ax.tick_params(labelsize=8)
    scale.outline.set_visible(False)
    ax.set_xlabel(
        "覆盖度（占tf-idf总量的%）；相似的省相邻\n"
        "Coverage (% of tf-idf mass); like provinces stand side by side",
        fontsize=9, linespacing=TWO_LINES,
    )  # fmt: skip
    return ax


def coverage_statements(coverage: pd.DataFrame, names: Names) -> Statements:
    """Say for each province how much of its text each area gets, and what can be ranked."""
    statements = []
    for province, rows in coverage[coverage["topic"] == ALL].groupby("province"):
        ranked = rows.sort_values("coverage", ascending=False, kind="stable")
        total = percent(ranked["coverage"].sum())
        listed = list(zip(ranked["area"], ranked.itertuples(), strict=True))
        en = ", ".join(
            f"{names.en(area, ALL).lower()} {percent(row.coverage)} "
            f"({percent(row.conf_low)} to {percent(row.conf_high)})"
            for area, row in listed
        )
        zh = "，".join(
            f"{names.zh(area, ALL)}{percent(row.coverage)}"
            f"（{percent(row.conf_low)}至{percent(row.conf_high)}）"
            for area, row in listed
        )
        statements.append(
            Statement(
                f"{names.en(province)}: {total} of the tf-idf mass falls on the areas: {en}; "
                "in brackets the 95% interval over redrawn provisions.",
                f"{names.zh(province)}：tf-idf总量的{total}落在各领域：{zh}；"
                "括号内为条款重抽样的95%区间。",
                reader_href({"province": province}),
            )
        )
    return Statements(statements)


def coverage_headline(coverage: pd.DataFrame, names: Names) -> Statement:
    """Name the area with the highest coverage in each province, and whether it stands clear."""
    return _headline(coverage[coverage["topic"] == ALL], names)


def no_hit_statements(coverage: pd.DataFrame, names: Names) -> Statements:
    """Name the provinces in which no term of the areas stands, in one sentence; none for none."""
    n_hits = coverage[coverage["topic"] == ALL].groupby("province")["n_hits"].sum()
    without = n_hits.index[n_hits == 0]
    return Statements(
        [
            Statement(
                f"No term of the lexicon stands in the provisions of "
                f"{join_words(map(names.en, without))}: every coverage there is 0%.",
                f"{'、'.join(map(names.zh, without))}的条款中没有词典中的词条：各领域覆盖度均为0%。",
            )
        ][: len(without)]
    )


def short_interval_statements(coverage: pd.DataFrame, names: Names) -> Statements:
    """Name the intervals of areas that too few provisions stand behind, at most MOST_TOLD."""
    rows = coverage[coverage["topic"] == ALL]
    short = rows[rows["n_provisions"] < TELLING]
    if short.empty:
        return Statements()
    en = join_words(
        f"{names.en(row.area, ALL).lower()} in {names.en(row.province)} ({row.n_provisions})"
        for row in short.itertuples()
    )
    zh = "、".join(
        f"{names.zh(row.province)}的{names.zh(row.area, ALL)}（{row.n_provisions}个）"
        for row in short.itertuples()
    )
    if len(short) > MOST_TOLD:
        en = f"{len(short)} of {count_of(len(rows), 'interval')}"
        zh = f"{len(rows)}个区间中的{len(short)}个"
    return Statements(
        [
            Statement(
                f"Intervals behind which fewer than {TELLING} provisions hold a term are too short, "
                f"and in simulated texts miss the truth more than one time in five: {en}.",
                f"含有词条的条款不足{TELLING}个时，区间过窄，在模拟文本中五次里有一次以上不含真值：{zh}。",
            )
        ]
    )


def topic_statements(coverage: pd.DataFrame, names: Names, *, n: int = 3) -> Statements:
    """Name the topics with the highest coverage in each province, and those without a hit."""
    statements = []
    for province, rows in coverage[coverage["topic"] != ALL].groupby("province"):
        top = rows[rows["n_hits"] > 0].nlargest(n, "coverage")
        none = rows[rows["n_hits"] == 0]
        en = join_words(
            f"{names.en(r.area, r.topic)} ({percent(r.coverage)})" for r in top.itertuples()
        )
        zh = "、".join(
            f"{names.zh(r.area, r.topic)}（{percent(r.coverage)}）" for r in top.itertuples()
        )
        none_en = join_words(names.en(r.area, r.topic) for r in none.itertuples())
        none_zh = "、".join(names.zh(r.area, r.topic) for r in none.itertuples())
        statements.append(
            Statement(
                f"{names.en(province)}: the topics of highest coverage are {en or 'none'}. "
                + (f"No hit for: {none_en}." if none_en else "Every topic has a hit."),
                f"{names.zh(province)}覆盖度最高的主题：{zh or '无'}。"
                + (f"没有命中的主题：{none_zh}。" if none_zh else "每个主题都有命中。"),
                reader_href({"province": province}),
            )
        )
    return Statements(statements)


def topic_headline(coverage: pd.DataFrame, names: Names) -> Statement:
    """Name the topic with the highest coverage in each province, and whether it stands clear."""
    return _headline(coverage[coverage["topic"] != ALL], names)


def _headline(rows: pd.DataFrame, names: Names) -> Statement:
    """Name what has the highest coverage in each province; say if another interval reaches it.

    Of many provinces, what has it most often.
    """
    tops: dict[tuple[str, str], list[str]] = {}
    empty, overlaps = [], False
    for province, own in rows.groupby("province"):
        top = own.loc[own["coverage"].idxmax()]
        if top["coverage"] > 0:
            tops.setdefault((top["area"], top["topic"]), []).append(province)
            overlaps |= bool((own["conf_high"].drop(top.name) > top["conf_low"]).any())
        else:
            empty.append(province)
    n = rows["province"].nunique()
    if tops and n > NAMED:
        most = max(tops, key=lambda top: len(tops[top]))
        return Statement(
            f"Most often of highest coverage: {names.en(*most)}, in {len(tops[most])} of {n} "
            "provinces" + ", but intervals overlap" * overlaps,
            f"{n}个省中有{len(tops[most])}个省覆盖度最高的是{names.zh(*most)}，为数最多"
            + "，但区间重叠" * overlaps,
        )
    en = [
        f"{names.en(*top)} has the highest coverage in {name_some(provinces, names).en}"
        for top, provinces in tops.items()
    ]
    zh = [
        f"{name_some(provinces, names).zh}覆盖度最高的是{names.zh(*top)}"
        for top, provinces in tops.items()
    ]
    if overlaps:
        en[-1] += ", but intervals overlap"
        zh[-1] += "，但区间重叠"
    if empty:
        en.append(f"{'no' if en else 'No'} hit in {name_some(empty, names).en}")
        zh.append(f"{name_some(empty, names).zh}没有命中")
    return Statement("; ".join(en), "；".join(zh))


def coverage_view(coverage: pd.DataFrame, names: Names) -> View:
    """Show the coverage of every area and province, as the figure `coverage` does."""
    rows = in_order(coverage[coverage["topic"] == ALL], names)
    return View(
        Statement("Coverage of each area in each province", "各省各领域的覆盖度"),
        (
            AREA, PROVINCE, COVERAGE, INTERVAL, Statement("Hits", "命中"),
            Statement("Provisions with a hit", "有命中的条款"),
        ),
        tuple(
            Row(
                (
                    _name(names, r.area, ALL), _name(names, r.province), percent(r.coverage),
                    _span(percent(r.conf_low), percent(r.conf_high)), f"{r.n_hits:,}",
                    f"{r.n_provisions:,}",
                ),
                reader_href({"province": r.province, "area": r.area}),
            )
            for r in rows.itertuples()
        ),
    )  # fmt: skip


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


def _like_beside_like(coverage: pd.DataFrame) -> list[str]:
    """Order the provinces by their profiles; those without a hit come last."""
    order = order_by_profile(area_profiles(coverage))
    return [*order, *sorted(set(coverage["province"]) - set(order))]
