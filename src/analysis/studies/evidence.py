"""Evidence: the sentences behind any number, with what was counted marked in them."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.vocabulary import ALL, OTHERS

# A column that tells what a row counts, the kind of span it leads to, and the columns that narrow it
# down. The first that the row has decides; a row with none of them counts words.
_LEADS = (
    ("agency", "agency", ("province", "provision_id", "start", "agency", "role")),
    ("quantity", "target", ("province", "provision_id", "start", "quantity")),
    ("kind", "number", ("province", "provision_id", "start", "kind")),
    ("strength", "strength", ("province", "provision_id", "start", "term", "strength")),
    ("n_obligatory", "strength", ("province", "provision_id")),
    ("best_match", "run", ("provision_id", "reference", "start")),
    ("", "word", ("province", "provision_id", "sentence_id", "start", "area", "topic", "term")),
)

# Columns of tables whose rows count nothing in the texts, and of rows that may count to none.
_UNCOUNTED = {
    "specification", "precision", "probability", "alpha", "sentence_codes", "low", "error",
    "sha256",
}  # fmt: skip
_COUNTS = {"n_hits", "n_obligatory", "best_match"}


def gather_spans(provisions: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Gather what is counted in the texts, one row an occurrence.

    `tables` gives for each kind of span the table that lists it: word (`tokens`, with area and topic
    merged from `terms`, and status from `sentence_overlap` where own text is asked for), target
    (`targets`), number (`numbers`), agency (`agencies`), strength (`strength_hits`) and run
    (`common_runs`), or some of these.

    Returns span, province, provision_id, sentence_id, start, end, and area, topic, term, status,
    quantity, kind, agency, role, strength and reference, empty where they do not apply.
    """
    columns = [
        "span", "provision_id", "sentence_id", "start", "end", "area", "topic", "term", "status",
        "quantity", "kind", "agency", "role", "strength", "reference",
    ]  # fmt: skip
    parts = [
        rows.assign(span=span).reindex(columns=columns).astype("object")
        for span, rows in tables.items()
    ]
    spans = pd.concat(parts, ignore_index=True).fillna("")
    owner = provisions[["provision_id", "province"]]
    spans = spans.merge(owner, on="provision_id", validate="many_to_one")
    return spans.astype({"start": "int64", "end": "int64"})


def find_evidence(
    row: Mapping[Any, Any], spans: pd.DataFrame, sentences: pd.DataFrame
) -> pd.DataFrame:
    """Find the sentences behind a row of a result table, one row for each thing counted.

    `row` is a row of a table, such as `coverage.iloc[0]`, or some of its keys, such as
    {"province": "hebei", "term": "网络扶贫"}; `spans` as from `gather_spans`; `sentences` the
    table of that name, with the agency lists where these are asked for. It leads

    - with an agency, to where the agency is named; from `agency_coverage`, only to its lists;
    - with a quantity, to the target; with a kind, to the number; with a best match, to the runs
      in common; with strength or its counts, to words of strength in the area's sentences;
    - otherwise to words: to each occurrence of the term, or to the hits of area and topic.

    Of a row of `own_coverage`, only the words of own sentences count. Returns the table
    `evidence`, empty where the row counts to none. Raises ValueError when the row has nothing to
    go by or counts nothing in the texts, when spans or sentences do not hold what it leads to,
    and when nothing is found for keys given by hand.

    >>> spans = pd.DataFrame({"span": ["word"], "province": ["x"], "provision_id": ["x-1"],
    ...     "sentence_id": ["x-1-s01"], "start": [12], "end": [14], "area": ["net"],
    ...     "topic": ["fibre"], "term": ["光纤"]})
    >>> sentences = pd.DataFrame({"sentence_id": ["x-1-s01"], "provision_id": ["x-1"],
    ...     "start": [10], "end": [17], "text": ["建设光纤网络。"]})
    >>> found = find_evidence({"province": "x", "area": "net", "topic": "all"}, spans, sentences)
    >>> found[["sentence_id", "before", "match", "after"]].values.tolist()
    [['x-1-s01', '建设', '光纤', '网络。']]
    """
    span, keys = next((span, keys) for lead, span, keys in _LEADS if not lead or lead in row)
    if _UNCOUNTED & {*row.keys()} or not any(key in row for key in (*keys, "province_a")):
        raise ValueError(
            f"found a row with the columns {list(row.keys())}, which counts nothing in the texts; "
            f"expected at least one of {list(keys)}. Give a row of a table that counts."
        )
    chosen = _needed(spans[spans["span"] == span], f"spans hold no '{span}'", "gather_spans")
    for key in keys:
        if row.get(key, ALL) not in (ALL, ""):
            chosen = chosen[chosen[key] == row[key]]
    if "province_a" in row and row.get("province_b") != OTHERS:
        chosen = chosen[chosen["province"].isin([row["province_a"], row.get("province_b")])]
    if span == "word" and "term" not in row:
        chosen = chosen[chosen["area"] != ""]
    if span == "word" and row.get("text") == "own":
        _needed(spans[spans["status"] != ""], "spans hold no status of words", "sentence_overlap")
        chosen = chosen[chosen["status"] == "own"]
    if span == "agency" and "coverage" in row:
        chosen = chosen[chosen["role"] != "named"]
    if span == "strength" and row.get("area", ALL) != ALL:
        of_area = spans[(spans["span"] == "word") & (spans["area"] == row["area"])]
        chosen = chosen[chosen["sentence_id"].isin(of_area["sentence_id"])]
    if not _COUNTS & {*row.keys()}:
        _needed(chosen, f"nothing found for {dict(row)}", "the keys as the tables write them")
    return _in_context(chosen, sentences)


def _needed(rows: pd.DataFrame, found: str, remedy: str) -> pd.DataFrame:
    if rows.empty:
        raise ValueError(f"{found}; expected at least one. Give {remedy}.")
    return rows


def _in_context(chosen: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    owned: dict[str, list[Any]] = {}
    needed = sentences[sentences["provision_id"].isin(chosen["provision_id"])]
    absent = set(chosen["sentence_id"]) - {"", *sentences["sentence_id"]}
    if absent:
        raise ValueError(
            f"sentences hold no '{min(absent)}'; expected every sentence that the spans name. Join "
            "the tables 'sentences' and 'agency_lists' with pandas.concat."
        )
    for sentence in needed.sort_values("start").itertuples():
        owned.setdefault(sentence.provision_id, []).append(sentence)
    rows = []
    for span in chosen.sort_values(["provision_id", "start"]).itertuples():
        # A run may go on over the end of a sentence.
        held = [s for s in owned[span.provision_id] if s.start < span.end and s.end > span.start]
        first, last = held[0], held[-1]
        match = "".join(s.text[max(span.start - s.start, 0) : span.end - s.start] for s in held)
        rows.append(
            (
                span.span, span.province, span.provision_id, first.sentence_id, span.start,
                span.end, first.text[: span.start - first.start], match,
                last.text[span.end - last.start :],
            )
        )  # fmt: skip
    columns = [
        "span", "province", "provision_id", "sentence_id", "start", "end", "before", "match",
        "after",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)
