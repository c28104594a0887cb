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
from queue import SimpleQueue
from typing import Self, TypeVar

from analysis.errors import WorkerError

Task = TypeVar("Task")

# A task whose worker was killed may be innocent: another took the memory, or it came from without.
# So it runs again, up to twice, with nothing beside it.
ATTEMPTS = 2

# Tasks handed out for each worker of a cluster: one at work, one waiting for it.
_AHEAD = 2

# Seconds without a worker after which a cluster is taken for gone.
_PATIENCE = 60.0


class LocalPool:
    """Processes of this machine, which end with this one.

    Each has an executor of its own: one that loses a process fails all of its tasks, so that with
    more of them none could tell whose process it was.
    """

    # The error of a task whose worker died.
    killed: type[Exception] = BrokenProcessPool

    def __init__(self, workers: int) -> None:
        self.width = workers
        self._executors = [_open_executor() for _ in range(workers)]
        self._free: SimpleQueue[int] = SimpleQueue()
        for place in range(workers):
            self._free.put(place)

    def submit(self, function: Callable[[Task], object], task: Task) -> Future[object]:
        """Hand a task to a process that is free, in place of which there may be a new one."""
        place = self._free.get()
        try:
            future = self._executors[place].submit(function, task)
        except BrokenProcessPool:
            self._executors[place] = _open_executor()
            future = self._executors[place].submit(function, task)
        future.add_done_callback(lambda _: self._free.put(place))
        return future

    def has_worker(self) -> bool:
        """Tell whether a worker is left: here, always, or the tasks end with an error."""
        return True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, error: type[BaseException] | None, *_: object) -> None:
        for executor in self._executors:
            executor.shutdown(wait=error is None, cancel_futures=True)


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
        self.width = _AHEAD * sum(self._client.nthreads().values())
        self._executor = self._client.get_executor(pure=False)
        if not self.width:
            self._client.close()
            raise WorkerError(
                f"the scheduler at {address} has no worker. Start one with: dask worker {address}"
            )

    def submit(self, function: Callable[[Task], object], task: Task) -> Future[object]:
        """Hand a task out."""
        return self._executor.submit(function, task)

    def has_worker(self) -> bool:
        """Tell whether a worker is left, without whom tasks would wait for ever."""
        return bool(self._client.nthreads())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, error: type[BaseException] | None, *_: object) -> None:
        if error is not None:
            self._executor.shutdown(wait=False)
        self._client.close()


Pool = LocalPool | DaskPool


def run_tasks(
    function: Callable[[Task], object], tasks: Sequence[Task], pool: Pool
) -> Iterator[tuple[Task, BaseException | None]]:
    """Run `function` on every task; yields each as it ends, with its error or None.

    Tasks whose worker was killed run again after the others, one by one; one that then kills its
    worker too, each time, ends with a WorkerError. What `function` returns is dropped: workers
    write their results to disk.
    """
    left = list(tasks)
    for width in (pool.width, *[1] * ATTEMPTS):
        killed = []
        for task, error in _run_once(function, left, pool, width):
            if isinstance(error, pool.killed):
                killed.append(task)
            else:
                yield task, error
        left = killed
    for task in left:
        error = WorkerError(
            f"{task}: killed its worker each of {1 + ATTEMPTS} times, as when memory runs out. "
            "Give workers more memory, or look at its documents; what is finished is kept."
        )
        yield task, error


def _run_once(
    function: Callable[[Task], object], tasks: Sequence[Task], pool: Pool, width: int
) -> Iterator[tuple[Task, BaseException | None]]:
    """Run every task once, and no more than `width` at a time."""
    waiting = deque(tasks)
    running: dict[Future[object], Task] = {}
    while waiting or running:
        while waiting and len(running) < width:
            task = waiting.popleft()
            running[pool.submit(function, task)] = task
        done, _ = wait(running, timeout=_PATIENCE, return_when=FIRST_COMPLETED)
        if not done and not pool.has_worker():
            raise WorkerError(
                f"there has been no worker for {_PATIENCE:.0f} seconds. Start workers, then run the "
                "same command again; what is finished is kept."
            )
        for future in done:
            yield running.pop(future), _error_of(future)


def _error_of(future: Future[object]) -> BaseException | None:
    try:
        return future.exception()
    except CancelledError:
        return WorkerError("the scheduler was lost; what is finished is kept. Run it again.")


def _open_executor() -> ProcessPoolExecutor:
    # A copy of this process would have copies of the locks of its threads.
    spawn = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(1, mp_context=spawn, initializer=_follow_parent)


def _follow_parent() -> None:
    """End with the parent, however it ends, and leave an interrupt from the keyboard to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()

    def follow() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=follow, daemon=True).start()
