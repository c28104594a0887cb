import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.store.tables import check_table
from analysis.studies.zones.measure import zone_lengths
from analysis.text.documents import MAX_BYTES, read_documents, read_texts
from analysis.text.han import count_han
from analysis.text.numbering import find_items, find_numbering
from analysis.text.structure import (
    build_provisions,
    has_doubled_numbers,
    join_segments,
    split_segments,
    split_sentences,
)
from analysis.text.zones import find_outline


def texts_of(text: str) -> pd.DataFrame:
    return pd.DataFrame({"doc_id": ["x"], "text": [text]})


def cut(text: str) -> list[tuple[str, str, str]]:
    segments = check_table(split_segments(texts_of(text)), "segments")
    return [(p.zone, p.provision_id, text[p.start : p.end]) for p in segments.itertuples()]


@pytest.fixture(scope="module")
def shipped():
    documents = read_documents()
    texts = read_texts(documents)
    segments = split_segments(texts)
    return documents, texts, segments, build_provisions(segments, texts, documents)


def test_the_pieces_of_the_shipped_documents_are_their_texts(shipped):
    _, texts, segments, _ = shipped
    pd.testing.assert_frame_equal(join_segments(segments, texts), texts)
    check_table(segments, "segments")


def test_hebei_has_a_preamble_and_21_articles_in_five_parts(shipped):
    _, _, segments, provisions = shipped
    own = provisions[provisions["doc_id"] == "hebei"]
    assert own["provision_id"].tolist() == [f"hebei-{n}" for n in range(1, 22)]
    assert own["part"].unique().tolist() == [
        "总体要求",
        "推动移动互联网创新发展",
        "强化移动互联网驱动引领作用",
        "防范移动互联网安全风险",
        "加强组织领导和工作保障",
    ]
    zones = segments[segments["doc_id"] == "hebei"]["zone"].value_counts().to_dict()
    assert zones == {"heading": 26, "body": 21, "preamble": 1}


def test_gansu_has_a_notice_a_preamble_and_28_subparts_of_which_25_name_agencies(shipped):
    _, texts, segments, provisions = shipped
    own = provisions[provisions["doc_id"] == "gansu"]
    sizes = [3, 4, 4, 6, 4, 3, 4]
    expected = [
        f"gansu-{part}.{n}" for part, size in enumerate(sizes, 1) for n in range(1, size + 1)
    ]
    assert own["provision_id"].tolist() == expected
    zones = segments[segments["doc_id"] == "gansu"]["zone"].value_counts().to_dict()
    assert zones == {"heading": 35, "body": 28, "agencies": 25, "front": 1, "preamble": 1}
    text = texts.set_index("doc_id")["text"]["gansu"]
    front = segments[segments["zone"] == "front"].iloc[0]
    assert text[front["start"] : front["end"]].strip().endswith("快速发展的实施意见")
    for segment in segments[segments["zone"] == "agencies"].itertuples():
        agencies = text[segment.start : segment.end].strip()
        assert agencies.startswith("（")
        assert agencies.endswith("等按照各自职责共同推进）")


def test_headings_lose_their_numbers_and_keep_their_words(shipped):
    provisions = shipped[3].set_index("provision_id")
    assert provisions.loc["gansu-1.1", "heading"] == "指导思想"
    assert provisions.loc["gansu-2.2", "heading"] == "推进云计算、大数据中心及公共服务平台建设"
    assert provisions.loc["hebei-11", "heading"] == "实施网络扶贫行动计划"
    assert provisions.loc["hebei-11", "text"].startswith("按照精准扶贫、精准脱贫要求")
    assert provisions.loc["hebei-16", "n_han"] == count_han(
        provisions.loc["hebei-16", "heading"] + provisions.loc["hebei-16", "text"]
    )


def test_numbers_that_restart_in_each_part_make_a_path():
    assert cut("一、甲\n（一）子。文。\n二、乙\n（一）丑。文。\n") == [
        ("heading", "", "一、甲\n"),
        ("heading", "x-1.1", "（一）子。"),
        ("body", "x-1.1", "文。\n"),
        ("heading", "", "二、乙\n"),
        ("heading", "x-2.1", "（一）丑。"),
        ("body", "x-2.1", "文。\n"),
    ]


def test_numbers_that_run_on_stand_alone():
    names = [name for _, name, _ in cut("一、甲\n1.子。文。\n二、乙\n2.丑。文。\n") if name]
    assert names == ["x-1", "x-1", "x-2", "x-2"]


def test_chapters_and_articles():
    text = "第一章 总则\n第一条 为了发展，制定本办法。\n第二条 本办法适用于本省。\n第二章 建设\n第三条 建网。"
    assert [(zone, name) for zone, name, _ in cut(text)] == [
        ("heading", ""),
        ("heading", "x-1"), ("body", "x-1"), ("heading", "x-2"), ("body", "x-2"),
        ("heading", ""),
        ("heading", "x-3"), ("body", "x-3"),
    ]  # fmt: skip


def test_a_part_that_opens_with_text_of_its_own_is_a_provision_too():
    text = "一、甲\n总的要求。\n（一）子。文。\n"
    assert [(zone, name) for zone, name, _ in cut(text)] == [
        ("heading", "x-1"), ("body", "x-1"), ("heading", "x-1.1"), ("body", "x-1.1"),
    ]  # fmt: skip


def test_an_article_that_leads_in_to_items_is_counted_and_names_no_part():
    text = "第一章 总则\n第一条 建网。要快。\n第二条 省政府应当：\n（一）建网；\n（二）降费。\n第二章 附则\n第三条 施行。\n"
    assert [(zone, name, words) for zone, name, words in cut(text) if name] == [
        ("heading", "x-1", "第一条"), ("body", "x-1", " 建网。要快。\n"),
        ("heading", "x-2", "第二条"), ("body", "x-2", " 省政府应当：\n"),
        ("heading", "x-2.1", "（一）"), ("body", "x-2.1", "建网；\n"),
        ("heading", "x-2.2", "（二）"), ("body", "x-2.2", "降费。\n"),
        ("heading", "x-3", "第三条"), ("body", "x-3", " 施行。\n"),
    ]  # fmt: skip
    documents = pd.DataFrame({"doc_id": ["x"], "province": ["hebei"]})
    provisions = build_provisions(split_segments(texts_of(text)), texts_of(text), documents)
    assert provisions["part"].tolist() == ["总则"] * 4 + ["附则"]
    assert provisions["heading"].tolist() == [""] * 5


def test_front_preamble_and_closing_date():
    text = "关于发展网络的实施意见\n各市：\n　　为了发展，提出意见。\n一、建设。建网。\n省政府\n2017年8月2日\n"
    assert cut(text) == [
        ("front", "", "关于发展网络的实施意见\n各市：\n"),
        ("preamble", "", "　　为了发展，提出意见。\n"),
        ("heading", "x-1", "一、建设。"),
        ("body", "x-1", "建网。\n"),
        ("front", "", "省政府\n2017年8月2日\n"),
    ]


@pytest.mark.parametrize(
    "below",
    [
        "（此件公开发布）",
        "抄送：省委办公厅，省军区。\n省政府办公厅　2017年8月3日印发",
        "©某库：提供法律信息、法学知识。\n\n原文链接：https://example.com/a,b",
        "附表1\n名称　数量\n基站　3",
    ],
)
def test_below_the_date_of_a_signature_nothing_is_counted(below):
    text = f"一、建设。建网。（省工信委负责）\n\n\n省委\n省政府\n2017年8月2日\n\n{below}\n"
    assert cut(text) == [
        ("heading", "x-1", "一、建设。"),
        ("body", "x-1", "建网。"),
        ("agencies", "x-1", "（省工信委负责）\n\n\n"),
        ("front", "", f"省委\n省政府\n2017年8月2日\n\n{below}\n"),
    ]


@pytest.mark.parametrize(
    "below", ["网络要到村。", "建成基站，到户。\n省政府", "\n".join(["名称"] * 30)]
)
def test_a_date_with_sentences_below_it_is_no_signature(below):
    assert cut(f"一、建设。建网。\n2017年8月2日\n{below}\n")[1:] == [
        ("body", "x-1", f"建网。\n2017年8月2日\n{below}\n")
    ]


def test_a_bracket_that_names_no_one_responsible_stays_in_the_body():
    assert cut("1.建设。建网（含光纤）\n") == [
        ("heading", "x-1", "1.建设。"),
        ("body", "x-1", "建网（含光纤）\n"),
    ]
    assert cut("1.建设。建网。（省工信委（牵头）、市政府负责）\n")[2] == (
        "agencies", "x-1", "（省工信委（牵头）、市政府负责）\n",
    )  # fmt: skip


def test_a_decimal_number_is_no_marker():
    assert cut("1.建设。建成\n98.6%的网络。") == [
        ("heading", "x-1", "1.建设。"),
        ("body", "x-1", "建成\n98.6%的网络。"),
    ]


def test_paragraphs_are_the_provisions_of_a_text_without_numbers():
    text = "关于网络的通知\n第一段。\n\n第二段。\n"
    assert cut(text) == [
        ("front", "", "关于网络的通知\n"),
        ("body", "x-1", "第一段。\n\n"),
        ("body", "x-2", "第二段。\n"),
    ]
    documents = pd.DataFrame({"doc_id": ["x"], "province": ["hebei"]})
    provisions = build_provisions(split_segments(texts_of(text)), texts_of(text), documents)
    assert provisions["text"].tolist() == ["第一段。", "第二段。"]
    assert provisions["n_han"].tolist() == [3, 3]


def test_provisions_of_one_number_are_named_by_their_places():
    text = "一、总则\n（一）甲。文。\n（一）乙。文。\n三、建设\n（二）丙。文。\n"
    names = [name for zone, name, _ in cut(text) if zone == "body"]
    assert names == ["x-1.1", "x-1.2", "x-2.1"]
    assert has_doubled_numbers(find_outline(text))
    # Without the doubled number, the numbers of the text are the names.
    assert not has_doubled_numbers(find_outline(text.replace("（一）乙", "（二）乙")))
    names = [name for zone, name, _ in cut(text.replace("（一）乙", "（二）乙")) if zone == "body"]
    assert names == ["x-1.1", "x-1.2", "x-3.2"]


def test_sentences_end_at_stops_and_semicolons_and_keep_closing_quotes():
    text = "1.标题。称“好。”甲；乙！\n　　丙"
    sentences = check_table(
        split_sentences(split_segments(texts_of(text)), texts_of(text)), "sentences"
    )
    assert sentences[["sentence_id", "zone", "text"]].values.tolist() == [
        ["x-1-s00", "heading", "标题。"],
        ["x-1-s01", "body", "称“好。”"],
        ["x-1-s02", "body", "甲；"],
        ["x-1-s03", "body", "乙！"],
        ["x-1-s04", "body", "丙"],
    ]
    for sentence in sentences.itertuples():
        assert text[sentence.start : sentence.end] == sentence.text


@given(st.text(st.sampled_from("\u33ff\u3400\u9fff\ua000建，4😀𠀀\ud800\udc00")))
def test_han_are_the_characters_of_one_range(text):
    assert count_han(text) == sum("\u3400" <= c <= "\u9fff" for c in text)


def test_zone_lengths_count_han_only(shipped):
    _, texts, segments, _ = shipped
    lengths = zone_lengths(segments, texts).set_index(["doc_id", "zone"])["n_han"]
    for doc_id, text in texts.itertuples(index=False):
        assert lengths[doc_id].sum() == sum("\u4e00" <= c <= "\u9fff" for c in text)
    assert zone_lengths(split_segments(texts_of("一、a4G网。")), texts_of("一、a4G网。"))[
        "n_han"
    ].tolist() == [1, 1]


LINES = st.sampled_from(
    ["一、甲", "二、乙", "（一）子。", "（二）丑。文。", "1.寅。文；", "2．卯", "　　正文。", "", "\t",
     "（省厅负责）", "文。（省厅等负责）", "第一条 文。", "各市：", "关于网的意见", "2017年1月2日", "\r", "98.6%"]
)  # fmt: skip


@pytest.mark.slow
@given(st.lists(LINES, max_size=14), st.sampled_from(["\n", "\r\n", "\n\n"]))
def test_no_character_is_ever_lost(lines, newline):
    texts = texts_of(newline.join(lines))
    segments = check_table(split_segments(texts), "segments")
    spans = list(zip(segments["start"], segments["end"], strict=True))
    assert "".join(texts["text"][0][a:b] for a, b in spans) == texts["text"][0]
    for sentence in split_sentences(segments, texts).itertuples():
        assert texts["text"][0][sentence.start : sentence.end] == sentence.text


@pytest.mark.slow
@given(st.text(max_size=200))
def test_no_text_is_too_strange_to_cut(text):
    texts = texts_of(text)
    segments = check_table(split_segments(texts), "segments")
    assert "".join(text[p.start : p.end] for p in segments.itertuples()) == text


@pytest.mark.parametrize(
    "agencies",
    [
        "（牵头单位：省工信厅；配合单位：省财政厅）", "（省工信厅负责，省财政厅协助）。",
        "（省工信厅牵头，省财政厅参加）", "（主要责任单位：省工信厅）", "（省工信厅负责，下同）",
        "（责任部门：各市政府）", "（省工信厅、省财政厅按职责分工负责）\n",
        "【牵头单位：省工信厅】", "责任单位：省工信厅\n配合单位：各市政府\n",
        "牵头单位：省工信厅；配合单位：省财政厅。",
        "责任部门:省工信厅", "(省工信厅负责)", "〔省工信厅牵头〕。",
    ],
)  # fmt: skip
def test_lists_of_agencies_in_their_forms_are_split_off_whole(agencies):
    text = f"一、甲。建网络。{agencies}"
    assert cut(text)[-1] == ("agencies", "x-1", agencies)
    texts = texts_of(text)
    (row,) = split_sentences(split_segments(texts), texts, zones=("agencies",)).to_dict("records")
    assert row["sentence_id"] == "x-1-agencies01"
    assert row["text"] == agencies.strip()


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("网" * 40, ["", "x-1", "x-1"]),
        ("4G" * 9 + "网" * 40, ["", "x-1", "x-1"]),
        # Longer, it is no title but the text of a provision.
        ("网" * 41, ["x-1", "x-1", "x-1.1", "x-1.1"]),
    ],
)
def test_a_title_has_at_most_forty_han_characters(line, names):
    assert [name for _, name, _ in cut(f"一、{line}\n（一）子。文。\n")] == names


@pytest.mark.parametrize(("n", "heading"), [(40, "1." + "网" * 40 + "。"), (41, "1.")])
def test_a_heading_has_at_most_forty_han_characters(n, heading):
    assert cut(f"1.{'网' * n}。文。")[0] == ("heading", "x-1", heading)


def test_a_sentence_on_responsibility_is_no_list():
    assert cut("一、甲。建网络。责任单位：省工信厅。要快。")[-1][0] == "body"


@pytest.mark.parametrize("newline", ["\r", "\r\n", "\u2028", "\x0b"])
def test_other_ends_of_lines_cut_as_newlines_do(newline):
    text = (
        "关于发展网络的意见\n各市：\n为了发展，提出意见。\n一、建设。建网。\n省政府\n2017年8月2日\n"
    )
    assert cut(text.replace("\n", newline)) == [
        (zone, name, words.replace("\n", newline)) for zone, name, words in cut(text)
    ]
    assert [zone for zone, _, _ in cut(text)] == ["front", "preamble", "heading", "body", "front"]


def test_what_is_longer_than_the_text_before_it_is_no_annex():
    notice = "一、认真执行。\n附件：\n"
    assert find_outline(f"{notice}表。").annex == notice.index("附件")
    proper = f"{notice}二、建设网络。光纤要到每一户人家。"
    assert find_outline(proper).annex is None
    assert [name for zone, name, _ in cut(proper) if zone == "body"] == ["x-1", "x-2"]


def test_the_foot_of_a_web_page_is_front_matter_and_no_annex():
    text = "一、甲。建网络。\n打印机要备好。\n\n打印 关闭窗口\n\n分享到：微信\n"
    assert cut(text)[1:] == [
        ("body", "x-1", "建网络。\n打印机要备好。\n\n"),
        ("front", "", "打印 关闭窗口\n\n分享到：微信\n"),
    ]
    assert find_outline(text).annex is None


@pytest.mark.parametrize("bracket", ["（由企业自主实施）", "（以点带面、分步推进）", "（试行）"])
def test_other_brackets_stay_in_the_text(bracket):
    assert [zone for zone, _, _ in cut(f"一、甲。建网络{bracket}")] == ["heading", "body"]


@pytest.mark.parametrize(
    "unit",
    [
        "一、（（（", "1234567890", "（）。", "　",
        *(pytest.param(unit, marks=pytest.mark.slow) for unit in ("\t\n \n", "第一条 甲。")),
    ],
)  # fmt: skip
def test_traps_of_the_size_that_a_file_may_have_are_cut_and_nothing_is_lost(unit):
    # Were any pattern not linear, this would not come to its end.
    text = pd.DataFrame({"doc_id": ["x"], "text": [unit * (MAX_BYTES // len(unit.encode()))]})
    segments = split_segments(text)
    assert join_segments(segments, text)["text"].iloc[0] == text["text"].iloc[0]
    assert len(find_numbering(find_items(text["text"].iloc[0]))) <= 1


@pytest.mark.slow
def test_a_hundred_thousand_items_are_named_in_one_go():
    lines = [f"第{n}条　内容。" for n in ("一", "二")] + [
        f"（{'一' if n % 2 else '二'}）。" for n in range(100_000)
    ]
    text = pd.DataFrame({"doc_id": ["x"], "text": ["\n".join(lines)]})
    segments = split_segments(text)
    assert segments["provision_id"].nunique() == 100_002
    assert segments["provision_id"].iloc[-1] == "x-2.100000"


def test_circled_numbers_and_numbers_with_half_a_bracket_divide_too():
    text = "一、建设\n（1）宽带\n1）城区。全覆盖。\n2)农村。逐步覆盖。\n（2）基站\n①新建。建一万个。\n②改造。改五千个。\n"
    assert [(name, words) for zone, name, words in cut(text) if zone == "heading" and name] == [
        ("x-1.1", "1）城区。"), ("x-1.2", "2)农村。"), ("x-2.1", "①新建。"), ("x-2.2", "②改造。"),
    ]  # fmt: skip
    assert find_numbering(find_items(text))["marker"].tolist() == [
        "一、",
        "（1）",
        "1）",
        "1）",
        "（1）",
        "①",
        "①",
    ]
    assert not find_numbering(find_items(text))["jump"].any()
