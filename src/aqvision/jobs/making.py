"""Job -> its result in the library, made by a process of its own or found to be there."""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from aqvision.core.assets import DEFAULT_MODEL
from aqvision.core.clip import Clip
from aqvision.core.left_out import LeftOut
from aqvision.core.provenance import WHO_STAYS, meant_by, package_version
from aqvision.core.recorded import possible
from aqvision.core.settings import Settings
from aqvision.core.wording import _
from aqvision.jobs.job_report import JobReport
from aqvision.jobs.takeover import mark_of
from aqvision.jobs.transitions import Transitions
from aqvision.library.files.place import UNFINISHED, DamagedError
from aqvision.library.library import Library
from aqvision.library.records import ComparisonKind, Job, Run, StoredAnalysis, StoredComparison
from aqvision.library.repositories.results import analysis_key, comparison_key
from aqvision.progress.blocks import TrainingBlock
from aqvision.sandbox.runner import Crashed, Done, Ending, Refused, Sandbox, Stopped
from aqvision.sandbox.tasks import (
    AnalyzeTask,
    CompareHoldsTask,
    CompareTask,
    ComparingTask,
    HoldTask,
    LadderTask,
    MeasuringTask,
    SeasonTask,
    Target,
)

POSE_FILE = "pose.npz"
_LOOK_EVERY_S = 0.25
Sides = tuple[tuple[StoredAnalysis, ...], tuple[StoredAnalysis, ...]]
"""What was measured in the earlier session and in the later one."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What a comparison is made of, besides what was named for it."""

    sides: Sides
    left_out: tuple[LeftOut, ...]
    blocks: tuple[TrainingBlock, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Maker:
    """All that is needed to make the result of a job once; see ``JobRunner``."""

    library: Library
    steps: Transitions
    sandbox: Sandbox
    n_pose_workers: int

    @property
    def locks(self) -> Path:
        """Folder that shows who lives and what was interrupted."""
        return self.library.home.folder / "locks"

    @property
    def logs(self) -> Path:
        """Folder in which the process of each job writes what went wrong."""
        return self.library.home.folder / "logs"

    def make(self, job: Job, report: JobReport) -> Ending:
        """Make what a job asks for, unless it is there.

        Parameters
        ----------
        job
            As it was begun.
        report
            What it tells its row meanwhile.

        Returns
        -------
        Ending
            How that ended.

        Raises
        ------
        LostJobError
            Somebody else has the job now.
        """
        return self._compare(job, report) if job.run_id is None else self._analyze(job, report)

    def _analyze(self, job: Job, report: JobReport) -> Ending:
        """Analyze a run, and once more where what is known of it was corrected meanwhile."""
        run = self.library.run(str(job.run_id))
        while True:
            clip = self.library.clip_of(run.id)
            ending = self._analyze_as(clip, run, job, report)
            if isinstance(ending, Crashed | Stopped) or clip == self.library.clip_of(run.id):
                return ending

    def _analyze_as(self, clip: Clip, run: Run, job: Job, report: JobReport) -> Ending:
        settings = Settings()
        is_hold = run.options.is_hold
        key = analysis_key(clip, run.file_sha256, DEFAULT_MODEL, settings, is_hold=is_hold)
        while not self.steps.take_key(job, key):
            if report.unwanted():
                return Stopped()
            time.sleep(_LOOK_EVERY_S)
        if self.library.reuse_analysis(run.id, key, job) is not None:
            return Done()
        folder, target = self._target(job, key)
        task = self._measuring(target, clip, settings, is_hold=is_hold)
        ending = self._make(task, folder, job, report, self._found_before(clip, run))
        if isinstance(ending, Done):
            provenance = json.loads((target.made / run.file).read_text())["provenance"]
            self.library.add_analysis(run.id, key, target.made, provenance, folder, job)
        if isinstance(ending, Refused):
            return replace(ending, error=ending.error.replace(clip.path.name, run.name))
        return ending

    def _measuring(
        self, target: Target, clip: Clip, settings: Settings, *, is_hold: bool
    ) -> MeasuringTask:
        if is_hold:
            return HoldTask(target, clip, DEFAULT_MODEL, settings)
        return AnalyzeTask(
            target=target,
            clip=clip,
            model=DEFAULT_MODEL,
            settings=settings,
            n_pose_workers=self.n_pose_workers,
        )

    def _found_before(self, clip: Clip, run: Run) -> Path | None:
        """Name the points that were found in a clip before, to measure anew only what they show.

        Whoever reads them checks that method, network and settings are still the same.
        """
        meant = meant_by(clip, WHO_STAYS if run.options.is_hold else "")
        for made in self.library.analyses_of_clip(run.file_sha256):
            if made.provenance.get("athlete_choice", "") == meant:
                with suppress(DamagedError):  # then they are found anew
                    return self.library.result_folder(made) / POSE_FILE
        return None

    def _compare(self, job: Job, report: JobReport) -> Ending:
        """Compare sessions, and once more where what is compared changed meanwhile."""
        while True:
            plan = self.library.comparison(str(job.comparison_id))
            known = self._known(plan)
            ending = self._compare_these(known, plan, job, report)
            named = self.library.comparison(plan.id).primaries
            same = known == self._known(plan) and plan.primaries == named
            if isinstance(ending, Crashed | Stopped) or same:
                return ending

    def _known(self, plan: StoredComparison) -> _Known:
        library = self.library
        return _Known(library.sides_of(plan), library.left_out_of(plan), library.blocks_of(plan))

    def _compare_these(
        self, known: _Known, plan: StoredComparison, job: Job, report: JobReport
    ) -> Ending:
        before, after = known.sides
        if sum(map(bool, known.sides)) < plan.n_sides:
            return _nothing_to_compare("after" if not after else "before", known.left_out)
        key = comparison_key(before, after, plan.primaries, plan.kind, known.left_out, known.blocks)
        self.steps.note_key(job, key)
        if plan.key == key and self.library.has_result(plan):
            return Done()
        folder, target = self._target(job, key)
        ending = self._make(self._task(known, plan, target), folder, job, report)
        if isinstance(ending, Done):
            provenance = _compared(before, after)
            self.library.finish_comparison(plan.id, key, target.made, provenance, folder, job)
        return ending

    def _task(self, known: _Known, plan: StoredComparison, target: Target) -> ComparingTask:
        old, new = (tuple(self.library.result_folder(a) for a in side) for side in known.sides)
        named, left_out = plan.primaries, known.left_out
        if plan.kind is ComparisonKind.SEASON:
            return SeasonTask(target, old, new, Settings(), named, known.blocks, left_out)
        first, last = (
            possible(self.library.session(session_id).date) if session_id else None
            for session_id in (plan.before_session_id, plan.after_session_id)
        )
        if plan.kind is ComparisonKind.HOLDS:
            return CompareHoldsTask(target, old, new, first, last)
        if plan.kind is ComparisonKind.LADDER:
            return LadderTask(target, old, new, Settings(), first, last, left_out)
        return CompareTask(target, old, new, Settings(), first, last, named, left_out)

    def _target(self, job: Job, key: str) -> tuple[str, Target]:
        """Name the folders of a job on these facts: what it made before it was ended is found.

        Whoever had the job before may still be writing, so that nobody writes where another does.
        """
        folder = hashlib.sha256(f"{job.id}{key}".encode()).hexdigest()[:32]
        own = self.library.home.results / f"{UNFINISHED}{job.id}-{job.workflow_id}"
        work, made = own.with_name(f"{own.name}-work"), own.with_name(f"{own.name}-{folder}")
        return folder, Target(work, made, mark_of(self.locks, job.id))

    def _make(
        self,
        task: MeasuringTask | ComparingTask,
        folder: str,
        job: Job,
        report: JobReport,
        points: Path | None = None,
    ) -> Ending:
        """Make a result, unless one lies there that was complete when the program was ended."""
        results = self.library.home.results
        # it got its name and no row, or not even its name
        for complete in (results / folder, *results.glob(f"{UNFINISHED}{job.id}-*-{folder}")):
            with suppress(OSError):  # whoever had the job may be removing it
                complete.rename(task.target.made)
        if task.target.made.is_dir():
            return Done()
        shutil.rmtree(task.target.work, ignore_errors=True)
        task.target.work.mkdir(mode=0o700)
        if points is not None:
            with suppress(FileNotFoundError):  # deleted meanwhile
                shutil.copyfile(points, task.target.work / POSE_FILE)
        return self.sandbox.run(
            task, self.logs / f"{job.id}.log", on_progress=report.hear, unwanted=report.unwanted
        )


def _nothing_to_compare(side: str, left_out: Sequence[LeftOut]) -> Refused:
    reasons = "; ".join(f"{one.name}: {one.reason}" for one in left_out if one.side == side)
    if reasons:
        return Refused(
            _("no clip {side} is left to compare: {reasons}").format(
                side=side, reasons=reasons.rstrip(".")
            ),
            _("add other clips, or take one in again, and compare again"),
        )
    return Refused(
        _("no clip of the session {side} could be analyzed").format(side=side),
        _("there is nothing to compare: add other clips to it and compare again"),
    )


def _compared(
    before: Sequence[StoredAnalysis], after: Sequence[StoredAnalysis]
) -> dict[str, object]:
    return {
        "aqvision_version": package_version(),
        "settings": Settings().to_dict(),
        "before": [analysis.id for analysis in before],
        "after": [analysis.id for analysis in after],
    }
