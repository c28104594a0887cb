import socket
import sys

import nbformat
import pytest
from jupyter_client.connect import LocalPortCache

from analysis.errors import NotebookError
from analysis.website.runner import read_notebook, run_notebook


def write(path, *cells):
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(cell, id=f"cell-{n}") for n, cell in enumerate(cells)]
    )
    nbformat.write(notebook, path)
    return path


def test_it_runs_in_its_own_folder_and_twice_gives_the_same_bytes(tmp_path):
    path = write(tmp_path / "n.ipynb", "import os\nprint(os.path.basename(os.getcwd()))", "6 * 7")
    run_notebook(path, tmp_path / "out" / "n.ipynb")
    first = (tmp_path / "out" / "n.ipynb").read_bytes()
    run_notebook(path, tmp_path / "out" / "n.ipynb")
    assert (tmp_path / "out" / "n.ipynb").read_bytes() == first
    cells = read_notebook(tmp_path / "out" / "n.ipynb").cells
    assert cells[0].outputs[0].text == f"{tmp_path.name}\n"
    assert cells[1].outputs[0].data["text/plain"] == "42"


def test_a_failure_is_told_in_four_lines_and_leaves_the_old_copy(tmp_path):
    out = tmp_path / "out.ipynb"
    out.write_text("old")
    path = write(tmp_path / "n.ipynb", "x = 1", "y = x\nraise ValueError('too\\nbad')")
    with pytest.raises(NotebookError) as failure:
        run_notebook(path, out)
    assert str(failure.value).splitlines() == [
        f"{path} stopped",
        "  in cell 2 of 2 (id cell-1), at",
        "    raise ValueError('too\\nbad')",
        "  ValueError: too bad",
    ]
    assert out.read_text() == "old"


def test_a_killed_kernel_is_told_in_one_line(tmp_path):
    path = write(tmp_path / "n.ipynb", "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)")
    with pytest.raises(NotebookError, match=r"n\.ipynb stopped: its kernel was killed, .*[^\n]\Z"):
        run_notebook(path, tmp_path / "out.ipynb")
    assert not (tmp_path / "out.ipynb").exists()


def test_a_file_that_is_no_notebook_is_refused(tmp_path):
    (tmp_path / "n.ipynb").write_text("<html>")
    with pytest.raises(ValueError, match=r"n\.ipynb: not a notebook .*Save it again in JupyterLab"):
        read_notebook(tmp_path / "n.ipynb")


def take_ports(monkeypatch, starts: int) -> socket.socket:
    """Let the first kernels be given a port on which another process listens, as may happen."""
    taken = socket.create_server(("127.0.0.1", 0))
    busy = [taken.getsockname()[1]] * 5 * starts
    find = LocalPortCache.find_available_port
    monkeypatch.setattr(
        LocalPortCache,
        "find_available_port",
        lambda self, ip: busy.pop() if busy else find(self, ip),
    )
    return taken


def test_a_kernel_whose_port_was_taken_is_started_again(tmp_path, monkeypatch):
    path = write(tmp_path / "n.ipynb", "6 * 7")
    with take_ports(monkeypatch, 2):
        run_notebook(path, tmp_path / "out.ipynb")
    cells = read_notebook(tmp_path / "out.ipynb").cells
    assert cells[0].outputs[0].data["text/plain"] == "42"


def test_a_kernel_that_never_starts_is_told_in_one_line(tmp_path, monkeypatch):
    path = write(tmp_path / "n.ipynb", "6 * 7")
    with (
        take_ports(monkeypatch, 3),
        pytest.raises(NotebookError, match=r"n\.ipynb stopped: its kernel died 3 times .*[^\n]\Z"),
    ):
        run_notebook(path, tmp_path / "out.ipynb")
    assert not (tmp_path / "out.ipynb").exists()


@pytest.mark.parametrize("before", [{}, {"rfc3987_syntax": sys}])
def test_reading_leaves_the_modules_as_they_were(tmp_path, monkeypatch, before):
    monkeypatch.delitem(sys.modules, "rfc3987_syntax", raising=False)
    for name, module in before.items():
        monkeypatch.setitem(sys.modules, name, module)
    read_notebook(write(tmp_path / "n.ipynb", "1"))
    assert {name: sys.modules[name] for name in ["rfc3987_syntax"] if name in sys.modules} == before
