"""Analysis -> its points in metres above the ground, and the scale and rate that they have."""

from __future__ import annotations

import math

import numpy as np

from aqvision.analysis.analyze import Analysis
from aqvision.core.sequence import PoseSequence
from aqvision.core.skeleton import INDEX, SIDES
from aqvision.core.types import FloatArray, View

_FEET = [INDEX[f"{side}_{point}"] for side in SIDES for point in ("heel", "foot_index")]


def rate_hz(pose: PoseSequence) -> float:
    """Give frames per real second, to ten digits: a rate of 120 reads 120.

    Parameters
    ----------
    pose
        Points in real time.
    """
    return float(f"{1 / np.median(np.diff(pose.time_s)):.10g}")


def leg_px(analysis: Analysis) -> float:
    """Give the length of a standing leg in pixels.

    Parameters
    ----------
    analysis
        What was measured.
    """
    leg_frac_height = analysis.provenance.settings["body"]["leg_frac_height"]
    return analysis.scene.body.athlete_px * leg_frac_height


def metres_per_px(analysis: Analysis) -> float:
    """Give the scale of the picture at the athlete; NaN where not known or not the same all along.

    Parameters
    ----------
    analysis
        What was measured.
    """
    if analysis.scene.camera.view != View.SIDE:
        return math.nan
    return analysis.scene.scale.metres_per_leg / leg_px(analysis)


def above_ground_px(analysis: Analysis, pose: PoseSequence) -> FloatArray:
    """Give points, (T, 33, 2), in pixels: x from the left edge, y up from the lowest foot.

    Parameters
    ----------
    analysis
        What was measured; its filtered feet tell where the ground is.
    pose
        Its points, as found or filtered.
    """
    feet_y = analysis.pose.xy_px[:, _FEET, 1]
    known = feet_y[np.isfinite(feet_y)]
    ground_px = float(known.max()) if len(known) else float(pose.height_px)
    return np.asarray((pose.xy_px - [0.0, ground_px]) * [1.0, -1.0])


def in_metres(analysis: Analysis, pose: PoseSequence) -> FloatArray:
    """Give the same points in metres; NaN without a scale.

    Parameters
    ----------
    analysis, pose
        As for :func:`above_ground_px`.
    """
    return above_ground_px(analysis, pose) * metres_per_px(analysis)
