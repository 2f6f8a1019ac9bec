"""Dataclasses <-> rows of analysis.json: a scene under flat keys, NaN where JSON has null."""

from __future__ import annotations

import math
from dataclasses import fields
from enum import StrEnum
from operator import attrgetter
from types import MappingProxyType
from typing import Any

from aqvision.camera.stabilise import LaneOffset, ScaleSource
from aqvision.core.types import View
from aqvision.kinematics.metrics.registry import Grade
from aqvision.kinematics.motion import GroundKind
from aqvision.kinematics.quality.scene import BodyFound, CameraView, Scale, Scene
from aqvision.video.timing import Confidence

SCENE_KEYS = MappingProxyType(
    {
        "direction": "camera.direction",
        "near_side": "camera.near_side",
        "ground": "ground",
        "view_angle_deg": "camera.view_angle_deg",
        "athlete_px": "body.athlete_px",
        "metres_per_leg": "scale.metres_per_leg",
        "scale_se_frac": "scale.se_frac",
        "step_rate_hz": "step_rate_hz",
        "found_frac": "body.found_frac",
        "swapped_legs_frac": "body.swapped_legs_frac",
        "unsure_legs_frac": "body.unsure_legs_frac",
        "swapped_arms_frac": "body.swapped_arms_frac",
        "unsure_arms_frac": "body.unsure_arms_frac",
        "far_arm_seen_frac": "body.far_arm_seen_frac",
        "n_people": "body.n_people",
        "view": "camera.view",
        "camera_turn_deg": "camera.turn_deg",
        "camera_reason": "camera.reason",
        "oblique_frac": "camera.oblique_frac",
        "track_se_frac": "camera.track_se_frac",
        "belt_mps": "belt_mps",
        "scale_from": "scale.source",
        "perspective_frac": "scale.perspective_frac",
        "perspective_se_frac": "scale.perspective_se_frac",
        "perspective_from_marks": "scale.perspective_from_marks",
        "lane_offset_m": "lane.offset_m",
        "lane_offset_from": "lane.offset_from",
        "tilt_deg": "camera.tilt_deg",
        "lane_corrected_frac": "lane.corrected_frac",
    }
)
"""Where a key of ``scene`` in analysis.json stands in a :class:`Scene`."""
_ENUMS: dict[str, type[StrEnum]] = {
    kind.__name__: kind for kind in (Confidence, Grade, GroundKind, View, ScaleSource)
}


def scene_to_row(scene: Scene) -> dict[str, Any]:
    """Lay the parts of a scene side by side, under the keys of analysis.json.

    Parameters
    ----------
    scene
        How the athlete was filmed and found.
    """
    return {key: attrgetter(place)(scene) for key, place in SCENE_KEYS.items()}


def scene_from_row(row: dict[str, Any]) -> Scene:
    """Build a scene from what :func:`scene_to_row` gave and JSON brought back.

    Parameters
    ----------
    row
        By key of analysis.json; keys that older files lack may be missing.

    Raises
    ------
    KeyError, TypeError, ValueError
        A key is not known or missing, or a word is none of those that are allowed.
    """
    parts: dict[str, dict[str, Any]] = {"camera": {}, "body": {}, "scale": {}, "lane": {}, "": {}}
    for key, value in row.items():
        part, _, name = SCENE_KEYS[key].rpartition(".")
        parts[part][name] = value
    scene: Scene = restore(
        Scene,
        {
            **parts.pop(""),
            "camera": restore(CameraView, parts["camera"]),
            "body": restore(BodyFound, parts["body"]),
            "scale": restore(Scale, parts["scale"]),
            "lane": restore(LaneOffset, parts["lane"]),
        },
    )
    return scene


def restore(kind: type[Any], row: dict[str, Any]) -> Any:
    """Build a dataclass from JSON.

    Null in a number's place is NaN again, a list a tuple, and a word a member of its enum.

    Parameters
    ----------
    kind
        The dataclass.
    row
        Its fields by name, as JSON gives them.
    """
    types = {entry.name: str(entry.type) for entry in fields(kind)}
    return kind(**{name: _restored(types.get(name, ""), value) for name, value in row.items()})


def _restored(kind: str, value: Any) -> Any:
    if value is None and kind == "float":
        return math.nan
    if kind in _ENUMS:
        return _ENUMS[kind](value)
    return tuple(value) if isinstance(value, list) else value
