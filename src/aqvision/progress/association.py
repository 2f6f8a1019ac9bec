"""Lines of holds and of sprints -> which moved together over the dates, beyond both moving in time.

Two things that both change over a season seem related, whatever made them change. So a straight
line over the dates is taken out of both first, and what is left has to agree in two ways: as it
stands (partial correlation given date), and in its steps from date to date (rank correlation, by
permutation). The first alone takes slow wandering for association, the second alone noise about a
trend. One step that both make at once counts as one date. Even so it is an association: nothing
here tells a cause. How often it errs is simulated in docs/accuracy.md.
Source: fisher-1924, benjamini-hochberg-1995.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from itertools import permutations, product

import numpy as np
from scipy import special
from scipy.optimize import linear_sum_assignment

from aqvision.comparison.families import false_discovery_rates
from aqvision.comparison.judging import EXPLORATORY_RATE
from aqvision.core.types import FloatArray
from aqvision.progress.lines import Line

FEWEST_DATES = 5
"""Dates with both, below which nothing is asked."""
WITHIN_DAYS = 3
"""Days that a hold and a sprint of one date may lie apart. Chosen."""
_ALL_ORDERS_UP_TO = 7
_N_ORDERS = 4000
_ALMOST = 1e-9


class Link(StrEnum):
    """What may be said of two quantities over a season."""

    TOGETHER = "moved together"
    CANNOT_TELL = "cannot be told"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A number of holds beside a metric of sprints.

    ``correlation`` is that of both given date, ``low`` and ``high`` the ends of its interval,
    ``of_steps`` that of the ranks of their steps from date to date; ``p`` is the larger of the
    p-values of the two, ``q`` the rate of false discoveries among all pairs.
    """

    hold: str
    sprint: str
    n_dates: int
    correlation: float
    low: float
    high: float
    of_steps: float
    p: float
    q: float
    link: Link


def dates_together(
    holds: Sequence[dt.date], sprints: Sequence[dt.date]
) -> list[tuple[dt.date, dt.date]]:
    """Pair days of holds with days of sprints: as many as lie close, as close as may be.

    Parameters
    ----------
    holds, sprints
        Days, each once.

    Returns
    -------
    list of (datetime.date, datetime.date)
        A day of holds and one of sprints, three days apart at most, in order of time; no day
        stands in two pairs.

    Examples
    --------
    >>> may = [dt.date(2026, 5, day) for day in (1, 3, 20)]
    >>> [(hold.day, sprint.day) for hold, sprint in dates_together(may, may[1:])]
    [(3, 3), (20, 20)]
    """
    return list(_dates_together(tuple(holds), tuple(sprints)))


@lru_cache(maxsize=256)  # the days of most quantities are the same
def _dates_together(
    holds: tuple[dt.date, ...], sprints: tuple[dt.date, ...]
) -> tuple[tuple[dt.date, dt.date], ...]:
    if not (holds and sprints):
        return ()
    numbers = [np.array([day.toordinal() for day in days]) for days in (holds, sprints)]
    apart = np.abs(numbers[0][:, None] - numbers[1])
    far = 1 + WITHIN_DAYS * min(apart.shape)  # dearer than all that lie close together
    rows, columns = linear_sum_assignment(np.where(apart <= WITHIN_DAYS, apart, far))
    chosen = zip(rows.tolist(), columns.tolist(), strict=True)
    return tuple(sorted((holds[i], sprints[j]) for i, j in chosen if apart[i, j] <= WITHIN_DAYS))


def associate(holds: Sequence[Line], sprints: Sequence[Line], level: float) -> tuple[Pair, ...]:
    """Ask of each number of holds and each metric of sprints whether they moved together.

    Parameters
    ----------
    holds, sprints
        Over the season, each named before anything is looked at.
    level
        Chance that an interval holds the truth, 0 to 1.

    Returns
    -------
    tuple of Pair
        Those that both were measured on five dates or more.
    """
    found = [_pair(hold, sprint, level) for hold, sprint in product(holds, sprints)]
    known = [pair for pair in found if pair is not None]
    q = false_discovery_rates({f"{pair.hold} {pair.sprint}": pair.p for pair in known})
    return tuple(_judged(pair, q[f"{pair.hold} {pair.sprint}"]) for pair in known)


def _judged(pair: Pair, q: float) -> Pair:
    told = {name: getattr(pair, name) for name in Pair.__slots__}
    link = Link.TOGETHER if q <= EXPLORATORY_RATE else Link.CANNOT_TELL
    return Pair(**(told | {"q": q, "link": link}))


def _pair(hold: Line, sprint: Line, level: float) -> Pair | None:
    of_hold, of_sprint = ({dot.day: dot.value for dot in line.dots} for line in (hold, sprint))
    dates = dates_together(list(of_hold), list(of_sprint))
    if len(dates) < FEWEST_DATES:
        return None
    time = np.array([(h.toordinal() + s.toordinal()) / 2 for h, s in dates])
    left = detrended(time, np.array([of_hold[h] for h, _s in dates]))
    right = detrended(time, np.array([of_sprint[s] for _h, s in dates]))
    correlation = correlate(left, right)
    # what wanders goes the further the longer it is left alone
    steps = [np.diff(rest) / np.sqrt(np.diff(time)) for rest in (left, right)]
    of_steps = correlate(ranked(steps[0]), ranked(steps[1]))
    low, high = interval_given_date(correlation, len(dates), level)
    return Pair(
        hold=hold.name, sprint=sprint.name, n_dates=len(dates), correlation=correlation, low=low,
        high=high, of_steps=of_steps,
        p=max(p_given_date(correlation, len(dates)), p_of_ranks(of_steps, len(dates) - 1)),
        q=float("nan"), link=Link.CANNOT_TELL,
    )  # fmt: skip


def detrended(time: FloatArray, values: FloatArray) -> FloatArray:
    """Take a straight line over time out of some values.

    Parameters
    ----------
    time, values
        (n,) dates in days, and the value on each.

    Returns
    -------
    (n,)
        What is left, in the unit of the values; 0 where that is no more than rounding makes.
    """
    since, about = time - time.mean(), values - values.mean()
    left = np.asarray(about - since * (since @ about) / (since @ since))
    return np.where(np.abs(left).max() > _ALMOST * np.abs(values).max(), left, 0.0)


def ranked(values: FloatArray) -> FloatArray:
    """Rank values by size; those that are alike share the mean of their ranks.

    Parameters
    ----------
    values
        (n,) in any unit.

    Examples
    --------
    >>> ranked(np.array([5.0, 2.0, 5.0])).tolist()
    [2.5, 1.0, 2.5]
    """
    larger, alike = values[:, None] > values, values[:, None] == values
    return np.asarray(larger.sum(axis=1) + (alike.sum(axis=1) + 1) / 2)


def correlate(one: FloatArray, other: FloatArray) -> float:
    """Give the correlation of two rows of values; 0 where either does not vary.

    Parameters
    ----------
    one, other
        (n,) values.
    """
    one, other = one - one.mean(), other - other.mean()
    size = float(np.sqrt((one @ one) * (other @ other)))
    return float(np.clip(one @ other / size, -1, 1)) if size > 0 else 0.0


def interval_given_date(correlation: float, n: int, level: float) -> tuple[float, float]:
    """Give the ends of the interval of a partial correlation, by Fisher's transform.

    Parameters
    ----------
    correlation, n
        Given date, over n dates, five or more.
    level
        Chance that the interval holds the truth, 0 to 1.

    Examples
    --------
    >>> [round(end, 2) for end in interval_given_date(0.5, 12, 0.9)]
    [-0.03, 0.81]
    """
    middle = np.arctanh(np.clip(correlation, -1 + _ALMOST, 1 - _ALMOST))
    half = float(special.ndtri((1 + level) / 2)) / np.sqrt(n - 4)
    return float(np.tanh(middle - half)), float(np.tanh(middle + half))


def p_given_date(correlation: float, n: int) -> float:
    """Chance of a partial correlation as large where there is none, by Student's t.

    Parameters
    ----------
    correlation, n
        Given date, over n dates.

    Examples
    --------
    >>> round(p_given_date(0.878, 6), 3)
    0.05
    """
    free = n - 3
    t = abs(correlation) * np.sqrt(free / max(1 - correlation**2, _ALMOST))
    return float(2 * special.stdtr(free, -t))


def p_of_ranks(correlation: float, n: int) -> float:
    """Chance of a rank correlation as large where the order is left to chance.

    Parameters
    ----------
    correlation, n
        Of n ranks.

    Examples
    --------
    >>> round(p_of_ranks(1.0, 5), 4)
    0.0167
    """
    by_chance = _ranks_by_chance(n)
    as_large = int((by_chance >= abs(correlation) - _ALMOST).sum())
    if n <= _ALL_ORDERS_UP_TO:
        return as_large / len(by_chance)
    return (as_large + 1) / (len(by_chance) + 1)


@cache
def _ranks_by_chance(n: int) -> FloatArray:
    """Rank correlations of all orders of n, or of many that a fixed seed draws, without sign."""
    ranks = np.arange(n) - (n - 1) / 2
    if n <= _ALL_ORDERS_UP_TO:
        orders = np.array(list(permutations(ranks)))
    else:
        random = np.random.default_rng(n)
        orders = random.permuted(np.tile(ranks, (_N_ORDERS, 1)), axis=1)
    return np.asarray(np.abs(orders @ ranks) / (ranks @ ranks))
