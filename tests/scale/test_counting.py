from pathlib import Path

import pandas as pd
import polars as pl
import pytest
from made_up import write_corpus

from analysis.errors import CorpusError
from analysis.scale.counting import (
    Rules,
    count_by_province,
    count_documents,
    read_rules,
)
from analysis.scale.parts import merge_counts
from analysis.store.files import RAW
from analysis.text.documents import read_documents, read_text_file, read_texts
from analysis.text.structure import build_provisions, split_segments, split_sentences
from analysis.words.engines import jieba_tokenizer
from analysis.words.lexicon import read_terms
from analysis.words.tokens import count_terms, tokenise

DOCUMENTS = Path(__file__).parents[1] / "documents"


def documents_of(texts: dict[str, str]) -> pl.DataFrame:
    names = list(texts)
    provinces = ["anhui" if i % 2 else "beijing" for i in range(len(names))]
    return pl.DataFrame({"doc_id": names, "province": provinces, "text": list(texts.values())})


def test_counts_by_hand():
    rules = Rules(terms=("光纤网",), user_words=("好网民",), stopwords=("的",))
    text = "一、建设\n（一）网络。建光纤网，光纤网的好网民2017。（省工信委负责）\n（二）安全。好网民。\n"
    provisions, counts = count_documents(documents_of({"x": text}), rules)
    assert provisions.rows() == [
        ("x-1", "x", "beijing", "1", 13),  # 网络建光纤网光纤网的好网民, without the number
        ("x-2", "x", "beijing", "2", 5),
    ]
    assert counts.with_columns(pl.col("term").cast(pl.String)).rows() == [
        (0, "光纤网", 2), (0, "好网民", 1), (0, "建", 1), (0, "网络", 1), (1, "好网民", 1), (1, "安全", 1),
    ]  # fmt: skip
    assert count_by_province(provisions, counts).rows() == [
        ("光纤网", "beijing", 2, 1), ("好网民", "beijing", 2, 2), ("安全", "beijing", 1, 1),
        ("建", "beijing", 1, 1), ("网络", "beijing", 1, 1),
    ]  # fmt: skip


def all_texts() -> dict[str, str]:
    documents = read_documents()
    texts = dict(read_texts(documents).itertuples(index=False, name=None))
    for path in sorted(DOCUMENTS.rglob("*.txt")):
        try:
            texts[path.stem] = read_text_file(path).text
        except CorpusError:
            continue
    return texts


def test_counts_are_those_of_the_tables_that_notebooks_make():
    texts = all_texts()
    assert len(texts) > 20
    listed = documents_of(texts)
    rules = read_rules(RAW)
    provisions, counts = count_documents(listed, rules)
    frame = pd.DataFrame({"doc_id": list(texts), "text": list(texts.values())}, dtype="str")
    segments = split_segments(frame)
    owners = pd.DataFrame({"doc_id": list(texts), "province": listed["province"].to_list()})
    built = build_provisions(segments, frame, owners)
    columns = ["provision_id", "doc_id", "province", "number", "n_han"]
    # Documents that have two provisions of one number name them by their places, here as there.
    ours = provisions.sort("provision_id").rows()
    assert ours == sorted(built[columns].itertuples(index=False, name=None))
    tokens = tokenise(
        split_sentences(segments, frame),
        read_terms(),
        rules.stopwords,
        jieba_tokenizer(rules.user_words),
    )
    ids = provisions["provision_id"].gather(counts["provision"])
    found = counts.select(ids.alias("provision_id"), pl.col("term").cast(pl.String), "n").rows()
    assert sorted(found) == sorted(count_terms(tokens).itertuples(index=False, name=None))
    assert len(found) > 4_000


def test_counts_of_parts_add_up_to_those_of_the_whole(tmp_path):
    listed = documents_of(all_texts())
    rules = read_rules(RAW)
    whole = count_by_province(*count_documents(listed, rules))
    files = [tmp_path / f"{i}.parquet" for i in range(0, len(listed), 7)]
    for i, file in enumerate(files):
        part = listed[7 * i : 7 * i + 7]
        count_by_province(*count_documents(part, rules)).write_parquet(file)
    assert merge_counts(files[::-1]).equals(whole)


def test_a_document_without_provisions_and_none_at_all():
    rules = Rules((), (), ())
    provisions, counts = count_documents(
        documents_of({"x": "关于网络的意见\n", "y": "一、网\n"}), rules
    )
    assert provisions.rows() == [("y-1", "y", "anhui", "1", 1)]
    assert counts.with_columns(pl.col("term").cast(pl.String)).rows() == [(0, "网", 1)]
    provisions, counts = count_documents(documents_of({"x": "标题"})[:0], rules)
    assert (len(provisions), len(counts)) == (0, 0)
    assert count_by_province(provisions, counts).columns == [
        "term",
        "province",
        "n",
        "n_provisions",
    ]


def test_rules_are_those_of_the_corpus_or_those_shipped(tmp_path):
    write_corpus(tmp_path, {"hebei": "一、网络\n"})
    (tmp_path / "stopwords.txt").write_text("网络\n")
    rules = read_rules(tmp_path)
    assert rules.stopwords == ("网络",)
    assert rules.user_words == read_rules(RAW).user_words
    (tmp_path / "user_words.txt").write_text("网\n网\n")
    with pytest.raises(ValueError, match=r"user_words\.txt: '网' stands more than once"):
        read_rules(tmp_path)
