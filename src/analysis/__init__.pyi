"""The public names of the package, each with the module that it comes from."""

from analysis.draw.style import use_style as use_style
from analysis.say.catalogue import (
    label as label,
)
from analysis.say.catalogue import (
    write as write,
)
from analysis.say.names import Names as Names
from analysis.say.views import source_line as source_line
from analysis.say.wording import amount as amount
from analysis.stats.compare import (
    rows_of as rows_of,
)
from analysis.stats.compare import (
    shown_gaps as shown_gaps,
)
from analysis.stats.compare import (
    told_gaps as told_gaps,
)
from analysis.stats.mass import (
    sum_mass as sum_mass,
)
from analysis.stats.mass import (
    weigh_terms as weigh_terms,
)
from analysis.store.files import RAW as RAW
from analysis.store.tables import (
    read_csv as read_csv,
)
from analysis.store.tables import (
    read_table as read_table,
)
from analysis.store.tables import (
    stack_tables as stack_tables,
)
from analysis.store.tables import (
    write_table as write_table,
)
from analysis.studies.agencies import report as agencies
from analysis.studies.agencies.measure import find_agencies as find_agencies
from analysis.studies.agency_areas import report as agency_areas
from analysis.studies.agency_areas.measure import agency_coverage as agency_coverage
from analysis.studies.contributions import report as contributions
from analysis.studies.contributions.measure import term_contributions as term_contributions
from analysis.studies.coverage import report as coverage
from analysis.studies.coverage.measure import (
    area_coverage as area_coverage,
)
from analysis.studies.coverage.measure import (
    require_provisions as require_provisions,
)
from analysis.studies.evidence import (
    find_evidence as find_evidence,
)
from analysis.studies.evidence import (
    gather_spans as gather_spans,
)
from analysis.studies.gaps import report as gaps
from analysis.studies.gaps.measure import (
    EQUIVALENCE_MARGIN as EQUIVALENCE_MARGIN,
)
from analysis.studies.gaps.measure import (
    placebo_gaps as placebo_gaps,
)
from analysis.studies.gaps.measure import (
    province_gaps as province_gaps,
)
from analysis.studies.keyness import report as keyness
from analysis.studies.keyness.measure import word_keyness as word_keyness
from analysis.studies.overlap import report as overlap
from analysis.studies.overlap.measure import (
    common_runs as common_runs,
)
from analysis.studies.overlap.measure import (
    nearest_matches as nearest_matches,
)
from analysis.studies.overlap.measure import (
    provision_overlap as provision_overlap,
)
from analysis.studies.overlap.measure import (
    provision_similarity as provision_similarity,
)
from analysis.studies.overlap.measure import (
    sentence_overlap as sentence_overlap,
)
from analysis.studies.own import report as own
from analysis.studies.own.measure import (
    own_coverage as own_coverage,
)
from analysis.studies.own.measure import (
    own_words as own_words,
)
from analysis.studies.profiles import report as profiles
from analysis.studies.profiles.measure import compare_profiles as compare_profiles
from analysis.studies.robustness import report as robustness
from analysis.studies.robustness.measure import (
    sign_agreement as sign_agreement,
)
from analysis.studies.robustness.measure import (
    specification_gaps as specification_gaps,
)
from analysis.studies.robustness.measure import (
    term_influence as term_influence,
)
from analysis.studies.robustness.measure import (
    tokenise_zones as tokenise_zones,
)
from analysis.studies.shares import report as shares
from analysis.studies.shares.measure import area_shares as area_shares
from analysis.studies.strength import report as strength
from analysis.studies.strength.measure import (
    find_strength as find_strength,
)
from analysis.studies.strength.measure import (
    measure_strength as measure_strength,
)
from analysis.studies.targets import report as targets
from analysis.studies.targets.measure import (
    find_targets as find_targets,
)
from analysis.studies.targets.measure import (
    list_numbers as list_numbers,
)
from analysis.studies.validation import report as validation
from analysis.studies.validation.measure import (
    coder_agreement as coder_agreement,
)
from analysis.studies.validation.measure import (
    compare_sentences as compare_sentences,
)
from analysis.studies.validation.measure import (
    list_errors as list_errors,
)
from analysis.studies.validation.measure import (
    read_codes as read_codes,
)
from analysis.studies.validation.measure import (
    score_lexicon as score_lexicon,
)
from analysis.studies.validation.measure import (
    second_opinion as second_opinion,
)
from analysis.studies.zones import report as zones
from analysis.studies.zones.measure import zone_lengths as zone_lengths
from analysis.text.documents import (
    read_documents as read_documents,
)
from analysis.text.documents import (
    read_texts as read_texts,
)
from analysis.text.structure import (
    build_provisions as build_provisions,
)
from analysis.text.structure import (
    join_segments as join_segments,
)
from analysis.text.structure import (
    split_segments as split_segments,
)
from analysis.text.structure import (
    split_sentences as split_sentences,
)
from analysis.vocabulary import (
    ALL as ALL,
)
from analysis.vocabulary import (
    OTHERS as OTHERS,
)
from analysis.vocabulary import (
    PARENT as PARENT,
)
from analysis.website.excerpts import (
    fold as fold,
)
from analysis.website.excerpts import (
    headed as headed,
)
from analysis.website.excerpts import (
    show_evidence as show_evidence,
)
from analysis.website.excerpts import (
    show_pairs as show_pairs,
)
from analysis.website.excerpts import (
    show_sentences as show_sentences,
)
from analysis.words.engines import (
    all_tokenizers as all_tokenizers,
)
from analysis.words.engines import (
    jieba_tokenizer as jieba_tokenizer,
)
from analysis.words.lexicon import (
    find_hits as find_hits,
)
from analysis.words.lexicon import (
    read_areas as read_areas,
)
from analysis.words.lexicon import (
    read_terms as read_terms,
)
from analysis.words.tokens import (
    count_terms as count_terms,
)
from analysis.words.tokens import (
    read_words as read_words,
)
from analysis.words.tokens import (
    tokenise as tokenise,
)
