from __future__ import annotations

import pytest

from aqvision.core.numerals import localised


@pytest.mark.parametrize(
    ("english", "german"),
    [
        ("1,234.5", "1.234,5"),
        ("-0.25", "-0,25"),
        ("95%", "95\N{NO-BREAK SPACE}%"),
        ("+2.2e-05", "+2,2e-05"),
        ("12", "12"),
    ],
)
def test_numbers_are_written_as_german_does(english: str, german: str) -> None:
    assert localised(english, "de") == german
    assert localised(english, "en") == english
