import nbformat
import pytest

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
