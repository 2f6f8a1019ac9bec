"""A try that ends the program counts; one that was ended from outside does not."""

from __future__ import annotations

from aqvision.jobs.transitions import begin, finish, note_progress
from aqvision.library.records import JobKind
from tests.support.club import PATIENCE_S, Club, ended, until


def test_how_far_a_job_has_come_changes_no_list(club: Club) -> None:
    job = club.library.add_job(JobKind.ANALYZE, run_id=club.run("a.mp4"))
    assert not note_progress(club.library, job.id, 0.5, "measuring")
    begin(club.library, job.id, interrupted=False)
    version = club.library.version()
    assert note_progress(club.library, job.id, 0.5, "measuring")
    assert club.library.job(job.id).progress == 0.5
    assert club.library.version() == version
    finish(club.library, job.id)
    assert club.library.version() == version + 1


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
