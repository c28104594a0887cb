"""Text in common between provinces, in sentences and a picture."""

from itertools import combinations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.draw.shapes import draw_grid, draw_none, fill_cells
from analysis.draw.style import (
    BLACK,
    GREEN,
    ORANGE,
    TWO_LINES,
    VERMILLION,
    cover_cell,
    link_artist,
    link_place,
)
from analysis.say.links import hrefs
from analysis.say.names import Names
from analysis.say.wording import (
    ALONE,
    STATUS_NAMES,
    Statement,
    Statements,
    _percent,
    count_of,
    say_span,
)
from analysis.studies.overlap.measure import best_status
from analysis.text.structure import text_order
from analysis.vocabulary import FEW, PARENT, STATUSES

# Provisions of one province beside each other: of more, no heading could be read.
PROVISIONS = 45
_STATUS_MARKERS = {"shared": ("o", GREEN), "adapted": ("D", ORANGE), "own": ("x", VERMILLION)}


def overlap_extremes(overlap: pd.DataFrame, provisions: pd.DataFrame, names: Names) -> Statements:
    """Say how many provisions any other text shares, and which provinces have most in common."""
    best = best_status(overlap, provisions)
    n = best["status"].value_counts()
    own = (best["status"] == "own").groupby(best["province"]).mean()
    owner = provisions[["provision_id", "province"]]
    held = overlap.merge(owner, on="provision_id", validate="many_to_one")
    common = (held["status"] != "own").groupby([held["province"], held["reference"]]).mean()
    against = common.index.get_level_values("reference") == PARENT
    parent = ("", "")
    if against.any():
        parent = (" and the superior document", "和上级文件")
    statements = [
        Statement(
            f"Of {count_of(len(best), 'provision')}, each held against every other province"
            f"{parent[0]}: shared at least once {n.get('shared', 0)}, adapted and never shared "
            f"{n.get('adapted', 0)}, own against all {n.get('own', 0)}.",
            f"{len(best):,}个条款逐一对照其他每个省{parent[1]}：{n.get('shared', 0)}个至少一处为共有，"
            f"{n.get('adapted', 0)}个有改写而无共有，{n.get('own', 0)}个对照各处均为独有。",
            hrefs({"passage": f"provisions/{status}"} for status in STATUSES if status in n),
        ),
        _say_own(own, names),
        _say_pairs(common[~against], names),
    ]
    if against.any():
        shares = common[against].droplevel("reference")
        said = say_span(shares, _percent, names)
        statements.append(
            Statement(
                "Shared or adapted against the superior document are, of a province's provisions, "
                f"{said.en}.",
                f"各省条款中与上级文件共有或改写的比例{said.zh}。",
            )
        )
    return Statements(statements)


def own_headline(overlap: pd.DataFrame, provisions: pd.DataFrame, names: Names) -> Statement:
    """Count the provisions that no other text has, and give the extremes."""
    best = best_status(overlap, provisions)
    own = best["status"] == "own"
    said = say_span(own.groupby(best["province"]).mean(), _percent, names)
    return Statement(
        f"Provisions mostly in words of their own: {own.sum():,} of {len(own):,}; of a province's "
        f"provisions, {said.en}",
        f"文字大部分为本省独有的条款：{len(own):,}个中{own.sum():,}个，占各省条款的比例{said.zh}",
    )


def _say_own(own: pd.Series, names: Names) -> Statement:
    said = say_span(own, _percent, names)
    return Statement(
        f"Own against all are, of a province's provisions, {said.en}.",
        f"对照各处均为独有的条款占各省条款的比例{said.zh}。",
    )


def _say_pairs(common: pd.Series, names: Names) -> Statement:
    """Say which province has most in common with which, and how much is usual."""
    most = common[common == common.max()]
    a, b = most.index[0]
    whose = Statement(f"by {names.en(a)} against {names.en(b)}", f"{names.zh(a)}对照{names.zh(b)}")
    if len(most) > 1:
        whose = Statement(f"in {len(most)} of the pairs", f"共{len(most)}对")
    return Statement(
        f"Of {len(common):,} pairs of a province and another, shared or adapted are by the median "
        f"{_percent(common.median())} of its provisions, at most {_percent(common.max())} "
        f"({whose.en}), at least {_percent(common.min())}.",
        f"{len(common):,}对省份（一省对照另一省）中，共有或改写的条款所占比例，中位数为"
        f"{_percent(common.median())}，最高{_percent(common.max())}（{whose.zh}），"
        f"最低{_percent(common.min())}。",
    )


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


def _mark_status(ax: Axes, x: float, y: float, status: str) -> None:
    marker, colour = _STATUS_MARKERS[status]
    ax.plot(x, y, marker, color=colour, ms=4.5, mew=1.6 if marker == "x" else 0, clip_on=False)


def overlap_statements(overlap: pd.DataFrame, provisions: pd.DataFrame, names: Names) -> Statements:
    """Say of each province how many provisions it shares, adapts, or has to itself."""
    if provisions["province"].nunique() > FEW:
        return overlap_extremes(overlap, provisions, names)
    owner = provisions[["provision_id", "province"]]
    held = overlap.merge(owner, on="provision_id", validate="many_to_one")
    statements = []
    for (province, reference), rows in held.groupby(["province", "reference"]):
        n = rows["status"].value_counts()
        en = ", ".join(f"{n.get(s, 0)} {STATUS_NAMES[s][1]}" for s in STATUS_NAMES)
        zh = "，".join(f"{STATUS_NAMES[s][0]}{n.get(s, 0)}个" for s in STATUS_NAMES)
        statements.append(
            Statement(
                f"{names.en(province)} against {names.en(reference)}: of "
                f"{count_of(len(rows), 'provision')}, {en}.",
                f"{names.zh(province)}对照{names.zh(reference)}：{len(rows)}个条款中，{zh}。",
                hrefs(
                    {"province": province, "passage": f"provisions/{status}/{reference}"}
                    for status in STATUS_NAMES
                    if status in n
                ),
            )
        )
    return Statements(statements or [ALONE])


def overlap_headline(overlap: pd.DataFrame, provisions: pd.DataFrame, names: Names) -> Statement:
    """Count the provisions that each province writes mostly in words of its own."""
    if overlap.empty:
        return ALONE.headline()
    if provisions["province"].nunique() > FEW:
        return own_headline(overlap, provisions, names)
    owner = provisions.set_index("provision_id")["province"]
    rows = overlap.assign(province=overlap["provision_id"].map(owner))
    # Own is what is found in no reference.
    own = (rows["status"] == "own").groupby([rows["province"], rows["provision_id"]]).all()
    counts = [(str(p), int(v.sum()), len(v)) for p, v in own.groupby("province")]
    return Statement(
        "Provisions mostly in words of their own: "
        + ", ".join(f"{names.en(p)} {k} of {n}" for p, k, n in counts),
        "文字大部分为本省独有的条款："
        + "，".join(f"{names.zh(p)}{n}个中{k}个" for p, k, n in counts),
    )


def parent_statement(documents: pd.DataFrame) -> Statement:
    """Name the superior documents that the texts are held against, or say that there are none."""
    is_parent = documents["role"] == PARENT
    titles = "、".join(f"《{title}》" for title in documents.loc[is_parent, "title"])
    if not titles and documents["province"].nunique() == 1:
        return Statement(
            "No superior document is listed, and no other province: there is nothing to hold the text "
            "against.",
            "没有列出上级文件，也没有别省的文本可供对照。",
        )
    if not titles:
        return Statement(
            "No superior document is listed: the texts are held against each other alone. What only "
            "one of them has may come from a superior document, and be what the other left out.",
            "没有列出上级文件：各文本只互相对照。一省独有的内容也可能来自上级文件，只是别省没有写。",
        )
    return Statement(f"The texts are also held against {titles}.", f"各文本还与{titles}对照。")


def plot_overlap_grid(overlap: pd.DataFrame, provisions: pd.DataFrame, names: Names) -> Axes:
    """Draw provinces against provinces: the share of provisions that stand in the other text.

    In a cell, of the provisions of its line, the per cent that are shared or adapted against the
    province of its column. It leads to the shared ones, or, if there are none, to those adapted.
    """
    owner = provisions[["provision_id", "province"]]
    held = overlap.merge(owner, on="provision_id", validate="many_to_one")
    counts = held.groupby(["province", "reference"])["status"].value_counts().unstack(fill_value=0)
    counts = counts.reindex(columns=["shared", "adapted", "own"], fill_value=0)
    common = 1 - counts["own"] / counts.sum(axis=1)
    provinces = sorted(held["province"].unique())
    columns = provinces + [PARENT] * (PARENT in set(held["reference"]))
    wide = common.unstack().reindex(index=provinces, columns=columns)
    ax = draw_grid(
        [names.both(p) for p in provinces], [names.both(p) for p in columns],
        "占各行省份条款的百分比：共有或改写，对照各列省份\n"
        "Per cent of the provisions of the line's province, shared or adapted against the column's",
    )  # fmt: skip
    written = [["" if np.isnan(v) else f"{v * 100:.0f}" for v in row] for row in wide.to_numpy()]
    for y, x, cell in fill_cells(ax, wide.to_numpy(), written, high=1.0):
        province, reference = provinces[y], columns[x]
        n = counts.loc[(province, reference)]
        for status in [status for status in ("shared", "adapted") if n[status]][:1]:
            link_artist(cell, province=province, passage=f"provisions/{status}/{reference}")
    return ax
