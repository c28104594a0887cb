"""What one province alone has: words, sentences, and the coverage of its own text."""

import pandas as pd

from analysis.studies.coverage.measure import area_coverage
from analysis.studies.overlap.measure import letters, provision_texts
from analysis.text.han import count_han
from analysis.vocabulary import ALL, OTHERS, PARENT


def own_shares(
    sentence_overlap: pd.DataFrame, sentences: pd.DataFrame, provisions: pd.DataFrame
) -> pd.DataFrame:
    """Count own sentences of the bodies and measure their part of the Han characters.

    Returns province, n_sentences, n_own, share (0 to 1).
    """
    owner = provisions.set_index("provision_id")["province"]
    others = sentence_overlap[sentence_overlap["reference"] == OTHERS]
    body = sentences[sentences["zone"] == "body"]
    held = others.merge(body, on="sentence_id", validate="one_to_one")
    own, han = held["status"] == "own", held["text"].map(count_han).astype("int64")
    counts = pd.DataFrame({"n_sentences": 1, "n_own": own, "han": han, "own_han": own * han})
    table = counts.groupby(held["provision_id"].map(owner).rename("province")).sum().reset_index()
    table["share"] = table["own_han"] / table["han"]
    return table[["province", "n_sentences", "n_own", "share"]]


def own_sentences(
    sentence_overlap: pd.DataFrame,
    sentences: pd.DataFrame,
    own_words: pd.DataFrame,
    provisions: pd.DataFrame,
    *,
    n: int = 4,
) -> pd.DataFrame:
    """Choose of each province the n own sentences that say most, in the order of the text.

    Those whose words stand in no other province, each word counted once by its characters less
    one, as in `top_words`; of two with as much, the one with less in common. Returns province,
    sentence_id, text.
    """
    words = own_words.drop_duplicates(["sentence_id", "term"])
    weight = (words["term"].str.len() - 1).groupby(words["sentence_id"]).sum()
    own = sentence_overlap[
        (sentence_overlap["reference"] == OTHERS) & (sentence_overlap["status"] == "own")
    ]
    held = own.merge(sentences[sentences["zone"] == "body"], on="sentence_id")
    held = held.merge(provisions[["provision_id", "province"]], on="provision_id")
    held = held.assign(weight=held["sentence_id"].map(weight).fillna(0))
    held = held.sort_values(["weight", "containment"], ascending=[False, True], kind="stable")
    chosen = held.groupby("province").head(n).sort_values(["province", "start"])
    return chosen[["province", "sentence_id", "text"]].reset_index(drop=True)


def top_words(own_words: pd.DataFrame, *, n: int) -> list[str]:
    """Choose the words that say most, by occurrences times characters less one.

    A long word is a special one, as 应急通信 is beside 达到; of words of one weight, the first in
    the texts come first.

    >>> top_words(pd.DataFrame({"term": ["达到", "应急通信", "达到", "冬奥会", "谁"]}), n=3)
    ['应急通信', '达到', '冬奥会']
    """
    counts = own_words["term"].value_counts(sort=False).rename("n").reset_index()
    weight = counts["n"] * (counts["term"].str.len() - 1)
    order = counts.assign(weight=weight).sort_values("weight", ascending=False, kind="stable")
    return order["term"].head(n).tolist()


def own_coverage(
    tokens: pd.DataFrame,
    weights: pd.DataFrame,
    terms: pd.DataFrame,
    provisions: pd.DataFrame,
    areas: pd.DataFrame,
    overlap: pd.DataFrame,
) -> pd.DataFrame:
    """Measure the coverage of areas over own sentences only, beside that over all text.

    `overlap` as from `sentence_overlap`. The idf stays that of the whole texts. Returns the
    table `own_coverage`; a province without own sentences has no row `own`, and one that no other
    stands beside has no row at all.
    """
    others = overlap[overlap["reference"] == OTHERS]
    own = others[others["status"] == "own"]
    chosen = {
        kind: tokens[tokens["sentence_id"].isin(held["sentence_id"])]
        for kind, held in (("all", others), ("own", own))
    }
    idf = weights.drop_duplicates("term").set_index("term")["idf"]
    parts = []
    for kind, kept in chosen.items():
        counts = kept.groupby(["provision_id", "term"]).size().rename("n").reset_index()
        weighed = counts.assign(tf_idf=counts["n"] * counts["term"].map(idf))
        measured = area_coverage(weighed, provisions, areas[areas["topic"] == ALL], terms)
        written = provisions.loc[provisions["provision_id"].isin(kept["provision_id"]), "province"]
        parts.append(measured[measured["province"].isin(written)].assign(text=kind))
    columns = ["province", "area", "text", "coverage", "conf_low", "conf_high", "n_hits"]
    return pd.concat(parts)[columns].reset_index(drop=True)


def own_words(
    tokens: pd.DataFrame, sentences: pd.DataFrame, provisions: pd.DataFrame
) -> pd.DataFrame:
    """Find the words of each province that no other province has anywhere in its provisions.

    A word counts as another province's wherever its characters stand in one run in it, however
    the words are cut there. Also words in sentences that are shared or adapted count: a copied
    sentence may hold a promise of its own. Where no other province has a text, there is nothing
    to find. Returns the table `own_words`.
    """
    province = provisions.set_index("provision_id")["province"]
    text = {i: letters(t) for i, t in provision_texts(sentences).items()}
    held = {
        own: "\n".join(t for i, t in text.items() if province[i] not in (own, PARENT))
        for own in set(province) - {PARENT}
    }
    owned = tokens.assign(province=tokens["provision_id"].map(province))
    words = owned[["province", "term"]].drop_duplicates()
    lacking = words[
        [
            bool(held[own]) and letters(term) not in held[own]
            for own, term in words.itertuples(index=False)
        ]
    ]
    columns = ["sentence_id", "start", "end", "provision_id", "province", "term"]
    return owned.merge(lacking, on=["province", "term"], validate="many_to_one")[columns]
