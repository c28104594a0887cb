"""Would the suite take these documents and this lexicon, and what should one look at first?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.errors import LexiconError
from analysis.intake.lexicon_check import (
    contained_terms,
    count_phrases,
    rank_phrases,
    term_use,
    uncovered_text,
)
from analysis.intake.reading import Corpus, CutText
from analysis.intake.warnings import find_warnings
from analysis.store.files import find_input, show_path
from analysis.store.tables import read_csv
from analysis.studies.zones.measure import zone_lengths
from analysis.text.documents import read_text_file
from analysis.text.han import count_han
from analysis.text.numbering import find_numbering
from analysis.text.structure import build_provisions, split_segments, split_sentences
from analysis.words.engines import jieba_tokenizer
from analysis.words.lexicon import read_terms
from analysis.words.tokens import read_words, tokenise

# As many terms or phrases as one looks through in a terminal; the rest are counted.
_NAMED = 20

# Enough to show what is meant.
_EXAMPLES = 3


@dataclass(frozen=True)
class Report:
    """What was found of a document or the lexicon: facts, things to look at, why it is refused."""

    name: str
    file: str
    facts: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    refusal: str = ""


def check_corpus(corpus: Corpus) -> list[Report]:
    """Report on every document of a corpus, in the order of its list."""
    folder = corpus.path.parent
    provinces = read_csv(find_input(folder, "provinces.csv"), "provinces")
    return [
        Report(row.doc_id, row.file, refusal=corpus.refusals[row.doc_id])
        if row.doc_id in corpus.refusals
        else Report(
            row.doc_id,
            row.file,
            tuple(_facts(corpus.texts[row.doc_id], folder / row.file)),
            tuple(_warnings(row, corpus.texts, provinces)),
        )
        for row in corpus.documents.itertuples()
    ]


def check_lexicon(corpus: Corpus) -> Report:
    """Report on the lexicon of a corpus: how its terms fit the texts, and what they leave out.

    The lexicon and the word lists are those beside the list of documents, or else the shipped
    ones. Documents with the role parent and those that cannot be used are left out; a lexicon or
    word list that cannot be used makes the refusal.
    """
    folder = corpus.path.parent
    lexicon = find_input(folder, "policy_areas.toml")
    try:
        terms = read_terms(lexicon)
        stopwords = read_words(find_input(folder, "stopwords.txt"))
        cut = jieba_tokenizer(read_words(find_input(folder, "user_words.txt")))
    except LexiconError as error:
        return Report("lexicon", show_path(lexicon), refusal=str(error))
    compared = corpus.documents[corpus.documents["role"] == "policy"]
    usable = [corpus.texts[i] for i in compared["doc_id"] if i in corpus.texts]
    raw = [(text.doc_id, text.text) for text in usable]
    texts = pd.DataFrame(raw, columns=["doc_id", "text"], dtype="str")
    segments = pd.concat([split_segments(texts.head(0)), *(text.segments for text in usable)])
    outlines = {text.doc_id: text.outline for text in usable}
    provisions = build_provisions(segments, texts, compared, outlines)
    sentences = split_sentences(segments, texts)
    # Stop words are kept, for phrases that hold them.
    tokens = tokenise(sentences, terms, [], cut)
    use = term_use(tokens, sentences, terms)
    uncovered = uncovered_text(tokens, sentences, provisions, terms)
    phrases = rank_phrases(count_phrases(tokens, terms, stopwords), provisions)
    return Report(
        "lexicon",
        show_path(lexicon),
        tuple(_lexicon_facts(use, contained_terms(terms), uncovered)),
        tuple(_lexicon_warnings(use, phrases)),
    )


def write_report(reports: list[Report], path: Path, lexicon: Report | None = None) -> str:
    """Write the reports as lines for a terminal, that on the lexicon after them, the verdict last.

    Lines within a doubt are indented below it.
    """
    lines = []
    for report in [*reports, lexicon] if lexicon else reports:
        lines.append(f"{report.name}  {report.file}")
        lines += [f"  {fact}" for fact in report.facts]
        lines += [f"  look at: {warning}".replace("\n", "\n    ") for warning in report.warnings]
        lines += [f"  REFUSED: {report.refusal}"] * bool(report.refusal)
    refused = [report.name for report in reports if report.refusal]
    verdict = (
        f"not taken: {', '.join(refused)} of {len(reports)} documents"
        if refused
        else f"taken: all {len(reports)} documents"
    )
    verdict += "; not taken: the lexicon" * bool(lexicon and lexicon.refusal)
    return "\n".join([*lines, f"{show_path(path)}: {verdict}"])


def _facts(cut: CutText, path: Path) -> Iterator[str]:
    text, segments = cut.text, cut.segments
    encoding = read_text_file(path).encoding
    yield f"{encoding}, {len(text):,} characters, {count_han(text):,} of them Han"
    lengths = zone_lengths(segments, pd.DataFrame({"doc_id": [cut.doc_id], "text": [text]}))
    total = max(lengths["n_han"].sum(), 1)
    shares = ", ".join(f"{z.zone} {z.n_han / total:.0%}" for z in lengths.itertuples())
    yield f"zones: {shares} (of Han characters)"
    marked = find_numbering(cut.items)["marker"].value_counts(sort=False)
    kinds = ", ".join(f"{marker} {n}" for marker, n in marked.items())
    n = segments["provision_id"].replace("", None).nunique()
    yield f"numbering: {kinds or 'none found, so every paragraph is a provision'}; provisions: {n}"


def _warnings(row: Any, texts: dict[str, CutText], provinces: pd.DataFrame) -> Iterator[str]:
    yield from find_warnings(texts[row.doc_id])
    bare = {doc_id: re.sub(r"\s", "", cut.text) for doc_id, cut in texts.items()}
    for other, its_text in bare.items():
        if other != row.doc_id and its_text == bare[row.doc_id]:
            yield f"the same text as document '{other}'"
    named = f"{row.issuer} {row.title}"
    own = provinces.loc[provinces["province"] == row.province, "name_zh"].iloc[0]
    others = [name for name in provinces["name_zh"] if name != own and name in named]
    if others and own not in named:
        listed = "、".join(others)
        yield f"issuer or title names {listed}, and the row says province '{row.province}'"


def _lexicon_facts(
    use: pd.DataFrame, contained: pd.DataFrame, uncovered: pd.DataFrame
) -> Iterator[str]:
    for area, rows in use.groupby("area", sort=False):
        occur = (rows["n"] > 0).sum()
        yield f"{_area(area)}: {occur} of {len(rows)} terms occur, {rows['n'].sum():,} times"
    if len(contained):
        first = contained.drop_duplicates("term").head(_EXAMPLES)
        examples = "、".join(f"{row.term} in {row.longer}" for row in first.itertuples())
        yield (
            f"{contained['term'].nunique()} terms stand within longer ones, and only the longest "
            f"counts, such as {examples}"
        )
    for row in uncovered.itertuples():
        yield (
            f"{row.doc_id}: {row.uncovered:.0%} of {row.n_han:,} Han characters in headings and "
            f"bodies of provisions are in no area ({row.n_neutral:,} in neutral terms)"
        )


def _lexicon_warnings(use: pd.DataFrame, phrases: pd.DataFrame) -> Iterator[str]:
    nowhere = use[(use["n"] == 0) & (use["n_taken"] == 0)]
    for area, rows in nowhere.groupby("area", sort=False):
        of_area = (use["area"] == area).sum()
        listed = _name(rows["term"].tolist())
        yield f"{_area(area)}: {len(rows)} of {of_area} terms never occur: {listed}"
    taken = use[(use["n"] == 0) & (use["n_taken"] > 0)]
    if len(taken):
        listed = _name([f"{row.term} ({row.taken_by})" for row in taken.itertuples()])
        yield (
            f"{len(taken)} terms stand in the texts and never count, as another (in brackets) "
            f"always takes their place: {listed}"
        )
    if len(phrases):
        lines = [
            f"\n{row.n} × {row.phrase}" + f" ({row.province}, z = {row.z:.1f})" * bool(row.province)
            for row in phrases.head(_NAMED).itertuples()
        ]
        yield (
            f"the most frequent of {len(phrases):,} phrases that recur and are in no area, "
            "candidates for the lexicon; whether one belongs there, the analyst decides "
            "(beside it the province most given to it; a z below 2 is within chance)"
        ) + "".join(lines)


def _area(area: object) -> str:
    return str(area) or "neutral terms"


def _name(names: list[str]) -> str:
    """List the first names, and count the rest."""
    rest = len(names) - _NAMED
    return "、".join(names[:_NAMED]) + (f" and {rest} more" if rest > 0 else "")
