from __future__ import annotations

import pytest

from aqvision.core.imperial import in_imperial


@pytest.mark.parametrize(
    ("metric", "imperial"),
    [
        ("the athlete runs 1.22 m behind", "the athlete runs 4.00 ft behind"),
        ("about 3 cm wide, 12 mm", "about 1.2 in wide, 0.47 in"),
        ("from 5 to 35 m", "from 16 to 115 ft"),
        ("at 8.0 to 9.0 m/s", "at 17.9 to 20.1 mph"),
        ("at 8.0 m/s (7.5 to 8.5) it holds", "at 17.9 mph (16.8 to 19.0) it holds"),
        ("by 3 degrees a m/s", "by 3 degrees for each 2.2 mph"),
        ("60 kg", "132 lb"),
    ],
)
def test_quantities_of_sentences_are_brought_over(metric: str, imperial: str) -> None:
    assert in_imperial(metric) == imperial


@pytest.mark.parametrize("text", ["240 N/m/kg", "12 ms", "7.7 N/kg", "m/s", "run 3.mp4", "90°"])
def test_what_is_no_length_speed_or_mass_stays(text: str) -> None:
    assert in_imperial(text) == text
