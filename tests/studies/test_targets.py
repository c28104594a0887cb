"""Targets and numbers: against a list made by hand, and on sentences made up for each rule."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.store.tables import check_table, read_table
from analysis.studies.targets.measure import find_targets, list_numbers, read_value
from analysis.text.documents import read_documents, read_texts

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
