"""A process and its children -> whether they keep within their limits."""

from __future__ import annotations

import os
import resource
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from aqvision.core.wording import _

_MIB = 1 << 20
# The program without the network, and a process of the network, both with ample room: on a short 4K
# clip the program held 730 MiB, two processes of the heavy network 540 MiB together.
_PROGRAM_MIB, _POSE_WORKER_MIB = 2048, 1024
# Address space holds much that is never touched: 2 GiB are enough for every clip that was tried.
_ADDRESS_SPACE_MIB = 8192
_FILE_MIB = 2048
_CPU_S = 4 * 3600
_WALL_S = 4 * 3600
_FIRST_TO_GO = 800


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one job may use: memory of all its processes, the rest for each of them."""

    memory_mib: float
    address_space_mib: int = _ADDRESS_SPACE_MIB
    cpu_s: int = _CPU_S
    wall_s: float = _WALL_S
    file_mib: int = _FILE_MIB


def usual_limits(n_pose_workers: int) -> Limits:
    """Give the limits of a job that runs so many processes of the network.

    Parameters
    ----------
    n_pose_workers
        Processes of the network.

    Returns
    -------
    Limits
        Memory to suit; the rest is the same for every job.
    """
    return Limits(memory_mib=_PROGRAM_MIB + n_pose_workers * _POSE_WORKER_MIB)


def impose(pid: int, limits: Limits) -> None:
    """Bind a process that has just begun, and all it will start, to what the system can hold.

    When memory runs out, the system ends such a process before any other.

    Parameters
    ----------
    pid, limits
        Id of the process, which may have ended, and what it may use.
    """
    space, file = limits.address_space_mib * _MIB, limits.file_mib * _MIB
    bounds = {
        resource.RLIMIT_AS: (space, space),
        resource.RLIMIT_CPU: (limits.cpu_s, limits.cpu_s + 1),  # a signal with a name goes first
        resource.RLIMIT_FSIZE: (file, file),
        resource.RLIMIT_CORE: (0, 0),
    }
    with suppress(ProcessLookupError, FileNotFoundError):  # it has ended already
        for which, bound in bounds.items():
            resource.prlimit(pid, which, bound)
        Path(f"/proc/{pid}/oom_score_adj").write_text(str(_FIRST_TO_GO), encoding="ascii")


def excess(process: psutil.Process, running_s: float, limits: Limits) -> str | None:
    """Say which limit has been passed, if any.

    Parameters
    ----------
    process
        The first of the job; those below it count as well.
    running_s
        How long it has run, in s.
    limits
        What it may use.

    Returns
    -------
    str or None
        Why it is to be ended.
    """
    if running_s > limits.wall_s:
        return _("it took longer than {seconds:g} s").format(seconds=limits.wall_s)
    used_mib = memory_mib(process)
    if used_mib > limits.memory_mib:
        return _("it used more than {memory_mib:g} MiB of memory").format(
            memory_mib=limits.memory_mib
        )
    return None


def memory_mib(process: psutil.Process) -> float:
    """Add up the memory of a process and all below it, what they share counted for each.

    Parameters
    ----------
    process
        The first one; it may have ended.

    Returns
    -------
    float
        In MiB.
    """
    total = 0
    with suppress(psutil.NoSuchProcess):
        for one in (process, *process.children(recursive=True)):
            with suppress(psutil.NoSuchProcess):
                total += one.memory_info().rss
    return total / _MIB


def n_cores() -> int:
    """Count the cores of this machine."""
    return os.cpu_count() or 1
