"""A counted corpus as tables that notebooks read."""

from pathlib import Path

import pandas as pd
import polars as pl

from analysis.errors import CorpusError
from analysis.scale.parts import MANIFEST, TABLES, to_pandas
from analysis.store.files import show_path
from analysis.store.manifest import checksum_lines, input_checksums
from analysis.store.tables import check_table, read_csv

# In a column that a count knows nothing of, and that may not be empty.
UNSTATED = "未载 not stated"


def read_counts(counted: Path) -> dict[str, pd.DataFrame]:
    """Read the tables that notebooks 02 and 03 need from the folder of a count, by name.

    `counted` as `scale.count_corpus` has written it. Provinces are those that have documents. A
    count knows of a document its id, its province and its text: the id stands for the title, what
    else may not be empty is UNSTATED, and sha256 is that of the text in UTF-8. Raises CorpusError
    for a count that is not finished, and TableError for a table that breaks its contract.
    """
    _require_finished(counted)
    tables = counted / TABLES
    listed = ("provinces", "policy_areas", "terms", "keyness")
    read = {name: read_csv(tables / f"{name}.csv", name) for name in listed}
    documents, provisions, weights = (
        to_pandas(pl.read_parquet(tables / name / "*.parquet"))
        for name in ("documents", "provisions", "weights")
    )
    read["provinces"] = read["provinces"].merge(documents[["province"]].drop_duplicates())
    read["documents"] = documents.drop(columns="n_provisions").assign(
        title=documents["doc_id"], title_en=documents["doc_id"], issuer=UNSTATED, issued_on="",
        document_number="", role="policy", source=UNSTATED, file=UNSTATED,
    )  # fmt: skip
    read["provisions"] = provisions.assign(part="", heading="", text="")
    read["weights"] = weights
    return {name: check_table(table, name) for name, table in read.items()}


def _require_finished(counted: Path) -> None:
    manifest = counted / MANIFEST
    if not manifest.is_file():
        found = f"no {MANIFEST}, which a count writes last"
    elif manifest.read_text(encoding="utf-8") != checksum_lines(input_checksums(counted / TABLES)):
        found = f"tables other than those of {MANIFEST}"
    else:
        return
    raise CorpusError(
        f"{show_path(counted)}: found {found}; expected the folder of a finished count. Run "
        f"'python -m analysis count CORPUS --out {show_path(counted)}', which does what is missing."
    )
