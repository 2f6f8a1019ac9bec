"""A batch that is stopped again and again -> whether its reports are those of a quiet run."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from aqvision.library.backup import check_library
from aqvision.library.library import open_library
from benchmarks.batch import BatchRun
from benchmarks.batch_reports import differing, files_of
from benchmarks.memory import family

# Python, the roster and the network, until a first clip is under way
_START_S = 3.0
# of the time of a quiet run, so that the last stop still finds work to do
_STOPPED_FRAC = 0.8
_PROGRAM, _ALL, _ASKED = (
    "the program killed alone",
    "killed with all its processes",
    "asked to stop (Ctrl-C)",
)
# in turn: half of them as power would fail, three in ten alone, two in ten by Ctrl-C
_WAYS = (_ALL, _PROGRAM, _ALL, _PROGRAM, _ASKED, _ALL, _PROGRAM, _ALL, _ALL, _ASKED)
_STOPPED = 130


@dataclass(frozen=True, slots=True)
class Killed:
    """What came of a batch that was stopped: how often and how, and what differs from a quiet run.

    ``wrong_ends`` counts stops by Ctrl-C that ended as anything but stopped; ``differing`` names
    reports that are not the same bytes, ``faults`` what is wrong in the library.
    """

    stops: dict[str, int]
    seconds: float
    n_files: int
    wrong_ends: int
    differing: tuple[str, ...]
    faults: tuple[str, ...]


def stop_again_and_again(run: BatchRun, quiet: BatchRun, quiet_s: float, n_stops: int) -> Killed:
    """Stop a batch at random moments, let it end, and compare it with one that was left alone.

    Parameters
    ----------
    run
        Another folder for the same roster; what is in it is removed.
    quiet, quiet_s
        The run that was left alone, and how long it took.
    n_stops
        How often it is stopped; less often where it ends before.
    """
    shutil.rmtree(run.folder, ignore_errors=True)
    run.folder.mkdir(parents=True)
    chance = random.Random(7)  # the same moments in every trial
    longest_s = 2 * (_STOPPED_FRAC * quiet_s / n_stops + _START_S)
    ends: Counter[str] = Counter()
    wrong, start = 0, time.perf_counter()
    for number in range(n_stops):
        way = _WAYS[number % len(_WAYS)]
        code = _stop_once(run, way, chance.uniform(0.0, longest_s))
        if code == 0:
            break
        ends[way] += 1
        wrong += way == _ASKED and code != _STOPPED
    run.to_the_end()
    seconds = time.perf_counter() - start
    apart = differing(files_of(quiet.out), files_of(run.out))
    with open_library(run.home) as library:
        faults = tuple(str(fault) for fault in check_library(library))
    return Killed(dict(ends), seconds, len(files_of(run.out)), wrong, tuple(apart), faults)


def _stop_once(run: BatchRun, way: str, after_s: float) -> int:
    """Start a batch and stop it; gives how it ended, 0 where it was done before."""
    with subprocess.Popen(
        run.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        with suppress(subprocess.TimeoutExpired):
            return process.wait(after_s)
        if way == _ASKED:
            process.send_signal(signal.SIGINT)
        else:
            _kill(family(process.pid) if way == _ALL else (process.pid,))
        return process.wait()


def _kill(pids: Iterable[int]) -> None:
    for pid in tuple(pids):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
