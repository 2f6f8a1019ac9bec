"""A scene, or conditions, with some of their values changed, under the keys of analysis.json."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from aqvision.analysis.rows import scene_from_row, scene_to_row
from aqvision.kinematics.quality.grades import Conditions
from aqvision.kinematics.quality.scene import Scene

_OWN = {field.name for field in fields(Conditions)}


def scene_with(scene: Scene, **changes: Any) -> Scene:
    return scene_from_row({**scene_to_row(scene), **changes})


def conditions_with(conditions: Conditions, **changes: Any) -> Conditions:
    own = {name: value for name, value in changes.items() if name in _OWN}
    seen = {name: value for name, value in changes.items() if name not in _OWN}
    return replace(conditions, scene=scene_with(conditions.scene, **seen), **own)
