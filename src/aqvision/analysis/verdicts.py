"""Conditions of a clip -> a verdict on each group of metrics, and what to film differently first.

Grades come from the same rules as those of a measured clip, so both say the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from aqvision.analysis.warnings import ClipWarning
from aqvision.core.view import View
from aqvision.kinematics.metrics.registry import METRICS, Grade, Metric
from aqvision.kinematics.motion import GroundKind
from aqvision.kinematics.quality.grades import Conditions, grade_of

Verdict = Literal["good", "limited", "not"]
_GRADES: tuple[Grade, ...] = ("A", "B", "C", "withheld")
_LEGS = frozenset({"push", "swing", "together"})

GROUPS: dict[str, Callable[[Metric], bool]] = {
    "angles": lambda m: m.unit.startswith("deg") and m.pillar in _LEGS,
    "contact and flight times": lambda m: "timing" in m.needs,
    "step frequency": lambda m: m.name == "step_frequency_hz",
    "step length and speed": lambda m: "still ground" in m.needs,
    "arms": lambda m: m.pillar == "arms",
    "torso": lambda m: m.pillar == "torso",
    "front view": lambda m: m.pillar == "frontal",
}

_PICTURED = frozenset(GROUPS) - {"step frequency", "step length and speed"}
_ALL = frozenset(GROUPS)
# What limits metrics without deciding their grades: in a few words, and which groups it concerns.
_LIMITS: dict[str, tuple[str, frozenset[str]]] = {
    "few_steps": ("few steps in view", _ALL),
    "athlete_lost": ("the athlete is lost at times", _ALL),
    "cut_off": ("head or feet are cut off at times", _ALL),
    "hidden": ("a part of the body is hidden at times", _ALL),
    "small_athlete": ("the athlete is small in the picture", _ALL),
    "dark": ("the athlete is dark", _PICTURED),
    "faint": ("the athlete hardly stands out", _PICTURED),
    "smeared": ("the shutter smears the athlete", _PICTURED),
    "soft_picture": ("the picture is soft", _PICTURED),
    "unsure_legs": ("left and right leg are uncertain at times", _ALL - {"torso"}),
    "unsure_arms": ("left and right arm are uncertain at times", frozenset({"arms"})),
    "moving_camera": (
        "the camera moves: given if the background shows how",
        frozenset({"contact and flight times", "step length and speed"}),
    ),
    "no_scale": ("no scale: say how tall the athlete is", frozenset({"step length and speed"})),
}
# A clip in which all is well, with the one fault that a warning speaks of.
_FAULTS: dict[str, Callable[[Conditions, Conditions], Conditions]] = {
    "front_view": lambda well, c: _with_camera(well, view=c.scene.camera.view),
    "rear_view": lambda well, c: _with_camera(well, view=c.scene.camera.view),
    "not_side_on": lambda well, c: _with_camera(well, view_angle_deg=c.scene.camera.view_angle_deg),
    "slow_frame_rate": lambda well, c: replace(well, rate_hz=c.rate_hz),
    "treadmill": lambda well, c: replace(well, scene=replace(well.scene, ground=c.scene.ground)),
    "implausible_step_rate": lambda well, c: replace(well, clock_doubt=c.clock_doubt),
    "unsure_sides": lambda well, c: replace(
        well,
        scene=replace(
            well.scene,
            body=replace(
                well.scene.body,
                unsure_legs_frac=c.scene.body.unsure_legs_frac,
                unsure_arms_frac=c.scene.body.unsure_arms_frac,
            ),
        ),
    ),
}
# Without these all other advice is in vain: no step, or a clock that is not known.
_BEFORE_ALL = frozenset({"no_steps", "implausible_step_rate"})
_HEIGHT_SE_FRAC = 0.05
NO_SCALE = ClipWarning(
    "no_scale",
    "Nothing gives a scale.",
    "Say how tall the athlete is, or give marks of known distance.",
)
MOVING_CAMERA = ClipWarning(
    "moving_camera",
    "The camera moves. Its turn is taken out where the background shows it.",
    "Put the camera on a tripod, or turn it on the spot with much sharp background.",
)
NO_STEPS = ClipWarning(
    "no_steps",
    "Not one step lies wholly in view.",
    "Film a longer stretch, with room at both sides, above the head and below the feet.",
)


@dataclass(frozen=True, slots=True)
class GroupVerdict:
    """What a clip is good for in one group of metrics; ``reason`` is empty where all is well."""

    group: str
    verdict: Verdict
    reason: str


def judge_groups(
    conditions: Conditions, warnings: Sequence[ClipWarning]
) -> tuple[GroupVerdict, ...]:
    """Judge every group of metrics.

    Parameters
    ----------
    conditions
        As of a measured clip. Without a scale, the groups are judged as with one: it can be said
        afterwards, while a film stays as it is.
    warnings
        All that the clip deserves.
    """
    scene = conditions.scene
    if not np.isfinite(scene.scale.se_frac):
        scaled = replace(scene.scale, se_frac=_HEIGHT_SE_FRAC)
        conditions = replace(conditions, scene=replace(scene, scale=scaled))
    codes = [warning.code for warning in warnings]
    return tuple(_judge(group, conditions, codes) for group in GROUPS)


def rank_advice(conditions: Conditions, warnings: Sequence[ClipWarning]) -> tuple[ClipWarning, ...]:
    """Put first what costs most: grades lost over all metrics if it alone were wrong."""
    return tuple(sorted(warnings, key=lambda warning: -_cost(warning.code, conditions)))


def _members(group: str) -> list[Metric]:
    return [metric for metric in METRICS.values() if GROUPS[group](metric)]


def _judge(group: str, conditions: Conditions, codes: Sequence[str]) -> GroupVerdict:
    if NO_STEPS.code in codes:
        return GroupVerdict(group, "not", "not one step lies wholly in view")
    graded = [(m, *grade_of(m, conditions)) for m in _members(group)]
    withheld = [reason for _, grade, reason in graded if grade == "withheld"]
    if len(withheld) == len(graded):
        return GroupVerdict(group, "not", _commonest(withheld))
    lowered = [reason for metric, grade, reason in graded if grade != metric.best]
    limits = [_LIMITS[c][0] for c in codes if c in _LIMITS and group in _LIMITS[c][1]]
    if not lowered and not limits:
        return GroupVerdict(group, "good", _commonest([r for *_, r in graded if r]))
    told = [_commonest(lowered)] if lowered else []
    return GroupVerdict(group, "limited", "; ".join([*told, *limits]))


def _commonest(reasons: Sequence[str]) -> str:
    return Counter(reasons).most_common(1)[0][0] if reasons else ""


def _cost(code: str, conditions: Conditions) -> int:
    """Grades that a fault costs a clip in which all else is well."""
    if code in _BEFORE_ALL:
        return len(_GRADES) * len(METRICS)
    if code in _LIMITS:
        return sum(len(_members(group)) for group in _LIMITS[code][1])
    well = _all_well(conditions)
    faulty = _FAULTS[code](well, conditions) if code in _FAULTS else well
    return sum(
        _GRADES.index(grade_of(m, faulty)[0]) - _GRADES.index(grade_of(m, well)[0])
        for m in METRICS.values()
    )


def _all_well(conditions: Conditions) -> Conditions:
    """Give the conditions of the same clip without a fault."""
    scene = conditions.scene
    scene = replace(
        scene,
        camera=replace(scene.camera, view=View.SIDE, view_angle_deg=0.0),
        body=replace(scene.body, unsure_legs_frac=0.0, unsure_arms_frac=0.0, far_arm_seen_frac=1.0),
        scale=replace(scene.scale, se_frac=0.01),
        ground=GroundKind.TRACK,
    )
    return replace(conditions, scene=scene, rate_hz=240.0, clock_doubt="")


def _with_camera(conditions: Conditions, **changes: Any) -> Conditions:
    scene = conditions.scene
    camera = replace(scene.camera, **changes)
    return replace(conditions, scene=replace(scene, camera=camera))
