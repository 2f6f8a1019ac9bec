from __future__ import annotations

import copy
import pickle

import numpy as np
import pytest

from aqvision.core import filling
from aqvision.core.filling import Text, english, fill
from aqvision.core.numerals import localised


def test_english_is_filled_as_python_does() -> None:
    assert fill("{s:.1f} s of {n}, {share:.0%}", {"s": 2.25, "n": 3, "share": 0.5}) == (
        "2.2 s of 3, 50%"
    )


def test_numbers_are_written_as_the_language_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filling, "localised", lambda text: localised(text, "de"))
    places = "{s:.1f} s, {n}, {many:,}, {share:.0%}, {word:s}, {bare}"
    filled = Text(places, places).format(
        s=np.float64(2.25), n=3, many=12345, share=0.5, word="1.5", bare=np.float32(0.5)
    )
    assert filled == "2,2 s, 3, 12.345, 50\N{NO-BREAK SPACE}%, 1.5, 0,5"


def test_units_are_those_of_the_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filling, "IMPERIAL", True)
    assert fill("{low:.1f} to {high:.1f} m/s", {"low": 8.0, "high": 9.0}) == "17.9 to 20.1 mph"


def test_a_text_keeps_its_english_filled_copied_and_stored() -> None:
    outer, inner = Text("{what} leer", "{what} is empty"), Text("die Zeile {n}", "row {n}")
    filled = outer.format(what=inner.format(n=2))

    assert filled == "die Zeile 2 leer"
    stored = pickle.loads(pickle.dumps(filled))  # noqa: S301 - our own
    for one in (filled, copy.deepcopy(filled), stored):
        assert english(one) == "row 2 is empty"
    assert english("plain") == "plain"
