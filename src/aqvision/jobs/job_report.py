"""Running job -> what its row tells of it, and whether the row still wants it."""

from __future__ import annotations

import threading
import time
from contextlib import suppress

from sqlalchemy.exc import SQLAlchemyError

from aqvision.jobs.transitions import Transitions
from aqvision.library.records import Job

_SECONDS_BETWEEN_WRITES = 0.5


class JobReport:
    """What a running job tells its row, and whether the row still wants it; twice a second."""

    def __init__(self, steps: Transitions, job: Job, closing: threading.Event) -> None:
        self._steps, self._job, self._closing = steps, job, closing
        self._heard = (0.0, "starting")
        self._last_s = time.monotonic()
        self._lost = False

    def hear(self, progress: float, words: str) -> None:
        """Take note of how far the job has come.

        Parameters
        ----------
        progress
            Part that is done, 0 to 1.
        words
            What is being done.
        """
        self._heard = (progress, words)

    def unwanted(self) -> bool:
        """Write down what was heard; True where the job was cancelled or lost, or all ends.

        A database that is away for a while does not end what is measured.
        """
        if time.monotonic() - self._last_s >= _SECONDS_BETWEEN_WRITES:
            self._last_s = time.monotonic()
            with suppress(SQLAlchemyError):
                self._lost = not self._steps.note_progress(self._job, *self._heard)
        return self._lost or self._closing.is_set()
