"""Runs the jobs of a library in processes that are killed again and again, then to the end.

``python tests/support/jobs_chaos.py HOME DIARY``. Processes are forked from this one, which has
loaded everything: what is tried is how they die, not how they load.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil

from tests.support.jobs_process import run_to_the_end

N_KILLS = 20
WHOLE_FAMILY_AT = 9
# a job takes a fifth of a second or so
LIFE_S = (0.0, 0.4)
_PATIENCE_S = 30


def begin(home: Path, diary: Path) -> int:
    pid = os.fork()
    if pid:
        return pid
    try:
        run_to_the_end(home, diary)
    finally:
        os._exit(0)


def wait_for_work(diary: Path, pid: int) -> None:
    """Wait until a process has begun a job, so that killing it hits something."""
    before, end_s = size(diary), time.monotonic() + _PATIENCE_S
    while size(diary) == before and time.monotonic() < end_s and psutil.pid_exists(pid):
        time.sleep(0.01)


def size(diary: Path) -> int:
    return diary.stat().st_size if diary.exists() else 0


def kill_family(pid: int) -> None:
    family = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    for process in family:
        with suppress(psutil.NoSuchProcess):
            process.kill()


def main() -> None:
    home, diary = Path(sys.argv[1]), Path(sys.argv[2])
    chance = random.Random(6)
    for number in range(N_KILLS):
        pid = begin(home, diary)
        wait_for_work(diary, pid)
        time.sleep(chance.uniform(*LIFE_S))
        if number == WHOLE_FAMILY_AT:
            kill_family(pid)
        else:
            os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        sys.stdout.write("killed\n" if os.WIFSIGNALED(status) else "ended before\n")
    run_to_the_end(home, diary)


if __name__ == "__main__":
    main()
