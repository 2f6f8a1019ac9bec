"""Library and queue -> a process that takes jobs, does them, and looks after those of the dead."""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from aqvision.core.provenance import package_version
from aqvision.jobs.durable_queue import LOOK_EVERY_S, DurableQueue, NoOutcomeError, taking_work
from aqvision.jobs.entering import enter_all
from aqvision.jobs.takeover import (
    Liveness,
    Watch,
    credit_interrupted,
    give_back,
    queue_lost,
)
from aqvision.jobs.transitions import Transitions
from aqvision.library.library import Library
from aqvision.library.patience import is_away
from aqvision.library.repositories.executors import DEAD_AFTER_S

_SECONDS_BEFORE_ANOTHER_TRY = 5.0
_SECONDS_FOR_A_SLOT = 5.0
_SECONDS_BETWEEN_LOOKS = 0.2
_SECONDS_BETWEEN_ROUNDS = 1.0
_SECONDS_BETWEEN_CLEARINGS = 3600.0
_KEPT = dt.timedelta(days=1)
_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """Where a process stands: its library and queue, its name, and how many jobs it does.

    ``run`` does one job, given its id and the piece of work; ``closing`` is set when it ends.
    """

    library: Library
    queue: DurableQueue
    steps: Transitions
    slots: int
    run: Callable[[str, str], None]
    closing: threading.Event
    liveness: Liveness = field(default_factory=Liveness)
    look_every_s: float = LOOK_EVERY_S

    @property
    def name(self) -> str:
        """Name of the process."""
        return self.steps.executor_id


@contextmanager
def at_work(post: Post) -> Iterator[None]:
    """Take jobs until the context ends; then give back what is not done.

    Parameters
    ----------
    post
        Where the process stands.
    """
    library, queue = post.library, post.queue
    url = library.engine.url.render_as_string(hide_password=False)
    locks = library.home.folder / "locks"
    library.beat(post.name, package_version(), post.slots)
    credit_interrupted(library, locks)
    watch = Watch(library, queue, locks, post.liveness)
    watch.take_over(post.name, ())
    queue_lost(library, queue)
    enter_all(library, queue)
    worker, slots = _Worker(post), most_slots(library)
    try:
        with (
            taking_work(queue, url, post.name, slots, worker.work, look_every_s=post.look_every_s),
            _looking_after(worker, watch),
        ):
            yield
    finally:
        _given_back(post)


def most_slots(library: Library) -> int:
    """Give the largest number of jobs at a time of those that live.

    Parameters
    ----------
    library
        That they work for.
    """
    living = [one.slots for one in library.executors() if one.silent_s < DEAD_AFTER_S]
    return max(living, default=1)


def _given_back(post: Post) -> None:
    """Give back what the engine handed us; without a database others take it over later."""
    try:
        give_back(post.library, post.queue, post.name)
    except Exception as error:  # noqa: BLE001 - it is written down
        _log(error, "jobs could not be given back; they are taken over in a minute")


def _log(error: Exception, what: str) -> None:
    """Write down what went wrong; of a database that is away, which mends itself, one line."""
    if is_away(error):
        _logger.warning("the database does not answer: %s", what)
    else:
        _logger.error(what, exc_info=error)


class _Worker:
    """Does what it is handed, in threads, and knows what that is."""

    def __init__(self, post: Post) -> None:
        self.post = post
        self.busy: set[str] = set()
        self._changed = threading.Condition()
        self._slots = threading.Semaphore(post.slots)
        self._over: list[str] = []
        self._forget_s = 0.0

    def work(self, job_id: str, workflow_id: str) -> None:
        """Do a job, however long its rows cannot be reached.

        Raises
        ------
        NoOutcomeError
            Always: an outcome would be a transaction a job, and the row has it. What is over
            is taken out of the queue with all else that is.
        """
        with self._noted(workflow_id):
            if self._has_slot():
                try:
                    self._patiently(self.post.run, job_id, workflow_id)
                finally:
                    self._slots.release()
            else:
                self._patiently(self.post.steps.hand_on, job_id, workflow_id)
            self._over.append(workflow_id)
        raise NoOutcomeError

    def _has_slot(self) -> bool:
        """Wait for a slot for a while: the engine hands out as much as others take."""
        end_s = time.monotonic() + _SECONDS_FOR_A_SLOT
        while not self._slots.acquire(timeout=_SECONDS_BETWEEN_LOOKS):
            if time.monotonic() > end_s or self.post.closing.is_set():
                return False
        return True

    def _patiently(self, do: Callable[[str, str], None], job_id: str, workflow_id: str) -> None:
        closing = self.post.closing
        while not closing.is_set():
            try:
                return do(job_id, workflow_id)
            except Exception as error:  # noqa: BLE001 - it is written down
                _log(error, f"job {job_id} is tried again")
                closing.wait(_SECONDS_BEFORE_ANOTHER_TRY)
        raise NoOutcomeError

    @contextmanager
    def _noted(self, workflow_id: str) -> Iterator[None]:
        with self._changed:
            self.busy.add(workflow_id)
        try:
            yield
        finally:
            with self._changed:
                self.busy.discard(workflow_id)
                self._changed.notify_all()

    def wait_for_all(self) -> None:
        """Wait until nothing is done any more."""
        with self._changed:
            self._changed.wait_for(lambda: not self.busy)

    def look_after(self, watch: Watch) -> None:
        """Give signs of life, take over what is held by the dead; again and again."""
        every_s = self.post.liveness.beat_every_s
        beaten_s = time.monotonic()
        while not self.post.closing.wait(min(every_s, _SECONDS_BETWEEN_ROUNDS)):
            due = time.monotonic() - beaten_s >= every_s
            try:
                self._look_once(watch, due=due)
            except Exception as error:  # noqa: BLE001 - it is written down
                _log(error, "the queue could not be looked after; trying again")
            else:
                beaten_s = time.monotonic() if due else beaten_s

    def _look_once(self, watch: Watch, *, due: bool) -> None:
        post = self.post
        if due:
            post.library.beat(post.name, package_version(), post.slots)
        if due or watch.sees_free_lock():
            with self._changed:
                busy = set(self.busy)
            watch.take_over(post.name, busy)
        enter_all(post.library, post.queue)
        self.drop_over()
        if time.monotonic() > self._forget_s:
            self._forget_s = time.monotonic() + _SECONDS_BETWEEN_CLEARINGS
            post.queue.forget_ended(dt.datetime.now(dt.UTC) - _KEPT)
            post.library.sweep()

    def drop_over(self) -> None:
        """Take out of the queue what was done; what is forgotten here is found astray later."""
        over, self._over = self._over, []
        self.post.queue.drop(over)


@contextmanager
def _looking_after(worker: _Worker, watch: Watch) -> Iterator[None]:
    thread = threading.Thread(target=worker.look_after, args=(watch,), name="jobs", daemon=True)
    thread.start()
    try:
        yield
    finally:
        worker.post.closing.set()
        thread.join()
        worker.wait_for_all()
