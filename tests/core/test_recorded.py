"""The day of filming: who tells it, and which days are refused."""

from __future__ import annotations

import datetime as dt

import pytest

from aqvision.core.errors import CalibrationError
from aqvision.core.recorded import (
    Recorded,
    RecordedFrom,
    last_day,
    parse_day,
    recorded_from_dict,
    recorded_on,
)

DAY, OTHER = dt.date(2026, 3, 1), dt.date(2026, 3, 2)


def test_the_users_word_goes_before_the_films() -> None:
    assert recorded_on(DAY, OTHER) == Recorded(DAY, RecordedFrom.GIVEN)
    assert recorded_on(None, OTHER) == Recorded(OTHER, RecordedFrom.FILM)
    assert recorded_on(None) == Recorded(None, RecordedFrom.UNKNOWN)


@pytest.mark.parametrize("recorded", [recorded_on(DAY), recorded_on(None, DAY), Recorded()])
def test_a_day_is_read_as_it_was_written(recorded: Recorded) -> None:
    assert recorded_from_dict(recorded.to_dict()) == recorded


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2026-13-01", "there is no day"),
        ("2026-02-30", "there is no day"),
        ("friday", "there is no day"),
        ("2999-01-01", "in the future"),
        ("1904-01-01", "too long ago"),
    ],
)
def test_a_day_on_which_nothing_was_filmed_is_refused(text: str, words: str) -> None:
    with pytest.raises(CalibrationError, match=words) as caught:
        parse_day(text)
    assert caught.value.hint


def test_a_day_that_has_begun_somewhere_is_taken() -> None:
    assert parse_day(last_day().isoformat()) == last_day()
    with pytest.raises(CalibrationError):
        parse_day((last_day() + dt.timedelta(days=1)).isoformat())
