import re

from analysis.store.schema import CONTRACTS, UNITS_ZH

HAN = re.compile(r"[\u4e00-\u9fff]")
LATIN = re.compile(r"[A-Za-z]")

# What stands for a table or a column of one, with its meaning in English and in Chinese.
MEANINGS = {(name,): (c.meaning, c.meaning_zh) for name, c in CONTRACTS.items()} | {
    (name, column): (rule.meaning, rule.meaning_zh)
    for name, contract in CONTRACTS.items()
    for column, rule in contract.columns.items()
}


def test_every_contract_has_its_key_among_its_columns():
    for name, contract in CONTRACTS.items():
        assert set(contract.key) <= set(contract.columns), name


def test_every_table_and_column_says_in_english_and_in_chinese_what_it_holds():
    assert len(MEANINGS) == len(CONTRACTS) + sum(len(c.columns) for c in CONTRACTS.values())
    for place, (en, zh) in MEANINGS.items():
        assert LATIN.search(en), place
        assert HAN.search(zh), place


def test_meanings_that_differ_in_english_differ_in_chinese_and_the_same_are_the_same():
    pairs = set(MEANINGS.values())
    for language in (0, 1):
        texts = [pair[language] for pair in pairs]
        assert {text for text in texts if texts.count(text) > 1} == set()


def test_every_number_has_a_unit_and_every_unit_a_chinese_name_of_its_own():
    rules = [rule for contract in CONTRACTS.values() for rule in contract.columns.values()]
    assert {rule.unit for rule in rules if rule.unit} == set(UNITS_ZH)
    assert len(set(UNITS_ZH.values())) == len(UNITS_ZH)
    for rule in rules:
        assert bool(rule.unit) == (rule.dtype != "str"), rule
        assert bool(LATIN.search(rule.unit)) == bool(HAN.search(rule.unit_zh)) == bool(rule.unit), (
            rule
        )


def test_chinese_is_set_with_chinese_punctuation():
    for place, (_, zh) in MEANINGS.items():
        assert not re.search(r"[\u4e00-\u9fff][,;:]|[,;:][\u4e00-\u9fff]", zh), place
        assert not re.search(r"[\u4e00-\u9fff]\(|\)[\u4e00-\u9fff]", zh), place
