"""Names of people become names of folders: plain, readable, never two alike."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from aqvision.batch.slugs import slug, slugs


def test_names_that_systems_take_for_something_else() -> None:
    for name in ("CON", "nul", "Aux.", "com1", "LPT9", ".", "..", "~", "/", "-rf", "", "🏃"):
        assert re.fullmatch(r"athlete(-[a-z0-9]+)?|rf", slug(name)), name


def test_names_stay_readable() -> None:
    assert slug("Øystein Bråthen-Łukasz Weiß") == "oystein-brathen-lukasz-weiss"
    assert slug("İpek") == "ipek"


def test_two_names_never_share_a_folder() -> None:
    given_names = ["Anna", "anna", "Anna!", "Ánna", "🏃", "🏊", "x" * 90, "x" * 91, "Ben"]
    made = slugs(given_names)
    assert len(set(made.values())) == len(given_names)
    assert made["Ben"] == "ben"
    assert slugs(reversed(given_names)) == made


@given(st.lists(st.text(), unique=True, max_size=8))
def test_any_names_make_folders(names: list[str]) -> None:
    made = slugs(names)
    assert len(set(made.values())) == len(names)
    assert all(
        re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", one) and len(one) < 80 for one in made.values()
    )
