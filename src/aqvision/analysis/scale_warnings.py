"""Scene -> warnings about metres: perspective along the run, and lanes beside the marks."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from aqvision.analysis.warnings import ClipWarning
from aqvision.camera.stabilise import ScaleSource
from aqvision.kinematics.motion import GroundKind
from aqvision.kinematics.quality.scene import Scene

# Below this, single steps at the ends are wrong by less than the scale itself.
_LEAST_PERSPECTIVE, _LEAST_SHORT, _SURE_SES = 0.03, 0.03, 2.0

_CORRECTED_WELL = (ScaleSource.GROUND, ScaleSource.CAMERA_HEIGHT)
_MEASURE_HEIGHT = "or measure and say how high above the ground the lens stood."


def warn_of_scale(scene: Scene) -> tuple[ClipWarning, ...]:
    """Say what limits metres on a track, where a scale gives any."""
    if not np.isfinite(scene.scale.se_frac) or scene.ground != GroundKind.TRACK:
        return ()
    return (*_of_perspective(scene), *_of_foreshortening(scene), *_of_lane(scene))


def _of_perspective(scene: Scene) -> Iterator[ClipWarning]:
    change, se = abs(scene.scale.perspective_frac), scene.scale.perspective_se_frac
    if not change > max(_LEAST_PERSPECTIVE, _SURE_SES * se):
        return
    if scene.scale.perspective_from_marks:
        yield ClipWarning(
            "marks_disagree",
            f"By the marks the scale is even along the run now, by the athlete's size it still "
            f"changes by {change:.0%} (± {se:.0%}) from one end to the other.",
            "Check pixels and metres of the marks; a fourth mark shows which one is wrong.",
        )
        return
    yield ClipWarning(
        "perspective",
        f"By the athlete's size in the picture, the scale changes by {change:.0%} (± {se:.0%}) "
        "from one end of the run to the other. One scale is used for all of it, so the length and "
        f"speed of a step may be wrong by up to {change / 2:.0%}.",
        "Give marks of known distance, three or more along the lane, or film square to the lane.",
    )


def _of_foreshortening(scene: Scene) -> Iterator[ClipWarning]:
    """Warn of a slanted view, which shows lengths along the lane shorter, but no heights."""
    angle_deg = scene.camera.view_angle_deg
    short = 1 - float(np.cos(np.radians(angle_deg)))
    if scene.scale.source != ScaleSource.HEIGHT or short < _LEAST_SHORT:
        return
    yield ClipWarning(
        "foreshortened",
        "The scale is that of the height, which knows nothing of a slant: the athlete is seen "
        f"{angle_deg:.0f} degrees from square, so step length and speed come out too "
        f"small, by up to about {short:.0%}.",
        "Give marks of known distance along the lane, or film square to the lane.",
    )


def _of_lane(scene: Scene) -> Iterator[ClipWarning]:
    if scene.lane.offset_m == 0 or scene.lane.offset_from in _CORRECTED_WELL:
        return
    where = "behind" if scene.lane.offset_m > 0 else "in front of"
    offset = f"{abs(scene.lane.offset_m):.2f} m"
    yield ClipWarning(
        "other_lane",
        f"The athlete runs {offset} {where} the marks{_what_was_done(scene, offset)}",
        "Lay the marks in the athlete's lane, or give marks of known distance, four or more on two "
        "lines" + ("." if scene.lane.offset_from == ScaleSource.LENS else f", {_MEASURE_HEIGHT}"),
    )


def _what_was_done(scene: Scene, offset: str) -> str:
    changed = f"{abs(scene.lane.corrected_frac):.0%}"
    if scene.lane.offset_from == ScaleSource.HEIGHT:
        return "; where their line lies tells the scale no better than the height, which is used."
    if scene.lane.offset_from == ScaleSource.LENS:
        return (
            f"; the scale was corrected by {changed}, by the focal length that the camera's turn "
            "shows."
        )
    if scene.lane.offset_from == ScaleSource.USUAL_CAMERA_HEIGHT:
        return (
            f"; the scale was corrected by {changed}, by the row in which the feet stand, for a "
            f"lens about 1.2 m above the ground, as is usual, and counts as known to "
            f"{scene.scale.se_frac:.0%}. From a stand or from near the ground that is wrong."
        )
    wrong = "small" if scene.lane.offset_m > 0 else "large"
    return (
        ", which is not corrected, as the row in which the feet stand does not tell how far the "
        f"camera stands: step length and speed may be too {wrong} by {offset} over that distance, "
        "which is 8 % for 1.22 m at 15 m."
    )
