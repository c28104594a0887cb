"""Would we say the same with other choices? Placebo, one term out, specification curve."""

from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np
import pandas as pd

from analysis.stats.compare import comparisons, reference_weights
from analysis.stats.mass import idf, share_of
from analysis.stats.resample import SEED
from analysis.store.tables import stack_tables
from analysis.text.structure import split_sentences
from analysis.vocabulary import IDF_CHOICES, ZONES
from analysis.words.engines import Tokenizer
from analysis.words.tokens import tokenise

# A provision that lists goals says what is to be counted, not what is to be done.
GOALS = "目标"
FULL = "full"
HALVES = 4
_PAIR = ["province_a", "province_b"]
_CHOICES = ["preamble", "headings", "goals", "agencies", "idf", "engine", "hmm", "lexicon"]


def term_influence(contributions: pd.DataFrame) -> pd.DataFrame:
    """Take each term out of the lexicon in turn and see what becomes of its area's gap.

    A term that is out is an ordinary word, so gap_without = gap - contribution. `weight` is the
    term's part of the sum of all contributions, each without its sign. Returns the table
    `term_influence`.
    """
    by_area = contributions.groupby([*_PAIR, "area"])["contribution"]
    gap = by_area.transform("sum")
    size = contributions["contribution"].abs()
    turnover = size.groupby([contributions[key] for key in (*_PAIR, "area")]).transform("sum")
    without = gap - contributions["contribution"]
    return contributions[[*_PAIR, "area", "term"]].assign(
        gap=gap,
        gap_without=without,
        flips=(np.sign(without) * np.sign(gap) < 0).astype(int),
        weight=(size / turnover.where(turnover > 0, np.inf)),
    )


def tokenise_zones(
    segments: pd.DataFrame,
    texts: pd.DataFrame,
    documents: pd.DataFrame,
    terms: pd.DataFrame,
    stopwords: list[str],
    tokenizers: Mapping[tuple[str, int], Tokenizer],
) -> pd.DataFrame:
    """Cut all zones but the front with each of several tokenizers, as the specifications need it.

    `tokenizers` as from `engines.all_tokenizers`. Returns one row a token: engine, hmm, province, zone,
    provision_id, sentence_id, term.
    """
    sentences = split_sentences(segments, texts, zones=ZONES[1:])
    document = sentences["provision_id"].str.rsplit("-", n=1).str[0]
    province = document.map(documents.set_index("doc_id")["province"])
    where = sentences[["sentence_id", "zone"]].assign(province=province)
    parts = [
        tokenise(sentences, terms, stopwords, cut).assign(engine=engine, hmm=hmm)
        for (engine, hmm), cut in tokenizers.items()
    ]
    tokens = pd.concat(parts).merge(where, on="sentence_id", validate="many_to_one")
    return tokens[["engine", "hmm", "province", "zone", "provision_id", "sentence_id", "term"]]


def specification_gaps(
    tokens: pd.DataFrame,
    provisions: pd.DataFrame,
    terms: pd.DataFrame,
    *,
    halves: int = HALVES,
    seed: int = SEED,
) -> pd.DataFrame:
    """Measure every gap under every combination of sensible choices.

    The choices: preambles, headings, provisions that list goals, and agency lists count or
    not; idf over provisions, over those of the province, over sentences, or none; jieba or rjieba,
    joining unknown words or not; the full lexicon or one of `halves` random halves of each
    area's terms (Simonsohn, Simmons and Nelson 2020). Specification 0 is the declared one.

    `tokens` as from `tokenise_zones`. Returns the table `specifications`.
    """
    goals = set(provisions.loc[provisions["heading"].str.contains(GOALS), "provision_id"])
    lexicons = {FULL: terms[terms["area"] != ""]} | _random_halves(terms, halves, seed)
    areas = list(lexicons[FULL]["area"].unique())
    provinces = sorted(tokens["province"].unique())
    numbered = {
        tokenizer: _number(own, provinces) for tokenizer, own in tokens.groupby(["engine", "hmm"])
    }
    tokenizers = sorted(numbered, key=lambda tokenizer: (tokenizer[0], -tokenizer[1]))
    members = {
        tokenizer: [
            _mark_terms(own["term"].cat.categories, lexicon, areas) for lexicon in lexicons.values()
        ]
        for tokenizer, own in numbered.items()
    }
    rows = []
    for preamble, headings, with_goals, agencies in product((0, 1), (1, 0), (1, 0), (0, 1)):
        zones = ["body"] + ["heading"] * headings + ["preamble"] * preamble
        zones += ["agencies"] * agencies
        left_out = set() if with_goals else goals
        masses = {tokenizer: _masses(own, zones, left_out) for tokenizer, own in numbered.items()}
        for over, tokenizer in product(IDF_CHOICES, tokenizers):
            mass = masses[tokenizer][over]
            total = mass.sum(axis=1)
            for lexicon, member in zip(lexicons, members[tokenizer], strict=True):
                choice = (preamble, headings, with_goals, agencies, over, *tokenizer, lexicon)
                rows.append((choice, share_of(mass @ member, total)))
    return stack_tables(_gap_tables(rows, provinces, areas), "specifications")


def sign_agreement(specifications: pd.DataFrame) -> pd.DataFrame:
    """Count for each gap the specifications that agree in sign with the declared one.

    A gap declared as 0, such as that of an area without a term, has no sign and is left out.
    Returns province_a, province_b, area, agreeing (a share), wider (the share of specifications
    whose gap is wider than the declared one, whatever its sign) and n.

    >>> specifications = pd.DataFrame({"province_a": "a", "province_b": "b", "area": "net",
    ...     "specification": [0, 1, 2, 3], "gap": [0.1, 0.2, -0.1, 0.3]})
    >>> sign_agreement(specifications).values.tolist()
    [['a', 'b', 'net', 0.75, 0.5, 4]]
    """
    declared = specifications[(specifications["specification"] == 0) & (specifications["gap"] != 0)]
    declared = declared[[*_PAIR, "area", "gap"]].rename(columns={"gap": "declared"})
    both = specifications.merge(declared, on=[*_PAIR, "area"], validate="many_to_one")
    compared = both[[*_PAIR, "area"]].assign(
        agreeing=np.sign(both["gap"]) == np.sign(both["declared"]),
        wider=both["gap"].abs() > both["declared"].abs(),
        n=1,
    )
    counted = compared.groupby([*_PAIR, "area"], sort=False)
    return counted.agg({"agreeing": "mean", "wider": "mean", "n": "sum"}).reset_index()


def _number(tokens: pd.DataFrame, provinces: list[str]) -> pd.DataFrame:
    """Make categories of what is counted: provinces as given, words as they come."""
    return tokens.astype(
        {
            "zone": "category",
            "provision_id": "category",
            "sentence_id": "category",
            "province": pd.CategoricalDtype(provinces),
            "term": pd.CategoricalDtype(tokens["term"].unique()),
        }
    )


def _masses(tokens: pd.DataFrame, zones: list[str], leave_out: set[str]) -> dict[str, np.ndarray]:
    """Sum the weight of each word over each province, by choice of idf: provinces by words."""
    kept = tokens[tokens["zone"].isin(zones) & ~tokens["provision_id"].isin(leave_out)]
    sums = _count_words(kept).astype(float)
    in_provisions = _count_words(kept.drop_duplicates(["provision_id", "term"]))
    in_sentences = _count_words(kept.drop_duplicates(["sentence_id", "term"]))
    size = kept.drop_duplicates("provision_id")["province"].value_counts(sort=False).to_numpy()
    weighed = (
        sums * idf(size.sum(), in_provisions.sum(axis=0)),
        sums * idf(size[:, None], in_provisions),
        sums * idf(kept["sentence_id"].nunique(), in_sentences.sum(axis=0)),
        sums,
    )
    return dict(zip(IDF_CHOICES, weighed, strict=True))


def _count_words(tokens: pd.DataFrame) -> np.ndarray:
    """Count each word in each province: provinces by words."""
    province, term = tokens["province"].cat, tokens["term"].cat
    shape = len(province.categories), len(term.categories)
    cells = np.ravel_multi_index((province.codes, term.codes), shape)
    return np.bincount(cells, minlength=shape[0] * shape[1]).reshape(shape)


def _mark_terms(vocabulary: pd.Index, lexicon: pd.DataFrame, areas: list[str]) -> np.ndarray:
    """Mark which words are terms of which area: words by areas."""
    area = lexicon.set_index("term")["area"].reindex(vocabulary).to_numpy()
    return np.array([area == name for name in areas], dtype=float).T


def _gap_tables(
    rows: Sequence[tuple[tuple[object, ...], np.ndarray]], provinces: list[str], areas: list[str]
) -> list[pd.DataFrame]:
    choices = pd.DataFrame([choice for choice, _ in rows], columns=_CHOICES)
    coverage = np.array([shares for _, shares in rows])
    compared = comparisons(provinces)
    against = reference_weights(compared, provinces)
    return [
        choices.assign(
            specification=range(len(choices)),
            province_a=a,
            province_b=b,
            area=area,
            gap=coverage[:, provinces.index(a), i] - coverage[:, :, i] @ against[k],
        )
        for k, (a, b) in enumerate(compared)
        for i, area in enumerate(areas)
    ]


def _random_halves(terms: pd.DataFrame, halves: int, seed: int) -> dict[str, pd.DataFrame]:
    of_areas = terms[terms["area"] != ""]
    return {
        f"half {number}": of_areas.groupby("area").sample(frac=0.5, random_state=seed + number)
        for number in range(1, halves + 1)
    }
