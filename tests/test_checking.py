"""What `check` says of documents that need a look, and of those that cannot be used."""

import hashlib
from pathlib import Path

import pytest

from analysis.__main__ import main
from analysis.checking import check_corpus, write_report
from analysis.files import RAW

HEADER = "doc_id,province,title,title_en,issuer,issued_on,document_number,role,source,file,sha256"
PLAIN = "一、建设网络\n（一）发展宽带。推进宽带网络建设。\n（二）建设基站。加快基站建设。\n二、保障安全\n（一）防护。"
LONG = "各级各部门要高度重视移动互联网健康有序发展工作，结合实际抓好贯彻落实。"


@pytest.fixture
def put(tmp_path):
    """Write documents into a corpus folder; returns the path of its list."""
    (tmp_path / "texts").mkdir()
    names = "province,name_zh,name_en\nhebei,河北,Hebei\ngansu,甘肃,Gansu\n"
    (tmp_path / "provinces.csv").write_text(names, encoding="utf-8")

    def write(
        first: str | bytes, second: str | bytes = PLAIN + "完。", issuer: str = "省政府"
    ) -> Path:
        rows = [HEADER]
        for name, province, text in (("x", "hebei", first), ("y", "gansu", second)):
            content = text if isinstance(text, bytes) else text.encode()
            (tmp_path / "texts" / f"{name}.txt").write_bytes(content)
            checksum = hashlib.sha256(content).hexdigest()
            rows.append(
                f"{name},{province},意见,Opinions,{issuer},2017,,policy,made up,texts/{name}.txt,{checksum}"
            )
        (tmp_path / "documents.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
        return tmp_path / "documents.csv"

    return write


def doubts(path: Path) -> tuple[str, ...]:
    return check_corpus(path)[0].doubts


def test_the_shipped_documents_are_taken_without_a_doubt():
    gansu, hebei = check_corpus(RAW / "documents.csv")
    assert (gansu.doubts, hebei.doubts) == ((), ())
    assert gansu.facts[0] == "UTF-8, 13,274 characters, 11,537 of them Han"
    assert gansu.facts[2] == "numbering: 一、 7, （一） 28; provisions: 28"
    assert hebei.facts[1] == "zones: preamble 4%, heading 5%, body 92% (of Han characters)"


def test_a_document_is_described_by_encoding_zones_and_numbering(put):
    report = check_corpus(put(PLAIN.encode("gb18030")))[0]
    # By lines 5 + 13 + 11 + 5 + 3 Han characters; the bodies have 8, 6 and, where
    # nothing follows the first sentence, 2 of them.
    assert report.facts == (
        "GB18030, 54 characters, 37 of them Han",
        "zones: heading 57%, body 43% (of Han characters)",
        "numbering: 一、 2, （一） 3; provisions: 3",
    )
    assert report.doubts == ()


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        (PLAIN.replace("（二）", "（三）"), "line 3: a marker （一） has the number 3, after 1"),
        (PLAIN.replace("二、保", "三、保"), "line 4: a marker 一、 has the number 3, after 1"),
        (PLAIN.replace("网络", "网\u200b络"), "2 × zero-width characters, first in line 1"),
        (PLAIN.replace("基站", "基\x07站", 1), "1 × control characters, first in line 3"),
        (PLAIN + "\ufffd", "1 × characters lost in conversion"),
        (PLAIN + "\ue004", "1 × private-use characters, first in line 5"),
        (PLAIN + "到2 0 2 0年", "3 × digits with spaces between"),
        (PLAIN + "<p>发展&nbsp;", "2 × remnants of HTML, first in line 5"),
        ("下载 打印\n来源：省政府网\n" + PLAIN, "2 × lines of a web page, which do not count above the title and below the text, first in line 1"),
        ("一、總體要求\n（一）發展。為國務電動機開業網絡。", "traditional characters"),
        (f"{PLAIN}\n{LONG}\n{LONG}", f"a paragraph stands 2 times: “{LONG[:20]}…”"),
        (PLAIN + "安" * (32_767 - len(PLAIN)), "it has just 32,767 characters"),
        (PLAIN + " 完 。", "the same text as document 'y'"),
("一、建设\n（一）甲事。\n（二）乙事。\n一、另一件事。", "its widest numbering begins twice"),
    ],
)  # fmt: skip
def test_what_looks_wrong_is_named_with_its_place(put, text, doubt):
    assert [d for d in doubts(put(text)) if d.startswith(doubt)] != [], doubts(put(text))


def test_an_issuer_of_another_province_is_named(put):
    assert doubts(put(PLAIN, issuer="甘肃省人民政府")) == (
        "issuer or title names 甘肃, and the row says province 'hebei'",
    )
    assert doubts(put(PLAIN, issuer="河北省人民政府")) == ()


def test_a_document_that_is_refused_does_not_hide_the_others(put, capsys):
    path = put(b"%PDF-1.7", PLAIN)
    first, second = check_corpus(path)
    assert "the file is a PDF" in first.refusal
    assert second.facts[2] == "numbering: 一、 2, （一） 3; provisions: 3"
    assert main(["check", str(path)]) == 1
    told = capsys.readouterr().out
    assert "REFUSED: " in told
    assert told.splitlines()[-1].endswith("documents.csv: not taken: x of 2 documents")
    assert write_report([second], path).endswith("taken: all 1 documents")


def test_numbers_that_repeat_within_a_part_are_taken_and_told(put):
    report = check_corpus(put("一、建设\n（一）甲。\n（一）乙。"))[0]
    assert report.refusal == ""
    assert report.doubts[-2:] == (
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
        assert "the file lies outside" in check_corpus(path)[0].refusal, name
