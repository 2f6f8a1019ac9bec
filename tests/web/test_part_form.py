"""The part of a film in fields: empty ends are those of the film."""

from __future__ import annotations

import pytest

from aqvision.core.errors import AqvisionError
from aqvision.core.film_part import FilmPart
from aqvision.sandbox.preview import Film
from aqvision.web.pages import Form
from aqvision.web.part_form import part_in, show_part

FILM = Film(width_px=1, height_px=1, duration_s=3.21, stills=(), strip_s=())


def typed(first: str, last: str) -> Form:
    return Form({"from-r": [first], "to-r": [last]})


@pytest.mark.parametrize(
    ("first", "last", "part"),
    [
        ("", "", None),
        ("0", "3,21", None),
        ("0", "3.20", None),
        ("1.5", "", FilmPart(1.5)),
        ("", "2", FilmPart(0.0, 2.0)),
        ("1,5", "3.0", FilmPart(1.5, 3.0)),
    ],
)
def test_a_part_is_read_and_shown(first: str, last: str, part: FilmPart | None) -> None:
    assert part_in(typed(first, last), FILM, FilmPart(1.0), "r") == part
    shown = show_part(FILM, part, "r")
    assert shown is not None
    assert part_in(typed(shown.first, shown.last), FILM, None, "r") == part


@pytest.mark.parametrize(("first", "last"), [("2", "1"), ("4", ""), ("", "4"), ("nan", "1")])
def test_what_is_no_part_of_the_film_is_refused(first: str, last: str) -> None:
    with pytest.raises(AqvisionError) as caught:
        part_in(typed(first, last), FILM, None, "r")
    assert caught.value.hint
    shown = show_part(FILM, None, "r", typed(first, last))
    assert shown is not None
    assert (shown.first, shown.last) == (first, last)


def test_what_is_not_asked_for_stays() -> None:
    assert part_in(Form({}), FILM, FilmPart(1.0), "r") == FilmPart(1.0)
    assert show_part(None, FilmPart(1.0), "r") is None
