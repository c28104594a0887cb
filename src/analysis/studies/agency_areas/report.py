"""What agencies are responsible for, in sentences and pictures."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.draw.shapes import AGENCIES, draw_grid, fill_cells, widest
from analysis.draw.style import BLACK, TWO_LINES, cover_cell, link_artist, say_none
from analysis.say.names import Names
from analysis.say.wording import Statement, Statements, count_of, percent
from analysis.stats.mass import TOTAL, share_of
from analysis.vocabulary import ALL, FEW


def agency_area_extremes(listed: pd.DataFrame, mass: pd.DataFrame, names: Names) -> Statements:
    """Name for each area the provision with a list that covers it most in any province.

    `mass` as from `coverage.sum_mass`, and `listed` in the order of the lists.
    """
    held = mass[mass.index.get_level_values("provision_id").isin(listed["provision_id"])]
    statements = []
    for area in names.areas:
        share = share_of(held[[(area, ALL)]].to_numpy(), held[TOTAL].to_numpy())[:, 0]
        if not share.any():
            continue
        province, best = held.index[share.argmax()]
        order = listed.loc[listed["provision_id"] == best, "agency"].tolist()
        alike = int((share == share.max()).sum()) - 1
        k = count_of(len(order), "agency", "agencies")
        statements.append(
            Statement(
                f"{names.en(area, ALL)}: covered most by {best} of {names.en(province)} "
                f"({percent(share.max())}{f', as much by {alike} more' if alike else ''}), which "
                f"lists {k}, {order[0]} first.",
                f"{names.zh(area, ALL)}：覆盖度最高的条款是{names.zh(province)}的{best}"
                f"（{percent(share.max())}{f'，另有{alike}个相同' if alike else ''}），"
                f"列出{len(order)}个单位，{order[0]}排在最前。",
            )
        )
    return Statements(statements)


def agency_area_statements(
    agencies: pd.DataFrame, mass: pd.DataFrame, names: Names, *, n: int = 3
) -> Statements:
    """Name for each area the provision that covers it most, and who stands first in its list.

    `mass` as from `coverage.sum_mass`.
    """
    listed = agencies[agencies["role"] != "named"].sort_values("start")
    if listed["province"].nunique() > FEW:
        return agency_area_extremes(listed, mass, names)
    statements = []
    for province, own in listed.groupby("province"):
        held = mass.loc[[(province, i) for i in own["provision_id"].unique()]]
        for area in names.areas:
            share = share_of(held[[(area, ALL)]].to_numpy(), held[TOTAL].to_numpy())[:, 0]
            best, most = held.index[share.argmax()][1], share.max()
            if most == 0:
                continue
            order = own.loc[own["provision_id"] == best, "agency"].tolist()
            first, k = "、".join(order[:n]), count_of(len(order), "agency", "agencies")
            statements.append(
                Statement(
                    f"{names.en(str(province))}, {names.en(area, ALL).lower()}: covered most by "
                    f"{best} ({percent(most)}), which lists {k}, {first} first.",
                    f"{names.zh(str(province))}，{names.zh(area, ALL)}：覆盖度最高的条款是{best}"
                    f"（{percent(most)}），列出{len(order)}个单位，排在最前的是{first}。",
                )
            )
    none = Statement(
        "No provision with a list of those responsible has a hit.", "列出责任单位的条款都没有命中。"
    )
    return Statements(statements or [none])


def agency_area_headline(
    agency_coverage: pd.DataFrame, names: Names, *, least: int = 3
) -> Statement:
    """Name the agency whose provisions have the highest coverage of an area."""
    often = agency_coverage[agency_coverage["n_provisions"] >= least]
    if often.empty:
        return Statement("No agency is listed often", "没有常被列出的单位")
    top = often.loc[often["coverage"].idxmax()]
    if often["province"].nunique() > FEW:
        alike = int((often["coverage"] == top["coverage"]).sum()) - 1
        return Statement(
            f"Highest coverage: {names.en(top['area'], ALL).lower()} in the provisions of "
            f"{names.en(top['province'])} that list {top['agency']}, {percent(top['coverage'])}"
            + (f", and as high in {alike} more" if alike else ""),
            f"覆盖度最高的是{names.zh(top['province'])}列有{top['agency']}的条款："
            f"{names.zh(top['area'], ALL)}{percent(top['coverage'])}"
            + (f"，另有{alike}处相同" if alike else ""),
        )
    return Statement(
        f"Highest coverage: {names.en(top['area'], ALL).lower()} in the provisions that list "
        f"{top['agency']}, {percent(top['coverage'])}",
        f"覆盖度最高的是列有{top['agency']}的条款：{names.zh(top['area'], ALL)}{percent(top['coverage'])}",
    )


def plot_agency_spans(agency_coverage: pd.DataFrame, names: Names, *, least: int = 3) -> Axes:
    """Draw for the agencies listed often in most provinces the median coverage of each area.

    Over the provinces that list an agency for at least `least` provisions; beside the median
    stand the lowest and the highest.
    """
    often = agency_coverage[agency_coverage["n_provisions"] >= least]
    counts = often.drop_duplicates(["agency", "province"]).pivot(
        index="agency", columns="province", values="n_provisions"
    )
    shown = widest(counts, AGENCIES)
    if shown.empty:
        _, ax = plt.subplots(figsize=(8, 1.6))
        say_none(ax, "没有常被列出的单位 no agency is listed often")
        return ax
    ax = draw_grid(
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
    for y, x, cell in fill_cells(ax, wide.to_numpy(), written, high=high * 1.3):
        link_artist(cell, agency=shown.index[y], area=names.areas[x])
    return ax


def _write_span(median: float, low: float, high: float) -> str:
    if high < 0.0005:
        return ""
    return f"{median:.1%} ({low:.1%}–{high:.1%})"


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
