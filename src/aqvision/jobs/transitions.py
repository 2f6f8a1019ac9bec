"""Library and job -> the job's next state, each step one transaction that nobody can cross.

What a process writes of a job that it has begun counts only as long as it holds it: the row
names the piece of work, and gets another one as soon as somebody else takes the job over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Update, case, func, literal, select, update
from sqlalchemy.orm import Session as Transaction

from aqvision.core.wording import _
from aqvision.jobs.durable_queue import DurableQueue
from aqvision.jobs.entering import enter_anew, enter_what_waited
from aqvision.jobs.together import Together
from aqvision.library.library import Library
from aqvision.library.patience import is_away
from aqvision.library.records import OPEN, Job, JobState
from aqvision.library.repositories.base import LostJobError, as_record, held_by
from aqvision.library.tables import JobRow, UtcTime, now
from aqvision.sandbox.runner import Refused

MAX_TRIES = 3
# nothing that was read before in the same transaction needs to follow
_ROWS_UNREAD = {"synchronize_session": False}
_LOOK_AT_CLIP = _("look at the clip: if it plays well, cut it to the run and add it again")
_TOOK_ALL = _("the whole program ended while it ran")


@dataclass(frozen=True, slots=True)
class _Begin:
    """A try that is to begin; see ``Transitions.begin``."""

    job_id: str
    workflow_id: str
    interrupted: bool


class Transitions:
    """The steps of the jobs of a library that one process does."""

    def __init__(self, library: Library, queue: DurableQueue, executor_id: str = "") -> None:
        self.library, self.queue, self.executor_id = library, queue, executor_id
        # whether a change was kept is not known then; whoever asks again takes the try back
        self._together = Together(self._step_all, is_away)

    def begin(self, job_id: str, workflow_id: str, *, interrupted: bool) -> Job | None:
        """Begin a try of a job; None where there is nothing to do any more.

        Each try that did not come to an end counts, unless it was ``interrupted``: ended while it
        was well, because the program was ended.

        Parameters
        ----------
        job_id, workflow_id
            Its id, and the piece of work that was handed out.
        interrupted
            Whether the last try was ended from outside.

        Returns
        -------
        Job or None
            The job, running now.

        Raises
        ------
        LostJobError
            Somebody else has it.
        """
        answer = self._together.ask(_Begin(job_id, workflow_id, interrupted))
        if answer is False:
            raise LostJobError(job_id)
        return answer if isinstance(answer, Job) else None

    def _step_all(self, asked: Sequence[_Begin | Job]) -> list[Job | bool]:
        """Begin jobs and call others done, all in one transaction.

        Returns
        -------
        list of Job or bool
            Of a begun job the job as it runs, True where it has come to its end, False where it is
            lost. Of a job that is done whether it was still held here.
        """
        begins = [one for one in asked if isinstance(one, _Begin)]
        done = [one for one in asked if isinstance(one, Job)]
        with self.library.writing() as transaction:
            ended = self._finished(transaction, done)
            begun = self._begun(transaction, begins)
            return [
                one.workflow_id in ended
                if isinstance(one, Job)
                else begun.get(one.workflow_id) or self._not_begun(transaction, one)
                for one in asked
            ]

    def _begun(self, transaction: Transaction, asked: Sequence[_Begin]) -> dict[str, Job]:
        """Begin in one statement all jobs that have tries left and are ours."""
        if not asked:
            return {}
        credited = [one.workflow_id for one in asked if one.interrupted]
        credit = JobRow.workflow_id.in_(credited) & (JobRow.attempts > 0)
        tries = JobRow.attempts - case((credit, 1), else_=0)
        begun = update(JobRow).where(
            JobRow.workflow_id.in_([one.workflow_id for one in asked]),
            JobRow.state.in_(OPEN),
            tries < MAX_TRIES,
        )
        begun = begun.values(
            state=JobState.RUNNING,
            attempts=tries + 1,
            executor_id=self.executor_id,
            measuring=None,
            progress=0.0,
            words="starting",
            started=func.coalesce(JobRow.started, literal(now(), UtcTime)),
        )
        rows = transaction.scalars(begun.returning(JobRow), execution_options=_ROWS_UNREAD)
        return {str(row.workflow_id): as_record(Job, row) for row in rows}

    def _not_begun(self, transaction: Transaction, asked: _Begin) -> bool:
        """Set a job aside that has no tries left; False where it is lost."""
        row = transaction.get(JobRow, asked.job_id)
        if row is not None and row.workflow_id != asked.workflow_id:
            return False
        if row is not None and row.state in OPEN:
            _set_aside(row)
            transaction.flush()
            enter_what_waited(transaction, self.queue, [row.run_id])
        return True

    def _finished(self, transaction: Transaction, jobs: Sequence[Job]) -> set[str]:
        """Call all jobs done that are held here, and name their pieces of work."""
        if not jobs:
            return set()
        held = [JobRow.workflow_id.in_([job.workflow_id for job in jobs])]
        done = _ended(JobState.DONE, progress=1.0, error=None, hint=None, prompts=())
        done = done.where(*held, JobRow.state == JobState.RUNNING)
        rows = transaction.execute(done.returning(JobRow.workflow_id, JobRow.run_id)).all()
        enter_what_waited(transaction, self.queue, [run_id for _, run_id in rows])
        return {str(workflow_id) for workflow_id, _ in rows}

    def take_key(self, job: Job, key: str) -> bool:
        """Take the right to make what a key stands for; False while another job makes it.

        Parameters
        ----------
        job, key
            The job as it was begun, and the key of its result.
        """
        other = select(JobRow.id).where(
            JobRow.measuring == key, JobRow.id != job.id, JobRow.state == JobState.RUNNING
        )
        with self.library.writing(counted=False) as transaction:
            if transaction.scalars(other).first() is not None:
                return False
            transaction.execute(update(JobRow).where(*held_by(job)).values(measuring=key))
            return True

    def note_key(self, job: Job, key: str) -> None:
        """Write down what the result of a running job depends on.

        Parameters
        ----------
        job, key
            As it was begun, and the key.
        """
        with self.library.writing() as transaction:
            transaction.execute(update(JobRow).where(*held_by(job)).values(key=key))

    def note_progress(self, job: Job, progress: float, words: str) -> bool:
        """Write how far a running job has come; False where it is held here no longer.

        Parameters
        ----------
        job
            As it was begun.
        progress
            Part that is done, from 0 to 1.
        words
            What is done just now.

        Returns
        -------
        bool
            Whether the job is still wanted of us: not cancelled, deleted or taken over.
        """
        values = {"progress": progress, "words": words}
        return bool(self.library.write_alone(update(JobRow).where(*held_by(job)).values(**values)))

    def note_crash(self, job: Job, reason: str, hint: str | None) -> None:
        """Write down why a try ended; the job goes on running.

        Parameters
        ----------
        job
            As it was begun.
        reason, hint
            What went wrong, and what the user can do.
        """
        with self.library.writing() as transaction:
            crashed = update(JobRow).where(*held_by(job)).values(error=reason, hint=hint)
            transaction.execute(crashed)

    def finish(self, job: Job) -> bool:
        """Call a running job done; False where it is held here no longer.

        Parameters
        ----------
        job
            As it was begun.
        """
        return self._together.ask(job) is True

    def fail(self, job: Job, why: Refused) -> bool:
        """Call a running job failed, with what the user can do; False where it is not held here.

        Parameters
        ----------
        job
            As it was begun.
        why
            What went wrong, what to do, and what to ask for.
        """
        failed = _ended(JobState.FAILED, **asdict(why)).where(*held_by(job))
        with self.library.writing() as transaction:
            if transaction.execute(failed.returning(JobRow.id)).first() is None:
                return False
            enter_what_waited(transaction, self.queue, [job.run_id])
            return True

    def hand_on(self, job_id: str, workflow_id: str) -> None:
        """Queue a job anew that was handed out to us and has not been begun.

        Parameters
        ----------
        job_id, workflow_id
            Its id, and the piece of work that was handed out.
        """
        with self.library.writing(counted=False) as transaction:
            row = transaction.get(JobRow, job_id)
            if row is not None and row.state in OPEN and row.workflow_id == workflow_id:
                enter_anew(transaction, self.queue, row)


def cancel(library: Library, queue: DurableQueue, job_id: str) -> bool:
    """Cancel a job that has not come to its end; False where it has.

    Parameters
    ----------
    library, queue, job_id
        Where the job is, the queue, and its id.

    Returns
    -------
    bool
        Whether it was waiting or running.
    """
    with library.writing() as transaction:
        row = transaction.get(JobRow, job_id)
        if row is None or row.state not in OPEN:
            return False
        row.state, row.words, row.finished = JobState.CANCELLED, "", now()
        transaction.flush()
        enter_what_waited(transaction, queue, [row.run_id])
        return True


def _ended(state: JobState, **values: Any) -> Update:
    return update(JobRow).values(state=state, words="", finished=now(), **values)


def _set_aside(row: JobRow) -> None:
    row.state, row.finished, row.words = JobState.SET_ASIDE, now(), ""
    row.error = _("tried {n} times without a result: {error}").format(
        n=row.attempts, error=row.error or _TOOK_ALL
    )
    row.hint = row.hint or _LOOK_AT_CLIP
