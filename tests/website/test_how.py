from hashlib import sha256

import pandas as pd

from analysis.say.catalogue import say
from analysis.say.wording import Statement
from analysis.store.manifest import data_checksum, input_checksums
from analysis.website.how import describe_lexicon, describe_tables


def test_a_table_is_described_by_its_contract():
    (table,) = describe_tables({"term_counts": pd.DataFrame({"n": [1, 2, 3]})})
    assert (table["name"], table["rows"], table["key"]) == (
        "term_counts", 3, ("provision_id", "term"),
    )  # fmt: skip
    assert [column["name"] for column in table["columns"]] == ["provision_id", "term", "n"]
    n = table["columns"][2]
    assert (n["dtype"], n["unit"]) == ("int64", Statement("occurrences", "次"))
    assert table["meaning"].en
    assert table["meaning"].zh


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
