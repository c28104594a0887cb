"""The codebook says the same in English and in Chinese."""

import re
import tomllib

from analysis.store.files import RAW

ENGLISH = (RAW / "codebook.md").read_text(encoding="utf-8")
CHINESE = (RAW / "codebook.zh.md").read_text(encoding="utf-8")
AREAS = tomllib.loads((RAW / "policy_areas.toml").read_text(encoding="utf-8"))["areas"]


def sections(book: str) -> dict[str, list[str]]:
    """Give the bullets under each heading of an area, each as one line."""
    parts = re.split(r"^## (.+)\n", book, flags=re.M)[1:]
    return {
        heading: re.sub(r"\n {2,}", " ", body).strip().split("\n- ")[1:]
        for heading, body in zip(parts[::2], parts[1::2], strict=True)
    }


def test_both_have_a_section_for_each_area_under_its_name():
    headings = [f"{area} {names['name_zh']}" for area, names in AREAS.items()]
    assert list(sections(ENGLISH)) == headings
    assert list(sections(CHINESE)) == headings
    assert len(re.findall(r"^# ", ENGLISH, flags=re.M)) == 1
    assert len(re.findall(r"^# ", CHINESE, flags=re.M)) == 1


def test_both_have_the_same_bullets_in_the_same_order():
    for heading, bullets in sections(ENGLISH).items():
        chinese = sections(CHINESE)[heading]
        assert len(chinese) == len(bullets) >= 2, heading
        for en, zh in zip(bullets, chinese, strict=True):
            assert en.startswith("Include: ") == zh.startswith("计入："), zh
            assert en.startswith("Exclude: ") == zh.startswith("不计入："), zh
            names = r"4G/5G|WLAN|IPv6|(?<!/)5G"
            assert re.findall(names, en) == re.findall(names, zh), zh


def test_each_area_is_defined_in_a_sentence_before_its_bullets():
    for book in (ENGLISH, CHINESE):
        assert len(re.findall(r"^## .+\n[^-\n#]", book, flags=re.M)) == len(AREAS)


def test_the_chinese_names_the_areas_as_the_lexicon_does():
    fees = sections(CHINESE)["infrastructure 基础设施"][2]
    for area in ("infrastructure", "poverty", "security"):
        assert AREAS[area]["name_zh"] in fees
