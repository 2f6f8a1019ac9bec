"""Task -> Ending: done in a process of its own, held to limits and ended with all it started."""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import psutil

from aqvision.core.prompts import Prompt
from aqvision.core.reader import UNITS_VARIABLE
from aqvision.core.safe_path import own_program
from aqvision.core.wording import _
from aqvision.sandbox.limits import Limits, excess, impose
from aqvision.sandbox.tasks import Task, task_to_line

WORKER = own_program("aqvision.sandbox.worker")
"""Program that does any task."""
# to look at the memory of all processes takes some milliseconds
_LOOK_EVERY_S = 0.5
_TIME_TO_LEAVE_S = 10
# What the process needs to find its programs and folders; no address, password or token.
_PASSED_ON = (
    "PATH", "HOME", "LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "TMPDIR", "LD_LIBRARY_PATH",
    "PYTHONPATH", UNITS_VARIABLE,
)  # fmt: skip
_LONGEST_LINE = 10_000
_PIPE_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class Done:
    """The result lies complete where it should."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Something that the user can mend."""

    error: str
    hint: str
    prompts: tuple[Prompt, ...] = ()


@dataclass(frozen=True, slots=True)
class Crashed:
    """The process was ended by itself, by the system or by a limit; or it raised.

    ``hint`` says what to do where that is known.
    """

    reason: str
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class Stopped:
    """We ended the process because nobody wants the result now."""


Ending = Done | Refused | Crashed | Stopped
OnProgress = Callable[[float, str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sandbox:
    """Where a task is done: a program in a process of its own, held to limits.

    ``held_open`` are file descriptors that stay open as long as the process lives.
    """

    limits: Limits
    command: Sequence[str] = WORKER
    held_open: Sequence[int] = ()

    def run(
        self, task: Task, log: Path, *, on_progress: OnProgress, unwanted: Callable[[], bool]
    ) -> Ending:
        """Do a task and wait for its end.

        Parameters
        ----------
        task
            What is to be done.
        log
            File that takes what the process says on stderr; only that of a crash is kept.
        on_progress
            Called with the part that is done, 0 to 1, and words for it.
        unwanted
            Asked several times a second; True ends the process.

        Returns
        -------
        Ending
            What came of it; nothing of the process is left.
        """
        with log.open("ab") as errors, self._started(errors.fileno()) as process:
            _give(process, task)
            last = _Last()
            ending = _follow(process, self.limits, last, on_progress, unwanted)
        if ending is None:
            ending = last.verdict or Crashed(_why(process.returncode, log))
        if not isinstance(ending, Crashed):
            log.unlink(missing_ok=True)
        return ending

    @contextmanager
    def _started(self, errors: int) -> Iterator[subprocess.Popen[bytes]]:
        """Start a process with a session of its own; at the end nothing of it is left."""
        process = subprocess.Popen(  # noqa: S603 - our own program
            self.command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            env=_environment(),
            start_new_session=True,
            pass_fds=self.held_open,
        )
        try:
            impose(process.pid, self.limits)
            yield process
        finally:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with suppress(BrokenPipeError):
                        pipe.close()


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return {**kept, "OPENBLAS_NUM_THREADS": "1", "PYTHONUNBUFFERED": "1"}


def _give(process: subprocess.Popen[bytes], task: Task) -> None:
    """Hand the task over; stdin stays open, its end would tell the process that we are gone."""
    if process.stdin is None:
        raise RuntimeError("the process was started without stdin")
    with suppress(BrokenPipeError):  # it has ended already; its exit tells why
        process.stdin.write(task_to_line(task).encode() + b"\n")
        process.stdin.flush()


@dataclass(slots=True)
class _Last:
    """What the process said last: the end of a line that has not come in whole, and its verdict."""

    unread: bytes = b""
    verdict: Done | Refused | Crashed | None = None


def _follow(
    process: subprocess.Popen[bytes],
    limits: Limits,
    last: _Last,
    on_progress: OnProgress,
    unwanted: Callable[[], bool],
) -> Ending | None:
    """Listen until the process closes its stdout, a limit is passed, or it is not wanted."""
    if process.stdout is None:
        raise RuntimeError("the process was started without stdout")
    family, started_s = psutil.Process(process.pid), time.monotonic()
    looked_s = started_s
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while process.poll() is None:
            if selector.select(_LOOK_EVERY_S) and not _listen(process.stdout, last, on_progress):
                with suppress(subprocess.TimeoutExpired):
                    process.wait(_TIME_TO_LEAVE_S)
                return None
            if time.monotonic() - looked_s >= _LOOK_EVERY_S:
                looked_s = time.monotonic()
                if unwanted():
                    return Stopped()
                passed = excess(family, looked_s - started_s, limits)
                if passed is not None:
                    return Crashed(passed)
        _hear_the_rest(selector, process.stdout, last, on_progress)
    return None


def _hear_the_rest(
    selector: selectors.BaseSelector, stdout: IO[bytes], last: _Last, on_progress: OnProgress
) -> None:
    """Hear what one said who ended between two looks: it lies in the pipe, no more than that."""
    for _look in range(_PIPE_BYTES // _LONGEST_LINE + 1):
        if not selector.select(0) or not _listen(stdout, last, on_progress):
            break


def _listen(stdout: IO[bytes], last: _Last, on_progress: OnProgress) -> bool:
    """Hear what the process says; False when it has closed its stdout."""
    chunk = os.read(stdout.fileno(), _LONGEST_LINE)
    *lines, last.unread = (last.unread + chunk).split(b"\n")
    last.unread = last.unread[-_LONGEST_LINE:]
    for line in lines:
        said = _said(line)
        if "progress" in said:
            on_progress(float(said["progress"]), str(said.get("words", "")))
        elif "error" in said:
            prompts = tuple(map(Prompt, said.get("prompts", ())))
            last.verdict = Refused(str(said["error"]), str(said.get("hint", "")), prompts)
        elif "crash" in said:
            last.verdict = Crashed(str(said["crash"]), str(said["hint"]))
        elif "done" in said:
            last.verdict = Done()
    return bool(chunk)


def _said(line: bytes) -> dict[str, Any]:
    try:
        values = json.loads(line)
    except ValueError:
        return {}
    return values if isinstance(values, dict) else {}


def _why(code: int, log: Path) -> str:
    """Tell from how the process ended what happened to it."""
    if code == -signal.SIGXCPU:
        return _("it used more processor time than it may")
    if code < 0:
        return _("it was ended by signal {signal}").format(signal=_signal_name(-code))
    return _last_line(log) or _("it ended with code {code} and no result").format(code=code)


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return str(number)


def _last_line(log: Path) -> str:
    """Give the last line of the log, which in a traceback names the error."""
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return lines[-1][-_LONGEST_LINE:] if lines else ""
