"""Names, units and meanings of what is told of force."""

from __future__ import annotations

import math

import pytest

from aqvision.kinematics.force.measure import Force
from aqvision.kinematics.force.profile import ForceVelocity
from aqvision.kinematics.force.quantities import QUANTITIES, WHOLE_UNITS, estimate_of, grade_of
from aqvision.kinematics.force.spring_mass import SpringMass
from aqvision.kinematics.metrics.metric import Grade
from tests.support.force import FORCE


@pytest.mark.parametrize("name", QUANTITIES)
def test_each_is_a_field_of_its_part(name: str) -> None:
    quantity = QUANTITIES[name]
    assert quantity.name == name
    fields = (SpringMass if quantity.of_spring else ForceVelocity).__dataclass_fields__
    assert {name, *filter(None, [quantity.whole])} <= set(fields)
    assert not quantity.whole or quantity.whole in WHOLE_UNITS
    assert math.isfinite(estimate_of(FORCE, quantity).value)
    assert grade_of(FORCE, quantity)[0] in (Grade.B, Grade.C)


@pytest.mark.parametrize("name", QUANTITIES)
def test_what_is_missing_is_withheld_with_its_reason(name: str) -> None:
    force = Force(velocity_reason="no start", spring_reason="no contact")
    quantity = QUANTITIES[name]
    assert math.isnan(estimate_of(force, quantity).value)
    reason = "no contact" if quantity.of_spring else "no start"
    assert grade_of(force, quantity) == (Grade.WITHHELD, reason)
