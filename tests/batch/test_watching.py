"""How far jobs are is told until all have ended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

import pytest

from aqvision.batch.watching import COMPARISON_SIZE_FRAC, Pace, Watched, watch_jobs
from aqvision.library.library import Library
from aqvision.library.records import Job, JobKind, JobState
from aqvision.library.tables import now
from tests.support.team_folder import small_video, tiny_library


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with tiny_library(tmp_path) as opened:
        yield opened


def test_larger_clips_are_more_of_the_whole(library: Library, tmp_path: Path) -> None:
    athlete = library.add_athlete("Anna")
    session = library.add_session(athlete.id, "before")
    jobs = {}
    for name, state, progress in (("a", "done", 1.0), ("b", "running", 0.5), ("c", "waiting", 0.0)):
        run = library.add_run(session.id, small_video(tmp_path / f"{name}.mp4", name.encode()))
        made = library.add_job(JobKind.ANALYZE, run_id=run.id)
        jobs[name] = library.update_job(made.id, state=state, progress=progress)
    ids = {job.id: job for job in jobs.values()}
    sizes = {jobs["a"].id: 10.0, jobs["b"].id: 20.0, jobs["c"].id: 70.0}
    watched = Watched(ids, dict.fromkeys(ids, ""), sizes)
    assert watched.count(clips=True) == (1, 3)
    assert watched.count(clips=False) == (0, 0)
    assert watched.part == pytest.approx(0.2)


def job(name: str, state: str, *, is_clip: bool = True) -> Job:
    return Job(
        id=name, kind=JobKind.ANALYZE, key=None, run_id=name if is_clip else None,
        comparison_id=None, state=JobState(state), priority=2, attempts=1, progress=0.0, words="",
        error=None, hint=None, prompts=(), created=now(), started=None, finished=None,
    )  # fmt: skip


def at(clips: str, reports: str = "") -> dict[str, Job]:
    """Make jobs: a letter each, done, running or waiting."""
    states = {"d": "done", "r": "running", "w": "waiting"}
    jobs = [job(f"clip {i}", states[letter]) for i, letter in enumerate(clips)]
    jobs += [job(f"report {i}", states[one], is_clip=False) for i, one in enumerate(reports)]
    return {one.id: one for one in jobs}


def test_the_time_left_is_that_of_the_usual_clip_shared_among_the_workers() -> None:
    pace = Pace(n_workers=2)
    assert pace.left_s(at("rrwwwwww", "ww"), 0.0) is None
    assert pace.left_s(at("drrwwwww", "ww"), 50.0) is None  # one clip may be like no other
    assert pace.left_s(at("ddrrwwww", "ww"), 60.0) == pytest.approx(
        ((55 - 10) + 55 * 5 + 2 * COMPARISON_SIZE_FRAC * 55) / 2
    )
    assert pace.left_s(at("dddddddd", "dr"), 300.0) is not None
    assert pace.left_s(at("dddddddd", "dd"), 300.0) is None


def test_the_time_left_counts_down_and_does_not_jump_for_little() -> None:
    pace, told = Pace(n_workers=1), list[float]()
    took = [10.0, 11.0, 9.0, 10.5, 9.5, 10.0, 10.0, 10.0]
    for second in range(80):
        n_done = sum(sum(took[: i + 1]) <= second for i in range(len(took)))
        letters = "d" * n_done + "r" + "w" * len(took)
        left_s = pace.left_s(at(letters[: len(took)]), float(second))
        told += [] if left_s is None else [left_s]
    assert len(told) == 80 - 21
    assert told[0] == pytest.approx(63.0, abs=2)
    assert all(later <= earlier + 1e-9 for earlier, later in pairwise(told))
    assert told[-1] < 5


def test_the_time_between_two_batches_counts_for_nothing() -> None:
    pace = Pace(n_workers=1)
    for second, letters in (
        (0, "rwww"),
        (100, "wwww"),
        (200, "rwww"),
        (210, "drww"),
        (220, "ddrw"),
    ):
        left_s = pace.left_s(at(letters), float(second))
    assert left_s == pytest.approx(20.0)


def test_jobs_are_watched_until_all_have_ended(library: Library, tmp_path: Path) -> None:
    session = library.add_session(library.add_athlete("Anna").id, "before")
    ids = []
    for name in "ab":
        run = library.add_run(session.id, small_video(tmp_path / f"{name}.mp4", name.encode()))
        ids.append(library.add_job(JobKind.ANALYZE, run_id=run.id).id)
    seen: list[int] = []
    ended: list[dict[str, Job | None]] = []

    def watch(watched: Watched) -> None:
        seen.append(len(watched.ended()))
        state = {"state": "done"}
        if len(seen) == 1:
            library.update_job(ids[0], **state)
        elif len(seen) == 2:
            library.delete_athlete(session.athlete_id)

    def note(found: Mapping[str, Job | None]) -> None:
        ended.append(dict(found))

    watch_jobs(library, Watched({}, dict.fromkeys(ids, "a"), dict.fromkeys(ids, 1.0)), watch, note)
    assert seen[:2] == [0, 1]
    told = [set(found) for found in ended if found]
    assert told == [{ids[0]}, {ids[1]}]
    assert ended[-1] == {ids[1]: None}
