"""The evidence reader: every document whole, in its own structure, with its hits marked."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

import pandas as pd

from analysis.say.links import OWN_WORDS, TARGETS
from analysis.say.names import Names
from analysis.say.wording import STATUS_NAMES, ZONE_NAMES, percent
from analysis.stats.mass import TOTAL, share_of
from analysis.vocabulary import ALL, OTHERS
from analysis.website.excerpts import Html
from analysis.website.places import statuses


def write_documents(
    tables: Mapping[str, pd.DataFrame],
    texts: pd.DataFrame,
    about: Mapping[str, tuple[str, str]],
    names: Names,
    lang: str,
) -> dict[str, Html]:
    """Write every document as HTML: nothing left out, hits marked, ids to link to.

    `tables` holds pieces, sentences, hits and sentence_overlap, `texts` has the columns doc_id and
    text; `about` says of each provision what stands over it, as from `describe_provisions`. Returns
    the HTML of each document by doc_id; its text, but for `about`, is the raw text.
    """
    raw = texts.set_index("doc_id")["text"]
    against = tables["sentence_overlap"]
    against = against[against["reference"] == OTHERS]
    status = dict(zip(against["sentence_id"], against["status"], strict=True))
    sentences = _rows_by("provision_id", tables["sentences"])
    hits = _rows_by("sentence_id", tables["hits"])
    written: dict[str, str] = {}
    for doc_id, own in tables["segments"].sort_values(["doc_id", "start"]).groupby("doc_id"):
        # Provisions stand under parts where there are any.
        rank = 4 if ((own["zone"] == "heading") & (own["provision_id"] == "")).any() else 3
        markup, opened = "", ""
        for segment in own.itertuples():
            if segment.provision_id != opened:
                markup += "</section>" if opened else ""
                opened = segment.provision_id
                if opened:
                    data, line = about[opened]
                    markup += f'<section id="{escape(opened)}"{data}>'
                    markup += line
            within = [
                s for s in sentences[segment.provision_id] if segment.start <= s.start < segment.end
            ]
            text = _mark_segment(raw[doc_id], segment, within, hits, status, names, lang)
            tag = (
                "div" if segment.zone != "heading" else f"h{rank}" if segment.provision_id else "h3"
            )
            title = ZONE_NAMES[segment.zone][0 if lang == "zh" else 1]
            markup += f'<{tag} class="zone {segment.zone}" title="{title}">{text}</{tag}>'
        written[str(doc_id)] = markup + ("</section>" if opened else "")
    return {doc_id: Html(markup) for doc_id, markup in written.items()}


def describe_provisions(
    mass: pd.DataFrame, tables: Mapping[str, pd.DataFrame], names: Names, lang: str
) -> dict[str, tuple[str, str]]:
    """Say of each provision its hits, its coverage, and how it stands against its best match.

    `mass` as from `coverage.sum_mass`; `tables` holds pieces, hits, overlap, common_runs,
    strength_hits, own_words, targets and agencies. Returns by provision_id two pieces of HTML:
    attributes that say its statuses, and where its words of strength, its targets and own words,
    the agencies it is given to, and the runs in common with its best match stand, counted from the
    start of the provision, and a line of figures. A provision with several references leads to the
    match most like it; the line names them all.
    """
    n_hits = tables["hits"]["provision_id"].value_counts().to_dict()
    owners = mass.index.get_level_values("provision_id")
    covered = mass[[(area, ALL) for area in names.areas]].to_numpy()
    shares = dict(zip(owners, share_of(covered, mass[TOTAL].to_numpy()), strict=True))
    matches = _rows_by("provision_id", tables["overlap"])
    common = _rows_by("provision_id", tables["common_runs"])
    strength = _rows_by("provision_id", tables["strength_hits"])
    listed = tables["agencies"][tables["agencies"]["role"] != "named"]
    agencies = _rows_by("provision_id", listed)
    own_words = _rows_by("provision_id", tables["own_words"])
    targets = _rows_by("provision_id", tables["targets"])
    standing = statuses(tables["overlap"]).groupby("provision_id")["passage"].agg(" ".join)
    starts = tables["segments"].groupby("provision_id")["start"].min().to_dict()
    described = {}
    for i in owners:
        # A superior document is not shown, so there is nothing to lead to.
        shown = [pair for pair in matches[i] if pair.best_match in shares]
        best = max(shown, key=lambda pair: pair.similarity).best_match if shown else ""
        runs = [run for run in common[i] if best and run.best_match == best]
        marked = [(OWN_WORDS, word) for word in own_words[i]] + [(TARGETS, t) for t in targets[i]]
        data = _places("words", ((w.strength, w.start, w.end) for w in strength[i]), starts[i])
        data += _places("passages", ((passage, m.start, m.end) for passage, m in marked), starts[i])
        data += _places("agencies", ((a.agency, a.start, a.end) for a in agencies[i]), starts[i])
        data += f' data-statuses="{escape(standing[i])}"' if i in standing else ""
        if best:
            there = (("", run.match_start, run.match_end) for run in runs)
            data += f' data-match="{escape(best)}"'
            data += _places("runs", (("", run.start, run.end) for run in runs), starts[i])
            data += _places("match-runs", there, starts[best])
        line = _line(
            i, n_hits.get(i, 0), dict(zip(names.areas, shares[i], strict=True)), matches[i], best,
            names, lang,
        )  # fmt: skip
        described[i] = (data, line)
    return described


def _rows_by(column: str, table: pd.DataFrame) -> dict[str, list[Any]]:
    """Gather the rows of a table by a column, in the order of the texts where it has one."""
    ordered = table.sort_values("start") if "start" in table.columns else table
    rows: dict[str, list[Any]] = defaultdict(list)
    for row in ordered.itertuples():
        rows[getattr(row, column)].append(row)
    return rows


def _places(name: str, found: Iterable[tuple[str, int, int]], origin: int) -> str:
    """Write where things stand as an attribute: in JSON, offsets from `origin` by what it is."""
    places: dict[str, list[tuple[int, int]]] = {}
    for kind, start, end in found:
        places.setdefault(kind, []).append((start - origin, end - origin))
    if not places:
        return ""
    written = json.dumps(places, ensure_ascii=False, separators=(",", ":"))
    return f' data-{name}="{escape(written)}"'


def _line(
    provision_id: str,
    n_hits: int,
    shares: Mapping[str, float],
    pairs: Iterable[Any],
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
    for pair in pairs:
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


def _mark_segment(
    text: str,
    segment: Any,
    sentences: Iterable[Any],
    hits: Mapping[str, list[Any]],
    status: Mapping[str, str],
    names: Names,
    lang: str,
) -> str:
    name = names.called(lang)
    markup, position = "", segment.start
    for sentence in sentences:
        kind = f' class="{status[sentence.sentence_id]}"' if sentence.sentence_id in status else ""
        markup += _escape(text[position : sentence.start])
        markup += f'<span id="{escape(sentence.sentence_id)}"{kind}>'
        position = sentence.start
        for hit in hits[sentence.sentence_id]:
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
    return markup + _escape(text[position : segment.end])


def _escape(text: str) -> str:
    """Escape a text; a carriage return too, which a browser would take out."""
    return escape(text).replace("\r", "&#13;")
