"""Contents of pages in one language."""

from collections.abc import Mapping
from dataclasses import is_dataclass
from typing import Any

from analysis.say.wording import Statement


def in_language(content: Any, lang: str) -> Any:
    """Give nested content in one language: statements as texts, other data classes as dictionaries.

    >>> in_language({"title": Statement("Words", "用语"), "rows": (1, "a")}, "zh")
    {'title': '用语', 'rows': [1, 'a']}
    """
    if isinstance(content, Statement):
        return content.said(lang)
    if is_dataclass(content):
        content = vars(content)
    if isinstance(content, Mapping):
        return {key: in_language(value, lang) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [in_language(value, lang) for value in content]
    return content
