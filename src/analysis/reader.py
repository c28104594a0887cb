"""The evidence reader: every document whole, in its own structure, with its hits marked."""

from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd

from analysis.coverage import TOTAL, share_of
from analysis.excerpts import Html
from analysis.lexicon import ALL
from analysis.wording import STATUS_NAMES, ZONE_NAMES, Names, percent


def write_documents(
    pieces: pd.DataFrame,
    texts: pd.DataFrame,
    sentences: pd.DataFrame,
    hits: pd.DataFrame,
    about: Mapping[str, tuple[str, str]],
    names: Names,
    lang: str,
) -> dict[str, Html]:
    """Write every document as HTML: nothing left out, hits marked, ids to link to.

    `pieces`, `sentences` and `hits` are the tables of these names, `texts` has the columns doc_id
    and text; `about` says of each provision what stands over it, as from `describe_provisions`.
    Returns the HTML of each document by doc_id; its text, but for `about`, is the raw text.
    """
    raw = texts.set_index("doc_id")["text"]
    said = {name: dict(list(table.sort_values("start").groupby("provision_id")))
            for name, table in (("sentences", sentences), ("hits", hits))}  # fmt: skip
    written: dict[str, str] = {}
    for doc_id, own in pieces.sort_values(["doc_id", "start"]).groupby("doc_id"):
        # Provisions stand under parts where there are any.
        rank = 4 if ((own["zone"] == "heading") & (own["provision_id"] == "")).any() else 3
        markup, opened = "", ""
        for piece in own.itertuples():
            if piece.provision_id != opened:
                markup += "</section>" if opened else ""
                opened = piece.provision_id
                if opened:
                    data, line = about[opened]
                    markup += f'<section id="{escape(opened)}" data-start="{piece.start}"{data}>'
                    markup += line
            text = _mark_piece(
                raw[doc_id],
                piece,
                said["sentences"].get(piece.provision_id, sentences[:0]),
                said["hits"].get(piece.provision_id, hits[:0]),
                names,
                lang,
            )
            tag = "div" if piece.zone != "heading" else f"h{rank}" if piece.provision_id else "h3"
            title = ZONE_NAMES[piece.zone][0 if lang == "zh" else 1]
            markup += f'<{tag} class="zone {piece.zone}" title="{title}">{text}</{tag}>'
        written[str(doc_id)] = markup + ("</section>" if opened else "")
    return {doc_id: Html(markup) for doc_id, markup in written.items()}


def describe_provisions(
    mass: pd.DataFrame,
    hits: pd.DataFrame,
    overlap: pd.DataFrame,
    runs: pd.DataFrame,
    names: Names,
    lang: str,
) -> dict[str, tuple[str, str]]:
    """Say of each provision its hits, its coverage, and how it stands against its best match.

    `mass` as from `coverage.sum_mass`, the others the tables `hits`, `overlap` and `common_runs`.
    Returns by provision_id two pieces of HTML: attributes with the runs that it and its best match
    have in common, and a line of figures. A provision with several references leads to the match
    most like it; the line names them all.
    """
    n_hits = hits["provision_id"].value_counts()
    known = mass.index.get_level_values("provision_id")
    shares = pd.DataFrame(
        share_of(mass[[(a, ALL) for a in names.areas]].to_numpy(), mass[TOTAL].to_numpy()),
        index=known, columns=names.areas,
    )  # fmt: skip
    matches = dict(list(overlap.groupby("provision_id")))
    common = dict(list(runs.groupby("provision_id")))
    described = {}
    for i in known:
        pairs = matches.get(i, overlap[:0])
        # A superior document is not shown, so there is nothing to lead to.
        shown = pairs[pairs["best_match"].isin(known)].sort_values("similarity", kind="stable")
        data, best = "", ""
        if len(shown):
            best = shown["best_match"].iloc[-1]
            held = common.get(i, runs[:0])
            held = held[held["best_match"] == best].sort_values("start")
            here = " ".join(f"{r.start}-{r.end}" for r in held.itertuples())
            there = " ".join(f"{r.match_start}-{r.match_end}" for r in held.itertuples())
            data = f' data-match="{escape(best)}" data-runs="{here}" data-match-runs="{there}"'
        line = _line(i, int(n_hits.get(i, 0)), shares.loc[i], pairs, best, names, lang)
        described[i] = (data, line)
    return described


def _line(
    provision_id: str,
    n_hits: int,
    shares: pd.Series,
    pairs: pd.DataFrame,
    best: str,
    names: Names,
    lang: str,
) -> str:
    name, chinese = names.called(lang), lang == "zh"
    said = [f"{n_hits}处命中" if chinese else f"{n_hits} {'hit' if n_hits == 1 else 'hits'}"]
    covered = [
        f"{escape(name(area, ALL))} {percent(share)}" for area, share in shares.items() if share
    ]
    if covered:
        said.append(("覆盖度 " if chinese else "coverage: ") + ", ".join(covered))
    for pair in pairs.itertuples():
        status = STATUS_NAMES[pair.status][0 if chinese else 1]
        who = escape(name(pair.reference))
        of = f"{percent(pair.containment, 0)}"
        said.append(
            f"对照{who}：{status}（{of}的五字串）"
            if chinese
            else f"against {who}: {status} ({of} of its runs of five characters)"
        )
    own = f'<a href="#{escape(provision_id)}">{escape(provision_id)}</a>'
    text = " · ".join([own, *said])
    if best:
        label = "对照最相近条款" if chinese else "compare with"
        text += f' · <a class="compare" href="#{escape(best)}">{label} {escape(best)}</a>'
    return f'<p class="about" lang="{"zh-Hans" if chinese else "en"}">{text}</p>'


def _mark_piece(
    text: str,
    piece: Any,
    sentences: pd.DataFrame,
    hits: pd.DataFrame,
    names: Names,
    lang: str,
) -> str:
    name = names.called(lang)
    markup, position = "", piece.start
    for sentence in sentences.itertuples():
        if piece.start <= sentence.start < piece.end:
            markup += _escape(text[position : sentence.start])
            markup += f'<span id="{escape(sentence.sentence_id)}">'
            position = sentence.start
            for hit in hits[hits["sentence_id"] == sentence.sentence_id].itertuples():
                markup += _escape(text[position : hit.start])
                number, marked = names.areas.index(hit.area), text[hit.start : hit.end]
                # A term is what is marked, unless it was normalised.
                term = f' data-term="{escape(hit.term)}"' if hit.term != marked else ""
                markup += (
                    f'<mark class="area-{number}" data-area="{escape(hit.area)}" '
                    f'data-topic="{escape(hit.topic)}"{term} '
                    f'title="{escape(name(hit.area, hit.topic))}">{_escape(marked)}</mark>'
                )
                position = hit.end
            markup += f"{_escape(text[position : sentence.end])}</span>"
            position = sentence.end
    return markup + _escape(text[position : piece.end])


def _escape(text: str) -> str:
    """Escape a text; a carriage return too, which a browser would take out."""
    return escape(text).replace("\r", "&#13;")
