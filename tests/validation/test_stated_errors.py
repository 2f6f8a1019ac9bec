"""Errors of a known make -> the parts that they are made of, and how often they are within."""

from __future__ import annotations

import numpy as np
import pytest

from validation.stated_errors import (
    contact_time_ratio,
    fit_stated,
    leave_out,
    stated_section,
)
from validation.timed_motions import POINTS, TimedMotion, stated_of, timed

ONE_FOOT = np.arange(8) % 2 == 0
SPREAD_MS, OWN, SHARED_MS = 5.0, 0.4, 3.0


def motions(n: int, shared_ms: float = SHARED_MS, kind: str = POINTS) -> list[TimedMotion]:
    """Clips of twenty bodies whose errors are made of two parts."""
    random = np.random.default_rng(3)
    spread = np.full((8, 2), SPREAD_MS)
    return [
        TimedMotion(
            body=f"body {i % 20}",
            kind=kind,
            rate_hz=120.0,
            error_ms=random.normal(0, shared_ms, 2) + random.normal(0, OWN * SPREAD_MS, (8, 2)),
            spread_ms=spread,
            one_foot=ONE_FOOT,
        )
        for i in range(n)
    ]


def test_the_parts_of_which_errors_are_made_are_found() -> None:
    found = fit_stated(motions(60), 0)
    assert found.spread == pytest.approx(OWN, rel=0.15)
    assert 1e3 * found.shared_s == pytest.approx(SHARED_MS, rel=0.25)


def test_who_was_left_out_has_two_thirds_of_the_errors_within() -> None:
    found = [f for f in leave_out(motions(40)) if f.end == "touchdown"]
    assert len(found) == 20
    assert np.mean([f.within for f in found]) == pytest.approx(0.68, abs=0.1)


def test_stated_errors_give_back_the_spread_of_the_fit() -> None:
    used = [stated_of(POINTS, end) for end in range(2)]
    stated = np.array([[np.hypot(u.spread * 6.0, 1e3 * u.shared_s) for u in used]])
    found = timed("x", POINTS, 120.0, stated, stated, ONE_FOOT[:1])
    assert found.spread_ms == pytest.approx(np.full((1, 2), 6))


def test_ends_without_truth_are_left_out() -> None:
    (one, *rest) = motions(3)
    blind = np.array([0.0, np.nan])
    unknown = TimedMotion(
        body="blind",
        kind=POINTS,
        rate_hz=120.0,
        error_ms=one.error_ms + blind,
        spread_ms=one.spread_ms,
        one_foot=one.one_foot,
    )
    assert {f.end for f in leave_out([unknown, *rest]) if f.body == "blind"} == {"touchdown"}
    assert len(contact_time_ratio([unknown, *rest])) == 2


def test_the_table_says_what_is_asked() -> None:
    both = [*motions(6), *motions(6, kind="pixels")]
    text = stated_section(both)
    assert "60% to 76%" in text
    assert text.count("| points | ") > 12
