"""Does the lexicon fit the texts: terms without use, text without terms, and candidates."""

from collections.abc import Iterable, Iterator
from itertools import combinations, permutations

import pandas as pd

from analysis.stats.mass import share_of
from analysis.studies.keyness.measure import word_keyness
from analysis.text.han import count_han
from analysis.words.lexicon import normalise, term_finder
from analysis.words.tokens import count_terms

# Words of a phrase at most: terms of an area seldom have more than four.
_LONGEST = 8

# Once is chance; a phrase that comes back is a way of speaking.
_LEAST = 2

# All other provinces together. The keys of provinces are letters, so this sorts last, and a z
# above 0 speaks for the province.
_OTHERS = "~"


def term_use(tokens: pd.DataFrame, sentences: pd.DataFrame, terms: pd.DataFrame) -> pd.DataFrame:
    """Count how often each term of the lexicon occurs, and how often another takes its place.

    `tokens` as `tokens.tokenise` cuts `sentences` with `terms`. Returns one row a term, in
    the order of `terms`: term, area (empty for a neutral term), n (tokens), n_taken (places where
    its letters stand and the match went to another term, which is longer or begins before it)
    and taken_by (the term that took most of them; empty if none did).

    >>> sentences = pd.DataFrame({"sentence_id": ["x-1-s01"], "provision_id": ["x-1"],
    ...     "start": [0], "text": ["建设网络安全产业"]})
    >>> terms = pd.DataFrame({"term": ["网络安全", "网络安全产业"], "area": ["security", ""]})
    >>> tokens = pd.DataFrame({"sentence_id": ["x-1-s01"], "start": [2], "end": [8],
    ...     "term": ["网络安全产业"]})
    >>> term_use(tokens, sentences, terms).values.tolist()
    [['网络安全', 'security', 0, 1, '网络安全产业'], ['网络安全产业', '', 1, 0, '']]
    """
    used = terms[["term", "area"]].reset_index(drop=True)
    taken = pd.DataFrame(_taken_places(tokens, sentences, terms), columns=["term", "by"])
    pairs = taken.value_counts().rename("n_taken").reset_index()
    most = pairs.sort_values(["n_taken", "by"], ascending=[False, True])
    most = most.drop_duplicates("term").set_index("term")["by"]
    return used.assign(
        n=tokens["term"].value_counts().reindex(used["term"], fill_value=0).array,
        n_taken=taken["term"].value_counts().reindex(used["term"], fill_value=0).array,
        taken_by=[most.get(term, "") for term in used["term"]],
    )


def contained_terms(terms: pd.DataFrame) -> pd.DataFrame:
    """List the terms that stand within other terms, where the longer one wins.

    Returns one row a pair: term, longer. Latin words count as whole words, as in every search.

    >>> contained_terms(pd.DataFrame({"term": ["光纤", "光纤用户", "AP", "APP"]})).values.tolist()
    [['光纤', '光纤用户']]
    """
    written = {term: normalise(term).casefold() for term in terms["term"]}
    rows = [
        (term, longer)
        for term, longer in permutations(written, 2)
        if written[term] in written[longer] and term_finder([term])(normalise(longer))
    ]
    return pd.DataFrame(rows, columns=["term", "longer"], dtype="str")


def uncovered_text(
    tokens: pd.DataFrame, sentences: pd.DataFrame, provisions: pd.DataFrame, terms: pd.DataFrame
) -> pd.DataFrame:
    """Measure how much of each document's counted text stands in no term of an area.

    Counted are the Han characters of `sentences`, that is of headings and bodies of provisions.
    uncovered = 1 - n_area / n_han; neutral terms are in no area, and so uncovered.

    Returns one row a document: doc_id, n_han, n_area and n_neutral (Han characters in terms of
    areas and in neutral terms) and uncovered (a share).
    """
    document = provisions.set_index("provision_id")["doc_id"]
    of_terms = tokens.merge(terms[["term", "area"]], on="term", validate="many_to_one")
    of_terms["text"], of_area = of_terms["term"], of_terms["area"] != ""
    parts = {"n_han": sentences, "n_area": of_terms[of_area], "n_neutral": of_terms[~of_area]}
    counted = {
        name: n_han.groupby(part["provision_id"].map(document)).sum()
        for name, part in parts.items()
        for n_han in [part["text"].map(count_han).astype("int64")]
    }
    lengths = pd.DataFrame(counted).reindex(sorted(document.unique())).fillna(0).astype("int64")
    covered = share_of(lengths[["n_area"]].to_numpy(), lengths["n_han"].to_numpy())[:, 0]
    return lengths.assign(uncovered=1 - covered).rename_axis("doc_id").reset_index()


def count_phrases(
    tokens: pd.DataFrame, terms: pd.DataFrame, stopwords: Iterable[str]
) -> pd.DataFrame:
    """Count the phrases outside the lexicon: two or more words that follow each other.

    `tokens` as `tokens.tokenise` returns them when told to drop no stop words: these may
    stand within a phrase, but not at its ends. A term of the lexicon, neutral or not, a number, a
    punctuation mark or a blank ends a phrase. Phrases of fewer than _LEAST occurrences are left
    out, and those within a longer phrase that occurs as often. Letters that are cut in the middle
    of a word are no such phrase: as a term, it may well find more places than are counted here.

    Returns provision_id, term (the phrase) and n, in the form of the table `term_counts`.

    >>> tokens = pd.DataFrame({"sentence_id": ["s1"] * 3 + ["s2"] * 3, "provision_id": ["x-1"] * 6,
    ...     "start": [0, 2, 3] * 2, "end": [2, 3, 5] * 2, "term": ["手机", "和", "电脑"] * 2})
    >>> count_phrases(tokens, pd.DataFrame({"term": ["光纤"]}), ["和"]).values.tolist()
    [['x-1', '手机和电脑', 2]]
    """
    dropped = set(stopwords)
    rows = [
        (provision_id, phrase)
        for provision_id, words in _free_runs(tokens, terms)
        for phrase in _phrases(words, dropped)
    ]
    found = pd.DataFrame(rows, columns=["provision_id", "term"], dtype="str")
    n = found["term"].value_counts()
    n = n[n >= _LEAST].to_dict()
    inner = {
        phrase[start:end]
        for phrase in n
        for start, end in combinations(range(len(phrase) + 1), 2)
        if end - start < len(phrase) and n.get(phrase[start:end]) == n[phrase]
    }
    return count_terms(found[found["term"].isin(n.keys() - inner)])


def rank_phrases(phrase_counts: pd.DataFrame, provisions: pd.DataFrame) -> pd.DataFrame:
    """Put phrases in order of their frequency, each with the province it speaks for most.

    `phrase_counts` as from `count_phrases`. Each province is held against all others together
    with `word_keyness` of keyness, whose words are here the phrases.

    Returns phrase, n, province (that of the highest z) and z (in standard errors). Where fewer
    than two provinces have phrases, or there is but one phrase, nothing can be compared: province
    is empty and z missing.
    """
    n = phrase_counts.groupby("term")["n"].sum()
    ranked = n.rename_axis("phrase").reset_index()
    keyness = _province_keyness(phrase_counts, provisions)
    highest = keyness.sort_values(["z", "province"], ascending=[False, True])
    highest = highest.drop_duplicates("term").set_index("term")
    ranked["province"] = [highest["province"].get(phrase, "") for phrase in ranked["phrase"]]
    ranked["z"] = ranked["phrase"].map(highest["z"]).astype("float64")
    order = ["n", "z", "phrase"]
    return ranked.sort_values(order, ascending=[False, False, True], ignore_index=True)


def _taken_places(
    tokens: pd.DataFrame, sentences: pd.DataFrame, terms: pd.DataFrame
) -> Iterator[tuple[str, str]]:
    """Give a term and the term that took its place, for every such place.

    A term that stands somewhere and is no token there overlaps a token that is a term: the
    search would have found it otherwise.
    """
    matched: dict[str, list[tuple[int, int, str]]] = {}
    of_lexicon = tokens[tokens["term"].isin(terms["term"])]
    for token in of_lexicon.itertuples():
        matched.setdefault(token.sentence_id, []).append((token.start, token.end, token.term))
    texts = [
        (sentence.start, normalise(sentence.text), matched[sentence.sentence_id])
        for sentence in sentences.itertuples()
        if sentence.sentence_id in matched
    ]
    for term in terms["term"]:
        find, letters = term_finder([term]), normalise(term).casefold()
        for offset, text, places in texts:
            # To look for the letters is faster than for the term.
            if letters not in text.casefold():
                continue
            for start, end, _ in find(text):
                over = [other for s, e, other in places if s < offset + end and offset + start < e]
                if over and term not in over:
                    yield term, over[0]


def _free_runs(tokens: pd.DataFrame, terms: pd.DataFrame) -> Iterator[tuple[str, list[str]]]:
    """Give the words that follow each other between terms and gaps, and their provision."""
    free = tokens[~tokens["term"].isin(terms["term"])]
    same = free["sentence_id"] == free["sentence_id"].shift()
    follows = same & (free["start"] == free["end"].shift())
    for _, run in free.groupby((~follows).cumsum()):
        yield run["provision_id"].iloc[0], run["term"].tolist()


def _phrases(words: list[str], stopwords: set[str]) -> Iterator[str]:
    """Give two and more words, up to _LONGEST, of which neither end is a stop word."""
    for start in range(len(words)):
        for end in range(start + 2, min(start + _LONGEST, len(words)) + 1):
            if words[start] not in stopwords and words[end - 1] not in stopwords:
                yield "".join(words[start:end])


def _province_keyness(phrase_counts: pd.DataFrame, provisions: pd.DataFrame) -> pd.DataFrame:
    """Score phrases for each province against all others: term, province, z."""
    # Provinces without a phrase have nothing to be scored by.
    owner = provisions[provisions["provision_id"].isin(phrase_counts["provision_id"])]
    own = owner["province"]
    parts = [pd.DataFrame({"term": [], "province": [], "z": []})]
    # The odds of a phrase that is all there is are infinite; one province makes no pair.
    comparable = phrase_counts["term"].nunique() > 1
    for province in sorted(own.unique()) if comparable else []:
        against = owner[["provision_id"]].assign(province=own.where(own == province, _OTHERS))
        scored = word_keyness(phrase_counts, against)
        parts.append(scored.assign(province=province)[["term", "province", "z"]])
    return pd.concat(parts, ignore_index=True)
