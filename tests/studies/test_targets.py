"""Targets and numbers: against a list made by hand, and on sentences made up for each rule."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import many_names, texts
from read_back import links, require_legible
from set_out import AREAS, MANY, leads, longest_names, view_cells, written

from analysis.say.catalogue import keys, label
from analysis.store.tables import check_table, read_table
from analysis.studies.targets import report
from analysis.studies.targets.measure import find_targets, list_numbers, read_value
from analysis.studies.targets.report import (
    LISTED,
    dated_statements,
    draw,
    headline,
    part,
    plot,
    statements,
    view,
)
from analysis.text.documents import read_documents, read_texts
from analysis.vocabulary import COMPARATORS, NUMBER_KINDS

BY_HAND = Path(__file__).parents[1] / "by_hand" / "numbers.csv"

# Read by eye: provision, number, unit and comparator as written, what is counted, comparator,
# value, unit, deadline.
TARGETS = [
    ("gansu-1.3", "95%以上", "全省……城镇基本具备千兆宽带接入能力", "at least", 95, "%", "2020"),
    ("gansu-1.3", "98%以上", "农村地区行政村通宽带比例", "at least", 98, "%", "2020"),
    ("gansu-1.3", "12Mbps以上", "光纤宽带接入能力", "at least", 12, "Mbps", "2020"),
    ("gansu-1.3", "6万个", "全省4G基站总数", "reach", 60_000, "个", "2020"),
    ("gansu-1.3", "11万个", "无线局域网（WLAN）公共运营接入点（AP）总数", "reach", 110_000, "个", "2020"),
    ("gansu-1.3", "70万公里", "光缆线路总长度", "reach", 700_000, "km", "2020"),
    ("gansu-1.3", "8000吉比特每秒（Gbps）", "互联网省际出口带宽", "reach", 8_000, "Gbps", "2020"),
    ("gansu-1.3", "2600万户", "全省移动电话用户", "reach", 26_000_000, "户", "2020"),
    ("gansu-1.3", "98.6部/百人", "移动电话普及率", "reach", 98.6, "部/百人", "2020"),
    ("gansu-1.3", "2300万户", "3G/4G用户", "reach", 23_000_000, "户", "2020"),
    ("gansu-1.3", "2210万户", "移动互联网用户", "more than", 22_100_000, "户", "2020"),
    ("gansu-1.3", "500万户", "固定宽带接入用户", "reach", 5_000_000, "户", "2020"),
    ("gansu-1.3", "3000亿元", "全省信息经济总量", "more than", 300e9, "CNY", "2020"),
    ("gansu-1.3", "1000亿元以上", "信息产业主营业务收入", "at least", 100e9, "CNY", "2020"),
    ("gansu-1.3", "500亿元以上", "网络零售额", "at least", 50e9, "CNY", "2020"),
    ("gansu-4.2", "千亿元", "智能装备产业链", "stated", 100e9, "CNY", ""),
]  # fmt: skip


@pytest.fixture(scope="module")
def shipped():
    texts = read_texts(read_documents())
    sentences, hits = read_table("sentences"), read_table("hits")
    targets = find_targets(sentences, read_table("provisions"), texts, hits)
    return texts.set_index("doc_id")["text"], targets, list_numbers(sentences)


def test_the_targets_of_both_texts_are_those_found_by_eye(shipped):
    _, targets, _ = shipped
    columns = ["provision_id", "text", "quantity", "comparator", "value", "unit", "deadline"]
    found = check_table(targets, "targets").sort_values("start")[columns]
    assert [tuple(row) for row in found.itertuples(index=False)] == TARGETS


def test_the_area_of_a_target_is_that_of_its_clause(shipped):
    areas = shipped[1].sort_values("start")["area"].tolist()
    assert areas == ["infrastructure"] * 7 + [""] * 9


def test_offsets_lead_to_the_raw_text(shipped):
    texts, targets, numbers = shipped
    for rows in (targets, numbers):
        for row in rows.itertuples():
            assert texts[row.provision_id.split("-")[0]][row.start : row.end] == row.text


def test_every_number_of_both_texts_is_listed_as_in_the_list_made_by_hand(shipped):
    by_hand = pd.read_csv(BY_HAND)
    _, targets, numbers = shipped
    found = check_table(numbers, "numbers").sort_values("start", kind="stable")
    assert len(found) == len(by_hand) == 108
    for provision_id, expected in by_hand.groupby("provision_id"):
        own = found[found["provision_id"] == provision_id]
        assert own["text"].tolist() == expected["text"].tolist(), provision_id
        # 十八大 is a name to one reader and a phrase to another: in both its numeral counts nothing.
        kinds = [own["kind"].replace("name", "word"), expected["kind"].replace("name", "word")]
        assert kinds[0].tolist() == kinds[1].tolist(), provision_id
    assert set(found["provision_id"]) == set(by_hand["provision_id"])
    assert set(found.loc[found["kind"] == "target", "sentence_id"]) == set(targets["sentence_id"])


@pytest.mark.parametrize("name", ["4", "5", "6", "12316", "一百"])
def test_names_are_told_from_numbers(shipped, name):
    _, _, numbers = shipped
    kinds = numbers.loc[numbers["text"] == name, "kind"].unique().tolist()
    assert kinds == ["name"]


def read(*lines: str):
    """Read made-up paragraphs, a sentence each."""
    text = "\n".join(lines)
    starts = [sum(len(line) + 1 for line in lines[:n]) for n in range(len(lines))]
    sentences = pd.DataFrame(
        [(f"x-{n}-s01", f"x-{n}", a, a + len(t), "body", t)
         for n, (a, t) in enumerate(zip(starts, lines, strict=True))],
        columns=["sentence_id", "provision_id", "start", "end", "zone", "text"],
    )  # fmt: skip
    provisions = pd.DataFrame({"provision_id": sentences["provision_id"], "doc_id": "x"})
    hits = pd.DataFrame({"sentence_id": [], "start": [], "end": [], "area": []})
    texts = pd.DataFrame({"doc_id": ["x"], "text": [text]})
    targets = check_table(find_targets(sentences, provisions, texts, hits), "targets")
    kinds = check_table(list_numbers(sentences), "numbers")
    return targets, dict(zip(kinds["text"], kinds["kind"], strict=True))


@pytest.mark.parametrize(
    ("clause", "quantity", "comparator", "value", "unit"),
    [
        ("培育10家以上龙头企业", "龙头企业", "at least", 10, "家"),
        ("建设20个示范基地", "示范基地", "stated", 20, "个"),
        ("宽带覆盖率100%", "宽带覆盖率", "stated", 100, "%"),
        ("带动就业不少于5000人次", "带动就业", "at least", 5000, "人次"),
        ("全省建成5G基站超过3.5万个", "全省建成5G基站", "more than", 35_000, "个"),
        ("平均资费下降20%左右", "平均资费下降", "about", 20, "%"),
        ("年均增长15%以上", "年均增长", "at least", 15, "%"),
        ("审批时限压缩到3个工作日以内", "审批时限", "at most", 3, "个工作日"),
        ("故障率控制在2‰", "故障率", "at most", 0.2, "%"),
        ("出口带宽达１０Tbps", "出口带宽", "reach", 10_000, "Gbps"),
        ("投资约1,200万美元", "投资", "about", 12_000_000, "USD"),
        ("接入率达到百分之九十五", "接入率", "reach", 95, "%"),
        ("培育二十家企业", "企业", "stated", 20, "家"),
        ("支持3-5家企业上市", "企业上市", "stated", 3, "家"),
        ("新增就业岗位1200个", "新增就业岗位", "stated", 1200, "个"),
        ("普及率提高至80%", "普及率", "reach", 80, "%"),
        ("审批时限缩短至3个工作日", "审批时限", "reach", 3, "个工作日"),
        ("费用下降至5元", "费用", "reach", 5, "CNY"),
        ("建设50个示范项目", "示范项目", "stated", 50, "个"),
        ("装机容量8000万千瓦以上", "装机容量", "at least", 80_000_000, "千瓦"),
        ("用水量不突破6.5亿立方米", "用水量", "at most", 650_000_000, "立方米"),
        ("产值达到 5000 亿元", "产值", "reach", 500e9, "CNY"),
        ("覆盖率达到 60 %", "覆盖率", "reach", 60, "%"),
        ("收入增长百分之8.5", "收入增长", "stated", 8.5, "%"),
        ("利用率为80%-90%", "利用率", "reach", 80, "%"),
        ("目前10万个，力争基站达到20万个", "基站", "reach", 200_000, "个"),
    ],
)
def test_a_target_in_its_many_forms(clause, quantity, comparator, value, unit):
    targets, _ = read(f"加快发展，{clause}，做好保障。")
    (found,) = targets.to_dict("records")
    assert (found["quantity"], found["comparator"], found["unit"]) == (quantity, comparator, unit)
    assert found["value"] == pytest.approx(value)


@pytest.mark.parametrize(
    ("clause", "number", "kind"),
    [
        ("按照甘政发〔2016〕12号文件", "2016", "document number"),
        ("按照甘政发〔2016〕12号文件", "12", "document number"),
        ("覆盖率达到9 5%", "9", "fragment"),
        ("覆盖率达到9 5%", "5", "fragment"),
        ("建成基站1　500　000个", "000", "fragment"),
        ("在3个月内完成", "3", "date"),
        ("目前全省建成基站12万个", "12万", "state"),
        ("截至2016年底，全省达到12万个", "12万", "state"),
        ("实施“百千万”工程", "百千万", "name"),
        ("实施千亿元行动计划", "千亿", "name"),
        ("推进5G和IPv6", "6", "name"),
        ("依据第12条", "12", "ordinal"),
        ("健全三级体系", "三", "count"),
        ("实施五大工程", "五", "count"),
        ("贯彻十八大精神", "十八", "word"),
        ("形成统一平台", "一", "word"),
        ("提供24小时服务", "24", "word"),
        ("提升百兆光纤比例", "百", "name"),
        ("现有的3个平台", "3", "count"),
        ("已建成2.5万个", "2.5万", "state"),
        ("交易额同比增长25%", "25", "state"),
    ],
)
def test_a_number_that_is_no_target_gets_its_reason(clause, number, kind):
    targets, kinds = read(f"加快发展，{clause}。")
    assert kinds[number] == kind
    assert targets.empty


def test_the_deadline_is_the_last_named_before_and_else_the_next():
    targets, _ = read(
        "到2020年，覆盖率达到90%；用户达到5万户。",
        "普及率达到80%，2025年底前建成3个中心。",
        "用户超过6万户。",
        "截至2016年底，达到1万户，到2020年达到3万户。",
        "用户达到7万户，到2020年覆盖率达到90%，到2025年达到95%。",
    )
    assert targets["deadline"].tolist() == [
        "2020", "2020", "2025", "2025", "", "2020", "2020", "2020", "2025",
    ]  # fmt: skip


def test_hits_of_another_clause_do_not_make_the_area():
    text = "加强安全，光纤达到5公里。"
    sentences = pd.DataFrame(
        [("x-1-s01", "x-1", 0, len(text), "body", text)],
        columns=["sentence_id", "provision_id", "start", "end", "zone", "text"],
    )
    provisions = pd.DataFrame({"provision_id": ["x-1"], "doc_id": "x"})
    hits = pd.DataFrame(
        [("x-1-s01", 2, 4, "security"), ("x-1-s01", 5, 7, "infrastructure")],
        columns=["sentence_id", "start", "end", "area"],
    )
    texts = pd.DataFrame({"doc_id": ["x"], "text": [text]})
    areas = [find_targets(sentences, provisions, texts, h)["area"][0] for h in (hits, hits.head(1))]
    assert areas == ["infrastructure", ""]


def test_numbers_in_a_row_go_on_with_what_the_first_says():
    targets, _ = read("覆盖率和普及率分别达到75%、85%和70%。")
    assert targets["value"].tolist() == [75, 85, 70]
    assert set(targets["quantity"]) == {"覆盖率和普及率"}
    targets, kinds = read("覆盖率达到75%（上限85%）。")
    assert targets["value"].tolist() == [75]
    assert kinds["85"] == "count"
    targets, _ = read("培育国家级企业100家、省级企业2000家、单项冠军50家。")
    assert targets["quantity"].tolist() == ["培育国家级企业", "省级企业", "单项冠军"]


def test_a_day_or_a_month_belongs_to_the_deadline_and_a_baseline_is_none():
    targets, _ = read(
        "2025年12月底前改造5000户。", "到2025年，较2020年底提高10个百分点，普及率达到80%。"
    )
    assert targets["deadline"].tolist() == ["2025", "2025", "2025"]


def test_a_clause_without_a_subject_takes_that_of_the_one_before():
    targets, _ = read("建成基站12万个，到2020年达到30万个。")
    assert targets["quantity"].tolist()[1] == "建成基站12万个"


@pytest.mark.parametrize(
    ("number", "value"),
    [("0.5", 0.5), ("一百零二", 102), ("十二", 12), ("三千五百", 3500), ("一亿二千万", 120_000_000),
     ("两万", 20_000), ("万", 10_000), ("百", 100), ("1万亿", 1e12), ("3-5万", 30_000), ("〇", 0)],
)  # fmt: skip
def test_values(number, value):
    assert read_value(number) == value


@pytest.mark.slow
@given(st.text("0123456789.,万亿千百十一二三%个元达到约超过第年“”（）()-—", max_size=40))
def test_no_text_breaks_it_and_numbers_do_not_overlap(text):
    sentences = pd.DataFrame(
        [("x-1-s01", "x-1", 7, 7 + len(text), "body", text)],
        columns=["sentence_id", "provision_id", "start", "end", "zone", "text"],
    )
    provisions = pd.DataFrame({"provision_id": ["x-1"], "doc_id": ["x"]})
    texts = pd.DataFrame({"doc_id": ["x"], "text": ["　" * 7 + text]})
    hits = pd.DataFrame({"sentence_id": [], "start": [], "end": [], "area": []})
    numbers = check_table(list_numbers(sentences), "numbers")
    targets = find_targets(sentences, provisions, texts, hits)
    assert numbers["start"].is_monotonic_increasing
    assert (numbers["end"].shift().fillna(0) <= numbers["start"]).all()
    assert set(targets["start"]) == set(numbers.loc[numbers["kind"] == "target", "start"])


@pytest.fixture
def names_of_all(small):
    return many_names(34, small.areas)


def target_table():
    return pd.DataFrame(
        [("x-1", "net", "2020"), ("x-1", "net", "2020"), ("x-2", "", "2025"), ("x-2", "sec", "")],
        columns=["provision_id", "area", "deadline"],
    )


def test_targets_are_counted_by_area_and_year_and_none_is_said(small, names):
    said = statements(target_table(), small.provisions, names)
    assert [f.en for f in said] == [
        "Anhui sets 4 quantified targets: 2 on networks, 1 on security and 1 in none of the areas; "
        "due: 2 by 2020 and 1 by 2025.",
        "Beijing sets no quantified target.",
    ]
    assert said[0].zh == (
        "安徽有4个量化目标：网络2个，安全1个，不属任何领域1个；期限：2020年2个、2025年1个。"
    )
    assert [f.href for f in said] == ["reader.html?province=anhui&passage=targets", ""]
    title = headline(target_table(), small.provisions, names)
    assert title.en == "Quantified targets: Anhui 4, Beijing none"
    assert title.zh == "量化目标：安徽4个，北京无"


def test_one_target_is_one_and_may_have_no_year(small, names):
    said = statements(target_table().tail(1), small.provisions, names)[0]
    assert said.en == "Anhui sets 1 quantified target: 1 on security; due: no year given."
    assert said.zh == "安徽有1个量化目标：安全1个；期限：未写年份。"


FOUR = ["anhui", "beijing", "fujian", "gansu"]


def a_provision_each(provinces) -> pd.DataFrame:
    return pd.DataFrame({"provision_id": [f"{p}-1" for p in provinces], "province": provinces})


def test_targets_are_counted_over_provinces_areas_and_years(names_of_all):
    provisions = a_provision_each(FOUR)
    targets = pd.DataFrame(
        [("anhui-1", "net", "2020"), ("anhui-1", "", ""), ("anhui-1", "sec", "2020"),
         ("gansu-1", "net", "2025")],
        columns=["provision_id", "area", "deadline"],
    )  # fmt: skip
    said = statements(targets, provisions, names_of_all)
    assert [f.en for f in said] == [
        "2 of 4 provinces set quantified targets, from 1 (Gansu) to 3 (Anhui); 4 in all.",
        "Of all targets, 2 on networks, 1 on security and 1 in none of the areas; due: 2 by 2020 "
        "and 1 by 2025.",
    ]
    assert said[0].zh == ("4个省中有2个设有量化目标，共4个，每省由1（甘肃）至3（安徽）。")
    assert said[1].zh == (
        "全部目标中，网络2个，安全1个，不属任何领域1个；期限：2020年2个、2025年1个。"
    )
    assert [f.href for f in said] == ["reader.html?passage=targets", ""]
    (none,) = statements(targets.head(0), provisions, names_of_all)
    assert none.en == "None of 4 provinces sets a quantified target."
    even = pd.DataFrame({"provision_id": ["anhui-1", "gansu-1"] * 3})
    assert headline(even, provisions, names_of_all).en == (
        "6 quantified targets in 2 of 4 provinces; most in Anhui and Gansu, 3"
    )
    assert headline(even.head(0), provisions, names_of_all).zh == "没有哪个省有量化目标"


def test_dates_without_a_quantity_are_named(small, names):
    numbers = pd.DataFrame(
        [("x-1-s01", "x-1", "date"), ("x-1-s02", "x-1", "date"), ("x-1-s02", "x-1", "target"),
         ("y-1-s01", "y-1", "name")],
        columns=["sentence_id", "provision_id", "kind"],
    )  # fmt: skip
    targets = numbers[numbers["kind"] == "target"]
    (said,) = dated_statements(numbers, targets, small.provisions, names)
    assert said.en == "Anhui, dated without a quantity: x-1-s01."
    assert said.zh == "安徽有日期而无数量的句子：x-1-s01。"


def test_dated_sentences_of_many_provinces_are_counted(names_of_all):
    numbers = pd.DataFrame(
        [("s1", "anhui-1"), ("s2", "anhui-1"), ("s3", "beijing-1"), ("s4", "fujian-1"),
         ("s5", "gansu-1")],
        columns=["sentence_id", "provision_id"],
    ).assign(kind="date")  # fmt: skip
    none = numbers.head(0)
    (said,) = dated_statements(numbers, none, a_provision_each(FOUR), names_of_all)
    assert said.en == (
        "Dated without a quantity: 5 sentences in 4 provinces, from 1 (Beijing, Fujian and Gansu) to "
        "2 (Anhui)."
    )
    assert said.zh == "有日期而无数量的句子：4个省共5个，每省由1（北京、福建、甘肃）至2（安徽）。"


def test_of_thirty_one_provinces_targets_are_two_statements():
    provisions, names = a_provision_each(MANY), longest_names()
    targets = provisions.assign(sentence_id="", area="net", deadline="2020")
    dated = provisions.assign(sentence_id=provisions["provision_id"], kind="date")
    said = statements(targets, provisions, names)
    of_dates = dated_statements(dated, targets, provisions, names)
    assert (len(said), len(of_dates)) == (2, 1)
    assert max(len(statement.en) for statement in [*said, *of_dates]) < 450
    assert headline(targets, provisions, names).en == (
        "31 quantified targets in 31 of 31 provinces; most in 31 provinces, 1"
    )


COLUMNS = [
    "provision_id", "sentence_id", "start", "quantity", "text", "comparator", "value", "unit",
    "deadline", "area",
]  # fmt: skip


@pytest.mark.usefixtures("style")
def test_targets_are_set_out_as_a_table(small, names):
    targets = pd.DataFrame(
        [("x-2", "x-2-s01", 5, "投资", "超过3亿元$x_1$", "more than", 3e8, "CNY", "", ""),
         ("x-1", "x-1-s02", 9, "覆盖率", "98%以上", "at least", 98.0, "%", "2020", "net"),
         ("x-1", "x-1-s01", 2, "基站", "6万个", "reach", 60_000.0, "个", "2020", "net")],
        columns=COLUMNS,
    )  # fmt: skip
    ax = plot(targets, small.provisions, names)
    ax.figure.draw_without_rendering()  # a $ in a text is no formula
    found = [t for t in texts(ax) if t]
    assert found == [
        "目标 What is to be reached", "原文 As written", "数值 Value", "年 Due", "句子 Sentence",
        "安徽 Anhui", "网络 Networks", "基站", "6万个", "60,000 units", "2020", "x-1-s01",
        "覆盖率", "98%以上", "≥ 98%", "2020", "x-1-s02",
        "其他 none of the areas", "投资", "超过3亿元$x_1$", "> 300 million yuan", "—", "x-2-s01",
        "北京 Beijing", "无量化目标 no quantified target",
    ]  # fmt: skip
    # Each row leads to its sentence.
    assert links(ax) == ["reader.html#x-1-s01", "reader.html#x-1-s02", "reader.html#x-2-s01"]
    rows = [patch.get_center()[1] for patch in ax.patches]
    assert rows == [t.get_position()[1] for t in ax.texts if t.get_text().startswith("x-")]


@pytest.mark.usefixtures("style")
def test_what_is_too_long_for_its_column_is_cut(small, names):
    targets = pd.DataFrame(
        [("x-1", "x-1-s01", 2, "很" * 40, "6万个", "reach", 60_000.0, "个", "2020", "net")],
        columns=COLUMNS,
    )
    ax = plot(targets, small.provisions, names)
    (label,) = (t for t in ax.texts if "很" in t.get_text())
    assert label.get_text() == "很" * 23 + "…"


@pytest.mark.slow
@pytest.mark.usefixtures("style")
def test_targets_are_listed_while_the_list_fits_a_page(small, names, tmp_path):
    n = LISTED - 2  # two lines are for the provinces
    targets = pd.DataFrame(
        [("x-1", f"x-1-s{k:02d}", k, "基站", "6万个", "reach", 6e4, "个", "2020", "net")
         for k in range(n + 1)],
        columns=COLUMNS,
    )  # fmt: skip

    def described(rows):
        return draw(rows, small.provisions, names, source="来源 Source", folder=tmp_path).alt

    listed = plot(targets.head(n), small.provisions, names)
    assert listed.figure.get_figheight() <= 14
    assert "x-1-s45" in texts(listed)
    assert described(targets.head(1)).en.startswith(
        "A table of quantified targets: area, what, how much, by when. 基站 6万个. Anhui sets 1 "
    )
    assert described(targets.head(1)).zh.startswith(
        "量化目标一览：领域、内容、数量、期限。基站 6万个。安徽有1个"
    )
    assert described(targets.head(0)).en.startswith(
        "A table of quantified targets: area, what, how much, by when. No target. Anhui sets no "
    )
    counted = plot(targets, small.provisions, names)
    assert texts(counted) == ["47", "47"]
    assert described(targets).en.startswith("A grid of the numbers")


@pytest.mark.usefixtures("style")
def test_a_count_of_targets_leads_to_the_first(monkeypatch):
    monkeypatch.setattr(report, "LISTED", 0)
    provisions = pd.DataFrame(
        {"provision_id": ["x-1", "y-1", "z-1"], "province": ["p00", "p01", "p02"]}
    )
    targets = pd.DataFrame(
        [("x-1", "x-1-s02", "sec"), ("x-1", "x-1-s04", "sec"), ("x-1", "x-1-s05", ""),
         ("z-1", "z-1-s01", "art")],
        columns=["provision_id", "sentence_id", "area"],
    )  # fmt: skip
    ax = plot(targets, provisions, longest_names())
    assert written(ax) == {(0, 1): "2", (0, 4): "1", (0, 5): "3", (2, 3): "1", (2, 5): "1"}
    assert leads(ax) == {
        (0, 1): "reader.html#x-1-s02", (0, 4): "reader.html#x-1-s05",
        (0, 5): "reader.html?province=p00&passage=targets",
        (2, 3): "reader.html#z-1-s01", (2, 5): "reader.html?province=p02&passage=targets",
    }  # fmt: skip


@pytest.mark.usefixtures("style")
def test_targets_of_thirty_one_are_legible():
    targets = pd.DataFrame(
        [(f"{p}-1", f"{p}-1-s{k}", AREAS[k % 4]) for p in MANY for k in range(9)],
        columns=["provision_id", "sentence_id", "area"],
    )
    require_legible(plot(targets, a_provision_each(MANY), longest_names()).figure)


def shown_targets() -> pd.DataFrame:
    return pd.DataFrame(
        [
            ("y-1-s01", 30, "y-1", "2600万户", "电话用户", "reach", 26e6, "户", "", ""),
            ("x-1-s01", 10, "x-1", "95%以上", "覆盖率", "at least", 95, "%", "2020", "net"),
            ("x-1-s01", 20, "x-1", "3000亿元", "经济总量", "more than", 3e11, "CNY", "2020", "net"),
        ],
        columns=[
            "sentence_id", "start", "provision_id", "text", "quantity", "comparator", "value",
            "unit", "deadline", "area",
        ],
    )  # fmt: skip


def test_targets_are_listed_as_written(names, small):
    table = view(shown_targets(), small.provisions, names)
    assert view_cells(table) == [
        ["Anhui", "覆盖率", "95%以上", "≥ 95%", "2020", "Networks", "x-1-s01"],
        ["Anhui", "经济总量", "3000亿元", "> 300 billion yuan", "2020", "Networks", "x-1-s01"],
        ["Beijing", "电话用户", "2600万户", "26 million subscribers", "–", "–", "y-1-s01"],
    ]
    assert [row[3] for row in view_cells(table, "zh")] == ["≥ 95%", "> 3,000亿元", "2,600万户"]
    assert [column.en for column in table.columns] == [
        "Province", "What", "As written", "Value", "By", "Policy area", "Sentence",
    ]  # fmt: skip
    # The id of the sentence becomes a link.
    assert [row.href for row in table.rows] == ["", "", ""]
    assert view(shown_targets()[:0], small.provisions, names) is None


@pytest.mark.parametrize(
    ("comparator", "value", "unit", "en", "zh"),
    [
        # A unit that has no name in English stays as it is written, and one may be none.
        ("about", 12.5, "公顷", "≈ 12.5 公顷", "≈ 12.5公顷"),
        ("less than", 30.0, "", "< 30", "< 30"),
        ("at most", 2e8, "USD", "≤ 200 million US dollars", "≤ 2亿美元"),
        ("stated", 115.0, "部/百人", "115 phones per 100 people", "115部/百人"),
    ],
)
def test_a_value_has_its_sign_and_its_unit(small, names, comparator, value, unit, en, zh):
    target = shown_targets().head(1).assign(comparator=comparator, value=value, unit=unit)
    table = view(target, small.provisions, names)
    assert (view_cells(table)[0][3], view_cells(table, "zh")[0][3]) == (en, zh)


def test_the_part_of_the_brief_has_statements_and_the_list(small, names):
    tables = {"targets": shown_targets(), "provisions": small.provisions}
    written_part = part(tables, names)
    assert len(written_part.statements) == 2
    assert written_part.table == view(shown_targets(), small.provisions, names)


def test_every_kind_of_number_and_every_sign_has_its_words():
    assert keys("kinds") == list(NUMBER_KINDS)
    assert keys("targets.signs") == list(COMPARATORS)
    assert label("kinds.date") == "日期 a date"
