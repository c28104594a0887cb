"""Run the suite on another corpus: a folder with its inputs, and the project's code by link."""

from pathlib import Path

import pandas as pd

from analysis.contracts import CONTRACTS, PARENT
from analysis.corpus import read_list, read_texts
from analysis.decoding import CorpusError
from analysis.files import RAW, ROOT, find_input, link_file, show_path, write_file
from analysis.tables import format_csv, read_csv

# What a workspace has in common with the project; by the first it is known for a workspace.
LINKED = ("src", "notebooks", "Makefile", "pyproject.toml", "uv.lock", ".venv")
# The codes belong to the sentences of the texts that are shipped.
CODES = "codes.csv"


def make_workspace(documents: Path, out: Path, shipped: Path = RAW, *, group_by: str = "") -> None:
    """Gather the inputs of a corpus in `out`, so that `make report` there makes its report.

    Beside `documents` may lie files of the names in `shipped`, such as provinces.csv or
    policy_areas.toml; where one does not, the shipped one is taken, but for the codes. Texts are
    checked before anything is written, and files that have not changed keep their time, so that a
    second run builds what depends on changes. With `group_by`, a further column of the list, its
    values take the place of the provinces. Raises CorpusError and TableError for a corpus that
    cannot be read or grouped, and CorpusError for a folder that holds something else.
    """
    if not _is_free(out):
        raise CorpusError(
            f"{show_path(out)}: the folder holds other files; expected a new one, or one made by "
            "an earlier run. Name another with OUT=."
        )
    listed = read_list(documents)
    read_texts(listed, documents.parent)
    provinces = find_input(documents.parent, "provinces.csv", shipped)
    rewritten = {"documents.csv": documents.read_bytes()}
    if group_by:
        grouped, groups = group_documents(listed, read_csv(provinces, "provinces"), group_by)
        tables = {"documents.csv": grouped, "provinces.csv": groups}
        rewritten = {name: format_csv(table).encode() for name, table in tables.items()}
    # First of all, or a workspace that was interrupted would be taken for a folder of other files.
    for name in LINKED:
        link_file(out / name, ROOT / name)
    raw = out / "data" / "raw"
    names = {p.name for p in shipped.glob("[!.]*") if p.is_file()} - {documents.name, CODES}
    for name in names - rewritten.keys():
        write_file(raw / name, find_input(documents.parent, name, shipped).read_bytes())
    codes = documents.parent / CODES
    header = ",".join(CONTRACTS["codes"].columns) + "\n"
    write_file(raw / CODES, codes.read_bytes() if codes.exists() else header.encode())
    for name, content in rewritten.items():
        write_file(raw / name, content)
    for file in listed["file"]:
        write_file(raw / file, (documents.parent / file).read_bytes())
    for text in (raw / "texts").glob("*"):
        if f"texts/{text.name}" not in set(listed["file"]):
            text.unlink()


def group_documents(
    listed: pd.DataFrame, provinces: pd.DataFrame, column: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Put the values of a further column of the list in the place of the provinces.

    `listed` as from `corpus.read_list`. Superior documents, which are never compared, stay as they
    are. Returns the tables `documents` and `provinces`; a group has its value for a key and for
    both names. Raises CorpusError for a column that is not there and a cell that is empty.
    """
    columns = list(CONTRACTS["documents"].columns)
    further = [c for c in listed.columns if c not in columns]
    if column not in further:
        raise CorpusError(
            f"documents.csv: found no further column '{column}' to group by; expected one of "
            f"{further or 'some'}. Add the column, or name another with GROUP=."
        )
    is_policy = listed["role"] != PARENT
    empty = listed[is_policy & (listed[column].str.strip() == "")]
    if len(empty):
        raise CorpusError(
            f"documents.csv, document '{empty['doc_id'].iloc[0]}', column '{column}': empty; "
            "expected a group. Fill the cell."
        )
    group = listed["province"].where(~is_policy, listed[column].str.strip())
    taken = provinces["province"].isin(group[~is_policy])
    values = sorted(set(group[is_policy]))
    groups = pd.DataFrame({"province": values, "name_zh": values, "name_en": values})
    return (
        listed.assign(province=group)[columns],
        pd.concat([provinces[taken], groups]).drop_duplicates("province"),
    )


def _is_free(out: Path) -> bool:
    """Tell whether a folder is not there, is empty, or was made by `make_workspace`."""
    made = (out / "src").is_symlink() and (out / "src").resolve() == (ROOT / "src").resolve()
    return not out.exists() or (out.is_dir() and (made or not any(out.iterdir())))
