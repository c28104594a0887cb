"""Killed at any moment, or out of disk: files are old or new, never half, and running again mends.

Rendering takes seconds and writing milliseconds, so moments picked by the clock would all but miss
the writing. These are picked where it happens: right after any of the calls that change a folder,
where the process kills itself, and at any byte of a file, where the kernel kills it.
"""

import os
import random
import re
import resource
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from io import StringIO
from pathlib import Path
from types import FrameType

import matplotlib.pyplot as plt
import nbformat
import pandas as pd
import pytest
from made_up import write_corpus

from analysis.__main__ import main
from analysis.draw.style import use_style
from analysis.draw.svg import save_figure
from analysis.say.wording import Statement
from analysis.store.export import write_downloads
from analysis.store.tables import write_table
from analysis.website import pages
from analysis.website.pages import write_site

CHANGES = {"open", "os.mkdir", "os.chmod", "os.rename", "os.remove", "os.symlink"}

# Each step fills a folder from one of two versions of its inputs, which lie beside it.


def write_inputs(inputs: Path) -> None:
    names = "province,name_zh,name_en\nanhui,安徽,Anhui\nbeijing,北京,Beijing\nhebei,河北,Hebei\n"
    for version in (1, 2):
        write_tables(inputs, inputs / f"processed{version}", version)
        cells = [nbformat.v4.new_markdown_cell("x" * 5000 * version, id="c")]
        nbformat.write(nbformat.v4.new_notebook(cells=cells), inputs / f"{version}.ipynb")
        corpus = inputs / f"corpus{version}"
        other = ("beijing", "hebei")[version - 1]
        write_corpus(corpus, {"anhui": "一、建设网络。" * version, other: "一、扶贫。"})
        (corpus / "provinces.csv").write_text(names, encoding="utf-8")
    text = "<p>关于建设网络的意见\n一、建设网络。\n"
    (inputs / "text.txt").write_text(text, encoding="utf-8")


def write_tables(_: Path, folder: Path, version: int) -> None:
    terms = [f"网{n}" for n in range(200)]
    counts = pd.DataFrame({"provision_id": "x-1", "term": terms, "n": version})
    write_table(counts, "term_counts", folder)
    write_table(counts.assign(idf=1.5, tf_idf=version * 1.5), "weights", folder)


def write_figure(_: Path, folder: Path, version: int) -> None:
    use_style()
    figure, axes = plt.subplots(figsize=(4, 3))
    axes.plot([0, version])
    words = Statement("Lines", "线")
    save_figure(figure, "lines", title=words, alt=words, source="made up", folder=folder)


def write_spreadsheets(inputs: Path, folder: Path, version: int) -> int:
    here = partial(write_downloads, inputs / f"processed{version}", folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("analysis.store.export.write_downloads", here)
        return main(["downloads"])


def write_pages(inputs: Path, folder: Path, version: int) -> int:
    """Write a site that is not rendered: what is looked at is how its files come to lie there."""
    content = f"{version}" * 5000
    with pytest.MonkeyPatch.context() as patch:
        page = dict.fromkeys(("index", "reader", "how"), content)
        patch.setattr(pages, "render_pages", lambda *_: page)
        patch.setattr(pages, "print_brief", lambda *_: content.encode())
        patch.setattr(pages, "subset_font", lambda _: content.encode())
        here = partial(write_site, inputs, folder, inputs, inputs / "none")
        patch.setattr(pages, "write_site", here)
        return main(["site"])


def execute(inputs: Path, folder: Path, version: int) -> int:
    """Write an executed notebook without a kernel: tables and figures are steps of their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("nbclient.NotebookClient.execute", lambda _: None)
        return main(["run", str(inputs / f"{version}.ipynb"), str(folder / "n.ipynb")])


def gather(inputs: Path, folder: Path, version: int) -> int:
    documents = inputs / f"corpus{version}" / "documents.csv"
    return main(["workspace", str(documents), str(folder)])


def add(inputs: Path, folder: Path, version: int) -> int:
    """The first version is the corpus before a document is added, with its original."""
    if version == 1:
        shutil.copytree(inputs / "corpus2", folder)
        return 0
    documents = ["--documents", str(folder / "documents.csv")]
    text = ["add", str(inputs / "text.txt"), "--province", "beijing"]
    return main([*text, *documents, "--issuer", "市政府", "--clean", "--yes"])


COMMANDS = {
    "downloads": write_spreadsheets,
    "site": write_pages,
    "run": execute,
    "add": add,
    "workspace": gather,
}
STEPS = {"tables": write_tables, "figures": write_figure, **COMMANDS}
# By the time of this file make takes a step for done.
TARGETS = {"downloads": "tables/all_tables.xlsx", "site": "index.html", "run": "n.ipynb"}


def contents(folder: Path) -> dict[str, bytes]:
    """Read all files of a folder, but not what links lead to."""
    found = sorted(p for p in folder.rglob("*") if p.is_symlink() or p.is_file())
    return {
        str(p.relative_to(folder)): os.readlink(p).encode() if p.is_symlink() else p.read_bytes()
        for p in found
    }


def in_a_child(step: Callable[[], int | None], *, calls: int = 0, size: int = 0) -> int:
    """Do a step in a process that dies right after its so-manieth change, or at a byte of a file.

    Returns the signal that ended it, or minus the number of its changes.
    """
    child = os.fork()
    if child:
        status = os.waitpid(child, 0)[1]
        return os.WTERMSIG(status) if os.WIFSIGNALED(status) else -os.WEXITSTATUS(status)
    try:
        made = 0

        def die(frame: FrameType, *_: object) -> None:
            if frame.f_code is not count.__code__:
                os.kill(os.getpid(), signal.SIGKILL)

        def count(event: str, details: tuple[object, ...]) -> None:
            nonlocal made
            reads = event == "open" and not int(str(details[2])) & (os.O_WRONLY | os.O_RDWR)
            if event in CHANGES and not reads:
                made += 1
                if made == calls:
                    # The hook runs before the change, what profiles the code after it.
                    sys.setprofile(die)

        sys.stdout = StringIO()
        if size:
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
            signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
        sys.addaudithook(count)
        os._exit(255 if step() else made)
    finally:
        os._exit(255)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.parametrize("name", STEPS)
def test_a_killed_step_leaves_whole_files_and_is_done_by_running_it_again(name, tmp_path):
    step, target = partial(STEPS[name], tmp_path), TARGETS.get(name, "")
    write_inputs(tmp_path)
    clean = tmp_path / "clean"
    assert not step(clean, 1)
    old = contents(clean)
    n_calls = -in_a_child(partial(step, clean, 2))
    assert 0 < n_calls < 255
    new = contents(clean)
    largest = max(len(content) for path, content in new.items() if content != old.get(path))
    draw = random.Random(name)
    moments = [{"calls": n} for n in draw.sample(range(1, n_calls + 1), 5)]
    moments += [{"size": draw.randrange(1, largest)} for _ in range(3)]
    n_unfinished = 0
    for number, moment in enumerate(moments):
        folder = tmp_path / str(number)
        # An update, or every other time a first run; a document is added to what there is.
        if number % 2 == 0 or name == "add":
            step(folder, 1)
        before = contents(folder)
        ended = in_a_child(partial(step, folder, 2), **moment)
        assert ended == (signal.SIGXFSZ if "size" in moment else signal.SIGKILL), moment
        after = contents(folder)
        unfinished = {path for path in after if path.endswith(".new")}
        n_unfinished += len(unfinished)
        for path in after.keys() - unfinished:
            assert after[path] in (before.get(path), new.get(path)), (moment, path)
        if target and after.get(target) == new[target]:
            assert {path: after.get(path) for path in new} == new, f"{moment}: taken for done"
        # A document that stands in the list is not added again.
        assert after == new or not step(folder, 2)
        assert contents(folder) == new, moment
    assert n_unfinished >= 3, "the kills by size come in the middle of a file"


@contextmanager
def full_disk(size: int) -> Iterator[None]:
    """Let no file grow beyond a size; Python raises the same kind of error as for a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def told(folder: Path, reason: str) -> str:
    """Give a pattern for the one line that tells of a file that cannot be written."""
    path = f"{re.escape(str(folder))}[^ ]*"
    return (
        rf"{path}: cannot be written \({reason}\); it is as it was\. Make room on the disk, or let "
        rf"{path} be written to, then run it again\.\n"
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_a_full_disk_is_one_line_and_leaves_every_file_old_or_new(name, tmp_path, capsys):
    write_inputs(tmp_path)
    step, folder = partial(COMMANDS[name], tmp_path), tmp_path / "out"
    step(folder, 1)
    before = contents(folder)
    capsys.readouterr()
    # Enough for the text that is added, too little for the list that names it.
    with full_disk(100):
        assert step(folder, 2) == 1
    assert re.fullmatch(told(folder, "File too large"), capsys.readouterr().err)
    after = contents(folder)
    assert not [path for path in after if path.endswith(".new")]
    assert step(folder, 2) == 0
    new = contents(folder)
    assert all(content in (before.get(path), new.get(path)) for path, content in after.items())


A_FILE = "as a part of its path is a file; expected folders. Name another place."


@pytest.mark.parametrize("name", COMMANDS)
def test_a_folder_that_cannot_be_is_one_line(name, tmp_path, capsys):
    write_inputs(tmp_path)
    # A file stands in its place: this stops root too, who may write to any folder.
    (tmp_path / "file").write_text("old")
    folder = tmp_path / "file" / "out"
    if name == "add":
        folder = tmp_path / "out"
        add(tmp_path, folder, 1)
        shutil.rmtree(folder / "texts")
        (folder / "texts").write_text("old")
    assert COMMANDS[name](tmp_path, folder, 2) == 1
    place = rf"{re.escape(str(folder))}/\S+"
    assert re.fullmatch(rf"{place}: cannot be written, {A_FILE}\n", capsys.readouterr().err)
    assert (tmp_path / "file").read_text() == "old"


def test_a_notebook_that_cannot_write_says_so_in_its_four_lines(tmp_path, capsys):
    (tmp_path / "file").write_text("old")
    lines = "from pathlib import Path\nfrom analysis.store.files import write_file\n"
    cell = nbformat.v4.new_code_cell(lines + "write_file(Path('file/t.csv'), b'new')", id="c")
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), tmp_path / "n.ipynb")
    assert main(["run", str(tmp_path / "n.ipynb"), str(tmp_path / "out.ipynb")]) == 1
    assert capsys.readouterr().err.splitlines()[1:] == [
        "  in cell 1 of 1 (id c), at",
        "    write_file(Path('file/t.csv'), b'new')",
        f"  WriteError: file/t.csv: cannot be written, {A_FILE}",
    ]
    assert not (tmp_path / "out.ipynb").exists()
