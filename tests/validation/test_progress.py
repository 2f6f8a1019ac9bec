"""Seasons in which nothing is shared: a short form of what `make validate` measures."""

from __future__ import annotations

import numpy as np
import pytest

from aqvision.progress.association import Link
from validation.progress import (
    NULLS,
    HoldRate,
    Rate,
    _apart,
    _one_pair,
    progress_section,
    season,
)


def told(make: object, n_dates: int, n_seasons: int) -> float:
    random = np.random.default_rng(n_dates)
    return float(np.mean([
        any(p.link is Link.TOGETHER for p in season(make, n_dates, random))  # type: ignore[arg-type]
        for _ in range(n_seasons)
    ]))  # fmt: skip


@pytest.mark.parametrize("kind", NULLS)
def test_what_has_nothing_in_common_seldom_moves_together(kind: str) -> None:
    course = NULLS[kind]
    rate = told(lambda time, random: _apart(course, time, random), 12, 40)
    # 5 % of 40 seasons, and what so few scatter by
    assert rate <= 0.05 + 1.7 * (0.05 * 0.95 / 40) ** 0.5


def test_what_shares_most_of_it_is_found_in_a_long_season() -> None:
    assert told(_one_pair, 20, 15) >= 0.5
    assert told(_one_pair, 5, 15) == 0


def test_what_falls_short_is_printed_as_such() -> None:
    rates = [Rate("noise", n, 0.06 if n == 8 else 0.0, 0.3) for n in (5, 6, 8, 12, 20)]
    text = progress_section(rates, rates, [HoldRate(1.0, 1, 0.2, 0.7)])
    assert "6.0% | 0.0% | 0.0% | **falls short**" in text
    assert "falsely told, too narrow" in text
