"""Job -> its end: tried until its result is there, it is refused, or somebody else has it."""

from __future__ import annotations

import logging
import shutil
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from aqvision.core.errors import AqvisionError, UnreachableError, as_mendable
from aqvision.jobs.durable_queue import NoOutcomeError
from aqvision.jobs.job_report import JobReport
from aqvision.jobs.making import Maker
from aqvision.jobs.takeover import INTERRUPTED, mark_of
from aqvision.jobs.transitions import Transitions
from aqvision.library.files.place import UNFINISHED
from aqvision.library.library import Library
from aqvision.library.records import OPEN, Job
from aqvision.library.repositories.base import LostJobError
from aqvision.sandbox.runner import Crashed, Done, Ending, Refused, Sandbox, Stopped

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRunner:
    """All that is needed to do a job.

    ``steps`` writes how far its jobs are. ``sandbox`` holds the lock of this program open in every
    process that it starts, so that it is seen that one of them still lives; ``closing`` is set
    when the program ends.
    """

    library: Library
    steps: Transitions
    sandbox: Sandbox
    n_pose_workers: int
    closing: threading.Event

    @property
    def _maker(self) -> Maker:
        return Maker(
            library=self.library,
            steps=self.steps,
            sandbox=self.sandbox,
            n_pose_workers=self.n_pose_workers,
        )

    def run(self, job_id: str, workflow_id: str) -> None:
        """Try a job until it has come to an end.

        Parameters
        ----------
        job_id, workflow_id
            Id of the job, and the piece of work that was handed out.

        Raises
        ------
        NoOutcomeError
            The program ends before the job does, or somebody else has it now.
        """
        try:
            ended = self._tried(job_id, workflow_id)
        except LostJobError:
            ended = False
        except (SQLAlchemyError, UnreachableError):
            self._interrupted(job_id).touch()  # not the job's fault
            raise
        if not ended:
            self._interrupted(job_id).unlink(missing_ok=True)
            raise NoOutcomeError

    def _tried(self, job_id: str, workflow_id: str) -> bool:
        """Try a job again and again; False where it was given up or is not ours to end."""
        interrupted = self._interrupted(job_id)
        while not self.closing.is_set():
            was_interrupted = interrupted.exists()
            interrupted.touch()  # until its process runs and answers for itself
            job = self.steps.begin(job_id, workflow_id, interrupted=was_interrupted)
            if job is None:
                self._clear(job_id)
                return True
            ended = self._settle(job, self._logged(job))
            if ended is not None:
                self._clear(job_id, "" if ended else f"{workflow_id}-")
                return ended
        return False

    def _logged(self, job: Job) -> Ending:
        """Try a job, and log how that went."""
        about = {"job": job.id, "kind": job.kind.value}
        _logger.info("job begins", extra={**about, "tries": job.attempts})
        began_s = time.monotonic()
        ending = self._try(job)
        seconds = round(time.monotonic() - began_s, 3)
        outcome = type(ending).__name__.lower()
        _logger.info("job ends", extra={**about, "outcome": outcome, "seconds": seconds})
        return ending

    def _settle(self, job: Job, ending: Ending) -> bool | None:
        """Write down what came of a try.

        Returns
        -------
        bool or None
            None where the job is to be tried again, False where it is not ours to end.
        """
        match ending:
            case Done():
                return self.steps.finish(job)
            case Refused():
                return self.steps.fail(job, ending)
            case Crashed(reason, hint):
                self._interrupted(job.id).unlink(missing_ok=True)
                self.steps.note_crash(job, reason, hint)
                return None
            case Stopped():
                return False

    def _try(self, job: Job) -> Ending:
        report = JobReport(self.steps, job, self.closing)
        try:
            with self.library.home.kept.in_use():
                return self._maker.make(job, report)
        except LostJobError:
            return Stopped()
        except (SQLAlchemyError, UnreachableError):
            raise
        except AqvisionError as error:
            return Refused(str(error), error.hint, error.prompts)
        except Exception as error:
            _logger.exception("job fails", extra={"job": job.id, "kind": job.kind.value})
            known = as_mendable(error)
            return Crashed(*((str(known), known.hint) if known else (_named(error),)))

    def _interrupted(self, job_id: str) -> Path:
        return mark_of(self._maker.locks, job_id)

    def _clear(self, job_id: str, own: str = "") -> None:
        """Remove what a job has left that has come to its end; the log of a crash is kept.

        Who has lost a job removes its ``own``, and nothing of whoever has it now.
        """
        if not own:
            self._interrupted(job_id).unlink(missing_ok=True)
        for left in self.library.home.results.glob(f"{UNFINISHED}{job_id}-{own}*"):
            shutil.rmtree(left, ignore_errors=True)

    def sweep(self) -> None:
        """Remove what jobs have left that were deleted meanwhile, or ended elsewhere."""
        jobs = self.library.jobs()
        known, under_way = {job.id for job in jobs}, {job.id for job in jobs if job.state in OPEN}
        left = [path for path in self._maker.logs.glob("*.log") if path.stem not in known]
        for path in self._maker.locks.glob(f"*{INTERRUPTED}"):
            if path.name.removesuffix(INTERRUPTED) not in under_way:
                left.append(path)
        for path in left:
            path.unlink(missing_ok=True)


def _named(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
