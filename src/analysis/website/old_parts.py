"""TRANSITION: parts of the brief from functions of reports, until each report has its own `part`."""

from collections.abc import Mapping

import pandas as pd

from analysis.say.names import Names
from analysis.say.views import Part, why_no_terms
from analysis.say.wording import Statement, Statements
from analysis.stats.compare import rows_of, shown_gaps
from analysis.studies.agencies.report import agency_statements
from analysis.studies.contributions.report import contribution_view
from analysis.studies.coverage.report import coverage_view, short_interval_statements
from analysis.studies.gaps.measure import EQUIVALENCE_MARGIN
from analysis.studies.gaps.report import (
    gap_headline,
    gap_statements,
    gap_view,
    topic_gap_statements,
)
from analysis.studies.own.measure import own_sentences
from analysis.studies.own.report import (
    only_statements,
    only_word_statements,
    own_sentence_view,
    own_text_statements,
    own_view,
)
from analysis.studies.robustness.measure import sign_agreement
from analysis.studies.robustness.report import robustness_statements
from analysis.studies.strength.report import strength_view
from analysis.studies.targets.report import target_statements, target_view

Tables = Mapping[str, pd.DataFrame]


def gaps(tables: Tables, names: Names) -> Part:
    """What differs."""
    divergence = tables["divergence"]
    view = gap_view(shown_gaps(divergence), names)
    return Part(
        Statements([*gap_statements(divergence, names), *topic_gap_statements(divergence, names)]),
        lead=gap_headline(divergence),
        words=VERDICT_WORDS if view.rows else (),
        figures={"gaps": view},
    )


def robustness(tables: Tables, names: Names) -> Part:
    """Whether other choices say the same."""
    divergence = tables["divergence"]
    agreement = sign_agreement(rows_of(tables["specifications"], shown_gaps(divergence)))
    return Part(robustness_statements(agreement, divergence, tables["area_shares"], names))


def coverage(tables: Tables, names: Names) -> Part:
    """How much each text writes on each area."""
    table = tables["coverage"]
    return Part(
        Statements([NOTES["coverage"], *short_interval_statements(table, names)]),
        figures={"coverage": coverage_view(table, names)},
    )


def own(tables: Tables, names: Names) -> Part:
    """What only one province has."""
    provisions = tables["provisions"]
    of_text = tables["sentence_overlap"], tables["sentences"]
    return Part(
        Statements(
            [
                *own_text_statements(*of_text, provisions, names),
                *only_statements(tables["overlap"], provisions, names),
                *only_word_statements(tables["own_words"], tables["terms"], names, n=5),
                *agency_statements(tables["agencies"], provisions, names),
            ]
        ),
        table=own_sentence_view(own_sentences(*of_text, tables["own_words"], provisions), names),
        figures={"own_coverage": own_view(tables["own_coverage"], names)},
    )


def targets(tables: Tables, names: Names) -> Part:
    """Which targets are set."""
    table, provisions = tables["targets"], tables["provisions"]
    return Part(
        target_statements(table, provisions, names), table=target_view(table, provisions, names)
    )


def strength(tables: Tables, names: Names) -> Part:
    """Whether the wording binds."""
    return Part(
        Statements([NOTES["strength"]]),
        table=strength_view(tables["strength"], tables["provisions"], names),
    )


def contributions(tables: Tables, names: Names) -> Part:
    """Which words make the gaps."""
    divergence = tables["divergence"]
    words = contribution_view(rows_of(tables["contributions"], shown_gaps(divergence)), names)
    return Part(
        Statements([NOTES["words"] if words.rows else why_no_terms(divergence)]),
        figures={"contributions": words},
    )


# How a part is to be read.
NOTES = {
    "coverage": Statement(
        "A dot says what the text has; the line through it, where it might lie had "
        "other provisions like these been written.",
        "点是文本中的数值；横线表示若换一批同类条款，它可能落在哪里。",
    ),
    "strength": Statement(
        "Words such as 必须 and 确保 bind, words such as 鼓励 and 探索 encourage; "
        "with few sentences, read the counts and not the rates.",
        "“必须”“确保”等词有约束力，“鼓励”“探索”等词属鼓励性；句子少时，看次数而不看比率。",
    ),
    "words": Statement(
        "A gap is a sum over terms; on the site each term leads to the sentences that hold it.",
        "差距是各词条贡献之和；在网页上，每个词条都通向含有它的句子。",
    ),
}

VERDICT_WORDS = (
    (
        Statement("diverges", "有分歧"),
        Statement(
            "Were the provisions dealt out to the provinces at random, so wide a gap in any of "
            "the areas would come up less than once in twenty times (adjusted p below 0.05), and "
            "the interval leaves out 0.",
            "若把条款随机分给各省，任一领域出现这样宽的差距不到二十分之一（校正后p小于0.05），且区间不含0。",
        ),
    ),
    (
        Statement("similar", "相近"),
        Statement(
            f"The whole interval lies between −{EQUIVALENCE_MARGIN * 100:g} and +{EQUIVALENCE_MARGIN * 100:g} percentage "
            "points, and both sides have provisions enough to tell: whatever the gap is, it is "
            "small.",
            f"整个区间在−{EQUIVALENCE_MARGIN * 100:g}与+{EQUIVALENCE_MARGIN * 100:g}个百分点之间，"
            "且双方的条款足以判断：无论差距是多少，都很小。",
        ),
    ),
    (
        Statement("undetermined", "未定"),
        Statement(
            "Neither: the texts do not tell. This is no finding that the provinces agree.",
            "两者皆非：文本不足以判断，并不表示两省一致。",
        ),
    ),
)
