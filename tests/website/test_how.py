import re
from hashlib import sha256

import pandas as pd
import pytest
from made_up import none_of

from analysis.say.catalogue import messages, say
from analysis.say.wording import Statement
from analysis.store.manifest import data_checksum, input_checksums
from analysis.store.schema import CONTRACTS
from analysis.vocabulary import LANGUAGES
from analysis.website.how import describe_lexicon, describe_tables, table_meanings

HAN = re.compile(r"[\u4e00-\u9fff]")
LATIN = re.compile(r"[A-Za-z]")

DESCRIBED = describe_tables({name: none_of(name) for name in CONTRACTS})

# What stands for a table or a column of one, with its meaning.
MEANINGS = {(table["name"],): table["meaning"] for table in DESCRIBED} | {
    (table["name"], column["name"]): column["meaning"]
    for table in DESCRIBED
    for column in table["columns"]
}


def texts_under(group: str, language: str) -> dict[str, str]:
    """The texts of a group of a catalogue, by key without the group."""
    begin = f"{group}."
    found = messages(language).items()
    return {key.removeprefix(begin): text for key, text in found if key.startswith(begin)}


def test_a_table_is_described_by_its_contract():
    (table,) = describe_tables({"term_counts": pd.DataFrame({"n": [1, 2, 3]})})
    assert (table["name"], table["rows"], table["key"]) == (
        "term_counts", 3, ("provision_id", "term"),
    )  # fmt: skip
    assert [column["name"] for column in table["columns"]] == ["provision_id", "term", "n"]
    n = table["columns"][2]
    assert (n["dtype"], n["unit"]) == ("int64", Statement("occurrences", "次"))
    assert table["meaning"] == Statement(
        "how often each word or lexicon term of tokens occurs in each provision",
        "tokens中的词和词条在各条款中的出现次数",
    )
    assert table["columns"][1]["meaning"] == Statement("word or lexicon term", "词或词典词条")
    assert table["columns"][1]["unit"] == Statement("", "")


def test_every_table_and_column_says_in_english_and_in_chinese_what_it_holds():
    assert len(MEANINGS) == len(CONTRACTS) + sum(len(c.columns) for c in CONTRACTS.values())
    for place, said in MEANINGS.items():
        assert LATIN.search(said.en), place
        assert HAN.search(said.zh), place


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_meaning_is_one_of_a_table_or_column_and_what_tables_share_stands_once(language):
    of_tables, shared = texts_under("tables", language), texts_under("dictionary", language)
    tables = {f"{name}.meaning" for name in CONTRACTS}
    columns = {f"{t}.columns.{c}": c for t, rules in CONTRACTS.items() for c in rules.columns}
    assert tables <= of_tables.keys() <= tables | columns.keys()
    without = [column for key, column in columns.items() if key not in of_tables]
    assert set(without) == shared.keys()
    assert {column for column in without if without.count(column) == 1} == set()
    for key in columns.keys() & of_tables.keys():
        assert of_tables[key] != shared.get(columns[key]), key


def test_meanings_that_differ_in_english_differ_in_chinese_and_the_same_are_the_same():
    meanings = set(MEANINGS.values())
    for language in LANGUAGES:
        texts = [meaning.said(language) for meaning in meanings]
        assert {text for text in texts if texts.count(text) > 1} == set()


def test_every_unit_has_a_name_of_its_own_in_english_and_in_chinese():
    units = {rule.unit for contract in CONTRACTS.values() for rule in contract.columns.values()}
    for language, letter in (("en", LATIN), ("zh", HAN)):
        names = texts_under("units", language)
        assert names.keys() == units - {""}
        assert len(set(names.values())) == len(names)
        assert all(letter.search(name) for name in names.values())


def test_chinese_is_set_with_chinese_punctuation():
    for place, said in MEANINGS.items():
        assert not re.search(r"[\u4e00-\u9fff][,;:]|[,;:][\u4e00-\u9fff]", said.zh), place
        assert not re.search(r"[\u4e00-\u9fff]\(|\)[\u4e00-\u9fff]", said.zh), place


def test_a_column_means_what_its_table_says_of_it_or_else_what_all_say():
    assert MEANINGS["tokens", "term"].en == MEANINGS["weights", "term"].en == "word or lexicon term"
    assert MEANINGS["hits", "term"] == Statement("lexicon term", "词典词条")


def test_downloads_are_given_what_each_table_means_in_every_language():
    meanings = table_meanings()
    assert list(meanings) == ["meaning", "meaning_zh"]
    for heading, language in zip(meanings, LANGUAGES, strict=True):
        assert meanings[heading] == {name: MEANINGS[name,].said(language) for name in CONTRACTS}


def test_the_lexicon_is_listed_with_the_hits_of_each_term(small, names):
    net, sec = describe_lexicon(small.terms, small.term_counts, small.provisions, names)
    assert (net["key"], sec["key"]) == ("net", "sec")
    (fibre,) = net["topics"]
    # Two hits in Anhui, none in Beijing; 基站 stands in neither.
    assert fibre["found"] == [
        {"term": "光纤", "counts": ["2", "0"],
         "href": "reader.html?area=net&topic=fibre&term=光纤"},
    ]  # fmt: skip
    assert fibre["absent"] == ["基站"]
    assert (net["name"], fibre["name"]) == (
        Statement("Networks", "网络"), Statement("Fibre", "光纤"),
    )  # fmt: skip
    assert sec["topics"][0]["found"][0]["counts"] == ["0", "1"]


def test_terms_with_most_hits_come_first(small, names):
    counts = pd.concat([small.term_counts, small.term_counts[:1].assign(term="基站", n=1)])
    net = describe_lexicon(small.terms, counts, small.provisions, names)[0]
    assert [row["term"] for row in net["topics"][0]["found"]] == ["光纤", "基站"]
    assert net["topics"][0]["absent"] == []


def test_inputs_are_listed_with_checksums_that_sha256sum_gives(tmp_path):
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "b.txt").write_bytes(b"b")
    (tmp_path / "a.csv").write_bytes(b"a")
    (tmp_path / "originals").mkdir()
    (tmp_path / "originals" / "b.html").write_bytes(b"no input")
    # What a killed process left, or a file manager: no input.
    (tmp_path / "texts" / ".1-ab.new").write_bytes(b"half")
    (tmp_path / ".DS_Store").write_bytes(b"x")
    listed = input_checksums(tmp_path)
    assert [file["path"] for file in listed] == ["a.csv", "texts/b.txt"]
    # The checksums of "a" and "b" as sha256sum prints them.
    assert listed[0]["sha256"].startswith("ca978112ca1b")
    assert listed[1]["sha256"].startswith("3e23e8160039")
    lines = f"{listed[0]['sha256']}  a.csv\n{listed[1]['sha256']}  texts/b.txt\n"
    assert data_checksum(listed) == sha256(lines.encode()).hexdigest()


def test_the_citation_names_version_and_data():
    said = say("pages.how.citation", version="1.2.3", checksum="0123456789abcdef")
    for text in (said.en, said.zh):
        assert "1.2.3" in text
        assert "0123456789ab" in text
        assert "0123456789abc" not in text
