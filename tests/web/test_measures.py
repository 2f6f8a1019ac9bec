"""Heights, weights and speeds are taken as people tell them, and asked about in the same unit."""

from __future__ import annotations

import pytest

from aqvision.core.errors import CalibrationError
from aqvision.web import measures
from aqvision.web.measures import show_belt, typed_belt_mps, typed_height_m, typed_mass_kg
from aqvision.web.pages import Form, FormError


def belt(text: str, unit: str = "") -> Form:
    return Form({"belt-x": [text], "belt-unit-x": [unit]})


@pytest.mark.parametrize(
    ("text", "unit", "speed_mps"),
    [
        ("18", "", 5.0),
        ("18", "km/h", 5.0),
        ("5,0", "m/s", 5.0),
        ("11.185", "mph", 5.0),
        ("", "km/h", None),
    ],
)
def test_the_speed_of_a_belt_is_read_in_its_unit(
    text: str, unit: str, speed_mps: float | None
) -> None:
    found = typed_belt_mps(belt(text, unit), "x")
    assert found == (None if speed_mps is None else pytest.approx(speed_mps, abs=1e-3))


@pytest.mark.parametrize(("unit", "high"), [("km/h", "54"), ("m/s", "15"), ("mph", "33.6")])
def test_what_cannot_be_is_answered_in_the_unit_of_the_question(unit: str, high: str) -> None:
    with pytest.raises(FormError, match=f"80 {unit} cannot be right") as caught:
        typed_belt_mps(belt("80", unit), "x")
    assert caught.value.hint.startswith(f"give the treadmill's speed in {unit}, ")
    assert caught.value.hint.endswith(f" to {high}")


def test_what_is_no_unit_is_refused() -> None:
    with pytest.raises(FormError, match="no such unit"):
        typed_belt_mps(belt("8", "knots"), "x")


def test_bare_pounds_where_units_are_imperial(monkeypatch: pytest.MonkeyPatch) -> None:
    assert typed_mass_kg(Form({"m": ["155"]}), "m") == 155.0
    monkeypatch.setattr(measures, "IMPERIAL", True)
    assert typed_mass_kg(Form({"m": ["155"]}), "m") == pytest.approx(70.3068, abs=1e-3)
    assert typed_mass_kg(Form({"m": ["70 kg"]}), "m") == 70.0
    assert typed_height_m(Form({"h": ["5 ft 10"]}), "h") == 1.778
    assert typed_height_m(Form({}), "h") is None
    with pytest.raises(CalibrationError):
        typed_height_m(Form({"h": ["9 ft"]}), "h")
    assert show_belt(None) == ""
