"""What each province promises, as sentences: targets, agencies, strength of wording."""

import pandas as pd

from analysis.contracts import FEW, STRENGTHS
from analysis.coverage import TOTAL, share_of
from analysis.findings_extremes import (
    agency_area_extremes,
    agency_extremes,
    binding_headline,
    dated_extremes,
    most_targets,
    strength_extremes,
    target_extremes,
)
from analysis.lexicon import ALL
from analysis.links import ANY, TARGETS, reader_address
from analysis.wording import (
    Finding,
    Findings,
    Names,
    count_of,
    join_words,
    percent,
)


def target_findings(targets: pd.DataFrame, provisions: pd.DataFrame, names: Names) -> Findings:
    """Count each province's quantified targets, by area and deadline."""
    owner = provisions.set_index("provision_id")["province"]
    held = targets.assign(province=targets["provision_id"].map(owner))
    provinces = sorted(owner.unique())
    if len(provinces) > FEW:
        return target_extremes(held, provinces, names)
    findings = []
    for province in provinces:
        own = held[held["province"] == province]
        if own.empty:
            findings.append(
                Finding(
                    f"{names.en(province)} sets no quantified target.",
                    f"{names.zh(province)}没有量化目标。",
                )
            )
            continue
        areas = [a for a in names.areas if (own["area"] == a).any()]
        n = own["area"].value_counts()
        en = [f"{n[a]} on {names.en(a, ALL).lower()}" for a in areas]
        zh = [f"{names.zh(a, ALL)}{n[a]}个" for a in areas]
        if (own["area"] == "").any():
            en.append(f"{n['']} in none of the areas")
            zh.append(f"不属任何领域{n['']}个")
        due = own.loc[own["deadline"] != "", "deadline"].value_counts().sort_index()
        due_en = join_words(f"{k} by {year}" for year, k in due.items())
        due_zh = "、".join(f"{year}年{k}个" for year, k in due.items())
        findings.append(
            Finding(
                f"{names.en(province)} sets {count_of(len(own), 'quantified target')}: "
                f"{join_words(en)}; due: {due_en or 'no year given'}.",
                f"{names.zh(province)}有{len(own)}个量化目标：{'，'.join(zh)}；"
                f"期限：{due_zh or '未写年份'}。",
                reader_address({"province": province, "passage": TARGETS}),
            )
        )
    return Findings(findings)


def target_headline(targets: pd.DataFrame, provisions: pd.DataFrame, names: Names) -> Finding:
    """Compare the number of quantified targets."""
    owner = provisions.set_index("provision_id")["province"]
    n = targets["provision_id"].map(owner).value_counts()
    counted = [(p, int(n.get(p, 0))) for p in sorted(owner.unique())]
    if len(counted) > FEW:
        return most_targets(pd.Series(dict(counted)), names)
    return Finding(
        "Quantified targets: " + ", ".join(f"{names.en(p)} {k or 'none'}" for p, k in counted),
        "量化目标：" + "，".join(f"{names.zh(p)}{f'{k}个' if k else '无'}" for p, k in counted),
    )


def agency_findings(agencies: pd.DataFrame, provisions: pd.DataFrame, names: Names) -> Findings:
    """Say how each province assigns agencies: by lists that close provisions, or in its text."""
    if provisions["province"].nunique() > FEW:
        return agency_extremes(agencies, provisions, names)
    findings = []
    for province, own in provisions.groupby("province"):
        named = agencies[agencies["province"] == province]
        listed = named[named["role"] != "named"]
        if len(listed):
            n = listed.groupby("agency")["provision_id"].nunique()
            top = n.sort_values(ascending=False, kind="stable").head(5)
            bodies = count_of(len(n), "agency or company", "agencies and companies")
            closed = listed["provision_id"].nunique()
            findings.append(
                Finding(
                    f"{names.en(province)} closes {closed} of {count_of(len(own), 'provision')} with "
                    f"a list of those responsible, {bodies}. Most often: "
                    + ", ".join(f"{agency} ({k})" for agency, k in top.items())
                    + ".",
                    f"{names.zh(province)}的{len(own)}个条款中有{closed}个以责任单位名单结尾，"
                    f"共{len(n)}个单位。最常见："
                    + "、".join(f"{agency}（{k}）" for agency, k in top.items())
                    + "。",
                    reader_address({"province": province, "agency": ANY}),
                )
            )
        else:
            places = named.groupby("provision_id", sort=False)["agency"].unique()
            spots = [f"{i} ({', '.join(found)})" for i, found in places.items()]
            zh = [f"{i}（{'、'.join(found)}）" for i, found in places.items()]
            findings.append(
                Finding(
                    f"{names.en(province)} closes no provision with a list of those responsible. "
                    + (
                        f"Its text names agencies in {'; '.join(spots)}."
                        if spots
                        else "Its text names none."
                    ),
                    f"{names.zh(province)}没有逐条列出责任单位。"
                    + (f"正文中提到单位的有{'；'.join(zh)}。" if spots else "正文中也没有提到。"),
                )
            )
    return Findings(findings)


def agency_headline(agencies: pd.DataFrame, names: Names) -> Finding:
    """Name the agency that is listed for most provisions."""
    listed = agencies[agencies["role"] != "named"]
    if listed.empty:
        return Finding("No document lists responsible agencies", "没有文件列出责任单位")
    n = listed.groupby(["province", "agency"])["provision_id"].nunique()
    most = n[n == n.max()].index
    if len(most) > FEW:
        bodies = most.unique("agency")
        return Finding(
            f"Most provisions of a province that list one agency: {n.max()}, for "
            f"{count_of(len(bodies), 'agency', 'agencies')}",
            f"一省中列出同一单位的条款最多为{n.max()}个，这样的单位有{len(bodies)}个",
        )
    listed_zh = "、".join(f"{names.zh(province)}的{agency}" for province, agency in most)
    listed_en = join_words(f"{agency} in {names.en(province)}" for province, agency in most)
    return Finding(
        f"Listed most often: {listed_en}, {count_of(int(n.max()), 'provision')}",
        f"列出最多的是{listed_zh}：{n.max()}个条款",
    )


def agency_area_findings(
    agencies: pd.DataFrame, mass: pd.DataFrame, names: Names, *, n: int = 3
) -> Findings:
    """Name for each area the provision that covers it most, and who stands first in its list.

    `mass` as from `coverage.sum_mass`.
    """
    listed = agencies[agencies["role"] != "named"].sort_values("start")
    if listed["province"].nunique() > FEW:
        return agency_area_extremes(listed, mass, names)
    findings = []
    for province, own in listed.groupby("province"):
        held = mass.loc[[(province, i) for i in own["provision_id"].unique()]]
        for area in names.areas:
            share = share_of(held[[(area, ALL)]].to_numpy(), held[TOTAL].to_numpy())[:, 0]
            best, most = held.index[share.argmax()][1], share.max()
            if most == 0:
                continue
            order = own.loc[own["provision_id"] == best, "agency"].tolist()
            first, k = "、".join(order[:n]), count_of(len(order), "agency", "agencies")
            findings.append(
                Finding(
                    f"{names.en(str(province))}, {names.en(area, ALL).lower()}: covered most by "
                    f"{best} ({percent(most)}), which lists {k}, {first} first.",
                    f"{names.zh(str(province))}，{names.zh(area, ALL)}：覆盖度最高的条款是{best}"
                    f"（{percent(most)}），列出{len(order)}个单位，排在最前的是{first}。",
                )
            )
    none = Finding(
        "No provision with a list of those responsible has a hit.", "列出责任单位的条款都没有命中。"
    )
    return Findings(findings or [none])


def agency_area_headline(agency_coverage: pd.DataFrame, names: Names, *, least: int = 3) -> Finding:
    """Name the agency whose provisions have the highest coverage of an area."""
    often = agency_coverage[agency_coverage["n_provisions"] >= least]
    if often.empty:
        return Finding("No agency is listed often", "没有常被列出的单位")
    top = often.loc[often["coverage"].idxmax()]
    if often["province"].nunique() > FEW:
        alike = int((often["coverage"] == top["coverage"]).sum()) - 1
        return Finding(
            f"Highest coverage: {names.en(top['area'], ALL).lower()} in the provisions of "
            f"{names.en(top['province'])} that list {top['agency']}, {percent(top['coverage'])}"
            + (f", and as high in {alike} more" if alike else ""),
            f"覆盖度最高的是{names.zh(top['province'])}列有{top['agency']}的条款："
            f"{names.zh(top['area'], ALL)}{percent(top['coverage'])}"
            + (f"，另有{alike}处相同" if alike else ""),
        )
    return Finding(
        f"Highest coverage: {names.en(top['area'], ALL).lower()} in the provisions that list "
        f"{top['agency']}, {percent(top['coverage'])}",
        f"覆盖度最高的是列有{top['agency']}的条款：{names.zh(top['area'], ALL)}{percent(top['coverage'])}",
    )


def strength_rates(strength: pd.DataFrame, provisions: pd.DataFrame) -> pd.DataFrame:
    """Sum words of strength over each province and area, and relate them to the length of text.

    Returns province, area, n_sentences, n_obligatory, n_encouraging (words), and obligatory and
    encouraging (words per 1,000 Han characters). Sentences would be no measure: a list cut at its
    semicolons makes many.
    """
    owner = provisions[["provision_id", "province"]]
    held = strength.merge(owner, on="provision_id", validate="many_to_one")
    counts = ["n_sentences", "n_han", *(f"n_{s}" for s in STRENGTHS)]
    total = held.groupby(["province", "area"])[counts].sum()
    rates = {s: total[f"n_{s}"] / total["n_han"] * 1000 for s in STRENGTHS}
    return total.assign(**rates).reset_index()


def strength_findings(strength: pd.DataFrame, provisions: pd.DataFrame, names: Names) -> Findings:
    """Say how often each province binds and how often it encourages, overall and by area."""
    rates = strength_rates(strength, provisions)
    if rates["province"].nunique() > FEW:
        return strength_extremes(rates, names)
    findings = []
    for area in [ALL, *names.areas]:
        rows = rates[rates["area"] == area]
        en = "; ".join(
            f"{names.en(r.province)} {r.n_obligatory:.0f} and {r.n_encouraging:.0f} in "
            f"{count_of(r.n_sentences, 'sentence')} ({r.obligatory:.1f} and {r.encouraging:.1f} per "
            "1,000 characters)"
            for r in rows.itertuples()
        )
        zh = "；".join(
            f"{names.zh(r.province)}{r.n_sentences}个句子中分别有{r.n_obligatory:.0f}个、"
            f"{r.n_encouraging:.0f}个（每千字{r.obligatory:.1f}个、{r.encouraging:.1f}个）"
            for r in rows.itertuples()
        )
        title = ("All sentences", "全部句子")
        if area != ALL:
            title = (names.en(area, ALL), names.zh(area, ALL))
        if len(rows):
            findings.append(
                Finding(
                    f"{title[0]}, obligatory and encouraging words: {en}.",
                    f"{title[1]}，约束性与鼓励性用语：{zh}。",
                    reader_address({"area": area, "strength": ANY}),
                )
            )
    return Findings(findings)


def strength_headline(strength: pd.DataFrame, provisions: pd.DataFrame, names: Names) -> Finding:
    """Give the words of both kinds in each province, as counted."""
    rates = strength_rates(strength, provisions)
    if rates["province"].nunique() > FEW:
        return binding_headline(rates, names)
    rows = rates[rates["area"] == ALL]
    pairs = [
        (r.province, f"{r.n_obligatory:.0f} : {r.n_encouraging:.0f}") for r in rows.itertuples()
    ]
    return Finding(
        "Obligatory to encouraging words: "
        + ", ".join(f"{names.en(p)} {pair}" for p, pair in pairs),
        "约束性与鼓励性用语：" + "，".join(f"{names.zh(p)}{pair}" for p, pair in pairs),
    )


def dated_findings(
    numbers: pd.DataFrame, targets: pd.DataFrame, provisions: pd.DataFrame, names: Names
) -> Findings:
    """Name the sentences that give a date and no quantity."""
    owner = provisions.set_index("provision_id")["province"]
    dated = numbers[numbers["kind"] == "date"]
    dated = dated[~dated["sentence_id"].isin(targets["sentence_id"])]
    found = dated.groupby(dated["provision_id"].map(owner))["sentence_id"].unique()
    if len(found) > FEW:
        return dated_extremes(found, names)
    return Findings(
        Finding(
            f"{names.en(str(province))}, dated without a quantity: {', '.join(ids)}.",
            f"{names.zh(str(province))}有日期而无数量的句子：{'、'.join(ids)}。",
        )
        for province, ids in found.items()
    )
