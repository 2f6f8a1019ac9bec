"""Library and job -> the job's next state, each step one transaction that nobody can cross."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import update

from aqvision.core.wording import _
from aqvision.library.library import Library
from aqvision.library.records import OPEN, Job, JobState
from aqvision.library.repositories.base import as_record
from aqvision.library.tables import JobRow, now
from aqvision.sandbox.runner import Refused

MAX_TRIES = 3
_RUNNING = (JobState.RUNNING,)
_LOOK_AT_CLIP = _("look at the clip: if it plays well, cut it to the run and add it again")
_TOOK_ALL = _("the whole program ended while it ran")


def begin(library: Library, job_id: str, *, interrupted: bool) -> Job | None:
    """Begin a try of a job; None where there is nothing to do any more.

    A job that is running has been begun before and did not come to an end. That counts as a try,
    unless it was ``interrupted``: ended while it was well, because the program was ended.

    Parameters
    ----------
    library, job_id
        Where the job is, and its id.
    interrupted
        Whether the last try was ended from outside.

    Returns
    -------
    Job or None
        The job, running now.
    """
    with library.writing() as transaction:
        row = transaction.get(JobRow, job_id)
        if row is None or row.state not in OPEN:
            return None
        if row.state == JobState.RUNNING and interrupted:
            row.attempts -= 1
        if row.attempts >= MAX_TRIES:
            _set_aside(row)
            return None
        row.state, row.attempts = JobState.RUNNING, row.attempts + 1
        row.progress, row.words = 0.0, "starting"
        row.started = row.started or now()
        transaction.flush()
        return as_record(Job, row)


def _set_aside(row: JobRow) -> None:
    row.state, row.finished, row.words = JobState.SET_ASIDE, now(), ""
    row.error = _("tried {n} times without a result: {error}").format(
        n=row.attempts, error=row.error or _TOOK_ALL
    )
    row.hint = row.hint or _LOOK_AT_CLIP


def note_progress(library: Library, job_id: str, progress: float, words: str) -> bool:
    """Write how far a running job has come; False where it was cancelled or deleted.

    Parameters
    ----------
    library, job_id
        Where the job is, and its id.
    progress
        Part that is done, from 0 to 1.
    words
        What is done just now.

    Returns
    -------
    bool
        Whether the job is still wanted.
    """
    values = {"progress": progress, "words": words}
    with library.writing(counted=False) as transaction:
        query = update(JobRow).where(JobRow.id == job_id, JobRow.state.in_(_RUNNING))
        return bool(transaction.execute(query.values(**values)).rowcount)  # type: ignore[attr-defined]


def note_crash(library: Library, job_id: str, reason: str, hint: str | None) -> None:
    """Write down why a try ended; the job goes on running.

    Parameters
    ----------
    library, job_id
        Where the job is, and its id.
    reason, hint
        What went wrong, and what the user can do.
    """
    _change(library, job_id, _RUNNING, error=reason, hint=hint)


def put_back(library: Library, job_id: str) -> None:
    """Let a running job wait again, as if this try had not begun.

    Parameters
    ----------
    library, job_id
        Where the job is, and its id.
    """
    values = {"state": JobState.WAITING, "attempts": JobRow.attempts - 1, "progress": 0.0}
    _change(library, job_id, _RUNNING, words="", **values)


def finish(library: Library, job_id: str) -> None:
    """Call a running job done.

    Parameters
    ----------
    library, job_id
        Where the job is, and its id.
    """
    values = {"state": JobState.DONE, "progress": 1.0, "words": ""}
    values |= {"error": None, "hint": None, "prompts": ()}
    _change(library, job_id, _RUNNING, finished=now(), **values)


def fail(library: Library, job_id: str, why: Refused) -> None:
    """Call a running job failed, with what the user can do.

    Parameters
    ----------
    library, job_id
        Where the job is, and its id.
    why
        What went wrong, what to do, and what to ask for.
    """
    values = {"state": JobState.FAILED, "words": "", **asdict(why)}
    _change(library, job_id, _RUNNING, finished=now(), **values)


def cancel(library: Library, job_id: str) -> bool:
    """Cancel a job that has not come to its end; False where it has.

    Parameters
    ----------
    library, job_id
        Where the job is, and its id.

    Returns
    -------
    bool
        Whether it was waiting or running.
    """
    return _change(library, job_id, OPEN, state=JobState.CANCELLED, words="", finished=now())


def _change(library: Library, job_id: str, states: tuple[JobState, ...], **values: object) -> bool:
    """Set values of a job that is in one of these states, and tell whether it was."""
    query = update(JobRow).where(JobRow.id == job_id, JobRow.state.in_(states)).values(**values)
    with library.writing() as transaction:
        return bool(transaction.execute(query).rowcount)  # type: ignore[attr-defined]
