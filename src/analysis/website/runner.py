"""Run a notebook from top to bottom, the same bytes at every run."""

from __future__ import annotations

import atexit
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.errors import NotebookError
from analysis.store.files import show_path, write_file

if TYPE_CHECKING:
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError
    from nbformat import NotebookNode

# A kernel is given ports that are free, and when it starts another process may have taken one.
_STARTS = 3


def run_notebook(path: Path, out: Path) -> None:
    """Execute a notebook in its own folder and write the executed copy to `out`.

    The copy is written last and in one step, so it stands for a run that went through.
    Raises NotebookError, in four lines, when a cell fails, and in one when the kernel is killed or
    does not start; `out` is then left as it was.
    """
    notebook = read_notebook(path)
    import nbformat
    from nbclient.exceptions import CellExecutionError, DeadKernelError

    try:
        _execute(path, notebook)
    except CellExecutionError as error:
        raise NotebookError(_tell(path, notebook, error)) from None
    except DeadKernelError:
        raise NotebookError(
            f"{show_path(path)} stopped: its kernel was killed, as happens when memory runs out. "
            "Make room, then run it again."
        ) from None
    finally:
        _clear_progress()
    notebook.metadata["language_info"] = {"name": "python"}
    write_file(out, (nbformat.writes(notebook) + "\n").encode("utf-8"))


def read_notebook(path: Path) -> NotebookNode:
    """Read a notebook; raises ValueError when the file is none."""
    # An optional import of its validator, for addresses that no notebook holds, builds a grammar
    # for seconds.
    with _missing("rfc3987_syntax"):
        import nbformat

    try:
        return nbformat.read(path, as_version=4)
    except (nbformat.reader.NotJSONError, nbformat.ValidationError) as error:
        raise ValueError(
            f"{show_path(path)}: not a notebook ({str(error)[:80]}). Save it again in JupyterLab."
        ) from None


@contextmanager
def _missing(module: str) -> Iterator[None]:
    """Let imports find a module missing, which then is as it was before."""
    before = {module: sys.modules[module]} if module in sys.modules else {}
    sys.modules[module] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[module]
        sys.modules.update(before)


def _execute(path: Path, notebook: NotebookNode) -> None:
    """Execute a notebook, in a kernel that is started again when it dies before the first cell."""
    from nbclient.exceptions import DeadKernelError

    for _ in range(_STARTS):
        client = _client(path, notebook)
        try:
            client.execute()
            return
        except DeadKernelError:
            raise
        except RuntimeError as error:
            # It would look for this kernel when the process ends.
            atexit.unregister(client._cleanup_kernel)
            if "died before replying" not in str(error):
                raise
    raise NotebookError(
        f"{show_path(path)} stopped: its kernel died {_STARTS} times before the first cell, for the "
        "reason told above. Fix that, then run it again."
    )


def _client(path: Path, notebook: NotebookNode) -> NotebookClient:
    from nbclient import NotebookClient
    from traitlets.config import Config

    return NotebookClient(
        notebook,
        config=Config({"KernelManager": {"transport_encryption": "auto"}}),
        timeout=None,
        record_timing=False,
        shutdown_kernel="immediate",
        resources={"metadata": {"path": str(path.parent)}},
        on_cell_start=lambda cell_index, **_: _show_progress(path, cell_index, notebook),
    )


def _tell(path: Path, notebook: NotebookNode, error: CellExecutionError) -> str:
    """Tell a failure in four lines: notebook, cell, the line that failed, exception."""
    number, cell = next(
        (number, cell)
        for number, cell in enumerate(notebook.cells, start=1)
        if any(output.output_type == "error" for output in cell.get("outputs", []))
    )
    failure = next(output for output in cell.outputs if output.output_type == "error")
    frames = [re.sub(r"\x1b\[[0-9;]*m", "", frame) for frame in failure["traceback"]]
    of_cell = "\n".join(frame for frame in frames if frame.startswith("Cell In"))
    failing = re.search(r"^-+> \d+ (.*)$", of_cell, flags=re.M)
    line = failing[1] if failing else cell.source.strip().splitlines()[0]
    return (
        f"{show_path(path)} stopped\n"
        f"  in cell {number} of {len(notebook.cells)} (id {cell.id}), at\n"
        f"    {line.strip()}\n"
        f"  {error.ename}: {' '.join(error.evalue.split())}"
    )


def _show_progress(path: Path, index: int, notebook: NotebookNode) -> None:
    if sys.stderr.isatty():
        print(f"\r{path.stem}: cell {index + 1}/{len(notebook.cells)}", end="", file=sys.stderr)


def _clear_progress() -> None:
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr)
