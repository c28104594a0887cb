"""Quantified targets in sentences, a picture and a table."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.draw.shapes import LISTED, draw_grid, fill_cells
from analysis.draw.style import GREY, cover_cell, link_artist, link_place, shorten
from analysis.say.links import TARGETS, reader_href
from analysis.say.names import Names
from analysis.say.views import AREA, PROVINCE, Row, View, _name
from analysis.say.wording import (
    Statement,
    Statements,
    _area_name,
    count_of,
    join_words,
    name_some,
    say_span,
    target_value,
)
from analysis.vocabulary import ALL, FEW


def target_statements(targets: pd.DataFrame, provisions: pd.DataFrame, names: Names) -> Statements:
    """Count each province's quantified targets, by area and deadline."""
    owner = provisions.set_index("provision_id")["province"]
    held = targets.assign(province=targets["provision_id"].map(owner))
    provinces = sorted(owner.unique())
    if len(provinces) > FEW:
        return target_extremes(held, provinces, names)
    statements = []
    for province in provinces:
        own = held[held["province"] == province]
        if own.empty:
            statements.append(
                Statement(
                    f"{names.en(province)} sets no quantified target.",
                    f"{names.zh(province)}没有量化目标。",
                )
            )
            continue
        areas = [a for a in names.areas if (own["area"] == a).any()]
        n = own["area"].value_counts()
        en = [f"{n[a]} on {names.en(a, ALL).lower()}" for a in areas]
        zh = [f"{names.zh(a, ALL)}{n[a]}个" for a in areas]
        if (own["area"] == "").any():
            en.append(f"{n['']} in none of the areas")
            zh.append(f"不属任何领域{n['']}个")
        due = own.loc[own["deadline"] != "", "deadline"].value_counts().sort_index()
        due_en = join_words(f"{k} by {year}" for year, k in due.items())
        due_zh = "、".join(f"{year}年{k}个" for year, k in due.items())
        statements.append(
            Statement(
                f"{names.en(province)} sets {count_of(len(own), 'quantified target')}: "
                f"{join_words(en)}; due: {due_en or 'no year given'}.",
                f"{names.zh(province)}有{len(own)}个量化目标：{'，'.join(zh)}；"
                f"期限：{due_zh or '未写年份'}。",
                reader_href({"province": province, "passage": TARGETS}),
            )
        )
    return Statements(statements)


def target_headline(targets: pd.DataFrame, provisions: pd.DataFrame, names: Names) -> Statement:
    """Compare the number of quantified targets."""
    owner = provisions.set_index("provision_id")["province"]
    n = targets["provision_id"].map(owner).value_counts()
    counted = [(p, int(n.get(p, 0))) for p in sorted(owner.unique())]
    if len(counted) > FEW:
        return most_targets(pd.Series(dict(counted)), names)
    return Statement(
        "Quantified targets: " + ", ".join(f"{names.en(p)} {k or 'none'}" for p, k in counted),
        "量化目标：" + "，".join(f"{names.zh(p)}{f'{k}个' if k else '无'}" for p, k in counted),
    )


def dated_statements(
    numbers: pd.DataFrame, targets: pd.DataFrame, provisions: pd.DataFrame, names: Names
) -> Statements:
    """Name the sentences that give a date and no quantity."""
    owner = provisions.set_index("provision_id")["province"]
    dated = numbers[numbers["kind"] == "date"]
    dated = dated[~dated["sentence_id"].isin(targets["sentence_id"])]
    found = dated.groupby(dated["provision_id"].map(owner))["sentence_id"].unique()
    if len(found) > FEW:
        return dated_extremes(found, names)
    return Statements(
        Statement(
            f"{names.en(str(province))}, dated without a quantity: {', '.join(ids)}.",
            f"{names.zh(str(province))}有日期而无数量的句子：{'、'.join(ids)}。",
        )
        for province, ids in found.items()
    )


def target_extremes(held: pd.DataFrame, provinces: list[str], names: Names) -> Statements:
    """Count the targets, by province, area and year. `held` has their province."""
    n = held["province"].value_counts()
    if held.empty:
        return Statements(
            [
                Statement(
                    f"None of {len(provinces)} provinces sets a quantified target.",
                    f"{len(provinces)}个省都没有量化目标。",
                )
            ]
        )
    of_area = held["area"].value_counts()
    en = [f"{of_area[a]} on {names.en(a, ALL).lower()}" for a in names.areas if a in of_area]
    zh = [f"{names.zh(a, ALL)}{of_area[a]}个" for a in names.areas if a in of_area]
    if "" in of_area:
        en.append(f"{of_area['']} in none of the areas")
        zh.append(f"不属任何领域{of_area['']}个")
    due = held.loc[held["deadline"] != "", "deadline"].value_counts().sort_index()
    due_en = join_words(f"{k} by {year}" for year, k in due.items())
    due_zh = "、".join(f"{year}年{k}个" for year, k in due.items())
    said = say_span(n, lambda k: f"{k:.0f}", names)
    return Statements(
        [
            Statement(
                f"{len(n)} of {len(provinces)} provinces set quantified targets, {said.en}; "
                f"{len(held):,} in all.",
                f"{len(provinces)}个省中有{len(n)}个设有量化目标，共{len(held):,}个，每省{said.zh}。",
                reader_href({"passage": TARGETS}),
            ),
            Statement(
                f"Of all targets, {join_words(en)}; due: {due_en or 'no year given'}.",
                f"全部目标中，{'，'.join(zh)}；期限：{due_zh or '未写年份'}。",
            ),
        ]
    )


def most_targets(n: pd.Series, names: Names) -> Statement:
    """Name the provinces with most targets. `n` counts the targets of every province."""
    if not n.any():
        return Statement("No province sets a quantified target", "没有哪个省有量化目标")
    most = name_some(n.index[n == n.max()], names, most=FEW)
    return Statement(
        f"{count_of(int(n.sum()), 'quantified target')} in {(n > 0).sum()} of {len(n)} provinces; "
        f"most in {most.en}, {n.max()}",
        f"{len(n)}个省中{(n > 0).sum()}个有量化目标，共{n.sum():,}个；最多的是{most.zh}，{n.max()}个",
    )


def dated_extremes(found: pd.Series, names: Names) -> Statements:
    """Count the sentences with a date and no quantity. `found` lists them by province."""
    n = found.map(len)
    said = say_span(n, lambda k: f"{k:.0f}", names)
    return Statements(
        [
            Statement(
                f"Dated without a quantity: {count_of(int(n.sum()), 'sentence')} in {len(n)} "
                f"provinces, {said.en}.",
                f"有日期而无数量的句子：{len(n)}个省共{n.sum()}个，每省{said.zh}。",
            )
        ]
    )


def plot_target_grid(targets: pd.DataFrame, provisions: pd.DataFrame, names: Names) -> Axes:
    """Count the quantified targets of each province by area.

    A count leads to the first target that it counts, that of all areas to all of them.
    """
    owner = provisions.set_index("provision_id")["province"]
    held = targets.assign(province=targets["provision_id"].map(owner))
    provinces = sorted(owner.unique())
    columns = [*names.areas, ""]
    counts = held.groupby(["province", "area"]).size().unstack(fill_value=0)
    counts = counts.reindex(index=provinces, columns=columns, fill_value=0)
    first = held.groupby(["province", "area"])["sentence_id"].first()
    heads = [names.both(a, ALL, between="\n") for a in names.areas]
    ax = draw_grid(
        [names.both(p) for p in provinces],
        [*heads, "不属任何领域\nnone of the areas", "合计\nall"],
        "量化目标个数，空格为没有 Number of quantified targets, empty for none",
        upright=True,
    )
    table = np.column_stack([counts.to_numpy(), counts.sum(axis=1)])
    # The sum is no cell beside the others: it bears no shade.
    shade = np.column_stack([counts.to_numpy(), np.zeros(len(counts))])
    written = [[str(n) if n else "" for n in row] for row in table]
    for y, x, cell in fill_cells(ax, shade, written, high=max(shade.max(), 1) * 1.3):
        if x < len(columns):
            link_place(cell, first[provinces[y], columns[x]])
        else:
            link_artist(cell, province=provinces[y], passage=TARGETS)
    return ax


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


def target_view(targets: pd.DataFrame, provisions: pd.DataFrame, names: Names) -> View | None:
    """List the quantified targets as written, in the order of the texts; None without any."""
    owner = provisions.set_index("provision_id")["province"]
    if targets.empty:
        return None
    return View(
        Statement("Quantified targets, as written", "量化目标，按原文"),
        (
            PROVINCE, Statement("What", "内容"), Statement("As written", "原文"),
            Statement("Value", "数值"), Statement("By", "期限"), AREA, Statement("Sentence", "句子"),
        ),
        tuple(
            Row(
                (
                    _name(names, owner[t.provision_id]), t.quantity, t.text, target_value(t),
                    t.deadline or "–",
                    _name(names, t.area, ALL) if t.area else "–", t.sentence_id,
                ),
            )
            for t in targets.sort_values(["provision_id", "start"]).itertuples()
        ),
    )  # fmt: skip
