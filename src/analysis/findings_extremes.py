"""What is said of more than a few provinces: counts and extremes, one sentence for each matter.

Up to FEW provinces are told one by one in `findings_overlap` and `findings_promises`; of thirty,
that would be a list that nobody reads, and the figures and tables hold it.
"""

from collections.abc import Callable

import pandas as pd

from analysis.contracts import FEW, PARENT, STATUSES, STRENGTHS
from analysis.coverage import TOTAL, share_of
from analysis.lexicon import ALL
from analysis.links import ANY, OWN_WORDS, TARGETS, addresses, reader_address
from analysis.wording import Finding, Findings, Names, count_of, join_words, name_some, percent

_ALL_SENTENCES = ("All sentences", "全部句子")


def say_span(values: pd.Series, write: Callable[[float], str], names: Names) -> Finding:
    """Say the lowest and the highest of values by province, and whose they are."""
    low, high = values.min(), values.max()
    if len(values) > 1 and write(low) == write(high):
        return Finding(f"{write(low)} in each", f"均为{write(low)}")
    of = [name_some(values.index[values == end], names, most=FEW) for end in (low, high)]
    if len(values) == 1:
        return Finding(f"{write(low)} ({of[0].en})", f"{write(low)}（{of[0].zh}）")
    return Finding(
        f"from {write(low)} ({of[0].en}) to {write(high)} ({of[1].en})",
        f"由{write(low)}（{of[0].zh}）至{write(high)}（{of[1].zh}）",
    )


def overlap_extremes(overlap: pd.DataFrame, provisions: pd.DataFrame, names: Names) -> Findings:
    """Say how many provisions any other text shares, and which provinces have most in common."""
    best = best_status(overlap, provisions)
    n = best["status"].value_counts()
    own = (best["status"] == "own").groupby(best["province"]).mean()
    owner = provisions[["provision_id", "province"]]
    held = overlap.merge(owner, on="provision_id", validate="many_to_one")
    common = (held["status"] != "own").groupby([held["province"], held["reference"]]).mean()
    against = common.index.get_level_values("reference") == PARENT
    parent = ("", "")
    if against.any():
        parent = (" and the superior document", "和上级文件")
    findings = [
        Finding(
            f"Of {count_of(len(best), 'provision')}, each held against every other province"
            f"{parent[0]}: shared at least once {n.get('shared', 0)}, adapted and never shared "
            f"{n.get('adapted', 0)}, own against all {n.get('own', 0)}.",
            f"{len(best):,}个条款逐一对照其他每个省{parent[1]}：{n.get('shared', 0)}个至少一处为共有，"
            f"{n.get('adapted', 0)}个有改写而无共有，{n.get('own', 0)}个对照各处均为独有。",
            addresses({"passage": f"provisions/{status}"} for status in STATUSES if status in n),
        ),
        _say_own(own, names),
        _say_pairs(common[~against], names),
    ]
    if against.any():
        shares = common[against].droplevel("reference")
        said = say_span(shares, _percent, names)
        findings.append(
            Finding(
                "Shared or adapted against the superior document are, of a province's provisions, "
                f"{said.en}.",
                f"各省条款中与上级文件共有或改写的比例{said.zh}。",
            )
        )
    return Findings(findings)


def best_status(overlap: pd.DataFrame, provisions: pd.DataFrame) -> pd.DataFrame:
    """Give each provision its status against all: shared or adapted if it is against any.

    Returns provision_id, province, status, similarity (the highest) and best_match (of that).
    """
    rank = overlap["status"].map({status: place for place, status in enumerate(STATUSES)})
    near = overlap.sort_values("similarity", ascending=False, kind="stable")
    near = near.drop_duplicates("provision_id")[["provision_id", "similarity", "best_match"]]
    best = overlap.assign(rank=rank).sort_values("rank", kind="stable")
    best = best.drop_duplicates("provision_id")[["provision_id", "status"]]
    owner = provisions[["provision_id", "province"]]
    found = near.merge(best, on="provision_id", validate="one_to_one")
    return owner.merge(found, on="provision_id", validate="one_to_one")


def own_headline(overlap: pd.DataFrame, provisions: pd.DataFrame, names: Names) -> Finding:
    """Count the provisions that no other text has, and give the extremes."""
    best = best_status(overlap, provisions)
    own = best["status"] == "own"
    said = say_span(own.groupby(best["province"]).mean(), _percent, names)
    return Finding(
        f"Provisions mostly in words of their own: {own.sum():,} of {len(own):,}; of a province's "
        f"provisions, {said.en}",
        f"文字大部分为本省独有的条款：{len(own):,}个中{own.sum():,}个，占各省条款的比例{said.zh}",
    )


def own_text_extremes(shares: pd.DataFrame, names: Names) -> Findings:
    """Say how much text stands in no other province. `shares` as `own_shares` returns them."""
    said = say_span(shares.set_index("province")["share"], _percent, names)
    n, of = shares["n_own"].sum(), shares["n_sentences"].sum()
    return Findings(
        [
            Finding(
                f"Own sentences: {n:,} of {of:,}. Of the Han characters of a province's bodies they "
                f"hold {said.en}.",
                f"独有的句子：{of:,}个中有{n:,}个，占各省正文汉字的比例{said.zh}。",
                reader_address({"status": "own"}) if n else "",
            )
        ]
    )


def own_coverage_extremes(own_coverage: pd.DataFrame, names: Names) -> Findings:
    """Say for each area the extremes of its coverage over all text and over own text."""
    findings = []
    for area in [area for area in names.areas if area in set(own_coverage["area"])]:
        rows = own_coverage[own_coverage["area"] == area]
        wide = rows.pivot(index="province", columns="text", values="coverage")
        if "own" not in wide:
            wide["own"] = pd.NA
        both = wide.dropna()
        all_text = say_span(wide["all"], percent, names)
        en, zh = "no province has text of its own", "没有哪个省有独有文本"
        if len(both):
            own = say_span(both["own"], percent, names)
            fall = int((both["own"] < both["all"]).sum())
            en = (
                f"over own text, which {len(both)} of {len(wide)} provinces have, {own.en}, and "
                f"lower than over all text in {fall}"
            )
            zh = f"{len(wide)}个省中有{len(both)}个有独有文本，独有文本{own.zh}，其中{fall}个低于全文"
        findings.append(
            Finding(
                f"Coverage of {names.en(area, ALL).lower()}: over all text {all_text.en}; {en}.",
                f"{names.zh(area, ALL)}覆盖度：全文{all_text.zh}；{zh}。",
                reader_address({"area": area}),
            )
        )
    return Findings(findings)


def only_extremes(
    overlap: pd.DataFrame, provisions: pd.DataFrame, names: Names, *, counterpart: float, n: int = 5
) -> Findings:
    """Count the own provisions that resemble none of any other text, and name those least alike."""
    best = best_status(overlap, provisions)
    own = best[best["status"] == "own"]
    alone = own[own["similarity"] < counterpart].sort_values("similarity", kind="stable")
    if alone.empty:
        none = Finding(
            "No provision is without a similar one in another province; what single sentences add, "
            "notebook 04 shows.",
            "没有哪个条款在别省找不到相近条款；个别句子的独有内容见笔记本04。",
        )
        return Findings([none])
    heading = provisions.set_index("provision_id")["heading"]
    named = [
        f"{row.provision_id} {heading[row.provision_id]}".strip()
        + (f" ({row.best_match})" if row.best_match else "")
        for row in alone.head(n).itertuples()
    ]
    where = name_some(alone["province"].unique(), names, most=FEW)
    first = len(alone) > n
    return Findings(
        [
            Finding(
                f"{count_of(len(alone), 'provision')} of {len(best):,}, in {where.en}, with "
                f"words that resemble no provision of any other text (similarity below {counterpart:g}; in "
                f"brackets the nearest){f'; the {n} least alike' if first else ''}: "
                f"{', '.join(named)}. Single sentences may still have their like.",
                f"{len(best):,}个条款中有{len(alone)}个（{where.zh}）用词与其他任何文本的条款都不够相近"
                f"（相似度低于{counterpart:g}，括号内为最接近者）"
                f"{f'，最不相近的{n}个' if first else ''}：{'、'.join(named)}。个别句子仍可能相近。",
            )
        ]
    )


def only_word_extremes(
    own_words: pd.DataFrame, weighed: list[str], names: Names, *, n: int = 8
) -> Findings:
    """Count the words that one province alone has, and name the first of them.

    `weighed` as from `findings_overlap.top_words`, those that say most first.
    """
    of = own_words.drop_duplicates(["province", "term"]).set_index("term")["province"]
    counts = of.value_counts()
    said = say_span(counts, lambda k: f"{k:.0f}", names)
    first = [(word, of[word.strip("“”")]) for word in weighed[:n]]
    return Findings(
        [
            Finding(
                f"{count_of(len(of), 'word')} {'stand' if len(of) != 1 else 'stands'} in one "
                f"province alone: in {count_of(len(counts), 'province')}, {said.en}. Such as "
                + ", ".join(f"{word} ({names.en(province)})" for word, province in first)
                + ".",
                f"只见于一省的词有{len(of)}个，分属{len(counts)}个省，每省{said.zh}，如"
                + "、".join(f"{word}（{names.zh(province)}）" for word, province in first)
                + "。",
                reader_address({"passage": OWN_WORDS}),
            )
        ]
    )


def target_extremes(held: pd.DataFrame, provinces: list[str], names: Names) -> Findings:
    """Count the targets, by province, area and year. `held` has their province."""
    n = held["province"].value_counts()
    if held.empty:
        return Findings(
            [
                Finding(
                    f"None of {len(provinces)} provinces sets a quantified target.",
                    f"{len(provinces)}个省都没有量化目标。",
                )
            ]
        )
    of_area = held["area"].value_counts()
    en = [f"{of_area[a]} on {names.en(a, ALL).lower()}" for a in names.areas if a in of_area]
    zh = [f"{names.zh(a, ALL)}{of_area[a]}个" for a in names.areas if a in of_area]
    if "" in of_area:
        en.append(f"{of_area['']} in none of the areas")
        zh.append(f"不属任何领域{of_area['']}个")
    due = held.loc[held["deadline"] != "", "deadline"].value_counts().sort_index()
    due_en = join_words(f"{k} by {year}" for year, k in due.items())
    due_zh = "、".join(f"{year}年{k}个" for year, k in due.items())
    said = say_span(n, lambda k: f"{k:.0f}", names)
    return Findings(
        [
            Finding(
                f"{len(n)} of {len(provinces)} provinces set quantified targets, {said.en}; "
                f"{len(held):,} in all.",
                f"{len(provinces)}个省中有{len(n)}个设有量化目标，共{len(held):,}个，每省{said.zh}。",
                reader_address({"passage": TARGETS}),
            ),
            Finding(
                f"Of all targets, {join_words(en)}; due: {due_en or 'no year given'}.",
                f"全部目标中，{'，'.join(zh)}；期限：{due_zh or '未写年份'}。",
            ),
        ]
    )


def most_targets(n: pd.Series, names: Names) -> Finding:
    """Name the provinces with most targets. `n` counts the targets of every province."""
    if not n.any():
        return Finding("No province sets a quantified target", "没有哪个省有量化目标")
    most = name_some(n.index[n == n.max()], names, most=FEW)
    return Finding(
        f"{count_of(int(n.sum()), 'quantified target')} in {(n > 0).sum()} of {len(n)} provinces; "
        f"most in {most.en}, {n.max()}",
        f"{len(n)}个省中{(n > 0).sum()}个有量化目标，共{n.sum():,}个；最多的是{most.zh}，{n.max()}个",
    )


def agency_extremes(
    agencies: pd.DataFrame, provisions: pd.DataFrame, names: Names, *, n: int = 5
) -> Findings:
    """Say how many provinces close provisions with lists, and whom most of them list."""
    listed = agencies[agencies["role"] != "named"]
    provinces = provisions["province"].nunique()
    if listed.empty:
        none = Finding(
            f"None of {provinces} provinces closes a provision with a list of those responsible.",
            f"{provinces}个省都没有逐条列出责任单位。",
        )
        return Findings([none])
    closed = provisions["provision_id"].isin(listed["provision_id"])
    shares = closed.groupby(provisions["province"]).mean()
    said = say_span(shares[shares > 0], _percent, names)
    pairs = listed.drop_duplicates(["agency", "provision_id"])
    wide = pairs.groupby("agency").agg(
        provinces=("province", "nunique"), provisions=("provision_id", "size")
    )
    top = wide.sort_values(["provinces", "provisions"], ascending=False, kind="stable").head(n)
    return Findings(
        [
            Finding(
                f"{(shares > 0).sum()} of {provinces} provinces close provisions with a list of "
                f"those responsible, {said.en} of their provisions.",
                f"{provinces}个省中有{(shares > 0).sum()}个以责任单位名单结束条款，"
                f"占其条款的比例{said.zh}。",
                reader_address({"agency": ANY}),
            ),
            Finding(
                f"They list {count_of(len(wide), 'agency or company', 'agencies and companies')}; in "
                "most provinces "
                + ", ".join(
                    f"{row.Index} ({row.provinces}, for {count_of(row.provisions, 'provision')})"
                    for row in top.itertuples()
                )
                + ".",
                f"共列出{len(wide):,}个单位；列出的省份最多的是"
                + "、".join(
                    f"{row.Index}（{row.provinces}个省，{row.provisions}个条款）"
                    for row in top.itertuples()
                )
                + "。",
            ),
        ]
    )


def agency_area_extremes(listed: pd.DataFrame, mass: pd.DataFrame, names: Names) -> Findings:
    """Name for each area the provision with a list that covers it most in any province.

    `mass` as from `coverage.sum_mass`, and `listed` in the order of the lists.
    """
    held = mass[mass.index.get_level_values("provision_id").isin(listed["provision_id"])]
    findings = []
    for area in names.areas:
        share = share_of(held[[(area, ALL)]].to_numpy(), held[TOTAL].to_numpy())[:, 0]
        if not share.any():
            continue
        province, best = held.index[share.argmax()]
        order = listed.loc[listed["provision_id"] == best, "agency"].tolist()
        alike = int((share == share.max()).sum()) - 1
        k = count_of(len(order), "agency", "agencies")
        findings.append(
            Finding(
                f"{names.en(area, ALL)}: covered most by {best} of {names.en(province)} "
                f"({percent(share.max())}{f', as much by {alike} more' if alike else ''}), which "
                f"lists {k}, {order[0]} first.",
                f"{names.zh(area, ALL)}：覆盖度最高的条款是{names.zh(province)}的{best}"
                f"（{percent(share.max())}{f'，另有{alike}个相同' if alike else ''}），"
                f"列出{len(order)}个单位，{order[0]}排在最前。",
            )
        )
    return Findings(findings)


def strength_extremes(rates: pd.DataFrame, names: Names) -> Findings:
    """Count the words of both kinds over all sentences and for each area.

    `rates` as from `findings_promises.strength_rates`. Only of all sentences are the extremes of
    the rates named: of an area, that of a province may come of one word.
    """
    findings = []
    for area in [area for area in [ALL, *names.areas] if area in set(rates["area"])]:
        rows = rates[rates["area"] == area].set_index("province")
        n = {kind: f"{rows[f'n_{kind}'].sum():,.0f}" for kind in STRENGTHS}
        more = int((rows["n_obligatory"] > rows["n_encouraging"]).sum())
        fewer = int((rows["n_obligatory"] < rows["n_encouraging"]).sum())
        title = (names.en(area, ALL), names.zh(area, ALL)) if area != ALL else _ALL_SENTENCES
        rate = _say_rates(rows, names) if area == ALL else Finding("", "")
        sentences = count_of(int(rows["n_sentences"].sum()), "sentence")
        findings.append(
            Finding(
                f"{title[0]}: {n['obligatory']} obligatory and {n['encouraging']} encouraging words "
                f"in {sentences} of {count_of(len(rows), 'province')}; obligatory ones are more in {more} of "
                f"these, encouraging ones in {fewer}.{rate.en}",
                f"{title[1]}：{len(rows)}个省的{rows['n_sentences'].sum():,.0f}个句子中，约束性用语"
                f"{n['obligatory']}个，鼓励性用语{n['encouraging']}个；{more}个省约束性的较多，"
                f"{fewer}个省鼓励性的较多。{rate.zh}",
                reader_address({"area": area, "strength": ANY}),
            )
        )
    return Findings(findings)


def binding_headline(rates: pd.DataFrame, names: Names) -> Finding:
    """Count the provinces with more words that bind than words that encourage."""
    rows = rates[rates["area"] == ALL].set_index("province")
    more = rows.index[rows["n_obligatory"] > rows["n_encouraging"]]
    if more.empty:
        return Finding(
            f"None of {len(rows)} provinces has more obligatory than encouraging words",
            f"{len(rows)}个省中，没有一个约束性用语多于鼓励性用语",
        )
    who = name_some(more, names, most=FEW) if len(more) <= FEW else Finding("", "")
    return Finding(
        f"More obligatory than encouraging words in {len(more)} of {len(rows)} provinces"
        + (f": {who.en}" if who.en else ""),
        f"{len(rows)}个省中，约束性用语多于鼓励性用语的有{len(more)}个"
        + (f"：{who.zh}" if who.zh else ""),
    )


def dated_extremes(found: pd.Series, names: Names) -> Findings:
    """Count the sentences with a date and no quantity. `found` lists them by province."""
    n = found.map(len)
    said = say_span(n, lambda k: f"{k:.0f}", names)
    return Findings(
        [
            Finding(
                f"Dated without a quantity: {count_of(int(n.sum()), 'sentence')} in {len(n)} "
                f"provinces, {said.en}.",
                f"有日期而无数量的句子：{len(n)}个省共{n.sum()}个，每省{said.zh}。",
            )
        ]
    )


def _say_own(own: pd.Series, names: Names) -> Finding:
    said = say_span(own, _percent, names)
    return Finding(
        f"Own against all are, of a province's provisions, {said.en}.",
        f"对照各处均为独有的条款占各省条款的比例{said.zh}。",
    )


def _say_pairs(common: pd.Series, names: Names) -> Finding:
    """Say which province has most in common with which, and how much is usual."""
    most = common[common == common.max()]
    a, b = most.index[0]
    whose = Finding(f"by {names.en(a)} against {names.en(b)}", f"{names.zh(a)}对照{names.zh(b)}")
    if len(most) > 1:
        whose = Finding(f"in {len(most)} of the pairs", f"共{len(most)}对")
    return Finding(
        f"Of {len(common):,} pairs of a province and another, shared or adapted are by the median "
        f"{_percent(common.median())} of its provisions, at most {_percent(common.max())} "
        f"({whose.en}), at least {_percent(common.min())}.",
        f"{len(common):,}对省份（一省对照另一省）中，共有或改写的条款所占比例，中位数为"
        f"{_percent(common.median())}，最高{_percent(common.max())}（{whose.zh}），"
        f"最低{_percent(common.min())}。",
    )


def _say_rates(rows: pd.DataFrame, names: Names) -> Finding:
    bind, encourage = (
        say_span(rows[kind], lambda rate: f"{rate:.1f}", names)
        for kind in ("obligatory", "encouraging")
    )
    return Finding(
        f" Per 1,000 characters of a province, obligatory {bind.en}, encouraging {encourage.en}.",
        f"各省每千字约束性{bind.zh}，鼓励性{encourage.zh}。",
    )


def _percent(share: float) -> str:
    return percent(share, 0)
