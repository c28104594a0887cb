"""The brief on the shipped texts: what it says is in the tables, in both languages."""

import re

import pandas as pd
import pytest

from analysis.say.catalogue import keys, say
from analysis.say.names import Names
from analysis.say.wording import Statement
from analysis.store.files import PROCESSED
from analysis.store.schema import CONTRACTS
from analysis.store.tables import read_table
from analysis.studies.gaps.measure import EQUIVALENCE_MARGIN
from analysis.vocabulary import VERDICTS
from analysis.website.brief import (
    answer_statements,
    brief_title,
    compared_statements,
    glossary,
    in_one_language,
    write_brief,
    write_counted_brief,
)

ALONE = say("general.alone")


@pytest.fixture(scope="module")
def tables():
    return {name: read_table(name) for name in CONTRACTS if (PROCESSED / f"{name}.csv").exists()}


@pytest.fixture(scope="module")
def shipped(tables):
    return Names(tables["provinces"], tables["policy_areas"])


@pytest.fixture(scope="module")
def parts(tables, shipped):
    return write_brief(tables, shipped)


def test_the_title_asks_of_the_provinces_compared(tables, shipped):
    assert brief_title(tables, shipped) == Statement(
        "What do Gansu and Hebei write on the same policy?", "甘肃、河北如何写同一项政策？"
    )


def test_five_sentences_say_what_was_compared_and_how(tables, shipped):
    said = compared_statements(tables, shipped)
    assert len(said) == 5
    assert said[0].en.startswith(
        "2 documents of 2017 on the same policy are compared: Gansu (甘办发〔2017〕52号) and Hebei (2017); "
    )
    assert said[0].zh.startswith(
        "比较2017年的2份同一政策的文件：甘肃（甘办发〔2017〕52号）、河北（2017）；"
    )
    assert said[1].en.endswith("called provisions: 28 in Gansu and 21 in Hebei.")
    assert said[1].zh.endswith("称为条款：甘肃28个，河北21个。")
    assert f"A lexicon of {(tables['terms']['area'] != '').sum()} terms" in said[3].en
    assert f"in {len(tables['hits'])} places" in said[3].en


def test_documents_of_several_years_are_named_so(tables, shipped):
    documents = tables["documents"].assign(
        issued_on=["2017-08-02", "2019"], document_number=["", ""]
    )
    said = compared_statements({**tables, "documents": documents}, shipped)[0]
    assert said.en.startswith(
        "2 documents of 2017–2019 on the same policy are compared: Gansu (2017-08-02)"
    )
    assert said.zh.startswith("比较2017至2019年的2份")
    undated = documents.assign(issued_on="")
    said = compared_statements({**tables, "documents": undated}, shipped)[0]
    assert said.en.startswith("2 documents on the same policy are compared: Gansu (gansu)")
    assert said.zh.startswith("比较2份同一政策的文件：甘肃（gansu）")


def test_many_provinces_are_counted_and_not_named(tables):
    documents = pd.concat(
        [tables["documents"].assign(doc_id=[f"d{k}", f"e{k}"], province=[f"p{k}", f"q{k}"])
         for k in range(4)]
    )  # fmt: skip
    provisions = pd.concat(
        tables["provisions"].assign(doc_id=tables["provisions"]["doc_id"].map(ids))
        for k in range(4) for ids in [{"gansu": f"d{k}", "hebei": f"e{k}"}]
    )  # fmt: skip
    provinces = pd.DataFrame({"province": documents["province"], "name_zh": "省", "name_en": "P"})
    many = Names(provinces, tables["policy_areas"])
    changed = {**tables, "documents": documents, "provisions": provisions}
    assert brief_title(changed, many).en == "What do 8 provinces write on the same policy?"
    assert brief_title(changed, many).zh == "8个省如何写同一项政策？"
    said = compared_statements(changed, many)
    assert said[0].en.count("P (") == 6
    assert ", and others; the first" in said[0].en
    # Four times 28 and 21.
    assert said[1].en.endswith("called provisions: 196, 21 to 28 a document.")
    assert said[1].zh.endswith("称为条款：共196个。")


AREA_LINKS = " ".join(
    f"reader.html?area={area}" for area in ("infrastructure", "security", "poverty", "culture")
)


def test_the_answer_comes_first(parts):
    assert list(parts)[:2] == ["answer", "compared"]
    assert parts["answer"].statements == (
        Statement(
            "All 4 gaps in coverage are undetermined: these texts do not tell which province writes "
            "more on any of the areas.",
            "4个覆盖度差距均为未定：据这些文本，看不出哪个省在哪个领域着墨更多。",
            AREA_LINKS,
        ),
        Statement(
            "Quantified targets: Gansu 16, Hebei none.",
            "量化目标：甘肃16个，河北无。",
            "reader.html?province=gansu&passage=targets",
        ),
        Statement(
            "Provisions that end in a list of who is responsible: Gansu 25 of 28, Hebei 0 of 21.",
            "列出责任单位的条款：甘肃28个中25个，河北21个中0个。",
            "reader.html?province=gansu&agency=any",
        ),
        Statement(
            "Share of text in sentences mostly of their own wording: Gansu 59%, Hebei 29%.",
            "文字大部分为本省独有的句子所占篇幅：甘肃59%，河北29%。",
            "reader.html?province=gansu&status=own reader.html?province=hebei&status=own",
        ),
    )


def test_where_a_gap_diverges_the_answer_does_not_say_that_nothing_can_be_told(tables, shipped):
    divergence = tables["divergence"].copy()
    divergence.loc[divergence["topic"] == "all", "verdict"] = ["diverges", *["undetermined"] * 3]
    said = answer_statements({**tables, "divergence": divergence}, shipped)[0]
    assert said.en == "Of 4 gaps in coverage: 1 diverges, 3 undetermined."


def test_sentences_that_say_most_stand_in_the_brief(parts, tables):
    rows = [[str(c) for c in row.cells[1:]] for row in parts["only"].table.rows]
    assert len(rows) == 8
    (olympics,) = (text for text, sentence_id in rows if sentence_id == "hebei-4-s02")
    assert "冬奥会张家口" not in olympics  # cut, with its id to lead to the rest
    assert olympics.startswith("积极参与下一代广播电视无线网（NGB-W）")
    assert olympics.endswith("…")
    texts = tables["sentences"].set_index("sentence_id")["text"]
    assert all(texts[i].strip().startswith(text.removesuffix("…")) for text, i in rows)


def test_every_area_has_its_verdict_strongest_first(parts, tables):
    gaps = tables["divergence"][tables["divergence"]["topic"] == "all"]
    said = [s.en for s in parts["findings"].statements[: len(gaps)]]
    verdicts = [re.search(rf": ({'|'.join(VERDICTS)})\.", text)[1] for text in said]
    assert sorted(verdicts, key=VERDICTS.index) == verdicts
    assert len(verdicts) == 4
    assert all(s.href.startswith("reader.html?area=") for s in parts["findings"].statements[:4])


def test_every_verdict_word_is_explained_where_it_first_stands(parts):
    words = parts["findings"].words
    assert [word for word, _ in words] == [say(f"verdicts.{verdict}") for verdict in VERDICTS]
    margin = f"{EQUIVALENCE_MARGIN * 100:g}"
    assert f"−{margin} and +{margin} percentage points" in words[1][1].en


def test_the_glossary_explains_each_word_in_one_sentence(parts):
    words = {word.en for word, _ in glossary()}
    assert {"Provision", "Coverage", "Interval", "tf-idf", "Hit"} <= words
    assert parts["glossary"].words == glossary()
    for _, meaning in glossary():
        assert re.fullmatch(r"[^.]+(?:\d\.\d+[^.]*)?\.", meaning.en), meaning.en
        assert re.fullmatch(r"[^。]+。", meaning.zh), meaning.zh


def test_every_part_has_its_title_in_both_languages(parts):
    assert list(parts) == keys("brief.titles")
    for name in parts:
        title = say(f"brief.titles.{name}")
        assert re.fullmatch(r"[A-Z][a-z ,]+\??", title.en), title.en
        assert re.fullmatch(r"[\u4e00-\u9fff，]+？?", title.zh), title.zh


def test_a_counted_brief_has_the_parts_that_need_no_sentence(tables, shipped):
    weights = tables["weights"].merge(tables["term_counts"])
    counted = write_counted_brief({**tables, "weights": weights}, shipped)
    assert list(counted) == ["answer", "compared", "findings", "coverage", "limits"]
    assert counted["compared"].statements[0] == Statement(
        "Counted: 2 documents of Gansu and Hebei, cut into 49 provisions, 21 to 28 a document.",
        "计数的是甘肃、河北的2份文件，切分为49个条款，每份21至28个。",
    )
    assert len(counted["limits"].statements) == 8


def test_four_to_six_figures_each_have_their_table(parts):
    figures = {name: view for part in parts.values() for name, view in part.figures.items()}
    assert list(figures) == ["gaps", "coverage", "own_coverage", "contributions"]
    assert all(len(view.rows) >= 4 for view in figures.values())
    assert all(row.href for view in figures.values() for row in view.rows)


def test_targets_and_what_only_one_province_has_are_there(parts, tables):
    assert len(parts["targets"].table.rows) == len(tables["targets"]) == 16
    only = " ".join(s.en for s in parts["only"].statements)
    assert "own sentences 105 of 161" in only
    assert "Hebei closes no provision with a list" in only


def test_a_province_pair_without_targets_has_no_table_of_them(tables, shipped):
    bare = {**tables, "targets": tables["targets"][:0]}
    part = write_brief(bare, shipped)["targets"]
    assert part.table is None
    assert len(part.statements) == 2


def test_one_language_leaves_nothing_of_the_other(parts):
    han = re.compile(r"[\u4e00-\u9fff]")

    def fixed(lang):
        """Titles, captions and columns, which hold no words of the documents."""
        for part in in_one_language(parts, lang):
            yield part["title"]
            views = [f["table"] for f in part["figures"]] + [part["table"]] * bool(part["table"])
            for view in views:
                yield from [view["caption"], *view["columns"]]

    assert not [text for text in fixed("en") if han.search(text)]
    assert not [text for text in fixed("zh") if not han.search(text)]


def of_gansu_alone(tables):
    """The tables as they come out where Gansu is the only province."""
    compared = ("divergence", "contributions", "keyness", "overlap", "own_words", "specifications")
    against = ("sentence_overlap", "common_runs", "own_coverage", "validation", "area_shares")
    none = {name: tables[name].head(0) for name in (*compared, *against)}
    own = {
        name: tables[name][tables[name]["province"] == "gansu"]
        for name in ("documents", "provisions", "coverage", "agencies")
    }
    of_text = {
        name: tables[name][tables[name]["provision_id"].isin(own["provisions"]["provision_id"])]
        for name in ("hits", "targets", "strength", "sentences")
    }
    return {**tables, **none, **own, **of_text}


def test_the_brief_of_one_province_says_once_a_part_that_nothing_is_compared(tables, shipped):
    alone = of_gansu_alone(tables)
    assert brief_title(alone, shipped) == Statement("What does Gansu write?", "甘肃写了什么？")
    said = answer_statements(alone, shipped)
    assert said[0] == ALONE
    assert [statement.en for statement in said] == [
        "One province alone: there is nothing to compare it with.",
        "Quantified targets: Gansu 16.",
        "Provisions that end in a list of who is responsible: Gansu 25 of 28.",
    ]
    compared = compared_statements(alone, shipped)
    assert compared[0].en.startswith("1 document of 2017: Gansu (甘办发〔2017〕52号); the first")
    assert compared[0].zh.startswith("2017年的1份文件：甘肃（甘办发〔2017〕52号）；")
    assert compared[-1] == ALONE
    for lang in ("en", "zh"):
        parts = {p["name"]: p for p in in_one_language(write_brief(alone, shipped), lang)}
        sentence = {"en": ALONE.en, "zh": ALONE.zh}[lang]
        for name in ("answer", "compared", "trust", "only", "words"):
            texts = [said["text"] for said in parts[name]["statements"]]
            assert texts.count(sentence) == 1, name
        assert parts["findings"]["lead"] == ALONE.headline().said(lang)
        assert parts["findings"]["statements"] == parts["findings"]["words"] == []
        drawn = [figure["name"] for part in parts.values() for figure in part["figures"]]
        assert drawn == ["coverage"]


def test_the_answer_names_a_province_without_a_hit_first(tables, shipped):
    coverage = tables["coverage"]
    silent = coverage.assign(n_hits=coverage["n_hits"].where(coverage["province"] != "hebei", 0))
    first = answer_statements({**tables, "coverage": silent}, shipped)[0]
    assert first.en.startswith("No term of the lexicon stands in the provisions of Hebei:")
    assert first.zh.startswith("河北的条款中没有词典中的词条：")
