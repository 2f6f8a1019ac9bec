"""Marks in fields: shown where they were tapped, read as the command line reads them."""

from __future__ import annotations

import pytest

from aqvision.core.marks import Marks, parse_known_distance
from aqvision.sandbox.preview import Film, Still
from aqvision.web.marks_form import marks_in, show_marks
from aqvision.web.pages import Form, FormError

FILM = Film(
    width_px=1920,
    height_px=1080,
    duration_s=3.2,
    stills=(Still("still-0.webp", 0.0), Still("still-1.webp", 1.6)),
    strip_s=(),
)
MARKS = Marks(parse_known_distance("210,830.5,1650,832,10"))


def sent(marks: Marks | None = MARKS, **changes: str) -> Form:
    """Give the form as a browser sends it."""
    shown = show_marks(FILM, marks, "r")
    assert shown is not None
    lengths = (shown.distance, shown.offset, shown.lens)
    values = {name: value for name, _label, value in shown.pixels}
    values |= {name: value for one in lengths for name, value, _unit in one.fields}
    values |= {"mark-still-r": str(shown.still)}
    values |= {f"mark-{name}-r": text for name, text in changes.items()}
    return Form({name: [text] for name, text in values.items()})


def test_marks_of_the_first_picture_are_what_the_command_line_reads() -> None:
    assert marks_in(sent(), FILM, None, "r") == MARKS


def test_what_is_left_empty_or_not_asked_for_stays() -> None:
    assert marks_in(Form({}), FILM, MARKS, "r") == MARKS
    assert marks_in(sent(), None, MARKS, "r") == MARKS
    assert marks_in(sent(None), FILM, None, "r") is None
    assert marks_in(sent(none="1"), FILM, MARKS, "r") is None


def test_another_picture_is_another_time() -> None:
    marks = marks_in(sent(still="1", lens="1.1"), FILM, None, "r")
    assert marks is not None
    assert [place.time_s for place in marks.places] == [1.6, 1.6]
    assert marks.camera_height_m == 1.1
    shown = show_marks(FILM, marks, "r")
    assert shown is not None
    assert (shown.still, shown.known, shown.begun) == (1, True, True)


def test_one_mark_or_no_distance_is_asked_for() -> None:
    for form in (sent(x2=""), sent(distance="")):
        with pytest.raises(FormError, match="two marks and the distance"):
            marks_in(form, FILM, None, "r")


def test_without_a_picture_there_is_nothing_to_tap() -> None:
    assert show_marks(None, MARKS, "r") is None
    shown = show_marks(FILM, None, "r")
    assert shown is not None
    assert not shown.begun
