"""A job measures or compares what is known now, and finds what is there already."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from dataclasses import replace
from pathlib import Path

from aqvision.jobs.making import POSE_FILE
from aqvision.library.backup import check_library
from aqvision.library.files.objects import ObjectFiles
from aqvision.library.records import JobKind, RunOptions
from tests.support.club import PATIENCE_S, Club, ended, until
from tests.support.places import with_objects


def test_what_was_complete_when_the_program_died_is_not_made_again(club: Club) -> None:
    job = club.library.add_job(JobKind.ANALYZE, run_id=club.run("farewell.mp4"))
    with club.elsewhere() as process:
        assert process.wait(PATIENCE_S) == -9
    assert club.library.job(job.id).state == "running"
    with club.open() as jobs:
        assert ended(jobs, job.id)[0].state == "done"
    assert club.told == ["begun farewell.mp4", "made farewell.mp4"]
    assert len(list(club.library.home.results.iterdir())) == 1


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


def test_a_fact_that_changed_leaves_the_points_that_were_found(club: Club) -> None:
    run_id = club.run("ok-1.mp4")
    monday = club.library.add_session(club.before.athlete_id, "before", dt.date(2026, 3, 2))
    with club.open() as jobs:

        def folder_after_analysis(of: str) -> Path:
            assert ended(jobs, jobs.analyze(of))[0].state == "done"
            analysis = club.library.analysis_of(of)
            assert analysis is not None
            return club.library.result_folder(analysis)

        first = folder_after_analysis(run_id)
        (first / POSE_FILE).write_bytes(b"points")
        dated = folder_after_analysis(club.run("ok-1.mp4", monday))
        made = json.loads((dated / "analysis.json").read_text())
        assert made["task"]["clip"]["recorded_on"] == "2026-03-02"
        assert (dated / POSE_FILE).read_bytes() == b"points"
        for otherwise in (RunOptions(track=2), RunOptions(shot=2)):
            club.library.update_run(run_id, otherwise)
            assert not (folder_after_analysis(run_id) / POSE_FILE).exists()


def test_sessions_tell_the_days_of_what_is_compared(club: Club) -> None:
    monday, someday = (
        club.library.add_session(club.before.athlete_id, "before", day)
        for day in (dt.date(2026, 3, 2), dt.date(2999, 1, 1))
    )
    runs = [club.run("ok-1.mp4", monday), club.run("ok-2.mp4", someday)]
    plan = club.library.add_comparison(monday.id, someday.id)
    with club.open() as jobs:
        ended(jobs, *(jobs.analyze(run_id) for run_id in runs))
        ended(jobs, jobs.compare(plan.id))
    folder = club.library.result_folder(club.library.comparison(plan.id))
    task = json.loads((folder / "comparison.json").read_text())["task"]
    assert (task["before_on"], task["after_on"]) == ("2026-03-02", None)


def test_what_is_not_compared_is_told_with_its_reason(club: Club) -> None:
    """One clip cannot be measured, one is left out by hand; a side without a clip is refused."""
    plan = club.library.add_comparison(club.before.id, club.after.id)
    runs = {name: club.run(f"{name}.mp4") for name in ("ok-1", "ok-2", "refuse-1")}
    runs["ok-3"] = club.run("ok-3.mp4", club.after)
    club.library.leave_out(runs["ok-2"], True)
    with club.open() as jobs:
        ended(jobs, *(jobs.analyze(run_id) for run_id in runs.values()))
        (made,) = ended(jobs, jobs.compare(plan.id))
        assert made.state == "done"
        folder = club.library.result_folder(club.library.comparison(plan.id))
        task = json.loads((folder / "comparison.json").read_text())["task"]
        assert [(one["name"], one["reason"]) for one in task["left_out"]] == [
            ("ok-2.mp4", "its owner chose to leave it out of comparisons."),
            ("refuse-1.mp4", "it could not be measured: nobody runs here"),
        ]
        assert len(task["before"]) == len(task["after"]) == 1
        club.library.leave_out(runs["ok-1"], True)
        (refused,) = ended(jobs, jobs.compare(plan.id))
    assert refused.state == "failed"
    assert str(refused.error).startswith("no clip before is left to compare: ok-1.mp4: its owner")
    assert "refuse-1.mp4: it could not be measured" in str(refused.error)


def test_what_changes_while_it_is_compared_is_compared_again(club: Club) -> None:
    comparison = club.library.add_comparison(club.before.id, club.after.id)
    runs = [club.run("patience-1.mp4"), club.run("ok-1.mp4", club.after)]
    with club.open(2) as jobs:
        clips = [jobs.analyze(run_id) for run_id in runs]  # first: else there is nothing to compare
        job_id = jobs.compare(comparison.id)
        ended(jobs, *clips)
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


def test_a_ladder_is_made_of_one_session_or_of_two(club: Club) -> None:
    library = club.library
    monday = library.add_session(club.before.athlete_id, "after", dt.date(2026, 3, 2))
    runs = [club.run(f"ok-{n}.mp4", monday) for n in range(3)]
    early = club.run("ok-9.mp4")
    alone, against = library.add_ladder(monday.id), library.add_ladder(monday.id, club.before.id)
    with club.open() as jobs:
        ended(jobs, *(jobs.analyze(run_id) for run_id in (*runs, early)))
        done = ended(jobs, jobs.compare(alone.id), jobs.compare(against.id))
        assert {job.state for job in done} == {"done"}
        assert club.told.count("made compare.mp4") == 2
        ended(jobs, jobs.compare(alone.id))
        assert club.told.count("made compare.mp4") == 2
        library.update_run(runs[0], RunOptions(track=2))
        ended(jobs, jobs.analyze(runs[0]), jobs.compare(alone.id))
        assert club.told.count("made compare.mp4") == 3
    for plan, n_before in ((alone, 0), (against, 1)):
        folder = library.result_folder(library.comparison(plan.id))
        task = json.loads((folder / "ladder.json").read_text())["task"]
        assert (task["kind"], len(task["before"]), len(task["after"])) == ("ladder", n_before, 3)
        assert (task["before_on"], task["after_on"]) == (None, "2026-03-02")


def test_a_ladder_without_a_clip_says_so(club: Club) -> None:
    plan = club.library.add_ladder(club.before.id)
    with club.open() as jobs:
        (job,) = ended(jobs, jobs.compare(plan.id))
    assert (job.state, bool(job.hint)) == ("failed", True)


def test_nothing_to_compare_is_said(club: Club) -> None:
    comparison = club.library.add_comparison(club.before.id, club.after.id)
    with club.open() as jobs:
        clips = [jobs.analyze(club.run("ok.mp4")), jobs.analyze(club.run("die.mp4", club.after))]
        *_, job = ended(jobs, *clips, jobs.compare(comparison.id))
    assert job.state == "failed"
    assert str(job.error).startswith("no clip after is left to compare: die.mp4: it could")
    assert job.hint


def test_points_that_are_damaged_are_found_anew(club: Club) -> None:
    far = replace(club, library=with_objects(club.library))
    run_id = far.run("ok.mp4")
    with far.open() as jobs:
        ended(jobs, jobs.analyze(run_id))
        (key,) = [one.place for one in far.library.home.kept.list_all() if "results" in one.place]
        assert isinstance(far.library.home.kept, ObjectFiles)
        far.library.home.kept.bucket.store.put(key, b"damaged")
        shutil.rmtree(far.library.home.folder / "cache" / "results")
        (far.library.home.folder / "cache" / "results").mkdir()
        far.library.update_run(run_id, RunOptions(capture_fps=240.0))
        (job,) = ended(jobs, jobs.analyze(run_id))
    assert job.state == "done"
    assert check_library(far.library) == []
