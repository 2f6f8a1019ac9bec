"""Raw PoseSequence -> CleanPose: sides, outliers, gaps and joints mended, a zero-lag filter.

Seen from the front, a body's left is on the right of a picture, from behind on the left. A frame
that says otherwise has its sides exchanged, without knowledge of gait. Bones do not keep their
length in such pictures: thighs and shanks swing towards the camera.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from aqvision.core.errors import PoseError
from aqvision.core.sequence import PoseSequence
from aqvision.core.settings import CleaningSettings, FilterSettings
from aqvision.core.skeleton import ARM_JOINTS, INDEX, LEG_JOINTS
from aqvision.core.types import EndView, FloatArray, View
from aqvision.core.wording import _
from aqvision.pose.clean.filtering import fill_gaps, smooth_pose
from aqvision.pose.clean.hips import joint_shift_px, move_hips, steady_shift_px
from aqvision.pose.clean.laterality import LimbLabels, exchange, repair_swaps
from aqvision.pose.clean.outliers import drop_impossible, drop_inconsistent, drop_outliers
from aqvision.pose.clean.segments import find_lengths, hold_lengths
from aqvision.pose.clean.uncertainty import KeypointUncertainty, find_keypoint_uncertainty

_TRUNK = [INDEX[n] for n in ("left_shoulder", "right_shoulder", "left_hip", "right_hip")]
# Joints of a limb that never pass the other's, nearest to the trunk first.
_ARM_PAIRS, _LEG_PAIRS = ("shoulder", "elbow"), ("hip", "knee")
_CERTAIN, _UNCERTAIN = 1.0, 0.5


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class CleanPose:
    """A mended pose, once as measured and once filtered, with what the mending did.

    Attributes
    ----------
    measured
        Repaired points without any filter, for instants such as touchdown.
    smooth
        The filtered points, for angles and velocities.
    uncertainty
        How far the filtered points may be off.
    legs, arms
        Frames in which left and right of these limbs were exchanged.
    outlier_frac
        Share of the points that were forgotten as outliers.
    filled_frac
        Share of all points that bridge a gap.
    """

    measured: PoseSequence
    smooth: PoseSequence
    uncertainty: KeypointUncertainty
    legs: LimbLabels
    arms: LimbLabels
    outlier_frac: float
    filled_frac: float


def clean_pose(
    pose: PoseSequence, cleaning: CleaningSettings, filters: FilterSettings
) -> CleanPose:
    """Mend a raw pose that is seen from the side, and filter it without lag.

    Parameters
    ----------
    pose
        Points as the network gave them.
    cleaning
        Limits of outliers, gaps and exchanges of sides.
    filters
        Cut-off frequencies.

    Returns
    -------
    CleanPose
        Points of the same T frames in the same pixels.

    Raises
    ------
    PoseError
        The trunk is seen whole in no frame.
    """
    inside = _with_trunk(pose, cleaning, _("film one runner from the side, wholly in view"))
    repaired, legs, arms = repair_swaps(inside, cleaning)
    held = drop_inconsistent(repaired, cleaning)
    clean = _bridged(inside, held, cleaning, filters, legs=legs, arms=arms)
    mended = _mend_legs(clean.measured, clean.smooth)
    return replace(clean, measured=mended, smooth=smooth_pose(mended, filters))


def clean_frontal_pose(
    pose: PoseSequence, view: EndView, cleaning: CleaningSettings, filters: FilterSettings
) -> CleanPose:
    """Mend a raw pose that is seen from the front or from behind, and filter it without lag.

    Parameters
    ----------
    pose
        Points as the network gave them.
    view
        From which end the athlete is seen.
    cleaning
        Limits of outliers and gaps.
    filters
        Cut-off frequencies in Hz.

    Returns
    -------
    CleanPose
        Points of the same T frames in the same pixels.

    Raises
    ------
    PoseError
        The trunk is seen whole in no frame.
    """
    inside = _with_trunk(pose, cleaning, _("film one runner wholly in view"))
    arms, legs = (_labels(inside, view, pairs) for pairs in (_ARM_PAIRS, _LEG_PAIRS))
    repaired = exchange(exchange(inside, LEG_JOINTS, legs.swapped), ARM_JOINTS, arms.swapped)
    held = drop_outliers(repaired, cleaning.outlier_mads)
    return _bridged(inside, held, cleaning, filters, legs=legs, arms=arms)


def clean_held_pose(
    pose: PoseSequence, view: View, cleaning: CleaningSettings, filters: FilterSettings
) -> CleanPose:
    """Mend the raw pose of somebody who stays in one posture, and filter it without lag.

    From the side no limb is exchanged and no bone held at its length: both are found by the stride.

    Parameters
    ----------
    pose
        Points as the network gave them.
    view
        From where the athlete is seen.
    cleaning
        Limits of outliers and gaps.
    filters
        Cut-off frequencies in Hz.

    Returns
    -------
    CleanPose
        Points of the same T frames in the same pixels.

    Raises
    ------
    PoseError
        The trunk is seen whole in no frame.
    """
    if view is not View.SIDE:
        return clean_frontal_pose(pose, view, cleaning, filters)
    inside = _with_trunk(pose, cleaning, _("film the whole body from the side or from the front"))
    held = drop_outliers(inside, cleaning.outlier_mads)
    as_seen = LimbLabels(np.zeros(len(pose), dtype=np.bool_), np.full(len(pose), _CERTAIN))
    clean = _bridged(inside, held, cleaning, filters, legs=as_seen, arms=as_seen)
    measured = move_hips(clean.measured, joint_shift_px(clean.smooth))
    return replace(clean, measured=measured, smooth=smooth_pose(measured, filters))


def _bridged(
    inside: PoseSequence,
    held: PoseSequence,
    cleaning: CleaningSettings,
    filters: FilterSettings,
    *,
    legs: LimbLabels,
    arms: LimbLabels,
) -> CleanPose:
    """Bridge the gaps that outliers left, filter, and tell what was lost and filled."""
    filled = fill_gaps(held, cleaning.max_gap_s)
    smooth = smooth_pose(filled, filters)
    return CleanPose(
        measured=filled,
        smooth=smooth,
        uncertainty=find_keypoint_uncertainty(held, filled, smooth),
        legs=legs,
        arms=arms,
        outlier_frac=_lost_frac(inside, held),
        filled_frac=_filled_frac(held, filled),
    )


def _with_trunk(pose: PoseSequence, cleaning: CleaningSettings, how_to_film: str) -> PoseSequence:
    """Forget impossible points, and refuse a pose whose trunk is whole in no frame then."""
    inside = drop_impossible(pose, cleaning)
    if not np.isfinite(inside.xy_px[:, _TRUNK]).all(axis=(1, 2)).any():
        raise PoseError(
            _("the athlete's shoulders and hips are seen together in no frame"),
            _("{how_to_film}, in good light").format(how_to_film=how_to_film),
        )
    return inside


def _known(pose: PoseSequence) -> npt.NDArray[np.bool_]:
    return np.asarray(np.isfinite(pose.xy_px[:, :, 0]))


def _lost_frac(before: PoseSequence, after: PoseSequence) -> float:
    n_before, n_after = int(_known(before).sum()), int(_known(after).sum())
    return (n_before - n_after) / max(1, n_before)


def _filled_frac(held: PoseSequence, filled: PoseSequence) -> float:
    return float((_known(filled) & ~_known(held)).mean())


def _mend_legs(pose: PoseSequence, smooth: PoseSequence) -> PoseSequence:
    """Hold thighs and shanks at their lengths, and move hips to where the thighs turn."""
    steady = steady_shift_px(smooth)
    held = hold_lengths(move_hips(pose, steady), find_lengths(move_hips(smooth, steady)))
    return move_hips(held, joint_shift_px(smooth) - steady)


def _labels(pose: PoseSequence, view: EndView, pairs: tuple[str, ...]) -> LimbLabels:
    """Judge each frame by which joint of a pair lies further to the left; unsure if they differ."""
    gaps = np.stack([_left_minus_right(pose, view, joint) for joint in pairs])
    total = np.nan_to_num(gaps).sum(axis=0)
    agree = (np.sign(np.nan_to_num(gaps)) == np.sign(total)).all(axis=0)
    swapped: npt.NDArray[np.bool_] = total < 0
    return LimbLabels(swapped, np.where(agree, _CERTAIN, _UNCERTAIN))


def _left_minus_right(pose: PoseSequence, view: EndView, joint: str) -> FloatArray:
    """Place of the left joint to the athlete's left of the right one, (T,) pixels."""
    gap = pose.point(f"left_{joint}") - pose.point(f"right_{joint}")
    return np.asarray(gap[:, 0] if view == View.FRONT else -gap[:, 0])
