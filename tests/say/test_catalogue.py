"""The catalogues: the same keys and facts in every language, all used, none missing."""

import ast
import json
import re
from pathlib import Path

import pandas as pd
import pytest
from building import ROOT
from jinja2 import UndefinedError, meta

from analysis.say.catalogue import environment, label, messages, say, write
from analysis.vocabulary import LANGUAGES

PACKAGE = ROOT / "src" / "analysis"
FIRST, *OTHERS = LANGUAGES
MESSAGES = messages(FIRST)
KEY = re.compile(r"[a-z_0-9]+\\?\.")


def asked() -> list[str]:
    """What the code asks for: keys, and patterns of keys of which it computes a part."""
    found = []
    sources = [path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")]
    for source in [*sources, *notebook_cells()]:
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.JoinedStr):
                found.append("".join(part_of(part) for part in node.values))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.append(re.escape(node.value))
    # keys("group") lists what a group has; each('key'), say('group.' ~ part), worded('group')
    templates = [path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.j2")]
    for text in [*MESSAGES.values(), *templates]:
        for key, part in re.findall(r"""['"]([a-z_]+(?:\.\w*)*)['"]( ~)?""", text):
            found.append(re.escape(key) + (r"[^.]+" if part else ""))
    return [text for text in found if KEY.match(text)] + [
        rf"{re.escape(group)}\..+" for group in LISTED
    ]


def notebook_cells() -> list[str]:
    notebooks = [json.loads(p.read_text()) for p in (ROOT / "notebooks").glob("*.ipynb")]
    cells = [cell for notebook in notebooks for cell in notebook["cells"]]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def part_of(node: ast.expr) -> str:
    return re.escape(str(node.value)) if isinstance(node, ast.Constant) else r"[^.]+"


# Groups whose messages are asked for by what stands in the texts or in tables.
LISTED = {
    group
    for path in PACKAGE.rglob("*.py")
    for group in re.findall(r'\bkeys\("([\w.]+)"\)', path.read_text(encoding="utf-8"))
} | {"targets.units", "targets.signs"}


def facts(text: str) -> set[str]:
    """The names that a message takes from outside."""
    tree = environment().parse(text)
    return meta.find_undeclared_variables(tree) - environment().globals.keys() - {"lang", "names"}


@pytest.mark.parametrize("lang", OTHERS)
def test_languages_have_the_same_keys_in_the_same_order(lang):
    assert list(messages(lang)) == list(MESSAGES)


@pytest.mark.parametrize("lang", OTHERS)
@pytest.mark.parametrize("key", MESSAGES)
def test_a_message_takes_the_same_facts_in_every_language(key, lang):
    assert facts(messages(lang)[key]) == facts(MESSAGES[key])


def test_no_message_is_missing():
    """What `say`, `label`, `write` and `each` are given as it stands is there."""
    sources = [path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")]
    sources += [path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.j2")]
    call = (
        r"""\b(?:say|label|each|write)\((?:lang, |"en", |"zh", )?\s*['"](\w+\.[\w.]*\w)['"](?! ~)"""
    )
    given = {key for text in [*sources, *MESSAGES.values()] for key in re.findall(call, text)}
    assert len(given) > 200
    assert given - MESSAGES.keys() == set()


def test_no_message_is_left_over():
    wanted = [re.compile(pattern) for pattern in asked()]
    assert [key for key in MESSAGES if not any(p.fullmatch(key) for p in wanted)] == []


def test_a_fact_that_is_missing_and_a_key_that_is_not_there_are_errors():
    with pytest.raises(UndefinedError, match="'n' is undefined"):
        write("en", "provinces.many")
    with pytest.raises(KeyError, match=r"provinces\.none"):
        say("provinces.none")


def test_numbers_plurals_and_lists_follow_the_rules_of_each_language(names):
    shares = pd.Series({"anhui": 0.25, "beijing": 0.5})
    text = (
        "{{ shares | span('percent', 0) }}; {{ shares.index | some }}; {{ shares.index | some(1) }}"
    )
    en, zh = (
        environment().from_string(text).render(shares=shares, names=names, lang=lang)
        for lang in LANGUAGES
    )
    assert en == "from 25% (Anhui) to 50% (Beijing); Anhui and Beijing; 2 provinces"
    assert zh == "由25%（安徽）至50%（北京）; 安徽、北京; 2个省"
    plural = environment().from_string(
        "{{ count(1, 'term') }}, {{ count(1200, 'agency', 'agencies') }}"
    )
    assert plural.render() == "1 term, 1,200 agencies"


def test_a_span_says_whose_its_ends_are_and_when_there_is_none(names):
    def span(values: list[float]) -> list[str]:
        series = pd.Series(values, index=["anhui", "beijing"][: len(values)])
        template = environment().from_string("{{ values | span('percent') }}")
        return [template.render(values=series, names=names, lang=lang) for lang in LANGUAGES]

    assert span([0.1, 0.5]) == [
        "from 10.0% (Anhui) to 50.0% (Beijing)",
        "由10.0%（安徽）至50.0%（北京）",
    ]
    # What is written alike is not told apart.
    assert span([0.1, 0.1000001]) == ["10.0% in each", "均为10.0%"]
    assert span([0.2]) == ["20.0% (Anhui)", "20.0%（安徽）"]


def test_figures_have_chinese_before_english():
    assert label("columns.area", between="\n") == "政策领域\nPolicy area"


# Names of things and words that are looked for in texts; what readers read has the others.
HAN = "\u4e00-\u9fff"


def spoken(path: Path) -> list[str]:
    """The strings of a module that may be read by readers: no docstrings, no errors, no keys."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    silent = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise) or (
            isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        ):
            silent |= set(ast.walk(node))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "compile":
            silent |= set(ast.walk(node))
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in silent
    ]


# Modules that put a message of an error together before they raise it.
TELLING_ERRORS = {"studies/evidence.py", "website/runner.py"}
# Rooms that write for readers; the others read texts, or tell whoever runs a command.
WRITING = [
    path
    for room in ("draw", "say", "studies", "website")
    for path in sorted((PACKAGE / room).rglob("*.py"))
    if path.relative_to(PACKAGE).as_posix() not in TELLING_ERRORS
]


@pytest.mark.parametrize("path", WRITING, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_line_of_python_holds_a_sentence_for_readers(path):
    # A sign of a numeral, a character to measure a text by, an amount's word: no sentence.
    english = re.compile(r"[A-Za-z]{2,},? [a-z]{2,},? [a-z]{2,}")
    for text in spoken(path):
        assert not english.search(text), text
        if path.name == "report.py" or "studies" not in path.parts:
            assert not re.search(f"[{HAN}]{{2}}", text), text


def test_no_template_holds_a_sentence_for_readers():
    for path in sorted(PACKAGE.rglob("*.j2")):
        text = re.sub(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}|<[^>]*>", " ", path.read_text(), flags=re.S)
        assert not re.search(f"[{HAN}]", text), path
        assert not re.search(r"[A-Za-z]{2,} [a-z]{2,}", text), path
