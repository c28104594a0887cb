"""Coverage beside hand codes, in sentences and a picture."""

from itertools import combinations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.ticker import MaxNLocator, PercentFormatter

from analysis.draw.shapes import draw_none
from analysis.draw.style import (
    GREY,
    PALETTE,
    TWO_LINES,
    ink,
    label_rows,
    link_artist,
    province_colours,
    province_markers,
)
from analysis.say.links import hrefs, reader_href
from analysis.say.names import Names
from analysis.say.wording import (
    _UNCODED,
    UNCODED,
    Statement,
    Statements,
    _areas_zh,
    _lower_areas,
    count_of,
)
from analysis.vocabulary import ALL, FEW


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
        urls = [reader_href({"province": p, "area": area}) for p in rows["province"]]
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


def share_statements(shares: pd.DataFrame, names: Names) -> Statements:
    """Say whether coverage and sentence codes agree in the sign of gaps and the order of areas."""
    if shares.empty:
        return Statements([UNCODED])
    statements = []
    for a, b in combinations(sorted(shares["province"].unique()), 2):
        wide = shares.pivot_table(
            index="area", columns="province", values=["sentence_codes", "coverage"]
        )
        by_hand = wide["sentence_codes"][a] - wide["sentence_codes"][b]
        by_terms = wide["coverage"][a] - wide["coverage"][b]
        same = [area for area in names.areas if by_hand[area] * by_terms[area] > 0]
        other = [area for area in names.areas if area not in same]
        statements.append(
            Statement(
                f"{names.en(a)} against {names.en(b)}: coverage and sentence codes give the gap the same "
                f"sign in {len(same)} of {count_of(len(by_hand), 'area')}"
                + (f"; not in {_lower_areas(other, names)}." if other else "."),
                f"{names.zh(a)}与{names.zh(b)}：{len(by_hand)}个领域中，覆盖度与句子编码的差距"
                f"有{len(same)}个同号"
                + (f"；不同号的是{_areas_zh(other, names)}。" if other else "。"),
                hrefs({"area": area} for area in names.areas),
            )
        )
    for province, own in shares.groupby("province"):
        hand, terms = (
            own.sort_values(by, ascending=False)["area"].tolist()
            for by in ("sentence_codes", "coverage")
        )
        agree = hand == terms
        statements.append(
            Statement(
                f"{names.en(province)}: by sentence codes the order of areas is "
                f"{_lower_areas(hand, names)}; by coverage it is "
                + ("the same." if agree else f"{_lower_areas(terms, names)}."),
                f"{names.zh(province)}：按句子编码，领域次序为{_areas_zh(hand, names)}；按覆盖度"
                + ("次序相同。" if agree else f"为{_areas_zh(terms, names)}。"),
            )
        )
    return Statements(statements)


def share_headline(shares: pd.DataFrame, names: Names) -> Statement:
    """Give the first of `share_statements`, or for one province the order of areas."""
    return share_statements(shares, names)[0].headline()
