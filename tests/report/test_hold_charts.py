from __future__ import annotations

import json

from aqvision.report.hold_charts import hold_charts
from tests.support.holds import from_the_front, measured


def test_knocks_are_marked_and_shaded_in_the_path_of_the_hips() -> None:
    hips, angles = hold_charts(measured())
    shapes = hips.plot["layout"]["shapes"]
    assert [s["type"] for s in shapes] == ["rect", "rect", "line", "line"]
    assert hips.plot["data"][0]["name"] == "Forward"
    assert len(angles.plot["data"]) == 3
    json.dumps([hips.plot, angles.plot], allow_nan=False)


def test_from_the_front_the_hips_go_to_the_athletes_left() -> None:
    assert hold_charts(from_the_front())[0].plot["data"][0]["name"] == "To the athlete's left"
