"""Library -> what a page shows: sessions, clips, comparisons, jobs, in words."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aqvision.core.recorded import show_day
from aqvision.core.wording import _, upper_first, word_of
from aqvision.library.records import (
    OPEN,
    Block,
    ComparisonKind,
    Job,
    JobKind,
    JobState,
    Run,
    Session,
    StoredComparison,
)
from aqvision.web.pages import sentence
from aqvision.web.verdicts import Verdict, verdict_of

if TYPE_CHECKING:
    from aqvision.library.library import Library

_SHOWN_FOR = dt.timedelta(hours=1)
_ORDER = {"before": 0, "after": 2}
LADDER_RUNS = 3
"""Runs measured from which on a ladder may be made of a session."""


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
    def side(self) -> str:
        """Before or after, for its colour; empty for any other session."""
        return self.session.label if self.session.label in _ORDER else ""

    @property
    def n_measured(self) -> int:
        """How many of its clips have a report."""
        return sum(clip.measured for clip in self.clips)

    @property
    def n_runs_measured(self) -> int:
        """How many of these are runs, not holds."""
        return sum(clip.measured and not clip.run.options.is_hold for clip in self.clips)

    @property
    def may_be_ladder(self) -> bool:
        """Whether it has enough runs to be followed over their speeds."""
        return self.n_runs_measured >= LADDER_RUNS


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """A comparison or ladder in a list: of what it is, and whether it can be read.

    ``outdated`` tells that clips, or the way they are compared, have changed since it was made,
    ``verdict`` what it came to, where that is known.
    """

    comparison: StoredComparison
    title: str
    job: Job | None
    outdated: bool
    verdict: Verdict | None = None

    @property
    def made(self) -> bool:
        """Whether there is a report."""
        return self.comparison.folder is not None

    @property
    def is_ladder(self) -> bool:
        """Whether runs are followed over their speeds."""
        return self.comparison.kind is ComparisonKind.LADDER


def show_date(date: dt.date | None) -> str:
    """Write a day as people do, or nothing.

    Parameters
    ----------
    date
        A day, if known.

    Returns
    -------
    str
        Empty if it is not known.

    Examples
    --------
    >>> show_date(dt.date(2026, 5, 4))
    '4 May 2026'
    """
    return "" if date is None else show_day(date)


def title_of(session: Session) -> str:
    """Name a session by its name or label, and its day.

    Parameters
    ----------
    session
        With a label at least.

    Returns
    -------
    str
        For people.

    Examples
    --------
    >>> day, now = dt.date(2026, 5, 4), dt.datetime.now()
    >>> of_session = {"id": "s", "athlete_id": "a", "label": "before", "name": "", "notes": ""}
    >>> title_of(Session(**of_session, date=day, created=now))
    'Before, 4 May 2026'
    """
    name = session.name or upper_first(word_of(session.label))
    return ", ".join(filter(None, (name, show_date(session.date))))


def words_of_block(block: Block) -> str:
    """Write from when to when something was trained.

    Parameters
    ----------
    block
        A training block.
    """
    if block.first == block.last:
        return show_date(block.first)
    return _("{first} to {last}").format(first=show_date(block.first), last=show_date(block.last))


def sessions_of(library: Library, athlete_id: str) -> tuple[SessionCard, ...]:
    """Gather the sessions of an athlete with their clips, by day, "before" before "after".

    Parameters
    ----------
    library, athlete_id
        Where to look, and for whom.

    Returns
    -------
    tuple of SessionCard
        Those without a day come last.
    """
    sessions = sorted(
        library.sessions(athlete_id),
        key=lambda one: (one.date or dt.date.max, _ORDER.get(one.label, 1), one.created),
    )
    jobs = library.latest_jobs(athlete_id, JobKind.ANALYZE)
    measured = library.measured_runs(athlete_id)
    rows: dict[str, list[ClipRow]] = defaultdict(list)
    for run in library.runs_of_athlete(athlete_id):
        rows[run.session_id].append(ClipRow(run, jobs.get(run.id), run.id in measured))
    return tuple(
        SessionCard(session, title_of(session), tuple(rows[session.id])) for session in sessions
    )


def comparisons_of(
    library: Library, athlete_id: str, sessions: Sequence[SessionCard]
) -> tuple[ComparisonRow, ...]:
    """Gather the comparisons of an athlete, the latest first.

    Parameters
    ----------
    library, athlete_id
        Where to look, and for whom.
    sessions
        All sessions of the athlete.

    Returns
    -------
    tuple of ComparisonRow
        Each with its latest job.
    """
    titles = {card.session.id: card.title for card in sessions}
    jobs, told = library.latest_jobs(athlete_id, JobKind.COMPARE), library.told(athlete_id)
    comparisons = library.comparisons(athlete_id)
    outdated = library.outdated(athlete_id, comparisons)
    rows = []
    for made in reversed(comparisons):
        job = jobs.get(made.id)
        open_job = job is not None and job.state in OPEN
        rows.append(
            ComparisonRow(
                comparison=made,
                title=title_of_comparison(made, titles),
                job=job,
                outdated=not open_job and made.id in outdated,
                verdict=verdict_of(told[made.id].summary, made.kind) if made.id in told else None,
            )
        )
    return tuple(rows)


def last_verdict(
    comparisons: Sequence[ComparisonRow], sessions: Sequence[SessionCard]
) -> ComparisonRow | None:
    """Find the comparison of runs whose later session is the latest; None where none is made.

    Parameters
    ----------
    comparisons, sessions
        Those of an athlete, the comparisons with the latest first.
    """
    days = {card.session.id: card.session.date or dt.date.min for card in sessions}
    made = [
        row
        for row in comparisons
        if row.comparison.kind is ComparisonKind.CHANGE and row.verdict is not None
    ]
    return max(made, key=lambda row: days[row.comparison.after_session_id], default=None)


def title_of_comparison(made: StoredComparison, titles: Mapping[str, str]) -> str:
    """Name a comparison by its sessions, and a ladder as what it is as well.

    Parameters
    ----------
    made
        The comparison.
    titles
        Of sessions, by their ids.
    """
    between = " → ".join(titles[one] for one in made.session_ids if one in titles)
    if made.kind is ComparisonKind.LADDER:
        return _("What holds as speed rises: {between}").format(between=between)
    if made.kind is ComparisonKind.HOLDS:
        return _("Holds: {between}").format(between=between)
    if made.kind is ComparisonKind.SEASON:
        return _("Season: {between}").format(between=between)
    return between


def ladder_before(cards: Sequence[SessionCard], later: SessionCard) -> SessionCard | None:
    """Find what a ladder can be set against: the latest earlier session with enough runs.

    An "after" is set against the latest "before", where that has enough.

    Parameters
    ----------
    cards
        All sessions of the athlete, by day.
    later
        One of them.
    """
    earlier = [card for card in cards[: cards.index(later)] if card.may_be_ladder]
    before = [card for card in earlier if card.session.label == "before"]
    if later.session.label == "after" and before:
        return before[-1]
    return earlier[-1] if earlier else None


@dataclass(frozen=True, slots=True)
class Work:
    """A job as a page shows it; ``report`` is where its result can be read."""

    title: str
    job: Job
    report: str | None

    @property
    def words(self) -> str:
        """How far it is, or what became of it."""
        return words_of(self.job)

    @property
    def under_way(self) -> bool:
        """Whether it is still to come to an end."""
        return self.job.state in OPEN


def works_of(library: Library, athlete_id: str) -> list[Work]:
    """Gather the latest job of each clip and comparison, without those that ended long ago.

    Parameters
    ----------
    library, athlete_id
        Where to look, and for whom.

    Returns
    -------
    list of Work
        Clips first, then comparisons.
    """
    cards = sessions_of(library, athlete_id)
    rows = [
        (f"{clip.run.name} ({card.title})", clip.job, clip.measured, f"/runs/{clip.run.id}/report")
        for card in cards
        for clip in card.clips
    ]
    rows.extend(
        (row.title, row.job, row.made, f"/comparisons/{row.comparison.id}")
        for row in comparisons_of(library, athlete_id, cards)
    )
    long_ago = dt.datetime.now(dt.UTC) - _SHOWN_FOR
    return [
        Work(title, job, report if there else None)
        for title, job, there, report in rows
        if job is not None and (job.finished is None or job.finished > long_ago)
    ]


def report_to_open(works: Sequence[Work]) -> str | None:
    """Choose the report to open once all is well: the last comparison, or that of the only clip.

    Parameters
    ----------
    works
        What is shown of the work on somebody's clips.

    Returns
    -------
    str or None
        Its address; None while something is not done, or for several clips alone.
    """
    if any(work.job.state != JobState.DONE for work in works):
        return None
    compared = [work for work in works if work.job.kind == JobKind.COMPARE]
    if compared:
        return max(compared, key=lambda work: work.job.finished or work.job.created).report
    return works[0].report if len(works) == 1 else None


def standing_of(job: Job) -> str:
    """Say what became of a job, or that it is under way, but not how far it is.

    Parameters
    ----------
    job
        In any state.

    Returns
    -------
    str
        For people: true until the job ends or is begun anew.
    """
    return _("Is being worked on") if job.state is JobState.RUNNING else words_of(job)


def words_of(job: Job) -> str:
    """Say in a few words what became of a job, or how far it is.

    Parameters
    ----------
    job
        In any state.

    Returns
    -------
    str
        For people.
    """
    match job.state:
        case JobState.RUNNING:
            words = sentence(word_of(job.words) if job.words else _("measuring")).rstrip(".")
            return f"{words}, {100 * job.progress:.0f} %"
        case JobState.WAITING:
            return _("Waits for its turn")
        case JobState.FAILED:
            hint = sentence(job.hint or "", job.prompts)
            return f"{sentence(job.error or _('it did not work'))} {hint}".strip()
        case JobState.SET_ASIDE:
            return _(
                "The program failed on this one three times and leaves it alone now. Remove the "
                "clip and send the original from the camera, cut to the sprint."
            )
    return word_of(job.state).capitalize()
