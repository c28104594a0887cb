from analysis.store.schema import CONTRACTS

RULES = [rule for contract in CONTRACTS.values() for rule in contract.columns.values()]


def test_every_contract_has_its_key_among_its_columns():
    for name, contract in CONTRACTS.items():
        assert set(contract.key) <= set(contract.columns), name


def test_every_number_has_a_unit_and_no_text_has_one():
    for rule in RULES:
        assert bool(rule.unit) == (rule.dtype != "str"), rule


def test_columns_of_one_kind_come_apart_in_their_order():
    contract = CONTRACTS["term_counts"]
    assert contract.key == ("provision_id", "term")
    assert list(contract.columns) == ["provision_id", "term", "n"]
    assert contract.columns["term"].dtype == "str"
    assert contract.columns["n"].unit == "occurrences"
