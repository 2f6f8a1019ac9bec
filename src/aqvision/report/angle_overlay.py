"""Analysis and a pillar -> the one angle of it that a moving picture shows, drawn at its joint."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from aqvision.analysis.analyze import Analysis
from aqvision.core.sequence import middle_of
from aqvision.core.skeleton import INDEX, Side
from aqvision.core.types import FloatArray, Image
from aqvision.kinematics.metrics.registry import Grade, Pillar
from aqvision.report.curves import CURVES, column_of
from aqvision.report.drawn_angles import vertical

ANGLES = {
    Pillar.PUSH: "knee_flexion_deg",
    Pillar.SWING: "thigh_deg",
    Pillar.ARMS: "elbow_deg",
    Pillar.TORSO: "trunk_lean_deg",
}
"""Column of the series, without its side, by pillar."""
_RGB = (255, 122, 26)
_RADIUS_BODIES = 0.15
_LINE_BODIES = 1 / 130
_SHIFT = 4
_N_ARC = 24


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AngleOverlay:
    """An angle of the near side over the frames of a clip.

    Parameters
    ----------
    title
        What the angle is called.
    values_deg
        (T,) as in the curves; NaN where not known, and all NaN where it is withheld.
    corner, ends
        (T, 2) where it is drawn, and (T, 2, 2) directions that enclose it, in pixels.
    """

    title: str
    values_deg: FloatArray
    corner: FloatArray
    ends: FloatArray


def angle_of(analysis: Analysis, pillar: Pillar, points: FloatArray) -> AngleOverlay:
    """Look up the angle of a pillar, and where it is drawn.

    Parameters
    ----------
    analysis, pillar
        One clip, and one of :data:`ANGLES`.
    points
        (T, 33, 2) joints in pixels of the pictures.
    """
    curve = next(c for c in CURVES if c.joint == ANGLES[pillar])
    values = analysis.series[column_of(analysis, curve)].to_numpy(dtype=np.float64)
    if analysis.metrics[curve.metric].confidence == Grade.WITHHELD:
        values = np.full_like(values, np.nan)
    camera = analysis.scene.camera
    up = vertical(camera.tilt_deg if np.isfinite(camera.tilt_deg) else 0.0, camera.direction)
    corner, ends = _geometry(pillar, points, camera.near_side, up)
    return AngleOverlay(title=curve.title, values_deg=values, corner=corner, ends=ends)


def _geometry(
    pillar: Pillar, points: FloatArray, near: Side, up: FloatArray
) -> tuple[FloatArray, FloatArray]:
    def joint(name: str) -> FloatArray:
        return points[:, INDEX[f"{near}_{name}"]]

    down = np.broadcast_to(-up, (len(points), 2))
    if pillar == Pillar.PUSH:
        corner, on = joint("knee"), joint("knee") - joint("hip")
        other = joint("ankle") - corner
    elif pillar == Pillar.SWING:
        corner, on = joint("hip"), down
        other = joint("knee") - corner
    elif pillar == Pillar.ARMS:
        corner, on = joint("elbow"), joint("shoulder") - joint("elbow")
        other = joint("wrist") - corner
    else:
        corner, on = middle_of(points, "hip"), -down
        other = middle_of(points, "shoulder") - corner
    return corner, np.stack([on, other], axis=1)


def draw_angle(canvas: Image, angle: AngleOverlay, frame: int, body_px: float) -> None:
    """Draw the arc of an angle and the lines that it lies between, in place.

    Parameters
    ----------
    canvas
        (height, width, 3) RGB.
    angle, frame
        What is drawn, and of which frame; nothing where it is not known.
    body_px
        Height of the body, by which arc and lines are sized.
    """
    corner, ends = angle.corner[frame], angle.ends[frame]
    if not (np.isfinite(angle.values_deg[frame]) and np.isfinite([corner, *ends]).all()):
        return
    radius, width = _RADIUS_BODIES * body_px, max(2, round(_LINE_BODIES * body_px))
    first, last = (np.arctan2(y, x) for x, y in ends)
    turn = (last - first + np.pi) % (2 * np.pi) - np.pi
    bearing = first + turn * np.linspace(0, 1, _N_ARC)
    arc = corner + radius * np.column_stack([np.cos(bearing), np.sin(bearing)])
    sides = np.array([arc[0], corner, arc[-1]])
    for line in (arc, corner + 1.5 * (sides - corner)):
        fixed = np.rint(line * 2**_SHIFT).astype(np.int32)
        cv2.polylines(canvas, [fixed], False, _RGB, width, cv2.LINE_AA, _SHIFT)
