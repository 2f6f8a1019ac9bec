"""Comparison -> the sentences that are said of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from aqvision.comparison.between_days import History
from aqvision.comparison.compare import compare
from aqvision.comparison.judging import Verdict
from aqvision.core.prompts import Prompt
from aqvision.core.recorded import Recorded
from aqvision.core.settings import Settings
from aqvision.report.comparison_verdict import (
    brief_outcome,
    comparison_verdict,
    speed_matched_outcome,
    speed_matched_reason,
)
from tests.support.comparisons import (
    AFTER_RUN,
    BEFORE_RUN,
    before_and_after,
    came_with_speed,
    clips_of,
    filmed,
    nothing_changed,
    refused,
    single_pair,
    three_days_a_side,
)
from tests.support.ladders import Athlete, without_scale
from tests.support.scenes import scene_with
from tests.support.synthetic import Run, analysis_of


def test_runs_and_days_of_both_sides_are_told() -> None:
    assert comparison_verdict(nothing_changed())[-1] == (
        "This rests on 3 runs on 3 days (18 ground contacts) before and 3 runs on 3 days "
        "(18 ground contacts) after."
    )
    unknown = comparison_verdict(before_and_after())[-1]
    assert unknown.startswith(
        "This rests on one run (6 ground contacts) before and one run (6 ground contacts) after. "
        "Nobody said on which days they were filmed, so each side counts as one day of its own."
    )
    before, after = (filmed(clips_of(run, (0,)), (1,)) for run in (BEFORE_RUN, AFTER_RUN))
    same = comparison_verdict(compare(before, after, Settings()))[-1]
    assert "one run on one day (6 ground contacts) before" in same
    assert "All were filmed on one day, so it tells nothing of other days." in same


def test_what_was_not_named_beforehand_comes_after_what_was() -> None:
    first, *others = comparison_verdict(three_days_a_side())
    assert first.startswith("Speed went up from ")
    told = next(i for i, line in enumerate(others) if line.startswith("Looked at as well, though"))
    assert told == len(others) - 2


def test_a_refused_comparison_gives_its_reason() -> None:
    assert comparison_verdict(refused("filmed from different angles")) == [
        "Nothing could be compared between these clips.",
        "Filmed from different angles.",
        "Film both days from the same place, at the same frame rate.",
    ]


def test_the_terminal_says_the_same_words() -> None:
    lines = [line for line, _prompts in brief_outcome(nothing_changed())]
    assert lines == comparison_verdict(nothing_changed())
    before = analysis_of(Run())
    belt = replace(before, scene=scene_with(before.scene, ground="treadmill"))
    ((line, prompts),) = brief_outcome(compare([before], [belt], Settings()))
    assert line.startswith("Nothing could be compared")
    assert "treadmill" in line
    assert prompts == ()  # the reason asks for nothing


def test_cautions_reach_the_verdict() -> None:
    cautious = replace(before_and_after(), cautions=("The speed differs by 9%.",))
    assert comparison_verdict(cautious)[-1].endswith("The speed differs by 9%.")


def test_nothing_is_praised_counted_or_called_noise() -> None:
    for comparison in (before_and_after(), three_days_a_side(), nothing_changed()):
        text = " ".join(comparison_verdict(comparison)).lower()
        unwanted = {"better", "worse", "improved", "great", "noise", "quantities", "detectable"}
        assert not unwanted & set(text.replace(".", " ").split())
        assert "faster sprinters" not in text


def test_the_verdict_says_what_did_not_stay_at_the_same_speed() -> None:
    sentence = speed_matched_outcome(came_with_speed())
    assert sentence == (
        "At the same speed (8.0 to 9.0 m/s), no change is shown. Changed as run, but not shown at "
        "the same speed: heel recovery (knee bend)."
    )
    assert sentence in comparison_verdict(came_with_speed())
    assert (sentence, ()) in brief_outcome(came_with_speed())


def test_unknown_speed_is_told_and_equal_speed_is_not() -> None:
    random = np.random.default_rng(4)
    clips = [Athlete().run(8.0, random) for _ in range(2)]
    alike = compare(clips[:1], clips[1:], Settings())
    assert speed_matched_reason(alike) == ""
    unknown = compare([without_scale(clips[0])], clips[1:], Settings())
    assert "no scale: say how tall the athlete is" in speed_matched_reason(unknown)
    assert brief_outcome(unknown)[-1] == (speed_matched_reason(unknown), (Prompt.HEIGHT,))


def test_where_nothing_is_comparable_speed_is_no_matter() -> None:
    old = single_pair()
    changes = [replace(c, verdict=Verdict.NOT_COMPARABLE, reason="x") for c in old.changes]
    assert speed_matched_reason(replace(old, changes=tuple(changes))) == ""


def test_the_days_that_nobody_said_are_told_as_they_are() -> None:
    (old,), (new,) = three_days_a_side().before[:1], three_days_a_side().after[:1]
    unsaid = replace(new, recorded=Recorded())
    lines = comparison_verdict(compare([old], [unsaid], Settings()))
    assert "Of some of them nobody said" in lines[-1]


def test_the_terminal_says_all_cautions_and_what_the_history_is_worth() -> None:
    found = before_and_after()
    remarked = replace(found, cautions=("One.", "Two."), history=History((), ("Three.",)))
    lines = [line for line, _ in brief_outcome(remarked)]
    assert "One." in " ".join(lines)
    assert lines[-2:] == ["Two.", "Three."]


def test_a_history_is_named_among_what_a_verdict_rests_on() -> None:
    found = before_and_after()
    known = replace(found, history=History((found.before, found.before)))
    assert "2 earlier sessions tell as well" in comparison_verdict(known)[-1]
