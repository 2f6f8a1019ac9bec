"""Scene -> warnings about metres: perspective along the run, and lanes beside the marks."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from aqvision.analysis.texts import WORDS
from aqvision.analysis.warnings import ClipWarning, warn
from aqvision.camera.stabilise import ScaleSource
from aqvision.kinematics.motion import GroundKind
from aqvision.kinematics.quality.scene import Scene

# Below this, single steps at the ends are wrong by less than the scale itself.
_LEAST_PERSPECTIVE, _LEAST_SHORT, _SURE_SES = 0.03, 0.03, 2.0

_CORRECTED_WELL = (ScaleSource.GROUND, ScaleSource.CAMERA_HEIGHT)
_LANE_CASES = {
    ScaleSource.HEIGHT: "height",
    ScaleSource.LENS: "lens",
    ScaleSource.USUAL_CAMERA_HEIGHT: "usual height",
}


def warn_of_scale(scene: Scene) -> tuple[ClipWarning, ...]:
    """Say what limits metres on a track, where a scale gives any.

    Parameters
    ----------
    scene
        How the clip was filmed, with its scale.
    """
    if not np.isfinite(scene.scale.se_frac) or scene.ground != GroundKind.TRACK:
        return ()
    return (*_of_perspective(scene), *_of_foreshortening(scene), *_of_lane(scene))


def _of_perspective(scene: Scene) -> Iterator[ClipWarning]:
    change, se = abs(scene.scale.perspective_frac), scene.scale.perspective_se_frac
    if not change > max(_LEAST_PERSPECTIVE, _SURE_SES * se):
        return
    if scene.scale.perspective_from_marks:
        yield warn("marks_disagree", change_frac=change, se_frac=se)
    else:
        yield warn("perspective", change_frac=change, se_frac=se, step_frac=change / 2)


def _of_foreshortening(scene: Scene) -> Iterator[ClipWarning]:
    """Warn of a slanted view, which shows lengths along the lane shorter, but no heights."""
    angle_deg = scene.camera.view_angle_deg
    short = 1 - float(np.cos(np.radians(angle_deg)))
    if scene.scale.source == ScaleSource.HEIGHT and short >= _LEAST_SHORT:
        yield warn("foreshortened", view_angle_deg=angle_deg, short_frac=short)


def _of_lane(scene: Scene) -> Iterator[ClipWarning]:
    if scene.lane.offset_m == 0 or scene.lane.offset_from in _CORRECTED_WELL:
        return
    behind = scene.lane.offset_m > 0
    yield warn(
        "other_lane",
        _LANE_CASES.get(scene.lane.offset_from, ""),
        offset_m=abs(scene.lane.offset_m),
        place=WORDS["behind" if behind else "in front"],
        wrong=WORDS["too small" if behind else "too large"],
        corrected_frac=abs(scene.lane.corrected_frac),
        scale_se_frac=scene.scale.se_frac,
    )
