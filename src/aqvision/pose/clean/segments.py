"""PoseSequence -> PoseSequence with thighs and shanks of one length.

A bone has one length, but the network's thigh and shank differ by 3 to 5 % from frame to frame,
mostly because the knee slides along the leg. So where a segment comes out too long or too short,
both its ends are moved along it until it fits. What the picture shows is narrower than the body
when it is seen obliquely, so lengths are compared after the width has been stretched back: of all
widths that one keeps the lengths most alike.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from aqvision.core.fitting import robust_fit
from aqvision.core.sequence import PoseSequence
from aqvision.core.skeleton import SIDES, Side, joint_indices
from aqvision.core.types import FloatArray

_CHAIN = ("hip", "knee", "ankle")
_MIN_FRAMES = 24
# A leg that leaves the plane of the picture only ever looks shorter, so the longer ones are true.
_LENGTH_QUANTILE = 0.8
_MAX_STRETCH = 1 / np.cos(np.radians(35.0))
_N_FITS = 6
_LEAST_SD = 1e-9
_N_PASSES = 12


@dataclass(frozen=True, slots=True, eq=False)
class SegmentLengths:
    """How long the thighs and shanks are over a clip.

    Attributes
    ----------
    stretch
        How many times wider the body is than the picture shows it, at least 1.
    lengths_px
        For each side (T, 2) thigh and shank in pixels once the width is stretched, None for a leg
        that was seen too little.
    """

    stretch: float
    lengths_px: dict[Side, FloatArray | None]


def find_lengths(pose: PoseSequence) -> SegmentLengths:
    """Find the length of each thigh and shank.

    Length may grow or shrink steadily over the clip, as it does when the distance to the camera
    changes. A leg that is seen in fewer than 24 frames is left out.

    Parameters
    ----------
    pose
        Filtered points with every limb on its own side; noise would make segments seem long.

    Returns
    -------
    SegmentLengths
        Over the same T frames, in pixels.
    """
    stretch = width_stretch(pose)
    return SegmentLengths(stretch, {side: _lengths(pose, side, stretch) for side in SIDES})


def hold_lengths(pose: PoseSequence, lengths: SegmentLengths) -> PoseSequence:
    """Move hips, knees and ankles so that each thigh and shank has its length.

    A segment is left alone in the frames in which one of its ends is missing.

    Parameters
    ----------
    pose
        Points over T frames, not filtered.
    lengths
        Those of the same T frames.

    Returns
    -------
    PoseSequence
        The same frames, with hips, knees and ankles moved.
    """
    stretch = np.array([lengths.stretch, 1.0])
    xy = pose.xy_px * stretch
    for side, wanted in lengths.lengths_px.items():
        if wanted is not None:
            joints = joint_indices(side, _CHAIN)
            xy[:, joints] = _held(xy[:, joints], wanted)
    return replace(pose, xy_px=xy / stretch)


def width_stretch(pose: PoseSequence) -> float:
    """Find how many times wider the body is than the picture shows it: 1 when seen side-on.

    A segment with length L, seen as (x, y), obeys (stretch x)^2 + y^2 = L^2 in every frame, so
    stretch^2 and the four L^2 are found together by robust least squares.

    Parameters
    ----------
    pose
        Filtered points with every limb on its own side.

    Returns
    -------
    float
        1 to 1.22 (35 degrees away from side-on); 1 where too little is known.
    """
    segments = [s for side in SIDES for s in leg_segments(pose, side)]
    known = [s[np.isfinite(s).all(axis=1)] for s in segments]
    if min(len(s) for s in known) < _MIN_FRAMES:
        return 1.0
    squares = np.concatenate([(s / np.median(np.linalg.norm(s, axis=1))) ** 2 for s in known])
    owner = np.repeat(np.arange(len(known)), [len(s) for s in known])
    lengths = (owner[:, None] == np.arange(len(known))).astype(np.float64)
    fit, _ = robust_fit(
        np.column_stack([-squares[:, 0], lengths]), squares[:, 1], _N_FITS, _LEAST_SD
    )
    return float(np.clip(np.sqrt(max(fit[0], 1.0)), 1.0, _MAX_STRETCH))


def segment_lengths_px(pose: PoseSequence, side: Side, stretch: float) -> FloatArray:
    """Measure thigh and shank of one leg in every frame.

    Parameters
    ----------
    pose
        Points over T frames.
    side
        Which leg.
    stretch
        By how much the width of the picture is stretched.

    Returns
    -------
    ndarray
        (T, 2) lengths in pixels.
    """
    found = [np.linalg.norm(s * [stretch, 1.0], axis=1) for s in leg_segments(pose, side)]
    return np.stack(found, axis=1)


def leg_segments(pose: PoseSequence, side: Side) -> tuple[FloatArray, FloatArray]:
    """Give thigh and shank of one leg as they lie in the picture.

    Parameters
    ----------
    pose
        Points over T frames.
    side
        Which leg.

    Returns
    -------
    tuple of ndarray
        From hip to knee and from knee to ankle, (T, 2) pixels each.
    """
    hip, knee, ankle = (pose.point(f"{side}_{joint}") for joint in _CHAIN)
    return knee - hip, ankle - knee


def _held(chain: FloatArray, wanted: FloatArray) -> FloatArray:
    """Bring the segments of one leg, (T, 3, 2) points, to their lengths, (T, 2)."""
    held = chain.copy()
    for _ in range(_N_PASSES):
        for i in range(2):
            along = held[:, i + 1] - held[:, i]
            excess = 1 - wanted[:, i] / np.maximum(np.linalg.norm(along, axis=1), 1e-9)
            half = np.nan_to_num(0.5 * excess[:, None] * along)
            held[:, i] += half
            held[:, i + 1] -= half
    return held


def _lengths(pose: PoseSequence, side: Side, stretch: float) -> FloatArray | None:
    found = segment_lengths_px(pose, side, stretch)
    if np.isfinite(found).sum(axis=0).min() < _MIN_FRAMES:
        return None
    return np.stack([_steady_length(pose.time_s, length) for length in found.T], axis=1)


def _steady_length(time_s: FloatArray, found: FloatArray) -> FloatArray:
    """Draw a steady trend through the longer of some lengths, (T,)."""
    known = np.isfinite(found)
    basis = np.column_stack([np.ones_like(time_s), time_s - time_s[known].mean()])
    fit, _ = robust_fit(basis[known], found[known], _N_FITS, _LEAST_SD)
    trend = basis @ fit
    return np.asarray(trend * np.quantile(found[known] / trend[known], _LENGTH_QUANTILE))
