"""Rendered clips -> how well the pose pass finds, labels and measures: a table a claim."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from aqvision.core.assets import POSE_MODELS, file_sha256
from aqvision.core.provenance import POSE_METHOD
from aqvision.core.sequence import PoseSequence
from aqvision.core.settings import Settings
from aqvision.core.skeleton import INDEX, SIDES, Side, opposite
from aqvision.core.types import FloatArray
from aqvision.kinematics.geometry import segment_angle_deg, wrap_series_deg
from aqvision.pose.clean.clean import clean_pose
from aqvision.pose.estimate import RawPose, estimate_pose
from aqvision.video.reader import open_video
from validation.filter_cutoffs import CutoffCurves, measure_cutoffs
from validation.pose_store import load_raw_pose, save_raw_pose
from validation.pose_trust import point_errors
from validation.rendered_clips import (
    DISGUISES,
    SIDE_VIEWS,
    Disguise,
    Truth,
    disguised_clip,
    load_truth,
)

MODEL = "heavy"
_FLIP = np.array([1.0, -1.0])
# Mean absolute error in degrees, as found and after removing the constant offset.
TARGETS = {
    "near knee": (4.5, 2.2),
    "near thigh": (3.0, 1.4),
    "far knee": (6.0, 3.0),
    "far thigh": (3.5, 2.0),
    "trunk": (2.5, None),
}
SWAP_TARGET = 0.01


@dataclass(frozen=True, slots=True)
class AngleError:
    """Errors of one angle over a clip: mean absolute, mean, and absolute about the mean, deg."""

    what: str
    absolute: float
    bias: float
    about_bias: float
    lag_ms: float


@dataclass(frozen=True, slots=True, eq=False)
class ClipResult:
    """How one clip was measured; ``points`` are the errors of every point."""

    clip: str
    disguise: str
    found_frac: float
    legs_known_frac: float
    swapped_legs_raw: float
    swapped_legs: float
    swapped_arms: float
    errors: tuple[AngleError, ...]
    points: pd.DataFrame
    cutoffs: CutoffCurves


def measure_clips(cache: Path, disguises: tuple[Disguise, ...] = DISGUISES) -> list[ClipResult]:
    """Measure every side view in every disguise; poses are kept in a folder and used again."""
    return [measure_clip(name, disguise, cache) for disguise in disguises for name in SIDE_VIEWS]


def measure_clip(name: str, disguise: Disguise, cache: Path) -> ClipResult:
    """Measure one clip against its truth."""
    raw = find_raw_pose(disguised_clip(name, disguise, cache), cache)
    settings = Settings()
    clean = clean_pose(raw.sequence, settings.cleaning, settings.filter)
    truth = load_truth(name, mirrored=disguise.name == "mirrored")
    seen = truth.wholly_in_view()[: len(raw.sequence)]
    legs, arms = ("knee", "ankle"), ("elbow", "wrist")
    return ClipResult(
        name,
        disguise.name,
        float(raw.sequence.detected[seen].mean()),
        _known_frac(clean.measured, legs, seen),
        _swap_rate(raw.sequence, truth, legs, seen),
        _swap_rate(clean.measured, truth, legs, seen),
        _swap_rate(clean.measured, truth, arms, seen),
        tuple(_angle_errors(clean.smooth, truth, seen)),
        point_errors(name, disguise.name, clean, truth, seen),
        measure_cutoffs(clean, truth, seen),
    )


def find_raw_pose(path: Path, cache: Path) -> RawPose:
    """Give the network's points of a clip; they are kept in a folder and used again."""
    key = f"{file_sha256(path)[:12]}-{POSE_MODELS[MODEL].sha256[:8]}-{POSE_METHOD}"
    stored = cache / f"{path.stem}-{key}.npz"
    if not stored.exists():
        raw = estimate_pose(open_video(path), MODEL, Settings().pose, lambda *_: None)
        save_raw_pose(raw, stored)
    return load_raw_pose(stored)


def _known_frac(pose: PoseSequence, joints: tuple[str, ...], seen: np.ndarray) -> float:
    """Part of the frames in which both limbs have all of these joints."""
    points = [INDEX[f"{side}_{joint}"] for side in SIDES for joint in joints]
    return float(np.isfinite(pose.xy_px[seen][:, points]).all(axis=(1, 2)).mean())


def _swap_rate(
    pose: PoseSequence, truth: Truth, joints: tuple[str, ...], seen: np.ndarray
) -> float:
    """Part of the frames in which the two limbs lie nearer to each other's truth."""
    right, wrong = np.zeros(len(pose)), np.zeros(len(pose))
    for side in SIDES:
        for joint in joints:
            point = pose.point(f"{side}_{joint}")
            right += np.linalg.norm(point - truth.point(side, joint)[: len(pose)], axis=1)
            other = truth.point(opposite(side), joint)[: len(pose)]
            wrong += np.linalg.norm(point - other, axis=1)
    known = np.isfinite(right) & seen
    return float((wrong < right)[known].mean())


def _angle_errors(pose: PoseSequence, truth: Truth, seen: np.ndarray) -> Iterator[AngleError]:
    for side in (truth.near_side, opposite(truth.near_side)):
        label = "near" if side == truth.near_side else "far"
        thigh, knee = _leg_angles(pose, truth, side)
        yield _error(f"{label} thigh", pose.time_s, thigh, truth.angle(side, "thigh"), seen)
        yield _error(f"{label} knee", pose.time_s, knee, truth.angle(side, "knee"), seen)
    middle = {
        joint: (pose.point(f"left_{joint}") + pose.point(f"right_{joint}")) / 2
        for joint in ("shoulder", "hip")
    }
    turn = _FLIP * [truth.direction, 1]
    lean = -segment_angle_deg(middle["shoulder"] * turn, middle["hip"] * turn)
    yield _error("trunk", pose.time_s, lean, truth.trunk_lean_deg(), seen)


def _leg_angles(pose: PoseSequence, truth: Truth, side: Side) -> tuple[FloatArray, FloatArray]:
    turn = _FLIP * [truth.direction, 1]
    hip, knee, ankle = (pose.point(f"{side}_{j}") * turn for j in ("hip", "knee", "ankle"))
    thigh = segment_angle_deg(hip, knee)
    return thigh, 180 - wrap_series_deg(thigh - segment_angle_deg(knee, ankle))


def _error(
    what: str, time_s: FloatArray, found: FloatArray, true: FloatArray, seen: np.ndarray
) -> AngleError:
    true = true[: len(found)]
    off = wrap_series_deg(found - true)
    known = np.isfinite(off) & seen
    off = off[known]
    bias = float(off.mean())
    # a lag of tau turns a slope s into an error of -s tau
    slope = np.gradient(true, time_s)[known]
    slope = slope - slope.mean()
    lag_ms = -1000 * float(np.dot(off - bias, slope) / np.dot(slope, slope))
    return AngleError(
        what, float(np.abs(off).mean()), bias, float(np.abs(off - bias).mean()), lag_ms
    )
