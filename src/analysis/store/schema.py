"""The contracts of the tables: columns, keys, types, meanings and units, in two languages."""

from dataclasses import dataclass

from analysis.vocabulary import (
    AGENCY_ROLES,
    COMPARATORS,
    IDF_CHOICES,
    LEVELS,
    NUMBER_KINDS,
    ROLES,
    STATUSES,
    STRENGTHS,
    VERDICTS,
    ZONES,
)

# The units of the columns, in English and in Chinese.
UNITS_ZH = {
    "0 or 1": "0或1",
    "1 is full agreement, 0 chance": "1为完全一致，0为随机水平",
    "Han characters": "汉字",
    "as in column unit": "见unit列",
    "characters from 0": "字符，从0起计",
    "coders": "编码员",
    "cosine, 0 to 1": "余弦值，0至1",
    "difference of shares, -1 to 1": "比例之差，-1至1",
    "doublings": "翻倍次数",
    "hits": "命中",
    "hits per 10,000 Han characters": "每万字命中",
    "bits": "比特",
    "nats": "奈特（自然对数单位）",
    "occurrences": "次",
    "occurrences times nats": "次×奈特",
    "probability": "概率",
    "provisions": "条款",
    "rank from 0": "序号，从0起",
    "sentences": "句",
    "share, 0 to 1": "比例，0至1",
    "standard errors": "标准误",
    "terms": "词条",
    "words": "词",
}
_SHARE = "share, 0 to 1"
_DIFFERENCE = "difference of shares, -1 to 1"
_AGREEMENT = "1 is full agreement, 0 chance"


@dataclass(frozen=True)
class Column:
    """One column of a contract: its type, what it means, its unit, and what it may hold."""

    dtype: str
    meaning: str
    meaning_zh: str
    unit: str = ""
    may_be_empty: bool = False
    allowed: tuple[str, ...] = ()

    @property
    def unit_zh(self) -> str:
        """The unit in Chinese; none for a column without a unit."""
        return UNITS_ZH[self.unit] if self.unit else ""


@dataclass(frozen=True)
class Contract:
    """What a table promises: one row per key, these columns in this order; `_table` makes one."""

    meaning: str
    meaning_zh: str
    key: tuple[str, ...]
    columns: dict[str, Column]


def _text(
    meaning: str, meaning_zh: str, *, may_be_empty: bool = False, allowed: tuple[str, ...] = ()
) -> Column:
    return Column("str", meaning, meaning_zh, may_be_empty=may_be_empty, allowed=allowed)


def _optional(meaning: str, meaning_zh: str) -> Column:
    return _text(meaning, meaning_zh, may_be_empty=True)


def _count(meaning: str, meaning_zh: str, unit: str) -> Column:
    return Column("int64", meaning, meaning_zh, unit)


def _offset(meaning: str, meaning_zh: str) -> Column:
    return _count(meaning, meaning_zh, "characters from 0")


def _flag(meaning: str, meaning_zh: str) -> Column:
    return _count(f"1 if {meaning}", f"{meaning_zh}则为1", "0 or 1")


def _number(meaning: str, meaning_zh: str, unit: str, *, may_be_empty: bool = False) -> Column:
    return Column("float64", meaning, meaning_zh, unit, may_be_empty=may_be_empty)


def _share(meaning: str, meaning_zh: str, *, may_be_empty: bool = False) -> Column:
    return _number(meaning, meaning_zh, _SHARE, may_be_empty=may_be_empty)


def _interval(
    prefix: str, of: str, of_zh: str, unit: str, *, may_be_empty: bool = False
) -> dict[str, Column]:
    return {
        f"{prefix}_{name}": _number(
            f"{end} end of the 95% bootstrap interval of {of}",
            f"{of_zh}的95%区间{end_zh}（按条款重抽样）",
            unit,
            may_be_empty=may_be_empty,
        )
        for name, end, end_zh in (("low", "lower", "下限"), ("high", "upper", "上限"))
    }


def _score(name: str, name_zh: str, meaning: str, meaning_zh: str, unit: str) -> dict[str, Column]:
    return {
        name: _number(meaning, f"{name_zh}：{meaning_zh}", unit, may_be_empty=True),
        **_interval(name, name, name_zh, unit, may_be_empty=True),
    }


def _table(meaning: str, meaning_zh: str, key: tuple[str, ...], /, **columns: Column) -> Contract:
    return Contract(meaning, meaning_zh, key, columns)


_DOC_ID = _text("document, such as hebei", "文件，如hebei")


_PROVINCE = _text("province, as in provinces.csv", "省份，同provinces.csv")


_PROVISION_ID = _text("provision, such as hebei-11 or gansu-4.4", "条款，如hebei-11、gansu-4.4")


_SENTENCE_ID = _text(
    "sentence, such as gansu-4.4-s02; s00 is the heading", "句子，如gansu-4.4-s02；s00为标题"
)


_START = _offset("first character in the decoded raw text", "首字符在解码后原文中的位置")


_END = _offset("one past the last character", "末字符之后一位的位置")


_SPAN = {"start": _START, "end": _END}


_OCCURRENCE = {"sentence_id": _SENTENCE_ID, **_SPAN, "provision_id": _PROVISION_ID}


_RAW_TEXT = _text("the raw text from start to end", "原文中start至end的文字")


_AREA = _text("policy area, as in policy_areas.toml", "政策领域，同policy_areas.toml")


_TOPIC = _text("topic of the area; 'all' on the area's own row", "领域内的主题；领域本身一行为all")


_TERM = _text("word or lexicon term", "词或词典词条")


_LEXICON_TERM = _text("lexicon term", "词典词条")


_N = _count("occurrences in heading and body", "在标题和正文中的出现次数", "occurrences")


_PREVALENCE = _share("share of provisions with a hit", "出现率：有命中的条款所占比例")


_INTENSITY = _number(
    "hits relative to the length of headings and bodies",
    "强度：命中数与标题、正文汉字数之比",
    "hits per 10,000 Han characters",
)


_PAIR = {
    "province_a": _text("first province of the pair", "两省中的第一个"),
    "province_b": _text(
        "second province of the pair, or others: the mean of all others",
        "两省中的第二个；others为其他各省的平均",
    ),
}


_GAP = _number("coverage_a - coverage_b", "差距：coverage_a减coverage_b", _DIFFERENCE)


_REFERENCE = _text(
    "province, or parent, whose provisions it is held against", "对照的省份；上级文件为parent"
)


_CONTAINMENT = _share(
    "share of its different runs of five characters that stand in the reference",
    "包含度：其不重复的五字串见于对照文本的比例",
)


_STATUS = _text(
    "shared, adapted or own, by containment", "按包含度分为共有、改写、独有", allowed=STATUSES
)


CONTRACTS: dict[str, Contract] = {
    "provinces": _table(
        "names of the provinces",
        "省份名称",
        ("province",),
        province=_PROVINCE,
        name_zh=_text("short Chinese name", "中文简称"),
        name_en=_text("English name", "英文名称"),
    ),
    "documents": _table(
        "the documents compared, and superior ones that they are held against",
        "所比较的文件，以及用作对照的上级文件",
        ("doc_id",),
        doc_id=_DOC_ID,
        province=_PROVINCE,
        title=_text("Chinese title", "中文标题"),
        title_en=_text("English title", "英文标题"),
        issuer=_text("issuing bodies", "发文机关"),
        issued_on=_optional(
            "date or year of issue, as far as the text tells", "发文日期或年份，以文本所载为限"
        ),
        document_number=_optional("official number", "发文字号"),
        role=_text(
            "policy, or parent for a superior document", "政策文件或上级文件", allowed=ROLES
        ),
        source=_text("where the text comes from", "文本来源"),
        file=_text("path of the text, relative to documents.csv", "文本路径，相对于documents.csv"),
        sha256=_text("SHA-256 of the file's bytes", "文件的SHA-256校验值"),
    ),
    "segments": _table(
        "every document compared, cut into zones; the segments in order are the raw text",
        "所比较的文件按区块切分；各片段依次相接即为原文",
        ("doc_id", "start"),
        doc_id=_DOC_ID,
        **_SPAN,
        zone=_text("zone of the document it belongs to", "所属区块", allowed=ZONES),
        provision_id=_optional(
            "provision it belongs to; empty for front, preamble and headings of parts",
            "所属条款；文头、引言和各部分标题为空",
        ),
    ),
    "provisions": _table(
        "the unit of analysis: the smallest numbered items, or paragraphs if none is numbered",
        "分析单位：最小的编号条款；全文无编号时为段落",
        ("provision_id",),
        provision_id=_PROVISION_ID,
        doc_id=_DOC_ID,
        province=_PROVINCE,
        part=_optional(
            "heading of the part it stands in, without the number", "所在部分的标题，不含序号"
        ),
        number=_text("its number in the document", "在文件中的序号"),
        heading=_optional("its heading without the number", "标题，不含序号"),
        text=_optional("its body, without the agency list", "正文，不含责任单位名单"),
        n_han=_count("length of heading and body", "标题和正文的长度", "Han characters"),
    ),
    "sentences": _table(
        "headings and sentences of the provisions",
        "条款的标题和句子",
        ("sentence_id",),
        sentence_id=_SENTENCE_ID,
        provision_id=_PROVISION_ID,
        **_SPAN,
        zone=_text("heading or body", "标题（heading）或正文（body）", allowed=ZONES),
        text=_RAW_TEXT,
    ),
    "policy_areas": _table(
        "policy areas and their topics, in the order of policy_areas.toml",
        "政策领域及其主题，次序同policy_areas.toml",
        ("area", "topic"),
        area=_AREA,
        topic=_TOPIC,
        position=_count("place in policy_areas.toml", "在policy_areas.toml中的次序", "rank from 0"),
        name_zh=_text("Chinese name", "中文名称"),
        name_en=_text("English name", "英文名称"),
        n_terms=_count("lexicon terms of the area or topic", "领域或主题的词条数", "terms"),
    ),
    "terms": _table(
        "the lexicon, one row a term; neutral terms have no area",
        "词典，每行一个词条；中性词条不属任何领域",
        ("term",),
        term=_LEXICON_TERM,
        area=_optional("policy area; empty for a neutral term", "政策领域；中性词条为空"),
        topic=_optional("topic; empty for a neutral term", "主题；中性词条为空"),
    ),
    "agency_lists": _table(
        "the lists of responsible agencies that close provisions, each kept whole",
        "条款末尾的责任单位名单，每份名单不再切分",
        ("sentence_id",),
        sentence_id=_text("list, such as gansu-2.1-agencies01", "名单，如gansu-2.1-agencies01"),
        provision_id=_PROVISION_ID,
        **_SPAN,
        zone=_text("agencies", "均为责任单位名单（agencies）", allowed=ZONES),
        text=_RAW_TEXT,
    ),
    "tokens": _table(
        "the words and lexicon terms of the sentences, without stop words and bare numbers",
        "句子中的词和词条，已去除停用词和纯数字",
        ("sentence_id", "start"),
        **_OCCURRENCE,
        term=_TERM,
    ),
    "term_counts": _table(
        "how often each word or lexicon term of tokens occurs in each provision",
        "tokens中的词和词条在各条款中的出现次数",
        ("provision_id", "term"),
        provision_id=_PROVISION_ID,
        term=_TERM,
        n=_N,
    ),
    "weights": _table(
        "tf-idf weight of each term in each provision",
        "词和词条在各条款中的tf-idf权重",
        ("provision_id", "term"),
        provision_id=_PROVISION_ID,
        term=_TERM,
        n=_N,
        idf=_number(
            "ln((1 + N) / (1 + df)) + 1; of the N provisions compared, df hold the term",
            "ln((1 + N) / (1 + df)) + 1，N为所比较的条款数，df为含该词的条款数",
            "nats",
        ),
        tf_idf=_number("n times idf", "n乘以idf", "occurrences times nats"),
    ),
    "hits": _table(
        "every occurrence of a lexicon term of an area",
        "政策领域词条的每次命中",
        ("sentence_id", "start"),
        **_OCCURRENCE,
        area=_AREA,
        topic=_text("topic of the term", "词条所属主题"),
        term=_LEXICON_TERM,
    ),
    "coverage": _table(
        "how much of each province's text is about each area and topic",
        "各省文本对各政策领域和主题的着墨程度",
        ("province", "area", "topic"),
        province=_PROVINCE,
        area=_AREA,
        topic=_TOPIC,
        coverage=_share(
            "share of the province's tf-idf mass on terms of the area or topic",
            "覆盖度：领域或主题的词条占该省tf-idf总量的比例",
        ),
        **_interval("conf", "coverage", "覆盖度", _SHARE),
        prevalence=_PREVALENCE,
        intensity=_INTENSITY,
        breadth=_share(
            "share of terms of the area or topic that occur", "广度：所属词条中出现过的比例"
        ),
        n_hits=_count("hits of the area or topic", "领域或主题的命中数", "hits"),
        n_provisions=_count("provisions with a hit", "有命中的条款数", "provisions"),
    ),
    "divergence": _table(
        "the gap in coverage between two provinces, and how sure it is",
        "两省覆盖度的差距及其可靠程度",
        ("province_a", "province_b", "area", "topic"),
        **_PAIR,
        area=_AREA,
        topic=_TOPIC,
        coverage_a=_share("coverage in province_a", "province_a的覆盖度"),
        coverage_b=_share("coverage in province_b", "province_b的覆盖度"),
        gap=_GAP,
        log2_ratio=_number(
            "log2(coverage_a / coverage_b); empty when either is 0",
            "log2(coverage_a / coverage_b)；任一为0时为空",
            "doublings",
            may_be_empty=True,
        ),
        **_interval("conf", "gap", "差距", _DIFFERENCE),
        p_value=_number(
            "two-sided permutation p of this row alone", "置换检验的双侧p值，未校正", "probability"
        ),
        p_adjusted=_number(
            "permutation p, adjusted by max-T for all areas, or all topics, of all pairs, or of "
            "all provinces against the others",
            "校正后p值：max-T法，就全部省对（或各省对其他各省）的全部领域或全部主题校正",
            "probability",
        ),
        verdict=_text(
            "diverges, similar or undetermined, by the rule in notebook 03",
            "判定：有分歧、相近或未定，规则见笔记本03",
            allowed=VERDICTS,
        ),
    ),
    "profile_divergence": _table(
        "how far two provinces lie apart in how they divide their coverage over the areas",
        "两省覆盖度在各领域间分配方式的差异",
        ("province_a", "province_b"),
        province_a=_text("first province of the pair", "两省中的第一个"),
        province_b=_text("second province of the pair", "两省中的第二个"),
        jensen_shannon=_number(
            "Jensen-Shannon divergence of the profiles: 0 if equal, 1 if nothing is common",
            "领域构成的JS散度：相同为0，毫无共同处为1",
            "bits",
        ),
        expected=_number(
            "its mean when provisions are dealt out at random",
            "条款随机重分时的平均散度",
            "bits",
        ),
        p_value=_number(
            "permutation p of this pair alone", "该省对的置换检验p值，未校正", "probability"
        ),
        p_adjusted=_number(
            "permutation p, adjusted by max-T for all pairs",
            "校正后p值：max-T法，就全部省对校正",
            "probability",
        ),
    ),
    "contributions": _table(
        "the terms whose differences add up to an area's gap",
        "各词条对领域差距的贡献，相加即为差距",
        ("province_a", "province_b", "area", "term"),
        **_PAIR,
        area=_AREA,
        term=_LEXICON_TERM,
        share_a=_share(
            "the term's share of province_a's tf-idf mass", "词条占province_a的tf-idf总量的比例"
        ),
        share_b=_share(
            "the term's share of province_b's tf-idf mass", "词条占province_b的tf-idf总量的比例"
        ),
        contribution=_number("share_a - share_b", "贡献：share_a减share_b", _DIFFERENCE),
    ),
    "keyness": _table(
        "how characteristic each word is of one province against another",
        "各词在两省之间的特征程度",
        ("province_a", "province_b", "term"),
        **_PAIR,
        term=_TERM,
        n_a=_count("occurrences in province_a", "在province_a中的出现次数", "occurrences"),
        n_b=_count("occurrences in province_b", "在province_b中的出现次数", "occurrences"),
        log_odds=_number(
            "weighted log-odds, above 0 for words of province_a",
            "加权对数几率，大于0偏向province_a",
            "nats",
        ),
        std_error=_number("standard error of log_odds", "log_odds的标准误", "nats"),
        z=_number("log_odds / std_error", "log_odds除以std_error", "standard errors"),
    ),
    "overlap": _table(
        "each provision against each other province, and the parent document if there is one",
        "各条款与其他每个省份的对照；有上级文件时也与之对照",
        ("provision_id", "reference"),
        provision_id=_PROVISION_ID,
        reference=_REFERENCE,
        best_match=_optional(
            "its most similar provision there; empty if none shares a word",
            "对照方中最相近的条款；无共同词时为空",
        ),
        similarity=_number(
            "cosine of the tf-idf vectors of the two",
            "相似度：两条款tf-idf向量的余弦",
            "cosine, 0 to 1",
        ),
        containment=_CONTAINMENT,
        status=_STATUS,
    ),
    "sentence_overlap": _table(
        "each sentence against all other provinces together, and the parent document",
        "各句与其他省份全体的对照；有上级文件时也与之对照",
        ("sentence_id", "reference"),
        sentence_id=_SENTENCE_ID,
        reference=_text(
            "others for all other provinces together, or parent",
            "其他省份全体为others，上级文件为parent",
            allowed=("others", "parent"),
        ),
        containment=_CONTAINMENT,
        status=_STATUS,
    ),
    "common_runs": _table(
        "passages of some length that a provision and its best match have word for word; of more "
        "than three provinces, the two best",
        "条款与其最相近条款逐字相同的较长片段；省份多于三个时，只与最相近的两个比较",
        ("provision_id", "reference", "start"),
        provision_id=_PROVISION_ID,
        reference=_REFERENCE,
        **_SPAN,
        best_match=_text("the provision with the same passage", "含相同片段的条款"),
        match_start=_offset(
            "first character in the raw text of the best match",
            "片段在最相近条款原文中的首字符位置",
        ),
        match_end=_offset(
            "one past the last character there", "片段在该原文中末字符之后一位的位置"
        ),
    ),
    "own_coverage": _table(
        "coverage over all sentences, and over own ones only",
        "全部句子的覆盖度，以及独有句子的覆盖度",
        ("province", "area", "text"),
        province=_PROVINCE,
        area=_AREA,
        text=_text(
            "all sentences, or own ones only", "全部句子，或仅独有句子", allowed=("all", "own")
        ),
        coverage=_share(
            "the area's share of their tf-idf mass", "覆盖度：领域词条占这些句子tf-idf总量的比例"
        ),
        **_interval("conf", "coverage", "覆盖度", _SHARE),
        n_hits=_count("hits in them", "这些句子中的命中数", "hits"),
    ),
    "own_words": _table(
        "words of a province that stand nowhere in another province's provisions",
        "一省使用而其他省份条款中均未出现的词",
        ("sentence_id", "start"),
        **_OCCURRENCE,
        province=_PROVINCE,
        term=_TERM,
    ),
    "targets": _table(
        "quantified targets: what is to be reached, how much of it, by when",
        "量化目标：达到什么、达到多少、何时达到",
        ("sentence_id", "start"),
        **_OCCURRENCE,
        text=_text(
            "number and unit as written, with 以上 and the like after them",
            "原文中的数字和单位，含其后的“以上”等",
        ),
        quantity=_optional("what is counted, in the words of the text", "所计之事，用原文词语"),
        comparator=_text(
            "relation of the target to the number", "目标与数值的关系", allowed=COMPARATORS
        ),
        value=_number(
            "the number, with 万 and 亿 resolved", "数值，“万”“亿”已换算", "as in column unit"
        ),
        unit=_text(
            "%, Mbps, Gbps, km, CNY, USD, or as written, such as 户",
            "单位：%、Mbps、Gbps、km、CNY、USD，或原文量词，如“户”",
        ),
        deadline=_optional(
            "year it is due; empty if the text names none", "完成年份；原文未写明时为空"
        ),
        area=_optional(
            "area with most hits in its clause; empty without a hit",
            "所在分句中命中最多的领域；无命中时为空",
        ),
    ),
    "numbers": _table(
        "every number in the bodies of provisions, and whether it is a target",
        "条款正文中的每个数字，以及是否为目标",
        ("sentence_id", "start"),
        **_OCCURRENCE,
        text=_text("the number as written", "原文中的数字"),
        kind=_text(
            "target, or the reason why it is none", "目标，或非目标的原因", allowed=NUMBER_KINDS
        ),
    ),
    "agencies": _table(
        "every mention of an agency, in the lists that close provisions and in their bodies",
        "条款末尾名单和正文中每次提到的单位",
        ("provision_id", "start"),
        provision_id=_PROVISION_ID,
        **_SPAN,
        sentence_id=_text(
            "sentence, or list such as gansu-2.1-agencies01", "句子，或名单，如gansu-2.1-agencies01"
        ),
        province=_PROVINCE,
        agency=_text(
            "its name; a 省, 各 or ending that it shares with its neighbours is filled in",
            "单位名称；与相邻单位共用而省略的“省”“各”或词尾已补全",
        ),
        level=_text(
            "government level or enterprise, by name", "层级或企业，按名称判断", allowed=LEVELS
        ),
        role=_text(
            "its role by the list; named when it stands in a body",
            "名单写明的分工；正文中提到的为named",
            allowed=AGENCY_ROLES,
        ),
    ),
    "agency_coverage": _table(
        "coverage of each area over the provisions that an agency is listed for",
        "列有某单位的条款对各政策领域的覆盖度",
        ("province", "agency", "area"),
        province=_PROVINCE,
        agency=_text("agency, as in agencies", "单位名称，同agencies"),
        area=_AREA,
        coverage=_share(
            "the area's share of the tf-idf mass of these provisions",
            "覆盖度：领域词条占这些条款tf-idf总量的比例",
        ),
        n_provisions=_count("provisions it is listed for", "列有该单位的条款数", "provisions"),
    ),
    "strength_hits": _table(
        "every word of strength in the bodies of provisions",
        "条款正文中的每个约束性或鼓励性用语",
        ("sentence_id", "start"),
        **_OCCURRENCE,
        term=_text("the word, as in strength.toml", "用语，同strength.toml"),
        strength=_text("whether it binds or encourages", "约束性或鼓励性", allowed=STRENGTHS),
    ),
    "strength": _table(
        "words of strength in the sentences of each provision and area; 'all' is every sentence",
        "各条款、各领域句子中的约束性和鼓励性用语；all为全部句子",
        ("provision_id", "area"),
        provision_id=_PROVISION_ID,
        area=_AREA,
        n_sentences=_count(
            "sentences of the body with a hit of the area", "正文中有命中的句数", "sentences"
        ),
        n_han=_count("their length", "这些句子的长度", "Han characters"),
        n_obligatory=_count("words that bind in them", "其中的约束性用语数", "words"),
        n_encouraging=_count(
            "words that encourage or leave open in them", "其中的鼓励性用语数", "words"
        ),
    ),
    "evidence": _table(
        "what stands behind a number, in its sentences; made on request by find_evidence",
        "数字背后的原文，置于所在句中；由find_evidence按需生成",
        ("provision_id", "start"),
        span=_text(
            "what it is: word, target, number, agency, strength or run",
            "类别：词、目标、数字、单位、约束性或鼓励性用语、相同片段",
        ),
        province=_PROVINCE,
        provision_id=_PROVISION_ID,
        sentence_id=_text(
            "sentence, or agency list, in which it begins", "起始处所在的句子或责任单位名单"
        ),
        **_SPAN,
        before=_optional("what stands before it in its sentence", "句中位于其前的文字"),
        match=_text("what was counted, as written", "计数所依的原文"),
        after=_optional("what stands after it in its sentence", "句中位于其后的文字"),
    ),
    "codes": _table(
        "codes of the sentences by codebook.md, one row a sentence and coder",
        "按codebook.md对句子的编码，每行为一名编码员对一句的编码",
        ("sentence_id", "coder"),
        sentence_id=_SENTENCE_ID,
        coder=_text("who coded", "编码员"),
        infrastructure=_flag("the sentence is about infrastructure", "属于基础设施领域"),
        security=_flag("the sentence is about security", "属于安全领域"),
        poverty=_flag("the sentence is about poverty alleviation", "属于扶贫领域"),
        culture=_flag("the sentence is about culture", "属于文化领域"),
    ),
    "reliability": _table(
        "how far the coders agree on each area",
        "编码员在各领域上的一致程度",
        ("area",),
        area=_AREA,
        n_coders=_count("coders", "编码员人数", "coders"),
        n_sentences=_count("sentences coded by at least two", "至少两人编码的句数", "sentences"),
        **_score(
            "alpha",
            "α系数",
            "Krippendorff's alpha, nominal",
            "Krippendorff，名义尺度",
            _AGREEMENT,
        ),
        **_score(
            "kappa",
            "κ系数",
            "Cohen's kappa, mean over pairs of coders",
            "Cohen，各对编码员的平均值",
            _AGREEMENT,
        ),
    ),
    "validation": _table(
        "sentences that the lexicon finds (predicted) against those that a coder codes (gold); 'all' is all provinces",
        "词典标记的句子与一名编码员编入领域的句子之对照；all为全部省份",
        ("province", "area"),
        province=_PROVINCE,
        area=_AREA,
        n_sentences=_count("sentences that the coder read", "编码员读过的句数", "sentences"),
        true_positives=_count(
            "sentences both predicted and gold", "词典标记且编入领域的句数", "sentences"
        ),
        false_positives=_count(
            "sentences predicted, not gold", "词典标记而未编入领域的句数", "sentences"
        ),
        false_negatives=_count(
            "sentences gold, not predicted", "编入领域而词典未标记的句数", "sentences"
        ),
        **_score(
            "precision",
            "精确率",
            "share of the predicted that are gold",
            "词典标记的句子中编入领域的比例",
            _SHARE,
        ),
        **_score(
            "recall",
            "召回率",
            "share of the gold that are predicted",
            "编入领域的句子中词典标记的比例",
            _SHARE,
        ),
        **_score(
            "f1",
            "F1值",
            "harmonic mean of precision and recall",
            "精确率与召回率的调和平均数",
            _SHARE,
        ),
        predicted=_share("share of sentences that the lexicon marks", "词典标记的句子所占比例"),
        corrected=_share(
            "that share corrected for the lexicon's errors",
            "按词典误差校正后的上述比例",
            may_be_empty=True,
        ),
        gold=_share("share of sentences that the coder codes", "编入领域的句子所占比例"),
    ),
    "lexicon_errors": _table(
        "sentences on which lexicon and sentence codes differ",
        "词典与句子编码不一致的句子",
        ("area", "sentence_id"),
        area=_AREA,
        sentence_id=_SENTENCE_ID,
        error=_text(
            "false positive: predicted, not gold; false negative: gold, not predicted",
            "误报（false positive）或漏报（false negative）",
            allowed=("false positive", "false negative"),
        ),
        terms=_optional(
            "terms to blame: the area's in a false positive, neutral ones in a false negative",
            "所涉词条：误报为该领域词条，漏报为中性词条",
        ),
        heading=_optional("heading of the provision", "条款标题"),
        text=_text("the sentence", "句子原文"),
    ),
    "second_opinion": _table(
        "a classifier trained on sentence codes; each sentence is judged without its provision",
        "用句子编码训练的分类器对各句的判断，训练时不含该句所在条款",
        ("sentence_id", "area"),
        sentence_id=_SENTENCE_ID,
        area=_AREA,
        probability=_number(
            "probability that it is about the area", "分类器判其属于该领域的概率", "probability"
        ),
        classified=_flag("probability is at least one half", "概率不低于二分之一"),
        predicted=_flag("the lexicon marks the sentence", "词典标记该句"),
        gold=_flag("the coder puts the sentence in the area", "编码员将该句编入该领域"),
    ),
    "area_shares": _table(
        "how much of a province's text is about each area, measured in five ways",
        "以五种方式测量的各领域在一省文本中的份量",
        ("province", "area"),
        province=_PROVINCE,
        area=_AREA,
        sentence_codes=_share(
            "share of the Han characters read that stand in sentences coded for the area",
            "编入该领域的句子的汉字数占已编码句子汉字总数的比例",
        ),
        classifier=_share(
            "share of the same Han characters in sentences predicted for the area",
            "分类器判入该领域的句子的汉字数占同一总数的比例",
        ),
        coverage=_share("coverage, as in coverage", "覆盖度，同coverage"),
        prevalence=_PREVALENCE,
        intensity=_INTENSITY,
    ),
    "placebo": _table(
        "gaps between random halves of one text: what chance alone makes",
        "同一文本随机分成两半所得的差距，即仅由偶然造成的差距",
        ("province", "area"),
        province=_PROVINCE,
        area=_AREA,
        low=_number("2.5% of such gaps lie below", "2.5%的此类差距低于此值", _DIFFERENCE),
        high=_number("2.5% of such gaps lie above", "2.5%的此类差距高于此值", _DIFFERENCE),
    ),
    "term_influence": _table(
        "each area's gap without one of its terms",
        "去掉某一词条后各领域的差距",
        ("province_a", "province_b", "area", "term"),
        **_PAIR,
        area=_AREA,
        term=_LEXICON_TERM,
        gap=_number("the gap with all terms", "全部词条的差距", _DIFFERENCE),
        gap_without=_number("the gap without this one", "去掉该词条后的差距", _DIFFERENCE),
        flips=_flag("the sign changes without it", "去掉后正负号改变"),
        weight=_share(
            "its part of the area's contributions, all taken without sign",
            "该词条在领域贡献绝对值之和中所占比例",
        ),
    ),
    "specifications": _table(
        "each area's gap under the declared and other sensible choices",
        "在事先声明的设定及其他合理设定下各领域的差距",
        ("province_a", "province_b", "area", "specification"),
        **_PAIR,
        area=_AREA,
        specification=_count(
            "number of the combination; 0 is the declared one",
            "设定组合的编号；0为事先声明的设定",
            "rank from 0",
        ),
        preamble=_flag("preambles count", "计入引言"),
        headings=_flag("headings of provisions count", "计入条款标题"),
        goals=_flag("provisions with 目标 in the heading count", "计入标题含“目标”的条款"),
        agencies=_flag("agency lists count", "计入责任单位名单"),
        idf=_text(
            "what idf is taken over, if any", "计算idf的范围，或不用idf", allowed=IDF_CHOICES
        ),
        engine=_text(
            "what cuts words between terms", "词条以外的分词工具", allowed=("jieba", "rjieba")
        ),
        hmm=_flag("the engine joins words that its dictionary lacks", "分词工具识别其词典以外的词"),
        lexicon=_text(
            "full, or a random half of each area's terms", "全部（full）或各领域的随机一半词条"
        ),
        gap=_GAP,
    ),
}
