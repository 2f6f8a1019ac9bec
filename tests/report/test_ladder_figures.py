"""Ladder -> charts that JSON can hold."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache

from aqvision.core.settings import Settings
from aqvision.coupling.ladder import Ladder, make_ladder
from aqvision.report.ladder_figures import force_figures, speed_figures
from tests.support.climbs import Climber


@cache
def ladder_of(lag: float) -> Ladder:
    return make_ladder(Climber(lag_deg_per_mps=lag).ladder(), Settings())


def test_each_metric_has_one_chart_with_a_dot_a_run() -> None:
    figures = speed_figures(ladder_of(25.0))
    assert [f.key for f in figures] == [
        "speed-arm_leg_phase_deg", "speed-thigh_thigh_phase_deg", "speed-contact_time_s",
    ]  # fmt: skip
    dots = [t for t in figures[0].plot["data"] if t["mode"] == "markers"]
    assert [trace["name"] for trace in dots] == ["Left", "Right"]
    assert [len(trace["x"]) for trace in dots] == [6, 6]
    assert "NaN" not in json.dumps([f.plot for f in figures])


def test_where_it_lets_go_is_a_stripe_and_the_line_is_bent_there() -> None:
    arms, thighs, _ = speed_figures(ladder_of(25.0))
    stripe = arms.plot["layout"]["shapes"][0]
    assert stripe["x0"] <= 8.4 <= stripe["x1"]
    assert "lets go where the line bends" in arms.read
    assert "shapes" not in thighs.plot["layout"]
    assert "It holds." in thighs.read


def test_a_steady_change_has_no_stripe() -> None:
    now = ladder_of(25.0)
    steady = replace(now, limbs=tuple(replace(o, steadily=0.9) for o in now.limbs))
    assert "over all speeds" in speed_figures(steady)[0].read
    assert "shapes" not in speed_figures(steady)[0].plot["layout"]


def test_an_earlier_ladder_stands_beside_it() -> None:
    alone, both = (speed_figures(ladder_of(25.0), b)[0] for b in (None, ladder_of(0.0)))
    assert len(both.plot["data"]) == 2 * len(alone.plot["data"])


def test_force_stands_for_speed_in_a_second_set() -> None:
    figures = force_figures(ladder_of(0.0))
    assert len(figures) == 3
    assert "body weights" in figures[0].plot["layout"]["xaxis"]["title"]["text"]
