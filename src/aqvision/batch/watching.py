"""Jobs under way -> how far they are, told again and again until all have ended."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from aqvision.library.library import Library
from aqvision.library.records import OPEN, Job

_LOOK_EVERY_S = 0.5
_ENOUGH_TO_TELL = 0.02


@dataclass(frozen=True, slots=True)
class Watched:
    """How far a batch has come: jobs that run, those that have ended, and the size of each job.

    ``sizes`` are bytes of clips; a comparison counts as a small one. ``names`` say what each is.
    """

    jobs: Mapping[str, Job]
    names: Mapping[str, str]
    sizes: Mapping[str, float]
    elapsed_s: float

    def ended(self) -> list[Job]:
        """List the jobs that have ended, whatever came of them."""
        return [job for job in self.jobs.values() if job.state not in OPEN]

    @property
    def n_done(self) -> int:
        """Count what has ended."""
        return len(self.ended())

    @property
    def part(self) -> float:
        """Give the part of the whole that is done, 0 to 1, a larger clip counting for more."""
        done = sum(
            self.sizes[job.id] * (job.progress if job.state in OPEN else 1.0)
            for job in self.jobs.values()
        )
        return done / sum(self.sizes.values())

    @property
    def left_s(self) -> float | None:
        """Estimate the seconds left from the pace so far; None at the beginning and the end."""
        if not _ENOUGH_TO_TELL <= self.part < 1:
            return None
        return self.elapsed_s * (1 - self.part) / self.part


Watch = Callable[[Watched], None]


def watch_jobs(
    library: Library,
    watched: Watched,
    watch: Watch,
    note_ended: Callable[[Mapping[str, Job | None]], None],
) -> None:
    """Wait until every job has ended; one that was deleted meanwhile has.

    Parameters
    ----------
    library
        That the jobs are of.
    watched
        Their names and sizes, by id.
    watch
        Told again and again how far all are.
    note_ended
        Told which have ended since the last time, by id; None for one that was deleted.
    """
    started_s = time.monotonic()
    waiting = list(watched.names)
    while waiting:
        jobs = {job.id: job for job in library.jobs() if job.id in watched.names}
        watch(replace(watched, jobs=jobs, elapsed_s=time.monotonic() - started_s))
        ended = [job for job in waiting if job not in jobs or jobs[job].state not in OPEN]
        note_ended({job: jobs.get(job) for job in ended})
        waiting = [job for job in waiting if job not in ended]
        if waiting:
            time.sleep(_LOOK_EVERY_S)
