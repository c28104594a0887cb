"""Tables for readers: what a figure shows, or what a text promises, in rows that lead to words."""

from dataclasses import dataclass

import pandas as pd

from analysis.contracts import OTHERS
from analysis.coverage import top_contributions
from analysis.findings_promises import strength_rates
from analysis.lexicon import ALL
from analysis.links import ANY, reader_address
from analysis.wording import (
    VERDICT_ZH,
    Finding,
    Names,
    in_order,
    percent,
    points,
    probability,
    target_value,
)


@dataclass(frozen=True)
class Row:
    """A row of a table in the brief: what its cells say, and where its words stand."""

    cells: tuple[str | Finding, ...]
    address: str = ""


@dataclass(frozen=True)
class View:
    """A table in the brief: its columns, and rows whose first cell names them."""

    caption: Finding
    columns: tuple[Finding, ...]
    rows: tuple[Row, ...]


AREA, PROVINCE = Finding("Policy area", "政策领域"), Finding("Province", "省")
COVERAGE = Finding("Coverage", "覆盖度")
INTERVAL = Finding("95% interval", "95%区间")


def gap_view(divergence: pd.DataFrame, names: Names) -> View:
    """Show the gap of every area with its interval and verdict, as the figure `gaps` does.

    `divergence` holds the gaps to show; against OTHERS these are the widest of each area.
    """
    caption = Finding("Coverage of each area, and the gap", "各领域的覆盖度与差距")
    if (divergence["province_b"] == OTHERS).any():
        caption = Finding(
            "The widest gap of each area, to the mean of the others",
            "各领域中与其他各省平均的最宽差距",
        )
    rows = in_order(divergence[divergence["topic"] == ALL], names)
    return View(
        caption,
        (
            AREA, Finding("Coverage in one", "一省覆盖度"), Finding("in the other", "另一省覆盖度"),
            Finding("Gap, points", "差距（百分点）"), INTERVAL, Finding("Adjusted p", "校正后p值"),
            Finding("Verdict", "判定"),
        ),
        tuple(
            Row(
                (
                    _name(names, g.area, ALL),
                    _with(names, g.province_a, percent(g.coverage_a)),
                    _with(names, g.province_b, percent(g.coverage_b)),
                    points(g.gap),
                    _span(points(g.conf_low), points(g.conf_high)),
                    probability(g.p_adjusted).removeprefix("p = ").removeprefix("p "),
                    Finding(g.verdict, VERDICT_ZH[g.verdict]),
                ),
                reader_address({"area": g.area}),
            )
            for g in rows.itertuples()
        ),
    )  # fmt: skip


def coverage_view(coverage: pd.DataFrame, names: Names) -> View:
    """Show the coverage of every area and province, as the figure `coverage` does."""
    rows = in_order(coverage[coverage["topic"] == ALL], names)
    return View(
        Finding("Coverage of each area in each province", "各省各领域的覆盖度"),
        (
            AREA, PROVINCE, COVERAGE, INTERVAL, Finding("Hits", "命中"),
            Finding("Provisions with a hit", "有命中的条款"),
        ),
        tuple(
            Row(
                (
                    _name(names, r.area, ALL), _name(names, r.province), percent(r.coverage),
                    _span(percent(r.conf_low), percent(r.conf_high)), f"{r.n_hits:,}",
                    f"{r.n_provisions:,}",
                ),
                reader_address({"province": r.province, "area": r.area}),
            )
            for r in rows.itertuples()
        ),
    )  # fmt: skip


def contribution_view(contributions: pd.DataFrame, names: Names, *, n: int = 8) -> View:
    """Show the terms behind each gap, the n widest and the rest, as `contributions` does."""
    rows = []
    pair = ["province_a", "province_b"]
    for (a, b, area), own in in_order(contributions, names).groupby([*pair, "area"], sort=False):
        known = set(own["term"])
        rows += [
            Row(
                (
                    _name(names, area, ALL), bar.label, points(bar.contribution, 2),
                    _name(names, a if bar.contribution > 0 else b),
                ),
                reader_address(
                    {"area": area, "term": bar.label if bar.label in known else ""}
                ),
            )
            for bar in top_contributions(own, n=n).itertuples()
        ]  # fmt: skip
    return View(
        Finding("Terms that make the gaps, the widest first", "构成差距的词条，按分量排列"),
        (AREA, Finding("Term", "词条"), Finding("Points", "百分点"), Finding("Towards", "偏向")),
        tuple(rows),
    )


def own_view(own_coverage: pd.DataFrame, names: Names) -> View:
    """Show coverage over all text and over own text, as the figure `own_coverage` does."""
    text = {"all": Finding("all text", "全文"), "own": Finding("own text", "独有文本")}
    return View(
        Finding("Coverage over all text and over own text", "全文与独有文本的覆盖度"),
        (AREA, PROVINCE, Finding("Text", "文本"), COVERAGE, INTERVAL, Finding("Hits", "命中")),
        tuple(
            Row(
                (
                    _name(names, r.area, ALL), _name(names, r.province), text[r.text],
                    percent(r.coverage), _span(percent(r.conf_low), percent(r.conf_high)),
                    f"{r.n_hits:,}",
                ),
                reader_address({"province": r.province, "area": r.area, "status": r.text})
                if r.n_hits
                else "",
            )
            for r in in_order(own_coverage, names).itertuples()
        ),
    )  # fmt: skip


def own_sentence_view(chosen: pd.DataFrame, names: Names, *, most: int = 46) -> View | None:
    """List sentences that only one province has, as from `own_sentences`; None without any.

    Of a sentence longer than `most` characters only the beginning stands; its id leads to all.
    """
    if chosen.empty:
        return None
    return View(
        Finding(
            "Sentences that only one province has, those that say most", "一省独有的句子，择其要者"
        ),
        (PROVINCE, Finding("As written", "原文"), Finding("Sentence", "句子")),
        tuple(
            Row((_name(names, s.province), _cut(s.text.strip(), most), s.sentence_id))
            for s in chosen.itertuples()
        ),
    )


def target_view(targets: pd.DataFrame, provisions: pd.DataFrame, names: Names) -> View | None:
    """List the quantified targets as written, in the order of the texts; None without any."""
    owner = provisions.set_index("provision_id")["province"]
    if targets.empty:
        return None
    return View(
        Finding("Quantified targets, as written", "量化目标，按原文"),
        (
            PROVINCE, Finding("What", "内容"), Finding("As written", "原文"),
            Finding("Value", "数值"), Finding("By", "期限"), AREA, Finding("Sentence", "句子"),
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


def strength_view(strength: pd.DataFrame, provisions: pd.DataFrame, names: Names) -> View | None:
    """Show words that bind and that encourage, as `strength` does; None without any area."""
    rates = strength_rates(strength, provisions)
    rates = in_order(rates[rates["area"] != ALL], names)
    if rates.empty:
        return None
    return View(
        Finding("Words that bind and words that encourage", "约束性与鼓励性用语"),
        (
            AREA, PROVINCE, Finding("Sentences", "句子"), Finding("Binding", "约束性"),
            Finding("Encouraging", "鼓励性"),
            Finding("Binding per 1,000 characters", "约束性（每千字）"),
            Finding("Encouraging per 1,000 characters", "鼓励性（每千字）"),
        ),
        tuple(
            Row(
                (
                    _name(names, r.area, ALL), _name(names, r.province), f"{r.n_sentences:,}",
                    f"{r.n_obligatory:.0f}", f"{r.n_encouraging:.0f}", f"{r.obligatory:.1f}",
                    f"{r.encouraging:.1f}",
                ),
                reader_address({"province": r.province, "area": r.area, "strength": ANY})
                if r.n_obligatory + r.n_encouraging
                else "",
            )
            for r in rates.itertuples()
        ),
    )  # fmt: skip


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _name(names: Names, *key: str) -> Finding:
    return Finding(names.en(*key), names.zh(*key))


def _with(names: Names, province: str, share: str) -> Finding:
    return Finding(f"{names.en(province)} {share}", f"{names.zh(province)} {share}")


def _span(low: str, high: str) -> Finding:
    return Finding(f"{low} to {high}", f"{low}至{high}")
