"""The evidence reader: every document whole, in its own structure, with its hits marked."""

import re
from collections.abc import Collection
from html import escape
from typing import Any

import pandas as pd

from analysis.excerpts import Html
from analysis.wording import STATUS_NAMES, ZONE_NAMES, Names

# Text in these is code, or leads somewhere already.
_NOT_LINKED = ("a", "code", "pre", "style", "summary", "title")


def write_documents(
    pieces: pd.DataFrame,
    texts: pd.DataFrame,
    sentences: pd.DataFrame,
    hits: pd.DataFrame,
    overlap: pd.DataFrame,
    names: Names,
) -> dict[str, Html]:
    """Write every document as HTML: nothing left out, hits marked, ids to link to.

    `pieces`, `sentences`, `hits` and `overlap` are the tables of these names, `texts` has the
    columns doc_id and text. A provision says how many hits it has, and which provision of each
    reference is its best match. Returns the HTML of each document by doc_id; its text, but for
    what is said of provisions, is the raw text.
    """
    raw = texts.set_index("doc_id")["text"]
    inside = {name: dict(list(table.sort_values("start").groupby("provision_id")))
              for name, table in (("sentences", sentences), ("hits", hits))}  # fmt: skip
    n_hits, matches = hits["provision_id"].value_counts(), overlap.groupby("provision_id")
    known = set(pieces["provision_id"])
    written: dict[str, str] = {}
    for doc_id, own in pieces.sort_values(["doc_id", "start"]).groupby("doc_id"):
        html, opened = "", ""
        for piece in own.itertuples():
            if piece.provision_id != opened:
                html += "</section>" if opened else ""
                opened = piece.provision_id
                html += f'<section id="{escape(opened)}">' if opened else ""
                if opened:
                    pairs = matches.get_group(opened) if opened in matches.groups else overlap[:0]
                    html += _about(opened, int(n_hits.get(opened, 0)), pairs, known, names)
            text = _mark_piece(
                raw[doc_id],
                piece,
                inside["sentences"].get(piece.provision_id, sentences[:0]),
                inside["hits"].get(piece.provision_id, hits[:0]),
                names,
            )
            tag = "div" if piece.zone != "heading" else "h4" if piece.provision_id else "h3"
            title = " ".join(ZONE_NAMES[piece.zone])
            html += f'<{tag} class="zone {piece.zone}" title="{title}">{text}</{tag}>'
        written[str(doc_id)] = html + ("</section>" if opened else "")
    return {doc_id: Html(html) for doc_id, html in written.items()}


def link_ids(html: str, ids: Collection[str]) -> str:
    """Turn the ids of provisions and sentences in a page into links to the reader.

    An agency list leads to its provision. Code, links and summaries stay as they are.

    >>> link_ids("<p>gansu-4.4-s01, gansu-9</p><code>gansu-4.4</code>", {"gansu-4.4-s01"})
    '<p><a href="reader.html#gansu-4.4-s01">gansu-4.4-s01</a>, gansu-9</p><code>gansu-4.4</code>'
    """
    written = re.compile(
        r"(?<![A-Za-z0-9_.#-])[A-Za-z][A-Za-z0-9_]*-\d+(?:\.\d+)*(?:-[a-z]+\d+)?(?![A-Za-z0-9_-])"
    )

    def link(found: re.Match[str]) -> str:
        target = re.sub(r"-agencies\d+$", "", found[0])
        return f'<a href="reader.html#{target}">{found[0]}</a>' if target in ids else found[0]

    parts, closed_in = [], ""
    for part in re.split(r"(<[^>]+>)", html):
        tag = re.match(r"<(/?)(\w+)", part)
        if tag and not closed_in and not tag[1] and tag[2] in _NOT_LINKED:
            closed_in = tag[2]
        elif tag and tag[1] and tag[2] == closed_in:
            closed_in = ""
        parts.append(part if tag or closed_in else written.sub(link, part))
    return "".join(parts)


def _about(
    provision_id: str, n_hits: int, pairs: pd.DataFrame, known: Collection[str], names: Names
) -> str:
    said = [f"命中 {n_hits} hits"]
    for pair in pairs.itertuples():
        status = " ".join(STATUS_NAMES[pair.status])
        match = escape(pair.best_match)
        # A superior document is not shown, so there is nothing to lead to.
        match = f'<a href="#{match}">{match}</a>' if pair.best_match in known else match
        best = f"，最相近 best match {match}" if pair.best_match else ""
        who = names.both(pair.reference)
        said.append(f"对照 against {who}：{status} {pair.containment:.3f}{best}")
    own = f'<a href="#{escape(provision_id)}">{escape(provision_id)}</a>'
    return f'<p class="about">{" · ".join([own, *said])}</p>'


def _mark_piece(
    text: str, piece: Any, sentences: pd.DataFrame, hits: pd.DataFrame, names: Names
) -> str:
    html, position = "", piece.start
    for sentence in sentences.itertuples():
        if piece.start <= sentence.start < piece.end:
            html += escape(text[position : sentence.start])
            html += f'<span id="{escape(sentence.sentence_id)}">'
            position = sentence.start
            for hit in hits[hits["sentence_id"] == sentence.sentence_id].itertuples():
                html += escape(text[position : hit.start])
                title = escape(f"{names.both(hit.area, hit.topic)}")
                number = names.areas.index(hit.area)
                html += f'<mark class="area-{number}" title="{title}">'
                html += f"{escape(text[hit.start : hit.end])}</mark>"
                position = hit.end
            html += f"{escape(text[position : sentence.end])}</span>"
            position = sentence.end
    return html + escape(text[position : piece.end])
