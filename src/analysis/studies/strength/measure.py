"""Strength of wording: does a sentence bind, or does it encourage and leave open?

A count of words, and a description, not a measure of will: a binding word may stand beside an
empty object, and a firm promise may need none of these words.
"""

import pandas as pd

from analysis.text.han import count_han
from analysis.vocabulary import ALL, STRENGTHS
from analysis.words.lexicon import normalise, term_finder


def find_strength(sentences: pd.DataFrame, terms: pd.DataFrame) -> pd.DataFrame:
    """Find the words of strength in the bodies of provisions.

    `terms` as `lexicon.read_terms` reads them from `strength.toml`, whose areas are STRENGTHS;
    neutral phrases are no hits. Returns the table `strength_hits`.

    >>> sentences = pd.DataFrame({"sentence_id": ["x-1-s01"], "provision_id": ["x-1"],
    ...     "start": [7], "zone": ["body"], "text": ["在确保安全的前提下，鼓励企业落实责任。"]})
    >>> terms = pd.DataFrame({"term": ["确保", "确保安全的前提下", "鼓励", "落实"],
    ...                       "area": ["obligatory", "", "encouraging", "obligatory"]})
    >>> find_strength(sentences, terms)[["start", "end", "term", "strength"]].values.tolist()
    [[17, 19, '鼓励', 'encouraging'], [21, 23, '落实', 'obligatory']]
    """
    find = term_finder(terms["term"])
    strength = dict(zip(terms["term"], terms["area"], strict=True))
    rows = [
        (
            sentence.sentence_id,
            sentence.start + start,
            sentence.start + end,
            sentence.provision_id,
            term,
            strength[term],
        )
        for sentence in sentences[sentences["zone"] == "body"].itertuples()
        for start, end, term in find(normalise(sentence.text))
        if strength[term]
    ]
    columns = ["sentence_id", "start", "end", "provision_id", "term", "strength"]
    return pd.DataFrame(rows, columns=columns)


def measure_strength(
    strength_hits: pd.DataFrame, sentences: pd.DataFrame, hits: pd.DataFrame
) -> pd.DataFrame:
    """Count the words of strength in the sentences of each provision and area.

    A sentence belongs to every area of which it has a hit, and to ALL. Returns the table
    `strength`, with a row wherever a provision has a sentence of the area.
    """
    body = sentences[sentences["zone"] == "body"]
    n_han = body.set_index("sentence_id")["text"].map(count_han)
    body = body[["sentence_id", "provision_id"]]
    of_area = hits[["sentence_id", "provision_id", "area"]].drop_duplicates()
    of_area = of_area[of_area["sentence_id"].isin(body["sentence_id"])]
    placed = pd.concat([of_area, body.assign(area=ALL)])
    counts = strength_hits.groupby(["sentence_id", "strength"]).size().unstack(fill_value=0)
    counts = counts.reindex(columns=list(STRENGTHS), fill_value=0)
    joined = placed.merge(counts, on="sentence_id", how="left", validate="many_to_one").fillna(0)
    joined["n_han"] = joined["sentence_id"].map(n_han)
    table = joined.groupby(["provision_id", "area"]).agg(
        n_sentences=("sentence_id", "size"),
        n_han=("n_han", "sum"),
        n_obligatory=("obligatory", "sum"),
        n_encouraging=("encouraging", "sum"),
    )
    return table.reset_index()


def strength_rates(strength: pd.DataFrame, provisions: pd.DataFrame) -> pd.DataFrame:
    """Sum words of strength over each province and area, and relate them to the length of text.

    Returns province, area, n_sentences, n_obligatory, n_encouraging (words), and obligatory and
    encouraging (words per 1,000 Han characters). Sentences would be no measure: a list cut at its
    semicolons makes many.
    """
    owner = provisions[["provision_id", "province"]]
    held = strength.merge(owner, on="provision_id", validate="many_to_one")
    counts = ["n_sentences", "n_han", *(f"n_{s}" for s in STRENGTHS)]
    total = held.groupby(["province", "area"])[counts].sum()
    rates = {s: total[f"n_{s}"] / total["n_han"] * 1000 for s in STRENGTHS}
    return total.assign(**rates).reset_index()
