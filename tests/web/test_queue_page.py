"""The page of the queue: places in line, and how long it still takes, roughly."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from aqvision.library.records import ComparisonKind, Job, JobKind, JobState, QueuedJob
from aqvision.web.queue_page import queue_lines, roughly, still_s

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
JOB = Job(
    id="j", kind=JobKind.ANALYZE, key=None, run_id="r", comparison_id=None,
    state=JobState.WAITING, priority=1, attempts=0, progress=0.0, words="", error=None, hint=None,
    prompts=(), created=NOW, started=None, finished=None,
)  # fmt: skip
WAITS = QueuedJob(job=JOB, athlete_id="a", athlete="Ada", clip="run.mp4")
USUAL = {JobKind.ANALYZE: 120.0, JobKind.COMPARE: 10.0}


def running(progress: float, for_s: float) -> QueuedJob:
    started = NOW - dt.timedelta(seconds=for_s)
    job = replace(JOB, state=JobState.RUNNING, progress=progress, started=started)
    return replace(WAITS, job=job)


def test_who_waits_has_a_place_and_whoever_runs_has_none() -> None:
    compare = replace(JOB, kind=JobKind.COMPARE)
    season = replace(WAITS, job=compare, clip="", kind=ComparisonKind.SEASON)
    failed = replace(WAITS, job=replace(JOB, state=JobState.FAILED, error="too dark"))
    lines = queue_lines([running(0.5, 60.0), WAITS, season, failed], USUAL, 1, NOW)
    assert [line.place for line in lines] == ["", "Place 1 in line", "Place 2 in line", ""]
    assert [line.under_way for line in lines] == [True, True, True, False]
    left = ["about 1 minute", "about 3 minutes", "about 3 minutes", ""]
    assert [line.left for line in lines] == left
    assert lines[3].words.startswith("Too dark.")


def test_several_are_done_at_a_time() -> None:
    lines = queue_lines([WAITS] * 4, USUAL, 2, NOW)
    assert [line.left for line in lines] == ["about 2 minutes"] * 2 + ["about 4 minutes"] * 2


def test_what_nothing_tells_of_is_not_told() -> None:
    lines = queue_lines([WAITS, running(0.5, 60.0)], {}, 1, NOW)
    assert [line.left for line in lines] == ["", ""]


@pytest.mark.parametrize(
    ("progress", "for_s", "left_s"),
    [(0.5, 60.0, 60.0), (0.05, 60.0, 60.0), (0.05, 600.0, 0.0), (1.0, 60.0, 0.0)],
)
def test_how_far_a_job_is_tells_how_long_it_still_takes(
    progress: float, for_s: float, left_s: float
) -> None:
    assert still_s(running(progress, for_s), USUAL, NOW) == pytest.approx(left_s)


def test_times_are_rough() -> None:
    words = [roughly(seconds) for seconds in (0.0, 90.0, 700.0, 3599.0, 3601.0, 1e6)]
    assert words == [
        "less than a minute", "about 2 minutes", "about 10 minutes", "about 60 minutes",
        "about 2 hours", "about 278 hours",
    ]  # fmt: skip
