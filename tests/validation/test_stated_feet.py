"""Feet that are read apart -> how far they are by the clip, and how far by each contact."""

from __future__ import annotations

import numpy as np
import pytest

from validation.stated_feet import feet_of, feet_words
from validation.timed_motions import POINTS, TimedMotion, stated_of

N, SPREAD_MS = 8, 5.0
ONE_FOOT = np.arange(N) % 2 == 0


def motion(body: str, apart_ms: float) -> TimedMotion:
    error_ms = np.where(ONE_FOOT, apart_ms, 0.0)[:, None].repeat(2, axis=1)
    return TimedMotion(
        body=body,
        kind=POINTS,
        rate_hz=120.0,
        error_ms=error_ms,
        spread_ms=np.full((N, 2), SPREAD_MS),
        one_foot=ONE_FOOT,
    )


def test_feet_are_set_against_each_other_with_what_each_contact_errs_by() -> None:
    touchdown, _ = feet_of([motion("x", 4.0)])
    assert touchdown.apart_ms == pytest.approx(4.0)
    own_ms = stated_of(POINTS, 0).spread * SPREAD_MS
    assert touchdown.se_ms == pytest.approx(own_ms * np.sqrt(2 / (N / 2)))
    assert not touchdown.is_within


def test_one_foot_alone_tells_nothing() -> None:
    seen = motion("x", 4.0)
    alone = TimedMotion(
        body="x",
        kind=POINTS,
        rate_hz=120.0,
        error_ms=seen.error_ms,
        spread_ms=seen.spread_ms,
        one_foot=np.ones(N, dtype=bool),
    )
    assert feet_of([alone]) == []


def test_the_words_tell_real_people_apart() -> None:
    text = feet_words([motion("jog120", 4.0), motion("max120", 0.5), motion("mh", 0.0)])
    assert "67% of 6 differences" in text
    assert "`jog120` 0 of 2; `max120` 2 of 2" in text
