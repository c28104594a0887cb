"""The reader with 31 documents: the shipped ones, copied under other names."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Browser, Page

from analysis.store.files import RAW
from analysis.store.tables import read_tables
from analysis.website.pages import Material, render_pages

# The site of 31 documents is made once, whatever the number of processes.
pytestmark = pytest.mark.xdist_group("many")

N = 31
KINDS = ("gansu", "hebei")
IDS = ("doc_id", "province", "provision_id", "sentence_id", "best_match", "reference")


def copy_rows(table: pd.DataFrame) -> pd.DataFrame:
    """The rows of the two documents, N times over, under the names of the copies."""
    key = next(column for column in IDS if column in table.columns)
    rows = {kind: table[table[key].str.fullmatch(rf"{kind}(-.*)?")] for kind in KINDS}
    named = sorted(set(IDS) & set(table.columns))
    # What stands behind the name of the document, and which document that is.
    split = {
        kind: {c: own[c].str.extract(rf"^({'|'.join(KINDS)})(?=-|$)(.*)$") for c in named}
        for kind, own in rows.items()
    }
    copies = []
    for number in range(N):
        kind, other = KINDS[number % 2], KINDS[1 - number % 2]
        # Copies of the first kind have even numbers, of the second odd ones.
        near = number - 1 if number % 2 else min(number + 1, N - 2)
        names = {kind: f"p{number:02}", other: f"p{near:02}"}
        ids = {c: parts[0].map(names) + parts[1] for c, parts in split[kind].items()}
        own = rows[kind]
        copies.append(own.assign(**{c: ids[c].fillna(own[c]) for c in named}))
    return pd.concat(copies, ignore_index=True)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory, site: Path) -> Path:
    """A site that holds only the reader, of 31 documents, with style, script and font."""
    tables = read_tables()
    for name, table in tables.items():
        if set(IDS) & set(table.columns):
            tables[name] = copy_rows(table)
    provinces = [f"p{k:02}" for k in range(N)]
    tables["provinces"] = pd.DataFrame(
        {"province": provinces, "name_zh": [f"省{k}" for k in range(N)],
         "name_en": [f"Province {k}" for k in range(N)]}
    )  # fmt: skip
    folder = tmp_path_factory.mktemp("many")
    page = render_pages(Material(tables, {}, {}, RAW), "en", ["reader"])["reader"]
    (folder / "reader.html").write_text(page, encoding="utf-8")
    for name in ("style.css", "site.js", "font.woff2"):
        shutil.copy(site / name, folder)
    return folder


@pytest.fixture
def opened(browser: Browser, many: Path) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    page.goto((many / "reader.html").as_uri())
    yield page
    page.close()


def in_view(page: Page) -> list[str]:
    shown = page.eval_on_selector_all(
        "article", "all => all.filter(a => !a.hidden && a.clientHeight).map(a => a.dataset.doc)"
    )
    return sorted(shown)


def test_two_of_31_documents_are_in_view_and_any_two_can_be(opened):
    assert in_view(opened) == ["p00", "p01"]
    opened.select_option("#left", "p17")
    opened.select_option("#right", "p30")
    assert in_view(opened) == ["p17", "p30"]


def test_the_filter_counts_in_all_documents_and_jumps_between_them(opened):
    hits = read_tables()["hits"]
    hits = hits[hits["area"] == "culture"]["provision_id"].str.split("-").str[0].value_counts()
    opened.select_option("[name=area]", "culture")
    # 16 copies of the first document, 15 of the second.
    assert opened.inner_text("#found") == str(16 * hits["gansu"] + 15 * hits["hebei"])
    opened.select_option("[name=province]", "p29")
    assert opened.inner_text("#found") == str(hits["hebei"])
    opened.click("#next")
    assert "p29" in in_view(opened)
    assert opened.is_visible("mark.current")


def test_a_provision_stands_beside_its_match_in_another_document(opened):
    opened.select_option("#left", "p29")
    opened.click("#p29-16 a.compare")
    assert in_view(opened) == ["p28", "p29"]
    tops = [
        opened.eval_on_selector(f"[id='{i}']", "e => e.getBoundingClientRect().top")
        for i in ("p29-16", opened.get_attribute("#p29-16", "data-match"))
    ]
    assert abs(tops[0] - tops[1]) < 3


def test_a_link_to_any_document_lands_there(opened, many):
    opened.goto(f"{(many / 'reader.html').as_uri()}#p24-4.4")
    opened.reload()
    assert "p24" in in_view(opened)
    top = opened.eval_on_selector("[id='p24-4.4']", "e => e.getBoundingClientRect().top")
    assert 0 <= top < 900
