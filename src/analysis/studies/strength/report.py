"""Words that bind and that encourage, in sentences, a picture and a table."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from analysis.draw.shapes import Key, draw_lines
from analysis.draw.style import BLACK, BLUE, ORANGE, ink, label_rows, link_artist, province_colours
from analysis.say.links import ANY, reader_href
from analysis.say.names import Names, in_order
from analysis.say.views import AREA, PROVINCE, Row, View, _name
from analysis.say.wording import (
    STRENGTH_NAMES,
    Statement,
    Statements,
    count_of,
    name_some,
    say_span,
)
from analysis.studies.strength.measure import strength_rates
from analysis.vocabulary import ALL, FEW, STRENGTHS

_ALL_SENTENCES = ("All sentences", "全部句子")


def strength_extremes(rates: pd.DataFrame, names: Names) -> Statements:
    """Count the words of both kinds over all sentences and for each area.

    `rates` as from `findings_promises.strength_rates`. Only of all sentences are the extremes of
    the rates named: of an area, that of a province may come of one word.
    """
    statements = []
    for area in [area for area in [ALL, *names.areas] if area in set(rates["area"])]:
        rows = rates[rates["area"] == area].set_index("province")
        n = {kind: f"{rows[f'n_{kind}'].sum():,.0f}" for kind in STRENGTHS}
        more = int((rows["n_obligatory"] > rows["n_encouraging"]).sum())
        fewer = int((rows["n_obligatory"] < rows["n_encouraging"]).sum())
        title = (names.en(area, ALL), names.zh(area, ALL)) if area != ALL else _ALL_SENTENCES
        rate = _say_rates(rows, names) if area == ALL else Statement("", "")
        sentences = count_of(int(rows["n_sentences"].sum()), "sentence")
        statements.append(
            Statement(
                f"{title[0]}: {n['obligatory']} obligatory and {n['encouraging']} encouraging words "
                f"in {sentences} of {count_of(len(rows), 'province')}; obligatory ones are more in {more} of "
                f"these, encouraging ones in {fewer}.{rate.en}",
                f"{title[1]}：{len(rows)}个省的{rows['n_sentences'].sum():,.0f}个句子中，约束性用语"
                f"{n['obligatory']}个，鼓励性用语{n['encouraging']}个；{more}个省约束性的较多，"
                f"{fewer}个省鼓励性的较多。{rate.zh}",
                reader_href({"area": area, "strength": ANY}),
            )
        )
    return Statements(statements)


def binding_headline(rates: pd.DataFrame, names: Names) -> Statement:
    """Count the provinces with more words that bind than words that encourage."""
    rows = rates[rates["area"] == ALL].set_index("province")
    more = rows.index[rows["n_obligatory"] > rows["n_encouraging"]]
    if more.empty:
        return Statement(
            f"None of {len(rows)} provinces has more obligatory than encouraging words",
            f"{len(rows)}个省中，没有一个约束性用语多于鼓励性用语",
        )
    who = name_some(more, names, most=FEW) if len(more) <= FEW else Statement("", "")
    return Statement(
        f"More obligatory than encouraging words in {len(more)} of {len(rows)} provinces"
        + (f": {who.en}" if who.en else ""),
        f"{len(rows)}个省中，约束性用语多于鼓励性用语的有{len(more)}个"
        + (f"：{who.zh}" if who.zh else ""),
    )


def _say_rates(rows: pd.DataFrame, names: Names) -> Statement:
    bind, encourage = (
        say_span(rows[kind], lambda rate: f"{rate:.1f}", names)
        for kind in ("obligatory", "encouraging")
    )
    return Statement(
        f" Per 1,000 characters of a province, obligatory {bind.en}, encouraging {encourage.en}.",
        f"各省每千字约束性{bind.zh}，鼓励性{encourage.zh}。",
    )


def strength_statements(
    strength: pd.DataFrame, provisions: pd.DataFrame, names: Names
) -> Statements:
    """Say how often each province binds and how often it encourages, overall and by area."""
    rates = strength_rates(strength, provisions)
    if rates["province"].nunique() > FEW:
        return strength_extremes(rates, names)
    statements = []
    for area in [ALL, *names.areas]:
        rows = rates[rates["area"] == area]
        en = "; ".join(
            f"{names.en(r.province)} {r.n_obligatory:.0f} and {r.n_encouraging:.0f} in "
            f"{count_of(r.n_sentences, 'sentence')} ({r.obligatory:.1f} and {r.encouraging:.1f} per "
            "1,000 characters)"
            for r in rows.itertuples()
        )
        zh = "；".join(
            f"{names.zh(r.province)}{r.n_sentences}个句子中分别有{r.n_obligatory:.0f}个、"
            f"{r.n_encouraging:.0f}个（每千字{r.obligatory:.1f}个、{r.encouraging:.1f}个）"
            for r in rows.itertuples()
        )
        title = ("All sentences", "全部句子")
        if area != ALL:
            title = (names.en(area, ALL), names.zh(area, ALL))
        if len(rows):
            statements.append(
                Statement(
                    f"{title[0]}, obligatory and encouraging words: {en}.",
                    f"{title[1]}，约束性与鼓励性用语：{zh}。",
                    reader_href({"area": area, "strength": ANY}),
                )
            )
    return Statements(statements)


def strength_headline(strength: pd.DataFrame, provisions: pd.DataFrame, names: Names) -> Statement:
    """Give the words of both kinds in each province, as counted."""
    rates = strength_rates(strength, provisions)
    if rates["province"].nunique() > FEW:
        return binding_headline(rates, names)
    rows = rates[rates["area"] == ALL]
    pairs = [
        (r.province, f"{r.n_obligatory:.0f} : {r.n_encouraging:.0f}") for r in rows.itertuples()
    ]
    return Statement(
        "Obligatory to encouraging words: "
        + ", ".join(f"{names.en(p)} {pair}" for p, pair in pairs),
        "约束性与鼓励性用语：" + "，".join(f"{names.zh(p)}{pair}" for p, pair in pairs),
    )


def plot_strength_lines(rates: pd.DataFrame, names: Names) -> np.ndarray:
    """Draw words of strength by length of text: encouraging to the left, obligatory to the right.

    `rates` as from `findings_promises.strength_rates`. One panel an area, one line a province;
    at the bars stand the counts of words.
    """
    provinces = sorted(rates["province"].unique(), reverse=True)
    order = [area for area in [ALL, *names.areas] if area in set(rates["area"])]
    titles = {ALL: "全部句子\nAll sentences"}
    sides = {"obligatory": (1, BLUE, "left"), "encouraging": (-1, ORANGE, "right")}
    axes = draw_lines(
        [names.both(p) for p in provinces],
        [titles.get(area) or names.both(area, ALL, between="\n") for area in order],
        Key(
            {
                " ".join(STRENGTH_NAMES[kind]): {"marker": "s", "color": sides[kind][1]}
                for kind in ("encouraging", "obligatory")
            },
            "每千字用语数，数字为个数，各图刻度不同 "
            "words per 1,000 characters, counts beside; scales differ",
        ),
    )
    line = {province: y for y, province in enumerate(provinces)}
    for ax, area in zip(axes.flat, order, strict=False):
        rows = rates[rates["area"] == area]
        # Where no word is counted there still is a scale.
        reach = rows[list(sides)].to_numpy().max() or 10
        for strength, (side, colour, align) in sides.items():
            y = rows["province"].map(line)
            bars = ax.barh(y, side * rows[strength], height=0.7, color=colour)
            for bar, at, row in zip(bars, y, rows.to_dict("records"), strict=True):
                n = row[f"n_{strength}"]
                label = ax.text(
                    side * (row[strength] + 0.03 * reach), at, f"{n:.0f}", ha=align, va="center",
                    fontsize=7,
                )  # fmt: skip
                for mark in (bar, label) if n else ():
                    link_artist(mark, province=row["province"], area=area, strength=strength)
        ax.axvline(0, color=BLACK, lw=0.8)
        ax.set_xlim(-1.35 * reach, 1.35 * reach)
        ax.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
        ax.xaxis.set_major_formatter(lambda x, _: f"{abs(x):g}")
        ax.set_xlabel("每千字 per 1,000", fontsize=8)
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


def strength_view(strength: pd.DataFrame, provisions: pd.DataFrame, names: Names) -> View | None:
    """Show words that bind and that encourage, as `strength` does; None without any area."""
    rates = strength_rates(strength, provisions)
    rates = in_order(rates[rates["area"] != ALL], names)
    if rates.empty:
        return None
    return View(
        Statement("Words that bind and words that encourage", "约束性与鼓励性用语"),
        (
            AREA, PROVINCE, Statement("Sentences", "句子"), Statement("Binding", "约束性"),
            Statement("Encouraging", "鼓励性"),
            Statement("Binding per 1,000 characters", "约束性（每千字）"),
            Statement("Encouraging per 1,000 characters", "鼓励性（每千字）"),
        ),
        tuple(
            Row(
                (
                    _name(names, r.area, ALL), _name(names, r.province), f"{r.n_sentences:,}",
                    f"{r.n_obligatory:.0f}", f"{r.n_encouraging:.0f}", f"{r.obligatory:.1f}",
                    f"{r.encouraging:.1f}",
                ),
                reader_href({"province": r.province, "area": r.area, "strength": ANY})
                if r.n_obligatory + r.n_encouraging
                else "",
            )
            for r in rates.itertuples()
        ),
    )  # fmt: skip
