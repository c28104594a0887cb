"""What only one province has, in sentences, a picture and tables."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.ticker import MaxNLocator, PercentFormatter

from analysis.draw.shapes import Key, draw_lines, draw_none, scatter
from analysis.draw.style import (
    BLUE,
    TWO_LINES,
    ink,
    label_rows,
    link_artist,
    province_colours,
    province_markers,
)
from analysis.say.links import OWN_WORDS, reader_href
from analysis.say.names import Names, in_order
from analysis.say.views import AREA, COVERAGE, INTERVAL, PROVINCE, Row, View, _name, _span
from analysis.say.wording import (
    ALONE,
    Statement,
    Statements,
    _percent,
    count_of,
    name_some,
    percent,
    say_span,
)
from analysis.studies.overlap.measure import COUNTERPART, best_status
from analysis.studies.own.measure import own_shares, top_words
from analysis.text.structure import text_order
from analysis.vocabulary import ALL, FEW


def own_text_statements(
    sentence_overlap: pd.DataFrame,
    sentences: pd.DataFrame,
    provisions: pd.DataFrame,
    names: Names,
) -> Statements:
    """Say how much of each province's text stands in no other province's."""
    shares = own_shares(sentence_overlap, sentences, provisions)
    if len(shares) > FEW:
        return own_text_extremes(shares, names)
    statements = [
        Statement(
            f"{names.en(row.province)}: own sentences {row.n_own} of {row.n_sentences:,}; they hold "
            f"{percent(row.share, 0)} of the Han characters of its bodies.",
            f"{names.zh(row.province)}：正文{row.n_sentences}个句子中有{row.n_own}个为独有，"
            f"占正文汉字的{percent(row.share, 0)}。",
            reader_href({"province": row.province, "status": "own"}) if row.n_own else "",
        )
        for row in shares.itertuples()
    ]
    return Statements(statements or [ALONE])


def own_coverage_statements(own_coverage: pd.DataFrame, names: Names) -> Statements:
    """Say for each area its coverage over all text and over own text, and how sure that is."""
    if own_coverage["province"].nunique() > FEW:
        return own_coverage_extremes(own_coverage, names)
    statements = []
    for area, rows in in_order(own_coverage, names).groupby("area", sort=False):
        said = [
            (row.province, percent(row.coverage), *_own_coverage(rows, row.province))
            for row in rows[rows["text"] == "all"].itertuples()
        ]
        en = "; ".join(f"{names.en(p)} {share} over all text, {own}" for p, share, own, _ in said)
        zh = "；".join(f"{names.zh(p)}全文{share}，{own}" for p, share, _, own in said)
        statements.append(
            Statement(
                f"Coverage of {names.en(str(area), ALL).lower()}: {en}.",
                f"{names.zh(str(area), ALL)}覆盖度：{zh}。",
                reader_href({"area": area}),
            )
        )
    return Statements(statements or [ALONE])


def own_coverage_headline(own_coverage: pd.DataFrame, names: Names) -> Statement:
    """Name the area and province whose coverage falls most when only own text counts."""
    if own_coverage.empty:
        return ALONE.headline()
    wide = own_coverage.pivot_table(
        index=["province", "area"], columns="text", values=["coverage", "n_hits"]
    )
    if ("coverage", "own") not in wide:
        return Statement("No province has text of its own", "没有独有文本")
    wide = wide.dropna()
    fall = wide["coverage"]["own"] - wide["coverage"]["all"]
    if fall.min() >= 0:
        return Statement("Coverage falls nowhere in own text", "只看独有文本，覆盖度都没有下降")
    province, area = fall.idxmin()
    share, hits = wide["coverage"].loc[(province, area)], wide["n_hits"].loc[(province, area)]
    return Statement(
        f"Coverage falls most in own text: {names.en(province)}, {names.en(area, ALL).lower()}, "
        f"from {percent(share['all'])} ({count_of(int(hits['all']), 'hit')}) to "
        f"{percent(share['own'])} ({count_of(int(hits['own']), 'hit')})",
        f"只看独有文本，覆盖度下降最多的是{names.zh(province)}的{names.zh(area, ALL)}："
        f"由{percent(share['all'])}（{hits['all']:.0f}次命中）降至"
        f"{percent(share['own'])}（{hits['own']:.0f}次）",
    )


def only_statements(
    overlap: pd.DataFrame,
    provisions: pd.DataFrame,
    names: Names,
    *,
    counterpart: float = COUNTERPART,
) -> Statements:
    """Name the own provisions of each province, those on a subject of its own first.

    An own provision has no similar one when its best match is less similar than `counterpart`.
    """
    if provisions["province"].nunique() > FEW:
        return only_extremes(overlap, provisions, names, counterpart=counterpart)
    headings = provisions.set_index("provision_id")["heading"]
    owner = provisions[["provision_id", "province"]]
    held = overlap.merge(owner, on="provision_id", validate="many_to_one")
    held = held.sort_values("provision_id", key=text_order)
    statements = []
    for (province, reference), rows in held.groupby(["province", "reference"]):
        own = rows[rows["status"] == "own"]
        alone = [
            f"{r.provision_id} {headings[r.provision_id]}".strip()
            + (f" ({r.best_match})" if r.best_match else "")
            for r in own[own["similarity"] < counterpart].itertuples()
        ]
        anew = [
            f"{r.provision_id} ({r.best_match})"
            for r in own[own["similarity"] >= counterpart].itertuples()
        ]
        a, b = (names.en(province), names.en(reference)), (names.zh(province), names.zh(reference))
        alone_en = (
            f"{a[0]}, provisions whose words resemble no provision of {a[1]} (similarity below "
            f"{counterpart:g}; in brackets the nearest): {', '.join(alone)}. Single sentences may "
            "still have their like."
            if alone
            else f"No provision of {a[0]} is without a similar one in {a[1]}; what single "
            "sentences add, notebook 04 shows."
        )
        alone_zh = (
            f"{b[0]}用词与{b[1]}任何条款都不够相近的条款（相似度低于{counterpart:g}，括号内为最接近者）："
            f"{'、'.join(alone)}。个别句子仍可能相近。"
            if alone
            else f"{b[0]}没有哪个条款在{b[1]}找不到相近条款；个别句子的独有内容见笔记本04。"
        )
        anew_en = f" Similar in subject, mostly in other words: {', '.join(anew)}." if anew else ""
        anew_zh = f"主题相近而文字大部分不同的：{'、'.join(anew)}。" if anew else ""
        statements.append(Statement(alone_en + anew_en, alone_zh + anew_zh))
    return Statements(statements or [ALONE])


def only_word_statements(
    own_words: pd.DataFrame, terms: pd.DataFrame, names: Names, *, n: int = 16
) -> Statements:
    """Name the words that only one province has: terms of each area, then other words.

    Of each kind at most n, those that say most first.
    """
    if own_words["province"].nunique() > FEW:
        return only_word_extremes(own_words, top_words(own_words, n=n), names)
    area = own_words["term"].map(terms.set_index("term")["area"]).fillna("")
    statements = []
    for province, words in own_words.groupby("province"):
        own = area.loc[words.index]
        parts = [
            (names.en(a, ALL).lower(), names.zh(a, ALL), "、".join(top_words(words[own == a], n=n)))
            for a in names.areas
            if (own == a).any()
        ]
        rest = words[own == ""]
        if len(rest):
            parts.append(("other words, such as", "其他，如", "、".join(top_words(rest, n=n))))
        total = words["term"].nunique()
        statements.append(
            Statement(
                f"{count_of(total, 'word')} {'stand' if total != 1 else 'stands'} only in "
                f"{names.en(province)}: " + "; ".join(f"{en}: {top}" for en, _, top in parts) + ".",
                f"只见于{names.zh(province)}的词有{total}个："
                + "；".join(f"{zh}：{top}" for _, zh, top in parts)
                + "。",
                reader_href({"province": province, "passage": OWN_WORDS}),
            )
        )
    none = Statement("No word stands out as one province's own.", "没有一省独有的词。")
    return Statements(statements or [none])


def _own_coverage(rows: pd.DataFrame, province: object) -> tuple[str, str]:
    own = rows[(rows["province"] == province) & (rows["text"] == "own")]
    if own.empty:
        return "no text of its own", "没有独有文本"
    share, low, high = own[["coverage", "conf_low", "conf_high"]].iloc[0].map(percent)
    return (
        f"{share} over own text (95% interval {low} to {high})",
        f"独有文本{share}（95%区间{low}至{high}）",
    )


def own_text_extremes(shares: pd.DataFrame, names: Names) -> Statements:
    """Say how much text stands in no other province. `shares` as `own_shares` returns them."""
    said = say_span(shares.set_index("province")["share"], _percent, names)
    n, of = shares["n_own"].sum(), shares["n_sentences"].sum()
    return Statements(
        [
            Statement(
                f"Own sentences: {n:,} of {of:,}. Of the Han characters of a province's bodies they "
                f"hold {said.en}.",
                f"独有的句子：{of:,}个中有{n:,}个，占各省正文汉字的比例{said.zh}。",
                reader_href({"status": "own"}) if n else "",
            )
        ]
    )


def own_coverage_extremes(own_coverage: pd.DataFrame, names: Names) -> Statements:
    """Say for each area the extremes of its coverage over all text and over own text."""
    statements = []
    for area in [area for area in names.areas if area in set(own_coverage["area"])]:
        rows = own_coverage[own_coverage["area"] == area]
        wide = rows.pivot(index="province", columns="text", values="coverage")
        if "own" not in wide:
            wide["own"] = pd.NA
        both = wide.dropna()
        all_text = say_span(wide["all"], percent, names)
        en, zh = "no province has text of its own", "没有哪个省有独有文本"
        if len(both):
            own = say_span(both["own"], percent, names)
            fall = int((both["own"] < both["all"]).sum())
            en = (
                f"over own text, which {len(both)} of {len(wide)} provinces have, {own.en}, and "
                f"lower than over all text in {fall}"
            )
            zh = f"{len(wide)}个省中有{len(both)}个有独有文本，独有文本{own.zh}，其中{fall}个低于全文"
        statements.append(
            Statement(
                f"Coverage of {names.en(area, ALL).lower()}: over all text {all_text.en}; {en}.",
                f"{names.zh(area, ALL)}覆盖度：全文{all_text.zh}；{zh}。",
                reader_href({"area": area}),
            )
        )
    return Statements(statements)


def only_extremes(
    overlap: pd.DataFrame, provisions: pd.DataFrame, names: Names, *, counterpart: float, n: int = 5
) -> Statements:
    """Count the own provisions that resemble none of any other text, and name those least alike."""
    best = best_status(overlap, provisions)
    own = best[best["status"] == "own"]
    alone = own[own["similarity"] < counterpart].sort_values("similarity", kind="stable")
    if alone.empty:
        none = Statement(
            "No provision is without a similar one in another province; what single sentences add, "
            "notebook 04 shows.",
            "没有哪个条款在别省找不到相近条款；个别句子的独有内容见笔记本04。",
        )
        return Statements([none])
    heading = provisions.set_index("provision_id")["heading"]
    named = [
        f"{row.provision_id} {heading[row.provision_id]}".strip()
        + (f" ({row.best_match})" if row.best_match else "")
        for row in alone.head(n).itertuples()
    ]
    where = name_some(alone["province"].unique(), names, most=FEW)
    first = len(alone) > n
    return Statements(
        [
            Statement(
                f"{count_of(len(alone), 'provision')} of {len(best):,}, in {where.en}, with "
                f"words that resemble no provision of any other text (similarity below {counterpart:g}; in "
                f"brackets the nearest){f'; the {n} least alike' if first else ''}: "
                f"{', '.join(named)}. Single sentences may still have their like.",
                f"{len(best):,}个条款中有{len(alone)}个（{where.zh}）用词与其他任何文本的条款都不够相近"
                f"（相似度低于{counterpart:g}，括号内为最接近者）"
                f"{f'，最不相近的{n}个' if first else ''}：{'、'.join(named)}。个别句子仍可能相近。",
            )
        ]
    )


def only_word_extremes(
    own_words: pd.DataFrame, weighed: list[str], names: Names, *, n: int = 8
) -> Statements:
    """Count the words that one province alone has, and name the first of them.

    `weighed` as from `findings_overlap.top_words`, those that say most first.
    """
    of = own_words.drop_duplicates(["province", "term"]).set_index("term")["province"]
    counts = of.value_counts()
    said = say_span(counts, lambda k: f"{k:.0f}", names)
    first = [(word, of[word.strip("“”")]) for word in weighed[:n]]
    return Statements(
        [
            Statement(
                f"{count_of(len(of), 'word')} {'stand' if len(of) != 1 else 'stands'} in one "
                f"province alone: in {count_of(len(counts), 'province')}, {said.en}. Such as "
                + ", ".join(f"{word} ({names.en(province)})" for word, province in first)
                + ".",
                f"只见于一省的词有{len(of)}个，分属{len(counts)}个省，每省{said.zh}，如"
                + "、".join(f"{word}（{names.zh(province)}）" for word, province in first)
                + "。",
                reader_href({"passage": OWN_WORDS}),
            )
        ]
    )


def plot_own_lines(own_coverage: pd.DataFrame, names: Names) -> np.ndarray:
    """Draw the coverage of each area over all text (hollow) and over own text (filled).

    One panel an area, one line a province.
    """
    provinces = sorted(own_coverage["province"].unique(), reverse=True)
    axes = draw_lines(
        [names.both(p) for p in provinces],
        [names.both(area, ALL, between="\n") for area in names.areas],
        Key(
            {
                "全文 all text": {"marker": "o", "mfc": "white", "color": BLUE},
                "独有文本 own text": {"marker": "o", "color": BLUE},
            },
            "占tf-idf，线为95%区间，各图刻度不同 "
            "share of tf-idf; lines: 95% intervals; scales differ",
        ),
    )
    line = {province: y for y, province in enumerate(provinces)}
    for ax, area in zip(axes.flat, names.areas, strict=False):
        for text, shift, face in (("all", 0.17, "white"), ("own", -0.17, BLUE)):
            rows = own_coverage[(own_coverage["area"] == area) & (own_coverage["text"] == text)]
            y = rows["province"].map(line) + shift
            ax.hlines(y, rows["conf_low"], rows["conf_high"], color=BLUE, lw=1, alpha=0.5)
            scatter(
                ax, rows["coverage"], y, face,
                [
                    {"province": row.province, "area": area, "status": text} if row.n_hits else {}
                    for row in rows.itertuples()
                ],
            )  # fmt: skip
        of_area = own_coverage.loc[own_coverage["area"] == area, "conf_high"]
        ax.set_xlim(0, (of_area.max() or 0.1) * 1.08)
        ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
        ax.set_xlabel("覆盖度 Coverage", fontsize=8)
    return axes


def plot_own_coverage(own_coverage: pd.DataFrame, names: Names) -> np.ndarray:
    """Draw the coverage of each area over all text (hollow) and over own text (filled)."""
    provinces = sorted(own_coverage["province"].unique())
    if not provinces:
        return draw_none(ALONE)
    if len(provinces) > FEW:
        return plot_own_lines(own_coverage, names)
    colours, markers = province_colours(provinces), province_markers(provinces)
    order = list(reversed(names.areas))
    n_rows = -(-len(provinces) // 2)
    _, axes = plt.subplots(
        n_rows, min(len(provinces), 2), figsize=(8, 0.9 + (1.1 + 0.5 * len(order)) * n_rows),
        sharey=True, sharex=True, squeeze=False,
    )  # fmt: skip
    for ax in axes.flat[len(provinces) :]:
        ax.set_visible(False)
    for ax, province in zip(axes.flat, provinces, strict=False):
        rows = own_coverage[own_coverage["province"] == province].set_index(["area", "text"])
        for y, area in enumerate(order):
            for kind, shift, face in (("all", 0.16, "white"), ("own", -0.16, colours[province])):
                if (area, kind) not in rows.index:
                    continue
                row = rows.loc[(area, kind)]
                ax.plot(
                    [row["conf_low"], row["conf_high"]], [y + shift] * 2, lw=1.8,
                    color=colours[province], alpha=0.6,
                )  # fmt: skip
                (dot,) = ax.plot(
                    row["coverage"], y + shift, markers[province], color=colours[province],
                    mfc=face, ms=7,
                )  # fmt: skip
                label = ax.annotate(
                    f"{'全文 all' if kind == 'all' else '独有 own'} {row['coverage']:.1%}",
                    (row["conf_high"], y + shift), (5, 0), textcoords="offset points",
                    va="center", fontsize=8,
                )  # fmt: skip
                for mark in (dot, label) if row["n_hits"] else ():
                    link_artist(mark, province=province, area=area, status=kind)
        label_rows(ax, [names.both(area, ALL, between="\n") for area in order])
        ax.set_title(names.both(province), color=ink(colours[province]))
        ax.tick_params(labelbottom=True)
        ax.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
        ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
        ax.set_xlabel(
            "覆盖度（占tf-idf）及95%区间\nCoverage (share of tf-idf), 95% interval",
            fontsize=8.5, linespacing=TWO_LINES,
        )  # fmt: skip
    # Where nothing is covered there still is a scale.
    axes[0, 0].set_xlim(0, (own_coverage["conf_high"].max() or 0.1) * 1.45)
    return axes


def own_view(own_coverage: pd.DataFrame, names: Names) -> View:
    """Show coverage over all text and over own text, as the figure `own_coverage` does."""
    text = {"all": Statement("all text", "全文"), "own": Statement("own text", "独有文本")}
    return View(
        Statement("Coverage over all text and over own text", "全文与独有文本的覆盖度"),
        (AREA, PROVINCE, Statement("Text", "文本"), COVERAGE, INTERVAL, Statement("Hits", "命中")),
        tuple(
            Row(
                (
                    _name(names, r.area, ALL), _name(names, r.province), text[r.text],
                    percent(r.coverage), _span(percent(r.conf_low), percent(r.conf_high)),
                    f"{r.n_hits:,}",
                ),
                reader_href({"province": r.province, "area": r.area, "status": r.text})
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
        Statement(
            "Sentences that only one province has, those that say most", "一省独有的句子，择其要者"
        ),
        (PROVINCE, Statement("As written", "原文"), Statement("Sentence", "句子")),
        tuple(
            Row((_name(names, s.province), _cut(s.text.strip(), most), s.sentence_id))
            for s in chosen.itertuples()
        ),
    )


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
