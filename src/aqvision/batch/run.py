"""Roster × Library -> outcomes, told as athletes end: all measured and compared, nothing twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from aqvision.batch.importing import Show, TakenAthlete, take_in_roster
from aqvision.batch.roster import Roster
from aqvision.batch.watching import COMPARISON_SIZE_FRAC, Watch, Watched, watch_jobs
from aqvision.core.assets import DEFAULT_MODEL
from aqvision.core.errors import AqvisionError, LibraryError
from aqvision.core.prompts import Prompt
from aqvision.core.settings import Settings
from aqvision.core.wording import as_recorded
from aqvision.jobs.queue import BATCH_COMPARISON_PRIORITY, BATCH_PRIORITY, Jobs, open_jobs
from aqvision.library.library import Library
from aqvision.library.patience import patiently
from aqvision.library.records import ComparisonKind, Job, JobState, Run, StoredComparison
from aqvision.library.repositories.results import analysis_key
from aqvision.sandbox.runner import WORKER

_SEASON_DAYS = 3
"""Days of filming from which on a time line shows more than a comparison does."""
Plans = Mapping[str, Mapping[ComparisonKind, StoredComparison]]
"""What is made of the clips of each athlete, by id."""
_AGAIN = as_recorded("run the same command again")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a clip or a comparison: the folder of its result, or why there is none."""

    folder: Path | None
    error: str = ""
    hint: str = ""
    prompts: tuple[Prompt, ...] = ()


@dataclass(frozen=True, slots=True)
class AthleteOutcome:
    """What came of an athlete; ``compared`` is None where there is nothing to compare.

    ``more`` is what else was made of the clips: of holds, ladders, a season.
    """

    taken: TakenAthlete
    clips: tuple[Outcome, ...]
    compared: Outcome | None
    more: Mapping[ComparisonKind, Outcome] = field(default_factory=dict)

    @property
    def failed(self) -> bool:
        """Tell whether a clip or a comparison has come to nothing; nobody asked for a season."""
        asked = [one for kind, one in self.more.items() if kind is not ComparisonKind.SEASON]
        of_all = [*self.clips, *([self.compared] if self.compared else []), *asked]
        return any(outcome.folder is None for outcome in of_all)


@dataclass(frozen=True, slots=True)
class BatchOutcome:
    """What has come of a batch so far: of whom nothing more comes, and the names of all others.

    Both stand in the order of the roster, whoever ended first.
    """

    ended: tuple[AthleteOutcome, ...]
    waiting: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listener:
    """Who is told of clips that are copied, of how far all jobs are, and of athletes that ended.

    ``tell`` is called once at the beginning and again whenever athletes have ended; the last time
    with everybody.
    """

    taking_in: Show
    watch: Watch
    tell: Callable[[BatchOutcome], None]


def run_batch(
    roster: Roster,
    library: Library,
    n_workers: int,
    listener: Listener,
    *,
    command: Sequence[str] = WORKER,
) -> None:
    """Measure the clips of a roster and compare each athlete, going on where it was stopped.

    A server of the database that is away is waited for.

    Parameters
    ----------
    roster, library
        Whose clips to measure, and where all is kept.
    n_workers
        Jobs at a time.
    listener
        Told how far it has come.
    command
        Program that does one task.

    Raises
    ------
    LibraryError
        The library has two athletes of one name.
    """
    taken = patiently(lambda: take_in_roster(roster, library, listener.taking_in))
    todo = patiently(lambda: _to_do(library, taken))
    standing = _Standing(taken=taken, plans=todo.plans, tell=listener.tell)
    if not (todo.pending or todo.stale):
        standing.add(todo.known)
        return
    with open_jobs(library, n_workers, command=command) as jobs:
        subjects, watched = patiently(lambda: _hand_in(jobs, todo.pending, todo.stale))
        standing.add(todo.known)  # what is written for it does not keep the jobs waiting

        def note(ended: Mapping[str, Job | None]) -> None:
            of = {job_id: subjects[job_id] for job_id in ended}
            standing.add(
                patiently(lambda: {of[j]: _ended(library, job, of[j]) for j, job in ended.items()})
            )

        watch_jobs(library, watched, listener.watch, note)


@dataclass(frozen=True, slots=True)
class _ToDo:
    """What is to be made, what of it is known, and which clips and comparisons are left to do."""

    plans: Plans
    known: dict[str, Outcome]
    pending: Sequence[Run]
    stale: Sequence[StoredComparison]


def _to_do(library: Library, taken: Sequence[TakenAthlete]) -> _ToDo:
    plans = {one.athlete.id: _planned(library, one) for one in taken}
    planned = [plan for own in plans.values() for plan in own.values()]
    runs = [clip.run for one in taken for clip in one.clips if clip.run is not None]
    known = {run.id: outcome for run in runs if (outcome := _settled(library, run))}
    pending = [run for run in runs if run.id not in known]
    made = {plan.id: _compared(library, plan, pending) for plan in planned}
    stale = [plan for plan in planned if made[plan.id] is None]
    known |= {plan_id: outcome for plan_id, outcome in made.items() if outcome is not None}
    return _ToDo(plans, known, pending, stale)


def _planned(library: Library, one: TakenAthlete) -> dict[ComparisonKind, StoredComparison]:
    """Find or add what is to be made of an athlete's sessions."""
    plans = {}
    if one.before and one.after:
        plan = library.add_comparison(one.before.id, one.after.id, one.primaries)
        plans[ComparisonKind.CHANGE] = plan
    first, last = one.holds
    if first and last:
        plans[ComparisonKind.HOLDS] = library.add_holds(first.id, last.id)
    match [session.id for session in one.ladders if session is not None]:
        case [earlier, later]:
            plans[ComparisonKind.LADDER] = library.add_ladder(later, earlier)
        case [alone]:
            plans[ComparisonKind.LADDER] = library.add_ladder(alone)
    dated = [session for session in one.sessions if session.date is not None]
    if len({session.date for session in dated}) >= _SEASON_DAYS:
        ids = [session.id for session in dated]
        plans[ComparisonKind.SEASON] = library.add_season(ids, one.primaries)
    return plans


@dataclass(slots=True, kw_only=True)
class _Standing:
    """Tells of those athletes of whom nothing more comes, whenever there are more of them."""

    taken: Sequence[TakenAthlete]
    plans: Plans
    tell: Callable[[BatchOutcome], None]
    ended: dict[str, Outcome] = field(default_factory=dict)
    n_told: int = -1

    def add(self, outcomes: Mapping[str, Outcome]) -> None:
        """Take note of what came of clips and comparisons, by their ids."""
        self.ended |= outcomes
        done = [one for one in self.taken if self._subjects(one) <= self.ended.keys()]
        if len(done) > self.n_told:
            self.n_told = len(done)
            waiting = tuple(one.athlete.name for one in self.taken if one not in done)
            self.tell(BatchOutcome(tuple(self._outcome(one) for one in done), waiting))

    def _subjects(self, one: TakenAthlete) -> set[str]:
        runs = {clip.run.id for clip in one.clips if clip.run is not None}
        return runs | {plan.id for plan in self.plans[one.athlete.id].values()}

    def _outcome(self, one: TakenAthlete) -> AthleteOutcome:
        made = {kind: self.ended[plan.id] for kind, plan in self.plans[one.athlete.id].items()}
        clips = tuple(
            self.ended[clip.run.id]
            if clip.run
            else Outcome(None, clip.error, clip.hint, clip.prompts)
            for clip in one.clips
        )
        compared = made.pop(ComparisonKind.CHANGE, None)
        return AthleteOutcome(one, clips, compared, made)


def _settled(library: Library, run: Run) -> Outcome | None:
    """Give what came of a run before, if nothing has changed since; None where it is to be done."""
    try:
        key = _key(library, run)
        analysis = library.reuse_analysis(run.id, key)
        if analysis is not None:
            return Outcome(library.result_folder(analysis))
        jobs = library.jobs(run_id=run.id, states=(JobState.FAILED,))
    except AqvisionError as error:
        return Outcome(None, str(error), error.hint, error.prompts)
    failed = [job for job in jobs if job.key == key]
    return _told(failed[-1]) if failed else None


def _key(library: Library, run: Run) -> str:
    clip = library.facts_of(run.id)
    is_hold = run.options.is_hold
    return analysis_key(clip, run.file_sha256, DEFAULT_MODEL, Settings(), is_hold=is_hold)


def _told(job: Job) -> Outcome:
    """Say why a job has no result."""
    if job.state == JobState.CANCELLED:
        return Outcome(None, "cancelled", _AGAIN)
    return Outcome(None, job.error or as_recorded("no result"), job.hint or _AGAIN, job.prompts)


def _compared(library: Library, plan: StoredComparison, pending: Sequence[Run]) -> Outcome | None:
    """Give what came of a comparison of the analyses that there are now; None: it is to be made."""
    if any(run.session_id in plan.session_ids for run in pending):
        return None
    key = library.key_of(plan)
    if plan.key == key and library.has_result(plan):
        return _made(library, plan)
    failed = library.jobs(comparison_id=plan.id, states=(JobState.FAILED,))
    return next((_told(job) for job in reversed(failed) if job.key == key), None)


def _made(library: Library, plan: StoredComparison) -> Outcome:
    return Outcome(library.result_folder(plan))


def _hand_in(
    jobs: Jobs, pending: Sequence[Run], stale: Sequence[StoredComparison]
) -> tuple[dict[str, str], Watched]:
    """Have it done; gives the run or comparison of each job, and what to watch."""
    library = jobs.library
    subjects: dict[str, str] = {}
    names: dict[str, str] = {}
    sizes: dict[str, float] = {}
    usual = sum(run.size_bytes for run in pending) / len(pending) if pending else 1.0
    ids = jobs.analyze_all([run.id for run in pending], BATCH_PRIORITY)
    for job_id, run in zip(ids, pending, strict=True):
        library.update_job(job_id, key=_key(library, run))
        subjects[job_id], names[job_id], sizes[job_id] = run.id, run.name, run.size_bytes
    for plan in stale:
        job_id = jobs.compare(plan.id, BATCH_COMPARISON_PRIORITY)
        subjects[job_id], names[job_id] = plan.id, library.athlete(plan.athlete_id).name
        sizes[job_id] = COMPARISON_SIZE_FRAC * usual
    return subjects, Watched({}, names, sizes, jobs.n_workers)


def _ended(library: Library, job: Job | None, subject: str) -> Outcome:
    try:
        if job is None or job.state != JobState.DONE:
            return _told(job) if job else _deleted()
        if job.run_id is None:
            return _made(library, library.comparison(subject))
        analysis = library.analysis_of(subject)
    except LibraryError as error:
        return Outcome(None, str(error), error.hint, error.prompts)
    return Outcome(library.result_folder(analysis)) if analysis else _deleted()


def _deleted() -> Outcome:
    return Outcome(None, as_recorded("deleted from the library meanwhile"), _AGAIN)
