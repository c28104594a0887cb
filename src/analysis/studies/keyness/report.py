"""Words that set provinces apart, in sentences and pictures."""

from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.ticker import LogFormatter

from analysis.draw.shapes import draw_none, label_below
from analysis.draw.style import GREY, TWO_LINES, ink, link_artist, province_colours
from analysis.say.links import reader_href
from analysis.say.names import Names
from analysis.say.wording import ALONE, Statement, Statements, count_of, number
from analysis.vocabulary import FEW, OTHERS

_PROVINCES_IN_ROW = 4


def draw_characteristic_words(
    keyness: pd.DataFrame, order: Sequence[str], names: Names, *, n: int = 6
) -> np.ndarray:
    """Draw the words most characteristic of each province against all others, a panel each."""
    n_rows = -(-len(order) // _PROVINCES_IN_ROW)
    _, axes = plt.subplots(
        n_rows, _PROVINCES_IN_ROW, figsize=(8, 0.9 + (0.45 + 0.16 * n) * n_rows), squeeze=False,
        sharex=True,
    )  # fmt: skip
    scores = keyness[keyness["z"] > 0].sort_values(["z", "term"])
    for ax, province in zip(axes.flat, order, strict=False):
        shown = scores[scores["province_a"] == province].tail(n)
        bars = ax.barh(range(len(shown)), shown["z"], height=0.74, color="#A6C8E0")
        for y, (bar, row) in enumerate(zip(bars, shown.itertuples(), strict=True)):
            word = ax.text(0.06, y, f"{row.term} {row.n_a}:{row.n_b}", va="center", fontsize=7.5)
            for mark in (bar, word):
                link_artist(mark, province=province, term=row.term)
        ax.set_title(names.both(province), fontsize=8.5)
        ax.set(yticks=[], ylim=(-0.6, n - 0.4))
        ax.tick_params(axis="x", labelsize=7.5)
        ax.spines["left"].set_visible(False)
        ax.axvline(1.96, color=GREY, lw=0.6, ls="--")
    for ax in axes.flat[len(order) :]:
        ax.set_visible(False)
    label_below(
        axes,
        "z：加权对数几率 / 标准误；词后为在本省与其他各省的出现次数；虚线：1.96\n"
        "z: weighted log-odds / standard error; after each word its occurrences here : in all "
        "others; dashed: 1.96",
    )
    return axes


def keyness_statements(keyness: pd.DataFrame, names: Names, *, n: int = 8) -> Statements:
    """Name the words most characteristic of each province, and how little that proves.

    Against OTHERS, only those of the province are named.
    """
    statements = []
    for (a, b), scores in keyness.groupby(["province_a", "province_b"]):
        ranked = scores.sort_values("z", kind="stable")
        of_a = "、".join(ranked[ranked["z"] > 0]["term"].tail(n).tolist()[::-1])
        of_b = "、".join(ranked[ranked["z"] < 0]["term"].head(n))
        strong = int((scores["z"].abs() >= 1.96).sum())
        other_en = "" if b == OTHERS else f"; of {names.en(b)}: {of_b or 'none'}"
        other_zh = "" if b == OTHERS else f"；{names.zh(b)}最有特征的词：{of_b or '无'}"
        statements.append(
            Statement(
                f"Most characteristic of {names.en(a)} against {names.en(b)}: {of_a or 'none'}"
                f"{other_en}. |z| ≥ 1.96 holds for {strong} "
                f"of {count_of(len(scores), 'word')}, and for one in twenty it may by chance: this "
                "describes, and tests nothing.",
                f"与{names.zh(b)}相比，{names.zh(a)}最有特征的词：{of_a or '无'}"
                f"{other_zh}。{len(scores):,}个词中有{strong}个"
                "达到|z| ≥ 1.96，而偶然也会有二十分之一达到：这只是描述，不是检验。",
            )
        )
    return Statements(statements or [ALONE])


def keyness_headline(keyness: pd.DataFrame, names: Names) -> Statement:
    """Name the one word most characteristic of each side of the first pair, or of all provinces."""
    if keyness.empty:
        return ALONE.headline()
    if (keyness["province_b"] == OTHERS).any():
        top = keyness.loc[keyness["z"].idxmax()]
        return Statement(
            f"{names.en(top['province_a'])} stands out most from the others, by {top['term']}",
            f"与其他各省相比最突出的是{names.zh(top['province_a'])}的“{top['term']}”",
        )
    pair = ["province_a", "province_b"]
    scores = keyness[(keyness[pair] == keyness[pair].iloc[0]).all(axis=1)]
    top, bottom = scores.loc[scores["z"].idxmax()], scores.loc[scores["z"].idxmin()]
    a, b = top["province_a"], top["province_b"]
    if not scores["z"].any():
        return Statement("No word sets the provinces apart", "没有区分两省的词")
    return Statement(
        f"{names.en(a)} stands out by {top['term']}, {names.en(b)} by {bottom['term']}",
        f"{names.zh(a)}最突出的词是“{top['term']}”，{names.zh(b)}是“{bottom['term']}”",
    )


def plot_characteristic_words(keyness: pd.DataFrame, names: Names, *, n: int = 12) -> np.ndarray:
    """Draw the words most characteristic of each province of a pair, by z.

    One panel a pair; the counts in both provinces stand beside each word. Of many provinces, a
    small panel each with the words most characteristic of it against all others.
    """
    if (keyness["province_b"] == OTHERS).any():
        return draw_characteristic_words(keyness, sorted(keyness["province_a"].unique()), names)
    pairs = list(keyness.groupby(["province_a", "province_b"]))
    if not pairs:
        return draw_none(ALONE)
    _, axes = plt.subplots(
        len(pairs), 1, figsize=(8, 1.3 + (0.3 + 0.235 * 2 * n) * len(pairs)), squeeze=False
    )
    colours = province_colours([*keyness["province_a"], *keyness["province_b"]])
    for ax, ((a, b), scores) in zip(axes.flat, pairs, strict=True):
        ranked = scores.sort_values(["z", "term"])
        sides = ((b, ranked[ranked["z"] < 0].head(n), -1), (a, ranked[ranked["z"] > 0].tail(n), 1))
        y = 0.0
        for province, shown, sign in sides:
            bars = ax.barh(
                y + np.arange(len(shown)), shown["z"], height=0.7, color=colours[province]
            )
            inner, outer = ("right", "left") if sign > 0 else ("left", "right")
            for bar, row in zip(bars, shown.itertuples(), strict=True):
                word = ax.text(-0.05 * sign, y, row.term, ha=inner, va="center")
                for mark in (bar, word):
                    link_artist(mark, term=row.term)
                ax.text(
                    row.z + 0.04 * sign, y, f"{row.n_a} : {row.n_b}", ha=outer, va="center",
                    fontsize=8, color=GREY,
                )  # fmt: skip
                y += 1
            ax.text(
                0.05 * sign, y, f"{names.zh(province)}的特征词 typical of {names.en(province)}",
                ha=outer, va="center", color=ink(colours[province]),
            )  # fmt: skip
            y += 1.3
        reach = scores["z"].abs().max() * 1.2 or 1
        ax.set(xlim=(-reach, reach), ylim=(-0.8, y - 0.5), yticks=[])
        ax.set_xlabel(
            "z：加权对数几率 / 标准误  z: weighted log-odds / standard error\n"
            f"条旁：出现次数  beside bars: occurrences, {names.both(a)} : {names.both(b)}",
            fontsize=9, linespacing=TWO_LINES,
        )  # fmt: skip
        ax.axvline(0, color=GREY, lw=0.8)
        ax.spines["left"].set_visible(False)
    return axes


def plot_keyness(keyness: pd.DataFrame, names: Names, *, n: int = 10) -> np.ndarray:
    """Draw every word by its frequency and its z, the n most extreme of either side named.

    One panel a pair; of many provinces, those three against all others whose words stand out
    most. Words with the same counts share a dot. Beyond the dashed lines |z| is at least 1.96.
    """
    from adjustText import adjust_text

    every = list(keyness.groupby(["province_a", "province_b"]))
    if not every:
        return draw_none(ALONE)
    by_z = sorted(every, key=lambda pair: -pair[1]["z"].max())
    pairs = sorted(by_z[:FEW], key=lambda pair: pair[0])
    _, axes = plt.subplots(len(pairs), 1, figsize=(8, 0.9 + 5.2 * len(pairs)), squeeze=False)
    colours = province_colours([name for pair, _ in pairs for name in pair])
    if len(every) > len(pairs):
        axes[0, 0].set_title(
            f"{len(every)}省中词语最突出的{len(pairs)}省  The {len(pairs)} of {len(every)} "
            "provinces whose words stand out most",
            fontsize=9,
        )
    for ax, ((a, b), scores) in zip(axes.flat, pairs, strict=True):
        scores = scores.assign(total=scores["n_a"] + scores["n_b"]).sort_values(["z", "term"])
        dots = scores.drop_duplicates(["n_a", "n_b"])
        ax.scatter(dots["total"], dots["z"], s=9, color=GREY, alpha=0.5, lw=0)
        named = pd.concat([scores.head(n), scores.tail(n)]).drop_duplicates("term")
        side = [colours[a] if z > 0 else colours[b] for z in named["z"]]
        urls = [reader_href({"term": term}) for term in named["term"]]
        ax.scatter(named["total"], named["z"], s=16, c=side, lw=0, urls=urls)
        ax.set_xscale("log")
        ax.xaxis.set_major_formatter("{x:g}")
        # Counts within one power of ten are named too, and not in markup.
        ax.xaxis.set_minor_formatter(LogFormatter())
        ax.axhline(0, color=GREY, lw=0.8)
        for z in (-1.96, 1.96):
            ax.axhline(z, color=GREY, lw=0.7, ls="--")
        labels = [
            ax.text(row.total, row.z, row.term, fontsize=8.5, color=ink(colour))
            for row, colour in zip(named.itertuples(), side, strict=True)
        ]
        for label, term in zip(labels, named["term"], strict=True):
            link_artist(label, term=term)
        ax.set_xlabel("出现次数（双方合计，对数刻度） Occurrences in both (log scale)", fontsize=9)
        ax.set_ylabel(
            f"← {names.both(b)}        {names.both(a)} →\n"
            "z：加权对数几率 / 标准误 weighted log-odds / standard error",
            fontsize=9, linespacing=TWO_LINES,
        )  # fmt: skip
        adjust_text(
            labels, x=dots["total"].to_numpy(), y=dots["z"].to_numpy(), ax=ax,
            expand=(1.3, 1.8), force_text=(0.5, 0.8), iter_lim=100,
            arrowprops={"arrowstyle": "-", "color": GREY, "lw": 0.5},
        )  # fmt: skip
        for z, va in ((-1.96, "top"), (1.96, "bottom")):
            ax.annotate(
                f"z = {number(z, 2)}", (0.005, z), (0, 3 if z > 0 else -3),
                xycoords=ax.get_yaxis_transform(), textcoords="offset points", va=va, fontsize=8,
                color=GREY,
            )  # fmt: skip
    return axes
