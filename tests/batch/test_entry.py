"""Rows as values: those of a group stand together, in the order of the roster."""

from __future__ import annotations

from pathlib import Path

from aqvision.batch.entry import grouped
from aqvision.batch.roster import read_roster
from tests.support.rosters import roster_of


def test_groups_keep_the_order_of_the_roster(folder: Path) -> None:
    rows = ["B,before,1.mp4", "A,before,2.mp4", "B,after,3.mp4"]
    entries = read_roster(roster_of(folder, "athlete,label,clip", *rows)).entries
    groups = grouped(entries, lambda entry: entry.athlete)
    assert [[entry.row for entry in group] for group in groups] == [[2, 4], [3]]
