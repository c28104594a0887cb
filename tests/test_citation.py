"""CITATION.cff is what the Citation File Format 1.2.0 asks for, and says what the project says."""

import re
import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
# The keys of the schema that a project without a DOI, a page or a repository of its own may fill.
KEYS = {
    "cff-version", "message", "title", "authors", "type", "version", "license", "abstract",
    "keywords", "date-released",
}  # fmt: skip


def test_it_has_what_the_format_requires_and_no_key_it_does_not_know():
    assert CITATION["cff-version"] == "1.2.0"
    assert CITATION["type"] == "software"
    assert {"cff-version", "message", "title", "authors"} <= CITATION.keys() <= KEYS
    for key in CITATION.keys() - {"authors", "keywords"}:
        assert isinstance(CITATION[key], str), key
        assert CITATION[key].strip(), key
    assert len(set(CITATION["keywords"])) == len(CITATION["keywords"]) > 0
    assert all(isinstance(word, str) and word for word in CITATION["keywords"])


def test_version_and_licence_are_those_of_the_package():
    assert CITATION["version"] == PROJECT["version"]
    assert CITATION["license"] == PROJECT["license"]


def test_the_authors_are_the_holders_of_the_copyright():
    (holder,) = re.findall(
        r"^Copyright \(c\) \d{4} (.+)$", (ROOT / "LICENSE").read_text(encoding="utf-8"), flags=re.M
    )
    assert [name.lower() for name in CITATION["authors"][0].values()] == [holder.lower()]
    assert CITATION["authors"] == [{"name": "The policy comparison authors"}]


def test_the_abstract_is_in_english_and_in_chinese():
    english, chinese = CITATION["abstract"].split("\n")
    assert not re.search(r"[\u4e00-\u9fff]", english)
    assert len(re.findall(r"[\u4e00-\u9fff]", chinese)) > 50
