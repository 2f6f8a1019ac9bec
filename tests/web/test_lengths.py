"""Lengths in fields: metres, or feet and inches, there and back."""

from __future__ import annotations

import pytest

from aqvision.web.lengths import read_length, show_length, typed_length
from aqvision.web.pages import Form, FormError


@pytest.mark.parametrize("imperial", [False, True])
@pytest.mark.parametrize("metres", [10.0, 0.305, -1.22])
def test_a_length_comes_back_from_its_fields(metres: float, imperial: bool) -> None:
    shown = show_length("d", metres, imperial=imperial)
    form = Form({name: [value] for name, value, _unit in shown.fields})
    assert read_length("d", form, "it", imperial=imperial) == pytest.approx(metres, abs=0.002)
    assert typed_length("d", form, imperial=imperial) == shown


def test_feet_alone_and_inches_alone_are_enough() -> None:
    assert read_length("d", Form({"d-ft": ["10"]}), "it", imperial=True) == pytest.approx(3.048)
    assert read_length("d", Form({"d-in": ["10"]}), "it", imperial=True) == pytest.approx(0.254)
    assert read_length("d", Form({}), "it", imperial=True) is None
    assert [unit for *_, unit in show_length("d", None, imperial=True).fields] == ["ft", "in"]


@pytest.mark.parametrize("text", ["nan", "inf", "9" * 400, "ten"])
def test_what_is_no_number_is_named(text: str) -> None:
    for name, imperial in (("d", False), ("d-in", True)):
        with pytest.raises(FormError, match="it is not a number"):
            read_length("d", Form({name: [text]}), "it", imperial=imperial)
