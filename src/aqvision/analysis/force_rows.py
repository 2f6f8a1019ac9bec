"""Force <-> rows of analysis.json: ``force_velocity``, ``spring_mass`` and ``force_reasons``."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from typing import Any

from aqvision.core.splits import splits_from_dict
from aqvision.kinematics.force.estimate import Estimate
from aqvision.kinematics.force.measure import Force
from aqvision.kinematics.force.profile import ForceVelocity
from aqvision.kinematics.force.spring_mass import SpringMass
from aqvision.kinematics.metrics.metric import Grade

_PROFILE, _SPRING, _REASONS = "force_velocity", "spring_mass", "force_reasons"


def force_to_rows(force: Force) -> dict[str, Any]:
    """Bring what a clip tells of force into keys of analysis.json.

    Parameters
    ----------
    force
        Profile and spring, or why there is none.
    """
    parts = {_PROFILE: force.velocity, _SPRING: force.spring}
    return {
        **{key: None if part is None else dataclasses.asdict(part) for key, part in parts.items()},
        _REASONS: {_PROFILE: force.velocity_reason, _SPRING: force.spring_reason},
    }


def force_from_rows(content: Mapping[str, Any]) -> Force:
    """Read what :func:`force_to_rows` gave and JSON brought back.

    Parameters
    ----------
    content
        Of analysis.json; files of older versions have none of the keys.
    """
    if _REASONS not in content:
        return Force()
    profile, spring, reasons = (content[key] for key in (_PROFILE, _SPRING, _REASONS))
    return Force(
        velocity=None if profile is None else ForceVelocity(**_restored(profile)),
        velocity_reason=reasons[_PROFILE],
        spring=None if spring is None else SpringMass(**_restored(spring)),
        spring_reason=reasons[_SPRING],
    )


def _restored(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _value(key, value) for key, value in row.items()}


def _value(key: str, value: Any) -> Any:
    if key == "confidence":
        return Grade(value)
    if key == "splits":
        return splits_from_dict(value)
    if isinstance(value, dict):
        return Estimate(**{k: math.nan if v is None else v for k, v in value.items()})
    return value
