"""Shared, adapted and own text: what documents have in common, and what only one of them says.

Characters are compared, not words: a passage that two provinces took from one source is the same
run of characters whatever the words are cut into. Punctuation and spaces are left out.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import accumulate

import numpy as np
import pandas as pd

from analysis.store.tables import stack_tables
from analysis.vocabulary import OTHERS, PARENT, STATUSES
from analysis.words.engines import Tokenizer
from analysis.words.lexicon import normalise

# Five characters are two or three words. Shorter runs are common by chance.
NGRAM = 5

# What is shown as a common passage is longer than the subject itself, 移动互联网.
RUN = 8

# Provisions copied with small changes keep most of their grams; where fewer than a fifth are
# found elsewhere, what is found are set phrases.
SHARED = 0.6
ADAPTED = 0.2

# Provisions on one subject have cosines from about 0.3 on. Chosen by reading the pairs of the two
# documents shipped; it decides no status, only which own provisions are said to stand alone.
COUNTERPART = 0.3

# The passages in common with a provision's match are read beside it, and nobody reads thirty of
# these. Two show what it took from one province and what from another; with up to three provinces
# they are all there are.
NEAREST = 2


def provision_overlap(
    sentences: pd.DataFrame,
    weights: pd.DataFrame,
    provisions: pd.DataFrame,
    *,
    size: int = NGRAM,
    shared: float = SHARED,
    adapted: float = ADAPTED,
) -> pd.DataFrame:
    """Hold every provision against each other province, and against the parent if there is one.

    `sentences`, `weights` and `provisions` as the tables of these names; the provisions of a
    parent document stand in them under the province PARENT. For each provision and reference:

    - best_match, similarity: the reference's provision with the highest cosine of the tf-idf
      vectors, sum(x y) / (|x| |y|);
    - containment: of the provision's different character grams, the share that also stands in
      the reference's provisions (Broder 1997);
    - status: shared from `shared` on, adapted from `adapted` on, otherwise own.

    Returns the table `overlap`.
    """
    text = provision_texts(sentences)
    similarity = provision_similarity(weights, provisions)
    ngrams = _province_ngrams(text, provisions, size)
    parts = []
    for province, own in provisions[provisions["province"] != PARENT].groupby("province"):
        ids = own["provision_id"].tolist()
        found = [_found(text.get(i, ""), size) for i in ids]
        for reference, held in provisions[provisions["province"] != province].groupby("province"):
            near = similarity.loc[ids, held["provision_id"].tolist()]
            contained = [_contained(own_ngrams, ngrams[reference]) for own_ngrams in found]
            parts.append(
                pd.DataFrame(
                    {
                        "provision_id": ids,
                        "reference": reference,
                        "best_match": near.idxmax(axis=1).where(near.max(axis=1) > 0, "").tolist(),
                        "similarity": near.max(axis=1).tolist(),
                        "containment": contained,
                        "status": [_status(c, shared, adapted) for c in contained],
                    }
                )
            )
    return stack_tables(parts, "overlap")


def sentence_overlap(
    sentences: pd.DataFrame,
    provisions: pd.DataFrame,
    *,
    size: int = NGRAM,
    shared: float = SHARED,
    adapted: float = ADAPTED,
) -> pd.DataFrame:
    """Hold every sentence against all other provinces together, and against the parent.

    Containment and status as in `provision_overlap`. Returns the table `sentence_overlap`, with
    the references OTHERS and PARENT, as far as there are any.
    """
    ngrams = _province_ngrams(provision_texts(sentences), provisions, size)
    owner = sentences["provision_id"].map(provisions.set_index("provision_id")["province"])
    references = {PARENT: ngrams.pop(PARENT)} if PARENT in ngrams else {}
    if len(ngrams) > 1:
        # What a sentence says its own province has: another has it too if two provinces do.
        n_provinces = Counter(ngram for held in ngrams.values() for ngram in held)
        references = {OTHERS: {ngram for ngram, n in n_provinces.items() if n > 1}} | references
    rows = []
    for own in sorted(set(owner) - {PARENT}):
        for sentence in sentences[owner == own].itertuples():
            found = _found(sentence.text, size)
            for reference, held in references.items():
                contained = _contained(found, held)
                status = _status(contained, shared, adapted)
                rows.append((sentence.sentence_id, reference, contained, status))
    return pd.DataFrame(rows, columns=["sentence_id", "reference", "containment", "status"])


def containment(text: str, reference: set[str], *, size: int = NGRAM) -> float:
    """Measure the share of a text's different grams that a set of grams holds.

    A text shorter than a gram is one gram; one without letters, digits or Han characters is
    contained in anything.

    >>> containment("建设网络，保安全", ngram_set(["建设网络保障安全"]))
    0.3333333333333333
    """
    return _contained(_found(text, size), reference)


def ngram_set(texts: Iterable[str], *, size: int = NGRAM) -> set[str]:
    """Collect the character grams of texts, of `size` and shorter, none across two texts.

    >>> sorted(ngram_set(["5G、网"], size=2))
    ['5', '5g', 'g', 'g网', '网']
    """
    contents = [letters(text) for text in texts]
    return {ngram for c in contents for n in range(1, size + 1) for ngram in _ngrams(c, n)}


def provision_similarity(weights: pd.DataFrame, provisions: pd.DataFrame) -> pd.DataFrame:
    """Measure the cosine of the tf-idf vectors of every two provisions.

    Returns a matrix with the provisions as rows and columns; a provision without words is
    similar to none.
    """
    vectors = weights.pivot_table(index="provision_id", columns="term", values="tf_idf")
    vectors = vectors.reindex(provisions["provision_id"]).fillna(0.0)
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit = vectors.to_numpy() / np.where(length > 0, length, 1.0)
    return pd.DataFrame(unit @ unit.T, index=vectors.index, columns=vectors.index)


def common_runs(
    sentences: pd.DataFrame, overlap: pd.DataFrame, cut: Tokenizer, *, shortest: int = RUN
) -> pd.DataFrame:
    """Align every provision with its best match and find the runs that both have.

    `overlap` as rows of the table of that name, such as `nearest_matches` keeps.

    The alignment is difflib's, character by character; each end of a run is then drawn in to a
    place where a word begins or ends in both texts, words being what `cut` finds, and runs of
    fewer than `shortest` characters are dropped. It keeps the order of the texts: a passage that
    was moved counts in containment, but is not a run.

    Returns the table `common_runs`, its offsets in the raw texts.
    """
    text, places = provision_texts(sentences), _places(sentences)
    plain = {i: _plain(t) for i, t in text.items()}
    borders = {i: {0, *accumulate(map(len, cut(t)))} for i, t in plain.items()}
    rows = []
    for pair in overlap[overlap["best_match"] != ""].itertuples():
        a, b = pair.provision_id, pair.best_match
        for i, j, n in _word_runs(plain[a], plain[b], borders[a], borders[b]):
            if len(letters(plain[a][i : i + n])) >= shortest:
                here, there = places[a][i : i + n], places[b][j : j + n]
                start, end = here[0], here[-1] + 1
                rows.append((a, pair.reference, start, end, b, there[0], there[-1] + 1))
    columns = [
        "provision_id", "reference", "start", "end", "best_match", "match_start", "match_end",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def nearest_matches(overlap: pd.DataFrame, *, n: int = NEAREST) -> pd.DataFrame:
    """Keep of each provision's best matches the n most similar, and the one in the parent.

    >>> overlap = pd.DataFrame({"provision_id": "x-1", "reference": ["anhui", "hebei", "parent"],
    ...     "best_match": ["y-4", "z-1", "c-2"], "similarity": [0.2, 0.6, 0.1]})
    >>> nearest_matches(overlap, n=1)["best_match"].tolist()
    ['z-1', 'c-2']
    """
    matched = overlap[overlap["best_match"] != ""]
    rank = matched.sort_values("similarity", ascending=False, kind="stable")
    rank = rank[rank["reference"] != PARENT].groupby("provision_id").cumcount()
    return matched[rank.reindex(matched.index, fill_value=0) < n]


def best_status(overlap: pd.DataFrame, provisions: pd.DataFrame) -> pd.DataFrame:
    """Give each provision its status against all: shared or adapted if it is against any.

    Returns provision_id, province, status, similarity (the highest) and best_match (of that).
    """
    rank = overlap["status"].map({status: place for place, status in enumerate(STATUSES)})
    near = overlap.sort_values("similarity", ascending=False, kind="stable")
    near = near.drop_duplicates("provision_id")[["provision_id", "similarity", "best_match"]]
    best = overlap.assign(rank=rank).sort_values("rank", kind="stable")
    best = best.drop_duplicates("provision_id")[["provision_id", "status"]]
    owner = provisions[["provision_id", "province"]]
    found = near.merge(best, on="provision_id", validate="one_to_one")
    return owner.merge(found, on="provision_id", validate="one_to_one")


def count_statuses(overlap: pd.DataFrame, provisions: pd.DataFrame) -> pd.DataFrame:
    """Count the provisions of each province by their status against each reference.

    Returns a column a status, by province and reference.
    """
    owner = provisions[["provision_id", "province"]]
    held = overlap.merge(owner, on="provision_id", validate="many_to_one")
    counts = held.groupby(["province", "reference", "status"]).size().unstack(fill_value=0)
    return counts.reindex(columns=list(STATUSES), fill_value=0)


def provision_texts(sentences: pd.DataFrame) -> dict[str, str]:
    """Join the sentences of each provision: its heading, then its body."""
    ordered = sentences.sort_values(["provision_id", "start"])
    return ordered.groupby("provision_id", sort=False)["text"].sum().to_dict()


def _places(sentences: pd.DataFrame) -> dict[str, list[int]]:
    """Give for each character of `provision_texts` its offset in the raw text."""
    places: dict[str, list[int]] = {}
    for sentence in sentences.sort_values(["provision_id", "start"]).itertuples():
        places.setdefault(sentence.provision_id, []).extend(range(sentence.start, sentence.end))
    return places


def _plain(text: str) -> str:
    """Normalise a text and make its Latin letters small, character for character."""
    return "".join(c.lower() if c.isascii() else c for c in normalise(text))


def letters(text: str) -> str:
    """Keep of a text what is compared: letters, digits and Han characters, normalised."""
    return "".join(c for c in _plain(text) if c.isalnum())


def _found(text: str, size: int) -> set[str]:
    """Collect the different grams of a text, which is one gram where it is shorter than that."""
    content = letters(text)
    return set(_ngrams(content, min(size, len(content))))


def _contained(found: set[str], reference: set[str]) -> float:
    return len(found & reference) / len(found) if found else 1.0


def _ngrams(content: str, size: int) -> Iterator[str]:
    return (content[i : i + size] for i in range(len(content) - size + 1) if size)


def _province_ngrams(
    text: dict[str, str], provisions: pd.DataFrame, size: int
) -> dict[str, set[str]]:
    return {
        province: ngram_set((text.get(i, "") for i in own["provision_id"]), size=size)
        for province, own in provisions.groupby("province")
    }


def _status(contained: float, shared: float, adapted: float) -> str:
    if contained >= shared:
        return "shared"
    return "adapted" if contained >= adapted else "own"


def _word_runs(a: str, b: str, in_a: set[int], in_b: set[int]) -> Iterator[tuple[int, int, int]]:
    """Yield common runs as place in a, place in b, length: whole words, no marks at the ends."""
    for i, j, n in SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks():
        ends = [k for k in range(n + 1) if i + k in in_a and j + k in in_b]
        first, last = (ends[0], ends[-1]) if ends else (0, 0)
        while first < last and not a[i + first].isalnum():
            first += 1
        while first < last and not a[i + last - 1].isalnum():
            last -= 1
        if first < last:
            yield i + first, j + first, last - first
