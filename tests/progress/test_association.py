"""What moved together: pairs of dates, trends taken out, and how seldom chance is told."""

from __future__ import annotations

import datetime as dt
from itertools import permutations

import numpy as np
import pytest
from scipy import stats

from aqvision.progress.association import (
    FEWEST_DATES,
    WITHIN_DAYS,
    Link,
    associate,
    correlate,
    dates_together,
    detrended,
    p_given_date,
    p_of_ranks,
    ranked,
)
from aqvision.progress.lines import Dot, Kind, Line
from tests.support.seasons import day


def line(name: str, values: np.ndarray, kind: Kind = Kind.HOLD, gap: int = 10) -> Line:
    dots = [
        Dot(day=day(gap * i), value=float(v), low=float(v), high=float(v), n=1)
        for i, v in enumerate(values)
    ]
    return Line(name=name, kind=kind, dots=tuple(dots))


def days(*numbers: int) -> list[dt.date]:
    return [day(number) for number in numbers]


def test_as_many_days_are_paired_as_lie_close() -> None:
    assert dates_together(days(0, 3), days(2, 5)) == [(day(0), day(2)), (day(3), day(5))]
    assert dates_together(days(0, 1), days(1)) == [(day(1), day(1))]
    assert dates_together(days(0), days(WITHIN_DAYS + 1)) == []
    assert dates_together(days(0), days(WITHIN_DAYS)) == [(day(0), day(WITHIN_DAYS))]
    assert dates_together([], days(1)) == []


def test_the_correlation_is_the_partial_one_given_date() -> None:
    random, time = np.random.default_rng(1), np.sort(np.random.default_rng(2).uniform(0, 90, 9))
    one, other = random.standard_normal((2, 9))
    r = np.corrcoef(np.vstack([one, other, time]))
    given = (r[0, 1] - r[0, 2] * r[1, 2]) / np.sqrt((1 - r[0, 2] ** 2) * (1 - r[1, 2] ** 2))
    found = correlate(detrended(time, one), detrended(time, other))
    assert found == pytest.approx(given)


def test_two_straight_lines_have_nothing_in_common() -> None:
    time = np.arange(8.0)
    assert detrended(time, 3 * time + 1) == pytest.approx(0)
    assert correlate(detrended(time, 3 * time), detrended(time, time)) == 0


def test_ranks_and_their_chances_are_the_known_ones() -> None:
    values = np.array([3.0, 1.0, 1.0, 9.0])
    assert ranked(values) == pytest.approx(stats.rankdata(values))
    every = [correlate(np.arange(5.0), np.array(o)) for o in permutations(range(5))]
    assert p_of_ranks(0.7, 5) == np.mean(np.abs(every) >= 0.7 - 1e-9)
    assert p_of_ranks(0.6, 12) == pytest.approx(stats.spearmanr(
        np.arange(12), [0, 1, 2, 3, 4, 5, 11, 6, 7, 10, 8, 9]).pvalue, abs=0.5)  # fmt: skip
    assert p_of_ranks(0.0, 12) == 1
    assert p_given_date(0.0, 9) == 1


def test_nothing_is_asked_below_five_dates() -> None:
    few = np.arange(FEWEST_DATES - 1) ** 2.0
    assert associate([line("h", few)], [line("s", few, Kind.SPRINT)], 0.9) == ()
    (pair,) = associate(
        [line("h", np.arange(5) ** 2.0)], [line("s", np.arange(5) ** 2.0, Kind.SPRINT)], 0.9
    )
    assert pair.n_dates == 5
    # four steps can fall into 24 orders: no answer is sure
    assert pair.link is Link.CANNOT_TELL


def test_what_truly_moves_together_is_told_either_way_round() -> None:
    random = np.random.default_rng(4)
    shared = random.standard_normal(12)
    for sign in (1, -1):
        (pair,) = associate(
            [line("h", shared + 0.05 * np.arange(12))],
            [line("s", sign * shared + 0.1 * random.standard_normal(12), Kind.SPRINT)], 0.9,
        )  # fmt: skip
        assert pair.link is Link.TOGETHER
        assert sign * pair.low > 0.5
        assert pair.low < pair.correlation < pair.high


def test_units_and_directions_do_not_matter() -> None:
    random = np.random.default_rng(5)
    one, other = random.standard_normal((2, 9))
    (plain,) = associate([line("h", one)], [line("s", other, Kind.SPRINT)], 0.9)
    (scaled,) = associate([line("h", 1000 * one - 7)], [line("s", -other, Kind.SPRINT)], 0.9)
    assert scaled.correlation == pytest.approx(-plain.correlation)
    assert scaled.p == pytest.approx(plain.p)


def test_one_step_of_both_is_one_date() -> None:
    """A block of training after which all is different tells no more than one date."""
    random = np.random.default_rng(6)
    step = 8.0 * (np.arange(10) >= 5)
    told = 0
    for _ in range(20):
        one, other = random.standard_normal((2, 10)) + step
        (pair,) = associate([line("h", one)], [line("s", other, Kind.SPRINT)], 0.9)
        told += pair.link is Link.TOGETHER
        assert pair.correlation > 0.5
    assert told <= 3


def test_a_quantity_that_never_varies_moves_with_nothing() -> None:
    (pair,) = associate(
        [line("h", np.full(9, 12.1))], [line("s", np.arange(9) ** 2.0, Kind.SPRINT)], 0.9
    )
    assert (pair.correlation, pair.p, pair.link) == (0.0, 1.0, Link.CANNOT_TELL)
