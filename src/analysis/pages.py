"""The site: the executed notebooks and an overview, as pages that need no network."""

import re
from collections.abc import Iterable, Mapping
from html import unescape
from io import BytesIO
from pathlib import Path

import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from analysis.contracts import CONTRACTS
from analysis.corpus import read_texts
from analysis.divergence import MARGIN
from analysis.files import PROCESSED, RAW, REPORTS, write_file
from analysis.findings import gap_findings, gap_headline, source_line
from analysis.findings_overlap import own_text_findings
from analysis.findings_promises import target_findings
from analysis.lexicon import ALL
from analysis.reader import link_ids, write_documents

# First of all: it spares nbformat, which nbconvert imports, a slow and useless import.
from analysis.runner import read_notebook
from analysis.style import font_file
from analysis.tables import read_table
from analysis.wording import Findings, Names, alt_text

TEMPLATES = Path(__file__).parent / "templates"


def write_site(processed: Path = PROCESSED, reports: Path = REPORTS, raw: Path = RAW) -> None:
    """Render overview, executed notebooks and reader to `reports`, with font, style and tables.

    Ids of provisions and sentences become links to the reader. All pages are rendered before the
    first is written. Raises ValueError when a figure has no alt text.
    """
    tables = {path.stem: path for path in sorted(processed.glob("*.csv")) if path.stem in CONTRACTS}
    bodies = {
        path.stem: _notebook_body(path) for path in sorted((reports / "notebooks").glob("*.ipynb"))
    }
    files = {f"tables/{name}.csv": path.read_bytes() for name, path in tables.items()}
    pages = _render_pages(bodies, {name: read_table(name, processed) for name in tables}, raw)
    style = (TEMPLATES / "style.css").read_text(encoding="utf-8")
    files |= {name: page.encode("utf-8") for name, page in pages.items()}
    files["style.css"] = style.encode("utf-8")
    files["font.woff2"] = subset_font("".join(pages.values()) + style)
    for name, content in files.items():
        write_file(reports / name, content)


def subset_font(text: str) -> bytes:
    """Cut the Chinese font down to the characters of a text, as WOFF2."""
    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.ttLib.woff2 import WOFF2FlavorData

    font = TTFont(font_file(), recalcTimestamp=False, lazy=True)
    # Horizontal Chinese and Latin need no layout tables, which are slow to cut.
    layout = ["GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx"]
    subsetter = subset.Subsetter(subset.Options(layout_features=[], drop_tables=layout))
    subsetter.populate(unicodes=sorted({ord(character) for character in text}))
    subsetter.subset(font)
    font.flavor = "woff2"
    # Glyphs as they are: reordering them for WOFF2 saves 8 kB and costs seconds.
    font.flavorData = WOFF2FlavorData(transformedTables=[])
    buffer = BytesIO()
    font.save(buffer)
    return buffer.getvalue()


def formulas_to_mathml(html: str) -> str:
    """Turn the $…$ and $$…$$ of rendered markdown into MathML.

    >>> formulas_to_mathml("<p>with $N$</p>")[:47]
    '<p>with <math xmlns="http://www.w3.org/1998/Mat'
    """
    from latex2mathml.converter import convert

    html = re.sub(
        r"\$\$(.+?)\$\$", lambda m: convert(unescape(m[1]), display="block"), html, flags=re.S
    )
    return re.sub(r"\$([^$\n]+)\$", lambda m: convert(unescape(m[1])), html)


def _notebook_body(path: Path) -> str:
    from nbconvert import HTMLExporter

    notebook = read_notebook(path)
    for number, cell in enumerate(notebook.cells, start=1):
        for output in cell.get("outputs", []):
            pictures = [kind for kind in output.get("data", {}) if kind.startswith("image/")]
            if any(not output.metadata.get(kind, {}).get("alt") for kind in pictures):
                raise ValueError(
                    f"{path.name}, cell {number}: a figure without alt text; expected one saved "
                    "by save_figure, which asks for it. Save the figure that way."
                )
    exporter = HTMLExporter(
        template_name="notebook",
        extra_template_basedirs=[str(TEMPLATES)],
        exclude_anchor_links=True,
    )
    exporter.register_filter("mathml", formulas_to_mathml)
    return exporter.from_notebook_node(notebook)[0]


def _render_pages(
    bodies: Mapping[str, str], tables: Mapping[str, pd.DataFrame], raw: Path
) -> dict[str, str]:
    names = Names(tables["provinces"], tables["policy_areas"])
    divergence, documents = tables["divergence"], tables["documents"]
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined
    )
    compared = documents.loc[documents["role"] == "policy", "province"].unique()
    findings = gap_findings(divergence, names)
    provisions = tables["provisions"]
    promises = Findings(
        [
            *own_text_findings(tables["sentence_overlap"], tables["sentences"], provisions, names),
            *target_findings(tables["targets"], provisions, names),
        ]
    )
    ids = {*provisions["provision_id"], *tables["sentences"]["sentence_id"]}
    shared = {
        "pages": _page_list(bodies),
        "compared": "、".join(map(names.both, compared)),
        "source": source_line(documents, provisions, names),
    }
    pages = {
        f"{name}.html": environment.get_template("page.html.j2").render(
            shared, file=f"{name}.html", title=_heading(body), body=link_ids(body, ids)
        )
        for name, body in bodies.items()
    }
    pages["index.html"] = environment.get_template("overview.html.j2").render(
        shared,
        file="index.html",
        title="Policy comparison 政策比较",
        compared_en=" and ".join(map(names.en, compared)),
        compared_zh="、".join(map(names.zh, compared)),
        documents=[
            row._asdict() | {"name": names.both(str(row.province))}
            for row in documents.itertuples(index=False)
        ],
        headline=gap_headline(divergence),
        margin=f"{MARGIN * 100:g}",
        findings=findings._repr_html_(),
        promises=promises._repr_html_(),
        figures=[{"name": "gaps", "alt": alt_text("Gaps in coverage with intervals.", findings)}],
        tables=[
            {"name": name, "meaning": CONTRACTS[name].meaning, "rows": len(table)}
            for name, table in tables.items()
        ],
    )
    policies = documents[documents["role"] == "policy"]
    written = write_documents(
        tables["pieces"],
        read_texts(policies, raw),
        tables["sentences"],
        tables["hits"],
        tables["overlap"],
        names,
    )
    n_hits = tables["hits"]["area"].value_counts()
    pages["reader.html"] = environment.get_template("reader.html.j2").render(
        shared,
        file="reader.html",
        title="Reader 原文",
        areas=[{"name": names.both(a, ALL), "n": int(n_hits.get(a, 0))} for a in names.areas],
        documents=[
            {"name": names.both(row.province), "html": written[row.doc_id].text}
            for row in policies.itertuples()
        ],
    )
    return pages


def _page_list(bodies: Mapping[str, str]) -> Iterable[dict[str, str]]:
    pages = [{"file": "index.html", "label": "总览 Overview", "title": "Overview"}]
    for name, body in bodies.items():
        number, topic = name.split("_", 1)
        pages.append(
            {"file": f"{name}.html", "label": f"{number} {topic}", "title": _heading(body)}
        )
    return [*pages, {"file": "reader.html", "label": "原文 Reader", "title": "Reader"}]


def _heading(body: str) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", body, flags=re.S)
    return unescape(re.sub(r"<[^>]+>", "", found[1])).strip() if found else ""
