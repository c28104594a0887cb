import os
import signal
import subprocess
import sys
from concurrent.futures import Future
from pathlib import Path

import pytest
from tasks import SURROUNDINGS, act, wait_for, write_down

from analysis.errors import WorkerError
from analysis.scale.workers import ATTEMPTS, DaskPool, LocalPool, run_tasks


def test_every_task_runs_once_and_leaves_its_file(tmp_path):
    tasks = [(str(tmp_path), f"t{i}") for i in range(20)]
    with LocalPool(2) as pool:
        ended = list(run_tasks(write_down, tasks, pool))
    assert sorted(task for task, _ in ended) == sorted(tasks)
    assert all(error is None for _, error in ended)
    workers = {path.read_text() for path in tmp_path.iterdir()}
    assert len(list(tmp_path.iterdir())) == 20
    assert str(os.getpid()) not in workers


class CountingPool:
    """A pool that ends its tasks when asked whether it has a worker, and counts those handed out."""

    width, killed = 6, RuntimeError

    def __init__(self) -> None:
        self.running: list[Future[object]] = []
        self.most = 0

    def submit(self, _, task):
        future: Future[object] = Future()
        self.running.append(future)
        self.most = max(self.most, len(self.running))
        if len(self.running) == self.width or task == "last":
            for ended in self.running:
                ended.set_result(None)
            self.running.clear()
        return future

    def has_worker(self) -> bool:
        return True


def test_no_more_tasks_are_handed_out_than_the_pool_holds():
    pool = CountingPool()
    ended = list(run_tasks(write_down, [*range(40), "last"], pool))
    assert len(ended) == 41
    assert pool.most == pool.width


def test_an_error_belongs_to_its_task_and_others_go_on(tmp_path):
    tasks = [(str(tmp_path), name) for name in ("a", "wrong", "b")]
    with LocalPool(1) as pool:
        errors = {task[1]: error for task, error in run_tasks(act, tasks, pool)}
    assert (errors["a"], errors["b"]) == (None, None)
    assert isinstance(errors["wrong"], ValueError)
    assert str(errors["wrong"]) == "wrong is wrong"


@pytest.mark.slow
def test_a_task_that_kills_its_worker_is_named_and_its_neighbours_are_not(tmp_path):
    names = ["a", "b", "deadly", "c", "d", "e", "f", "once", "g"]
    with LocalPool(2) as pool:
        ended = list(run_tasks(act, [(str(tmp_path), name) for name in names], pool))
    errors = {task[1]: error for task, error in ended}
    assert len(ended) == len(names)
    assert isinstance(errors.pop("deadly"), WorkerError)
    # Once beside others, then alone; only what killed its own worker runs again.
    assert (tmp_path / "deaths").read_text() == "x" * (1 + ATTEMPTS)
    assert set(errors.values()) == {None}
    assert all((tmp_path / name).exists() for name in errors)


@pytest.mark.slow
def test_a_worker_that_dies_with_nothing_to_do_is_replaced(tmp_path):
    with LocalPool(1) as pool:
        assert [error for _, error in run_tasks(write_down, [(str(tmp_path), "a")], pool)] == [None]
        worker = int((tmp_path / "a").read_text())
        os.kill(worker, signal.SIGKILL)
        wait_for(lambda: not runs(worker))
        assert [error for _, error in run_tasks(write_down, [(str(tmp_path), "b")], pool)] == [None]
    assert int((tmp_path / "b").read_text()) != worker


@pytest.mark.slow
def test_workers_end_with_the_process_that_is_killed(tmp_path):
    code = (
        "from tasks import sleep_long, write_down\n"
        "from analysis.scale.workers import LocalPool\n"
        "if __name__ == '__main__':\n"
        f"    pool = LocalPool(1); pool.submit(write_down, ({str(tmp_path)!r}, 'pid')).result()\n"
        "    pool.submit(sleep_long, 600).result()\n"
    )
    script = tmp_path / "run.py"
    script.write_text(code)
    with subprocess.Popen([sys.executable, script], env=SURROUNDINGS) as process:
        written = tmp_path / "pid"
        wait_for(lambda: written.exists() and written.read_text())
        process.send_signal(signal.SIGKILL)
    worker = int(written.read_text())
    wait_for(lambda: not runs(worker))


def test_a_scheduler_that_does_not_answer_is_told():
    with pytest.raises(WorkerError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:1 "):
        DaskPool("tcp://127.0.0.1:1", timeout=1)


@pytest.mark.parametrize("address", ["foo", "127.0.0.1:8786", "http://h:8787", "tcp://1.2.3.4"])
def test_what_is_no_address_is_told(address):
    with pytest.raises(
        WorkerError, match=f"'{address}' is no address .*; expected one such as tcp:"
    ):
        DaskPool(address)


def runs(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False
    return state.rpartition(")")[2].split()[0] != "Z"
