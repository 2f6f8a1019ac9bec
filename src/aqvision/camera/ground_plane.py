"""Marks in one picture -> LaneFit: how metres on the ground lie in the picture, and how surely.

A pinhole camera maps the plane of the ground by a homography, and a line on it by the part of
that homography which the line needs. So two marks, three on a line and four on the plane are fits
of one map with 4, 5 and 8 free numbers: a direct linear transform of normalised points first, then
least squares of the distances in the picture. Source: hartley-zisserman-2004.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import least_squares

from aqvision.core.errors import CalibrationError
from aqvision.core.types import FloatArray
from aqvision.core.wording import _

# Places in the homography, row by row; its last number is 1.
_EVEN, _LINE, _PLANE = (0, 2, 3, 5), (0, 2, 3, 5, 6), tuple(range(8))
_LEAST_FOR_LINE = 3
# Marks that are clicked well scatter by once the error of a click.
_MAX_SCATTER = 4.0
_LEAST_TOLD = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class LaneFit:
    """A map of the ground, with its uncertainty.

    ``homography`` (3, 3) maps metres along and across into the picture. ``draws`` (P, 3, 3) are
    the same moved by one standard error along each independent direction of its uncertainty.
    """

    homography: FloatArray
    draws: FloatArray

    def length_se_frac(self, across_m: float, ends_px: tuple[float, float]) -> float:
        """Relative standard error of a distance between two places of the picture on a line.

        Parameters
        ----------
        across_m
            Where the line runs, in m across the lane.
        ends_px
            The two places, in pixels from the left edge.

        Returns
        -------
        float
            As a part of the distance.
        """
        usual, *moved = (
            abs(float(np.diff(along_m(line_of(h, across_m), np.array(ends_px)))[0]))
            for h in (self.homography, *self.draws)
        )
        return float(np.linalg.norm(np.array(moved) / usual - 1))


def fit_lane(xy_px: FloatArray, places_m: FloatArray, click_px: float) -> LaneFit:
    """Fit the map to marks: (N, 2) pixels and (N, 2) metres along and across.

    Parameters
    ----------
    xy_px
        (N, 2) pixels of the marks.
    places_m
        (N, 2) their metres along and across the lane.
    click_px
        Standard error of a mark's place in the picture, in each coordinate.

    Returns
    -------
    LaneFit
        The map of the ground or, of marks on one line, of that line.

    Raises
    ------
    CalibrationError
        The marks contradict each other, or do not tell the map.
    """
    free = _free(xy_px, places_m)
    to_picture, picture = _normalised(xy_px)
    to_metres, metres = _normalised(places_m)
    click = click_px * to_picture[0, 0]
    start = _linear(picture, metres, free)

    def off_clicks(numbers: FloatArray) -> FloatArray:
        return np.asarray(_off(_filled(numbers, free), picture, metres).ravel() / click)

    fit = least_squares(off_clicks, start, method="lm")
    homography = _filled(fit.x, free)
    if (np.column_stack([metres, np.ones(len(metres))]) @ homography[2] <= 0).any():
        raise _not_in_order()
    scatter = _scatter(off_clicks(fit.x), len(free), places_m)
    spread = _spread(np.asarray(fit.jac)) * scatter
    back = np.linalg.inv(to_picture)
    moved = [back @ _filled(fit.x + column, free) @ to_metres for column in spread.T]
    return LaneFit(back @ homography @ to_metres, np.array(moved))


def line_of(homography: FloatArray, across_m: float) -> FloatArray:
    """Give the line along the lane at a place across: (3, 2), of (metres along, 1).

    Parameters
    ----------
    homography
        (3, 3) from metres along and across into the picture.
    across_m
        Where the line runs, in m across the lane.

    Returns
    -------
    FloatArray
        (3, 2) map from (metres along, 1) into the picture.
    """
    return np.column_stack([homography[:, 0], across_m * homography[:, 1] + homography[:, 2]])


def along_m(line: FloatArray, x_px: FloatArray) -> FloatArray:
    """Tell the metres along a line from how far to the right it is seen.

    Parameters
    ----------
    line
        (3, 2) as :func:`line_of` gives it.
    x_px
        (N,) pixels from the left edge.

    Returns
    -------
    FloatArray
        (N,) metres along the line.
    """
    return np.asarray((line[0, 1] - x_px * line[2, 1]) / (x_px * line[2, 0] - line[0, 0]))


def _free(xy_px: FloatArray, places_m: FloatArray) -> tuple[int, ...]:
    if np.ptp(places_m[:, 1]) > 0:
        return _PLANE
    _refuse_disorder(xy_px, places_m[:, 0])
    return _LINE if len(xy_px) >= _LEAST_FOR_LINE else _EVEN


def _refuse_disorder(xy_px: FloatArray, along: FloatArray) -> None:
    ordered = xy_px[np.argsort(along)]
    way = ordered[-1] - ordered[0]
    if not (np.diff(ordered @ way) > 0).all():
        raise _not_in_order()


def _not_in_order() -> CalibrationError:
    return CalibrationError(
        _("the marks do not follow each other in the picture as they do along the lane"),
        _("check their metres: they rise or fall from one end of the picture to the other"),
    )


def _normalised(points: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Move points about zero and to a usual size of one; with the matrix that does so."""
    middle = points.mean(axis=0)
    size = 1 / float(np.sqrt(((points - middle) ** 2).sum(axis=1).mean()))
    matrix = np.array([[size, 0, -size * middle[0]], [0, size, -size * middle[1]], [0, 0, 1.0]])
    return matrix, (points - middle) * size


def _linear(picture: FloatArray, metres: FloatArray, free: tuple[int, ...]) -> FloatArray:
    """Direct linear transform with the last number of the homography at 1."""
    at = np.column_stack([metres, np.ones(len(metres))])
    none = np.zeros_like(at)
    u, v = picture.T[:, :, None]
    rows = np.vstack([np.hstack([at, none, -u * at]), np.hstack([none, at, -v * at])])
    return np.asarray(np.linalg.lstsq(rows[:, free], -rows[:, 8], rcond=None)[0])


def _filled(numbers: FloatArray, free: tuple[int, ...]) -> FloatArray:
    flat = np.append(np.zeros(8), 1.0)
    flat[list(free)] = numbers
    return flat.reshape(3, 3)


def _off(homography: FloatArray, picture: FloatArray, metres: FloatArray) -> FloatArray:
    seen = np.column_stack([metres, np.ones(len(metres))]) @ homography.T
    return np.asarray(seen[:, :2] / seen[:, 2:] - picture)


def _scatter(off_clicks: FloatArray, n_free: int, places_m: FloatArray) -> float:
    """How many times more than clicks do the marks scatter; at least once."""
    spare = off_clicks.size - n_free
    scatter = float(np.sqrt((off_clicks**2).sum() / spare)) if spare else 1.0
    if scatter > _MAX_SCATTER:
        along, across = places_m[int(np.argmax(np.linalg.norm(off_clicks.reshape(-1, 2), axis=1)))]
        raise CalibrationError(
            _(
                "the marks contradict each other, most of all the one at {along:g} m along and "
                "{across:g} m across the lane"
            ).format(along=along, across=across),
            _(
                "check pixels and metres of every mark: all lie on the ground, on lines along the "
                "lane"
            ),
        )
    return max(1.0, scatter)


def _spread(jacobian: npt.NDArray[np.float64]) -> FloatArray:
    """Independent directions of uncertainty, one a column, each one standard error long."""
    _left, told, axes = np.linalg.svd(jacobian, full_matrices=False)
    if told[-1] < _LEAST_TOLD * told[0]:
        raise CalibrationError(
            _("the marks do not give the ground: too many of them lie on one line"),
            _("give four marks of which no three lie on one line, or only those along one line"),
        )
    return np.asarray(axes.T / told)
