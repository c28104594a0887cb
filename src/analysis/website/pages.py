"""The site: brief, reader and how it was done, in two languages, as pages that need no network."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from analysis.say.links import ANY, KEYS, OWN_WORDS, TARGETS
from analysis.say.names import Names
from analysis.say.wording import STATUS_NAMES, STRENGTH_NAMES, ZONE_NAMES, Statement, passage_name
from analysis.stats.mass import sum_mass
from analysis.store.files import CODEBOOK, EXECUTED, PROCESSED, RAW, REPORTS, font_file, write_file
from analysis.store.manifest import data_checksum, input_checksums
from analysis.store.tables import read_tables
from analysis.text.documents import read_texts
from analysis.vocabulary import ALL, PARENT
from analysis.website import passages
from analysis.website.brief import (
    Part,
    brief_title,
    compared_statements,
    counted_statements,
    counted_title,
    in_one_language,
    provinces_compared,
    write_brief,
    write_counted_brief,
)
from analysis.website.executed import (
    TEMPLATES,
    Drawn,
    carried_figures,
    markdown_body,
    notebook_body,
)
from analysis.website.how import citation, describe_lexicon, describe_tables
from analysis.website.passages import LANG_TAGS, LANGUAGES
from analysis.website.pdf import brief_pdf
from analysis.website.places import Places, reader_places, statuses
from analysis.website.reader import describe_provisions, write_documents

MENU = {
    "index": Statement("Brief", "简报"),
    "reader": Statement("Reader", "原文"),
    "how": Statement("How it was done", "如何得出"),
}

HEADINGS = {
    "reader": Statement("What do the documents say, word for word?", "文件原文怎么写？"),
    "how": Statement("How was it done?", "如何得出？"),
    "data": Statement("What is in the tables?", "数据表里有什么？"),
    "lexicon": Statement("Which words were looked for?", "找了哪些词？"),
}
FIRST_PAGE = "index.html"


@dataclass(frozen=True)
class Material:
    """What the site is made of: tables, figures, executed notebooks and inputs."""

    tables: Mapping[str, pd.DataFrame]
    figures: Mapping[str, Drawn]
    notebooks: Mapping[str, str]
    raw: Path

    @cached_property
    def names(self) -> Names:
        """The names of provinces, areas and topics."""
        return Names(self.tables["provinces"], self.tables["policy_areas"])

    @cached_property
    def inputs(self) -> list[dict[str, str]]:
        """The input files with their checksums."""
        return input_checksums(self.raw)

    @property
    def has_texts(self) -> bool:
        """Whether the texts are at hand; of a counted corpus only the counts are."""
        return "sentences" in self.tables

    @cached_property
    def brief(self) -> list[Part]:
        """The parts of the brief, in both languages."""
        write = write_brief if self.has_texts else write_counted_brief
        return write(self.tables, self.names)

    @cached_property
    def title(self) -> Statement:
        """What the brief asks."""
        ask = brief_title if self.has_texts else counted_title
        return ask(self.tables, self.names)

    @cached_property
    def source(self) -> Statement:
        """What was compared, in one sentence for the foot of every page."""
        say = compared_statements if self.has_texts else counted_statements
        return say(self.tables, self.names)[0]

    @cached_property
    def places(self) -> Places:
        """Where the first of the words stands that a choice of keys leads to."""
        return reader_places(self.tables) if self.has_texts else {}

    @cached_property
    def known(self) -> dict[str, set[str]]:
        """The values of each key that lead to a place."""
        known: dict[str, set[str]] = {key: set() for key in KEYS}
        for choice in self.places:
            for key, value in choice:
                known[key].add(value)
        return known

    @cached_property
    def ids(self) -> set[str]:
        """The ids of provisions and sentences that have a place in the reader."""
        if not self.has_texts:
            return set()
        provisions, sentences = self.tables["provisions"], self.tables["sentences"]
        return {*provisions["provision_id"], *sentences["sentence_id"]}


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
    tables = material.tables
    bodies = {**material.notebooks, "codebook": markdown_body(material.raw / CODEBOOK[lang])}
    titles = {name: heading.said(lang) for name, heading in HEADINGS.items()}
    titles |= {name: _heading(body, lang) for name, body in bodies.items()}
    titles["index"] = material.title.said(lang)
    listed = [{"name": name, "title": titles[name]} for name in material.notebooks]
    contexts: dict[str, tuple[str, Callable[[], dict[str, Any]]]] = {
        "index": ("brief", lambda: {"parts": _brief_parts(material, lang), "notebooks": listed}),
        "reader": ("reader", lambda: _reader(material, lang)),
        "how": ("how", lambda: _how(material, listed, lang)),
        "data": ("data", lambda: {"tables": _in_language(describe_tables(tables), lang)}),
        "lexicon": ("lexicon", lambda: _lexicon(material, lang)),
    }
    contexts |= {name: ("page", partial(_body, body)) for name, body in bodies.items()}
    if not material.has_texts:
        del contexts["reader"]
    environment = _environment(material, contexts.keys(), lang)
    drawn = vars(environment.get_template("parts.html.j2").module)["drawn"]
    figures = {
        name: drawn(_figure(figure, lang), _root(lang), environment.globals["say"])
        for name, figure in material.figures.items()
    }
    return {
        name: _finish(
            environment.get_template(f"{template}.html.j2").render(
                context(), name=name, title=titles[name], **_other_language(name, lang)
            ),
            figures,
            material,
            contexts.keys(),
            lang,
        )
        for name, (template, context) in contexts.items()
        if pages is None or name in pages
    }


def print_brief(material: Material, lang: str) -> bytes:
    """Set the brief in one language as a PDF."""
    title = material.title.said(lang)
    site = Statement("Policy comparison", "政策文本比较")
    checksum = data_checksum(material.inputs)
    brief = {
        "language": lang,
        "region": {"en": "GB", "zh": "CN"}[lang],
        "title": title,
        "author": site.said(lang),
        "foot": f"{site.said(lang)} {version('policy-comparison')} · {checksum[:12]}",
        "parts": _brief_parts(material, lang),
    }
    return brief_pdf(brief, font_file())


def subset_font(text: str) -> bytes:
    """Cut the Chinese font down to the characters of a text, as WOFF2."""
    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.ttLib.woff2 import WOFF2FlavorData

    # Outlines are kept as they are, so their boxes need not be found anew.
    font = TTFont(font_file(), recalcTimestamp=False, recalcBBoxes=False, lazy=True)
    # Horizontal Chinese and Latin need no layout tables, which are slow to cut.
    layout = ["GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx"]
    subsetter = subset.Subsetter(subset.Options(layout_features=[], drop_tables=layout))
    subsetter.populate(unicodes=sorted(map(ord, set(text))))
    subsetter.subset(font)
    font.flavor = "woff2"
    # Glyphs as they are: reordering them for WOFF2 saves 8 kB and costs seconds.
    font.flavorData = WOFF2FlavorData(transformedTables=[])
    buffer = BytesIO()
    font.save(buffer)
    return buffer.getvalue()


def _environment(material: Material, pages: Collection[str], lang: str) -> Environment:
    """Set Jinja up with what all pages of a language have in common."""
    tables, names = material.tables, material.names
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined
    )
    environment.globals.update(
        lang=lang,
        tag=LANG_TAGS[lang],
        say=lambda en, zh: {"en": en, "zh": zh}[lang],
        root=_root(lang),
        menu=[{"name": n, "label": label.said(lang)} for n, label in MENU.items() if n in pages],
        has_texts=material.has_texts,
        compared=provinces_compared(tables, names).said(lang),
        source=material.source.said(lang),
        version=version("policy-comparison"),
        checksum=data_checksum(material.inputs),
    )
    return environment


def _root(lang: str) -> str:
    """Lead from a page to what both languages share."""
    return "" if lang == LANGUAGES[0] else "../"


def _body(body: str) -> dict[str, Any]:
    return {"body": Markup(body)}


def _how(material: Material, listed: list[dict[str, str]], lang: str) -> dict[str, Any]:
    cited = citation(version("policy-comparison"), data_checksum(material.inputs))
    return {"notebooks": listed, "inputs": material.inputs, "citation": cited.said(lang)}


def _place(name: str, lang: str) -> str:
    return f"{name}.html" if lang == LANGUAGES[0] else f"{lang}/{name}.html"


def _other_language(name: str, lang: str) -> dict[str, str]:
    first = lang == LANGUAGES[0]
    other = LANGUAGES[1] if first else LANGUAGES[0]
    href = f"{other}/{name}.html" if first else f"../{name}.html"
    return {"other": href, "other_tag": LANG_TAGS[other]}


def _finish(
    page: str, figures: Mapping[str, str], material: Material, pages: Collection[str], lang: str
) -> str:
    """Put figures in their places, keep one language, and link what can be linked."""
    root = passages.parse_page(page)
    passages.keep_language(root, lang)
    passages.place_figures(root, figures)
    passages.drop_links(root, pages)
    passages.name_headings(root)
    passages.link_rows(root, material.known)
    passages.fix_tables(root)
    passages.thin_code(root)
    passages.link_statements(root, material.names, lang)
    passages.link_ids(root, material.ids)
    passages.finish_links(root, material.places, material.names, lang)
    passages.mark_language(root, lang)
    return passages.write_page(root)


def _figure(figure: Drawn, lang: str, table: Any = None) -> dict[str, Any]:
    """Say what a figure's place in a page or a PDF needs, in one language."""
    return {
        "name": figure.name,
        "title": figure.title.said(lang),
        "alt": figure.alt.said(lang),
        "svg": Markup(figure.inline),
        "table": table,
    }


def _brief_parts(material: Material, lang: str) -> list[dict[str, Any]]:
    parts = in_one_language(material.brief, lang)
    for part in parts:
        part["figures"] = [
            _figure(material.figures[place["name"]], lang, place["table"])
            for place in part["figures"]
        ]
    return parts


def _reader(material: Material, lang: str) -> dict[str, Any]:
    tables, names = material.tables, material.names
    name = names.called(lang)
    hits, provisions = tables["hits"], tables["provisions"]
    mass = sum_mass(tables["weights"], provisions, tables["policy_areas"], tables["terms"])
    about = describe_provisions(mass, tables, names, lang)
    policies = tables["documents"][tables["documents"]["role"] != PARENT]
    texts = read_texts(policies, material.raw)
    written = write_documents(tables, texts, about, names, lang)
    n = hits.groupby(["area", "topic"]).size()
    agencies = tables["agencies"][tables["agencies"]["role"] != "named"]["agency"].value_counts()
    choices = [TARGETS, OWN_WORDS, *sorted(statuses(tables["overlap"])["passage"].unique())]
    choices += [f"zone/{zone}" for zone in ZONE_NAMES]
    return {
        "any": ANY,
        "passages": [(key, passage_name(key, names).said(lang)) for key in choices],
        "strengths": _options(STRENGTH_NAMES, lang),
        "statuses": _options(STATUS_NAMES, lang),
        "agencies": agencies.sort_index().sort_values(ascending=False, kind="stable").items(),
        "areas": [
            {
                "key": area,
                "name": name(area, ALL),
                "n": int(n.reindex([area], level="area").sum()),
                "topics": [
                    {"key": topic, "name": name(area, topic), "n": int(n.get((area, topic), 0))}
                    for topic in names.topics(area)
                ],
            }
            for area in names.areas
        ],
        "provinces": [{"key": p, "name": name(p)} for p in policies["province"].unique()],
        "documents": [
            {
                "key": row.doc_id,
                "province": row.province,
                "name": _document_name(row, policies, name(row.province)),
                "html": Markup(written[row.doc_id].text),
            }
            for row in policies.itertuples()
        ],
    }


def _options(names: Mapping[str, tuple[str, str]], lang: str) -> list[tuple[str, str]]:
    own = {"zh": 0, "en": 1}[lang]
    return [(key, name[own]) for key, name in names.items()]


def _document_name(row: Any, policies: pd.DataFrame, province: str) -> str:
    alone = (policies["province"] == row.province).sum() == 1
    return province if alone else f"{province} {row.document_number or row.doc_id}"


def _lexicon(material: Material, lang: str) -> dict[str, Any]:
    tables, names = material.tables, material.names
    name = names.called(lang)
    described = describe_lexicon(tables["terms"], tables["weights"], tables["provisions"], names)
    for area in described:
        area["name"] = name(area["key"], ALL)
        for topic in area["topics"]:
            topic["name"] = name(area["key"], topic["key"])
    provinces = sorted(tables["provisions"]["province"].unique())
    return {"areas": described, "provinces": [{"name": name(p)} for p in provinces]}


def _in_language(content: Any, lang: str) -> Any:
    """Replace every Statement in nested lists and dictionaries by its text in one language."""
    if isinstance(content, Statement):
        return content.said(lang)
    if isinstance(content, dict):
        return {key: _in_language(value, lang) for key, value in content.items()}
    return (
        [_in_language(value, lang) for value in content] if isinstance(content, list) else content
    )


def _heading(body: str, lang: str) -> str:
    """Read the first heading of a rendered notebook, in one language."""
    root = passages.parse_page(body)
    passages.keep_language(root, lang)
    heading = root.find(".//h1")
    return "" if heading is None else str(heading.text_content()).strip()
