"""The fixed texts of the brief: each word is explained, in both languages."""

import re

from analysis.say.wording import VERDICT_ZH
from analysis.studies.gaps.measure import EQUIVALENCE_MARGIN
from analysis.website.brief_texts import GLOSSARY, TITLES, VERDICT_WORDS


def test_every_verdict_has_its_word_and_the_margin_its_number():
    explained = {word.en: word.zh for word, _ in VERDICT_WORDS}
    assert explained == VERDICT_ZH
    assert (
        f"−{EQUIVALENCE_MARGIN * 100:g} and +{EQUIVALENCE_MARGIN * 100:g} percentage points"
        in VERDICT_WORDS[1][1].en
    )


def test_the_glossary_explains_each_word_in_one_sentence():
    words = {word.en for word, _ in GLOSSARY}
    assert {"Provision", "Coverage", "Interval", "tf-idf", "Hit"} <= words
    for _, meaning in GLOSSARY:
        assert re.fullmatch(r"[^.]+(?:\d\.\d+[^.]*)?\.", meaning.en), meaning.en
        assert re.fullmatch(r"[^。]+。", meaning.zh), meaning.zh


def test_every_title_is_in_both_languages():
    for title in TITLES.values():
        assert re.fullmatch(r"[A-Z][a-z ,]+\??", title.en), title.en
        assert re.fullmatch(r"[\u4e00-\u9fff，]+？?", title.zh), title.zh
