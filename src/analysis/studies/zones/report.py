"""What each document consists of, in sentences and a picture."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.draw.shapes import LINE, Key, _lay_out, label_lines
from analysis.draw.style import BLACK, GREY, ZONE_COLOURS, label_rows, text_width
from analysis.say.links import hrefs
from analysis.say.names import Names
from analysis.say.wording import ZONE_NAMES, Statement, Statements, count_of, percent
from analysis.vocabulary import ZONES

# Lines that are not more than a page: of more documents, those of a province share a line.
LINES = 64

# Documents with a bar of their own height and its zones named: of more, each has a thin line.
BARS = 12


def plot_zone_lines(zones: pd.DataFrame, documents: pd.DataFrame, names: Names) -> Axes:
    """Draw the zones of each document as a thin bar; of each province, where there are many.

    `zones` as `structure.zone_lengths` returns it.
    """
    province = documents.set_index("doc_id")["province"]
    together = len(documents) > LINES
    owner = zones["doc_id"].map(province)
    owned = zones.assign(province=owner, bar=owner if together else zones["doc_id"])
    wide = owned.pivot_table(
        index=["province", "bar"], columns="zone", values="n_han", aggfunc="sum", fill_value=0
    )
    wide = wide[[zone for zone in ZONES if zone in wide]].iloc[::-1]
    left = wide.cumsum(axis=1) - wide
    look = {zone: {"marker": "s", "color": ZONE_COLOURS[zone]} for zone in wide}
    key = Key({" ".join(ZONE_NAMES[zone]): look[zone] for zone in wide})
    ax = _lay_out(1, 1, 1 + LINE * len(wide), key)[0, 0]
    at = range(len(wide))
    for zone in wide:
        ax.barh(at, wide[zone], left=left[zone], color=ZONE_COLOURS[zone], height=0.7)
    for y, total in enumerate(wide.sum(axis=1)):
        ax.text(total, y, f" {total:,.0f}", va="center", fontsize=7.5, color=GREY)
    # The first of a province's documents, which stands highest, bears the name.
    bars = wide.index.get_level_values("province")
    below = bars.duplicated(keep="last")
    label_lines(ax, ["" if again else names.both(p) for p, again in zip(bars, below, strict=True)])
    ax.set_xlim(0, wide.sum(axis=1).max() * 1.1)
    ax.xaxis.set_major_formatter("{x:,.0f}")
    ax.set_xlabel(
        "汉字数，每条为一省的全部文件 Han characters, a bar for all documents of a province"
        if together
        else "汉字数，每条为一份文件 Han characters, a bar for each document",
        fontsize=9,
    )
    return ax


def document_statements(
    documents: pd.DataFrame, provisions: pd.DataFrame, zones: pd.DataFrame, names: Names
) -> Statements:
    """Say what each document contains and how much of it is counted.

    `zones` as `structure.zone_lengths` returns it. Of several documents of a province each is
    named by its id.
    """
    statements = []
    of_several = documents["province"].duplicated(keep=False)
    for document, named in zip(documents.itertuples(), of_several, strict=True):
        own = provisions[provisions["doc_id"] == document.doc_id]
        length = zones[zones["doc_id"] == document.doc_id].set_index("zone")["n_han"]
        counted = own["n_han"].sum()
        agencies = length.get("agencies", 0)
        parts = own["part"].nunique()
        lists_en = (
            f"; its agency lists are {percent(agencies / length.sum())} and are not counted"
            if agencies
            else "; it has no agency lists"
        )
        lists_zh = (
            f"；责任单位名单占{percent(agencies / length.sum())}，不计入"
            if agencies
            else "；没有责任单位名单"
        )
        statements.append(
            Statement(
                f"{names.en(document.province)}{f' ({document.doc_id})' * named}: "
                f"{count_of(len(own), 'provision')} in "
                f"{count_of(parts, 'part')}. Their headings and bodies hold "
                f"{percent(counted / length.sum())} of its {length.sum():,} Han characters"
                f"{lists_en}.",
                f"{names.zh(document.province)}{f'（{document.doc_id}）' * named}："
                f"{parts}个部分，{len(own)}个条款。"
                f"条款的标题和正文占全文{length.sum():,}个汉字的{percent(counted / length.sum())}"
                f"{lists_zh}。",
                hrefs(
                    {"province": document.province, "passage": f"zone/{zone}"}
                    for zone in ("body", "agencies")
                    if zone in length
                ),
            )
        )
    return Statements(statements)


def zone_headline(zones: pd.DataFrame, provisions: pd.DataFrame) -> Statement:
    """Say in one line how much of the documents is counted."""
    counted = provisions.groupby("doc_id")["n_han"].sum()
    share = counted / zones.groupby("doc_id")["n_han"].sum()
    low, high = percent(share.min(), 0), percent(share.max(), 0)
    span_en = low if low == high else f"{low} to {high}"
    span_zh = low if low == high else f"{low}至{high}"
    return Statement(
        f"Headings and bodies of provisions, {span_en} of the characters, are counted",
        f"计入分析的是条款的标题和正文，占全文{span_zh}",
    )


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
