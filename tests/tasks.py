"""Tasks for worker processes, which import them by name."""

import os
import signal
import time
from pathlib import Path

import analysis

# Where a process that is started anew finds these tasks and the package that is tested.
SURROUNDINGS = os.environ | {
    "PYTHONPATH": os.pathsep.join(
        [str(Path(__file__).parent), str(Path(analysis.__file__).parents[1])]
    )
}


def write_down(task: tuple[str, str]) -> None:
    """Leave a file of the task's name in its folder."""
    folder, name = task
    Path(folder, name).write_text(str(os.getpid()))


def act(task: tuple[str, str]) -> None:
    """Do what the task's name says, and leave a file."""
    folder, name = task
    if name.startswith("wrong"):
        raise ValueError(f"{name} is wrong")
    if name.startswith("deadly"):
        with Path(folder, "deaths").open("a") as file:
            file.write("x")
        os.kill(os.getpid(), signal.SIGKILL)
    if name.startswith("once") and not Path(folder, "died").exists():
        Path(folder, "died").write_text("")
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.02)
    write_down(task)


def sleep_long(task: float) -> None:
    """Take so many seconds."""
    time.sleep(task)


def wait_for(condition, seconds: float = 60) -> None:
    """Wait until a condition holds, and fail when it does not come to hold."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)
