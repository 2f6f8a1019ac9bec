"""A part of a film: its beginning before its end, or refused in a sentence."""

from __future__ import annotations

import math

import pytest

from aqvision.core.errors import CalibrationError
from aqvision.core.film_part import FilmPart, film_part


@pytest.mark.parametrize(
    ("first_s", "last_s"),
    [(-0.1, 1.0), (2.0, 1.0), (1.0, 1.0), (math.nan, 1.0), (0.0, math.nan), (0.0, math.inf),
     (math.inf, None), (0.0, -math.inf)],
)  # fmt: skip
def test_what_is_no_part_is_refused(first_s: float, last_s: float | None) -> None:
    with pytest.raises(CalibrationError, match="cannot be measured") as caught:
        FilmPart(first_s, last_s)
    assert caught.value.hint


def test_one_end_is_enough() -> None:
    assert film_part(1.5, None) == FilmPart(1.5)
    assert film_part(None, 1.5) == FilmPart(0.0, 1.5)
    assert str(FilmPart(0.0, 1 / 3)) == "from 0 to 0.3333333333 s"
