"""Days in names: every usual order is read, and what could be two days is never guessed."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aqvision.batch.dates import Order, cut_dates, settle_order

DAYS = st.dates(dt.date(2001, 1, 1), dt.date(2025, 12, 31))
MARCH = dt.date(2026, 3, 1)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-01", "20260301", "2026_03_01", "2026.3.1", "1. März 2026", "1 mars 2026",
        "1er mars 2026", "1 de marzo de 2026", "March 1st, 2026", "1Mar2026", "20260301_143012",
        "2026-03-01 at 14.30.12", "2026-03-01-14-30-12-123", "20260301T143012",
    ],
)  # fmt: skip
def test_a_day_is_read_and_cut_out_with_its_hour(text: str) -> None:
    rest, (day,) = cut_dates(f"Jan_{text}_vor")
    assert day.sure == MARCH
    assert rest.split("_")[0] == "Jan"
    assert rest.rstrip().endswith("vor")
    assert not any(char.isdigit() for char in rest)


@given(DAYS)
def test_a_dotted_day_has_the_day_first_where_nothing_else_is_known(day: dt.date) -> None:
    _rest, (written,) = cut_dates(f"{day:%d.%m.%Y}")
    assert written.read(Order.UNKNOWN) == day


@given(DAYS)
def test_two_numbers_are_a_day_only_where_the_folder_tells_their_order(day: dt.date) -> None:
    _rest, (written,) = cut_dates(f"{day.day}-{day.month}-{day.year}")
    assert written.read(Order.DAY_FIRST) == day
    is_clear = day.day > 12 or day.day == day.month
    assert written.read(Order.UNKNOWN) == (day if is_clear else None)


def test_all_days_of_a_folder_settle_which_number_is_the_month() -> None:
    def order(*texts: str) -> Order:
        return settle_order(day for text in texts for day in cut_dates(text)[1])

    assert order("3-1-2026", "25-1-2026") is Order.DAY_FIRST
    assert order("3-1-2026", "1-25-2026", "2026-03-14") is Order.MONTH_FIRST
    assert order("3-1-2026", "2026-03-14") is Order.UNKNOWN
    assert order("1-25-2026", "25-1-2026") is Order.UNKNOWN


@pytest.mark.parametrize("text", ["20261399", "20990101", "31.2.2026", "Jan_12", "240fps", "1.3"])
def test_what_is_no_day_is_left(text: str) -> None:
    assert cut_dates(text) == (text, ())
