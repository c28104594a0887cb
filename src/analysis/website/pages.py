"""The site: brief, reader and how it was done, in two languages, as pages that need no network."""

from collections.abc import Callable, Collection, Mapping
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from analysis.say.catalogue import keys, write
from analysis.store.files import CODEBOOK, EXECUTED, PROCESSED, RAW, REPORTS, font_file, write_file
from analysis.store.tables import read_tables
from analysis.vocabulary import LANGUAGES, TAGS
from analysis.website import linking, passages
from analysis.website.brief import in_one_language, provinces_compared
from analysis.website.executed import (
    TEMPLATES,
    Drawn,
    carried_figures,
    markdown_body,
    notebook_body,
)
from analysis.website.fonts import subset_font
from analysis.website.how import describe_lexicon, describe_tables
from analysis.website.language import in_language
from analysis.website.material import Material
from analysis.website.pdf import brief_pdf
from analysis.website.reader import reader_contents

FIRST_PAGE = "index.html"
VERSION = version("policy-comparison")


def write_site(
    processed: Path = PROCESSED,
    reports: Path = REPORTS,
    raw: Path = RAW,
    executed: Path = EXECUTED,
) -> None:
    """Render brief, reader, notebooks and the rest to `reports`, each page in two languages.

    All is rendered before the first file is written. Raises ValueError when a figure has no alt
    text, and TableError when a table breaks its contract.
    """
    paths = sorted(executed.glob("*.ipynb"))
    figures = {figure.name: figure for path in paths for figure in carried_figures(path)}
    bodies = {path.stem: notebook_body(path) for path in paths}
    material = Material(read_tables(processed), figures, bodies, raw)
    texts = {n: (TEMPLATES / n).read_text(encoding="utf-8") for n in ("style.css", "site.js")}
    files: dict[str, bytes] = {}
    for lang in LANGUAGES:
        texts |= {_place(name, lang): page for name, page in render_pages(material, lang).items()}
        files[f"brief.{lang}.pdf"] = print_brief(material, lang)
    files |= {name: text.encode("utf-8") for name, text in texts.items()}
    files["font.woff2"] = subset_font("".join(texts.values()))
    # make takes the site for whole by its first page, so that page comes last.
    for name in sorted(files, key=FIRST_PAGE.__eq__):
        write_file(reports / name, files[name])


def render_pages(
    material: Material, lang: str, pages: Collection[str] | None = None
) -> dict[str, str]:
    """Render the pages of these names in one language, or all; returns them by name."""
    bodies = {
        **material.notebooks,
        "codebook": markdown_body(material.raw / CODEBOOK.get(lang, CODEBOOK[LANGUAGES[0]])),
    }
    titles = {name: write(lang, f"pages.headings.{name}") for name in keys("pages.headings")}
    titles |= {name: _heading(body, lang) for name, body in bodies.items()}
    titles["index"] = material.title.said(lang)
    listed = [{"name": name, "title": titles[name]} for name in material.notebooks]
    contexts: dict[str, tuple[str, Callable[[], dict[str, Any]]]] = {
        "index": ("brief", lambda: {"parts": _brief_parts(material, lang), "notebooks": listed}),
        "reader": ("reader", lambda: reader_contents(material, lang)),
        "how": ("how", lambda: {"notebooks": listed, "inputs": material.inputs}),
        "data": ("data", lambda: in_language({"tables": describe_tables(material.tables)}, lang)),
        "lexicon": ("lexicon", lambda: in_language(_lexicon(material), lang)),
    }
    contexts |= {name: ("page", partial(_body, body)) for name, body in bodies.items()}
    if not material.has_texts:
        del contexts["reader"]
    environment = _environment(material, contexts.keys(), lang)
    drawn = vars(environment.get_template("parts.html.j2").module)["drawn"]
    figures = {name: drawn(_figure(figure, lang)) for name, figure in material.figures.items()}
    rendered = {
        name: environment.get_template(f"{template}.html.j2").render(
            context(), name=name, title=titles[name], others=_other_languages(name, lang)
        )
        for name, (template, context) in contexts.items()
        if pages is None or name in pages
    }
    return {
        name: _finish(page, figures, material, contexts.keys(), lang)
        for name, page in rendered.items()
    }


def print_brief(material: Material, lang: str) -> bytes:
    """Set the brief in one language as a PDF."""
    site = write(lang, "pages.site")
    brief = {
        "language": lang,
        "region": write(lang, "language.region"),
        "title": material.title.said(lang),
        "author": site,
        "foot": f"{site} {VERSION} · {material.checksum[:12]}",
        "parts": _brief_parts(material, lang),
    }
    return brief_pdf(brief, font_file())


def _environment(material: Material, pages: Collection[str], lang: str) -> Environment:
    """Set Jinja up with what all pages of a language have in common."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined
    )
    menu = [name for name in keys("pages.menu") if name in pages]
    environment.globals.update(
        lang=lang,
        tag=TAGS[lang],
        say=partial(write, lang),
        # From a page to what both languages share.
        root="" if lang == LANGUAGES[0] else "../",
        menu=[{"name": name, "label": write(lang, f"pages.menu.{name}")} for name in menu],
        has_texts=material.has_texts,
        compared=provinces_compared(material.tables, material.names).said(lang),
        source=material.source.said(lang),
        version=VERSION,
        checksum=material.checksum,
    )
    return environment


def _place(name: str, lang: str) -> str:
    return f"{name}.html" if lang == LANGUAGES[0] else f"{lang}/{name}.html"


def _other_languages(name: str, lang: str) -> list[dict[str, str]]:
    """Say of each other language what it is called, and where the page stands in it."""
    up = "" if lang == LANGUAGES[0] else "../"
    return [
        {"href": up + _place(name, o), "tag": TAGS[o], "name": write(o, "language.name")}
        for o in LANGUAGES
        if o != lang
    ]


def _finish(
    page: str, figures: Mapping[str, str], material: Material, pages: Collection[str], lang: str
) -> str:
    """Put figures in their places, keep one language, and link what can be linked."""
    root = passages.parse_page(page)
    passages.keep_language(root, lang)
    passages.place_figures(root, figures)
    linking.drop_links(root, pages)
    passages.name_headings(root)
    linking.link_rows(root, material.known)
    passages.fix_tables(root)
    passages.thin_code(root)
    linking.link_statements(root, material.names, lang)
    linking.link_ids(root, material.ids)
    linking.finish_links(root, material.places, material.names, lang)
    passages.mark_language(root, lang)
    return passages.write_page(root)


def _figure(figure: Drawn, lang: str, table: Any = None) -> dict[str, Any]:
    """Say what a figure's place in a page or a PDF needs, in one language."""
    return {**in_language(figure, lang), "table": table}


def _brief_parts(material: Material, lang: str) -> list[dict[str, Any]]:
    parts = in_one_language(material.brief, lang)
    for part in parts:
        part["figures"] = [
            _figure(material.figures[place["name"]], lang, place["table"])
            for place in part["figures"]
        ]
    return parts


def _body(body: str) -> dict[str, Any]:
    return {"body": Markup(body)}


def _lexicon(material: Material) -> dict[str, Any]:
    tables, names = material.tables, material.names
    provinces = sorted(tables["provisions"]["province"].unique())
    return {
        "areas": describe_lexicon(tables["terms"], tables["weights"], tables["provisions"], names),
        "provinces": [{"name": names.statement(province)} for province in provinces],
    }


def _heading(body: str, lang: str) -> str:
    """Read the first heading of a rendered notebook, in one language."""
    root = passages.parse_page(body)
    passages.keep_language(root, lang)
    heading = root.find(".//h1")
    return "" if heading is None else str(heading.text_content()).strip()
