"""Clips of two athletes are refused, however their names are written."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aqvision.comparison.one_athlete import refuse_other_athletes, refuse_other_names
from aqvision.core.errors import LibraryError
from tests.support.synthetic import Run, analysis_of

RUN = analysis_of(Run())


def test_names_are_one_however_accents_and_spaces_are_written() -> None:
    refuse_other_names(["Zo\u00eb  Ruiz", "zoe\u0308 ruiz ", None])
    with pytest.raises(LibraryError, match="different athletes"):
        refuse_other_names(["Zo\u00eb Ruiz", "Zoe Ruiz"])


def test_named_athletes_have_to_be_one() -> None:
    ana, loud, nobody, eva = (replace(RUN, athlete=name) for name in ("Ana", " ANA ", None, "Eva"))
    refuse_other_athletes([ana, nobody], [loud])
    refuse_other_athletes([nobody], [nobody])
    for before, after in (([ana], [eva]), ([eva, ana], [nobody]), ([nobody], [eva, loud, ana])):
        with pytest.raises(LibraryError, match=r"different athletes: (ANA|Ana) and Eva"):
            refuse_other_athletes(before, after)
