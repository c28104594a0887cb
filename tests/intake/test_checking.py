"""What `check` says of documents that need a look, and of those that cannot be used."""

from pathlib import Path

import pytest
from made_up import write_corpus

from analysis.__main__ import main
from analysis.intake.checking import check_corpus, check_lexicon, write_report
from analysis.intake.reading import read_corpus
from analysis.store.files import RAW
from analysis.text.numbering import find_items

PLAIN = "一、建设网络\n（一）发展宽带。推进宽带网络建设。\n（二）建设基站。加快基站建设。\n二、保障安全\n（一）防护。"


@pytest.fixture
def put(tmp_path):
    """Write two documents into a corpus folder; returns the path of its list."""
    names = "province,name_zh,name_en\nhebei,河北,Hebei\ngansu,甘肃,Gansu\n"
    (tmp_path / "provinces.csv").write_text(names, encoding="utf-8")

    def write(first: str | bytes, second: str | bytes = PLAIN + "完。", **columns: str) -> Path:
        texts, provinces = {"x": first, "y": second}, {"x": "hebei", "y": "gansu"}
        return write_corpus(tmp_path, texts, provinces=provinces, **columns)

    return write


def warnings(path: Path) -> tuple[str, ...]:
    return check_corpus(read_corpus(path))[0].warnings


def test_the_shipped_documents_are_taken_without_a_doubt():
    gansu, hebei = check_corpus(read_corpus(RAW / "documents.csv"))
    assert (gansu.warnings, hebei.warnings) == ((), ())
    assert gansu.facts[0] == "UTF-8, 13,274 characters, 11,537 of them Han"
    assert gansu.facts[2] == "numbering: 一、 7, （一） 28; provisions: 28"
    assert hebei.facts[1] == "zones: preamble 4%, heading 5%, body 92% (of Han characters)"


def test_a_document_is_described_by_encoding_zones_and_numbering(put):
    report = check_corpus(read_corpus(put(PLAIN.encode("gb18030"))))[0]
    # By lines 5 + 13 + 11 + 5 + 3 Han characters; the bodies have 8, 6 and, where
    # nothing follows the first sentence, 2 of them.
    assert report.facts == (
        "GB18030, 54 characters, 37 of them Han",
        "zones: heading 57%, body 43% (of Han characters)",
        "numbering: 一、 2, （一） 3; provisions: 3",
    )
    assert report.warnings == ()


def test_a_text_that_differs_in_blanks_only_is_named(put):
    assert warnings(put(PLAIN + " 完 。")) == ("the same text as document 'y'",)


def test_an_issuer_of_another_province_is_named(put):
    assert warnings(put(PLAIN, issuer="甘肃省人民政府")) == (
        "issuer or title names 甘肃, and the row says province 'hebei'",
    )
    assert warnings(put(PLAIN, issuer="河北省人民政府")) == ()


def test_a_document_that_is_refused_does_not_hide_the_others(put, capsys):
    path = put(b"%PDF-1.7", PLAIN)
    first, second = check_corpus(read_corpus(path))
    assert "the file is a PDF" in first.refusal
    assert second.facts[2] == "numbering: 一、 2, （一） 3; provisions: 3"
    assert main(["check", str(path)]) == 1
    told = capsys.readouterr().out
    assert "REFUSED: " in told
    assert told.splitlines()[-1].endswith("documents.csv: not taken: x of 2 documents")
    assert write_report([second], path).endswith("taken: all 1 documents")


def test_numbers_that_repeat_within_a_part_are_taken_and_told(put):
    report = check_corpus(read_corpus(put("一、建设\n（一）甲。\n（一）乙。")))[0]
    assert report.refusal == ""
    assert report.warnings[-2:] == (
        "line 3: a marker （一） has the number 1, after 1; is one missing, or a number wrong?",
        "two provisions have one number: all are named by their places, not their numbers",
    )


def test_a_file_outside_the_folder_is_refused(put, tmp_path):
    path = put(PLAIN)
    outside = tmp_path.parent / "outside.txt"
    outside.write_text(PLAIN, encoding="utf-8")
    for name in ("../outside.txt", str(outside), "texts/link.txt"):
        (tmp_path / "texts" / "link.txt").unlink(missing_ok=True)
        (tmp_path / "texts" / "link.txt").symlink_to(outside)
        path = put(PLAIN)
        path.write_text(path.read_text().replace("texts/x.txt", name), encoding="utf-8")
        assert "the file lies outside" in check_corpus(read_corpus(path))[0].refusal, name


LEXICON = """
[areas]
net = { name_zh = "网络", name_en = "Networks" }
sea = { name_zh = "海洋", name_en = "Sea" }

[[topics]]
area = "net"
topic = "fibre"
name_zh = "光纤"
name_en = "Fibre"
terms = ["宽带", "宽带网络", "光缆", "带网"]

[[topics]]
area = "sea"
topic = "ports"
name_zh = "港口"
name_en = "Ports"
terms = ["防护"]

[[neutral]]
why = "a name"
terms = ["基站建设"]
"""


def beside(path: Path, lexicon: str = LEXICON) -> Path:
    (path.parent / "policy_areas.toml").write_text(lexicon, encoding="utf-8")
    return path


def test_the_lexicon_beside_a_list_is_held_against_its_texts(put):
    report = check_lexicon(read_corpus(beside(put(PLAIN))))
    # Each document writes 宽带, 宽带网络, 防护 and 基站建设 once, and 带网 only in 宽带网络. Its
    # five headings and bodies have 4 + 8 + 4 + 6 + 2 Han characters, the second document one more.
    assert report.facts == (
        "net: 2 of 4 terms occur, 4 times",
        "sea: 1 of 1 terms occur, 2 times",
        "neutral terms: 1 of 1 terms occur, 2 times",
        "2 terms stand within longer ones, and only the longest counts, such as 宽带 in 宽带网络、带网 in 宽带网络",
        "x: 67% of 24 Han characters in headings and bodies of provisions are in no area (4 in neutral terms)",
        "y: 68% of 25 Han characters in headings and bodies of provisions are in no area (4 in neutral terms)",
    )
    assert report.warnings[:2] == (
        "net: 1 of 4 terms never occur: 光缆",
        "1 terms stand in the texts and never count, as another (in brackets) always takes their place: 带网 (宽带网络)",
    )
    # 建设基站 is the only phrase outside the lexicon that stands twice.
    assert report.warnings[2].startswith("the most frequent of 1 phrases")
    assert report.warnings[2].splitlines()[1:] == ["2 × 建设基站"]
    assert report.refusal == ""


@pytest.mark.slow
def test_no_more_than_twenty_terms_and_phrases_are_named(put):
    many = "、".join(f'"词{chr(0x4E00 + n)}"' for n in range(25)).replace("、", ", ")
    report = check_lexicon(
        read_corpus(beside(put(PLAIN), LEXICON.replace('["防护"]', f"[{many}]")))
    )
    (sea,) = [warning for warning in report.warnings if warning.startswith("sea")]
    assert sea.startswith("sea: 25 of 25 terms never occur: 词一、")
    assert sea.endswith(" and 5 more")
    assert sea.count("词") == 20
    phrases = check_lexicon(read_corpus(RAW / "documents.csv")).warnings[-1].splitlines()
    assert len(phrases) == 21
    # 和 is a stop word, and stands within a phrase all the same.
    assert [line for line in phrases if "产品和服务" in line] != []
    assert all(" (gansu, z = " in line or " (hebei, z = " in line for line in phrases[1:])


def test_check_tells_of_the_lexicon_between_the_documents_and_the_verdict(put, capsys):
    path = beside(put(PLAIN))
    assert main(["check", str(path)]) == 0
    told = capsys.readouterr().out.splitlines()
    at = told.index(f"lexicon  {path.parent / 'policy_areas.toml'}")
    assert told[at - 1].startswith("  numbering:")
    assert told[at + 1] == "  net: 2 of 4 terms occur, 4 times"
    assert told[-2:] == ["    2 × 建设基站", f"{path}: taken: all 2 documents"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[areas]", "[areas", "not readable as TOML"),
        ("[[topics]]", "[topics]", "not readable as TOML"),
        ('"防护"', '"光缆"', "the term '光缆' stands in net.fibre and again in sea.ports"),
        ("[[neutral]]", "[neutral]", "'neutral' is written in another form"),
    ],
)
def test_a_lexicon_that_cannot_be_read_is_refused_after_the_documents(
    put, capsys, old, new, message
):
    path = beside(put(PLAIN), LEXICON.replace(old, new))
    assert main(["check", str(path)]) == 1
    told = capsys.readouterr()
    assert told.err == ""
    lines = told.out.splitlines()
    assert lines[0] == "x  texts/x.txt"
    assert lines[-2].startswith(f"  REFUSED: {path.parent / 'policy_areas.toml'}: ")
    assert message in lines[-2]
    assert lines[-1] == f"{path}: taken: all 2 documents; not taken: the lexicon"


def test_a_word_list_that_cannot_be_read_is_refused_by_its_name(put):
    path = beside(put(PLAIN))
    (path.parent / "stopwords.txt").write_text("的\n的\n", encoding="utf-8")
    refusal = check_lexicon(read_corpus(path)).refusal
    assert refusal.startswith(f"{path.parent / 'stopwords.txt'}: '的' stands more than once")


def test_without_a_lexicon_of_its_own_a_corpus_is_held_against_the_shipped_one(put):
    report = check_lexicon(read_corpus(put(PLAIN)))
    assert report.file == "data/raw/policy_areas.toml"
    assert report.facts[0].startswith("infrastructure: ")


@pytest.mark.slow
def test_only_documents_that_are_compared_and_can_be_read_are_held_against_the_lexicon(put):
    path = beside(put(b"%PDF-1.7", PLAIN))
    assert [fact for fact in check_lexicon(read_corpus(path)).facts if fact.startswith("x: ")] == []
    path = beside(put(b"%PDF-1.7", b"%PDF-1.7"))
    assert check_lexicon(read_corpus(path)).facts[0] == "net: 0 of 4 terms occur, 0 times"
    row = path.read_text(encoding="utf-8").splitlines()[1]
    put(PLAIN)
    parent = row.replace("x,", "z,", 1).replace(",policy,", ",parent,").rsplit(",", 2)[0]
    listed = path.read_text(encoding="utf-8")
    file = ",".join(listed.splitlines()[1].rsplit(",", 2)[1:])
    path.write_text(f"{listed}{parent},{file}\n", encoding="utf-8")
    assert [r.name for r in check_corpus(read_corpus(path))] == ["x", "y", "z"]
    assert check_lexicon(read_corpus(path)).facts[0] == "net: 2 of 4 terms occur, 4 times"


def test_the_shipped_provinces_serve_a_corpus_without_a_list_of_its_own(tmp_path):
    path = write_corpus(tmp_path, {"anhui": "一、建设网络。", "beijing": "一、保障安全。"})
    (tmp_path / "provinces.csv").unlink(missing_ok=True)
    assert [report.refusal for report in check_corpus(read_corpus(path))] == ["", ""]


def test_every_text_is_looked_through_for_items_once(put, monkeypatch):
    looked = []

    def look(text: str) -> list:
        looked.append(text)
        return find_items(text)

    for module in ("text.zones", "intake.reading"):
        monkeypatch.setattr(f"analysis.{module}.find_items", look)
    assert main(["check", str(put(PLAIN))]) == 0
    assert looked == [PLAIN, PLAIN + "完。"]
