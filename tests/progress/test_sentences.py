"""What is said of holds beside sprints: how many dates are missing, and never a cause."""

from __future__ import annotations

import numpy as np
import pytest

from aqvision.progress.progress import Progress
from aqvision.progress.sentences import NO_TRIAL, association_sentences
from tests.support.seasons import clip, hold, season_of

CONTACT = ("contact_time_s",)


def followed(n: int, apart: int = 1, sway_per_s: float = 0.0) -> Progress:
    by = 0.004 * np.random.default_rng(3).standard_normal(n)
    clips = [clip(10 * i, contact_time_s=by[i]) for i in range(n)]
    holds = [hold(10 * i + apart, 9.0 + sway_per_s * by[i]) for i in range(n)]
    return season_of(clips, holds, (), CONTACT)


@pytest.mark.parametrize(("n", "words"), [
    (1, "There is 1 date with both, 3 days apart at most; 4 more are missing."),
    (4, "There are 4 dates with both, 3 days apart at most; 1 more is missing."),
])  # fmt: skip
def test_too_few_dates_are_counted(n: int, words: str) -> None:
    first, last = association_sentences(followed(n))
    assert words in first
    assert last == NO_TRIAL


def test_days_far_apart_are_no_dates_with_both() -> None:
    assert "There are 0 dates" in association_sentences(followed(3, apart=5))[0]


def test_what_moved_together_is_told_with_its_direction_and_no_cause() -> None:
    for per_s, words in ((500.0, "up and down on the same dates"), (-500.0, "one up where")):
        first, last = association_sentences(followed(9, sway_per_s=per_s))
        assert "sway and contact time moved together" in first
        assert words in first
        assert "No trial shows that holds transfer to sprinting" in last
        assert not any(word in first for word in ("because", "cause", "due to", "led to"))


def test_five_dates_tell_nothing_yet() -> None:
    assert "it cannot be told" in association_sentences(followed(5, sway_per_s=500.0))[0]
    bare = season_of([clip(10 * i) for i in range(6)], [hold(10 * i) for i in range(6)], (), ())
    assert "it cannot be told" in association_sentences(bare)[0]
