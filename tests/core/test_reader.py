from __future__ import annotations

import pytest

from aqvision.core.reader import language_of, settle, units_of


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "de"),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ({"LANGUAGE": "fr:de", "LANG": "en_US.UTF-8"}, "de"),
        ({"LANGUAGE": "en:de"}, "en"),
        ({"LANGUAGE": "", "LANG": "de@euro"}, "de"),
    ],
)
def test_the_first_variable_that_is_set_chooses_the_language(
    environment: dict[str, str], language: str
) -> None:
    assert language_of(environment) == language


def test_the_command_line_goes_before_the_environment() -> None:
    environment = {"LANGUAGE": "en", "AQVISION_UNITS": "metric"}
    settle(["compare", "--units=imperial", "--lang", "en", "--lang", "de"], environment)

    assert environment == {"LANGUAGE": "de", "AQVISION_UNITS": "imperial"}


def test_what_is_not_known_changes_nothing() -> None:
    environment: dict[str, str] = {}
    settle(["analyze", "a.mp4", "--lang"], environment)
    settle(["analyze", "--units", "cubits"], environment)

    assert language_of(environment) == "en"
    assert units_of(environment) == "metric"
