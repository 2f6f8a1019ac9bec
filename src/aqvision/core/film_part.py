"""Seconds of a film -> FilmPart: what of it is to be measured, where it is not all of it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from aqvision.core.errors import CalibrationError
from aqvision.core.wording import _

_SHORTEST_S = 0.05


@dataclass(frozen=True, slots=True)
class FilmPart:
    """A part of a film in playback seconds from its first frame; None is the film's own end."""

    first_s: float = 0.0
    last_s: float | None = None

    def __post_init__(self) -> None:
        last_s = math.inf if self.last_s is None else self.last_s
        finite = math.isfinite(self.first_s) and (self.last_s is None or math.isfinite(last_s))
        if not finite or self.first_s < 0 or last_s - self.first_s < _SHORTEST_S:
            raise CalibrationError(
                _("a part from {first_s:g} to {last_s:g} s cannot be measured").format(
                    first_s=self.first_s, last_s=last_s
                ),
                _("give its beginning before its end, both in seconds from the first frame"),
            )

    def __str__(self) -> str:
        """Write it down.

        >>> str(FilmPart(1.25, 3.5)), str(FilmPart(1.25))
        ('from 1.25 to 3.5 s', 'from 1.25 s')
        """
        to = "" if self.last_s is None else f" to {self.last_s:.10g}"
        return f"from {self.first_s:.10g}{to} s"


def film_part(first_s: float | None, last_s: float | None) -> FilmPart | None:
    """Give the part between two times, None where neither is said: the whole film.

    Parameters
    ----------
    first_s, last_s
        Playback seconds from the first frame.

    Raises
    ------
    CalibrationError
        They cannot be.

    Examples
    --------
    >>> film_part(None, 3.5), film_part(None, None)
    (FilmPart(first_s=0.0, last_s=3.5), None)
    """
    return None if first_s is None and last_s is None else FilmPart(first_s or 0.0, last_s)
