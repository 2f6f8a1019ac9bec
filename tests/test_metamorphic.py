"""What may change when the picture does, and what may not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pytest

from aqvision.analysis.analyze import Analysis
from aqvision.core.sequence import PoseSequence
from aqvision.core.skeleton import ARM_JOINTS, LEG_JOINTS
from aqvision.kinematics.metrics.registry import METRICS, Need
from aqvision.pose.clean.laterality import exchange
from samples.generator import AFTER, BEFORE, SprintParameters
from tests.support.synthetic import BODY, Array, Run, analysis_of, analyze, mirrored, with_points

LENGTHS = {"step_length_m", "speed_mps", "foot_speed_touchdown_mps"}
PHASES = {"arm_leg_phase_deg", "thorax_arm_phase_deg", "thigh_thigh_phase_deg",
          "arm_same_leg_phase_deg", "arm_leg_momentum_phase_deg"}  # fmt: skip
# Metrics of the near foot's strides: which strides those are changes with the camera's side.
NEAR_ONLY = {name for name, m in METRICS.items() if not m.sided}
# These set left against right, so they turn their sign when the two change places.
LEFT_LESS_RIGHT = {name for name, m in METRICS.items() if m.compares_sides}
LEFT_LESS_RIGHT |= {"thigh_thigh_phase_deg"}
# Of an even run these are nothing but what the timing errs by.
EVENNESS = {name for name, m in METRICS.items() if m.compares_sides} | {"step_time_variation_frac"}
# These are read within some milliseconds of an instant of contact.
AT_AN_INSTANT = {"foot_speed_touchdown_mps", "scissor_velocity_touchdown_dps",
                 "swing_thigh_touchdown_deg", "switch_time_frac",
                 "stance_force_bw", "duty_factor_frac", "arm_reversal_lag_s",
                 "thigh_reversal_back_frac", "thigh_reversal_front_frac"}  # fmt: skip


# What noise adds to these is taken off by random draws, which are others for another picture.
LESS_NOISE = {name for name, m in METRICS.items() if np.isfinite(m.most_growth)}


def turn_smaller_than(change: float, most: float) -> bool:
    """Compare an angle's change around the circle."""
    return abs((change + 180) % 360 - 180) <= most


def differences(
    first: Analysis,
    second: Analysis,
    names: Iterable[str] = METRICS,
    *,
    exchanged: bool = False,
    relative: float = 1e-3,
    degrees: float = 0.05,
) -> dict[str, tuple[float, float]]:
    """Metrics that differ, side by side, beyond a part of their value and some degrees."""
    found = {}
    for name in names:
        a, b = first.metrics[name], second.metrics[name]
        # left against right turns its sign when the two change places
        turn = -1 if exchanged and name in LEFT_LESS_RIGHT else 1
        other = (b.value * turn, b.right, b.left) if exchanged else (b.value, b.left, b.right)
        for one, two in zip((a.value, a.left, a.right), other, strict=True):
            slack = degrees if METRICS[name].unit == "deg" else 1e-4
            if np.isnan(one) and np.isnan(two):
                continue
            near = abs(one - two) <= relative * abs(one) + slack
            if not (near or (name in PHASES and turn_smaller_than(one - two, slack))):
                found[name] = (one, two)
    return found


def beyond_detection(
    first: Analysis, second: Analysis, names: Iterable[str], part: float
) -> set[str]:
    """Metrics that differ by more than a part of the smallest detectable change."""
    found = set()
    for name in names:
        a, b = first.metrics[name].value, second.metrics[name].value
        smallest = METRICS[name].minimal_detectable_change(240, a)
        if not abs(a - b) <= part * smallest:
            found.add(name)
    return found


def grades(analysis: Analysis) -> dict[str, tuple[str, str]]:
    return {name: (m.confidence, m.reason) for name, m in analysis.metrics.items()}


@pytest.fixture(scope="module")
def noisy() -> PoseSequence:
    """A sprint with half a pixel of noise, so that nothing is too smooth to be true."""
    return Run(AFTER, noise_px=0.5, seed=7).pose()


def test_mirror_exchanges_left_and_right_and_nothing_else(noisy: PoseSequence) -> None:
    straight, turned = analyze(noisy), analyze(mirrored(noisy))
    assert (straight.scene.camera.direction, turned.scene.camera.direction) == (1, -1)
    assert (straight.scene.camera.near_side, turned.scene.camera.near_side) == ("right", "left")
    assert differences(straight, turned, set(METRICS) - LESS_NOISE, exchanged=True) == {}
    assert beyond_detection(straight, turned, LESS_NOISE, 0.3) == set()
    assert [c.side for c in straight.contacts] != [c.side for c in turned.contacts]
    assert np.allclose(
        [(c.touchdown_s, c.toeoff_s, c.foot_x_leg - straight.contacts[0].foot_x_leg)
         for c in straight.contacts],
        [(c.touchdown_s, c.toeoff_s, c.foot_x_leg - turned.contacts[0].foot_x_leg)
         for c in turned.contacts],
        atol=1e-6,
    )  # fmt: skip
    assert np.allclose(
        straight.series["left_knee_flexion_deg"], turned.series["right_knee_flexion_deg"]
    )
    assert np.allclose(straight.series["thorax_yaw_deg"], -turned.series["thorax_yaw_deg"])
    assert grades(straight) == grades(turned)


def test_mirror_twice_is_no_change(noisy: PoseSequence) -> None:
    again = mirrored(mirrored(noisy))
    assert np.allclose(again.xy_px, noisy.xy_px)


def test_size_of_the_picture_changes_nothing(noisy: PoseSequence) -> None:
    larger = replace(
        noisy,
        xy_px=1.7 * noisy.xy_px,
        width_px=round(1.7 * noisy.width_px),
        height_px=round(1.7 * noisy.height_px),
    )
    first, second = analyze(noisy), analyze(larger)
    assert differences(first, second, relative=1e-6, degrees=1e-6) == {}
    assert second.scene.body.athlete_px == pytest.approx(1.7 * first.scene.body.athlete_px)


@pytest.mark.parametrize(("right", "down"), [(15.0, -60.0), (-10.0, 80.0)])
def test_place_in_the_picture_changes_nothing(
    noisy: PoseSequence, right: float, down: float
) -> None:
    shifted = with_points(noisy, lambda points: points + np.array([right, down]))
    assert differences(analyze(noisy), analyze(shifted), relative=1e-6, degrees=1e-6) == {}


def test_side_of_the_camera_changes_little() -> None:
    """Another camera sees the other limbs nearer; on perfect points perspective is all."""
    right, left = analysis_of(Run(AFTER)), analysis_of(Run(AFTER, from_left_of_track=True))
    # the elbow's plane leans away from one camera and towards the other
    apart = {"retraction_velocity_dps", "thorax_arm_phase_deg", "elbow_range_deg"}
    instants = EVENNESS | AT_AN_INSTANT
    assert beyond_detection(right, left, instants, 0.5) == set()
    names = set(METRICS) - apart - {"knee_gap_touchdown_frac"} - instants
    assert differences(right, left, names, relative=0.02, degrees=2.0) == {}
    gaps = [run.metrics["knee_gap_touchdown_frac"].value for run in (right, left)]
    assert gaps[0] == pytest.approx(gaps[1], abs=0.02)


@pytest.mark.parametrize("parameters", [BEFORE, AFTER], ids=["before", "after"])
def test_frame_rate_changes_little(parameters: SprintParameters) -> None:
    slow, fast = (analysis_of(Run(parameters, rate)) for rate in (120, 240))
    times = {name for name, m in METRICS.items() if m.unit == "s"}
    assert all(abs(slow.metrics[n].value - fast.metrics[n].value) < 0.004 for n in times)
    instants = {"touchdown_distance_frac", "retraction_velocity_dps", "knee_gap_touchdown_frac",
                "thigh_separation_touchdown_deg"}  # fmt: skip
    assert beyond_detection(slow, fast, EVENNESS | AT_AN_INSTANT, 0.7) == set()
    assert beyond_detection(slow, fast, LESS_NOISE, 0.5) == set()
    names = set(METRICS) - times - instants - EVENNESS - AT_AN_INSTANT - LESS_NOISE
    assert differences(slow, fast, names, relative=0.02, degrees=1.0) == {}
    for name in ("thigh_separation_touchdown_deg", "touchdown_distance_frac"):
        smallest = METRICS[name].mdc_240hz
        assert abs(slow.metrics[name].value - fast.metrics[name].value) < smallest


def test_slow_motion_is_the_same_run_once_its_rate_is_given() -> None:
    pose = Run(AFTER, 240, 0.5, 3).pose()
    slowed = replace(pose, time_s=np.arange(len(pose)) / 30)
    real, declared = analyze(pose), analyze(slowed, capture_fps=240)
    assert declared.video.fps == pytest.approx(30)
    assert declared.video.capture_fps == pytest.approx(240)
    assert declared.video.duration_s == pytest.approx(real.video.duration_s)
    assert differences(real, declared, relative=1e-6, degrees=1e-6) == {}
    assert grades(real) == grades(declared)
    # the network's points stay at playback time, in which their pictures are
    assert declared.raw_pose.sequence.time_s[-1] == pytest.approx(len(pose) / 30, rel=0.01)
    assert declared.pose.time_s == pytest.approx(pose.time_s)


def test_a_slower_clock_stretches_times_and_leaves_angles() -> None:
    """The same pictures, declared as 100 instead of 120 frames a second."""
    pose = Run(BEFORE, 120).pose()
    real, slower = analyze(pose, capture_fps=120), analyze(pose, capture_fps=100)
    factor = 1.2
    assert slower.video.duration_s == pytest.approx(factor * real.video.duration_s)
    for name, metric in METRICS.items():
        if metric.unit == "deg" and name != "trunk_lean_deg" and real.metrics[name].n:
            difference = slower.metrics[name].value - real.metrics[name].value
            assert turn_smaller_than(difference, 2.5), name
    for name, power in {"step_time_s": 1, "step_frequency_hz": -1, "speed_mps": -1}.items():
        ratio = slower.metrics[name].value / real.metrics[name].value
        assert ratio == pytest.approx(factor**power, rel=0.02), name
    assert slower.metrics["step_length_m"].value == pytest.approx(
        real.metrics["step_length_m"].value, rel=1e-3
    )
    acceleration = "thigh_angular_acceleration_peak_dps2"
    ratio = slower.metrics[acceleration].value / real.metrics[acceleration].value
    assert ratio == pytest.approx(factor**-2, rel=0.02)


@pytest.mark.parametrize("factor", [0.9, 1.1])
def test_height_scales_lengths_and_nothing_else(noisy: PoseSequence, factor: float) -> None:
    first, second = analyze(noisy), analyze(noisy, height_m=factor * BODY.height_m)
    for name in LENGTHS:
        ratio = second.metrics[name].value / first.metrics[name].value
        assert ratio == pytest.approx(factor, rel=1e-9)
    assert differences(first, second, set(METRICS) - LENGTHS, relative=0, degrees=0) == {}


@pytest.mark.parametrize("joints", [LEG_JOINTS, ARM_JOINTS], ids=["legs", "arms"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_exchanged_labels_in_a_tenth_of_the_frames_change_nothing(
    joints: tuple[str, ...], seed: int
) -> None:
    """Swaps of the network come in runs of 3 to 15 frames."""
    pose = Run(AFTER, noise_px=0.5, seed=seed).pose()
    random = np.random.default_rng(seed)
    frames = np.zeros(len(pose), dtype=bool)
    while frames.mean() < 0.1:
        start, length = random.integers(len(pose) - 15), random.integers(3, 16)
        frames[start : start + length] = True
    swapped = analyze(exchange(pose, joints, frames))
    names = set(METRICS) - {"retraction_velocity_dps"}
    found = differences(analyze(pose), swapped, names, relative=0.02, degrees=1.0)
    assert found == {}
    share = swapped.scene.body.swapped_legs_frac if joints is LEG_JOINTS else (
        swapped.scene.body.swapped_arms_frac)  # fmt: skip
    assert share == pytest.approx(frames.mean(), abs=0.02)


def test_outlier_frames_change_little(noisy: PoseSequence) -> None:
    random = np.random.default_rng(5)

    def smear(points: Array) -> Array:
        for frame in random.choice(len(points), 6, replace=False):
            points[frame, random.integers(11, 33)] += random.normal(0, 120, 2)
        return points

    names = {
        n
        for n, m in METRICS.items()
        if m.pillar in {"swing", "steps"} and Need.INSTANTS not in m.needs
    }
    found = differences(
        analyze(noisy), analyze(with_points(noisy, smear)), names, relative=0.02, degrees=1.0
    )
    assert found == {}


def test_face_and_fingers_do_not_matter(noisy: PoseSequence) -> None:
    def forget(points: Array) -> Array:
        points[:, :11] = np.nan
        points[:, 17:23] = np.nan
        return points

    without = analyze(with_points(noisy, forget))
    assert differences(analyze(noisy), without, relative=1e-6, degrees=1e-6) == {}


def test_same_points_give_the_same_numbers(noisy: PoseSequence) -> None:
    first, second = analyze(noisy), analyze(noisy)
    assert first.contacts == second.contacts
    assert differences(first, second, relative=0, degrees=0) == {}


def test_walking_in_place_makes_no_sprint() -> None:
    """Feet that lift in turn under a body that stays: no speed, and no number from nothing."""
    pose = Run(BEFORE).pose()
    first = pose.xy_px[:1].repeat(len(pose), axis=0)
    first += np.random.default_rng(2).normal(0, 1.0, first.shape)
    for landmarks, sign in ((slice(25, 32, 2), 1), (slice(26, 33, 2), -1)):
        lift = np.maximum(0, sign * np.sin(2 * np.pi * 0.9 * pose.time_s))
        first[:, landmarks, 1] -= 20 * lift[:, None]
    analysis = analyze(replace(pose, xy_px=first))
    assert analysis.contacts == ()
    assert {m.confidence for m in analysis.metrics.values()} == {"withheld"}
    assert all(m.reason for m in analysis.metrics.values())
