"""The catalogues: the same keys and facts in every language, all used, none missing."""

import ast
import re
from pathlib import Path

import pandas as pd
import pytest
from building import ROOT
from jinja2 import UndefinedError, meta

from analysis.say.catalogue import LANGUAGES, environment, keys, label, messages, say, write

PACKAGE = ROOT / "src" / "analysis"
FIRST, *OTHERS = LANGUAGES
MESSAGES = messages(FIRST)
# Functions of Python that take a key, and which of their arguments it is.
SAYING = {"say": 0, "label": 0, "write": 1, "keys": 0}


def facts(text: str) -> set[str]:
    """The names that a message takes from outside."""
    tree = environment().parse(text)
    return meta.find_undeclared_variables(tree) - environment().globals.keys() - {"lang", "names"}


def patterns() -> list[re.Pattern[str]]:
    """What the code may ask for, as patterns of keys: a part that it computes can be any one."""
    found = []
    for path in PACKAGE.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(call, ast.Call):
                continue
            name = getattr(call.func, "id", getattr(call.func, "attr", ""))
            if name in SAYING and len(call.args) > SAYING[name]:
                key = pattern_of(call.args[SAYING[name]])
                found += [re.compile(f"{k}\\..+" if name == "keys" else k) for k in key]
    asked = r"""(?:\beach\(|\bsay\()\s*['"]([\w.]+)['"]"""
    texts = [path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.j2")]
    for text in [*MESSAGES.values(), *texts]:
        found += [re.compile(re.escape(key)) for key in re.findall(asked, text)]
        # A key put together in a template: each('agencies.' ~ kind)
        found += [
            re.compile(re.escape(key) + r"\w+")
            for key in re.findall(r"""(?:\beach\(|\bsay\()\s*['"]([\w.]+\.)['"] ~""", text)
        ]
    return found


def pattern_of(node: ast.expr) -> list[str]:
    """Write the keys that an expression may give as regular expressions."""
    if isinstance(node, ast.Constant):
        return [re.escape(str(node.value))]
    if isinstance(node, ast.IfExp):
        return [*pattern_of(node.body), *pattern_of(node.orelse)]
    if isinstance(node, ast.JoinedStr):
        parts = [
            re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[^.]+"
            for part in node.values
        ]
        return ["".join(parts)]
    return []


@pytest.mark.parametrize("lang", OTHERS)
def test_languages_have_the_same_keys_in_the_same_order(lang):
    assert list(messages(lang)) == list(MESSAGES)


@pytest.mark.parametrize("lang", OTHERS)
@pytest.mark.parametrize("key", MESSAGES)
def test_a_message_takes_the_same_facts_in_every_language(key, lang):
    assert facts(messages(lang)[key]) == facts(MESSAGES[key])


def test_no_message_is_missing():
    asked = {
        p.pattern.replace("\\", "") for p in patterns() if re.fullmatch(r"[\w.\\]+", p.pattern)
    }
    assert {key for key in asked if key not in MESSAGES and not keys(key)} == set()


def test_no_message_is_left_over():
    wanted = patterns()
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


# Rooms that write for readers; the others read texts, or tell whoever runs a command.
WRITING = [
    path
    for room in ("draw", "say", "studies", "website")
    for path in sorted((PACKAGE / room).rglob("*.py"))
]


@pytest.mark.parametrize("path", WRITING, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_line_of_python_holds_a_sentence_for_readers(path):
    english = re.compile(r"[A-Za-z]{2,},? [a-z]{2,},? [a-z]{2,}")
    for text in spoken(path):
        assert not english.search(text), text
        if path.name == "report.py" or "studies" not in path.parts:
            assert not re.search(f"[{HAN}]", text), text


def test_no_template_holds_a_sentence_for_readers():
    for path in sorted(PACKAGE.rglob("*.j2")):
        text = re.sub(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}|<[^>]*>", " ", path.read_text(), flags=re.S)
        assert not re.search(f"[{HAN}]", text), path
        assert not re.search(r"[A-Za-z]{2,} [a-z]{2,}", text), path
