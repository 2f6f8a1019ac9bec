"""Recorded sentences are known again, with their values, in results of any version."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest

from aqvision.core import said as module
from aqvision.core.said import all_said, said, said_in
from aqvision.core.wording import LOCALES


def in_german(text: str) -> str:
    return said_in(text, "de", LOCALES)


@pytest.mark.parametrize(
    ("english", "german"),
    [
        ("no scale: say how tall the athlete is", "kein Maßstab: Körpergröße angeben"),
        ("60 frames/s smooths away part of it", "60 Bilder/s glätten einen Teil davon weg"),
        (
            "from 3 values only; the camera moves, which places the instant only roughly",
            "aus nur 3 Werten; die Kamera bewegt sich, darum ist der Zeitpunkt nur grob bestimmt",
        ),
        (
            "The frame rates differ. The bands are not the same.",
            "Die Bildraten unterscheiden sich. Die Bänder sind nicht dieselben.",
        ),
        (
            "The arms let go first: from 7.1 m/s on, the trunk grows steadier by 2 degrees a m/s "
            "(1 to 4).",
            "Die Arme lösen sich zuerst: ab 7,1 m/s der Rumpf wird um 2 Grad je m/s ruhiger "
            "(1 bis 4).",
        ),
        ("The arms and the trunk and shoulders hold.", "Die Arme und Rumpf und Schultern halten."),
        ("Left foot down", "Linker Fuß am Boden"),
        ("1.25 s", "1,25 s"),
    ],
)
def test_sentences_are_brought_over_with_their_values(english: str, german: str) -> None:
    assert in_german(english) == german


@pytest.mark.parametrize(
    "text", ["", "Tom and Jerry", "run, 3.mp4", "a sentence of somebody's own"]
)
def test_what_is_not_known_stays_as_it_is(text: str) -> None:
    assert in_german(text) == text


def test_per_cent_signs_stand_apart() -> None:
    told = in_german("left and right cannot be told apart in 12.5% of the frames")
    assert "12,5\N{NO-BREAK SPACE}%" in told


@dataclass(frozen=True)
class Part:
    reason: str
    value: float = 1.0


@dataclass(frozen=True, eq=False)
class Whole:
    parts: dict[str, Part]
    cautions: tuple[str, ...]
    points: np.ndarray
    name: str = "few steps in view"


def test_a_result_is_brought_over_whole_and_the_rest_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "ADAPTED", True)
    monkeypatch.setattr(module, "LANGUAGE", "de")
    one = Part("few steps in view")
    whole = Whole({"a": one, "b": one}, ("few steps in view",), np.zeros(2))

    told = all_said((whole, whole))[0]

    assert told.parts["a"] == replace(one, reason="wenige Schritte im Bild")
    assert told.parts["a"] is told.parts["b"]
    assert told.cautions == ("wenige Schritte im Bild",)
    assert told.points is whole.points
    assert told.name == whole.name


def test_in_english_nothing_is_copied() -> None:
    one = Part("few steps in view")
    assert all_said(one) is one
    assert said(one.reason) is one.reason
