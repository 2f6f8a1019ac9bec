"""Rows of a season's tables."""

from __future__ import annotations

from aqvision.report.season_rows import (
    digits_of,
    dot_rows,
    hold_rows,
    label_of,
    pair_rows,
    show_correlation,
    sprint_rows,
)
from tests.support.seasons import clip, hold, season_of

SEASON = season_of(
    [clip(10 * i, contact_time_s=-0.001 * i) for i in range(5)],
    [hold(10 * i, 9.0 - i) for i in range(5)],
    (),
    ("contact_time_s",),
)


def test_changes_are_written_with_units_and_intervals() -> None:
    sway = hold_rows(SEASON)[0]
    assert (sway.label, sway.first, sway.last, sway.change) == (
        "Sway", "9.0 mm", "5.0 mm", "−4.0 mm",
    )  # fmt: skip
    assert " to " in sway.interval
    (contact,) = sprint_rows(SEASON)
    assert contact.first.endswith(" ms")
    assert contact.change.startswith("−4")
    assert sprint_rows(season_of([clip(0)], [])) == []


def test_every_dot_has_a_row() -> None:
    rows = list(dot_rows(SEASON))
    assert len(rows) == 5 * 4
    assert rows[0].day == "2 March 2026"
    assert {label_of(line) for line in SEASON.hold_lines} >= {"Sway", "Return after a knock"}
    assert digits_of(SEASON.sprint_lines[0]) == 0


def test_pairs_are_parted_by_what_can_be_told() -> None:
    rows = pair_rows(SEASON)
    assert rows.told == []
    assert [row.n_dates for row in rows.open] == [5, 5]
    assert show_correlation(0.5) == "+0.50"
