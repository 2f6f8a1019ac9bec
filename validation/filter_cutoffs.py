"""Rendered clips -> the cut-off that each joint's own noise asks for, beside the one in use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from aqvision.core.sequence import PoseSequence
from aqvision.core.settings import FilterSettings
from aqvision.core.skeleton import INDEX, SIDES
from aqvision.core.types import FloatArray
from aqvision.pose.clean.clean import CleanPose
from aqvision.pose.clean.filtering import cutoff_hz, smooth_pose
from validation.rendered_clips import TRUE_JOINTS, Truth
from validation.tables import section, table

CUTOFFS_HZ = np.arange(3.0, 41.0)
_NOISE_TAIL_HZ = 28.0


@dataclass(frozen=True, slots=True, eq=False)
class CutoffCurves:
    """Per joint and cut-off, (J, F) trunk lengths: what the filter leaves out, and the error."""

    residual: FloatArray
    error: FloatArray


def measure_cutoffs(clean: CleanPose, truth: Truth, seen: np.ndarray) -> CutoffCurves:
    """Filter a clip at every cut-off; compare with the points as measured and with the truth."""
    residual, error = [], []
    for cutoff in CUTOFFS_HZ:
        smooth = smooth_pose(clean.measured, _all_at(float(cutoff)))
        residual.append([_off(smooth, clean.measured, joint, seen) for joint in TRUE_JOINTS])
        error.append([_error(smooth, truth, joint, seen) for joint in TRUE_JOINTS])
    scale = clean.uncertainty.trunk_px
    return CutoffCurves(np.array(residual).T / scale, np.array(error).T / scale)


def cutoff_section(curves: Sequence[CutoffCurves]) -> str:
    """Write the section on the filter."""
    residual = np.sqrt(np.mean([c.residual**2 for c in curves], axis=0))
    error = np.sqrt(np.mean([c.error**2 for c in curves], axis=0))
    rows = []
    for i, joint in enumerate(TRUE_JOINTS):
        used = cutoff_hz(f"left_{joint}", FilterSettings())
        least = float(CUTOFFS_HZ[int(np.argmin(error[i]))])
        excess = float(np.interp(used, CUTOFFS_HZ, error[i]) / error[i].min())
        by_residuals = _by_residuals(residual[i])
        rows.append(f"{joint} | {used:.0f} | {by_residuals:.0f} | {least:.0f} | {excess:.2f}")
    return section(_INTRODUCTION, table(_HEAD, rows))


def _by_residuals(residual: FloatArray) -> float:
    """Cut-off at which the residual equals the noise that a line through its tail predicts.

    Source: winter-2009.
    """
    tail = CUTOFFS_HZ >= _NOISE_TAIL_HZ
    _, noise = np.polyfit(CUTOFFS_HZ[tail], residual[tail], 1)
    above = np.flatnonzero(residual > noise)
    return float(CUTOFFS_HZ[above[-1] + 1]) if len(above) else float(CUTOFFS_HZ[0])


def _all_at(cutoff: float) -> FilterSettings:
    used = FilterSettings()
    names = ("trunk_hz", "arm_hz", "knee_hz", "ankle_hz", "foot_hz")
    return replace(used, max_frac_nyquist=0.9, **dict.fromkeys(names, cutoff))


def _off(first: PoseSequence, second: PoseSequence, joint: str, seen: np.ndarray) -> float:
    points = [INDEX[f"{side}_{joint}"] for side in SIDES]
    off = (first.xy_px - second.xy_px)[seen][:, points]
    return float(np.sqrt(np.nanmean(off**2)))


def _error(smooth: PoseSequence, truth: Truth, joint: str, seen: np.ndarray) -> float:
    squares = []
    for side in SIDES:
        off = smooth.point(f"{side}_{joint}") - truth.point(side, joint)[: len(smooth)]
        off = off[seen] - np.nanmean(off[seen], axis=0)
        squares.append(np.nanmean(off**2))
    return float(np.sqrt(np.mean(squares)))


_HEAD = "| joint | in use, Hz | residual analysis, Hz | least error, Hz | error over the least |"
_INTRODUCTION = """## Filter

Winter's residual analysis on the plain clips: the cut-off at which the filter leaves out no more
than noise. Beside it, the cut-off of least error against the truth (about the mean offset), and how
much larger the error is with the cut-off in use."""
