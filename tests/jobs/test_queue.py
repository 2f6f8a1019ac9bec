"""Jobs: each is done once, whatever dies; what went wrong is said; the browser goes first."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest
from sqlalchemy.exc import OperationalError

from aqvision.core.prompts import Prompt
from aqvision.jobs.presence import present
from aqvision.jobs.queue import BATCH_PRIORITY, UPLOAD_PRIORITY, Jobs, open_jobs
from aqvision.jobs.runner import JobRunner
from aqvision.library.library import Library
from aqvision.library.records import Job, JobKind, RunOptions, Session, StoredAnalysis
from aqvision.library.tables import JobRow
from aqvision.sandbox.limits import Limits
from aqvision.sandbox.runner import Sandbox
from tests.support.team_folder import fake_command, processes_with, small_video, tiny_library

PATIENCE_S = 40


@dataclass(frozen=True, slots=True)
class Club:
    """A library with an athlete, two sessions, and a diary of what is done."""

    library: Library
    before: Session
    after: Session
    folder: Path

    @property
    def diary(self) -> Path:
        return self.folder / "diary"

    @property
    def told(self) -> list[str]:
        return self.diary.read_text().splitlines() if self.diary.exists() else []

    def run(self, name: str, session: Session | None = None, bytes_of: str = "") -> str:
        clip = small_video(self.folder / "clip", (bytes_of or name).encode())
        return self.library.add_run((session or self.before).id, clip, name=name).id

    def open(
        self, n_workers: int = 1, limits: Limits | None = None
    ) -> AbstractContextManager[Jobs]:
        command = fake_command(self.diary)
        return open_jobs(self.library, n_workers, command=command, limits=limits)

    def elsewhere(self) -> subprocess.Popen[bytes]:
        """Run the jobs in another process until all are done."""
        command = [sys.executable, "tests/support/jobs_process.py", str(self.library.home.folder)]
        path = os.pathsep.join(["src", "."])
        return subprocess.Popen(
            [*command, str(self.diary)],
            env={**os.environ, "PYTHONPATH": path},
            stderr=subprocess.DEVNULL,
        )


@pytest.fixture
def club(tmp_path: Path) -> Club:
    library = tiny_library(tmp_path)
    anna = library.add_athlete("Anna")
    before, after = (library.add_session(anna.id, label) for label in ("before", "after"))
    return Club(library, before, after, tmp_path)


def ended(jobs: Jobs, *ids: str) -> tuple[Job, ...]:
    found = jobs.wait(ids, PATIENCE_S)
    assert {job.state for job in found}.isdisjoint({"waiting", "running"})
    return found


def until(true: Callable[[], bool]) -> None:
    end_s = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < end_s
        time.sleep(0.02)


def test_a_clip_is_analyzed_and_its_row_says_so(club: Club) -> None:
    run_id = club.run("ok.mp4")
    with club.open() as jobs:
        (job,) = ended(jobs, jobs.analyze(run_id))
    assert (job.state, job.attempts, job.progress, job.error) == ("done", 1, 1.0, None)
    assert job.started is not None
    assert job.finished is not None
    assert job.created <= job.started <= job.finished
    analysis = club.library.analysis_of(run_id)
    assert analysis is not None
    assert analysis.provenance == {"made_by": "fake"}
    assert (club.library.result_folder(analysis) / "report.html").is_file()
    assert [path.name for path in club.library.home.results.iterdir()] == [analysis.folder]


def test_who_waits_twice_waits_for_one_job(club: Club) -> None:
    run_id = club.run("ok.mp4")
    with club.open() as jobs:
        assert jobs.analyze(run_id) == jobs.analyze(run_id)


def test_errors_are_the_users_or_ours(club: Club) -> None:
    names = ("refuse.mp4", "die.mp4", "fault.mp4", "crash.mp4", "ok.mp4")
    with club.open() as jobs:
        refused, died, fault, full, fine = ended(jobs, *(jobs.analyze(club.run(n)) for n in names))
    assert (refused.state, refused.attempts) == ("failed", 1)
    assert (refused.error, refused.hint) == ("nobody runs here", "film somebody")
    assert (refused.prompts, fine.prompts) == ((Prompt.PERSON,), ())
    assert (died.state, died.attempts) == ("set aside", 3)
    assert died.error == "tried 3 times without a result: it was ended by signal SIGSEGV"
    assert died.hint
    assert (fault.state, fine.state) == ("set aside", "done")
    assert (full.state, full.hint) == ("set aside", "make room")
    assert full.error == "tried 3 times without a result: the disk is full"
    log = club.library.home.folder / "logs" / f"{fault.id}.log"
    assert log.read_text().count("ZeroDivisionError: our own fault") == 3
    assert club.told.count("begun die.mp4") == 3
    assert len(list(club.library.home.results.iterdir())) == 1


def test_a_limit_is_a_crash(club: Club) -> None:
    with club.open(limits=Limits(memory_mib=1000, wall_s=0.3)) as jobs:
        (job,) = ended(jobs, jobs.analyze(club.run("sleep-60.mp4")))
    assert job.state == "set aside"
    assert "longer than 0.3 s" in str(job.error)


def test_a_job_that_takes_the_program_along_is_tried_three_times(club: Club) -> None:
    job = club.library.add_job(JobKind.ANALYZE, run_id=club.run("alldie.mp4"))
    codes = []
    while club.library.job(job.id).state in ("waiting", "running"):
        with club.elsewhere() as process:
            codes.append(process.wait(PATIENCE_S))
    assert codes == [-9, -9, -9, 0]
    job = club.library.job(job.id)
    assert (job.state, job.attempts) == ("set aside", 3)
    assert "the whole program ended" in str(job.error)
    assert club.told == ["begun alldie.mp4"] * 3


def test_a_program_that_is_killed_is_not_the_jobs_fault(club: Club) -> None:
    job = club.library.add_job(JobKind.ANALYZE, run_id=club.run("sleep-2.mp4"))
    for n in range(1, 5):
        with club.elsewhere() as process:
            until(lambda n=n: len(club.told) == n)  # type: ignore[misc]
            process.kill()
    with club.open() as jobs:
        (done,) = ended(jobs, job.id)
    assert (done.state, done.attempts) == ("done", 1)
    assert club.told == ["begun sleep-2.mp4"] * 5 + ["made sleep-2.mp4"]


def test_a_program_killed_before_the_job_runs_is_not_the_jobs_fault(
    club: Club, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = club.library.add_job(JobKind.ANALYZE, run_id=club.run("ok.mp4"))
    (club.library.home.folder / "logs").mkdir()

    def die(*_: object, **__: object) -> None:
        raise SystemExit

    with present(club.library.home.folder / "locks") as here:
        sandbox = Sandbox(
            limits=Limits(memory_mib=1000),
            command=fake_command(club.diary),
            held_open=(here.lock,),
        )
        runner = JobRunner(
            library=club.library, sandbox=sandbox, n_pose_workers=1, closing=threading.Event()
        )
        for _ in range(4):
            with monkeypatch.context() as patch, pytest.raises(SystemExit):
                patch.setattr(Sandbox, "run", die)
                runner.run(job.id)
        runner.run(job.id)
    done = club.library.job(job.id)
    assert (done.state, done.attempts) == ("done", 1)
    assert not list((club.library.home.folder / "locks").glob("*-interrupted"))


def test_what_was_complete_when_the_program_died_is_not_made_again(club: Club) -> None:
    job = club.library.add_job(JobKind.ANALYZE, run_id=club.run("farewell.mp4"))
    with club.elsewhere() as process:
        assert process.wait(PATIENCE_S) == -9
    assert club.library.job(job.id).state == "running"
    with club.open() as jobs:
        assert ended(jobs, job.id)[0].state == "done"
    assert club.told == ["begun farewell.mp4", "made farewell.mp4"]
    assert len(list(club.library.home.results.iterdir())) == 1


def test_a_queue_that_was_lost_is_filled_from_the_rows(club: Club) -> None:
    job = club.library.add_job(JobKind.ANALYZE, run_id=club.run("ok.mp4"))
    club.library.update_job(job.id, state="running", attempts=1)
    with club.open() as jobs:
        assert ended(jobs, job.id)[0].state == "done"


def test_a_library_brought_back_from_a_backup_goes_on(club: Club) -> None:
    run_id = club.run("ok.mp4")
    with club.open() as jobs:
        (job,) = ended(jobs, jobs.analyze(run_id))
    club.library.delete_run(run_id)
    run_id = club.run("ok.mp4")
    with club.library.writing() as transaction:  # of the same id, which the queue knows as done
        transaction.add(JobRow(id=job.id, kind=JobKind.ANALYZE, run_id=run_id))
    for _ in range(2):
        with club.open() as jobs:
            assert ended(jobs, job.id)[0].state == "done"
        club.library.update_job(job.id, state="waiting")
    assert club.told == ["begun ok.mp4", "made ok.mp4"] * 2


def test_the_queue_talks_to_nobody(club: Club) -> None:
    with club.open() as jobs:
        ended(jobs, jobs.analyze(club.run("ok.mp4")))
        assert psutil.Process().net_connections("inet") == []


def test_a_database_in_trouble_is_not_the_jobs_fault(
    club: Club, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, falls = Library.add_analysis, iter([True, True, True, True])

    def add_analysis(*arguments: Any) -> StoredAnalysis:
        if next(falls, False):
            raise OperationalError("insert", {}, Exception("database is locked"))
        return whole(*arguments)

    monkeypatch.setattr(Library, "add_analysis", add_analysis)
    monkeypatch.setattr("aqvision.jobs.queue._SECONDS_BEFORE_ANOTHER_TRY", 0.1)
    with club.open() as jobs:
        (job,) = ended(jobs, jobs.analyze(club.run("ok.mp4")))
    assert (job.state, job.attempts) == ("done", 1)
    assert club.told == ["begun ok.mp4", "made ok.mp4"]


def test_closing_gives_up_what_runs_and_opening_goes_on(club: Club) -> None:
    run_id = club.run("sleep-1.5.mp4")
    with club.open() as jobs:
        job_id = jobs.analyze(run_id)
        until(lambda: len(club.told) == 1)
    assert not processes_with(str(club.diary))
    given_up = club.library.job(job_id)
    assert (given_up.state, given_up.attempts) == ("waiting", 0)
    with club.open() as jobs:
        (job,) = ended(jobs, job_id)
    assert (job.state, job.attempts) == ("done", 1)


@pytest.mark.parametrize("runs", [True, False])
def test_a_job_is_cancelled(club: Club, runs: bool) -> None:
    first, second = club.run("sleep-60.mp4"), club.run("ok.mp4")
    with club.open() as jobs:
        ids = [jobs.analyze(first), jobs.analyze(second)]
        until(lambda: club.library.job(ids[0]).state == "running" and bool(club.told))
        which, other = (ids[0], ids[1]) if runs else (ids[1], ids[0])
        assert jobs.cancel(which)
        assert not jobs.cancel(which)
        if runs:
            assert ended(jobs, other)[0].state == "done"
            until(lambda: not processes_with(str(club.diary)))
        assert club.library.job(which).state == "cancelled"
    assert club.told[:1] == ["begun sleep-60.mp4"]
    assert ("begun ok.mp4" in club.told) == runs


def test_what_is_deleted_while_it_runs_leaves_nothing(club: Club) -> None:
    run_id = club.run("sleep-60.mp4")
    with club.open() as jobs:
        jobs.analyze(run_id)
        until(lambda: bool(club.told))
        club.library.delete_athlete(club.before.athlete_id)
        until(lambda: not processes_with(str(club.diary)))
        until(lambda: not list(club.library.home.results.iterdir()))
    assert club.library.jobs() == ()
    assert not list((club.library.home.folder / "logs").iterdir())


def test_progress_is_in_the_row(club: Club) -> None:
    with club.open() as jobs:
        job_id = jobs.analyze(club.run("sleep-60.mp4"))
        until(lambda: club.library.job(job_id).progress > 0)
        job = club.library.job(job_id)
        assert (job.progress, job.words) == (0.25, "looking at sleep-60.mp4")


def test_what_is_corrected_while_it_is_measured_is_measured_again(club: Club) -> None:
    run_id = club.run("sleep-0.5.mp4")
    with club.open() as jobs:
        job_id = jobs.analyze(run_id)
        until(lambda: "begun sleep-0.5.mp4" in club.told)
        club.library.update_run(run_id, RunOptions(capture_fps=240.0))
        assert jobs.analyze(run_id) == job_id
        (job,) = ended(jobs, job_id)
    assert job.state == "done"
    assert club.told.count("made sleep-0.5.mp4") == 2
    analysis = club.library.analysis_of(run_id)
    assert analysis is not None
    made = json.loads((club.library.result_folder(analysis) / "analysis.json").read_text())
    assert made["task"]["clip"]["capture_fps"] == 240.0
    assert len(list(club.library.home.results.iterdir())) == 1


def test_an_upload_goes_before_a_batch(club: Club) -> None:
    batch = [club.run(f"ok-{i}.mp4") for i in range(3)]
    upload = club.run("ok-upload.mp4")
    with club.open() as jobs:
        blocker = jobs.analyze(club.run("sleep-1.mp4"))
        until(lambda: bool(club.told))
        ids = [jobs.analyze(run_id, BATCH_PRIORITY) for run_id in batch]
        ended(jobs, blocker, *ids, jobs.analyze(upload, UPLOAD_PRIORITY))
    begun = [line for line in club.told if line.startswith("begun ok")]
    assert begun == [f"begun ok-{name}.mp4" for name in ("upload", 0, 1, 2)]


def test_the_same_clip_is_measured_once(club: Club) -> None:
    """Two sessions hold the same bytes under the same name: one measures, one is done at once."""
    runs = [club.run("sleep-0.3.mp4", session) for session in (club.before, club.after)]
    with club.open(2) as jobs:
        jobs_done = ended(jobs, *(jobs.analyze(run_id) for run_id in runs))
        again = ended(jobs, jobs.analyze(runs[0]))
    assert {job.state for job in (*jobs_done, *again)} == {"done"}
    assert club.told.count("begun sleep-0.3.mp4") == 1
    first, second = (club.library.analysis_of(run_id) for run_id in runs)
    assert first is not None
    assert second is not None
    assert first.folder == second.folder


def test_sessions_are_compared_when_their_clips_are_through(club: Club) -> None:
    comparison = club.library.add_comparison(club.before.id, club.after.id)
    runs = [club.run("sleep-0.5.mp4"), club.run("refuse.mp4"), club.run("ok.mp4", club.after)]
    with club.open(2) as jobs:
        clips = [jobs.analyze(run_id) for run_id in runs]
        *_, compared = ended(jobs, *clips, jobs.compare(comparison.id))
        again = ended(jobs, jobs.compare(comparison.id))
    assert (compared.state, again[0].state) == ("done", "done")
    assert club.told.count("begun compare.mp4") == 1
    made = club.library.comparison(comparison.id)
    assert (club.library.result_folder(made) / "comparison.json").is_file()
    assert made.provenance is not None
    sides = [len(made.provenance[side]) for side in ("before", "after")]
    assert sides == [1, 1]


def test_what_changes_while_it_is_compared_is_compared_again(club: Club) -> None:
    comparison = club.library.add_comparison(club.before.id, club.after.id)
    runs = [club.run("patience-1.mp4"), club.run("ok-1.mp4", club.after)]
    with club.open(2) as jobs:
        job_id = jobs.compare(comparison.id)
        ended(jobs, *(jobs.analyze(run_id) for run_id in runs))
        until(lambda: "begun compare.mp4" in club.told)
        ended(jobs, jobs.analyze(club.run("ok-2.mp4", club.after)))
        assert jobs.compare(comparison.id) == job_id
        (job,) = ended(jobs, job_id)
    assert job.state == "done"
    assert club.told.count("made compare.mp4") == 2
    made = club.library.comparison(comparison.id)
    assert made.provenance is not None
    assert len(made.provenance["after"]) == 2
    assert len(list(club.library.home.results.iterdir())) == 3 + 1


def test_nothing_to_compare_is_said(club: Club) -> None:
    comparison = club.library.add_comparison(club.before.id, club.after.id)
    with club.open() as jobs:
        clips = [jobs.analyze(club.run("ok.mp4")), jobs.analyze(club.run("die.mp4", club.after))]
        *_, job = ended(jobs, *clips, jobs.compare(comparison.id))
    assert job.state == "failed"
    assert job.error == "no clip of the session after could be analyzed"
    assert job.hint


def test_two_processes_share_the_work(club: Club) -> None:
    names = [f"sleep-0.1-{i}.mp4" for i in range(12)]
    ids = [club.library.add_job(JobKind.ANALYZE, run_id=club.run(name)).id for name in names]
    with club.elsewhere() as other, club.open(2) as jobs:
        assert {job.state for job in ended(jobs, *ids)} == {"done"}
        assert other.wait(PATIENCE_S) == 0
    assert sorted(club.told) == sorted([f"{w} {name}" for w in ("begun", "made") for name in names])


def test_one_queue_a_process(club: Club) -> None:
    with club.open(), pytest.raises(RuntimeError, match="already"), club.open():
        pass
    with club.open() as jobs:
        assert jobs.n_workers == 1
