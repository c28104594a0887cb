"""Excerpts: sentences as HTML, with words marked in them; every text is escaped."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape

import pandas as pd

from analysis.say.catalogue import label, say
from analysis.say.wording import Statement
from analysis.text.structure import text_order
from analysis.vocabulary import PARENT

# Pairs of provisions on one page: two hundred are some 700 kB, and more than anybody reads.
PAIRS = 200


@dataclass(frozen=True)
class Html:
    """A piece of a page; a notebook shows it as it is."""

    text: str

    def _repr_html_(self) -> str:
        return self.text


def show_evidence(
    evidence: pd.DataFrame, caption: str = "", *, width: int = 40, most: int | None = None
) -> Html:
    """Show evidence as keywords in context, `width` characters to each side, under a caption.

    With `most`, no more rows than that are shown, and a last one says how many are not. Every
    text is escaped.
    """
    shown = evidence.head(len(evidence) if most is None else most)
    rows = [
        f'<tr><th scope="row">{escape(e.sentence_id)}</th>'
        f'<td class="before" lang="zh-Hans">{escape(_last(e.before, width))}</td>'
        f'<td lang="zh-Hans"><mark>{escape(e.match)}</mark></td>'
        f'<td class="after" lang="zh-Hans">{escape(_first(e.after, width))}</td></tr>'
        for e in shown.itertuples()
    ]
    if len(shown) < len(evidence):
        left = label("excerpts.more", n=len(evidence) - len(shown))
        rows.append(f'<tr><td colspan="4">{left}</td></tr>')
    columns = ("columns.sentence", "excerpts.before", "excerpts.match", "excerpts.after")
    heads = "".join(f'<th scope="col">{label(column)}</th>' for column in columns)
    title = f"<caption>{escape(caption)}（{len(evidence)}）</caption>" if caption else ""
    body = f"<thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody>"
    return Html(f'<table class="evidence">{title}{body}</table>')


def show_pairs(overlap: pd.DataFrame, common_runs: pd.DataFrame, sentences: pd.DataFrame) -> Html:
    """Show each provision beside its best match, with the runs in common marked in both.

    `overlap` as rows of the table of that name. The pairs are folded, in the order of the texts;
    two provisions that are each other's best match stand there once, with the status of both.
    Of more than PAIRS, those most similar are shown, as many against each province, and the rest
    is said to be left out.
    """
    titles = _titles(sentences)
    matched = overlap[overlap["best_match"] != ""].sort_values("provision_id", key=text_order)
    kept = _most_similar(matched)
    status = {
        (pair.provision_id, pair.best_match): (
            f"{pair.provision_id} {label(f'statuses.{pair.status}')} {pair.containment:.3f}"
        )
        for pair in matched.itertuples()
    }
    runs_of = dict(list(common_runs.groupby(["provision_id", "reference"])))
    folded: dict[str, Html] = {}
    shown: set[tuple[str, str]] = set()
    for pair in kept.itertuples():
        here, there = ids = pair.provision_id, pair.best_match
        if (there, here) in shown:
            continue
        shown.add(ids)
        said = [status[of] for of in (ids, (there, here)) if of in status]
        summary = " · ".join([f"{titles[here]} ↔ {titles[there]}", *said])
        runs = runs_of.get((here, pair.reference), common_runs.head(0))
        folded[summary] = _beside(sentences, here, there, runs)
    left_out = "".join(f"{said._repr_html_()}\n" for said in _say_left_out(kept, matched))
    return Html(left_out + fold(folded).text if folded else say("excerpts.no_match")._repr_html_())


def _beside(sentences: pd.DataFrame, here: str, there: str, runs: pd.DataFrame) -> Html:
    """Put two provisions side by side, with the runs that they have in common marked."""
    cells = _cell(sentences, here, zip(runs["start"], runs["end"], strict=True))
    cells += _cell(sentences, there, zip(runs["match_start"], runs["match_end"], strict=True))
    heads = "".join(f'<th scope="col">{escape(i)}</th>' for i in (here, there))
    return Html(
        f'<table class="pair"><thead><tr>{heads}</tr></thead>'
        f"<tbody><tr>{cells}</tr></tbody></table>"
    )


def show_sentences(sentences: pd.DataFrame, marks: pd.DataFrame) -> Html:
    """Show whole sentences with words of them marked, folded by provision.

    `marks` has the columns provision_id, sentence_id, start, end and term, such as `own_words`:
    its sentences are shown, and its terms stand in the summaries.
    """
    titles = _titles(sentences)
    shown = sentences[sentences["sentence_id"].isin(marks["sentence_id"])]
    folded = {}
    ordered = marks.sort_values("provision_id", key=text_order)
    for provision_id, spans in ordered.groupby("provision_id", sort=False):
        own = shown[shown["provision_id"] == provision_id].sort_values("start")
        terms = "、".join(spans.sort_values("start")["term"].drop_duplicates())
        places = sorted(zip(spans["start"], spans["end"], strict=True))
        lines = [
            f'<p><span class="id">{escape(s.sentence_id)}</span> '
            f'<span lang="zh-Hans">{_mark_spans(s.text, s.start, places)}</span></p>'
            for s in own.itertuples()
        ]
        folded[f"{titles[provision_id]}：{terms}"] = Html("\n".join(lines))
    return fold(folded)


def headed(parts: Mapping[str, Html]) -> Html:
    """Put pieces of a page under headings of the third rank."""
    return Html("\n".join(f"<h3>{escape(head)}</h3>\n{part.text}" for head, part in parts.items()))


def fold(parts: Mapping[str, Html]) -> Html:
    """Put pieces of a page under summaries that open at a click."""
    return Html(
        "\n".join(
            f"<details><summary>{escape(summary)}</summary>\n{part.text}\n</details>"
            for summary, part in parts.items()
        )
    )


def _most_similar(matched: pd.DataFrame) -> pd.DataFrame:
    """Keep of more than PAIRS matches the most similar, as many against each reference."""
    if len(matched) <= PAIRS:
        return matched
    most = max(PAIRS // matched["reference"].nunique(), 1)
    order = matched.sort_values("similarity", ascending=False, kind="stable")
    return matched[order.groupby("reference").cumcount().reindex(matched.index) < most]


def _say_left_out(kept: pd.DataFrame, matched: pd.DataFrame) -> Iterator[Statement]:
    """Say which matches were not compared, and which are not shown, if there are any."""
    others = matched[matched["reference"] != PARENT]
    n, held = others["reference"].nunique() - 1, others["provision_id"].value_counts().max()
    if n > held:
        yield say("excerpts.compared", n=held, n_provinces=n)
    if len(kept) < len(matched):
        most = kept["reference"].value_counts().max()
        yield say("excerpts.left_out", n=len(kept), n_matches=len(matched), most=most)


def _titles(sentences: pd.DataFrame) -> dict[str, str]:
    """Give each provision its id and heading."""
    headings = sentences[sentences["zone"] == "heading"].set_index("provision_id")["text"]
    return {
        i: f"{i} {headings.get(i, '')}".strip().rstrip("。")
        for i in sentences["provision_id"].unique()
    }


def _cell(sentences: pd.DataFrame, provision_id: str, spans: Iterable[tuple[int, int]]) -> str:
    """Write a provision as a table cell, a paragraph a sentence, with spans of it marked."""
    own = sentences[sentences["provision_id"] == provision_id].sort_values("start")
    places = sorted(spans)
    lines = [f"<p>{_mark_spans(s.text, s.start, places)}</p>" for s in own.itertuples()]
    return f'<td lang="zh-Hans">{"".join(lines)}</td>'


def _mark_spans(text: str, offset: int, spans: Iterable[tuple[int, int]]) -> str:
    """Escape a text that begins at an offset, and mark what sorted spans hold of it."""
    html, position = "", 0
    for start, end in spans:
        a, b = max(start - offset, position), min(end - offset, len(text))
        if a < b:
            html += f"{escape(text[position:a])}<mark>{escape(text[a:b])}</mark>"
            position = b
    return html + escape(text[position:])


def _last(text: str, width: int) -> str:
    return text if len(text) <= width else f"…{text[-width:]}"


def _first(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[:width]}…"
