"""Files: where the project and its font lie, and writing whole or not at all."""

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

from analysis.errors import WriteError

# make says where it runs: a workspace of another corpus has its code from here by link.
ROOT = Path(os.environ.get("ANALYSIS_ROOT") or Path(__file__).resolve().parents[3])
RAW = ROOT / "data" / "raw"
PROCESSED = ROOT / "data" / "processed"
EXECUTED = ROOT / ".cache" / "notebooks"
REPORTS = ROOT / "reports"
FIGURES = REPORTS / "figures"

# The folder of a corpus for files as they came, whose texts were cleaned.
ORIGINALS = "originals"

# The codebook is a text of its own in each language.
CODEBOOK = {"en": "codebook.md", "zh": "codebook.zh.md"}

# A file while it is written bears the number of the process that writes it, and no name of its
# own, so that nothing takes it for an input or a result.
_UNFINISHED = re.compile(r"\.(\d{1,9})-\w+\.new")


def write_file(path: Path, content: bytes) -> None:
    """Put `content` under `path` in one step, and only if it differs from what is there.

    An unchanged file keeps its time stamp, so make rebuilds nothing for nothing. What processes
    that were killed left unfinished in the folder is deleted. Raises WriteError, and leaves the
    file as it was, when the disk is full or does not let it be written.
    """
    with _telling(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        _sweep(path.parent)
        if path.exists() and path.read_bytes() == content:
            return
        handle, temporary = tempfile.mkstemp(".new", f".{os.getpid()}-", path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            os.chmod(temporary, 0o644)
            os.replace(temporary, path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise


def link_file(path: Path, target: Path) -> None:
    """Make `path` a link to `target`, if it is none yet; raises WriteError as `write_file`."""
    with _telling(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_symlink():
            path.symlink_to(target)


def find_input(folder: Path, name: str, shipped: Path = RAW) -> Path:
    """Find an input of a corpus: the file of that name beside its list, or else the shipped one."""
    return folder / name if (folder / name).exists() else shipped / name


def show_path(path: Path) -> str:
    """Give a path as a user knows it: from the project's folder where it lies inside."""
    path = Path(path)
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def font_file() -> Path:
    """Find the Chinese font, Noto Sans SC Regular (OFL), that ships with zhplot.

    The package is not imported: importing it changes matplotlib's settings.
    """
    spec = find_spec("zhplot")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("the package zhplot with its Chinese font is not installed")
    return Path(spec.submodule_search_locations[0]) / "fonts" / "NotoSansSC-Regular.ttf"


@contextmanager
def _telling(path: Path) -> Iterator[None]:
    """Tell an error of the disk in one line: python's own names no file, or a temporary one."""
    try:
        yield
    except (NotADirectoryError, FileExistsError):
        raise WriteError(
            f"{show_path(path)}: cannot be written, as a part of its path is a file; expected "
            "folders. Name another place."
        ) from None
    except OSError as error:
        raise WriteError(
            f"{show_path(path)}: cannot be written ({error.strerror or error}); it is as it was. "
            f"Make room on the disk, or let {show_path(path.parent)} be written to, then run it "
            "again."
        ) from None


def _sweep(folder: Path) -> None:
    for path in folder.glob(".*.new"):
        found = _UNFINISHED.fullmatch(path.name)
        if found and not _runs(int(found[1])):
            # Of another user, say: it is in nobody's way.
            with suppress(OSError):
                path.unlink()


def _runs(process: int) -> bool:
    """Tell whether a process runs; where there is no way to ask, it may."""
    if os.name == "posix":
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True
    return True
