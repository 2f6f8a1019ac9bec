"""A try that ends the program counts; one that was ended from outside does not."""

from __future__ import annotations

import pytest

from aqvision.jobs.takeover import queue_anew
from aqvision.jobs.transitions import Transitions, _Begin
from aqvision.library.records import JobKind
from aqvision.library.repositories.base import LostJobError
from aqvision.sandbox.runner import Refused
from tests.support.club import PATIENCE_S, Club, ended, until
from tests.support.team_folder import made_result


def test_how_far_a_job_has_come_changes_no_list(club: Club) -> None:
    with club.open(0) as jobs:
        job = club.library.job(jobs.analyze(club.run("a.mp4")))
        steps = Transitions(club.library, jobs.queue, "somebody")
        assert not steps.note_progress(job, 0.5, "measuring")
        begun = steps.begin(job.id, str(job.workflow_id), interrupted=False)
        assert begun is not None
        version = club.library.version()
        assert steps.note_progress(begun, 0.5, "measuring")
        assert club.library.job(job.id).progress == 0.5
        assert club.library.version() == version
        assert steps.finish(begun)
        assert club.library.version() == version + 1
        assert not steps.finish(begun)


def test_jobs_that_begin_and_end_at_a_time_are_one_change(club: Club) -> None:
    library = club.library
    with club.open(0) as jobs:
        ids = jobs.analyze_all([club.run(f"{n}.mp4") for n in range(4)], 1)
        done, lost, fresh, tired = (library.job(job_id) for job_id in ids)
        steps = Transitions(library, jobs.queue, "somebody")
        running = steps.begin(done.id, str(done.workflow_id), interrupted=False)
        assert running is not None
        library.update_job(tired.id, attempts=3)
        version = library.version()
        fresh_one, tired_one = (
            _Begin(job.id, str(job.workflow_id), False) for job in (fresh, tired)
        )
        lost_one = _Begin(lost.id, "of somebody else", False)
        ended, refused, begun, aside = steps._step_all([running, lost_one, fresh_one, tired_one])
        assert (ended, refused, aside) == (True, False, True)
        assert begun == library.job(fresh.id)
        assert library.version() == version + 1
    states = [library.job(job_id).state for job_id in ids]
    assert states == ["done", "waiting", "running", "set aside"]
    assert [library.job(job_id).attempts for job_id in ids] == [1, 0, 1, 3]


def test_a_try_that_was_interrupted_is_taken_back_of_that_job_alone(club: Club) -> None:
    library = club.library
    with club.open(0) as jobs:
        ids = jobs.analyze_all([club.run(f"{n}.mp4") for n in range(2)], 1)
        for job_id in ids:
            library.update_job(job_id, attempts=2)
        steps = Transitions(library, jobs.queue, "somebody")
        steps._step_all(
            [
                _Begin(job.id, str(job.workflow_id), interrupted=job.id == ids[0])
                for job in map(library.job, ids)
            ]
        )
    assert [library.job(job_id).attempts for job_id in ids] == [2, 3]


def test_who_has_lost_a_job_writes_nothing_of_it(club: Club) -> None:
    library = club.library
    with club.open(0) as jobs:
        job = library.job(jobs.analyze(club.run("a.mp4")))
        first = Transitions(library, jobs.queue, "first")
        lost = first.begin(job.id, str(job.workflow_id), interrupted=False)
        assert lost is not None
        queue_anew(library, jobs.queue, [str(job.workflow_id)])
        waiting = library.job(job.id)
        assert (waiting.state, waiting.attempts, waiting.executor_id) == ("waiting", 1, None)
        second = Transitions(library, jobs.queue, "second")
        begun = second.begin(job.id, str(waiting.workflow_id), interrupted=False)
        assert begun is not None
        assert (begun.attempts, begun.executor_id) == (2, "second")
        now = library.job(job.id)
        with pytest.raises(LostJobError):
            first.begin(job.id, str(job.workflow_id), interrupted=False)
        assert not first.note_progress(lost, 0.9, "measuring")
        assert not first.finish(lost)
        assert not first.fail(lost, Refused("no", "why"))
        first.note_crash(lost, "broken", None)
        made = made_result(library)
        with pytest.raises(LostJobError):
            library.add_analysis(str(job.run_id), "key", made, {}, job=lost)
        assert not made.exists()
        assert library.job(job.id) == now
        assert library.analysis_of(str(job.run_id)) is None
        assert second.finish(begun)


def test_one_job_at_a_time_makes_what_a_key_stands_for(club: Club) -> None:
    with club.open(0) as jobs:
        steps = Transitions(club.library, jobs.queue, "somebody")
        begun = []
        for name in ("a.mp4", "b.mp4"):
            job = club.library.job(jobs.analyze(club.run(name)))
            begun.append(steps.begin(job.id, str(job.workflow_id), interrupted=False))
        first, second = begun
        assert first is not None
        assert second is not None
        assert steps.take_key(first, "key")
        assert steps.take_key(first, "key")
        assert not steps.take_key(second, "key")
        assert steps.take_key(second, "other")
        steps.finish(first)
        assert steps.take_key(second, "key")


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
    job = club.library.add_job(JobKind.ANALYZE, run_id=club.run("sleep-1.mp4"))
    for n in range(1, 4):
        with club.elsewhere() as process:
            until(lambda n=n: len(club.told) == n)  # type: ignore[misc]
            process.kill()
    with club.open() as jobs:
        (done,) = ended(jobs, job.id)
    assert (done.state, done.attempts) == ("done", 1)
    assert club.told == ["begun sleep-1.mp4"] * 4 + ["made sleep-1.mp4"]
