"""Comparisons of ladders -> rows, sentences and pages on the same speed."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np

from aqvision.comparison.compare import Comparison, compare
from aqvision.core.prompts import Prompt
from aqvision.core.settings import Settings
from aqvision.report.page import write_comparison_report
from aqvision.report.speed_matched import same_speed_groups, same_speed_outcome, same_speed_reason
from aqvision.report.wording import brief_outcome, comparison_verdict
from tests.report.test_page import read
from tests.support.ladders import Athlete, without_scale

SLOW_MPS, FAST_MPS = (7.9, 8.0, 8.1, 8.2, 8.1, 9.0), (8.9, 9.0, 9.1, 9.0, 8.9, 8.1)


@cache
def came_with_speed() -> Comparison:
    """The same athlete on both days: the knee follows speed, and the speed is another."""
    athlete, random = Athlete(slope_per_mps=20.0), np.random.default_rng(3)
    return compare(
        athlete.ladder(SLOW_MPS, random), athlete.ladder(FAST_MPS, random), Settings(),
        [athlete.ladder([8.0], random) for _ in range(2)],
    )  # fmt: skip


@cache
def single_pair() -> Comparison:
    random = np.random.default_rng(3)
    return compare([Athlete().run(8.0, random)], [Athlete().run(9.0, random)], Settings())


def text_of(comparison: Comparison, out: Path) -> str:
    before, after = ([out] * len(group) for group in (comparison.before, comparison.after))
    return " ".join(read(write_comparison_report(comparison, before, after, out)).text.split())


def test_a_change_that_speed_turns_over_is_among_the_first_rows() -> None:
    ((title, (row,)),) = same_speed_groups(came_with_speed(), primary=True)
    assert title == "Swing leg"
    assert (row.verdict_as_run, row.verdict) == ("changed", "within noise")
    assert row.as_run.startswith("+")
    assert row.interval
    assert same_speed_groups(came_with_speed(), primary=False) == []


def test_the_verdict_says_what_did_not_stay_at_the_same_speed() -> None:
    sentence = same_speed_outcome(came_with_speed())
    assert "0 of 1 quantities" in sentence
    assert "changed as run and not there: heel recovery (knee bend)" in sentence
    assert "m/s)" in sentence
    assert sentence in comparison_verdict(came_with_speed())
    assert (sentence, ()) in brief_outcome(came_with_speed())


def test_the_page_shows_both_comparisons_and_what_intervals_are_made_of(tmp_path: Path) -> None:
    text = text_of(came_with_speed(), tmp_path)
    assert "At the same speed" in text
    assert "Verdict there" in text
    assert "6 clips before and 6 after" in text
    assert "Days: from 2 earlier sessions" in text
    assert "The history holds 2 sessions, which say little" in text


def test_the_page_says_why_there_is_nothing_at_the_same_speed(tmp_path: Path) -> None:
    text = text_of(single_pair(), tmp_path)
    assert "At the same speed" in text
    assert "Verdict there" not in text
    assert "70, 80, 90 and 100 %" in text
    assert "How days differ is not in it" in text


def test_unknown_speed_is_told_and_equal_speed_is_not(tmp_path: Path) -> None:
    random = np.random.default_rng(4)
    clips = [Athlete().run(8.0, random) for _ in range(2)]
    alike = compare(clips[:1], clips[1:], Settings())
    assert same_speed_reason(alike) == ""
    assert "At the same speed" not in text_of(alike, tmp_path)
    unknown = compare([without_scale(clips[0])], clips[1:], Settings())
    assert "no scale: say how tall the athlete is" in same_speed_reason(unknown)
    assert brief_outcome(unknown)[-1] == (same_speed_reason(unknown), (Prompt.HEIGHT,))


def test_where_nothing_is_comparable_speed_is_no_matter() -> None:
    old = single_pair()
    refused = [replace(c, verdict="not comparable", reason="x") for c in old.changes]
    assert same_speed_reason(replace(old, changes=tuple(refused))) == ""
