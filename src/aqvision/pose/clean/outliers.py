"""PoseSequence -> PoseSequence without the points that cannot be right; what is forgotten is NaN.

Some faults show in one frame: the network is sure of nobody, a point lies outside the picture, the
body stands on its head, a knee bends the wrong way, a bone is too long. Others show against the
frames around.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from aqvision.core.sequence import PoseSequence
from aqvision.core.settings import CleaningSettings
from aqvision.core.skeleton import INDEX, SIDES, joint_indices
from aqvision.core.types import FloatArray
from aqvision.pose.clean.curves import CURVE_DEGREE, CURVE_LIMIT, fit_curves
from aqvision.pose.clean.hips import facing, knee_bend_deg
from aqvision.pose.clean.segments import find_lengths, segment_lengths_px

_TRUNK = [INDEX[n] for n in ("left_shoulder", "right_shoulder", "left_hip", "right_hip")]
_HIPS = [INDEX[f"{side}_hip"] for side in SIDES]
_KNEES_AND_ANKLES = [INDEX[f"{side}_{joint}"] for side in SIDES for joint in ("knee", "ankle")]
_OUTLIER_FLOOR = 0.04
# A sprinter's foot turns round at some 500 m/s2, in body heights/s2.
_FOOT_ACCELERATION = 285.0
_RATE_FOR_FIVE_HZ = 90.0
_KNEE_FLEXION_DEG = (-25.0, 170.0)
_BONE_RANGE = (0.65, 1.4)
# The curve that points are held against: a cubic over 90 ms, in which the sharpest turn of a
# sprinter's foot leaves some 2 % of the body height, and at least this many points of it.
_CURVE_REACH_S = 0.045
_CURVE_MIN_REACH = 4
_CURVE_NOISE = 0.012


def drop_impossible(pose: PoseSequence, settings: CleaningSettings) -> PoseSequence:
    """Forget what one frame alone shows to be wrong, whichever side a limb belongs to.

    Parameters
    ----------
    pose
        Points over time.
    settings
        The least visibility of a trunk.

    Returns
    -------
    PoseSequence
        The same frames; NaN where a point was forgotten.
    """
    return drop_upside_down(drop_unseen(pose, settings.min_visibility)).inside_picture()


def drop_inconsistent(pose: PoseSequence, settings: CleaningSettings) -> PoseSequence:
    """Forget what does not fit the rest of the clip, once every limb is on its own side.

    Parameters
    ----------
    pose
        Points over time.
    settings
        How many median absolute deviations make an outlier.

    Returns
    -------
    PoseSequence
        The same frames; NaN where a point was forgotten.
    """
    return drop_off_curve(
        drop_outliers(drop_misfit_bones(drop_backward_knees(pose)), settings.outlier_mads)
    )


def drop_unseen(pose: PoseSequence, min_visibility: float) -> PoseSequence:
    """Forget frames in which the network is hardly sure of any of the trunk.

    Parameters
    ----------
    pose
        Points over time.
    min_visibility
        The least visibility, 0 to 1, that one point of the trunk needs.

    Returns
    -------
    PoseSequence
        The same frames; all points are NaN where they were forgotten.
    """
    seen = pose.visibility[:, _TRUNK].max(axis=1) >= min_visibility
    return pose.without(np.broadcast_to(~seen[:, None], pose.visibility.shape))


def drop_upside_down(pose: PoseSequence) -> PoseSequence:
    """Forget frames in which the body stands on its head.

    Parameters
    ----------
    pose
        Points over time.

    Returns
    -------
    PoseSequence
        The same frames; all points are NaN where they were forgotten.
    """
    wrong = stands_on_head(pose.xy_px)
    return pose.without(np.broadcast_to(wrong[:, None], pose.visibility.shape))


def stands_on_head(xy_px: FloatArray) -> npt.NDArray[np.bool_]:
    """Tell bodies whose knees and ankles are all above the hips: no runner's posture.

    In blurred or coarsely coded pictures the network now and then takes the head for the feet.

    Parameters
    ----------
    xy_px
        (..., 33, 2) points, y down.

    Returns
    -------
    ndarray
        (...) True for bodies upside down.

    Examples
    --------
    >>> upright = np.tile(np.arange(33.0)[:, None], (1, 2))  # nose at the top, feet at the bottom
    >>> bool(stands_on_head(upright)), bool(stands_on_head(-upright))
    (False, True)
    """
    height = xy_px[..., 1]
    highest_hip = height[..., _HIPS].min(axis=-1)
    return np.asarray(height[..., _KNEES_AND_ANKLES].max(axis=-1) < highest_hip)


def drop_backward_knees(pose: PoseSequence) -> PoseSequence:
    """Forget knee and ankle of a leg that bends against the way of all the others.

    Parameters
    ----------
    pose
        Points over time, every limb on its own side.

    Returns
    -------
    PoseSequence
        The same frames; knee and ankle are NaN where they were forgotten.
    """
    forward = facing(pose)
    low, high = _KNEE_FLEXION_DEG
    wrong = np.zeros(pose.visibility.shape, dtype=bool)
    for side in SIDES:
        # between full flexion and over-extension lies half a circle's wrap
        flexion = (forward * knee_bend_deg(pose, side) - low) % 360 + low
        with np.errstate(invalid="ignore"):
            wrong[:, joint_indices(side, ("knee", "ankle"))] = (flexion > high)[:, None]
    return pose.without(wrong)


def drop_misfit_bones(pose: PoseSequence) -> PoseSequence:
    """Forget the lower end of a thigh or shank that is far too short or too long.

    Where both are, the knee between them is to blame.

    Parameters
    ----------
    pose
        Points over time, every limb on its own side.

    Returns
    -------
    PoseSequence
        The same frames; the lower end is NaN where it was forgotten.
    """
    lengths = find_lengths(pose)
    low, high = _BONE_RANGE
    wrong = np.zeros(pose.visibility.shape, dtype=bool)
    for side, usual in lengths.lengths_px.items():
        if usual is None:
            continue
        part = segment_lengths_px(pose, side, lengths.stretch) / usual
        with np.errstate(invalid="ignore"):
            misfit = (part < low) | (part > high)
        misfit[:, 1] &= ~misfit[:, 0]
        wrong[:, joint_indices(side, ("knee", "ankle"))] = misfit
    return pose.without(wrong)


def drop_outliers(pose: PoseSequence, n_mads: float) -> PoseSequence:
    """Forget points that leave the median of their neighbouring frames by far.

    The spread is that of the same joint over the whole clip, so fast feet are not punished.
    Five frames are compared, or three where five last longer than a limb takes to turn round.

    Parameters
    ----------
    pose
        Points over time, every limb on its own side.
    n_mads
        How many median absolute deviations, as standard deviations, make an outlier.

    Returns
    -------
    PoseSequence
        The same frames; NaN where a point was forgotten.
    """
    about = _about_hips(pose)
    n_frames = 5 if pose.rate_hz >= _RATE_FOR_FIVE_HZ else 3
    away = np.linalg.norm(about - _running_median(about, n_frames), axis=2)
    turning = 0.5 * _FOOT_ACCELERATION / pose.rate_hz**2
    floor = (_OUTLIER_FLOOR + turning) * _body_size_px(pose)
    limit = np.maximum(floor, n_mads * 1.4826 * _nanmedian(away))
    with np.errstate(invalid="ignore"):
        return pose.without(away > limit)


def drop_off_curve(pose: PoseSequence) -> PoseSequence:
    """Forget points that leave a robust cubic through the frames around them.

    It finds runs of two or three wrong frames, which a median of five takes for the truth. Below
    some 90 frames a second too few frames fall within one turn of a limb, and all stay.

    Parameters
    ----------
    pose
        Points over time, every limb on its own side.

    Returns
    -------
    PoseSequence
        The same frames; NaN where a point was forgotten.
    """
    reach = round(_CURVE_REACH_S * pose.rate_hz)
    if reach < _CURVE_MIN_REACH or len(pose) <= 2 * reach:
        return pose
    noise = _CURVE_NOISE * _body_size_px(pose)
    off = _off_curve(_about_hips(pose), pose.time_s, reach, noise)
    with np.errstate(invalid="ignore"):
        return pose.without(off > CURVE_LIMIT * noise)


def _off_curve(points: FloatArray, time_s: FloatArray, reach: int, noise: float) -> FloatArray:
    """Distance (T, J) of points (T, J, 2) from a robust cubic through 2 reach + 1 frames."""
    curves = fit_curves(points, time_s, np.arange(-reach, reach + 1), noise)
    off = np.linalg.norm(points - curves.middle, axis=2)
    return np.where(curves.n_used > CURVE_DEGREE + 1, off, np.nan)


def _about_hips(pose: PoseSequence) -> FloatArray:
    return np.asarray(pose.xy_px - pose.middle("hip")[:, None])


def _running_median(points: FloatArray, n_frames: int) -> FloatArray:
    reach = n_frames // 2
    padded = np.pad(points, ((reach, reach), (0, 0), (0, 0)), mode="edge")
    return _nanmedian(np.stack([padded[i : i + len(points)] for i in range(n_frames)]))


def _nanmedian(values: FloatArray) -> FloatArray:
    """Median over the first axis; NaN, without a warning, where nothing is known."""
    known = np.isfinite(values).any(axis=0)
    median = np.full(values.shape[1:], np.nan)
    median[known] = np.nanmedian(values[:, known], axis=0)
    return median


def _body_size_px(pose: PoseSequence) -> float:
    height = pose.xy_px[pose.detected][:, :, 1]
    return float(np.median(np.nanmax(height, axis=1) - np.nanmin(height, axis=1)))
