"""The lexicon against hand codes, in sentences and a picture."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from analysis.draw.shapes import draw_none
from analysis.draw.style import BLACK, TWO_LINES, label_rows, link_artist
from analysis.say.links import reader_href
from analysis.say.names import Names, in_order
from analysis.say.wording import _UNCODED, UNCODED, Statement, Statements, count_of
from analysis.vocabulary import ALL


def plot_validation(validation: pd.DataFrame, names: Names) -> np.ndarray:
    """Draw precision, recall and F1 of the lexicon against the sentence codes, with intervals."""
    pooled = validation[validation["province"] == ALL].set_index("area")
    order = [area for area in names.areas if area in pooled.index]
    panels = {
        "precision": (
            "精确率 Precision",
            "标记的句子中，编码也有的占比\nof sentences marked, those coded",
        ),
        "recall": ("召回率 Recall", "编码的句子中，标记到的占比\nof sentences coded, those marked"),
        "f1": ("F1", "二者的调和平均\nharmonic mean of both"),
    }
    if not order:
        return draw_none(_UNCODED)
    _, axes = plt.subplots(1, 3, figsize=(8, 1.8 + 0.5 * len(order)), sharey=True)
    for ax, (measure, (title, unit)) in zip(axes, panels.items(), strict=True):
        for y, area in enumerate(reversed(order)):
            row = pooled.loc[area]
            ax.plot([row[f"{measure}_low"], row[f"{measure}_high"]], [y, y], color=BLACK, lw=2)
            (dot,) = ax.plot(row[measure], y, "o", color=BLACK, ms=7)
            link_artist(dot, area=area)
            ax.annotate(
                f"{row[measure]:.2f}", (row[measure], y), (0, 8), textcoords="offset points",
                ha="center", fontsize=8.5,
            )  # fmt: skip
        label_rows(ax, [names.both(area, ALL, between="\n") for area in reversed(order)])
        ax.set(xlim=(0, 1.08), title=title, ylim=(-0.5, len(order) - 0.3))
        ax.set_xticks([0, 0.5, 1], ["0", "0.5", "1"])
        ax.set_xlabel(unit, fontsize=8.5, linespacing=TWO_LINES)
    return axes


def reliability_statements(reliability: pd.DataFrame, names: Names) -> Statements:
    """Say how far the coders agree; with fewer than two, that this is not known."""
    if reliability.empty:
        said = "Fewer than two coders: reliability is not known."
        return Statements([Statement(said, "编码员不足两名，信度未知。")])
    return Statements(
        Statement(
            f"{names.en(row.area, ALL)}: alpha {row.alpha:.2f} ({row.alpha_low:.2f} to "
            f"{row.alpha_high:.2f}), kappa {row.kappa:.2f} ({row.kappa_low:.2f} to "
            f"{row.kappa_high:.2f}); {row.n_coders} coders, {row.n_sentences} sentences.",
            f"{names.zh(row.area, ALL)}：alpha {row.alpha:.2f}（{row.alpha_low:.2f}至"
            f"{row.alpha_high:.2f}），kappa {row.kappa:.2f}（{row.kappa_low:.2f}至"
            f"{row.kappa_high:.2f}）；{row.n_coders}名编码员，{row.n_sentences}个句子。",
            reader_href({"area": row.area}),
        )
        for row in in_order(reliability, names).itertuples()
    )


def validation_statements(validation: pd.DataFrame, names: Names) -> Statements:
    """Say for each area how well the lexicon finds what readers find."""
    if validation.empty:
        return Statements([UNCODED])
    pooled = in_order(validation[validation["province"] == ALL], names)
    return Statements(
        Statement(
            f"{names.en(row.area, ALL)}: precision {row.precision:.2f}, recall {row.recall:.2f}, "
            f"F1 {row.f1:.2f} ({row.f1_low:.2f} to {row.f1_high:.2f}); "
            f"{count_of(row.false_positives, 'false alarm')}, "
            f"{count_of(row.false_negatives, 'sentence')} missed.",
            f"{names.zh(row.area, ALL)}：精确率{row.precision:.2f}，召回率{row.recall:.2f}，"
            f"F1 {row.f1:.2f}（{row.f1_low:.2f}至{row.f1_high:.2f}）；"
            f"误报{row.false_positives}句，漏报{row.false_negatives}句。",
            reader_href({"area": row.area}),
        )
        for row in pooled.itertuples()
    )


def validation_headline(validation: pd.DataFrame, names: Names) -> Statement:
    """Name the area in which lexicon and readers agree least."""
    if validation.empty:
        return UNCODED.headline()
    pooled = validation[validation["province"] == ALL]
    worst = pooled.loc[pooled["f1"].idxmin()]
    area = (worst["area"], ALL)
    return Statement(
        f"Lexicon and sentence codes agree least on {names.en(*area).lower()}: F1 {worst['f1']:.2f}",
        f"词典与句子编码在{names.zh(*area)}上一致程度最低：F1为{worst['f1']:.2f}",
    )


def opinion_statements(scores: pd.DataFrame, opinions: pd.DataFrame, names: Names) -> Statements:
    """Say how a classifier does beside the lexicon, and on how many sentences they differ.

    `scores` has the columns area, lexicon and classifier, each F1.
    """
    if opinions.empty:
        return Statements([UNCODED])
    differ = opinions["classified"] != opinions["predicted"]
    n = differ.groupby(opinions["area"]).sum()
    return Statements(
        Statement(
            f"{names.en(row.area, ALL)}: F1 of the classifier {row.classifier:.2f}, of the lexicon "
            f"{row.lexicon:.2f}; they differ on {count_of(int(n[row.area]), 'sentence')}.",
            f"{names.zh(row.area, ALL)}：分类器F1为{row.classifier:.2f}，词典F1为{row.lexicon:.2f}；"
            f"两者在{int(n[row.area])}个句子上不一致。",
            reader_href({"area": row.area}),
        )
        for row in in_order(scores, names).itertuples()
    )
