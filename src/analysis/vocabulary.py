"""Words that tables, measures and sentences have in common: zones, roles, verdicts and the like."""

# What the catalogues are written in, in the order in which the site offers it; figures have it the
# other way round.
LANGUAGES = ("en", "zh")
# How a page names them: by their codes, and Chinese by its script too.
TAGS = {lang: "zh-Hans" if lang == "zh" else lang for lang in LANGUAGES}
ZONES = ("front", "preamble", "heading", "body", "agencies")

# The role of a superior document, and the name under which it stands in the place of a province.
PARENT = "parent"

# In the place of a province: all other provinces taken together.
OTHERS = "others"

# In the weights of a large corpus: the words of a provision that are no term of an area, together.
OTHER_WORDS = "…"
ROLES = ("policy", PARENT)

# So many provinces are set out one by one and pair by pair, as the two of the texts shipped; four
# make six pairs, more than one keeps apart in reading. Of more, each is held against OTHERS, a
# statement gives the count and the extremes, and a figure has a line for each.
FEW = 3

# Provisions with a term from which on a bootstrap can tell. With five, `similar` is said of gaps as
# wide as the margin less than one time in twenty; with one, of simulated texts, up to one in three.
TELLING = 5
IDF_CHOICES = ("provisions", "provisions of the province", "sentences", "none")
VERDICTS = ("diverges", "similar", "undetermined")
STATUSES = ("shared", "adapted", "own")
COMPARATORS = ("at least", "more than", "reach", "stated", "about", "less than", "at most")

NUMBER_KINDS = (
    "target", "fragment", "date", "document number", "name", "ordinal", "count", "state", "word",
)  # fmt: skip
LEVELS = ("central", "provincial", "municipal", "enterprise", "other")
AGENCY_ROLES = ("lead", "support", "responsible", "named")
STRENGTHS = ("obligatory", "encouraging")

# The topic of an area's own row in every table that has topics.
ALL = "all"
