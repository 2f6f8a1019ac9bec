"""The stamp of an athlete changes with whatever the page shows, and with nothing else."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from aqvision.library import account_tables
from aqvision.library.library import Library
from aqvision.library.records import JobKind, JobState, RunOptions
from aqvision.library.repositories.stamps import STAMPED
from aqvision.library.tables import Table
from tests.support.team_folder import made_result, session_of, small_video

DAY = dt.date(2026, 5, 4)


def test_each_change_of_an_athlete_changes_the_stamp(library: Library, tmp_path: Path) -> None:
    session = session_of(library)
    ada = session.athlete_id
    run = library.add_run(session.id, small_video(tmp_path / "a.mp4", b"a"))
    other = library.add_session(ada, "after")
    made = library.add_comparison(session.id, other.id)
    jobs = [
        library.add_job(JobKind.ANALYZE, run_id=run.id),
        library.add_job(JobKind.COMPARE, comparison_id=made.id),
    ]
    block = library.add_block(ada, DAY, DAY, "hills")
    changes = (
        lambda: library.update_athlete(ada, height_m=1.8),
        lambda: library.update_session(session.id, label="before", name="May", date=DAY),
        lambda: library.note(session.id, "windy"),
        lambda: library.update_run(run.id, RunOptions(capture_fps=240.0)),
        lambda: library.add_analysis(run.id, "key", made_result(library), {}),
        lambda: library.add_analysis(run.id, "key", made_result(library), {}),
        lambda: library.update_job(jobs[0].id, state=JobState.FAILED, error="too dark"),
        lambda: library.update_job(jobs[1].id, state=JobState.DONE),
        lambda: library.finish_comparison(made.id, "key", made_result(library), {}),
        lambda: library.add_comparison(session.id, other.id, ["speed_mps"]),
        lambda: library.update_block(block.id, DAY, DAY, "rest"),
        lambda: library.delete_comparison(made.id),
        lambda: library.delete_session(other.id),
    )
    stamps = [library.stamp(ada)]
    for change in changes:
        change()
        stamps.append(library.stamp(ada))
    assert len(set(stamps)) == len(changes) + 1
    assert [version for version, _stamp in stamps] == sorted({v for v, _stamp in stamps})


def test_what_others_do_and_how_far_a_job_is_change_nothing(
    library: Library, tmp_path: Path
) -> None:
    session, other = session_of(library), session_of(library, "Ben")
    run = library.add_run(session.id, small_video(tmp_path / "a.mp4", b"a"))
    job = library.add_job(JobKind.ANALYZE, run_id=run.id)
    version, stamp = library.stamp(session.athlete_id)
    library.update_athlete(other.athlete_id, name="Eve")
    library.update_job(job.id, progress=0.5, words="measuring")
    assert library.stamp(session.athlete_id) == (version + 2, stamp)
    assert library.stamp("nobody")[1] != stamp


def test_every_table_is_stamped_or_shown_on_no_athletes_page() -> None:
    of_people = {
        row.__tablename__
        for row in vars(account_tables).values()
        if isinstance(row, type) and issubclass(row, Table) and row is not Table
    }
    shown_elsewhere = {"state", "executor"} | of_people
    assert "account" in of_people
    assert set(Table.metadata.tables) - shown_elsewhere == STAMPED
