"""How far jobs are is told until all have ended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from aqvision.batch.watching import Watched, watch_jobs
from aqvision.library.library import Library
from aqvision.library.records import Job, JobKind
from tests.support.team_folder import small_video, tiny_library


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with tiny_library(tmp_path) as opened:
        yield opened


def test_the_time_left_follows_the_size_of_the_clips(library: Library, tmp_path: Path) -> None:
    athlete = library.add_athlete("Anna")
    session = library.add_session(athlete.id, "before")
    jobs = {}
    for name, state, progress in (("a", "done", 1.0), ("b", "running", 0.5), ("c", "waiting", 0.0)):
        run = library.add_run(session.id, small_video(tmp_path / f"{name}.mp4", name.encode()))
        made = library.add_job(JobKind.ANALYZE, run_id=run.id)
        jobs[name] = library.update_job(made.id, state=state, progress=progress)
    ids = {job.id: job for job in jobs.values()}
    sizes = {jobs["a"].id: 10.0, jobs["b"].id: 20.0, jobs["c"].id: 70.0}
    watched = Watched(ids, dict.fromkeys(ids, ""), sizes, elapsed_s=30.0)
    assert watched.n_done == 1
    assert watched.part == pytest.approx(0.2)
    assert watched.left_s == pytest.approx(120.0)
    assert Watched({}, {}, {"x": 1.0}, 1.0).left_s is None


def test_jobs_are_watched_until_all_have_ended(library: Library, tmp_path: Path) -> None:
    session = library.add_session(library.add_athlete("Anna").id, "before")
    ids = []
    for name in "ab":
        run = library.add_run(session.id, small_video(tmp_path / f"{name}.mp4", name.encode()))
        ids.append(library.add_job(JobKind.ANALYZE, run_id=run.id).id)
    seen: list[int] = []
    ended: list[dict[str, Job | None]] = []

    def watch(watched: Watched) -> None:
        seen.append(watched.n_done)
        state = {"state": "done"}
        if len(seen) == 1:
            library.update_job(ids[0], **state)
        elif len(seen) == 2:
            library.delete_athlete(session.athlete_id)

    def note(found: Mapping[str, Job | None]) -> None:
        ended.append(dict(found))

    watch_jobs(
        library, Watched({}, dict.fromkeys(ids, "a"), dict.fromkeys(ids, 1.0), 0.0), watch, note
    )
    assert seen[:2] == [0, 1]
    told = [set(found) for found in ended if found]
    assert told == [{ids[0]}, {ids[1]}]
    assert ended[-1] == {ids[1]: None}
