"""Stills of a film and known marks -> fields to mark a distance in; and those -> Marks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from aqvision.core.marks import Mark, Marks
from aqvision.core.prompts import Prompt
from aqvision.core.wording import _
from aqvision.sandbox.preview import Film, Still
from aqvision.web.lengths import LengthShown, read_length, show_length, typed_length
from aqvision.web.pages import LABELS, Form, FormError

_AXES = ("x", "y")
_N_MARKS = 2
_STILL = re.compile(r"[0-9]{1,2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class MarksShown:
    """The marks of a clip as its card shows them.

    ``pixels`` are name, label and value of each field; ``still`` counts the stills from 0.
    ``known`` tells whether marks are kept already, ``left_out`` whether they are to go.
    """

    field: str
    lens_field: str
    stills: tuple[Still, ...]
    still: int
    width_px: int
    height_px: int
    pixels: tuple[tuple[str, str, str], ...]
    distance: LengthShown
    offset: LengthShown
    lens: LengthShown
    known: bool
    left_out: bool = False

    @property
    def begun(self) -> bool:
        """Whether anything is known or filled in."""
        lengths = (self.distance, self.offset, self.lens)
        texts = [value for one in lengths for _name, value, _unit in one.fields]
        return self.known or any(texts) or any(value for _name, _label, value in self.pixels)


def show_marks(
    film: Film | None, marks: Marks | None, run_id: str, form: Form | None = None
) -> MarksShown | None:
    """Put marks into the fields of a clip's card; None where there is no picture to mark.

    Parameters
    ----------
    film, marks, run_id
        What was seen of the film, what is known, and id of the clip.
    form
        What was filled in, where the form comes back.
    """
    if film is None or not film.stills:
        return None
    places = marks.places[:_N_MARKS] if marks else ()
    names = [(f"mark-{axis}{n}-{run_id}", _LABELS[f"{axis}{n}"]) for n in (1, 2) for axis in _AXES]
    known = [f"{value:.6g}" for place in places for value in (place.x_px, place.y_px)]
    values = known or [""] * len(names)
    metres = (
        abs(places[1].along_m - places[0].along_m) if places else None,
        (marks.lane_offset_m or None) if marks else None,
        marks.camera_height_m if marks else None,
    )
    lengths = [
        show_length(f"mark-{what}-{run_id}", m) for what, m in zip(_LENGTHS, metres, strict=True)
    ]
    still = _nearest(film, places[0].time_s) if places else 0
    if form is not None:
        values = [form.text(name) for name, _label in names]
        lengths = [typed_length(f"mark-{what}-{run_id}", form) for what in _LENGTHS]
        still = _still_in(form, film, run_id) or 0
    distance, offset, lens = lengths
    return MarksShown(
        field=LABELS[Prompt.MARKS],
        lens_field=LABELS[Prompt.LENS],
        stills=film.stills,
        still=still,
        width_px=film.width_px,
        height_px=film.height_px,
        pixels=tuple((*name, value) for name, value in zip(names, values, strict=True)),
        distance=distance,
        offset=offset,
        lens=lens,
        known=marks is not None,
        left_out=form is not None and bool(form.text(f"mark-none-{run_id}")),
    )


_LENGTHS = ("distance", "offset", "lens")
_LABELS = {
    "x1": _("First mark, from the left"),
    "y1": _("First mark, from the top"),
    "x2": _("Second mark, from the left"),
    "y2": _("Second mark, from the top"),
}


def _nearest(film: Film, time_s: float | None) -> int:
    off_s = [abs(still.time_s - (time_s or 0.0)) for still in film.stills]
    return off_s.index(min(off_s))


def _still_in(form: Form, film: Film, run_id: str) -> int | None:
    text = form.text(f"mark-still-{run_id}")
    number = int(text) if _STILL.fullmatch(text) else None
    return number if number is not None and number < len(film.stills) else None


def marks_in(form: Form, film: Film | None, known: Marks | None, run_id: str) -> Marks | None:
    """Read the marks of a clip; what is known stays where the form does not ask for it.

    Parameters
    ----------
    form, film, known, run_id
        What was filled in, what was seen of the film, what is known, and id of the clip.

    Raises
    ------
    FormError, CalibrationError
        Something is missing, or cannot be right.
    """
    names = [f"mark-{axis}{n}-{run_id}" for n in (1, 2) for axis in _AXES]
    if film is None or not any(name in form.values for name in names):
        return known
    if form.text(f"mark-none-{run_id}"):
        return None
    pixels = [form.number(name, _LABELS[name.split("-")[1]]) for name in names]
    distance_m, offset_m, lens_m = _lengths_in(form, run_id)
    if all(value is None for value in (*pixels, distance_m, offset_m, lens_m)):
        return known
    if distance_m is None or any(value is None for value in pixels):
        raise FormError(
            _("two marks and the distance between them are needed"),
            _("tap both marks in the picture and write how far they are apart, or leave all empty"),
        )
    still = _still_in(form, film, run_id)
    if still is None:
        raise FormError(_("the film has no such picture"), _("choose one of those shown"))
    x1, y1, x2, y2 = (value or 0.0 for value in pixels)
    time_s = film.stills[still].time_s
    for number, place in enumerate(((x1, y1), (x2, y2)), 1):
        _refuse_outside(number, place, film)
    if distance_m <= 0:
        raise FormError(
            _("the distance between the marks has to be above zero"),
            _("write how far they are apart along the lane, for example 10"),
        )
    return Marks(
        (Mark(x1, y1, 0.0, time_s=time_s), Mark(x2, y2, distance_m, time_s=time_s)),
        lane_offset_m=offset_m or 0.0,
        camera_height_m=lens_m,
    )


def _lengths_in(form: Form, run_id: str) -> tuple[float | None, float | None, float | None]:
    asked = (
        _("the distance between the marks"),
        _("how far beside the marks the athlete runs"),
        _("the height of the lens"),
    )
    distance_m, offset_m, lens_m = (
        read_length(f"mark-{name}-{run_id}", form, what)
        for name, what in zip(_LENGTHS, asked, strict=True)
    )
    return distance_m, offset_m, lens_m


def _refuse_outside(number: int, place: tuple[float, float], film: Film) -> None:
    x_px, y_px = place
    if 0 <= x_px <= film.width_px and 0 <= y_px <= film.height_px:
        return
    raise FormError(
        _("mark {n} lies outside the picture").format(n=number),
        _("it is {width} pixels wide and {height} high; tap the mark in it").format(
            width=film.width_px, height=film.height_px
        ),
    )
