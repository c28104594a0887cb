"""The evidence reader: every document whole, in its own structure, with its hits marked."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

import pandas as pd
from markupsafe import Markup

from analysis.say.catalogue import keys, write
from analysis.say.links import ANY, OWN_WORDS, TARGETS
from analysis.say.names import Names
from analysis.stats.mass import TOTAL, share_of, sum_mass
from analysis.text.documents import read_texts
from analysis.vocabulary import ALL, OTHERS, PARENT, TAGS
from analysis.website.excerpts import Html
from analysis.website.linking import name_passage
from analysis.website.material import Material
from analysis.website.places import statuses


def reader_contents(material: Material, lang: str) -> dict[str, Any]:
    """Gather what the page of the reader holds: all documents, and what one can choose in them."""
    tables, names = material.tables, material.names
    name = names.called(lang)
    mass = sum_mass(
        tables["weights"], tables["provisions"], tables["policy_areas"], tables["terms"]
    )
    about = describe_provisions(mass, tables, names, lang)
    policies = tables["documents"][tables["documents"]["role"] != PARENT]
    written = write_documents(tables, read_texts(policies, material.raw), about, names, lang)
    agencies = tables["agencies"][tables["agencies"]["role"] != "named"]["agency"].value_counts()
    passages = [TARGETS, OWN_WORDS, *sorted(statuses(tables["overlap"])["passage"].unique())]
    passages += [f"zone/{zone}" for zone in keys("zones.names")]
    return {
        "any": ANY,
        "passages": [(passage, name_passage(passage, names, lang)) for passage in passages],
        "strengths": [(kind, write(lang, f"strengths.{kind}")) for kind in keys("strengths")],
        "statuses": [(status, write(lang, f"statuses.{status}")) for status in keys("statuses")],
        "agencies": agencies.sort_index().sort_values(ascending=False, kind="stable").items(),
        "areas": _count_areas(tables["hits"], names, lang),
        "provinces": [{"key": p, "name": name(p)} for p in policies["province"].unique()],
        "documents": [
            {
                "key": row.doc_id,
                "province": row.province,
                "name": _document_name(row, policies, name(row.province)),
                "html": Markup(written[row.doc_id].text),
            }
            for row in policies.itertuples()
        ],
    }


def _count_areas(hits: pd.DataFrame, names: Names, lang: str) -> list[dict[str, Any]]:
    """Name areas and topics, each with the number of its hits."""
    name, n = names.called(lang), hits.groupby(["area", "topic"]).size()
    return [
        {
            "key": area,
            "name": name(area, ALL),
            "n": int(n.reindex([area], level="area").sum()),
            "topics": [
                {"key": topic, "name": name(area, topic), "n": int(n.get((area, topic), 0))}
                for topic in names.topics(area)
            ],
        }
        for area in names.areas
    ]


def _document_name(row: Any, policies: pd.DataFrame, province: str) -> str:
    alone = (policies["province"] == row.province).sum() == 1
    return province if alone else f"{province} {row.document_number or row.doc_id}"


def write_documents(
    tables: Mapping[str, pd.DataFrame],
    texts: pd.DataFrame,
    about: Mapping[str, tuple[str, str]],
    names: Names,
    lang: str,
) -> dict[str, Html]:
    """Write every document as HTML: nothing left out, hits marked, ids to link to.

    `tables` holds segments, sentences, hits and sentence_overlap, `texts` has the columns doc_id and
    text; `about` says of each provision what stands over it, as from `describe_provisions`. Returns
    the HTML of each document by doc_id; its text, but for `about`, is the raw text.
    """
    raw = texts.set_index("doc_id")["text"]
    against = tables["sentence_overlap"]
    against = against[against["reference"] == OTHERS]
    status = dict(zip(against["sentence_id"], against["status"], strict=True))
    sentences = _rows_by("provision_id", tables["sentences"])
    hits = _rows_by("sentence_id", tables["hits"])
    titles = {zone: write(lang, f"zones.names.{zone}") for zone in keys("zones.names")}
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
            title = titles[segment.zone]
            markup += f'<{tag} class="zone {segment.zone}" title="{title}">{text}</{tag}>'
        written[str(doc_id)] = markup + ("</section>" if opened else "")
    return {doc_id: Html(markup) for doc_id, markup in written.items()}


def describe_provisions(
    mass: pd.DataFrame, tables: Mapping[str, pd.DataFrame], names: Names, lang: str
) -> dict[str, tuple[str, str]]:
    """Say of each provision its hits, its coverage, and how it stands against its best match.

    `mass` as from `mass.sum_mass`; `tables` holds segments, hits, overlap, common_runs,
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
    covered = [{"area": area, "share": share} for area, share in shares.items() if share]
    said = [write(lang, "reader.hits", n=n_hits)]
    if covered:
        said.append(write(lang, "reader.coverage", names, shares=covered))
    for pair in pairs:
        facts = {"reference": pair.reference, "containment": pair.containment}
        status = write(lang, f"statuses.{pair.status}")
        said.append(write(lang, "reader.against", names, status=status, **facts))
    own = f'<a href="#{escape(provision_id)}">{escape(provision_id)}</a>'
    text = " · ".join([own, *map(escape, said)])
    if best:
        compare = f"{write(lang, 'reader.compare')} {escape(best)}"
        text += f' · <a class="compare" href="#{escape(best)}">{compare}</a>'
    return f'<p class="about" lang="{TAGS[lang]}">{text}</p>'


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
