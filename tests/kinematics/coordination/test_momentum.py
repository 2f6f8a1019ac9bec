"""Limbs that swing as known pendulums, and the simulated sprint whose points have a depth."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from aqvision.core.skeleton import INDEX
from aqvision.kinematics.coordination.momentum import (
    HIPS_APART_LEG,
    SHOULDERS_APART_LEG,
    StrideMomentum,
    find_body_points,
    measure_stride,
)
from aqvision.kinematics.coordination.segments import BODY
from aqvision.kinematics.motion import Motion
from samples.generator import BEFORE
from tests.support.synthetic import Array, Run, motion_of

STRIDE_S = 0.5
START_S = 0.1
RUN_S = BEFORE.stride_time_s
LEG = (("hip", 0.0), ("knee", 0.45), ("ankle", 0.9), ("heel", 0.9), ("foot_index", 0.9))
ARM = (("shoulder", 0.0), ("elbow", 0.3), ("wrist", 0.55))


def swinging(
    rate_hz: float = 120.0, arm_leads_deg: float = 180.0, arm: float = 0.2, other_leg: float = 180.0
) -> Motion:
    """A body that runs on, of which each limb slides forward and back as one: x = a cos(2 pi t/T).

    Every point of a limb moves alike, so its vertical angular momentum is its mass times that.
    """
    motion = motion_of(Run().pose())
    time_s = np.arange(0, 0.8, 1 / rate_hz)
    points = np.full((len(time_s), 33, 2), np.nan)
    turn = 2 * np.pi * (time_s - START_S) / STRIDE_S

    def place(name: str, x: Array, y: float) -> None:
        points[:, INDEX[name]] = np.stack([x + 8 * time_s, np.full_like(x, y)], axis=1)

    for side, half in (("right", 0.0), ("left", np.pi)):
        leg = np.radians(other_leg) if half else 0.0
        for joint, down in LEG:
            sway = 0.0 if joint == "hip" else 0.3 * np.cos(turn + leg)
            place(f"{side}_{joint}", sway + 0 * turn + 0.1 * (joint == "foot_index"), 1 - down)
        for joint, down in ARM:
            still = joint == "shoulder"
            swing = 0 * turn if still else arm * np.cos(turn + np.radians(arm_leads_deg) + half)
            place(f"{side}_{joint}", swing, 1.55 - down)
    return replace(motion, time_s=time_s, xy_leg=points)


def stride(motion: Motion, start_s: float = START_S, stride_s: float = STRIDE_S) -> StrideMomentum:
    """Measure one stride, which must be in view; drift is looked for over the whole clip."""
    body = find_body_points(motion, motion.time_s[0], motion.time_s[-1], stride_s)
    found = measure_stride(body, start_s, stride_s)
    assert found is not None
    return found


def test_vertical_momentum_of_sliding_limbs_is_mass_by_way_by_place() -> None:
    found = stride(swinging())
    # only what hangs from a joint that stays moves less than the limb: by its centre's share
    legs = 0.3 * (
        BODY["thigh"].mass_frac * BODY["thigh"].centre_frac
        + BODY["shank"].mass_frac
        + BODY["foot"].mass_frac
    )
    arms = 0.2 * (
        BODY["upper_arm"].mass_frac * BODY["upper_arm"].centre_frac
        + BODY["forearm"].mass_frac
        + BODY["hand"].mass_frac
    )
    assert abs(found.legs_vertical) == pytest.approx(HIPS_APART_LEG * legs, rel=1e-6)
    assert abs(found.arms_vertical) == pytest.approx(SHOULDERS_APART_LEG * arms, rel=1e-6)


@pytest.mark.parametrize("leads_deg", [180.0, 150.0, 200.0])
def test_phase_is_that_of_the_arm_on_the_same_side(leads_deg: float) -> None:
    found = stride(swinging(arm_leads_deg=leads_deg)).arms_over_legs
    assert np.angle(found, deg=True) % 360 == pytest.approx(leads_deg, abs=1e-6)


def test_twice_the_swing_of_the_arms_is_twice_the_ratio() -> None:
    usual, wide = (abs(stride(swinging(arm=a)).arms_over_legs) for a in (0.15, 0.3))
    assert wide == pytest.approx(2 * usual, rel=1e-6)


def test_legs_against_each_other_cancel_and_legs_together_do_not() -> None:
    against = stride(swinging(arm=0.0)).leg_cancellation_frac
    together = stride(swinging(arm=0.0, other_leg=0.0)).leg_cancellation_frac
    assert against > 0.9
    assert together == pytest.approx(1 - 2**0.5, abs=0.02)


def test_the_far_arm_counts_for_nothing() -> None:
    motion = motion_of(Run().pose())
    hidden = motion.xy_leg.copy()
    for joint in ("elbow", "wrist"):
        hidden[:, INDEX[f"left_{joint}"]] = np.nan
    assert motion.near_side == "right"
    seen, without = (
        stride(m, 0.1, RUN_S).arms_over_legs for m in (motion, replace(motion, xy_leg=hidden))
    )
    assert seen == without


def test_a_missing_wrist_withholds_the_stride() -> None:
    motion = motion_of(Run().pose())
    gone = motion.xy_leg.copy()
    gone[:30, INDEX["right_wrist"]] = np.nan
    body = find_body_points(replace(motion, xy_leg=gone), 0.1, 1.3, RUN_S)
    assert measure_stride(body, 0.1, RUN_S) is None


def test_speed_of_the_clip_and_size_of_the_body_cancel() -> None:
    motion = motion_of(Run().pose())
    slowed = replace(motion, time_s=4 * motion.time_s, xy_leg=1.3 * motion.xy_leg)
    usual, other = stride(motion, 0.1, RUN_S), stride(slowed, 0.4, 4 * RUN_S)
    assert other.arms_over_legs == pytest.approx(usual.arms_over_legs)
    assert other.body_cancellation_frac == pytest.approx(usual.body_cancellation_frac)


def test_where_a_stride_begins_does_not_matter() -> None:
    """The camera sees the body ever more from behind; without drift taken out it turns by 7."""
    motion = motion_of(Run().pose())
    found = [stride(motion, start_s, RUN_S).arms_over_legs for start_s in (0.1, 0.3, 0.5, 0.7)]
    assert np.ptp(np.angle(np.negative(found), deg=True)) < 1.0
    assert np.abs(found) == pytest.approx(np.mean(np.abs(found)), rel=0.03)


def test_what_the_parts_make_together_is_less_than_each_by_itself() -> None:
    found = stride(motion_of(Run().pose()), 0.1, RUN_S)
    assert 0.4 < found.body_cancellation_frac < found.leg_cancellation_frac < 0.7
