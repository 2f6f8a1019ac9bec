"""Points before any cleaning, and truth -> how far those of the legs are off.

Left and right are set by the truth, so that only the places count.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from aqvision.core.skeleton import INDEX, SIDES, Side, opposite
from aqvision.core.types import FloatArray
from aqvision.kinematics.geometry import segment_angle_deg, wrap_series_deg
from validation.rendered_clips import TRUE_JOINTS, Truth

RawErrors = dict[str, float]
RAW = (
    "near thigh", "near knee", "far thigh", "far knee", "trunk",
    "near toe", "far toe", "near noise", "far noise",
)  # fmt: skip
"""What is told: angles in degrees, the toe in thousandths of the body's height."""
_JOINTS = ("shoulder", "hip", "knee", "ankle", "heel", "foot_index")
_BELOW_HIP = 2
_ABOVE_SHOULDERS = 1.12  # the height of a body as a multiple of what its joints span


def raw_errors(xy_px: FloatArray, truth: Truth, frames: npt.NDArray[np.int_]) -> RawErrors:
    """Measure points in the frames that show the whole body.

    Parameters
    ----------
    xy_px
        (T, 33, 2) points in the picture; NaN where nobody was found.
    truth
        Of the clip.
    frames
        (T,) number of each row in the clip.
    """
    seen, height_px = truth.wholly_in_view()[frames], _height_px(truth)
    turn = np.array([truth.direction, -1.0]) / height_px  # running direction and up
    true = {side: _true_points(truth, side)[frames] * turn for side in SIDES}
    found = {s: xy_px[:, [INDEX[f"{s}_{joint}"] for joint in _JOINTS]] * turn for s in SIDES}
    _set_sides(found, true)
    errors = {"trunk": _off_deg(_trunk_deg(found), _trunk_deg(true), seen)}
    for side in SIDES:
        place = "near" if side == truth.near_side else "far"
        of_leg = _leg_errors(found[side], true[side], seen)
        errors |= {f"{place} {what}": value for what, value in of_leg.items()}
    return errors


def mean_errors(each: Sequence[RawErrors]) -> RawErrors:
    """Average over clips."""
    return {what: float(np.mean([errors[what] for errors in each])) for what in RAW}


def _true_points(truth: Truth, side: Side) -> FloatArray:
    return np.stack([truth.point(side, joint) for joint in _JOINTS], axis=1)


def _height_px(truth: Truth) -> float:
    down = np.stack([truth.point(s, joint)[:, 1] for s in SIDES for joint in TRUE_JOINTS])
    return _ABOVE_SHOULDERS * float(np.median(np.ptp(down, axis=0)))


def _set_sides(found: dict[Side, FloatArray], true: dict[Side, FloatArray]) -> None:
    """Exchange the legs below the hips where knee and ankle are nearer to the other leg's."""
    knees, foot = slice(_BELOW_HIP, _BELOW_HIP + 2), slice(_BELOW_HIP, None)
    apart = {
        (a, b): np.linalg.norm((found[a] - true[b])[:, knees], axis=2).sum(axis=1)
        for a in SIDES
        for b in SIDES
    }
    as_named = sum(apart[s, s] for s in SIDES)
    exchanged = sum(apart[s, opposite(s)] for s in SIDES) < as_named
    left, right = (found[side][exchanged, foot] for side in SIDES)  # copies
    found["left"][exchanged, foot], found["right"][exchanged, foot] = right, left


def _leg_errors(
    found: FloatArray, true: FloatArray, seen: npt.NDArray[np.bool_]
) -> dict[str, float]:
    """Tell errors about their median, and how the toe's jump from frame to frame."""
    toe = 1000 * (found - true)[:, -1]
    about = toe[seen] - np.nanmedian(toe[seen], axis=0)
    jumps = np.diff(np.where(seen[:, None], toe, np.nan), 2, axis=0)
    return {
        "thigh": _off_deg(_thigh_deg(found), _thigh_deg(true), seen),
        "knee": _off_deg(_knee_deg(found), _knee_deg(true), seen),
        "toe": float(np.nanmean(np.linalg.norm(about, axis=1))),
        "noise": float(np.sqrt(np.nanmean((jumps**2).sum(axis=1)))),
    }


def _off_deg(found: FloatArray, true: FloatArray, seen: npt.NDArray[np.bool_]) -> float:
    off = wrap_series_deg(found - true)[seen]
    return float(np.nanmean(np.abs(off - np.nanmedian(off))))


def _trunk_deg(points: dict[Side, FloatArray]) -> FloatArray:
    middle = (points["left"] + points["right"]) / 2
    return segment_angle_deg(middle[:, 1], middle[:, 0])


def _thigh_deg(points: FloatArray) -> FloatArray:
    return segment_angle_deg(points[:, 1], points[:, 2])


def _knee_deg(points: FloatArray) -> FloatArray:
    return wrap_series_deg(_thigh_deg(points) - segment_angle_deg(points[:, 2], points[:, 3]))
