"""Jobs under way -> how far they are, told again and again until all have ended."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from aqvision.library.library import Library
from aqvision.library.patience import patiently
from aqvision.library.records import OPEN, Job, JobState

COMPARISON_SIZE_FRAC = 0.05
"""What a comparison takes as part of a clip, until some were seen."""
_LOOK_EVERY_S = 0.5
_ENOUGH_SEEN = 2
_STEADY_FRAC = 0.2


@dataclass(frozen=True, slots=True)
class Watched:
    """How far a batch has come: jobs that run, those that have ended, and the size of each job.

    ``sizes`` are bytes of clips; a comparison counts as a small one. ``names`` say what each is,
    ``n_workers`` how many run at a time. ``left_s`` is None where it cannot be told yet.
    """

    jobs: Mapping[str, Job]
    names: Mapping[str, str]
    sizes: Mapping[str, float]
    n_workers: int = 1
    left_s: float | None = None

    def ended(self) -> list[Job]:
        """List the jobs that have ended, whatever came of them."""
        return [job for job in self.jobs.values() if job.state not in OPEN]

    def count(self, *, clips: bool) -> tuple[int, int]:
        """Count clips, or reports made of several, that have ended, and all of them.

        Parameters
        ----------
        clips
            Which of both.
        """
        states = [job.state for job in self.jobs.values() if (job.run_id is not None) is clips]
        return sum(state not in OPEN for state in states), len(states)

    @property
    def part(self) -> float:
        """Give the part of the whole that is done, 0 to 1, a larger clip counting for more."""
        done = sum(
            self.sizes[job.id] * (job.progress if job.state in OPEN else 1.0)
            for job in self.jobs.values()
        )
        return done / sum(self.sizes.values())


Watch = Callable[[Watched], None]


@dataclass(slots=True)
class Pace:
    """How long jobs take, as far as it was seen: what a stop lay between counts for nothing."""

    n_workers: int
    _begun: dict[str, float] = field(default_factory=dict)
    _took: dict[bool, dict[str, float]] = field(default_factory=lambda: {True: {}, False: {}})
    _told: tuple[float, float] | None = None

    def left_s(self, jobs: Mapping[str, Job], at_s: float) -> float | None:
        """Estimate the seconds left; steady, so that whoever watches sees it count down.

        Parameters
        ----------
        jobs
            As they are now, by id.
        at_s
            When that is, on a clock of any beginning.

        Returns
        -------
        float or None
            None until some have ended, and at the end.
        """
        self._see(jobs, at_s)
        estimate = self._estimate(jobs, at_s)
        if estimate is not None and self._told is not None:
            told_s, then_s = self._told
            counted = max(told_s - (at_s - then_s), 0.0)
            if abs(estimate - counted) <= _STEADY_FRAC * max(estimate, counted):
                return counted
        self._told = None if estimate is None else (estimate, at_s)
        return estimate

    def _see(self, jobs: Mapping[str, Job], at_s: float) -> None:
        for job in jobs.values():
            took = self._took[job.run_id is not None]
            if job.state == JobState.RUNNING:
                self._begun.setdefault(job.id, at_s)
            elif job.state == JobState.WAITING:  # it was at work when a batch before was stopped
                self._begun.pop(job.id, None)
            elif job.id in self._begun and job.id not in took:
                took[job.id] = at_s - self._begun[job.id]

    def _estimate(self, jobs: Mapping[str, Job], at_s: float) -> float | None:
        """Share what is still to do among the workers; of a job at work, what is left of it."""
        usual = {is_clip: self._usual_s(is_clip=is_clip) for is_clip in self._took}
        left = []
        for job in jobs.values():
            if job.state in OPEN:
                whole_s = usual[job.run_id is not None]
                if whole_s is None:
                    return None
                left.append(max(whole_s - (at_s - self._begun.get(job.id, at_s)), 0.0))
        if not left:
            return None
        return max(sum(left) / min(self.n_workers, len(left)), max(left))

    def _usual_s(self, *, is_clip: bool) -> float | None:
        took = self._took[is_clip].values()
        if len(took) >= _ENOUGH_SEEN:
            return statistics.median(took)
        clip_s = None if is_clip else self._usual_s(is_clip=True)
        return None if clip_s is None else COMPARISON_SIZE_FRAC * clip_s


def watch_jobs(
    library: Library,
    watched: Watched,
    watch: Watch,
    note_ended: Callable[[Mapping[str, Job | None]], None],
) -> None:
    """Wait until every job has ended; one that was deleted meanwhile has.

    A server of the database that is away is waited for.

    Parameters
    ----------
    library
        That the jobs are of.
    watched
        Their names and sizes, by id, and how many run at a time.
    watch
        Told again and again how far all are.
    note_ended
        Told which have ended since the last time, by id; None for one that was deleted.
    """
    pace = Pace(watched.n_workers)
    waiting = list(watched.names)
    while waiting:
        found = patiently(library.jobs, partial(watch, watched))
        jobs = {job.id: job for job in found if job.id in watched.names}
        watched = replace(watched, jobs=jobs, left_s=pace.left_s(jobs, time.monotonic()))
        watch(watched)
        ended = [job for job in waiting if job not in jobs or jobs[job].state not in OPEN]
        note_ended({job: jobs.get(job) for job in ended})
        waiting = [job for job in waiting if job not in ended]
        if waiting:
            time.sleep(_LOOK_EVERY_S)
