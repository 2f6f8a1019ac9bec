"""Every end of a job is told apart, and none is the fault of what it is not."""

from __future__ import annotations

import json
import shutil
import threading
from dataclasses import replace

import pytest

from aqvision.core.prompts import Prompt
from aqvision.jobs import worker
from aqvision.jobs.presence import present
from aqvision.jobs.runner import JobRunner
from aqvision.jobs.transitions import Transitions
from aqvision.library.backup import check_library
from aqvision.sandbox.limits import Limits
from aqvision.sandbox.runner import Sandbox
from tests.support.club import Club, ended, until
from tests.support.logs import logged_as
from tests.support.places import ShakyStore, with_objects
from tests.support.team_folder import fake_command, processes_with


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


def test_the_log_tells_of_jobs_without_names(club: Club, capfd: pytest.CaptureFixture[str]) -> None:
    with logged_as("json"), club.open() as jobs:
        ids = [jobs.analyze(club.run(name)) for name in ("ok-secret.mp4", "fault-secret.mp4")]
        ended(jobs, *ids)
    written = capfd.readouterr().err
    lines = [json.loads(line) for line in written.splitlines()]
    fine, *crashed = [line for line in lines if line["event"] == "job ends"]
    assert (fine["job"], fine["kind"], fine["outcome"]) == (ids[0], "analyze", "done")
    assert fine["seconds"] > 0
    assert [(line["job"], line["outcome"]) for line in crashed] == [(ids[1], "crashed")] * 3
    for name in ("secret", "Anna", "our own fault", str(club.folder)):
        assert name not in written


def test_a_limit_is_a_crash(club: Club) -> None:
    with club.open(limits=Limits(memory_mib=1000, wall_s=0.3)) as jobs:
        (job,) = ended(jobs, jobs.analyze(club.run("sleep-60.mp4")))
    assert job.state == "set aside"
    assert "longer than 0.3 s" in str(job.error)


def test_a_program_killed_before_the_job_runs_is_not_the_jobs_fault(
    club: Club, monkeypatch: pytest.MonkeyPatch
) -> None:
    (club.library.home.folder / "logs").mkdir()

    def die(*_: object, **__: object) -> None:
        raise SystemExit

    with club.open(0) as jobs, present(club.library.home.folder / "locks") as here:
        job = club.library.job(jobs.analyze(club.run("ok.mp4")))
        work = job.id, str(job.workflow_id)
        sandbox = Sandbox(
            limits=Limits(memory_mib=1000),
            command=fake_command(club.diary),
            held_open=(here.lock,),
        )
        runner = JobRunner(
            library=club.library,
            steps=Transitions(club.library, jobs.queue, here.name),
            sandbox=sandbox,
            n_pose_workers=1,
            closing=threading.Event(),
        )
        for _ in range(4):
            with monkeypatch.context() as patch, pytest.raises(SystemExit):
                patch.setattr(Sandbox, "run", die)
                runner.run(*work)
        runner.run(*work)
    done = club.library.job(job.id)
    assert (done.state, done.attempts) == ("done", 1)
    assert not list((club.library.home.folder / "locks").glob("*-interrupted"))


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


def test_a_store_out_of_reach_is_not_the_jobs_fault(
    club: Club, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither before a clip is measured, nor when its result is to be kept."""
    monkeypatch.setattr(worker, "_SECONDS_BEFORE_ANOTHER_TRY", 0.05)
    store = ShakyStore()
    far = replace(club, library=with_objects(club.library, store))
    waiting, kept = far.run("ok.mp4"), far.run("sleep-1.mp4")
    far.library.home.kept.sweep([])
    for one in (waiting, kept):  # no copies on this machine
        shutil.rmtree(far.library.path_of(far.library.run(one)).parent)
    store.down = True
    with far.open() as jobs:
        first = jobs.analyze(waiting)
        until(lambda: "is tried again" in caplog.text)
        assert far.library.job(first).state == "running"
        store.down = False
        assert [job.state for job in ended(jobs, first)] == ["done"]
        caplog.clear()
        second = jobs.analyze(kept)
        until(lambda: "begun sleep-1.mp4" in far.told)
        store.down = True
        until(lambda: "is tried again" in caplog.text)
        store.down = False
        done = (*ended(jobs, first), *ended(jobs, second))
    assert [(job.state, job.attempts, job.error) for job in done] == [("done", 1, None)] * 2
    assert far.told.count("begun sleep-1.mp4") == 1  # what was made was kept for another try
    assert check_library(far.library) == []
    assert not list(far.library.home.results.iterdir())
