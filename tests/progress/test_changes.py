"""Changes of holds from the first day to the last."""

from __future__ import annotations

import pytest

from aqvision.comparison.hold_metrics import HOLD_METRICS
from aqvision.comparison.holds import HoldVerdict
from aqvision.progress.changes import HoldChange, hold_changes
from aqvision.progress.holds import Hold
from aqvision.progress.lines import hold_line
from tests.support.seasons import SETTINGS, day, hold


def sway(*holds: Hold) -> HoldChange:
    line = hold_line(HOLD_METRICS["sway_rms_mm"], holds, SETTINGS.comparison)
    (change,) = hold_changes([line], 0.9)
    return change


def test_a_change_is_last_less_first_whatever_lies_between() -> None:
    change = sway(hold(0, 8.0), hold(10, 30.0), hold(20, 6.0))
    assert (change.first, change.last, change.first_day, change.last_day) == (
        8.0, 6.0, day(0), day(20),
    )  # fmt: skip
    assert change.difference.value == pytest.approx(-2.0)
    assert change.difference.low < -2.0 < change.difference.high
    assert change.verdict is HoldVerdict.CANNOT_TELL


def test_one_hold_a_day_is_never_a_changed_athlete() -> None:
    assert sway(hold(0, 20.0), hold(9, 3.0)).verdict is HoldVerdict.HOLDS_DIFFER
    several = [hold(d, s, number=i) for i in range(3) for d, s in ((0, 20.0), (9, 3.0))]
    assert sway(*several).verdict is HoldVerdict.CHANGED


def test_more_holds_never_make_the_interval_wider() -> None:
    one = sway(hold(0), hold(9)).difference
    three = sway(*(hold(d, number=i) for i in range(3) for d in (0, 9))).difference
    assert three.high - three.low < one.high - one.low


def test_one_day_is_no_change() -> None:
    line = hold_line(HOLD_METRICS["sway_rms_mm"], [hold(0)], SETTINGS.comparison)
    assert hold_changes([line], 0.9) == ()
