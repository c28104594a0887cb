import pytest

from analysis.links import reader_address


@pytest.mark.parametrize(
    ("keys", "address"),
    [
        ({"term": "网络扶贫"}, "reader.html?term=%E7%BD%91%E7%BB%9C%E6%89%B6%E8%B4%AB"),
        ({"area": "security", "topic": "all", "gap": 0.1}, "reader.html?area=security"),
        ({"topic": "fees", "province": "hebei", "area": "infrastructure"},
         "reader.html?province=hebei&area=infrastructure&topic=fees"),
        ({"term": "<a&b>"}, "reader.html?term=%3Ca%26b%3E"),
        ({"area": "all", "topic": ""}, ""),
        ({"gap": 0.1}, ""),
    ],
)  # fmt: skip
def test_an_address_holds_the_keys_that_choose_hits(keys, address):
    assert reader_address(keys) == address
