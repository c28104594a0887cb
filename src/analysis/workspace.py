"""Run the suite on another corpus: a folder with its inputs, and the project's code by link."""

from collections.abc import Collection
from pathlib import Path

import pandas as pd

from analysis.errors import CorpusError
from analysis.scale.counted import read_counts
from analysis.scale.parts import MANIFEST, TABLES
from analysis.store.files import CODEBOOK, RAW, ROOT, find_input, link_file, show_path, write_file
from analysis.store.schema import CONTRACTS
from analysis.store.tables import format_csv, read_csv, write_table
from analysis.text.documents import read_list, read_texts
from analysis.vocabulary import PARENT

# What a workspace has in common with the project; by the first it is known for a workspace.
CODE = ("src", "tools", "Makefile", "pyproject.toml", "uv.lock", ".venv")
LINKED = (*CODE, "notebooks")

# Of a counted corpus, whose texts are not at hand, only the notebooks that need none.
COUNTED = (*CODE, "notebooks/02_coverage.ipynb", "notebooks/03_divergence.ipynb")

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
    _require_free(out, LINKED)
    listed = read_list(documents)
    read_texts(listed, documents.parent)
    provinces = find_input(documents.parent, "provinces.csv", shipped)
    rewritten = {"documents.csv": documents.read_bytes()}
    if group_by:
        grouped, groups = group_documents(listed, read_csv(provinces, "provinces"), group_by)
        tables = {"documents.csv": grouped, "provinces.csv": groups}
        rewritten = {name: format_csv(table).encode() for name, table in tables.items()}
    header = ",".join(CONTRACTS["codes"].columns) + "\n"
    _link(out, LINKED)
    raw = out / "data" / "raw"
    names = {p.name for p in shipped.glob("[!.]*") if p.is_file()} - {documents.name, CODES}
    inputs = {name: find_input(documents.parent, name, shipped) for name in names}
    inputs |= {name: documents.parent / name for name in [CODES, *listed["file"]]}
    for name, path in inputs.items():
        if name not in rewritten:
            write_file(raw / name, path.read_bytes() if path.exists() else header.encode())
    for name, content in rewritten.items():
        write_file(raw / name, content)
    for text in (raw / "texts").glob("*"):
        if f"texts/{text.name}" not in set(listed["file"]):
            text.unlink()


def make_counted_workspace(counted: Path, out: Path) -> None:
    """Gather the tables of a counted corpus in `out`, so that `make report` there makes its report.

    `counted` as `scale.count_corpus` has written it. Its tables take the place of those that
    notebook 01 makes, and their checksums that of the inputs. A second run builds what depends on
    changes, as in `make_workspace`. Raises CorpusError for a count that is not finished and for a
    folder that holds something else.
    """
    _require_free(out, COUNTED)
    tables = read_counts(counted)
    _link(out, COUNTED)
    raw = out / "data" / "raw"
    write_file(raw / MANIFEST, (counted / MANIFEST).read_bytes())
    for name in CODEBOOK.values():
        write_file(raw / name, (counted / TABLES / name).read_bytes())
    for name, table in tables.items():
        write_table(table, name, out / "data" / "processed")


def group_documents(
    listed: pd.DataFrame, provinces: pd.DataFrame, column: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Put the values of a further column of the list in the place of the provinces.

    `listed` as from `documents.read_list`. Superior documents, never compared, stay as they
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
    groups = pd.concat([provinces[taken], groups]).drop_duplicates("province")
    return listed.assign(province=group)[columns], groups


def _require_free(out: Path, linked: Collection[str]) -> None:
    """Raise CorpusError for a folder that holds files other than a workspace with these links."""
    made = (out / "src").is_symlink() and (out / "src").resolve() == (ROOT / "src").resolve()
    own = made and all((out / n).is_symlink() for n in linked if (out / n).exists())
    if out.exists() and not (out.is_dir() and (own or not any(out.iterdir()))):
        raise CorpusError(
            f"{show_path(out)}: the folder holds other files; expected a new one, or one made by "
            "an earlier run of the same kind. Name another with OUT=."
        )


def _link(out: Path, linked: Collection[str]) -> None:
    """Link a workspace to the project, first of all: by that it is known when it was cut off."""
    for name in linked:
        link_file(out / name, ROOT / name)
