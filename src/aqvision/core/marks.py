"""What the user says of places on the ground -> Marks: pixels and metres along the lane.

Cones, tape or lane marks. Two of them are a known distance, three on a line tell how it recedes
from the camera, four that are not on one line give the plane of the ground.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import Any

from aqvision.core.errors import CalibrationError, reason_of, shown
from aqvision.core.wording import _

_MARK_FORM = "X,Y=ALONG, X,Y=ALONG,ACROSS or X,Y@TIME=ALONG"
_MARK_HINT = _("write it as {form}, for example 210,830=0 and 1650,832=10").format(form=_MARK_FORM)
_DISTANCE_HINT = _("write it as X1,Y1,X2,Y2,METRES, for example 210,830,1650,832,10")
_COLUMNS = ("time_s", "x_px", "y_px", "along_m", "across_m")
_SAME_PX, _SAME_M = 1.0, 0.01
_MAX_OFFSET_M, _FURTHEST_M = 30.0, 1000.0
_CAMERA_HEIGHTS_M = (0.1, 20.0)
# How well a tape lays marks, and how far feet land beside the line that they are counted on.
_LAID_SE_FRAC = 0.01


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on the ground.

    Pixels of the upright image, x right and y down; metres along the lane, whichever way they
    count, and across it, away from the camera. ``time_s`` is the playback time of the frame that
    shows it there, None where it is not said.
    """

    x_px: float
    y_px: float
    along_m: float
    across_m: float = 0.0
    _: KW_ONLY
    time_s: float | None = None

    def __post_init__(self) -> None:
        seen = (self.x_px, self.y_px, self.time_s or 0.0)
        away = (self.along_m, self.across_m)
        known = all(math.isfinite(v) for v in seen) and all(abs(v) <= _FURTHEST_M for v in away)
        if not known or (self.time_s or 0.0) < 0:
            raise CalibrationError(_("a mark has a number that cannot be right"), _MARK_HINT)

    def __str__(self) -> str:
        """Write it down as the user does, in short.

        >>> str(Mark(210, 830, 0, 1.22))
        '210,830=0,1.22'
        """
        across = f",{self.across_m:g}" if self.across_m else ""
        return f"{self.x_px:g},{self.y_px:g}={self.along_m:g}{across}"


@dataclass(frozen=True, slots=True)
class Marks:
    """Marks that together give a scale.

    ``lane_offset_m`` is how many metres further from the camera than ``across_m`` of zero the
    athlete runs. ``se_frac`` is the relative standard error of the metres themselves.
    ``camera_height_m`` is that of the lens above the ground, None where it was not measured.
    """

    places: tuple[Mark, ...]
    _: KW_ONLY
    lane_offset_m: float = 0.0
    se_frac: float = _LAID_SE_FRAC
    camera_height_m: float | None = None

    def __post_init__(self) -> None:
        if len(self.places) < 2:
            raise CalibrationError(_("one mark gives no distance"), _("give two marks or more"))
        for one, other in combinations(self.places, 2):
            _refuse_same(one, other)
        if math.isclose(*_ends([mark.along_m for mark in self.places]), abs_tol=_SAME_M):
            raise CalibrationError(
                _("all marks lie at the same place along the lane"),
                _("give marks some metres apart in the running direction"),
            )
        if self.on_a_plane and len(self.places) < 4:
            raise CalibrationError(
                _("{n} marks that are not on one line do not give the ground").format(
                    n=len(self.places)
                ),
                _("give four or more, or marks on one line along the lane"),
            )
        if not abs(self.lane_offset_m) <= _MAX_OFFSET_M:
            raise CalibrationError(
                _("a lane offset of {lane_offset_m:g} m cannot be right").format(
                    lane_offset_m=self.lane_offset_m
                ),
                _("give the metres from the marks to the athlete's line, lanes are 1.22 m wide"),
            )
        low, high = _CAMERA_HEIGHTS_M
        if self.camera_height_m is not None and not low <= self.camera_height_m <= high:
            raise CalibrationError(
                _("a camera height of {camera_height_m:g} m cannot be right").format(
                    camera_height_m=self.camera_height_m
                ),
                _(
                    "give the metres from the ground to the lens, {low:g} to {high:g}, for example "
                    "1.1"
                ).format(low=low, high=high),
            )

    @property
    def on_a_plane(self) -> bool:
        """Tell whether the marks lie at different places across the lane."""
        low, high = _ends([mark.across_m for mark in self.places])
        return high - low > _SAME_M

    @property
    def further_m(self) -> float:
        """How far behind the one line of the marks the athlete runs; 0 where they are on a plane.

        >>> Marks((Mark(0, 9, 0, -1.22), Mark(900, 9, 10, -1.22))).further_m
        1.22
        """
        if self.on_a_plane:
            return 0.0
        return self.lane_offset_m - sum(m.across_m for m in self.places) / len(self.places)

    @property
    def athlete_across_m(self) -> float:
        """Where the athlete runs: from 0 m across on a plane, else from the line of the marks."""
        return self.lane_offset_m if self.on_a_plane else self.further_m

    def slowed(self, factor: float) -> Marks:
        """Give the same marks on a clock on which every time is a factor longer.

        Parameters
        ----------
        factor
            Seconds of the new clock for each of the old.

        Returns
        -------
        Marks
            Marks without a time stay as they are.
        """
        places = (
            mark if mark.time_s is None else replace(mark, time_s=mark.time_s * factor)
            for mark in self.places
        )
        return replace(self, places=tuple(places))


def marks_from_dict(values: Mapping[str, Any]) -> Marks:
    """Build marks again from what JSON made of their fields.

    Parameters
    ----------
    values
        By name of the field.

    Examples
    --------
    >>> from dataclasses import asdict
    >>> marks = Marks(parse_known_distance("0,0,300,400,5"))
    >>> marks_from_dict(asdict(marks)) == marks
    True
    """
    return Marks(**{**values, "places": tuple(Mark(**place) for place in values["places"])})


def _ends(values: Sequence[float]) -> tuple[float, float]:
    return min(values), max(values)


def _refuse_same(one: Mark, other: Mark) -> None:
    apart_px = math.dist((one.x_px, one.y_px), (other.x_px, other.y_px))
    apart_m = math.dist((one.along_m, one.across_m), (other.along_m, other.across_m))
    same_picture = one.time_s == other.time_s
    if (apart_px < _SAME_PX and same_picture) or (apart_m < _SAME_M):
        raise CalibrationError(
            _("two marks are the same place: {one} and {other}").format(one=one, other=other),
            _("give every mark once"),
        )


def parse_mark(text: str) -> Mark:
    """Read ``X,Y=ALONG``, with ``@TIME`` after the pixel and ``,ACROSS`` at the end if wanted.

    Parameters
    ----------
    text
        What the user wrote.

    Returns
    -------
    Mark
        The place on the ground.

    Raises
    ------
    CalibrationError
        It is not written so.

    Examples
    --------
    >>> parse_mark("210,830@1.2=0,1.22")
    Mark(x_px=210.0, y_px=830.0, along_m=0.0, across_m=1.22, time_s=1.2)
    """
    try:
        picture, metres = text.split("=")
        pixel, *time = picture.split("@")
        x, y = pixel.split(",")
        along, *across = metres.split(",")
        (time_s,), (across_m,) = time or [""], across or ["0"]
        return _mark((time_s, x, y, along, across_m))
    except ValueError as error:
        raise CalibrationError(_("'{text}' is not a mark").format(text=text), _MARK_HINT) from error


def _mark(row: Sequence[str]) -> Mark:
    """Make a mark of the cells of a row; no time and no place across may be said."""
    time, x, y, along, across = (cell.strip() for cell in row)
    time_s = float(time) if time else None
    return Mark(float(x), float(y), float(along), float(across or 0.0), time_s=time_s)


def read_marks(path: Path) -> tuple[Mark, ...]:
    """Read marks from a CSV file: ``time_s,x_px,y_px,along_m`` and, if wanted, ``across_m``.

    Parameters
    ----------
    path
        A table in UTF-8, a mark a row.

    Returns
    -------
    tuple of Mark
        In the order of the rows.

    Raises
    ------
    CalibrationError
        The file cannot be read or a row is no mark.
    """
    hint = _("write a table with the columns {columns}; time and across may be empty").format(
        columns=",".join(_COLUMNS)
    )
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
        return tuple(_mark([row.get(name) or "" for name in _COLUMNS]) for row in rows)
    except OSError as error:
        said = _("{path} cannot be read: {reason}").format(
            path=shown(path), reason=reason_of(error)
        )
        raise CalibrationError(said, _("check the name of the file of marks")) from error
    except (UnicodeDecodeError, csv.Error, ValueError) as error:
        raise CalibrationError(
            _("{path} cannot be read as marks: {error}").format(path=path, error=error), hint
        ) from error


def parse_known_distance(text: str) -> tuple[Mark, Mark]:
    """Read ``X1,Y1,X2,Y2,METRES``: two marks as the first frame shows them.

    Parameters
    ----------
    text
        What the user wrote.

    Returns
    -------
    tuple of Mark
        Both ends, the first at 0 m.

    Raises
    ------
    CalibrationError
        It is not five numbers, or no distance.

    Examples
    --------
    >>> [mark.along_m for mark in parse_known_distance("0,0,300,400,5")]
    [0.0, 5.0]
    """
    try:
        x1, y1, x2, y2, metres = (float(part) for part in text.split(","))
    except ValueError as error:
        raise CalibrationError(
            _("'{text}' is not a known distance").format(text=text), _DISTANCE_HINT
        ) from error
    if not (0 < metres < math.inf and _SAME_PX <= math.dist((x1, y1), (x2, y2)) < math.inf):
        raise CalibrationError(
            _("a known distance needs two different points and a length above zero"), _DISTANCE_HINT
        )
    return Mark(x1, y1, 0.0, time_s=0.0), Mark(x2, y2, metres, time_s=0.0)
