"""The corpus: `documents.csv` and the texts it names."""

import hashlib
from pathlib import Path

import pandas as pd

from analysis.contracts import CONTRACTS
from analysis.decoding import CorpusError, read_text_file
from analysis.files import RAW, find_input, show_path
from analysis.tables import check_table, read_cells, read_csv


def read_documents(path: Path = RAW / "documents.csv") -> pd.DataFrame:
    """Read the list of documents and hold it against the provinces beside it.

    Returns the table `documents`. Raises TableError for a broken table and CorpusError for a
    province that `provinces.csv` does not list, or if no document is of a province.
    """
    documents = read_list(path)[list(CONTRACTS["documents"].columns)]
    check_list(documents, path)
    if not (documents["role"] == "policy").any():
        raise CorpusError(
            f"{show_path(path)}: no document has the role policy; expected at least one. Add a "
            "document of a province."
        )
    return documents


def read_list(path: Path) -> pd.DataFrame:
    """Read the list of documents with any further columns it has, such as region or year.

    These are covariates, by which a workspace may group; they are texts and may be empty. Raises
    TableError for a broken table.
    """
    cells = read_cells(path, "documents")
    further = [c for c in cells.columns if c not in CONTRACTS["documents"].columns]
    documents = check_table(cells.drop(columns=further), "documents", where=show_path(path))
    return documents.merge(cells[["doc_id", *further]], on="doc_id", validate="one_to_one")


def check_list(documents: pd.DataFrame, path: Path) -> None:
    """Hold a list of documents against its contract and against the provinces beside it.

    Raises TableError for a broken table and CorpusError for a province that `provinces.csv` does
    not list.
    """
    check_table(documents, "documents", where=show_path(path))
    provinces = read_csv(find_input(path.parent, "provinces.csv"), "provinces")
    unknown = documents.loc[~documents["province"].isin(provinces["province"])]
    if len(unknown):
        row = unknown.iloc[0]
        raise CorpusError(
            f"{show_path(path)}, document '{row['doc_id']}': unknown province "
            f"'{row['province']}'; expected one of provinces.csv. Correct the cell or add the "
            "province there."
        )


def read_texts(documents: pd.DataFrame, folder: Path = RAW) -> pd.DataFrame:
    """Read the text of every document, checked against its SHA-256.

    Returns one row a document: doc_id, text (decoded, every character kept). Raises CorpusError
    when a file is altered, lies outside the folder, or is none that `read_text_file` takes.
    """
    texts = [
        _read_text(row.doc_id, folder / row.file, row.sha256, folder)
        for row in documents.itertuples()
    ]
    return pd.DataFrame({"doc_id": documents["doc_id"].tolist(), "text": texts}, dtype="str")


def _read_text(doc_id: str, path: Path, sha256: str, folder: Path) -> str:
    where = f"{show_path(path)} (document '{doc_id}')"
    if not path.resolve().is_relative_to(folder.resolve()):
        raise CorpusError(
            f"{where}: the file lies outside {show_path(folder)}; expected one inside, such as "
            "texts/x.txt. Copy the text there, and write its path into documents.csv."
        )
    decoded = read_text_file(path, where)
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != sha256:
        raise CorpusError(
            f"{where}: the file has SHA-256 {found}, documents.csv says {sha256}. Restore the "
            "text, or write the new checksum into documents.csv if the change is meant."
        )
    return decoded.text
