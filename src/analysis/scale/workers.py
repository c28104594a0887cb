"""Tasks on worker processes, of this machine or of a Dask cluster."""

import logging
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Protocol, Self, TypeVar

from analysis.errors import WorkerError

Task = TypeVar("Task")

# A task that was running when a worker died may be innocent, so it runs again with nothing beside
# it; a worker may also be killed from without, so it may do so twice.
ATTEMPTS = 2

# Tasks handed out for each worker: one at work, one waiting for it.
AHEAD = 2

# Seconds without a worker after which a cluster is taken for gone.
PATIENCE = 60.0


class Pool(Protocol):
    """Workers that take tasks."""

    @property
    def workers(self) -> int:
        """How many tasks are at work at once."""

    @property
    def killed(self) -> type[Exception]:
        """The error of a task whose worker died."""

    def submit(self, function: Callable[[Task], object], task: Task) -> Future[object]:
        """Hand a task out."""

    def renew(self) -> None:
        """Replace workers after one died."""

    def has_worker(self) -> bool:
        """Tell whether a worker is left."""


class LocalPool:
    """Processes of this machine, which end with this one."""

    killed = BrokenProcessPool

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._executor = self._open()

    def _open(self) -> ProcessPoolExecutor:
        # A copy of this process would have copies of the locks of its threads.
        spawn = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self.workers, mp_context=spawn, initializer=_follow_parent)

    def submit(self, function: Callable[[Task], object], task: Task) -> Future[object]:
        """Hand a task out; raises BrokenProcessPool when a worker has died."""
        return self._executor.submit(function, task)

    def renew(self) -> None:
        """Start new processes: an executor that lost one takes no more tasks."""
        self._executor.shutdown(wait=False)
        self._executor = self._open()

    def has_worker(self) -> bool:
        """Tell whether a worker is left: here, always, or the tasks end with an error."""
        return True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, error: type[BaseException] | None, *_: object) -> None:
        self._executor.shutdown(wait=error is None, cancel_futures=True)


class DaskPool:
    """The workers of a Dask scheduler, which replaces those that die."""

    def __init__(self, address: str, *, timeout: float = 10) -> None:
        from distributed import Client, KilledWorker
        from distributed.comm.addressing import get_address_host_port

        try:
            get_address_host_port(address, strict=True)
        except ValueError as error:
            raise WorkerError(
                f"'{address}' is no address of a Dask scheduler ({error}); expected one such as "
                "tcp://HOST:8786."
            ) from None
        # It tells of every worker that dies, which is told here when it matters.
        logging.getLogger("distributed.client").setLevel(logging.ERROR)
        try:
            self._client = Client(address, timeout=timeout, set_as_default=False)
        except (OSError, ValueError, TimeoutError) as error:
            raise WorkerError(
                f"no Dask scheduler answers at {address} ({error}). Start one with: dask scheduler"
            ) from None
        self.killed = KilledWorker
        self.workers = sum(self._client.nthreads().values())
        self._executor = self._client.get_executor(pure=False)
        if not self.workers:
            self._client.close()
            raise WorkerError(
                f"the scheduler at {address} has no worker. Start one with: dask worker {address}"
            )

    def submit(self, function: Callable[[Task], object], task: Task) -> Future[object]:
        """Hand a task out."""
        return self._executor.submit(function, task)

    def renew(self) -> None:
        """Do nothing: the scheduler has new workers itself."""

    def has_worker(self) -> bool:
        """Tell whether a worker is left, without whom tasks would wait for ever."""
        return bool(self._client.nthreads())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, error: type[BaseException] | None, *_: object) -> None:
        if error is not None:
            self._executor.shutdown(wait=False)
        self._client.close()


def run_tasks(
    function: Callable[[Task], object], tasks: Sequence[Task], pool: Pool
) -> Iterator[tuple[Task, BaseException | None]]:
    """Run `function` on every task; yields each as it ends, with its error or None.

    No more than AHEAD tasks a worker are handed out at once. Tasks that were handed out when a
    worker died run again one by one; one that then kills its worker too, each time, ends with a
    WorkerError. What `function` returns is dropped: workers write their results to disk.
    """
    waiting, suspects = deque(tasks), deque[Task]()
    while waiting:
        for task, error in _run_window(function, waiting, pool, AHEAD * pool.workers):
            if isinstance(error, pool.killed):
                suspects.append(task)
            else:
                yield task, error
        if suspects or waiting:
            pool.renew()
        for task in suspects:
            yield task, _run_alone(function, task, pool)
        suspects.clear()


def _run_window(
    function: Callable[[Task], object], waiting: deque[Task], pool: Pool, width: int
) -> Iterator[tuple[Task, BaseException | None]]:
    """Run tasks until all are done, or a worker died and those handed out have ended."""
    running: dict[Future[object], Task] = {}
    died = False
    while running or (waiting and not died):
        while waiting and len(running) < width and not died:
            try:
                running[pool.submit(function, waiting[0])] = waiting[0]
                waiting.popleft()
            except BrokenProcessPool:
                died = True
        done, _ = wait(running, timeout=PATIENCE, return_when=FIRST_COMPLETED)
        if running and not done and not pool.has_worker():
            raise WorkerError(
                f"there has been no worker for {PATIENCE:.0f} seconds. Start workers, then run the "
                "same command again; what is finished is kept."
            )
        for future in done:
            error = _error_of(future)
            died = died or isinstance(error, pool.killed)
            yield running.pop(future), error


def _run_alone(function: Callable[[Task], object], task: Task, pool: Pool) -> BaseException | None:
    for _ in range(ATTEMPTS):
        [(_, error)] = _run_window(function, deque([task]), pool, 1)
        if not isinstance(error, pool.killed):
            return error
        pool.renew()
    return WorkerError(
        f"{task}: killed its worker each of {1 + ATTEMPTS} times, as when memory runs out. Give "
        "workers more memory, or look at its documents; what is finished is kept."
    )


def _error_of(future: Future[object]) -> BaseException | None:
    try:
        return future.exception()
    except CancelledError:
        return WorkerError("the scheduler was lost; what is finished is kept. Run it again.")


def _follow_parent() -> None:
    """End with the parent, however it ends, and leave an interrupt from the keyboard to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()

    def follow() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=follow, daemon=True).start()
