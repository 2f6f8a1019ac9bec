"""Jobs: each is done once, whatever dies; what went wrong is said; the browser goes first."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from aqvision.jobs.queue import BATCH_PRIORITY, UPLOAD_PRIORITY
from aqvision.library.library import Library
from aqvision.library.records import JobKind, StoredAnalysis
from aqvision.library.tables import JobRow
from tests.support.club import PATIENCE_S, Club, ended, until
from tests.support.team_folder import processes_with


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


def test_a_database_in_trouble_is_not_the_jobs_fault(
    club: Club, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, falls = Library.add_analysis, iter([True, True, True, True])

    def add_analysis(*arguments: Any) -> StoredAnalysis:
        if next(falls, False):
            raise OperationalError("insert", {}, Exception("database is locked"))
        return whole(*arguments)

    monkeypatch.setattr(Library, "add_analysis", add_analysis)
    monkeypatch.setattr("aqvision.jobs.worker._SECONDS_BEFORE_ANOTHER_TRY", 0.1)
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


def test_two_processes_share_the_work(club: Club) -> None:
    names = [f"sleep-0.1-{i}.mp4" for i in range(12)]
    ids = [club.library.add_job(JobKind.ANALYZE, run_id=club.run(name)).id for name in names]
    with club.elsewhere() as other, club.open(2) as jobs:
        assert {job.state for job in ended(jobs, *ids)} == {"done"}
        assert other.wait(PATIENCE_S) == 0
    assert sorted(club.told) == sorted([f"{w} {name}" for w in ("begun", "made") for name in names])
