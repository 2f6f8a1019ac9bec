"""What pages show: jobs in words, and the report that opens by itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from aqvision.coupling.rungs import MIN_RUNGS
from aqvision.library.records import Job, JobKind, JobState, Run, RunOptions, Session
from aqvision.web.presenters import (
    LADDER_RUNS,
    ClipRow,
    SessionCard,
    Work,
    ladder_before,
    report_to_open,
    words_of,
)

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
JOB = Job(
    id="j",
    kind=JobKind.ANALYZE,
    key=None,
    run_id="r",
    comparison_id=None,
    state=JobState.WAITING,
    priority=1,
    attempts=0,
    progress=0.0,
    words="",
    error=None,
    hint=None,
    prompts=(),
    created=NOW,
    started=None,
    finished=None,
)


def of_state(state: JobState, error: str | None = None) -> str:
    return words_of(replace(JOB, state=state, error=error, progress=0.25))


def test_every_state_has_words() -> None:
    assert of_state(JobState.RUNNING) == "Measuring, 25 %"
    assert of_state(JobState.WAITING) == "Waits for its turn"
    assert of_state(JobState.DONE) == "Done"
    assert of_state(JobState.CANCELLED) == "Cancelled"
    assert of_state(JobState.FAILED, "nobody runs") == "Nobody runs."
    assert "three times" in of_state(JobState.SET_ASIDE)


def work(kind: JobKind, report: str, state: JobState = JobState.DONE) -> Work:
    return Work("", replace(JOB, kind=kind, state=state), report)


def test_the_report_that_opens_is_the_comparison_or_the_only_one() -> None:
    one, other = work(JobKind.ANALYZE, "one"), work(JobKind.ANALYZE, "other")
    assert report_to_open([one]) == "one"
    assert report_to_open([one, other]) is None
    assert report_to_open([one, work(JobKind.COMPARE, "both"), other]) == "both"
    assert report_to_open([one, work(JobKind.COMPARE, "both", JobState.RUNNING)]) is None
    assert report_to_open([]) is None


def test_the_comparison_that_was_made_last_opens() -> None:
    first, last = work(JobKind.COMPARE, "first"), work(JobKind.COMPARE, "last")
    later = replace(last.job, finished=NOW + dt.timedelta(minutes=1))
    assert report_to_open([replace(last, job=later), first]) == "last"
    assert report_to_open([first, replace(last, job=later)]) == "last"


def test_a_ladder_takes_as_many_runs_as_the_method() -> None:
    assert LADDER_RUNS == MIN_RUNGS


def card(label: str, day: int, n_measured: int = 3) -> SessionCard:
    session = Session(
        id=f"{label}-{day}", athlete_id="a", label=label, name="", date=dt.date(2026, 5, day),
        notes="", created=NOW,
    )  # fmt: skip
    run = Run(
        id="r", session_id=session.id, file_sha256="", size_bytes=1, name="a.mp4", media="mov",
        options=RunOptions(), created=NOW,
    )  # fmt: skip
    return SessionCard(session, label, (ClipRow(run, None, True),) * n_measured)


def test_a_ladder_is_set_against_the_latest_that_has_enough_runs() -> None:
    before, few, mid, after = card("before", 1), card("mid", 2, 2), card("mid", 3), card("after", 4)
    cards = [before, few, mid, after]
    assert ladder_before(cards, before) is None
    assert ladder_before(cards, mid) == before
    assert ladder_before(cards, after) == before
    assert ladder_before([few, mid, after], after) == mid
