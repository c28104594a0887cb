import pandas as pd
import pytest
from made_up import many_names, none_of

from analysis.studies.profiles.report import NO_PROFILES, profile_headline, profile_statements


def table(rows) -> pd.DataFrame:
    return pd.DataFrame(
        [(*row[:2], row[2], 0.05, row[3], row[3]) for row in rows],
        columns=["province_a", "province_b", "jensen_shannon", "expected", "p_value", "p_adjusted"],
    )


def test_a_pair_is_said_with_what_chance_makes(names):
    (said,) = profile_statements(table([("anhui", "beijing", 0.0186, 0.92)]), names)
    assert said.en == (
        "Anhui and Beijing, 0.019 bits apart; with provisions dealt out at random 0.050 on "
        "average, adjusted p = 0.920."
    )
    assert (
        said.zh == "安徽与北京的领域构成相差0.019比特；条款随机重分时平均为0.050，校正后p = 0.920。"
    )


@pytest.mark.parametrize(
    ("p", "en", "zh"),
    [
        (0.049, "more than chance makes", "超出偶然"),
        (0.05, "no more than chance may make", "未超出偶然"),
    ],
)
def test_the_headline_says_beyond_chance_only_below_the_level(names, p, en, zh):
    said = profile_headline(table([("anhui", "beijing", 0.2, p)]), names)
    assert said.en == f"The profiles of Anhui and Beijing: 0.200 bits, {en}"
    assert said.zh == f"安徽与北京的领域构成相差0.200比特，{zh}"


def test_of_four_the_nearest_the_farthest_and_the_one_apart_are_named(small):
    names = many_names(5, small.areas)
    rows = [
        ("anhui", "beijing", 0.01, 0.9), ("anhui", "chongqing", 0.02, 0.8),
        ("anhui", "fujian", 0.30, 0.04), ("beijing", "chongqing", 0.005, 0.95),
        ("beijing", "fujian", 0.35, 0.03), ("chongqing", "fujian", 0.28, 0.06),
    ]  # fmt: skip
    counted, nearest, farthest, alone = profile_statements(table(rows), names)
    assert counted.en.startswith("2 of 6 pairs of profiles lie farther apart than chance sets them")
    assert counted.zh.startswith("6对省份中，有2对的领域构成之差超出偶然")
    assert nearest.en.startswith("Nearest: Beijing and Chongqing, 0.005 bits apart")
    assert nearest.zh.startswith("最接近：北京与重庆的领域构成相差0.005比特")
    assert farthest.en.startswith("Farthest: Beijing and Fujian, 0.350 bits apart")
    # (0.30 + 0.35 + 0.28) / 3
    assert alone.en == "Farthest from the other provinces on average: Fujian, 0.310 bits."
    assert alone.zh == "与其他各省平均相差最大的是福建：0.310比特。"
    headline = profile_headline(table(rows), names)
    assert headline.en == (
        "The profiles farthest apart are those of Beijing and Fujian: 0.350 bits, more than chance "
        "makes"
    )
    assert headline.zh == "领域构成相差最大的是北京与福建：0.350比特，超出偶然"


def test_without_two_profiles_there_is_nothing_to_compare(names):
    empty = none_of("profile_divergence")
    assert list(profile_statements(empty, names)) == [NO_PROFILES]
    assert profile_headline(empty, names).zh == "有命中的省不足两个，没有领域构成可比"
