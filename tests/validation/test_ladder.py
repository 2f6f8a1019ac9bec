"""Simulated ladders: drawn as they are said to be, and judged in a table."""

from __future__ import annotations

import numpy as np

from validation.ladder import DESIGNS, Design, ladder_section, measure_design, simulate


def test_arms_lag_above_the_break_and_nothing_else_does() -> None:
    design = Design(speeds_mps=(6.5, 8.4, 9.4), arms=("left",), slope_deg_per_mps=1000.0)
    tracks = {(t.metric.name, t.side): t for t in simulate(design, 1.0, np.random.default_rng(0))}
    left, right = (tracks["arm_leg_phase_deg", side].value for side in ("left", "right"))
    assert np.round((left - right) / 1000).tolist() == [0, 0, -1]
    assert np.ptp(tracks["thigh_thigh_phase_deg", None].value) < 30


def test_the_table_judges_each_design() -> None:
    found = [measure_design(DESIGNS[5], 1.0, 4), measure_design(DESIGNS[9], 0.5, 4)]
    assert found[1].named > 0.5
    text = ladder_section(found)
    assert text.startswith("## What lets go first")
    assert text.count("\n| 6 |") == 2
