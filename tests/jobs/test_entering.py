"""Jobs are queued in the transaction that makes them ready, both or neither."""

from __future__ import annotations

import pytest

from aqvision.core.errors import LibraryError
from aqvision.jobs.entering import add_jobs, enter_all
from aqvision.jobs.transitions import Transitions
from aqvision.library.records import JobKind
from tests.support.club import Club


def test_all_are_added_and_queued_or_none(club: Club) -> None:
    run = club.run("ok.mp4")
    with club.open(0) as jobs:
        with pytest.raises(LibraryError):
            add_jobs(club.library, jobs.queue, JobKind.ANALYZE, [run, "0" * 32], 1)
        assert club.library.jobs() == ()
        first, again = add_jobs(club.library, jobs.queue, JobKind.ANALYZE, [run, run], 1)
        assert first == again
        assert jobs.queue.unknown([str(first.workflow_id)]) == set()


def test_a_comparison_is_queued_by_the_last_analysis_it_waits_for(club: Club) -> None:
    library = club.library
    plan = library.add_comparison(club.before.id, club.after.id)
    runs = [club.run("a.mp4"), club.run("b.mp4", club.after), club.run("c.mp4")]
    with club.open(0) as jobs:
        steps = Transitions(library, jobs.queue, "somebody")
        clips = [library.job(one) for one in jobs.analyze_all(runs, 1)]
        waits = jobs.compare(plan.id)
        assert library.job(waits).workflow_id is None
        begun = steps.begin(clips[0].id, str(clips[0].workflow_id), interrupted=False)
        assert begun is not None
        assert steps.finish(begun)
        assert jobs.cancel(clips[1].id)
        assert library.job(waits).workflow_id is None
        library.delete_run(runs[2])  # its job goes along, and queues nothing
        assert library.job(waits).workflow_id is None
        enter_all(library, jobs.queue)
        assert jobs.queue.unknown([str(library.job(waits).workflow_id)]) == set()


def test_a_season_is_queued_by_the_clip_of_a_day_between(club: Club) -> None:
    library = club.library
    between = library.add_session(club.before.athlete_id, "training")
    season = library.add_season([club.before.id, between.id, club.after.id])
    with club.open(0) as jobs:
        clip = jobs.analyze(club.run("a.mp4", between))
        waits = jobs.compare(season.id)
        assert library.job(waits).workflow_id is None
        assert jobs.cancel(clip)
        assert library.job(waits).workflow_id is not None


def test_jobs_of_an_older_version_are_queued_at_the_next_opening(club: Club) -> None:
    (club.library.home.folder / "jobs.sqlite").write_bytes(b"old")
    waiting = club.library.add_job(JobKind.ANALYZE, run_id=club.run("ok-1.mp4"))
    running = club.library.add_job(JobKind.ANALYZE, run_id=club.run("ok-2.mp4"))
    club.library.update_job(running.id, state="running", attempts=1)
    with club.open() as jobs:
        states = [job.state for job in jobs.wait([waiting.id, running.id], 40)]
    assert states == ["done", "done"]
    assert not (club.library.home.folder / "jobs.sqlite").exists()
