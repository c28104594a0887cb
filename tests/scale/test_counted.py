"""A counted corpus: its tables give the numbers of the texts, and no link of its report is dead."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlparse

import pandas as pd
import pytest
from building import ROOT, copy_project, make
from lxml import html
from made_up import many_provinces, write_corpus
from pandas.testing import assert_frame_equal

from analysis.errors import CorpusError
from analysis.scale.counted import UNSTATED, read_counts
from analysis.stats.mass import weigh_terms
from analysis.store.files import RAW
from analysis.store.manifest import checksum_lines, input_checksums
from analysis.store.tables import check_table
from analysis.studies.contributions.measure import term_contributions
from analysis.studies.coverage.measure import area_coverage
from analysis.studies.gaps.measure import province_gaps
from analysis.studies.keyness.measure import word_keyness
from analysis.text.documents import read_documents, read_texts
from analysis.text.structure import build_provisions, split_segments, split_sentences
from analysis.vocabulary import OTHER_WORDS
from analysis.website.brief import counted_statements, counted_title
from analysis.words.engines import jieba_tokenizer
from analysis.words.lexicon import read_areas, read_terms
from analysis.words.tokens import count_terms, read_words, tokenise
from analysis.workspace import make_counted_workspace, make_workspace

ANHUI = """关于网络的意见

一、建设网络
1.加快光纤宽带建设。推进农村地区4G网络覆盖，降低资费。
2.保障网络安全。打击网络诈骗，保护个人信息。
二、惠及民生
3.实施网络扶贫。帮助贫困地区发展电子商务。
"""
NAMES = ["02_coverage", "03_divergence", "codebook", "data", "how", "index", "lexicon"]
PAGES = [f"{name}.html" for name in NAMES] + [f"zh/{name}.html" for name in NAMES]
# What the notebooks of the report read and do not make.
READ = {
    "documents", "keyness", "policy_areas", "provinces", "provisions", "terms", "weights",
}  # fmt: skip
MADE = {"contributions", "coverage", "divergence", "placebo", "profile_divergence"}


@dataclass(frozen=True)
class Reported:
    """The folder of a count, the report on it, and the project that made both."""

    count: Path
    out: Path
    project: Path


@pytest.fixture(scope="module")
def listed(tmp_path_factory) -> Path:
    """Three documents of three provinces."""
    texts = {p: (RAW / "texts" / f"{p}.txt").read_bytes() for p in ("gansu", "hebei")}
    return write_corpus(tmp_path_factory.mktemp("corpus"), {"anhui": ANHUI, **texts})


@pytest.fixture(scope="module")
def count(listed, tmp_path_factory) -> Path:
    """Their count."""
    folder = tmp_path_factory.mktemp("counts") / "count"
    count_into(folder, listed)
    return folder


@pytest.fixture(scope="module")
def reported(count, tmp_path_factory) -> Reported:
    """The report on it."""
    folder = tmp_path_factory.mktemp("counted")
    found = Reported(count, folder / "out", copy_project(folder / "project"))
    run = make(found.project, "report", f"COUNTS={count}", f"OUT={found.out}")
    assert run.returncode == 0, run.stderr
    assert "Warning" not in run.stderr
    return found


@pytest.fixture(scope="module")
def tables(count) -> dict[str, pd.DataFrame]:
    return read_counts(count)


@pytest.fixture(scope="module")
def of_texts(listed) -> dict[str, pd.DataFrame]:
    """The same documents by the way of notebook 01."""
    documents = read_documents(listed)
    texts = read_texts(documents, listed.parent)
    segments = split_segments(texts)
    # In the order of the table: the draws depend on it.
    provisions = check_table(build_provisions(segments, texts, documents), "provisions")
    terms = read_terms(RAW / "policy_areas.toml")
    cut = jieba_tokenizer(read_words(RAW / "user_words.txt"))
    stopwords = read_words(RAW / "stopwords.txt")
    counts = count_terms(tokenise(split_sentences(segments, texts), terms, stopwords, cut))
    return {
        "provisions": provisions,
        "policy_areas": read_areas(RAW / "policy_areas.toml"),
        "terms": terms,
        "term_counts": counts,
        "weights": weigh_terms(counts, provisions),
    }


@pytest.fixture
def copied(count, tmp_path) -> Path:
    """A count of one's own to spoil."""
    return Path(shutil.copytree(count, tmp_path / "count"))


def count_into(folder: Path, listed: Path) -> None:
    command = [sys.executable, "-m", "analysis", "count", listed, "--out", folder, "--workers", "1"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)


def measures(tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    weights, provisions, areas, terms = (
        tables[name] for name in ("weights", "provisions", "policy_areas", "terms")
    )
    return {
        "coverage": area_coverage(weights, provisions, areas, terms, draws=100),
        "divergence": province_gaps(weights, provisions, areas, terms, draws=100),
        "contributions": term_contributions(weights, provisions, terms),
    }


def test_counts_give_the_numbers_of_the_texts(tables, of_texts):
    expected = measures(of_texts) | {
        "keyness": word_keyness(of_texts["term_counts"], of_texts["provisions"])
    }
    found = measures(tables) | {"keyness": tables["keyness"]}
    for name, table in expected.items():
        assert len(table) > 20
        assert_frame_equal(
            check_table(found[name], name), check_table(table, name), rtol=1e-9, atol=1e-9
        )


def test_other_words_are_one_row_a_provision(tables):
    weights = tables["weights"]
    areas = tables["terms"].loc[lambda t: t["area"] != "", "term"]
    assert set(weights["term"]) - set(areas) == {OTHER_WORDS}
    assert weights["term"].eq(OTHER_WORDS).sum() == tables["provisions"]["provision_id"].nunique()


def test_what_a_count_does_not_know_is_said_to_be_unstated(tables):
    assert set(tables) == READ
    documents = tables["documents"].set_index("doc_id").loc["anhui"]
    assert documents[["title", "title_en", "issuer", "source", "file", "issued_on"]].tolist() == [
        "anhui", "anhui", UNSTATED, UNSTATED, UNSTATED, "",
    ]  # fmt: skip
    assert tables["provinces"]["name_en"].tolist() == ["Anhui", "Gansu", "Hebei"]


@pytest.mark.slow
def test_a_count_of_one_province_has_no_keyness_left_of_an_earlier_one(tmp_path):
    listed = write_corpus(tmp_path / "corpus", {"anhui": ANHUI, "gansu": ANHUI})
    count_into(tmp_path / "count", listed)
    assert len(read_counts(tmp_path / "count")["keyness"]) > 10
    write_corpus(tmp_path / "corpus", {"anhui": ANHUI})
    count_into(tmp_path / "count", listed)
    tables = read_counts(tmp_path / "count")
    assert len(tables["documents"]) == 1
    assert tables["keyness"].empty


def no_receipt(folder: Path) -> None:
    (folder / "tables.sha256").unlink()


def other_table(folder: Path) -> None:
    (folder / "tables" / "terms.csv").write_text("term,area,topic\n")


def no_table(folder: Path) -> None:
    (folder / "tables" / "weights" / "00001.parquet").unlink()


def table_too_many(folder: Path) -> None:
    path = folder / "tables" / "weights"
    shutil.copy(path / "00001.parquet", path / "00002.parquet")


@pytest.mark.parametrize(
    ("spoil", "found"),
    [
        (no_receipt, "found no tables.sha256"),
        (shutil.rmtree, "found no tables.sha256"),
        (other_table, "found tables other than those of tables.sha256"),
        (no_table, "found tables other"),
        (table_too_many, "found tables other"),
    ],
)
def test_a_count_that_is_not_finished_is_refused(copied, tmp_path, spoil, found):
    spoil(copied)
    with pytest.raises(CorpusError, match=rf"count: {found}.*; expected .*finished count\. Run '"):
        make_counted_workspace(copied, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_the_workspace_holds_the_tables_and_the_notebooks_that_need_no_text(count, tmp_path):
    out = tmp_path / "out"
    make_counted_workspace(count, out)
    assert {p.stem for p in (out / "data" / "processed").iterdir()} == READ
    assert {p.name for p in (out / "data" / "raw").iterdir()} == {
        "tables.sha256", "codebook.md", "codebook.zh.md",
    }  # fmt: skip
    linked = {p.name: p.resolve() for p in (out / "notebooks").iterdir()}
    assert linked == {
        name: ROOT / "notebooks" / name for name in ("02_coverage.ipynb", "03_divergence.ipynb")
    }


def test_a_workspace_of_the_other_kind_is_left_alone(count, listed, tmp_path):
    make_counted_workspace(count, tmp_path / "counted")
    make_workspace(listed, tmp_path / "texts")
    before = sorted(p for p in tmp_path.rglob("*") if ".venv" not in p.parts)
    with pytest.raises(CorpusError, match=r"an earlier run of the same kind.*OUT="):
        make_workspace(listed, tmp_path / "counted")
    with pytest.raises(CorpusError, match=r"an earlier run of the same kind.*OUT="):
        make_counted_workspace(count, tmp_path / "texts")
    assert sorted(p for p in tmp_path.rglob("*") if ".venv" not in p.parts) == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["COUNTS=there"], "make report COUNTS=there OUT=folder"),
        (["OUT=out"], "found OUT or GROUP alone"),
        (["GROUP=region"], "found OUT or GROUP alone"),
        (["COUNTS=there", "CORPUS=here", "OUT=out"], "COUNTS stands alone"),
        (["COUNTS=there", "GROUP=region", "OUT=out"], "COUNTS stands alone"),
    ],
)
def test_make_says_what_is_missing_or_too_much(arguments, said):
    run = make(ROOT, "report", *arguments)
    assert run.returncode != 0
    assert said in run.stdout
    assert run.stdout.count("\n") == 1


def test_a_second_report_does_nothing(reported):
    again = make(reported.project, "report", f"COUNTS={reported.count}", f"OUT={reported.out}")
    assert again.returncode == 0, again.stderr
    assert not {"running", "writing"} & set(again.stdout.split())


def test_a_new_count_changes_the_tables_that_came_out_otherwise(count, copied, tmp_path):
    out = tmp_path / "out"
    make_counted_workspace(count, out)
    before = {p: p.stat().st_mtime_ns for p in (out / "data").rglob("*.*")}
    keyness = copied / "tables" / "keyness.csv"
    keyness.write_text("".join(keyness.read_text().splitlines(keepends=True)[:-1]))
    manifest = checksum_lines(input_checksums(copied / "tables"))
    (copied / "tables.sha256").write_text(manifest)
    make_counted_workspace(copied, out)
    after = {p: p.stat().st_mtime_ns for p in (out / "data").rglob("*.*")}
    changed = {p.name for p in after if before[p] != after[p]}
    assert changed == {"keyness.csv", "tables.sha256"}


def test_a_deleted_page_is_made_again(reported, tmp_path):
    out = Path(shutil.copytree(reported.out, tmp_path / "out", symlinks=True))
    page = out / "reports" / "zh" / "data.html"
    page.unlink()
    run = make(out, "report")
    steps = [line for line in run.stdout.splitlines() if line.startswith(("running", "writing"))]
    assert steps == ["writing the site"]
    assert page.read_bytes() == (reported.out / "reports" / "zh" / "data.html").read_bytes()


def test_the_site_has_the_pages_that_counts_allow(reported):
    reports = reported.out / "reports"
    found = {p.relative_to(reports).as_posix() for p in reports.rglob("*") if p.is_file()}
    figures = {f"figures/{p.name}" for p in (reports / "figures").iterdir()}
    assert found - figures == {
        *PAGES, "style.css", "site.js", "font.woff2", "brief.en.pdf", "brief.zh.pdf",
    }  # fmt: skip
    assert len(figures) == 2 * 6
    tables = {p.stem for p in (reported.out / "data" / "processed").glob("*.csv")}
    assert tables == READ | MADE


@pytest.fixture(params=PAGES)
def page(request, reported) -> Path:
    return reported.out / "reports" / request.param


def test_no_link_leads_to_nothing(page):
    root = html.parse(page).getroot()
    links = [str(link) for link in root.xpath("//@href | //@src")]
    assert len(links) > 6
    for link in links:
        target = urlparse(link)
        if target.scheme != "data":
            assert not target.scheme + target.netloc, link
            file = page.parent / target.path if target.path else page
            assert file.is_file(), link
            if target.fragment and file.suffix == ".html":
                assert html.parse(file).getroot().xpath(f"//*[@id='{target.fragment}']"), link


def test_no_page_speaks_of_texts_to_read_or_files_to_download(page):
    written = page.read_text(encoding="utf-8")
    for word in (
        "reader",
        "data-href",
        "see the sentences",
        "看原文",
        "all_tables",
        'class="see"',
    ):
        assert word not in written


@pytest.mark.parametrize(
    ("folder", "said"),
    [
        (
            "",
            [
                "What do 3 documents of Anhui, Gansu and Hebei write?",
                "Counted: 3 documents of Anhui, Gansu and Hebei, cut into 52 provisions, 3 to 28 a "
                "document.",
                "The sentences behind a number stand in the corpus and are not part of this site",
                "No sentence of these documents has been coded",
            ],
        ),
        (
            "zh/",
            [
                "安徽、甘肃、河北的3份文件写了什么？",
                "计数的是安徽、甘肃、河北的3份文件，切分为52个条款，每份3至28个。",
                "数字背后的句子见于语料，不在本网站中",
                "这些文件还没有逐句编码",
            ],
        ),
    ],
)
def test_the_first_page_says_what_was_counted_and_what_is_not_here(reported, folder, said):
    page = html.parse(reported.out / "reports" / folder / "index.html").getroot()
    shown = page.find(".//main").text_content()
    assert [sentence for sentence in said if sentence not in shown] == []
    leads = {str(href) for href in page.xpath("//p[@class='leads']/a/@href")}
    assert {"02_coverage.html", "03_divergence.html", "lexicon.html", "data.html"} <= leads
    menu = [str(href) for href in page.xpath("//nav//a/@href")]
    assert menu[:-1] == ["index.html", "how.html"]


def test_the_lexicon_counts_the_hits_of_the_count(reported, tables):
    page = html.parse(reported.out / "reports" / "lexicon.html").getroot()
    shown = [int(n.replace(",", "")) for n in page.xpath("//td[@class='number']/text()")]
    weights = tables["weights"]
    assert sum(shown) == weights.loc[weights["term"] != OTHER_WORDS, "n"].sum() > 400


def test_the_data_are_known_by_the_checksums_of_the_tables(reported):
    page = html.parse(reported.out / "reports" / "how.html").getroot()
    files = [str(name) for name in page.xpath("//details//th//code/text()")]
    assert files == [f"data/raw/{n}" for n in ("codebook.md", "codebook.zh.md", "tables.sha256")]
    command = ["sha256sum", "--check", "--quiet", "../tables.sha256"]
    if shutil.which("sha256sum"):
        subprocess.run(command, cwd=reported.count / "tables", check=True)
    assert len((reported.count / "tables.sha256").read_text().splitlines()) == len(
        [p for p in (reported.count / "tables").rglob("*") if p.is_file()]
    )


def test_a_document_without_a_provision_and_many_provinces_are_counted(tables, names):
    documents = pd.DataFrame(
        {"doc_id": list("abcdefgh"), "province": many_provinces(8), "role": "policy"}
    )
    provisions = pd.DataFrame({"doc_id": list("aabcdefg"), "provision_id": list("12345678")})
    many = tables | {
        "documents": documents, "provisions": provisions,
        "divergence": pd.DataFrame({"gap": [1.0]}),
    }  # fmt: skip
    said = counted_statements(many, names)[0]
    assert said.en == (
        "Counted: 8 documents of 8 provinces, cut into 8 provisions, 0 to 2 a document."
    )
    assert said.zh == "计数的是8个省的8份文件，切分为8个条款，每份0至2个。"
    assert counted_title(many, names).en == "What do 8 documents of 8 provinces write?"
    alone = many | {"documents": documents[1:2].assign(province="anhui")}
    alone["provisions"] = provisions[2:3]
    said = counted_statements(alone, names)[0]
    assert said.en == "Counted: 1 document of Anhui, cut into 1 provision, 1 a document."
