"""Work done -> bars on a terminal, a plain line now and then elsewhere; always on stderr."""

from __future__ import annotations

import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    Progress,
    ProgressColumn,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)

from aqvision.cli.options import is_quiet
from aqvision.core.said import said
from aqvision.core.wording import _, word_of

if TYPE_CHECKING:
    from aqvision.batch.watching import Watched

_MINUTE_S = 60
_MAX_NAME = 40


class _Display:
    """Bars where there is a terminal, lines elsewhere. Use as a context manager."""

    _SECONDS_BETWEEN_LINES = 5.0

    def __init__(self, *columns: ProgressColumn) -> None:
        self._console = Console(stderr=True, highlight=False, quiet=is_quiet())
        self._columns = columns
        self._bars: Progress | None = None
        self._tasks: dict[str, TaskID] = {}
        self._last_line_s = time.monotonic()

    def __enter__(self) -> Self:
        """Start to show."""
        if self._console.is_terminal and not self._console.quiet:
            self._bars = Progress(
                TextColumn("{task.description}"),
                BarColumn(),
                TextColumn("{task.percentage:>3.0f}%"),
                *self._columns,
                console=self._console,
            )
            self._bars.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave the terminal as it was."""
        if self._bars is not None:
            self._bars.stop()

    def _move(self, bars: Progress, key: str, name: str, part: float, words: str = "") -> None:
        if key not in self._tasks:
            self._tasks[key] = bars.add_task(escape(name), total=1.0, words=escape(words))
        bars.update(self._tasks[key], completed=part, description=escape(name), words=escape(words))

    def _is_time(self) -> bool:
        if time.monotonic() - self._last_line_s < self._SECONDS_BETWEEN_LINES:
            return False
        self._last_line_s = time.monotonic()
        return True

    def _print(self, line: str) -> None:
        self._console.print(line, markup=False, soft_wrap=True)


class ProgressDisplay(_Display):
    """Show how far the work on a clip has come: call it with what is done."""

    def __init__(self, title: str) -> None:
        super().__init__(TimeRemainingColumn())
        self._title = title

    def __call__(self, what: str, done: int, total: int) -> None:
        """Take note that ``done`` of ``total`` are done of ``what``."""
        if self._bars is not None:
            self._move(self._bars, what, f"{self._title}: {word_of(what)}", done / max(total, 1))
        elif self._is_time() or done >= total:
            self._print(
                _("{title}: {what}, {done} of {total} frames").format(
                    title=self._title, what=word_of(what), done=done, total=total
                )
            )


class BatchDisplay(_Display):
    """Show each clip at work and the whole of a batch; in lines only what failed, and the whole."""

    _SECONDS_BETWEEN_LINES = 30.0

    def __init__(self) -> None:
        super().__init__(TextColumn("{task.fields[words]}"))
        self._told: set[str] = set()

    def taking_in(self, words: str, done: int, total: int) -> None:
        """Take note that a clip is copied into the library.

        Parameters
        ----------
        words
            What is done.
        done
            Steps that are done.
        total
            Steps in all.
        """
        if self._bars is not None:
            self._move(self._bars, "taking in", _("Taking in the clips"), done / total)
        elif self._is_time() or done == total:
            self._print(
                _("{words} ({done} of {total})").format(words=words, done=done, total=total)
            )

    def watch(self, watched: Watched) -> None:
        """Take note of how far all jobs are.

        Parameters
        ----------
        watched
            How far each job is.
        """
        left, whole = write_time_left(watched.left_s), write_counts(watched)
        if self._bars is None:
            self._tell(watched, ", ".join(filter(None, (whole, left))))
            return
        self._move(self._bars, "whole", whole, watched.part, left)
        for job in watched.jobs.values():
            if job.state == "running":
                name = watched.names[job.id][:_MAX_NAME]
                self._move(self._bars, job.id, name, job.progress, job.words)
            elif job.id in self._tasks:
                self._bars.remove_task(self._tasks.pop(job.id))

    def _tell(self, watched: Watched, whole: str) -> None:
        """Print a line for what has failed, and now and then how far all are."""
        ended = watched.ended()
        for job in ended:
            if job.id not in self._told:
                self._told.add(job.id)
                if job.error is not None:
                    state = f"{word_of(job.state)}: {said(job.error)}"
                    self._print(f"{watched.names[job.id]}: {state}")
        if self._is_time() or (ended and len(ended) == len(watched.jobs)):
            self._print(whole)


def write_counts(watched: Watched) -> str:
    """Write how many clips have ended, and how many reports that are made of several.

    Parameters
    ----------
    watched
        How far each job is.
    """
    counts = {
        _("clips {n} of {n_all}"): watched.count(clips=True),
        _("reports {n} of {n_all}"): watched.count(clips=False),
    }
    told = [text.format(n=n, n_all=n_all) for text, (n, n_all) in counts.items() if n_all]
    return ", ".join(told)


def write_time_left(seconds: float | None) -> str:
    """Write how long it still takes, no finer than it is known.

    Parameters
    ----------
    seconds
        In s; None where it is not known.

    Returns
    -------
    str
        Empty where it is not known.

    Examples
    --------
    >>> write_time_left(7), write_time_left(500), write_time_left(9000), write_time_left(None)
    ('less than a minute left', 'about 8 min left', 'about 2 h 30 min left', '')
    """
    if seconds is None:
        return ""
    minutes = round(seconds / _MINUTE_S)
    if minutes < 1:
        return _("less than a minute left")
    hours, rest = divmod(minutes, _MINUTE_S)
    return (
        _("about {hours} h {rest:02d} min left").format(hours=hours, rest=rest)
        if hours
        else _("about {minutes} min left").format(minutes=minutes)
    )
