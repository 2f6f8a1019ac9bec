"""Contacts on motions other than the samples: short forms of what `make validate` measures."""

from __future__ import annotations

import numpy as np
import pytest

from samples.generator import simulate_sprint
from validation.events import Condition, EventErrors, events_section, measure_condition
from validation.events_motions import RUNS, Noise, View, see_run
from validation.events_network import FootErrors, network_section
from validation.measuring import BODY

LEVEL = View()
VIEWS = [View(from_left=True), View(roll_deg=5.0), View(roll_deg=-5.0), View(slope_deg=2.0)]
SPRINTS = [name for name in RUNS if name.startswith("sprint")]
# each motion, each view and each noise at least once; `make validate` has them all
SEEN = [*((motion, LEVEL) for motion in RUNS), *zip(RUNS, VIEWS, strict=True)]
NOISY = [
    *((motion, Noise(0.005)) for motion in RUNS),
    (SPRINTS[0], Noise(0.005, 0.6)),
    (SPRINTS[1], Noise(0.01)),
]


def measured(motion: str, rate_hz: int, noise: Noise, view: View = LEVEL) -> EventErrors:
    make = tuple(lambda seed, p=p: see_run(p, rate_hz, noise, view, seed) for p in RUNS[motion])
    return measure_condition(Condition(motion, "", rate_hz, noise, make), 2)


@pytest.mark.parametrize("motion", RUNS)
def test_no_foot_of_a_known_motion_passes_through_the_ground(motion: str) -> None:
    for parameters in RUNS[motion]:
        seen = simulate_sprint(parameters, BODY, np.arange(0, parameters.stride_time_s, 0.004))
        for joint in ("left_toe", "left_heel", "right_toe", "right_heel"):
            assert seen.joints_m[joint][:, 2].min() > -0.005


@pytest.mark.slow
@pytest.mark.parametrize(("motion", "view"), SEEN)
def test_no_contact_is_missed_or_invented(motion: str, view: View) -> None:
    errors = measured(motion, 120, Noise(0.005), view)
    assert errors.n_true > 5
    assert (errors.n_missed, errors.n_invented) == (0, 0)
    assert np.abs(errors.error_ms[:, 0].mean()) < 5


@pytest.mark.parametrize("motion", ["sprint, contact 115 ms", "jog, contact 230 ms"])
@pytest.mark.parametrize("rate_hz", [120, 240])
def test_sprint_and_jog_meet_their_targets(motion: str, rate_hz: int) -> None:
    assert measured(motion, rate_hz, Noise(0.005)).shortfalls == ()


@pytest.mark.slow
@pytest.mark.parametrize(("motion", "noise"), NOISY)
def test_stated_errors_are_about_those_made(motion: str, noise: Noise) -> None:
    within, rms = measured(motion, 120, noise).calibration
    assert within > 0.5
    assert 0.4 < rms < 1.8


def test_the_table_tells_what_falls_short() -> None:
    good = measured(SPRINTS[1], 120, Noise(0.005))
    bad = EventErrors(good.condition, good.error_ms + 9, good.stated_ms, good.n_true, 1, 2)
    text = events_section([good, bad])
    rows = [row for row in text.splitlines() if row.startswith("| sprint")]
    assert rows[0].endswith("| met |")
    assert "**falls short**" in rows[1]
    assert "missed, invented" in rows[1]
    assert all(row.count("|") == 14 for row in rows)


def test_the_table_of_the_network_sums_up_each_body() -> None:
    error_ms = np.array([[1.0, -3.0], [3.0, -5.0]])
    feet = [
        FootErrors(
            clip=clip,
            foot=foot,
            points=points,
            error_ms=error_ms,
            stated_ms=error_ms,
            n_missed=1,
            n_invented=0,
        )
        for clip in ("mh_pan", "tiny_pan")
        for foot in ("near", "far")
        for points in ("network", "truth")
    ]
    rows = [row for row in network_section(feet).splitlines() if row.startswith("| ")][1:]
    assert len(rows) == len(feet) + 4
    assert rows[-2] == (
        "| all of tiny | both | network | 4 | +2.0 ± 1.2 | -4.0 ± 1.2 | -6.0 ± 2.3 | 2 | 0 |"
    )
