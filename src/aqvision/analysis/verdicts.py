"""Conditions of a clip -> a verdict on each group of metrics, and what to film differently first.

Grades come from the same rules as those of a measured clip, so both say the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from aqvision.analysis.warnings import ClipWarning
from aqvision.kinematics.metrics.registry import METRICS, Grade, Metric, Need, Pillar
from aqvision.kinematics.quality.grades import Conditions, grade_of

Verdict = Literal["good", "limited", "not"]
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
# Which conditions a warning speaks of.
_CONDITIONS: dict[str, tuple[str, ...]] = {
    "front_view": ("view",),
    "rear_view": ("view",),
    "not_side_on": ("view_angle_deg",),
    "slow_frame_rate": ("rate_hz",),
    "treadmill": ("ground",),
    "implausible_step_rate": ("clock_doubt",),
    "unsure_sides": ("unsure_legs_frac", "unsure_arms_frac"),
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
    if not np.isfinite(conditions.scale_se_frac):
        conditions = replace(conditions, scale_se_frac=_HEIGHT_SE_FRAC)
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
    withheld = [reason for _, grade, reason in graded if grade == Grade.WITHHELD]
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
        return len(Grade) * len(METRICS)
    if code in _LIMITS:
        return sum(len(_members(group)) for group in _LIMITS[code][1])
    ideal = replace(
        conditions,
        rate_hz=240.0,
        ground="track",
        clock_doubt="",
        view_angle_deg=0.0,
        scale_se_frac=0.01,
        unsure_legs_frac=0.0,
        unsure_arms_frac=0.0,
        far_arm_seen_frac=1.0,
        view="side",
    )
    names = _CONDITIONS.get(code, ())
    faulty = replace(ideal, **{name: getattr(conditions, name) for name in names})
    return sum(grade_of(m, faulty)[0].rank - grade_of(m, ideal)[0].rank for m in METRICS.values())
