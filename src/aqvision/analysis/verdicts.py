"""Conditions of a clip -> a verdict on each group of metrics, and what to film differently first.

Grades come from the same rules as those of a measured clip, so both say the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import numpy as np

from aqvision.analysis.texts import LIMITS, PROMPTS
from aqvision.analysis.warnings import ClipWarning
from aqvision.core.prompts import Prompt
from aqvision.core.types import View
from aqvision.kinematics.metrics.registry import METRICS, Grade, Metric, Need, Pillar
from aqvision.kinematics.motion import GroundKind
from aqvision.kinematics.quality.grades import Conditions, grade_of, prompts_of

_LEGS = frozenset({Pillar.PUSH, Pillar.SWING, Pillar.TOGETHER})

GROUPS: dict[str, Callable[[Metric], bool]] = {
    "angles": lambda m: m.unit.startswith("deg") and m.pillar in _LEGS,
    "contact and flight times": lambda m: Need.TIMING in m.needs,
    "step frequency": lambda m: m.name == "step_frequency_hz",
    "step length and speed": lambda m: Need.STILL_GROUND in m.needs,
    "arms": lambda m: m.pillar == Pillar.ARMS,
    "torso": lambda m: m.pillar == Pillar.TORSO,
    "front view": lambda m: m.pillar == Pillar.FRONTAL,
}

_PICTURED = frozenset(GROUPS) - {"step frequency", "step length and speed"}
_ALL = frozenset(GROUPS)
# Which groups each of these limits, without deciding their grades.
_LIMITED: dict[str, frozenset[str]] = {
    **dict.fromkeys(
        (
            "athlete_lost",
            "cut_off",
            "feet_cut_off",
            "few_steps",
            "hidden",
            "small_athlete",
        ),
        _ALL,
    ),
    **dict.fromkeys(("dark", "faint", "flicker", "smeared", "soft_picture"), _PICTURED),
    "unsure_legs": _ALL - {"torso"},
    "unsure_arms": frozenset({"arms"}),
    "moving_camera": frozenset({"contact and flight times", "step length and speed"}),
    "no_scale": frozenset({"step length and speed"}),
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
# Without these all other advice is in vain: no feet, no step, or a clock that is not known.
_BEFORE_ALL = frozenset({"feet_cut_off", "no_steps", "implausible_step_rate"})
_HEIGHT_SE_FRAC = 0.05


class Suitability(StrEnum):
    """Whether a clip shows the metrics of a group: well, with limits, or not."""

    GOOD = "good"
    LIMITED = "limited"
    NOT_MEASURED = "not"


@dataclass(frozen=True, slots=True)
class GroupVerdict:
    """What a clip is good for in one group of metrics.

    Parameters
    ----------
    group
        Name of the group.
    verdict
        Whether its metrics are measured.
    reason
        What limits them; empty where all is well.
    prompts
        What the reason asks for; whoever shows it says where the answer is taken.
    """

    group: str
    verdict: Suitability
    reason: str
    prompts: tuple[Prompt, ...] = ()


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
    """Put first what costs most: grades lost over all metrics if it alone were wrong.

    Parameters
    ----------
    conditions
        As of a measured clip.
    warnings
        What is to be ranked.
    """
    return tuple(sorted(warnings, key=lambda warning: -_cost(warning.code, conditions)))


def _members(group: str) -> list[Metric]:
    """List the metrics of a group that any clip shows."""
    return [m for m in METRICS.values() if GROUPS[group](m) and not m.grows_with_noise]


def _judge(group: str, conditions: Conditions, codes: Sequence[str]) -> GroupVerdict:
    if "no_steps" in codes:
        return GroupVerdict(group, Suitability.NOT_MEASURED, LIMITS["no_steps"])
    graded = [(m, *grade_of(m, conditions)) for m in _members(group)]
    withheld = [reason for _, grade, reason in graded if grade == Grade.WITHHELD]
    if len(withheld) == len(graded):
        reason = _commonest(withheld)
        return GroupVerdict(group, Suitability.NOT_MEASURED, reason, _asked_by(reason, conditions))
    lowered = [reason for metric, grade, reason in graded if grade != metric.best]
    limits = [code for code in codes if group in _LIMITED.get(code, ())]
    if not lowered and not limits:
        return GroupVerdict(group, Suitability.GOOD, _commonest([r for *_, r in graded if r]))
    told = [_commonest(lowered)] if lowered else []
    asked = [p for reason in told for p in _asked_by(reason, conditions)]
    asked += [p for code in limits for p in PROMPTS.get(code, ())]
    parts = [part for reason in told for part in reason.split("; ")]
    words = "; ".join(dict.fromkeys([*parts, *(LIMITS[code] for code in limits)]))
    return GroupVerdict(group, Suitability.LIMITED, words, tuple(dict.fromkeys(asked)))


def _asked_by(reason: str, conditions: Conditions) -> tuple[Prompt, ...]:
    """Tell what a metric's reason asks for: by itself, or because the clock is doubted."""
    doubted = bool(reason) and reason == conditions.clock_doubt and not conditions.rate_given
    return (Prompt.RATE,) if doubted else prompts_of(reason)


def _commonest(reasons: Sequence[str]) -> str:
    return Counter(reasons).most_common(1)[0][0] if reasons else ""


def _cost(code: str, conditions: Conditions) -> int:
    """Grades that a fault costs a clip in which all else is well."""
    if code in _BEFORE_ALL:
        return len(Grade) * len(METRICS)
    if code in _LIMITED:
        return sum(len(_members(group)) for group in _LIMITED[code])
    well = _all_well(conditions)
    faulty = _FAULTS[code](well, conditions) if code in _FAULTS else well
    return sum(grade_of(m, faulty)[0].rank - grade_of(m, well)[0].rank for m in METRICS.values())


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
