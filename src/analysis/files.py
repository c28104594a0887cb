"""Files: where the project lies, and writing whole or not at all."""

import os
import tempfile
from pathlib import Path

# make says where it runs: a workspace of another corpus has its code from here by link.
ROOT = Path(os.environ.get("ANALYSIS_ROOT") or Path(__file__).resolve().parents[2])
RAW = ROOT / "data" / "raw"
PROCESSED = ROOT / "data" / "processed"
EXECUTED = ROOT / ".cache" / "notebooks"
REPORTS = ROOT / "reports"
FIGURES = REPORTS / "figures"


def write_file(path: Path, content: bytes) -> None:
    """Put `content` under `path` in one step, and only if it differs from what is there.

    An unchanged file keeps its time stamp, so make rebuilds nothing for nothing.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.read_bytes() == content:
        return
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def find_input(folder: Path, name: str, shipped: Path = RAW) -> Path:
    """Find an input of a corpus: the file of that name beside its list, or else the shipped one."""
    return folder / name if (folder / name).exists() else shipped / name


def show_path(path: Path) -> str:
    """Give a path as a user knows it: from the project's folder where it lies inside."""
    path = Path(path)
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)
