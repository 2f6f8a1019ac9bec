"""What several threads ask at a time -> one call that answers all of them.

A transaction costs much the same for one job as for ten. Whoever asks while nobody answers does so
for all that wait by then, so nobody waits for others to come.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


@dataclass(slots=True)
class _Request(Generic[Asked, Answer]):
    """What one thread asks; ``answers`` holds one at most, none where it went wrong."""

    asked: Asked
    answers: list[Answer] = field(default_factory=list)
    error: Exception | None = None
    is_over: bool = False


class Together(Generic[Asked, Answer]):
    """Answers threads by a function that answers many in one go, in the order of what is asked."""

    def __init__(
        self,
        answer_all: Callable[[Sequence[Asked]], Sequence[Answer]],
        is_nobodys_fault: Callable[[Exception], bool] = lambda _: False,
    ) -> None:
        self._answer_all, self._is_nobodys_fault = answer_all, is_nobodys_fault
        self._changed = threading.Condition()
        self._waiting: list[_Request[Asked, Answer]] = []
        self._is_led = False

    def ask(self, asked: Asked) -> Answer:
        """Give the answer, together with that of whoever else asks.

        What goes wrong for several is tried by each alone: nobody pays for somebody else. What is
        nobody's fault, such as a lost connection, is told to all: it may have been done.

        Parameters
        ----------
        asked
            What the function is given.

        Returns
        -------
        Answer
            What it gives for it.

        Raises
        ------
        Exception
            Whatever the function raises for this alone, or what is nobody's fault.
        """
        own = _Request[Asked, Answer](asked)
        with self._changed:
            self._waiting.append(own)
            self._changed.wait_for(lambda: own.is_over or not self._is_led)
            batch = [] if own.is_over else self._taken()
        if batch:
            self._lead(batch)
        if own.error is not None:
            raise own.error
        return own.answers[0] if own.answers else self._answer_all([asked])[0]

    def _taken(self) -> list[_Request[Asked, Answer]]:
        batch, self._waiting, self._is_led = self._waiting, [], True
        return batch

    def _lead(self, batch: Sequence[_Request[Asked, Answer]]) -> None:
        """Answer all that wait; one of those that came meanwhile is the next to do so."""
        try:
            answers = self._answer_all([one.asked for one in batch])
            for one, answer in zip(batch, answers, strict=True):
                one.answers.append(answer)
        except Exception as error:  # noqa: BLE001 - it is raised where it was asked
            if len(batch) == 1 or self._is_nobodys_fault(error):
                for one in batch:
                    one.error = error
        finally:
            with self._changed:
                for one in batch:
                    one.is_over = True
                self._is_led = False
                self._changed.notify_all()
