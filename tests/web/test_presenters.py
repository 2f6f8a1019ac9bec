"""What pages show: jobs and previews in words, and the report that opens by itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from aqvision.library.records import Job, JobKind, JobState, Run, RunOptions
from aqvision.sandbox.preview import Preview, PreviewFacts, PreviewVerdict
from aqvision.web.presenters import Work, report_to_open, show_preview, words_of

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
RUN = Run(
    id="r",
    session_id="s",
    file_sha256="0" * 64,
    size_bytes=1,
    name="a.mp4",
    media="mov",
    options=RunOptions(),
    created=NOW,
)
FACTS = PreviewFacts(
    fps=30.0, capture_fps=30.0, duration_s=1.6, expected_steps=None, view="side", camera="unknown"
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


def test_what_is_not_known_is_not_said() -> None:
    shown = show_preview(Preview(facts=FACTS), RUN)
    told = "1.6 seconds; seen from the side; whether the camera moves is not known."
    assert (shown["summary"], shown["fps"], shown["belt_field"]) == (told, "30", None)
    nothing = show_preview(Preview(problem="nobody runs", hint="film a run"), RUN)
    assert (nothing["summary"], nothing["fps"], nothing["problem"]) == ("", "", "Nobody runs.")


@pytest.mark.parametrize(("view", "n_shown"), [("side", 1), ("front", 2)])
def test_what_only_the_other_view_shows_is_no_fault_of_a_clip(view: str, n_shown: int) -> None:
    groups = (PreviewVerdict("angles", "good", ""), PreviewVerdict("front view", "not", "side"))
    preview = Preview(facts=replace(FACTS, view=view), verdicts=groups)
    assert len(show_preview(preview, RUN)["verdicts"]) == n_shown


def test_what_was_corrected_before_is_shown_again() -> None:
    known = replace(RUN, options=RunOptions(capture_fps=239.76, track=2, belt_mps=5.0))
    shown = show_preview(Preview(facts=FACTS), known)
    assert (shown["fps"], shown["chosen"], shown["belt_kmh"]) == ("239.76", 2, "18")
