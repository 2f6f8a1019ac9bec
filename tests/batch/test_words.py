"""Words of names are written as they are looked up, and no surname is among those left out."""

from __future__ import annotations

import pytest

from aqvision.batch.words import COUNTED, KINDS, LABEL_OF, MACHINE, NOT_NAMES, NUMBERED, ORDINALS
from aqvision.core.letters import bare


def test_words_are_small_and_without_accents() -> None:
    words = {*COUNTED, *KINDS, *LABEL_OF, *NOT_NAMES, *NUMBERED, *ORDINALS}
    assert {word for word in words if word != bare(word)} == set()
    assert NUMBERED & set(LABEL_OF) == set()


@pytest.mark.parametrize(
    "surname", ["winter", "sommer", "herbst", "block", "camp", "day", "lane", "max", "lang"]
)
def test_surnames_are_not_left_out_of_names(surname: str) -> None:
    assert surname not in NOT_NAMES


@pytest.mark.parametrize("name", ["IMG_1234", "GX010123", "DSC_0012", "MVI_0123", "P1000123"])
def test_names_of_cameras_are_known_whole(name: str) -> None:
    assert MACHINE.sub("", name) == ""
