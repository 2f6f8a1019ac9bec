"""Points of one clip -> stated deviations that follow scatter, gaps, visibility and heat maps."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from aqvision.core.evidence import PointEvidence
from aqvision.core.sequence import PoseSequence
from aqvision.core.settings import CleaningSettings, FilterSettings
from aqvision.core.skeleton import INDEX, LANDMARKS
from aqvision.core.types import FloatArray
from aqvision.pose.clean.clean import clean_pose
from aqvision.pose.clean.uncertainty import (
    USUAL_SPREAD,
    WITH_MAPS,
    WITHOUT_MAPS,
    joint_kind,
)
from tests.support.synthetic import mirrored

if TYPE_CHECKING:
    from tests.conftest import SprintPose

KNEE = INDEX["right_knee"]


def sd_px(pose: PoseSequence) -> FloatArray:
    return clean_pose(pose, CleaningSettings(), FilterSettings()).uncertainty.sd_px


def test_every_point_has_a_deviation_and_only_points_have(sprint_pose: SprintPose) -> None:
    pose = sprint_pose(120.0, 1.0)
    xy = pose.xy_px.copy()
    xy[50:70, KNEE] = np.nan
    clean = clean_pose(replace(pose, xy_px=xy), CleaningSettings(), FilterSettings())
    known = np.isfinite(clean.smooth.xy_px[:, :, 0])
    assert not known[50:70, KNEE].any()
    assert np.array_equal(np.isfinite(clean.uncertainty.sd_px), known)
    assert (clean.uncertainty.sd_px[known] > 0).all()


def test_noisier_points_are_more_uncertain(sprint_pose: SprintPose) -> None:
    middle = slice(20, -20)
    medians = [np.median(sd_px(sprint_pose(120.0, noise))[middle]) for noise in (0.5, 1.5, 3.0)]
    assert medians[0] < medians[1] < medians[2]


def test_hidden_points_are_more_uncertain(sprint_pose: SprintPose) -> None:
    pose = sprint_pose(120.0, 1.0)
    visibility = pose.visibility.copy()
    visibility[:, KNEE] = 0.3
    seen, hidden = sd_px(pose), sd_px(replace(pose, visibility=visibility))
    others = [i for i in range(len(LANDMARKS)) if i != KNEE]
    assert (hidden[:, KNEE] > 1.3 * seen[:, KNEE]).all()
    assert np.array_equal(hidden[:, others], seen[:, others])


def test_bridged_gaps_are_more_uncertain_than_what_was_seen(sprint_pose: SprintPose) -> None:
    pose = sprint_pose(120.0, 1.0)
    xy = pose.xy_px.copy()
    xy[60:64, KNEE] = np.nan
    whole, bridged = sd_px(pose), sd_px(replace(pose, xy_px=xy))
    assert (bridged[60:64, KNEE] > 1.3 * whole[60:64, KNEE]).all()
    assert np.allclose(bridged[100:, KNEE], whole[100:, KNEE])


def test_larger_picture_of_the_same_body_has_larger_deviations(sprint_pose: SprintPose) -> None:
    pose = sprint_pose(120.0, 1.0)
    double = replace(
        pose, xy_px=2 * pose.xy_px, width_px=2 * pose.width_px, height_px=2 * pose.height_px
    )
    assert np.allclose(sd_px(double), 2 * sd_px(pose), rtol=0.02)


def test_mirror_exchanges_the_sides(sprint_pose: SprintPose) -> None:
    pose = sprint_pose(120.0, 1.0)
    straight, turned = sd_px(pose), sd_px(mirrored(pose))
    assert np.allclose(straight[:, INDEX["left_knee"]], turned[:, KNEE], rtol=1e-6)


@pytest.mark.parametrize("landmark", LANDMARKS)
def test_every_landmark_follows_a_calibrated_joint(landmark: str) -> None:
    assert joint_kind(landmark) in WITHOUT_MAPS.joint_factor
    assert joint_kind(landmark) in WITH_MAPS.joint_factor


def with_spread(pose: PoseSequence, spread_px: float) -> PoseSequence:
    """Give every point a heat map of the same spread."""
    nothing = PointEvidence.stacked([PointEvidence.nothing()] * len(pose))
    spread = np.full_like(nothing.spread_px, spread_px)
    return replace(pose, evidence=replace(nothing, spread_px=spread))


def test_points_of_wider_heat_maps_are_more_uncertain(sprint_pose: SprintPose) -> None:
    pose = sprint_pose(120.0, 1.0)
    narrow, wide = (sd_px(with_spread(pose, px)) for px in (8.0, 12.0))
    assert (wide[narrow > 0] > 1.2 * narrow[narrow > 0]).all()


def test_frame_without_a_map_counts_as_one_of_usual_spread(sprint_pose: SprintPose) -> None:
    pose = sprint_pose(120.0, 1.0)
    usual_px = USUAL_SPREAD * float(np.nanmedian(pose.trunk_px))
    unknown, usual = (sd_px(with_spread(pose, px)) for px in (np.nan, usual_px))
    assert np.allclose(unknown, usual, rtol=0.01, equal_nan=True)
