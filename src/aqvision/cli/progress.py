"""Work done -> a bar on a terminal, a plain line now and then elsewhere; always on stderr."""

from __future__ import annotations

import time
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

_SECONDS_BETWEEN_LINES = 5.0


class ProgressDisplay:
    """Show how far the work on a clip has come. Use as a context manager and call it."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._console = Console(stderr=True, highlight=False)
        self._bars: Progress | None = None
        self._tasks: dict[str, TaskID] = {}
        self._last_line_s = time.monotonic()

    def __enter__(self) -> Self:
        """Start to show."""
        if self._console.is_terminal:
            self._bars = Progress(
                TextColumn("{task.description}"),
                BarColumn(),
                TextColumn("{task.percentage:>3.0f}%"),
                TimeRemainingColumn(),
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

    def __call__(self, what: str, done: int, total: int) -> None:
        """Take note that ``done`` of ``total`` are done of ``what``."""
        if self._bars is not None:
            self._move_bar(self._bars, what, done, total)
        elif done >= total or time.monotonic() - self._last_line_s > _SECONDS_BETWEEN_LINES:
            self._last_line_s = time.monotonic()
            self._console.print(f"{self._title}: {what}, {done} of {total} frames", markup=False)

    def _move_bar(self, bars: Progress, what: str, done: int, total: int) -> None:
        if what not in self._tasks:
            self._tasks[what] = bars.add_task(f"{self._title}: {what}", total=total)
        bars.update(self._tasks[what], completed=done, total=total)
