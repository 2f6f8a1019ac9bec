"""Heights and masses that no athlete has are refused, with what to give instead."""

from __future__ import annotations

import math

import pytest

from aqvision.core.body import refuse_height, refuse_mass
from aqvision.core.errors import CalibrationError


@pytest.mark.parametrize("mass_kg", [0.0, 9.0, 750.0, math.nan])
def test_a_mass_that_nobody_has_is_refused(mass_kg: float) -> None:
    with pytest.raises(CalibrationError, match=r"body mass of .* kg cannot be right") as caught:
        refuse_mass(mass_kg)
    assert "10 to 300" in caught.value.hint
    refuse_mass(None)
    refuse_mass(75.0)


@pytest.mark.parametrize("height_m", [178.0, 0.0, -1.8, 5.8, math.nan, math.inf])
def test_a_height_that_nobody_has_is_refused(height_m: float) -> None:
    with pytest.raises(CalibrationError, match=r"a height of .* m cannot be right") as caught:
        refuse_height(height_m)
    assert "metres" in caught.value.hint
    refuse_height(None)
    refuse_height(1.75)
