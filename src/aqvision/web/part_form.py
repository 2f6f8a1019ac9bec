"""Film and the part of it that is known -> fields to cut it in; and those -> FilmPart."""

from __future__ import annotations

from dataclasses import dataclass

from aqvision.core.film_part import FilmPart, film_part
from aqvision.core.numerals import localised
from aqvision.core.wording import _
from aqvision.sandbox.preview import Film
from aqvision.web.pages import Form, FormError

# What is typed to a hundredth of a second may lie so far past the end of the film.
_END_S = 0.02


@dataclass(frozen=True, slots=True)
class PartShown:
    """The part of a film as its card shows it: what stands in the fields, and the film's length.

    ``known`` tells whether a part is kept already.
    """

    first: str
    last: str
    lasts_s: float
    known: bool

    @property
    def begun(self) -> bool:
        """Whether anything is known or filled in."""
        return bool(self.first or self.last)


def show_part(
    film: Film | None, part: FilmPart | None, run_id: str, form: Form | None = None
) -> PartShown | None:
    """Put a part into the fields of a clip's card; None where the film could not be seen.

    Parameters
    ----------
    film, part, run_id
        What was seen of the film, what is known, and id of the clip.
    form
        What was filled in, where the form comes back.
    """
    if film is None:
        return None
    first, last = "", ""
    if part is not None:
        first = localised(f"{part.first_s:.2f}") if part.first_s else ""
        last = "" if part.last_s is None else localised(f"{part.last_s:.2f}")
    if form is not None:
        first, last = form.text(f"from-{run_id}"), form.text(f"to-{run_id}")
    return PartShown(first, last, film.duration_s, part is not None)


def part_in(form: Form, film: Film | None, known: FilmPart | None, run_id: str) -> FilmPart | None:
    """Read the part of a film; what is known stays where the form does not ask for it.

    Parameters
    ----------
    form, film, known, run_id
        What was filled in, what was seen of the film, what is known, and id of the clip.

    Raises
    ------
    FormError, CalibrationError
        It is no part of the film.
    """
    names = (f"from-{run_id}", f"to-{run_id}")
    if not any(name in form.values for name in names):
        return known
    first_s = form.number(names[0], _("where the part begins"))
    last_s = form.number(names[1], _("where the part ends"))
    if film is not None:
        if max(first_s or 0.0, last_s or 0.0) > film.duration_s + _END_S:
            raise FormError(
                _("the film lasts {lasts_s:.2f} s").format(lasts_s=film.duration_s),
                _("choose a part within it"),
            )
        FilmPart(first_s or 0.0, film.duration_s if last_s is None else last_s)
        if last_s is not None and last_s > film.duration_s - _END_S:
            last_s = None
    return film_part(first_s or None, last_s)
