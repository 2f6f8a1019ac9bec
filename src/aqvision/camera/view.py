"""PoseSequence -> View: whether the athlete is seen from the side, from the front or from behind.

A sprinter who crosses the picture swings the legs across it and hides one shoulder behind the
other; one who comes or goes shows the shoulders' whole breadth, and the legs swing towards the
camera. Both are set against the trunk, which looks alike in either view. Who comes grows, who goes
shrinks.
"""

from __future__ import annotations

import numpy as np

from aqvision.camera.motion import CameraMotion
from aqvision.core.sequence import PoseSequence
from aqvision.core.types import FloatArray, View

# Of a sprinter, in trunk lengths: shoulders seen from the front, and how far one ankle swings ahead
# of the other and behind it seen from the side, but for a tenth of the frames at either end.
_BREADTH_TRUNKS, _STRIDE_TRUNKS = 0.75, 1.6
_TAILS = (10, 90)
_END_ON_DEG = 70.0
_GROWN = 1.1
_MIN_FRAMES = 10
_HELD_WIDE = 0.7


def find_view(pose: PoseSequence, camera: CameraMotion) -> View:
    """Decide from which side the athlete is seen.

    Parameters
    ----------
    pose
        Points as the network gave them; exchanged sides do no harm.
    camera
        In front of a camera that moves, growing and shrinking say nothing.

    Returns
    -------
    View
        "side" is all that is not within 20 degrees of the front or of the back: how far it
        departs from a side view is told by the view angle.
    """
    trunk = pose.trunk_px
    breadth, stride = (_across(pose, joint) / trunk for joint in ("shoulder", "ankle"))
    known = np.isfinite(breadth) & np.isfinite(stride)
    if known.sum() < _MIN_FRAMES:
        return View.SIDE
    wide = abs(float(np.median(breadth[known]))) / _BREADTH_TRUNKS
    swing = float(np.ptp(np.percentile(stride[known], _TAILS))) / 2 / _STRIDE_TRUNKS
    if np.degrees(np.arctan2(wide, swing)) < _END_ON_DEG:
        return View.SIDE
    return View.FRONT if _comes(trunk[known], breadth[known], camera) else View.REAR


def find_held_view(pose: PoseSequence) -> View:
    """Decide from which side somebody who stays in one posture is seen.

    Such a body swings no legs, so the breadth of the shoulders tells alone: within 45 degrees of
    the front or of the back it is seen from there.

    Parameters
    ----------
    pose
        Points as the network gave them.
    """
    breadth = _across(pose, "shoulder") / pose.trunk_px
    known = breadth[np.isfinite(breadth)]
    wide = float(np.median(known)) / _BREADTH_TRUNKS if len(known) else 0.0
    if abs(wide) < _HELD_WIDE:
        return View.SIDE
    return View.FRONT if wide > 0 else View.REAR


def _comes(trunk: FloatArray, breadth: FloatArray, camera: CameraMotion) -> bool:
    """Tell by the body's growth or, where its size stays, by the sides that the network sees."""
    tenth = max(len(trunk) // 10, 1)
    grown = float(np.median(trunk[-tenth:]) / np.median(trunk[:tenth]))
    if camera.static is not False and not 1 / _GROWN < grown < _GROWN:
        return grown > 1
    return float(np.median(breadth)) > 0


def _across(pose: PoseSequence, joint: str) -> FloatArray:
    """Left joint to the right of the right one in the picture, (T,) pixels."""
    return np.asarray((pose.point(f"left_{joint}") - pose.point(f"right_{joint}"))[:, 0])
