"""What the page of a preview shows: what is known, in words, and what was corrected before."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from aqvision.core.prompts import Prompt
from aqvision.core.splits import TimingStart, parse_splits
from aqvision.kinematics.clock.check import judge_clock
from aqvision.library.records import Run, RunOptions
from aqvision.sandbox.preview import Advice, FilmShot, Preview, PreviewFacts, PreviewVerdict
from aqvision.video.timing import Confidence, Timing
from aqvision.web.preview_page import longest_shot, show_preview, suggested_rate

RUN = Run(
    id="r",
    session_id="s",
    file_sha256="0" * 64,
    size_bytes=1,
    name="a.mp4",
    media="mov",
    options=RunOptions(),
    created=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
)
FACTS = PreviewFacts(
    fps=30.0, capture_fps=30.0, duration_s=1.6, expected_steps=None, view="side", camera="unknown"
)


def test_what_is_not_known_is_not_said() -> None:
    shown = show_preview(Preview(facts=FACTS), RUN)
    told = "1.6 seconds; seen from the side; whether the camera moves is not known."
    assert (shown["summary"], shown["fps"], shown["belt_field"]) == (told, "", None)
    assert [rate for rate, _, ticked in shown["rates"] if ticked] == ["30"]
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
    assert (shown["fps"], shown["chosen"], shown["belt"]) == ("239.76", 2, "18")
    assert not any(ticked for *_, ticked in shown["rates"])


@pytest.mark.parametrize(("fps", "capture_fps"), [(30.0, 240.0), (240.0, 240.0)])
def test_a_rate_that_the_file_tells_is_not_asked_for(fps: float, capture_fps: float) -> None:
    facts = replace(FACTS, fps=fps, capture_fps=capture_fps)
    shown = show_preview(Preview(facts=facts), RUN)
    assert (shown["rates"], shown["fps"]) == ([], "240")


SHOTS = (FilmShot(1, 0.0, 1.0), FilmShot(2, 1.0, 4.5), FilmShot(3, 4.5, 5.0))


@pytest.mark.parametrize(("known", "ticked"), [(None, 2), (1, 1), (3, 3)])
def test_the_longest_shot_is_meant_unless_another_was_chosen(
    known: int | None, ticked: int
) -> None:
    run = replace(RUN, options=RunOptions(shot=known))
    shown = show_preview(Preview(facts=FACTS, shots=SHOTS), run)["shots"]
    assert [number for number, _, chosen in shown if chosen] == [ticked]
    assert [number for number, words, _ in shown if "the longest" in words] == [2]
    assert shown[0][1] == ", 0.0 to 1.0 s"


def test_a_film_without_cuts_asks_for_no_shot() -> None:
    assert show_preview(Preview(facts=FACTS), RUN)["shots"] == []
    assert longest_shot(None) is longest_shot(Preview()) is None


def test_split_times_are_shown_as_they_were_written() -> None:
    splits = parse_splits("5:1.21,10:1.99,20:3.38,30:4.71", TimingStart.MOVEMENT)
    shown = show_preview(Preview(facts=FACTS), replace(RUN, options=RunOptions(splits=splits)))
    assert shown["splits"] == "5:1.21,10:1.99,20:3.38,30:4.71"
    assert [value for value, _, chosen in shown["starts"] if chosen] == ["movement"]


def test_a_rate_that_would_make_a_run_is_asked_about_in_one_tap() -> None:
    """The clock's own question names it, which is what the page asks for a yes or a no."""
    timing = Timing(
        playback_fps=30.0, capture_fps=30.0, evidence=(), confidence=Confidence.LIKELY,
        from_file=True,
    )  # fmt: skip
    asked = judge_clock(timing, 1.05, None, None)
    doubt = Advice(asked.code, asked.text, asked.hint, (Prompt.RATE,))
    facts = replace(FACTS, fps=30.0, capture_fps=30.0)
    preview = Preview(facts=facts, advice=(doubt,))
    assert suggested_rate(preview) == "120"
    shown = show_preview(preview, RUN)
    assert shown["rate_question"] == "Filmed at 120 pictures a second?"
    assert shown["rates"] == [
        ("120", ": yes, slow motion", False),
        ("30", ": no, as the file plays", True),
        ("240", ": no, slow motion", False),
    ]
    plain = show_preview(Preview(facts=facts), RUN)
    assert plain["rate_question"] == "How fast did the camera film?"
