"""Raw PoseSequence -> CleanPose: swaps, outliers, gaps and hips mended, a zero-lag filter."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.interpolate import PchipInterpolator
from scipy.signal import butter, filtfilt

from aqvision.errors import PoseError
from aqvision.pose.joint_centres import find_hip_shift, move_hips
from aqvision.pose.sequence import FloatArray, PoseSequence
from aqvision.pose.skeleton import INDEX, LANDMARKS
from aqvision.pose.swaps import LimbLabels, repair_swaps
from aqvision.settings import CleaningSettings, FilterSettings

_TWO_PASS_CORRECTION = 0.802
_TRUNK = [INDEX[n] for n in ("left_shoulder", "right_shoulder", "left_hip", "right_hip")]
_MIN_RUN = 9
_EDGE_FRAC = 0.004
_OUTLIER_FLOOR = 0.04
# A sprinter's foot turns round at some 500 m/s2, in body heights/s2.
_FOOT_ACCELERATION = 285.0
_RATE_FOR_FIVE_HZ = 90.0


@dataclass(frozen=True, slots=True, eq=False)
class CleanPose:
    """A mended pose, once as measured and once filtered, with what the mending did.

    ``measured`` holds repaired points without any filter (for instants such as touchdown),
    ``smooth`` the filtered ones (for angles and velocities).
    """

    measured: PoseSequence
    smooth: PoseSequence
    legs: LimbLabels
    arms: LimbLabels
    outlier_frac: float
    filled_frac: float


def clean_pose(
    pose: PoseSequence, cleaning: CleaningSettings, filters: FilterSettings
) -> CleanPose:
    """Mend a raw pose and filter it without lag.

    Source: winter-2009, biomechanics-notes.

    Raises
    ------
    PoseError
        The trunk is seen whole in no frame.
    """
    inside = drop_outside(drop_unseen(pose, cleaning.min_visibility))
    if not np.isfinite(inside.xy_px[:, _TRUNK]).all(axis=(1, 2)).any():
        raise PoseError(
            "the athlete's shoulders and hips are seen together in no frame",
            "film one runner from the side, wholly in view, in good light",
        )
    repaired, legs, arms = repair_swaps(inside, cleaning)
    held = drop_outliers(repaired, cleaning.outlier_mads)
    filled = fill_gaps(held, cleaning.max_gap_s)
    known = np.isfinite(repaired.xy_px[:, :, 0])
    lost = known & ~np.isfinite(held.xy_px[:, :, 0])
    added = np.isfinite(filled.xy_px[:, :, 0]) & ~np.isfinite(held.xy_px[:, :, 0])
    smooth = smooth_pose(filled, filters)
    shift = find_hip_shift(smooth)
    return CleanPose(
        move_hips(filled, shift),
        move_hips(smooth, shift),
        legs,
        arms,
        float(lost.sum() / max(1, known.sum())),
        float(added.mean()),
    )


def drop_unseen(pose: PoseSequence, min_visibility: float) -> PoseSequence:
    """Forget frames in which the network believes in hardly any of the body."""
    believed = pose.visibility[:, _TRUNK].max(axis=1) >= min_visibility
    return _forget(pose, np.broadcast_to(~believed[:, None], pose.visibility.shape))


def drop_outside(pose: PoseSequence) -> PoseSequence:
    """Forget points beyond the edge of the picture: the network made them up."""
    size = np.array([pose.width_px, pose.height_px])
    margin = _EDGE_FRAC * size.max()
    with np.errstate(invalid="ignore"):
        outside = ((pose.xy_px < margin) | (pose.xy_px > size - margin)).any(axis=2)
    return _forget(pose, outside)


def drop_outliers(pose: PoseSequence, n_mads: float) -> PoseSequence:
    """Forget points that leave the median of their neighbouring frames by far.

    The spread is that of the same joint over the whole clip, so fast feet are not punished.
    Five frames are compared, or three where five last longer than a limb takes to turn round.
    """
    hips = (pose.point("left_hip") + pose.point("right_hip")) / 2
    about = pose.xy_px - hips[:, None]
    n_frames = 5 if _rate_hz(pose) >= _RATE_FOR_FIVE_HZ else 3
    away = np.linalg.norm(about - _running_median(about, n_frames), axis=2)
    turning = 0.5 * _FOOT_ACCELERATION / _rate_hz(pose) ** 2
    floor = (_OUTLIER_FLOOR + turning) * _body_size_px(pose)
    limit = np.maximum(floor, n_mads * 1.4826 * _nanmedian(away))
    with np.errstate(invalid="ignore"):
        return _forget(pose, away > limit)


def fill_gaps(pose: PoseSequence, max_gap_s: float) -> PoseSequence:
    """Bridge short gaps of each point by a monotone cubic; long ones stay open.

    A single missing frame is bridged at any frame rate.
    """
    xy = pose.xy_px.copy()
    longest_s = max(max_gap_s, 2.1 / _rate_hz(pose))
    for joint in range(xy.shape[1]):
        known = np.isfinite(xy[:, joint, 0])
        if known.sum() < 2:
            continue
        for start, stop in _gaps(known):
            if pose.time_s[stop] - pose.time_s[start - 1] <= longest_s + 1e-9:
                curve = PchipInterpolator(pose.time_s[known], xy[known, joint])
                xy[start:stop, joint] = curve(pose.time_s[start:stop])
    return replace(pose, xy_px=xy)


def smooth_pose(pose: PoseSequence, settings: FilterSettings) -> PoseSequence:
    """Filter each point with a second-order Butterworth, forward and backward.

    Runs of frames shorter than nine are not measured well enough to filter and become NaN.
    """
    rate_hz = _rate_hz(pose)
    xy = np.full_like(pose.xy_px, np.nan)
    for joint, name in enumerate(LANDMARKS):
        cutoff_hz = min(_cutoff_hz(name, settings), settings.max_frac_nyquist * rate_hz / 2)
        b, a = butter(2, _one_pass_cutoff_hz(cutoff_hz, rate_hz), fs=rate_hz)
        for start, stop in _runs(np.isfinite(pose.xy_px[:, joint, 0])):
            if stop - start >= _MIN_RUN:
                padding = min(stop - start - 1, round(0.25 * rate_hz))
                run = pose.xy_px[start:stop, joint]
                xy[start:stop, joint] = filtfilt(b, a, run, axis=0, padlen=padding)
    return replace(pose, xy_px=xy)


def _cutoff_hz(landmark: str, settings: FilterSettings) -> float:
    by_joint = {
        "knee": settings.knee_hz,
        "ankle": settings.ankle_hz,
        "heel": settings.foot_hz,
        "foot_index": settings.foot_hz,
        "elbow": settings.arm_hz,
        "wrist": settings.arm_hz,
    }
    return by_joint.get(landmark.split("_", 1)[-1], settings.trunk_hz)


def _one_pass_cutoff_hz(cutoff_hz: float, rate_hz: float) -> float:
    """Cut-off of one pass that makes two passes together halve the power at ``cutoff_hz``."""
    warped = np.tan(np.pi * cutoff_hz / rate_hz) / _TWO_PASS_CORRECTION
    return float(np.arctan(warped) * rate_hz / np.pi)


def _forget(pose: PoseSequence, where: npt.NDArray[np.bool_]) -> PoseSequence:
    xy = pose.xy_px.copy()
    xy[where] = np.nan
    return replace(pose, xy_px=xy)


def _rate_hz(pose: PoseSequence) -> float:
    return 1 / float(np.median(np.diff(pose.time_s)))


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


def _runs(flags: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Start and stop of each run of True."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(int)))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _gaps(known: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Start and stop of each run of False between two True."""
    return [(a, b) for a, b in _runs(~known) if a > 0 and b < len(known)]
