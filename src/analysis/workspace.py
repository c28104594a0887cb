"""Run the suite on another corpus: a folder with its inputs, and the project's code by link."""

from pathlib import Path

from analysis.contracts import CONTRACTS
from analysis.corpus import read_texts
from analysis.decoding import CorpusError
from analysis.files import RAW, ROOT, find_input, link_file, show_path, write_file
from analysis.tables import read_csv

# What a workspace has in common with the project; by the first it is known for a workspace.
LINKED = ("src", "notebooks", "Makefile", "pyproject.toml", "uv.lock", ".venv")
# The codes belong to the sentences of the texts that are shipped.
CODES = "codes.csv"


def make_workspace(documents: Path, out: Path, shipped: Path = RAW) -> None:
    """Gather the inputs of a corpus in `out`, so that `make report` there makes its report.

    Beside `documents` may lie files of the names in `shipped`, such as provinces.csv or
    policy_areas.toml; where one does not, the shipped one is taken, but for the codes. Texts are
    checked before anything is written, and files that have not changed keep their time, so that a
    second run builds what depends on changes. Raises CorpusError and TableError for a corpus that
    cannot be read, and CorpusError for a folder that holds something else.
    """
    if not _is_free(out):
        raise CorpusError(
            f"{show_path(out)}: the folder holds other files; expected a new one, or one made by "
            "an earlier run. Name another with OUT=."
        )
    listed = read_csv(documents, "documents")
    read_texts(listed, documents.parent)
    # First of all, or a workspace that was interrupted would be taken for a folder of other files.
    for name in LINKED:
        link_file(out / name, ROOT / name)
    raw = out / "data" / "raw"
    names = {p.name for p in shipped.glob("[!.]*") if p.is_file()} - {documents.name, CODES}
    for name in names:
        write_file(raw / name, find_input(documents.parent, name, shipped).read_bytes())
    codes = documents.parent / CODES
    header = ",".join(CONTRACTS["codes"].columns) + "\n"
    write_file(raw / CODES, codes.read_bytes() if codes.exists() else header.encode())
    write_file(raw / "documents.csv", documents.read_bytes())
    for file in listed["file"]:
        write_file(raw / file, (documents.parent / file).read_bytes())
    for text in (raw / "texts").glob("*"):
        if f"texts/{text.name}" not in set(listed["file"]):
            text.unlink()


def _is_free(out: Path) -> bool:
    """Tell whether a folder is not there, is empty, or was made by `make_workspace`."""
    made = (out / "src").is_symlink() and (out / "src").resolve() == (ROOT / "src").resolve()
    return not out.exists() or (out.is_dir() and (made or not any(out.iterdir())))
