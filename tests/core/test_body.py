"""Heights and masses that no athlete has are refused, with what to give instead."""

from __future__ import annotations

import math

import pytest

from aqvision.core.body import parse_height, parse_mass, refuse_height, refuse_mass
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


@pytest.mark.parametrize(
    ("text", "height_m"),
    [
        ("1.78", 1.78), ("1,78 m", 1.78), ("178", 1.78), ("178 cm", 1.78), ("178,5cm", 1.785),
        ("1m78", 1.78), ("1.78 mètres", 1.78), ("5'10\"", 1.778), ("5’10”", 1.778),
        ("5 ft 10", 1.778), ("5ft 10.5in", 1.7907), ("5'", 1.524), ("5-10", 1.778),
        ("70 in", 1.778), ("70\"", 1.778), ("0.9", 0.9), ("110", 1.1),
    ],
)  # fmt: skip
def test_heights_are_read_as_people_write_them(text: str, height_m: float) -> None:
    assert parse_height(text) == pytest.approx(height_m, abs=1e-4)


@pytest.mark.parametrize(
    "text", ["70", "17.8", "5'13\"", "5-12", "1.78 ft", "tall", "", "1/2", "6"]
)
def test_what_may_be_another_height_is_refused(text: str) -> None:
    with pytest.raises(CalibrationError):
        parse_height(text)


def test_masses_are_in_kilograms_unless_pounds_are_named() -> None:
    assert [parse_mass(text) for text in ("70", "70,5 kg", "70.5KG")] == [70.0, 70.5, 70.5]
    assert parse_mass("155 lbs") == pytest.approx(70.307, abs=1e-3)
    for text in ("heavy", "5", "11 st", "nan", "1000"):
        with pytest.raises(CalibrationError):
            parse_mass(text)
