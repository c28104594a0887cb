"""Who is responsible, in sentences and pictures."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from analysis.draw.shapes import AGENCIES, Key, draw_grid, fill_cells, widest
from analysis.draw.style import (
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PINK,
    ink,
    label_rows,
    link_artist,
    say_none,
)
from analysis.say.links import ANY, reader_href
from analysis.say.names import Names
from analysis.say.wording import (
    LEVEL_NAMES,
    Statement,
    Statements,
    _percent,
    count_of,
    join_words,
    say_span,
)
from analysis.vocabulary import FEW

LEVEL_COLOURS = {
    "central": PINK, "provincial": BLUE, "municipal": GREEN, "enterprise": ORANGE, "other": GREY,
}  # fmt: skip


def agency_extremes(
    agencies: pd.DataFrame, provisions: pd.DataFrame, names: Names, *, n: int = 5
) -> Statements:
    """Say how many provinces close provisions with lists, and whom most of them list."""
    listed = agencies[agencies["role"] != "named"]
    provinces = provisions["province"].nunique()
    if listed.empty:
        none = Statement(
            f"None of {provinces} provinces closes a provision with a list of those responsible.",
            f"{provinces}个省都没有逐条列出责任单位。",
        )
        return Statements([none])
    closed = provisions["provision_id"].isin(listed["provision_id"])
    shares = closed.groupby(provisions["province"]).mean()
    said = say_span(shares[shares > 0], _percent, names)
    pairs = listed.drop_duplicates(["agency", "provision_id"])
    wide = pairs.groupby("agency").agg(
        provinces=("province", "nunique"), provisions=("provision_id", "size")
    )
    top = wide.sort_values(["provinces", "provisions"], ascending=False, kind="stable").head(n)
    return Statements(
        [
            Statement(
                f"{(shares > 0).sum()} of {provinces} provinces close provisions with a list of "
                f"those responsible, {said.en} of their provisions.",
                f"{provinces}个省中有{(shares > 0).sum()}个以责任单位名单结束条款，"
                f"占其条款的比例{said.zh}。",
                reader_href({"agency": ANY}),
            ),
            Statement(
                f"They list {count_of(len(wide), 'agency or company', 'agencies and companies')}; in "
                "most provinces "
                + ", ".join(
                    f"{row.Index} ({row.provinces}, for {count_of(row.provisions, 'provision')})"
                    for row in top.itertuples()
                )
                + ".",
                f"共列出{len(wide):,}个单位；列出的省份最多的是"
                + "、".join(
                    f"{row.Index}（{row.provinces}个省，{row.provisions}个条款）"
                    for row in top.itertuples()
                )
                + "。",
            ),
        ]
    )


def agency_statements(agencies: pd.DataFrame, provisions: pd.DataFrame, names: Names) -> Statements:
    """Say how each province assigns agencies: by lists that close provisions, or in its text."""
    if provisions["province"].nunique() > FEW:
        return agency_extremes(agencies, provisions, names)
    statements = []
    for province, own in provisions.groupby("province"):
        named = agencies[agencies["province"] == province]
        listed = named[named["role"] != "named"]
        if len(listed):
            n = listed.groupby("agency")["provision_id"].nunique()
            top = n.sort_values(ascending=False, kind="stable").head(5)
            bodies = count_of(len(n), "agency or company", "agencies and companies")
            closed = listed["provision_id"].nunique()
            statements.append(
                Statement(
                    f"{names.en(province)} closes {closed} of {count_of(len(own), 'provision')} with "
                    f"a list of those responsible, {bodies}. Most often: "
                    + ", ".join(f"{agency} ({k})" for agency, k in top.items())
                    + ".",
                    f"{names.zh(province)}的{len(own)}个条款中有{closed}个以责任单位名单结尾，"
                    f"共{len(n)}个单位。最常见："
                    + "、".join(f"{agency}（{k}）" for agency, k in top.items())
                    + "。",
                    reader_href({"province": province, "agency": ANY}),
                )
            )
        else:
            places = named.groupby("provision_id", sort=False)["agency"].unique()
            spots = [f"{i} ({', '.join(found)})" for i, found in places.items()]
            zh = [f"{i}（{'、'.join(found)}）" for i, found in places.items()]
            statements.append(
                Statement(
                    f"{names.en(province)} closes no provision with a list of those responsible. "
                    + (
                        f"Its text names agencies in {'; '.join(spots)}."
                        if spots
                        else "Its text names none."
                    ),
                    f"{names.zh(province)}没有逐条列出责任单位。"
                    + (f"正文中提到单位的有{'；'.join(zh)}。" if spots else "正文中也没有提到。"),
                )
            )
    return Statements(statements)


def agency_headline(agencies: pd.DataFrame, names: Names) -> Statement:
    """Name the agency that is listed for most provisions."""
    listed = agencies[agencies["role"] != "named"]
    if listed.empty:
        return Statement("No document lists responsible agencies", "没有文件列出责任单位")
    n = listed.groupby(["province", "agency"])["provision_id"].nunique()
    most = n[n == n.max()].index
    if len(most) > FEW:
        bodies = most.unique("agency")
        return Statement(
            f"Most provisions of a province that list one agency: {n.max()}, for "
            f"{count_of(len(bodies), 'agency', 'agencies')}",
            f"一省中列出同一单位的条款最多为{n.max()}个，这样的单位有{len(bodies)}个",
        )
    listed_zh = "、".join(f"{names.zh(province)}的{agency}" for province, agency in most)
    listed_en = join_words(f"{agency} in {names.en(province)}" for province, agency in most)
    return Statement(
        f"Listed most often: {listed_en}, {count_of(int(n.max()), 'provision')}",
        f"列出最多的是{listed_zh}：{n.max()}个条款",
    )


def plot_agency_grid(agencies: pd.DataFrame, names: Names) -> Axes:
    """Draw the agencies listed in most provinces, and for how many provisions of each."""
    listed = agencies[agencies["role"] != "named"]
    counts = listed.groupby(["agency", "province"])["provision_id"].nunique().unstack()
    shown = widest(counts, AGENCIES)
    if shown.empty:
        _, ax = plt.subplots(figsize=(8, 1.6))
        say_none(ax, "没有文件列出责任单位 no document lists responsible agencies")
        return ax
    level = listed.drop_duplicates("agency").set_index("agency")["level"]
    used = [kind for kind in LEVEL_COLOURS if (level[shown.index] == kind).any()]
    look = {kind: {"marker": "s", "color": LEVEL_COLOURS[kind]} for kind in used}
    ax = draw_grid(
        shown.index.tolist(), [names.both(p) for p in shown.columns],
        f"列为责任单位的条款数；{len(counts):,}个单位中，被最多省份列出的{len(shown)}个\n"
        f"Provisions it is listed for; {len(shown)} of {len(counts):,} agencies, those listed in "
        "most provinces",
        Key({" ".join(LEVEL_NAMES[kind]): look[kind] for kind in used}),
    )  # fmt: skip
    for label in ax.get_yticklabels():
        label.set_color(ink(LEVEL_COLOURS[level[label.get_text()]]))
    values = shown.fillna(0).to_numpy()
    written = [[f"{n:.0f}" if n else "" for n in row] for row in values]
    for y, x, cell in fill_cells(ax, values, written, high=values.max() * 1.3):
        link_artist(cell, province=shown.columns[x], agency=shown.index[y])
    return ax


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
