"""Perfect points of runs towards a camera or away from it, with exact truth."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from aqvision.core.sequence import PoseSequence
from aqvision.core.types import FloatArray, View
from samples.generator.landmarks import landmarks_m
from tests.support.synthetic import PARTNER
from validation.frontal_renders import EndRender

WIDTH_PX, HEIGHT_PX = 720, 960


def end_pose(run: EndRender, noise_px: float = 0.0) -> PoseSequence:
    """Give what a pose network would see, all points visible."""
    points = run.camera.project(landmarks_m(run.motion(run.time_s)))
    points = points + np.random.default_rng(3).normal(0, noise_px, points.shape)
    return sequence(run.time_s, points)


def on_the_spot(run: EndRender) -> PoseSequence:
    """See the same run on a treadmill, from 18 m."""
    points = landmarks_m(run.motion(run.time_s))
    points[..., 0] += run.camera.position_m[0] - points[:, 23:25, 0].mean(axis=1, keepdims=True)
    points[..., 0] += -18.0 if run.view == View.FRONT else 18.0
    return sequence(run.time_s, run.camera.project(points))


def sequence(time_s: FloatArray, points: FloatArray) -> PoseSequence:
    return PoseSequence(
        time_s=time_s,
        xy_px=points,
        visibility=np.ones(points.shape[:2]),
        width_px=WIDTH_PX,
        height_px=HEIGHT_PX,
    )


def mirror_image(pose: PoseSequence) -> PoseSequence:
    """Exchange left and right of the picture, and with it those of the body."""
    points = pose.xy_px[:, PARTNER].copy()
    points[..., 0] = pose.width_px - 1 - points[..., 0]
    return replace(pose, xy_px=points)


def exchanged(pose: PoseSequence, frames: slice) -> PoseSequence:
    """Name left right and right left in some frames, as a network may."""
    points = pose.xy_px.copy()
    points[frames] = points[frames][:, PARTNER]
    return replace(pose, xy_px=points)
