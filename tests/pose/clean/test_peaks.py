"""Joints on the other leg, the right place among the peaks -> the right place, or none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from numpy.typing import NDArray

from aqvision.core.evidence import N_OTHERS, PointEvidence
from aqvision.core.sequence import PoseSequence
from aqvision.core.skeleton import N_LANDMARKS, PARTNERS, joint_indices
from aqvision.core.types import FloatArray
from aqvision.pose.clean.alternation import predict_limb_difference
from aqvision.pose.clean.peaks import LEG_CHAIN, settle_peaks

if TYPE_CHECKING:
    from tests.conftest import SprintPose

NOISE_PX = 1.0
FALLEN = joint_indices("left", LEG_CHAIN[1:])
RUNS = [slice(30, 33), slice(61, 63), slice(90, 91)]


def evidence_of(pose: PoseSequence) -> PointEvidence:
    """Give the evidence of a network that is sure of every point and saw nothing else."""
    n = len(pose)
    return PointEvidence(
        spread_px=np.full((n, N_LANDMARKS), 5.0),
        score=np.full((n, N_LANDMARKS), 0.8),
        other_px=np.full((n, N_OTHERS, N_LANDMARKS, 2), np.nan),
        other_score=np.full((n, N_OTHERS, N_LANDMARKS), np.nan),
    )


def with_fallen(
    pose: PoseSequence, joints: list[int], frames: list[slice], second_peak: bool = True
) -> PoseSequence:
    """Put joints where those of the other side are; their own place is their second peak."""
    evidence = evidence_of(pose)
    xy = pose.xy_px.copy()
    partners = [PARTNERS[joint] for joint in joints]
    for run in frames:
        xy[run, joints] = pose.xy_px[run][:, partners]
        if second_peak:
            evidence.other_px[run, 0, joints] = pose.xy_px[run][:, joints]
            evidence.other_score[run, 0, joints] = 0.5
    return replace(pose, xy_px=xy, evidence=evidence)


def settled(pose: PoseSequence, true: PoseSequence) -> PoseSequence:
    return settle_peaks(pose, LEG_CHAIN, predict_limb_difference(true)[0])


def off_px(pose: PoseSequence, true: PoseSequence) -> FloatArray:
    return np.asarray(np.linalg.norm(pose.xy_px - true.xy_px, axis=2))


@pytest.mark.parametrize("fps", [60.0, 120.0, 240.0])
def test_points_that_are_right_stay(fps: float, sprint_pose: SprintPose) -> None:
    true = sprint_pose(fps, NOISE_PX)
    found = settled(replace(true, evidence=evidence_of(true)), true)
    assert np.mean(off_px(found, true) > 1e-6) < 0.002


def test_points_without_evidence_stay(sprint_pose: SprintPose) -> None:
    true = sprint_pose(120.0)
    assert settled(true, true) is true


@pytest.mark.parametrize("joint", FALLEN)
def test_a_joint_on_the_other_leg_takes_its_second_peak(
    joint: int, sprint_pose: SprintPose
) -> None:
    true = sprint_pose(120.0, NOISE_PX)
    found = settled(with_fallen(true, [joint], RUNS), true)
    # where the legs cross either place is right
    assert np.nanmax(off_px(found, true)) < 0.03 * np.nanmedian(true.trunk_px) * 4
    assert np.isfinite(found.xy_px).all()


def test_two_legs_on_one_are_resolved(sprint_pose: SprintPose) -> None:
    true = sprint_pose(120.0, NOISE_PX)
    fallen = with_fallen(true, FALLEN, RUNS)
    wrong = off_px(fallen, true)[:, FALLEN] > 40
    assert wrong.any()
    found = settled(fallen, true)
    assert np.nanmax(off_px(found, true)[:, FALLEN]) < 40
    assert np.isfinite(found.xy_px[:, FALLEN]).all()


def test_a_peak_known_to_the_other_side_alone_is_taken(sprint_pose: SprintPose) -> None:
    """Both maps have the legs' places, each with the other's as the first peak."""
    true = sprint_pose(120.0, NOISE_PX)
    joint = FALLEN[1]
    pose = with_fallen(true, [joint, PARTNERS[joint]], RUNS, second_peak=False)
    assert np.nanmax(off_px(pose, true)) > 40
    assert np.nanmax(off_px(settled(pose, true), true)) < 40


def test_a_joint_that_no_place_suits_is_forgotten(sprint_pose: SprintPose) -> None:
    true = sprint_pose(120.0, NOISE_PX)
    pose = with_fallen(true, FALLEN, RUNS, second_peak=False)
    wrong = off_px(pose, true) > 0.5 * np.nanmedian(true.trunk_px)
    found = settled(pose, true)
    assert wrong.any()
    assert np.isnan(found.xy_px[wrong]).all()


def test_looks_are_taken_into_the_median_and_one_that_disagrees_is_not(
    sprint_pose: SprintPose,
) -> None:
    true = sprint_pose(120.0)
    rng = np.random.default_rng(0)
    legs = FALLEN + [PARTNERS[joint] for joint in FALLEN]

    def look() -> FloatArray:
        return np.asarray(true.xy_px + rng.normal(0, 3.0, true.xy_px.shape))

    evidence = evidence_of(true)
    evidence.other_px[:, 1], evidence.other_px[:, 2] = look(), look()
    evidence.other_px[40:80, 2] = evidence.other_px[40:80, 2][:, list(PARTNERS)]
    evidence.other_px[100:110, 1] += 300.0
    seen_once = replace(true, xy_px=look())
    found = settled(replace(seen_once, evidence=evidence), true)
    off = off_px(found, true)[:, legs]
    assert np.isnan(off).mean() < 0.005
    assert rms(off) < 0.8 * rms(off_px(seen_once, true)[:, legs])
    assert np.nanmax(off) < 20


def test_a_point_that_is_unknown_stays_unknown(sprint_pose: SprintPose) -> None:
    true = sprint_pose(120.0, NOISE_PX)
    gone: NDArray[np.bool_] = np.zeros((len(true), N_LANDMARKS), bool)
    gone[50, FALLEN] = True
    found = settled(with_fallen(true, FALLEN, RUNS).without(gone), true)
    assert np.isnan(found.xy_px[50, FALLEN]).all()


def rms(values: FloatArray) -> float:
    return float(np.sqrt(np.nanmean(values**2)))
