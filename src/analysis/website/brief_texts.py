"""The fixed texts of the brief, in two languages: titles, notes, limits and the words explained."""

from analysis.say.wording import Statement
from analysis.studies.gaps.measure import EQUIVALENCE_MARGIN
from analysis.vocabulary import OTHER_WORDS

# Of each part, in their order.
TITLES = {
    "answer": Statement("In short", "要点"),
    "compared": Statement("What was compared, and how", "比较了什么，如何比较"),
    "findings": Statement("What differs, and how sure that is", "哪里不同，把握多大"),
    "trust": Statement("Would other choices say the same?", "换一种做法，结论还一样吗？"),
    "coverage": Statement("How much weight each text gives each area", "各文本对各领域着墨多少"),
    "only": Statement("What only one province has", "一省独有的内容"),
    "targets": Statement("Which numerical targets are set", "设定了哪些量化目标"),
    "strength": Statement("Does the wording bind, or encourage?", "用语是约束性的还是鼓励性的？"),
    "words": Statement("Which words make the gaps", "差距来自哪些词"),
    "limits": Statement("What this cannot say", "不能说明什么"),
    "glossary": Statement("Words used", "用语"),
}

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

UNTOLD = Statement(
    ": these texts do not tell which province writes more on any of the areas",
    "：据这些文本，看不出哪个省在哪个领域着墨更多",
)

JUDGED = Statement(
    "Each gap in coverage is then held against chance, by drawing provisions anew and "
    "by dealing them out to the provinces at random, and gets one of three verdicts.",
    "再用重新抽取条款和把条款随机分给各省两种办法，看差距是否可能出于偶然，"
    "每个差距得到三种判定之一。",
)

LIMITS = (
    Statement(
        "Intervals and tests speak of variation between the provisions of the texts "
        "listed, not of a sample of provinces.",
        "区间与检验只说明所列文本内部条款之间的差异，不是对各省的抽样推断。",
    ),
    Statement(
        "Words are counted, not meanings: coverage says how much a text writes on an "
        "area, not what it wants, nor what was done.",
        "计的是词，不是意思：覆盖度说明文本写了多少，不说明主张什么，也不说明做了什么。",
    ),
    Statement(
        "With few and uneven provisions the intervals are too short: they hold the truth less "
        "often than 95% of the time.",
        "条款少而不匀，区间过窄：它包含真值的机会不到95%。",
    ),
)

# Of a corpus of which only the counts are at hand.
COUNTED = (
    Statement(
        "The sentences behind a number stand in the corpus and are not part of this site: a count "
        "keeps how often each word stands in each provision, and not the texts, which would be "
        "too large.",
        "数字背后的句子见于语料，不在本网站中：原文过大，计数只保留各词在各条款中出现的次数。",
    ),
    Statement(
        "A count knows of a document its id, its province and its text: in the table documents the "
        "id stands for the title, and issuer, date and number are not stated.",
        "计数只知道文件的编号、省份和文本：数据表documents以编号代替标题，发文机关、日期和文号均未载明。",
    ),
    Statement(
        "In the table weights all words of a provision that are no term of an area stand together "
        f"as one word, written {OTHER_WORDS}; coverage and gaps are the same as with single words.",
        f"数据表weights把一个条款中不属任何领域的词合为一个，记作“{OTHER_WORDS}”；"
        "覆盖度和差距与逐词计算相同。",
    ),
    Statement(
        "Notebooks 02 and 03 are those of small corpora: where they name the tables of notebook "
        "01, those of the count are meant, and what they say of few provisions, and of one text or "
        "two, is to be read of all documents of a province.",
        "笔记本02和03与用于小语料的相同：其中所说笔记本01的数据表，这里指计数所得的数据表；"
        "所说“条款少”以及一份或两份文本，应理解为一省的全部文件。",
    ),
)

CHECKED = Statement(
    "The lexicon was corrected after reading its errors on these very texts, and the "
    "sentence codes it is checked by are readings by language models: expect it to do "
    "worse on other documents.",
    "词典是根据它在这些文本上的错误修正的，用来核对的逐句编码也出自语言模型的阅读："
    "用于其他文件时，效果会差一些。",
)

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

GLOSSARY = (
    (
        Statement("Provision", "条款"),
        Statement(
            "The smallest numbered item of a document, such as an article or a sub-part; the unit "
            "that is counted, redrawn and compared.",
            "文件中最小的编号项，如一条或一个“（一）”级小节；计数、重抽样和比较都以它为单位。",
        ),
    ),
    (
        Statement("Hit", "命中"),
        Statement(
            "One place in a text where a term of the lexicon stands.",
            "词典中的一个词条在文本中出现的一处。",
        ),
    ),
    (
        Statement("Coverage", "覆盖度"),
        Statement(
            "How much of a text's weighted words falls on the terms of a policy area; as only the "
            "terms themselves count, a few percent is a lot.",
            "文本的加权词量中落在某一政策领域词条上的份额；只计词条本身，所以百分之几已经不少。",
        ),
    ),
    (
        Statement("tf-idf", "tf-idf"),
        Statement(
            "The weight of a word: how often it stands in a provision, times a factor that grows "
            "the fewer provisions hold it.",
            "词的权重：它在条款中出现的次数，乘以一个因子，含有它的条款越少，因子越大。",
        ),
    ),
    (
        Statement("Gap", "差距"),
        Statement(
            "The coverage of an area in one province less that in the other, in percentage points.",
            "某领域在一省的覆盖度减去在另一省的覆盖度，以百分点计。",
        ),
    ),
    (
        Statement("Interval", "区间"),
        Statement(
            "Where the number might lie had other provisions like these been written, found by "
            "drawing each province's provisions anew 10,000 times; 95% of the draws lie in it.",
            "若换一批同类条款，数值可能落在哪里：把各省条款重新抽取一万次，95%的结果落在其中。",
        ),
    ),
    (
        Statement("Adjusted p", "校正后p值"),
        Statement(
            "How often a gap as wide as this would come up in any of the areas if the provisions "
            "were dealt out to the provinces at random.",
            "若把条款随机分给各省，在任一领域出现这样宽的差距的机会有多大。",
        ),
    ),
    (
        Statement("Own text", "独有文本"),
        Statement(
            "Provisions or sentences of whose runs of five characters less than a fifth stand in "
            "the other province's text; it is about wording, not about ideas.",
            "五字串中只有不到五分之一见于另一省文本的条款或句子；只比较文字，不比较意思。",
        ),
    ),
)
