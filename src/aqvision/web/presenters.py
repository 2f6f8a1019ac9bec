"""Library -> what a page shows of an athlete: sessions, clips, comparisons and their states."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aqvision.library.records import Job, JobState, Run, Session, StoredComparison
from aqvision.web.wording import sentence

if TYPE_CHECKING:
    from aqvision.library.library import Library

UNFINISHED: tuple[JobState, ...] = ("waiting", "running")

_ORDER = {"before": 0, "after": 2}


@dataclass(frozen=True, slots=True)
class ClipRow:
    """A clip in a list: its latest job, if any, and whether its report can be read."""

    run: Run
    job: Job | None
    measured: bool

    @property
    def waits(self) -> bool:
        """Whether nobody has begun to measure it."""
        return not self.measured and self.job is None


@dataclass(frozen=True, slots=True)
class SessionCard:
    """A session with its clips."""

    session: Session
    title: str
    clips: tuple[ClipRow, ...]

    @property
    def n_measured(self) -> int:
        """How many of its clips have a report."""
        return sum(clip.measured for clip in self.clips)


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """A comparison in a list: what is compared with what, and whether it can be read."""

    comparison: StoredComparison
    title: str
    job: Job | None

    @property
    def made(self) -> bool:
        """Whether there is a report."""
        return self.comparison.folder is not None


def show_date(date: dt.date | None) -> str:
    """Write a day as people do, or nothing.

    >>> show_date(dt.date(2026, 5, 4))
    '4 May 2026'
    """
    return "" if date is None else f"{date.day} {date:%B %Y}"


def title_of(session: Session) -> str:
    """Name a session by its name or label, and its day.

    >>> title_of(Session("s", "a", "before", "", dt.date(2026, 5, 4), "", dt.datetime.now()))
    'Before, 4 May 2026'
    """
    name = session.name or session.label[:1].upper() + session.label[1:]
    return ", ".join(filter(None, (name, show_date(session.date))))


def sessions_of(library: Library, athlete_id: str) -> tuple[SessionCard, ...]:
    """Gather the sessions of an athlete with their clips, by day, "before" before "after"."""
    sessions = sorted(
        library.sessions(athlete_id),
        key=lambda one: (one.date or dt.date.max, _ORDER.get(one.label, 1), one.created),
    )
    return tuple(
        SessionCard(
            session,
            title_of(session),
            tuple(_clip_row(library, run) for run in library.runs(session.id)),
        )
        for session in sessions
    )


def _clip_row(library: Library, run: Run) -> ClipRow:
    jobs = library.jobs(run_id=run.id)
    return ClipRow(run, jobs[-1] if jobs else None, library.analysis_of(run.id) is not None)


def comparisons_of(
    library: Library, athlete_id: str, sessions: Sequence[SessionCard]
) -> tuple[ComparisonRow, ...]:
    """Gather the comparisons of an athlete, the latest first."""
    titles = {card.session.id: card.title for card in sessions}
    rows = []
    for made in reversed(library.comparisons(athlete_id)):
        jobs = library.jobs(comparison_id=made.id)
        title = f"{titles[made.before_session_id]} → {titles[made.after_session_id]}"
        rows.append(ComparisonRow(made, title, jobs[-1] if jobs else None))
    return tuple(rows)


def words_of(job: Job) -> str:
    """Say in a few words what became of a job, or how far it is."""
    if job.state == "running":
        return f"{sentence(job.words or 'measuring').rstrip('.')}, {100 * job.progress:.0f} %"
    if job.state == "waiting":
        return "Waits for its turn"
    if job.state == "failed":
        hint = sentence(job.hint or "", job.prompts)
        return f"{sentence(job.error or 'it did not work')} {hint}".strip()
    if job.state == "set aside":
        return (
            "The program failed on this one three times and leaves it alone now. Remove the clip "
            "and send the original from the camera, cut to the sprint."
        )
    return job.state.capitalize()
