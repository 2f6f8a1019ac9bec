from __future__ import annotations

import math

from aqvision.kinematics.hold.estimate import Estimate
from aqvision.report.hold_numbers import number_rows, shown_interval
from tests.support.holds import measured


def test_each_number_stands_with_its_interval() -> None:
    rows = {row.name.label: row for row in number_rows(measured())}
    assert list(rows)[:3] == ["Sway", "Area of sway", "Drift"]
    assert rows["Sway"].value.endswith(" mm")
    assert rows["Area of sway"].value.endswith("cm²")
    assert rows["Drift"].value.endswith("a second")
    assert " to " in rows["Sway"].interval
    assert all(row.remark == "" for row in rows.values())


def test_an_interval_begins_at_zero_and_grows_with_the_scale() -> None:
    assert shown_interval(Estimate(0.01, 0.1, 5), 1.0, 0.05).startswith("0.0 mm to")
    assert shown_interval(Estimate(0.01, math.nan, 5), 1.0, 0.05) == "—"
    exact, rough = (shown_interval(Estimate(0.01, 0.001, 7), 1.0, se) for se in (0.0, 0.2))
    assert exact != rough
