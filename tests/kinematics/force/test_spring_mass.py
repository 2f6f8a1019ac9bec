"""The leg as a spring: worked examples, and when it is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from aqvision.kinematics.force.spring_mass import (
    SpringMass,
    measure_spring_mass,
    speed_change_frac,
    spring_numbers,
)
from aqvision.kinematics.metrics.metric import Grade
from aqvision.kinematics.motion import GroundKind, Motion
from aqvision.kinematics.quality.summary import MetricSummary, withheld_summary
from tests.support.synthetic import Run, analysis_of, motion_of

RUN = Run()
WORKED = (0.105, 0.118, 9.5, 0.95)


def summary(value: float, se: float, n: int = 6) -> MetricSummary:
    return replace(withheld_summary("s", ""), value=value, se=se, n=n, confidence=Grade.B)


def steady(**changes: MetricSummary) -> dict[str, MetricSummary]:
    return {
        "contact_time_s": summary(0.105, 0.001),
        "flight_time_s": summary(0.118, 0.001),
        "step_time_s": summary(0.223, 0.001),
        "speed_mps": summary(9.5, 0.1),
    } | changes


def measured(motion: Motion, metrics: dict[str, MetricSummary]) -> SpringMass | str:
    contacts = analysis_of(RUN).contacts
    return measure_spring_mass(motion, contacts, metrics, 75.0)


def test_worked_example() -> None:
    fmax, _drop, kvert, kleg = spring_numbers(*WORKED)
    assert fmax == pytest.approx(3.34, abs=0.005)
    assert 0.075 * kvert == pytest.approx(107, abs=0.5)
    assert 0.075 * kleg == pytest.approx(14.9, abs=0.05)


def test_five_milliseconds_of_contact_move_it_as_worked_out() -> None:
    tc, tf, speed, leg = WORKED
    exact, late = spring_numbers(*WORKED), spring_numbers(tc + 0.005, tf - 0.005, speed, leg)
    change = late / exact - 1
    assert change[0] == pytest.approx(-0.05, abs=0.01)
    assert change[2] == pytest.approx(-0.07, abs=0.015)
    assert -0.15 < change[3] < -0.12


def test_without_speed_the_leg_is_not_known() -> None:
    assert np.isnan(spring_numbers(0.105, 0.118, np.inf, 0.95)[3])
    assert np.isnan(spring_numbers(0.105, 0.118, 9.5, np.inf)[3])


def test_a_steady_run_is_measured_with_the_error_of_contact() -> None:
    motion = replace(motion_of(RUN.pose()), metres_per_leg=0.95)
    found = measured(motion, steady())
    assert isinstance(found, SpringMass)
    assert found.kvert_kn_per_m.value == pytest.approx(106.5, abs=0.1)
    assert found.kleg_kn_per_m.value == pytest.approx(14.92, abs=0.01)
    assert found.kleg_kn_per_m.se == pytest.approx(0.075 * found.kleg_n_per_m_kg.se)
    assert 0.10 < found.kleg_n_per_m_kg.se_frac < 0.16
    assert found.confidence == Grade.C
    assert "contact time" in found.reason


def test_without_a_scale_the_body_is_measured_and_the_leg_is_not() -> None:
    motion = replace(motion_of(RUN.pose()), metres_per_leg=np.nan)
    found = measured(motion, steady(speed_mps=withheld_summary("m/s", "no scale")))
    assert isinstance(found, SpringMass)
    assert np.isnan(found.kleg_n_per_m_kg.value)
    assert np.isfinite(found.kvert_n_per_m_kg.se)


@pytest.mark.parametrize("name", ["contact_time_s", "flight_time_s"])
def test_without_contact_times_there_is_none(name: str) -> None:
    motion = motion_of(RUN.pose())
    assert measured(motion, steady(**{name: withheld_summary("s", "too slow")})) == "too slow"


def test_few_steps_are_refused() -> None:
    found = measured(motion_of(RUN.pose()), steady(flight_time_s=summary(0.118, 0.001, n=2)))
    assert "fewer than three steps" in str(found)


def test_who_gathers_speed_is_refused() -> None:
    motion = motion_of(RUN.pose())
    since = motion.time_s - motion.time_s.mean()
    moved = motion.xy_leg.copy()
    moved[..., 0] += 0.7 * since[:, None] ** 2
    faster = replace(motion, xy_leg=moved)
    assert abs(speed_change_frac(motion, 0.1, 1.0)) < 0.03
    assert speed_change_frac(faster, 0.1, 1.0) > 0.1
    assert "the speed changes by" in str(measured(faster, steady()))


def test_a_moving_camera_does_not_tell_and_a_belt_is_steady() -> None:
    motion = motion_of(RUN.pose())
    unknown = replace(motion, ground=GroundKind.MOVING_CAMERA)
    assert "moving camera" in str(measured(unknown, steady()))
    belt = replace(motion, ground=GroundKind.TREADMILL)
    assert isinstance(measured(belt, steady()), SpringMass)
