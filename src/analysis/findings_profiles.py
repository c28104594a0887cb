"""How alike the provinces divide their text over the areas, as sentences."""

from math import floor, log10

import pandas as pd

from analysis.contracts import FEW, OTHERS
from analysis.divergence import LEVEL
from analysis.profiles import distances
from analysis.wording import Finding, Findings, Names, count_of, probability

NO_PROFILES = Finding(
    "Fewer than two provinces have a hit, so there are no profiles to compare.",
    "有命中的省不足两个，没有领域构成可比。",
)


def profile_findings(divergence: pd.DataFrame, names: Names) -> Findings:
    """Say how far the profiles of two provinces lie apart, and how far chance alone sets them.

    `divergence` is the table `profile_divergence`. Of more than three provinces the pairs that
    are nearest and farthest are named, and the province farthest from all others.
    """
    if divergence.empty:
        return Findings([NO_PROFILES])
    ranked = divergence.sort_values("jensen_shannon", kind="stable")
    n_provinces = len({*divergence["province_a"], *divergence["province_b"]})
    if n_provinces <= FEW:
        return Findings(_pair_finding(row, names) for row in divergence.itertuples())
    n_apart = int((divergence["p_adjusted"] < LEVEL).sum())
    mean = distances(divergence).pow(2).sum() / (n_provinces - 1)
    alone = str(mean.idxmax())
    return Findings(
        [
            Finding(
                f"{n_apart} of {count_of(len(divergence), 'pair')} of profiles lie farther apart "
                f"than chance sets them (adjusted p below {LEVEL}).",
                f"{len(divergence):,}对省份中，有{n_apart}对的领域构成之差超出偶然"
                f"（校正后p小于{LEVEL}）。",
            ),
            _pair_finding(ranked.iloc[0], names, "Nearest: ", "最接近："),
            _pair_finding(ranked.iloc[-1], names, "Farthest: ", "相差最大："),
            Finding(
                f"Farthest from {names.en(OTHERS)} on average: {names.en(alone)}, "
                f"{bits(mean.max())} bits.",
                f"与{names.zh(OTHERS)}平均相差最大的是{names.zh(alone)}：{bits(mean.max())}比特。",
            ),
        ]
    )


def profile_headline(divergence: pd.DataFrame, names: Names) -> Finding:
    """Say in one line how far the two, or the farthest, profiles lie apart."""
    if divergence.empty:
        return NO_PROFILES.headline()
    farthest = divergence.loc[divergence["jensen_shannon"].idxmax()]
    a, b = farthest["province_a"], farthest["province_b"]
    apart = bits(farthest["jensen_shannon"])
    sure = farthest["p_adjusted"] < LEVEL
    only = len(divergence) == 1
    en = "The profiles of" if only else "The profiles farthest apart are those of"
    zh = "" if only else "领域构成相差最大的是"
    return Finding(
        f"{en} {names.en(a)} and {names.en(b)}: {apart} bits, "
        + ("more than chance makes" if sure else "no more than chance may make"),
        f"{zh}{names.zh(a)}与{names.zh(b)}{'的领域构成相差' if only else '：'}{apart}比特，"
        + ("超出偶然" if sure else "未超出偶然"),
    )


def bits(value: float) -> str:
    """Write a divergence in bits with three decimals, or with two digits where that says nothing.

    >>> bits(0.0154), bits(0.00042), bits(0.0)
    ('0.015', '0.00042', '0.000')
    """
    places = 3 if value >= 0.001 or value <= 0 else 1 - floor(log10(value))
    return f"{value:.{places}f}"


def _pair_finding(row: pd.Series, names: Names, en: str = "", zh: str = "") -> Finding:
    a, b = row.province_a, row.province_b
    apart, expected = map(bits, (row.jensen_shannon, row.expected))
    p = probability(row.p_adjusted)
    return Finding(
        f"{en}{names.en(a)} and {names.en(b)}, {apart} bits apart; with provisions dealt out at "
        f"random {expected} on average, adjusted {p}.",
        f"{zh}{names.zh(a)}与{names.zh(b)}的领域构成相差{apart}比特；条款随机重分时平均为{expected}，校正后{p}。",
    )
