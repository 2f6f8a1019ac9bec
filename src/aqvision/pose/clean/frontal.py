"""Raw PoseSequence, seen from its end -> CleanPose: sides set right, outliers, gaps, filter.

From the front a body's left is on the right of the picture in every frame, from behind on the left.
So a frame that says otherwise has its sides exchanged, which needs no knowledge of gait. What rests
on bones that keep their length in the picture does not apply: here thighs and shanks swing towards
the camera.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from aqvision.core.errors import PoseError
from aqvision.core.sequence import PoseSequence
from aqvision.core.settings import CleaningSettings, FilterSettings
from aqvision.core.skeleton import ARM_JOINTS, INDEX, LEG_JOINTS, SIDES
from aqvision.core.types import FloatArray
from aqvision.core.view import EndView, View
from aqvision.pose.clean.clean import CleanPose, fill_gaps, smooth_pose
from aqvision.pose.clean.laterality import LimbLabels, exchange
from aqvision.pose.clean.outliers import drop_impossible, drop_outliers
from aqvision.pose.clean.uncertainty import judge_points

_TRUNK = [INDEX[f"{side}_{joint}"] for side in SIDES for joint in ("shoulder", "hip")]
# Joints of a limb that never pass the other's, nearest to the trunk first.
_ARM_PAIRS, _LEG_PAIRS = ("shoulder", "elbow"), ("hip", "knee")
_CERTAIN, _UNCERTAIN = 1.0, 0.5


def clean_frontal_pose(
    pose: PoseSequence, view: EndView, cleaning: CleaningSettings, filters: FilterSettings
) -> CleanPose:
    """Mend a raw pose that is seen from the front or from behind, and filter it without lag.

    Source: winter-2009, biomechanics-notes.

    Raises
    ------
    PoseError
        The trunk is seen whole in no frame.
    """
    inside = drop_impossible(pose, cleaning)
    if not np.isfinite(inside.xy_px[:, _TRUNK]).all(axis=(1, 2)).any():
        raise PoseError(
            "the athlete's shoulders and hips are seen together in no frame",
            "film one runner wholly in view, in good light",
        )
    arms, legs = (_labels(inside, view, pairs) for pairs in (_ARM_PAIRS, _LEG_PAIRS))
    repaired = exchange(exchange(inside, LEG_JOINTS, legs.swapped), ARM_JOINTS, arms.swapped)
    held = drop_outliers(repaired, cleaning.outlier_mads)
    filled = fill_gaps(held, cleaning.max_gap_s)
    smooth = smooth_pose(filled, filters)
    before, after = (np.isfinite(p.xy_px[:, :, 0]) for p in (repaired, held))
    added = np.isfinite(filled.xy_px[:, :, 0]) & ~after
    lost_frac = float((before & ~after).sum() / max(1, before.sum()))
    trust = judge_points(held, filled, smooth)
    return CleanPose(filled, smooth, trust, legs, arms, lost_frac, float(added.mean()))


def _labels(pose: PoseSequence, view: EndView, pairs: tuple[str, ...]) -> LimbLabels:
    """Judge each frame by which joint of a pair lies further to the left; unsure if they differ."""
    gaps = np.stack([_left_minus_right(pose, view, joint) for joint in pairs])
    total = np.nan_to_num(gaps).sum(axis=0)
    agree = (np.sign(np.nan_to_num(gaps)) == np.sign(total)).all(axis=0)
    swapped: npt.NDArray[np.bool_] = total < 0
    return LimbLabels(swapped, np.where(agree, _CERTAIN, _UNCERTAIN))


def _left_minus_right(pose: PoseSequence, view: EndView, joint: str) -> FloatArray:
    """Place of the left joint to the athlete's left of the right one, (T,) pixels."""
    gap = (pose.point(f"left_{joint}") - pose.point(f"right_{joint}"))[:, 0]
    return np.asarray(gap if view == View.FRONT else -gap)
