"""The contracts of the tables: their columns, keys, types, meanings and units."""

from dataclasses import dataclass

ZONES = ("front", "preamble", "heading", "body", "agencies")
# The role of a superior document, and the name under which it stands in the place of a province.
PARENT = "parent"
ROLES = ("policy", PARENT)
IDF_CHOICES = ("provisions", "provisions of the province", "sentences", "none")
VERDICTS = ("diverges", "similar", "undetermined")
STATUSES = ("shared", "adapted", "own")
COMPARATORS = ("at least", "more than", "reach", "stated", "about", "less than", "at most")
NUMBER_KINDS = (
    "target", "date", "document number", "name", "ordinal", "count", "state", "word",
)  # fmt: skip
LEVELS = ("central", "provincial", "municipal", "enterprise", "other")
AGENCY_ROLES = ("lead", "support", "responsible", "named")
STRENGTHS = ("obligatory", "encouraging")


@dataclass(frozen=True)
class Column:
    """One column of a contract: its type, what it means, its unit, and what it may hold."""

    dtype: str
    meaning: str
    unit: str = ""
    may_be_empty: bool = False
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Contract:
    """What a table promises: one row per key, these columns in this order."""

    meaning: str
    key: tuple[str, ...]
    columns: dict[str, Column]


def _text(meaning: str, *, may_be_empty: bool = False, allowed: tuple[str, ...] = ()) -> Column:
    return Column("str", meaning, may_be_empty=may_be_empty, allowed=allowed)


def _count(meaning: str, unit: str) -> Column:
    return Column("int64", meaning, unit)


def _number(meaning: str, unit: str, *, may_be_empty: bool = False) -> Column:
    return Column("float64", meaning, unit, may_be_empty=may_be_empty)


_DOC_ID = _text("document, such as hebei")
_PROVINCE = _text("province, as in provinces.csv")
_PROVISION_ID = _text("provision, such as hebei-11 or gansu-4.4")
_SENTENCE_ID = _text("sentence, such as gansu-4.4-s02; s00 is the heading")
_AREA = _text("policy area, as in policy_areas.toml")
_TOPIC = _text("topic of the area; 'all' on the area's own row")
_TERM = _text("word or lexicon term")
_START = _count("first character in the decoded raw text", "characters from 0")
_END = _count("one past the last character", "characters from 0")
_PAIR = {
    "province_a": _text("first province of the pair"),
    "province_b": _text("second province of the pair"),
}
_REFERENCE = _text("province, or parent, whose provisions it is held against")
_STATUS = _text("shared, adapted or own, by containment", allowed=STATUSES)
_SHARE = "share of tf-idf mass"
_RATE = "share, 0 to 1"
_AGREEMENT = "1 is full agreement, 0 chance"

CONTRACTS: dict[str, Contract] = {
    "provinces": Contract(
        "names of the provinces",
        ("province",),
        {
            "province": _PROVINCE,
            "name_zh": _text("short Chinese name"),
            "name_en": _text("English name"),
        },
    ),
    "documents": Contract(
        "the documents compared",
        ("doc_id",),
        {
            "doc_id": _DOC_ID,
            "province": _PROVINCE,
            "title": _text("Chinese title"),
            "title_en": _text("English title"),
            "issuer": _text("issuing bodies"),
            "issued_on": _text(
                "date or year of issue, as far as the text tells", may_be_empty=True
            ),
            "document_number": _text("official number", may_be_empty=True),
            "role": _text("policy, or parent for a superior document", allowed=ROLES),
            "source": _text("where the text comes from"),
            "file": _text("path of the text, relative to documents.csv"),
            "sha256": _text("SHA-256 of the file's bytes"),
        },
    ),
    "pieces": Contract(
        "every document cut into zones; the pieces in order are the raw text",
        ("doc_id", "start"),
        {
            "doc_id": _DOC_ID,
            "start": _START,
            "end": _END,
            "zone": _text("what the piece is", allowed=ZONES),
            "provision_id": _text(
                "provision it belongs to; empty for front, preamble and headings of parts",
                may_be_empty=True,
            ),
        },
    ),
    "provisions": Contract(
        "the unit of analysis: the smallest numbered items",
        ("provision_id",),
        {
            "provision_id": _PROVISION_ID,
            "doc_id": _DOC_ID,
            "province": _PROVINCE,
            "part": _text("heading of the part it stands in", may_be_empty=True),
            "number": _text("its number in the document"),
            "heading": _text("its heading without the number", may_be_empty=True),
            "text": _text("its body", may_be_empty=True),
            "n_han": _count("length of heading and body", "Han characters"),
        },
    ),
    "sentences": Contract(
        "headings and sentences of the provisions",
        ("sentence_id",),
        {
            "sentence_id": _SENTENCE_ID,
            "provision_id": _PROVISION_ID,
            "start": _START,
            "end": _END,
            "zone": _text("heading or body", allowed=ZONES),
            "text": _text("the raw text from start to end"),
        },
    ),
    "policy_areas": Contract(
        "policy areas and their topics, in the order of policy_areas.toml",
        ("area", "topic"),
        {
            "area": _AREA,
            "topic": _TOPIC,
            "position": _count("place in policy_areas.toml", "rank from 0"),
            "name_zh": _text("Chinese name"),
            "name_en": _text("English name"),
            "n_terms": _count("terms of the lexicon", "terms"),
        },
    ),
    "terms": Contract(
        "the lexicon, one row a term; neutral terms have no area",
        ("term",),
        {
            "term": _text("lexicon term"),
            "area": _text("policy area; empty for a neutral term", may_be_empty=True),
            "topic": _text("topic; empty for a neutral term", may_be_empty=True),
        },
    ),
    "agency_lists": Contract(
        "the lists of responsible agencies that close provisions; cut like sentences",
        ("sentence_id",),
        {
            "sentence_id": _text("list, such as gansu-2.1-agencies01"),
            "provision_id": _PROVISION_ID,
            "start": _START,
            "end": _END,
            "zone": _text("agencies", allowed=ZONES),
            "text": _text("the raw text from start to end"),
        },
    ),
    "tokens": Contract(
        "the words and lexicon terms of the sentences, stop words dropped",
        ("sentence_id", "start"),
        {
            "sentence_id": _SENTENCE_ID,
            "start": _START,
            "end": _END,
            "provision_id": _PROVISION_ID,
            "term": _TERM,
        },
    ),
    "term_counts": Contract(
        "words and lexicon terms of each provision, stop words dropped",
        ("provision_id", "term"),
        {
            "provision_id": _PROVISION_ID,
            "term": _TERM,
            "n": _count("occurrences in heading and body", "occurrences"),
        },
    ),
    "weights": Contract(
        "tf-idf weight of each term in each provision",
        ("provision_id", "term"),
        {
            "provision_id": _PROVISION_ID,
            "term": _TERM,
            "n": _count("occurrences in heading and body", "occurrences"),
            "idf": _number("ln((1 + N) / (1 + df)) + 1 over all provisions", "nats"),
            "tf_idf": _number("n times idf", "occurrences x nats"),
        },
    ),
    "hits": Contract(
        "every occurrence of a lexicon term of an area",
        ("sentence_id", "start"),
        {
            "sentence_id": _SENTENCE_ID,
            "start": _START,
            "end": _END,
            "provision_id": _PROVISION_ID,
            "area": _AREA,
            "topic": _TOPIC,
            "term": _text("lexicon term"),
        },
    ),
    "coverage": Contract(
        "how much of each province's text is about each area and topic",
        ("province", "area", "topic"),
        {
            "province": _PROVINCE,
            "area": _AREA,
            "topic": _TOPIC,
            "coverage": _number("the area's share of the province's tf-idf mass", "share, 0 to 1"),
            "conf_low": _number("95 % bootstrap interval of coverage, lower end", "share, 0 to 1"),
            "conf_high": _number("95 % bootstrap interval of coverage, upper end", "share, 0 to 1"),
            "prevalence": _number("share of provisions with a hit", "share, 0 to 1"),
            "intensity": _number("hits per 10,000 Han characters", "hits per 10,000"),
            "breadth": _number("share of the area's terms that occur", "share, 0 to 1"),
            "n_hits": _count("hits", "hits"),
            "n_provisions": _count("provisions with a hit", "provisions"),
        },
    ),
    "divergence": Contract(
        "the gap in coverage between two provinces, and how sure it is",
        ("province_a", "province_b", "area", "topic"),
        {
            **_PAIR,
            "area": _AREA,
            "topic": _TOPIC,
            "coverage_a": _number("coverage in province_a", "share, 0 to 1"),
            "coverage_b": _number("coverage in province_b", "share, 0 to 1"),
            "gap": _number("coverage_a - coverage_b", _SHARE),
            "log2_ratio": _number(
                "log2(coverage_a / coverage_b); empty when either is 0",
                "doublings",
                may_be_empty=True,
            ),
            "conf_low": _number("95 % bootstrap interval of gap, lower end", _SHARE),
            "conf_high": _number("95 % bootstrap interval of gap, upper end", _SHARE),
            "p_value": _number("permutation p of this row alone", "probability"),
            "p_adjusted": _number("max-T over all rows of its level", "probability"),
            "verdict": _text("what the numbers allow to say", allowed=VERDICTS),
        },
    ),
    "contributions": Contract(
        "the terms whose differences add up to an area's gap",
        ("province_a", "province_b", "area", "term"),
        {
            **_PAIR,
            "area": _AREA,
            "term": _text("lexicon term"),
            "share_a": _number("the term's share in province_a", _SHARE),
            "share_b": _number("the term's share in province_b", _SHARE),
            "contribution": _number("share_a - share_b", _SHARE),
        },
    ),
    "keyness": Contract(
        "words characteristic of one province against another",
        ("province_a", "province_b", "term"),
        {
            **_PAIR,
            "term": _TERM,
            "n_a": _count("occurrences in province_a", "occurrences"),
            "n_b": _count("occurrences in province_b", "occurrences"),
            "log_odds": _number("weighted log-odds, above 0 for province_a", "nats"),
            "std_error": _number("standard error of log_odds", "nats"),
            "z": _number("log_odds / std_error", "standard errors"),
        },
    ),
    "overlap": Contract(
        "each provision against each other province, and the parent document if there is one",
        ("provision_id", "reference"),
        {
            "provision_id": _PROVISION_ID,
            "reference": _REFERENCE,
            "best_match": _text("its most similar provision there", may_be_empty=True),
            "similarity": _number("cosine of the tf-idf vectors of the two", _RATE),
            "containment": _number("share of its 5-grams that stand in the reference", _RATE),
            "status": _STATUS,
        },
    ),
    "sentence_overlap": Contract(
        "each sentence against all other provinces together, and the parent document",
        ("sentence_id", "reference"),
        {
            "sentence_id": _SENTENCE_ID,
            "reference": _text("others, or parent", allowed=("others", "parent")),
            "containment": _number("share of its 5-grams that stand in the reference", _RATE),
            "status": _STATUS,
        },
    ),
    "common_runs": Contract(
        "passages that a provision and its best match have in common, word for word",
        ("provision_id", "reference", "start"),
        {
            "provision_id": _PROVISION_ID,
            "reference": _REFERENCE,
            "start": _START,
            "end": _END,
            "best_match": _text("the provision with the same passage"),
            "match_start": _count("first character there", "characters from 0"),
            "match_end": _count("one past the last character there", "characters from 0"),
        },
    ),
    "own_coverage": Contract(
        "coverage over all sentences, and over those that only one province has",
        ("province", "area", "text"),
        {
            "province": _PROVINCE,
            "area": _AREA,
            "text": _text("which sentences", allowed=("all", "own")),
            "coverage": _number("the area's share of their tf-idf mass", _RATE),
            "conf_low": _number("95 % bootstrap interval of coverage, lower end", _RATE),
            "conf_high": _number("95 % bootstrap interval of coverage, upper end", _RATE),
            "n_hits": _count("hits in them", "hits"),
        },
    ),
    "own_words": Contract(
        "words of a province that stand nowhere in another province's provisions",
        ("sentence_id", "start"),
        {
            "sentence_id": _SENTENCE_ID,
            "start": _START,
            "end": _END,
            "provision_id": _PROVISION_ID,
            "province": _PROVINCE,
            "term": _TERM,
        },
    ),
    "targets": Contract(
        "quantified targets: what is to be reached, how much of it, by when",
        ("sentence_id", "start"),
        {
            "sentence_id": _SENTENCE_ID,
            "start": _START,
            "end": _END,
            "provision_id": _PROVISION_ID,
            "text": _text("number, unit and comparator as written"),
            "quantity": _text("what is counted, in the words of the text", may_be_empty=True),
            "comparator": _text("how the number is meant", allowed=COMPARATORS),
            "value": _number("the number, with 万 and 亿 resolved", "column unit"),
            "unit": _text("%, Mbps, Gbps, km, CNY, USD, or a counter such as 户"),
            "deadline": _text("year it is due", may_be_empty=True),
            "area": _text("area with most hits in its clause", may_be_empty=True),
        },
    ),
    "numbers": Contract(
        "every number in the bodies of provisions, and whether it is a target",
        ("sentence_id", "start"),
        {
            "sentence_id": _SENTENCE_ID,
            "start": _START,
            "end": _END,
            "provision_id": _PROVISION_ID,
            "text": _text("the number as written"),
            "kind": _text("target, or the reason why it is none", allowed=NUMBER_KINDS),
        },
    ),
    "agencies": Contract(
        "every mention of an agency, in the lists that close provisions and in their bodies",
        ("provision_id", "start"),
        {
            "provision_id": _PROVISION_ID,
            "start": _START,
            "end": _END,
            "sentence_id": _text("sentence, or list such as gansu-2.1-agencies01"),
            "province": _PROVINCE,
            "agency": _text("its name, with the 省 and the ending it shares with its neighbours"),
            "level": _text("level of government, by the name", allowed=LEVELS),
            "role": _text(
                "what the list says; named when it stands in a body", allowed=AGENCY_ROLES
            ),
        },
    ),
    "agency_coverage": Contract(
        "coverage of each area over the provisions that an agency is listed for",
        ("province", "agency", "area"),
        {
            "province": _PROVINCE,
            "agency": _text("agency, as in agencies"),
            "area": _AREA,
            "coverage": _number("the area's share of the tf-idf mass of these provisions", _RATE),
            "n_provisions": _count("provisions it is listed for", "provisions"),
        },
    ),
    "strength_hits": Contract(
        "every word of strength in the bodies of provisions",
        ("sentence_id", "start"),
        {
            "sentence_id": _SENTENCE_ID,
            "start": _START,
            "end": _END,
            "provision_id": _PROVISION_ID,
            "term": _text("the word, as in strength.toml"),
            "strength": _text("what it does", allowed=STRENGTHS),
        },
    ),
    "strength": Contract(
        "words of strength in the sentences of each provision and area; 'all' is every sentence",
        ("provision_id", "area"),
        {
            "provision_id": _PROVISION_ID,
            "area": _AREA,
            "n_sentences": _count("sentences of the body with a hit of the area", "sentences"),
            "n_han": _count("their length", "Han characters"),
            "n_obligatory": _count("words that bind in them", "words"),
            "n_encouraging": _count("words that encourage or leave open in them", "words"),
        },
    ),
    "evidence": Contract(
        "what stands behind a number, in its sentences; made on request",
        ("provision_id", "start"),
        {
            "mark": _text("word, target, number, agency, strength or run"),
            "province": _PROVINCE,
            "provision_id": _PROVISION_ID,
            "sentence_id": _text("sentence, or agency list, in which it begins"),
            "start": _START,
            "end": _END,
            "before": _text("the sentence before it", may_be_empty=True),
            "match": _text("what was counted"),
            "after": _text("the sentence after it", may_be_empty=True),
        },
    ),
    "codes": Contract(
        "hand codes of the sentences by codebook.md, one row a sentence and coder",
        ("sentence_id", "coder"),
        {
            "sentence_id": _SENTENCE_ID,
            "coder": _text("who coded"),
            "infrastructure": _count("1 if the sentence is about it", "0 or 1"),
            "security": _count("1 if the sentence is about it", "0 or 1"),
            "poverty": _count("1 if the sentence is about it", "0 or 1"),
            "culture": _count("1 if the sentence is about it", "0 or 1"),
        },
    ),
    "reliability": Contract(
        "how far the coders agree, with 95 % intervals over redrawn provisions",
        ("area",),
        {
            "area": _AREA,
            "n_coders": _count("coders", "coders"),
            "n_sentences": _count("sentences coded by at least two", "sentences"),
            "alpha": _number("Krippendorff's alpha, nominal", _AGREEMENT, may_be_empty=True),
            "alpha_low": _number("lower end of its interval", _AGREEMENT, may_be_empty=True),
            "alpha_high": _number("upper end of its interval", _AGREEMENT, may_be_empty=True),
            "kappa": _number("Cohen's kappa, mean over pairs", _AGREEMENT, may_be_empty=True),
            "kappa_low": _number("lower end of its interval", _AGREEMENT, may_be_empty=True),
            "kappa_high": _number("upper end of its interval", _AGREEMENT, may_be_empty=True),
        },
    ),
    "validation": Contract(
        "the lexicon against the hand codes, sentence by sentence; 'all' is all provinces",
        ("province", "area"),
        {
            "province": _PROVINCE,
            "area": _AREA,
            "n_sentences": _count("sentences coded", "sentences"),
            "true_positives": _count("marked and coded", "sentences"),
            "false_positives": _count("marked, not coded", "sentences"),
            "false_negatives": _count("coded, not marked", "sentences"),
            **{
                f"{measure}{end}": _number(f"{meaning}{at}", _RATE, may_be_empty=True)
                for measure, meaning in (
                    ("precision", "share of the marked that are coded"),
                    ("recall", "share of the coded that are marked"),
                    ("f1", "harmonic mean of precision and recall"),
                )
                for end, at in (
                    ("", ""),
                    ("_low", ", lower end of the 95 % interval"),
                    ("_high", ", upper end of the 95 % interval"),
                )
            },
            "marked": _number("share of sentences that the lexicon marks", _RATE),
            "corrected": _number(
                "that share corrected for the lexicon's errors", _RATE, may_be_empty=True
            ),
            "coded": _number("share of sentences that are coded", _RATE),
        },
    ),
    "lexicon_errors": Contract(
        "sentences on which lexicon and hand codes differ",
        ("area", "sentence_id"),
        {
            "area": _AREA,
            "sentence_id": _SENTENCE_ID,
            "error": _text("what kind", allowed=("false positive", "false negative")),
            "terms": _text("terms to blame: the area's, or neutral ones", may_be_empty=True),
            "heading": _text("heading of the provision", may_be_empty=True),
            "text": _text("the sentence"),
        },
    ),
    "second_opinion": Contract(
        "a classifier trained on the hand codes, each sentence judged by one that never saw it",
        ("sentence_id", "area"),
        {
            "sentence_id": _SENTENCE_ID,
            "area": _AREA,
            "probability": _number("the classifier's probability", "probability"),
            "predicted": _count("1 if it is at least one half", "0 or 1"),
            "marked": _count("1 if the lexicon marks the sentence", "0 or 1"),
            "coded": _count("1 if the sentence is coded", "0 or 1"),
        },
    ),
    "area_shares": Contract(
        "each area's share of a province's text, measured in five ways",
        ("province", "area"),
        {
            "province": _PROVINCE,
            "area": _AREA,
            "hand_codes": _number("Han characters in coded sentences", "share of characters"),
            "classifier": _number("Han characters in predicted sentences", "share of characters"),
            "coverage": _number("coverage", _SHARE),
            "prevalence": _number("share of provisions with a hit", _RATE),
            "intensity": _number("hits per 10,000 Han characters", "hits per 10,000"),
        },
    ),
    "placebo": Contract(
        "gaps between random halves of one text: what chance alone makes",
        ("province", "area"),
        {
            "province": _PROVINCE,
            "area": _AREA,
            "low": _number("2.5 % of such gaps lie below", _SHARE),
            "high": _number("2.5 % of such gaps lie above", _SHARE),
        },
    ),
    "term_influence": Contract(
        "each area's gap without one of its terms",
        ("province_a", "province_b", "area", "term"),
        {
            **_PAIR,
            "area": _AREA,
            "term": _text("lexicon term"),
            "gap": _number("the gap with all terms", _SHARE),
            "gap_without": _number("the gap without this one", _SHARE),
            "flips": _count("1 if the sign changes without it", "0 or 1"),
            "weight": _number("its part of all contributions, taken without sign", "share, 0 to 1"),
        },
    ),
    "specifications": Contract(
        "each area's gap under other sensible choices",
        ("province_a", "province_b", "area", "specification"),
        {
            **_PAIR,
            "area": _AREA,
            "specification": _count("number of the combination; 0 is the declared one", "rank"),
            "preamble": _count("1 if preambles count", "0 or 1"),
            "headings": _count("1 if headings count", "0 or 1"),
            "goals": _count("1 if provisions that list goals count", "0 or 1"),
            "agencies": _count("1 if agency lists count", "0 or 1"),
            "idf": _text("over what idf is taken", allowed=IDF_CHOICES),
            "engine": _text("what cuts the words between terms", allowed=("jieba", "rjieba")),
            "hmm": _count("1 if it joins words that its dictionary lacks", "0 or 1"),
            "lexicon": _text("full, or one of the random halves"),
            "gap": _number("coverage_a - coverage_b", _SHARE),
        },
    ),
}
