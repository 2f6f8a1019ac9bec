"""A command -> the most memory that it and all its processes held, watched while it runs."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_EVERY_S = 0.1
_SELDOM_S = 2.0


@dataclass(frozen=True, slots=True)
class Peak:
    """Most memory at one time, MiB.

    ``all_mib`` adds up the processes, what they share counted once; ``largest_mib`` is the
    largest of them with what it shares.
    """

    all_mib: float
    largest_mib: float


def peak_memory(command: list[str]) -> Peak:
    """Run a command and look at its processes ten times a second.

    Raises
    ------
    RuntimeError
        The command fails.
    """
    together, largest = 0.0, 0.0
    for held in _watch(command):
        together = max(together, sum(own for own, _ in held))
        largest = max([largest, *(whole for _, whole in held)])
    return Peak(together / 1024, largest / 1024)


def memory_over_time(command: list[str], every_s: float = _SELDOM_S) -> list[float]:
    """Run a command; give what all its processes held together, MiB, every two seconds.

    Not more often if the command is timed: each look walks through all their pages.

    Raises
    ------
    RuntimeError
        The command fails.
    """
    return [sum(own for own, _ in held) / 1024 for held in _watch(command, every_s)]


def _watch(command: list[str], every_s: float = _EVERY_S) -> Iterator[list[tuple[float, float]]]:
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        while process.poll() is None:
            yield [_held_kib(pid) for pid in family(process.pid)]
            time.sleep(every_s)
        complaint = process.stderr.read() if process.stderr else b""
    if process.returncode:
        raise RuntimeError(f"{command[:4]} failed:\n{complaint.decode()[-2000:]}")


def family(pid: int) -> Iterator[int]:
    """Give a process and all that it started, and those of them."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = task.read_text().split()
        except OSError:
            continue  # the thread has ended meanwhile
        for child in children:
            yield from family(int(child))


def _held_kib(pid: int) -> tuple[float, float]:
    """Share of the memory that a process holds, and all that it sees; 0 when it has ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0, 0.0
    values = {line.split(":")[0]: line.split()[1] for line in lines if line.endswith("kB")}
    return float(values.get("Pss", 0)), float(values.get("Rss", 0))
