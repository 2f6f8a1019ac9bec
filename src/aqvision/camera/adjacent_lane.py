"""LaneFit of one line + where feet stood -> LaneFit of the ground: lanes beside the marks.

A camera sees the ground as far below the horizon as it stands above it: h metres, at the scale of
the place. So a lane that is further away lies higher in the picture, by h times what a metre on it
is smaller, whatever the lens: scale' = scale - rows / h. Marks show the row of their line, standing
feet that of theirs. A line, a height and a lens place the whole camera, askew or not, so every lens
is tried. Source: hartley-zisserman-2004.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from aqvision.camera.ground_plane import LaneFit, along_m, line_of
from aqvision.core.sequence import PoseSequence
from aqvision.core.skeleton import INDEX, SIDES
from aqvision.core.types import FloatArray

# The network's toe lies above the ground: by 29 mm in the mean of nine rendered clips, by 12 to 36
# in each. Other people's shoes may differ by more.
_TOE_UP_M, _TOE_UP_SE_M = 0.029, 0.015
# Tracks fall across the lanes, by a hundredth at most.
_FALL_SE = 0.005
# On a tripod at hip height, in a hand before the chest; a tape, on ground that is hardly level.
_USUAL_HEIGHT_M, _USUAL_HEIGHT_SE, _MEASURED_HEIGHT_SE = 1.2, 0.35, 0.05
# Of the picture's longer side: as video, a phone's main lens has 0.8 of it, one of 5x 4 times it.
_USUAL_LENS, _USUAL_LENS_SE = 1.8, 0.7
_LENSES = np.linspace(-3.0, 3.0, 61)
# People film about square to the lane: the sine of 15 degrees, and of what nobody measures at.
_USUAL_SLANT, _MAX_SLANT = 0.26, 0.7
_FURTHEST_FROM_EXPECTED = 2.5
# Toes that stand are this much slower than the body, over this time.
_STILL_FRAC, _STEADY_S = 0.25, 1 / 30
_FEWEST_TOES = 6
# On good clips the middle toe is within 15 mm of the lowest quarter, on coarsely coded up to 120.
_MOST_UNSTEADY_M = 0.05
_GROUND_QUANTILE = 0.75
_STEEPEST = 0.9


def standing_toes(pose: PoseSequence) -> FloatArray:
    """Find where toes stand still while the hips pass over them: (N, 2) pixels.

    Parameters
    ----------
    pose
        Points in the still picture.

    Returns
    -------
    FloatArray
        (N, 2) pixels; a row for each toe and frame.
    """
    hips = pose.xy_px[:, [INDEX[f"{side}_hip"] for side in SIDES], 0].mean(axis=1)
    speed = _speed(hips, pose)
    known = np.isfinite(speed)
    run = abs(float(np.median(speed[known]))) if known.any() else 0.0
    toes = [pose.point(f"{side}_foot_index") for side in SIDES]
    with np.errstate(invalid="ignore"):
        still = [np.abs(_speed(toe[:, 0], pose)) < _STILL_FRAC * run for toe in toes]
    standing = np.concatenate([toe[frames] for toe, frames in zip(toes, still, strict=True)])
    return np.asarray(standing[np.isfinite(standing).all(axis=1)])


def _speed(x_px: FloatArray, pose: PoseSequence) -> FloatArray:
    """Pixels a second over a few frames, (T,); NaN at the ends of the clip."""
    n = max(1, round(_STEADY_S / 2 * pose.rate_hz))
    speed = np.full(len(x_px), np.nan)
    passed_s = pose.time_s[2 * n :] - pose.time_s[: -2 * n]
    speed[n : n + len(passed_s)] = (x_px[2 * n :] - x_px[: -2 * n]) / passed_s
    return speed


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class AdjacentLane:
    """An athlete who runs beside the line of the marks.

    ``further_m`` is how far behind it, ``toes_px`` (N, 2) where toes stood, ``size_px`` width and
    height of the picture, ``click_px`` the error of a place in it. ``camera_height_m`` is that of
    the lens above the ground, None where a usual one has to do.
    """

    further_m: float
    toes_px: FloatArray
    size_px: tuple[int, int]
    click_px: float
    camera_height_m: float | None = None

    def ground(self, line: LaneFit) -> LaneFit | None:
        """Find the ground on which the marks' line and the athlete's lie.

        Every lens puts the athlete's line into some row. It counts by how far that is from the
        row of the feet, for what feet and height may be off by, and by how usual it is itself.

        Parameters
        ----------
        line
            Fit of the line on which the marks lie.

        Returns
        -------
        LaneFit or None
            With the uncertainty of the marks, the feet, the height and the lens. None where toes
            stand too seldom or unsteadily, or contradict the lane.
        """
        if len(self.toes_px) < _FEWEST_TOES or self._unsteady_m(line) > _MOST_UNSTEADY_M:
            return None
        tried = [(lens, self._laid(line.homography, lens)) for lens in _LENSES]
        tried = [(lens, ground) for lens, ground in tried if abs(ground[2, 0]) < _MAX_SLANT]
        if not tried:
            return None
        lenses, grounds = np.array([lens for lens, _ in tried]), [ground for _, ground in tried]
        off, weight = self._judged(lenses, grounds, self._row_se(line))
        if off.min() > _FURTHEST_FROM_EXPECTED:
            return None
        metres = np.array([self._reach_m(ground) for ground in grounds])
        mean = float(np.average(metres, weights=weight))
        sd = float(np.sqrt(np.average((metres - mean) ** 2, weights=weight)))
        lens = float(np.interp(mean, *np.array(sorted(zip(metres, lenses, strict=True))).T))
        ground, *moved = (self._laid(h, lens) for h in (line.homography, *line.draws))
        longer = ground @ np.diag([mean / (mean + sd), 1.0, 1.0])
        return LaneFit(ground, np.array([*moved, longer]))

    def _judged(
        self, lenses: FloatArray, grounds: list[FloatArray], row_se: float
    ) -> tuple[FloatArray, FloatArray]:
        """Tell how many standard errors each lens is off the expected, and how much it counts."""
        rows = np.array(
            [np.quantile(self._rows_off(ground), _GROUND_QUANTILE) for ground in grounds]
        )
        rows_above = np.array([self._rows_above(ground) for ground in grounds])
        slants = np.array([ground[2, 0] for ground in grounds]) / _USUAL_SLANT
        se = np.hypot(row_se, self._height[1] * rows_above)
        off = np.hypot(rows / se, lenses)
        chance = -(off**2 + slants**2) / 2 - np.log(se)
        return np.asarray(off), np.asarray(np.exp(chance - chance.max()))

    @property
    def _height(self) -> tuple[float, float]:
        """Height of the lens in metres, and its relative standard error."""
        if self.camera_height_m is None:
            return _USUAL_HEIGHT_M, _USUAL_HEIGHT_SE
        return self.camera_height_m, _MEASURED_HEIGHT_SE

    def _laid(self, homography: FloatArray, lens: float) -> FloatArray:
        """Lay the ground for a lens that is so many standard errors longer than a usual one."""
        line = line_of(homography, 0.0)
        # whatever the lens, the athlete does not run behind the camera
        shortest_px = max(0.0, -self.further_m) * float(np.median(self._px_per_m(line)))
        usual_px = _USUAL_LENS * max(self.size_px)
        focal_px = shortest_px + usual_px * float(np.exp(_USUAL_LENS_SE * lens))
        return lay_ground(line, focal_px, self._height[0], self.size_px)

    def _rows_off(self, ground: FloatArray) -> FloatArray:
        """How many rows below the athlete's line the soles stood, (N,)."""
        line = line_of(ground, self.further_m)
        soles = self.toes_px[:, 1] + _TOE_UP_M * self._px_per_m(line)
        return np.asarray(soles - self._rows(line))

    def _rows_above(self, ground: FloatArray) -> float:
        """How many rows the athlete's line lies above that of the marks."""
        marks, athlete = (self._rows(line_of(ground, m)) for m in (0.0, self.further_m))
        return float(np.median(marks - athlete))

    def _row_se(self, line: LaneFit) -> float:
        """Tell the standard error of the row of the ground against that of the marks."""
        usual, *moved = (self._rows(line_of(h, 0.0)) for h in (line.homography, *line.draws))
        of_marks = [float(np.median(rows - usual)) for rows in moved]
        px_per_m = float(np.median(self._px_per_m(line_of(line.homography, 0.0))))
        of_ground_m = [_TOE_UP_SE_M, _FALL_SE * self.further_m, self._unsteady_m(line)]
        of_ground = px_per_m * float(np.linalg.norm(of_ground_m))
        return float(np.linalg.norm([*of_marks, of_ground, self.click_px]))

    def _unsteady_m(self, line: LaneFit) -> float:
        """Tell how far above the lowest quarter of the toes the middle one stands."""
        marks = line_of(line.homography, 0.0)
        low_m = (self.toes_px[:, 1] - self._rows(marks)) / self._px_per_m(marks)
        lowest, middle = np.quantile(low_m, [_GROUND_QUANTILE, 0.5])
        return float(lowest - middle)

    def _reach_m(self, ground: FloatArray) -> float:
        """Metres along the athlete's line from the first toe to the last."""
        x = self.toes_px[:, 0]
        ends = np.array([x.min() - 1.0, x.max() + 1.0])
        return float(np.abs(np.diff(along_m(line_of(ground, self.further_m), ends)))[0])

    def _rows(self, line: FloatArray) -> FloatArray:
        """Rows of a line where toes are seen, (N,)."""
        _, row, depth = self._seen(line)
        return np.asarray(row / depth)

    def _px_per_m(self, line: FloatArray) -> FloatArray:
        """Scale along a line where toes are seen, (N,)."""
        *place, depth = self._seen(line)
        ahead = line[:2, :1] - np.array(place) / depth * line[2, 0]
        return np.asarray(np.linalg.norm(ahead / depth, axis=0))

    def _seen(self, line: FloatArray) -> FloatArray:
        x = self.toes_px[:, 0]
        return np.asarray(line @ np.vstack([along_m(line, x), np.ones_like(x)]))


def lay_ground(
    line: FloatArray, focal_px: float, camera_height_m: float, size_px: tuple[int, int]
) -> FloatArray:
    """Lay level ground through a line, for a camera of known lens and height.

    Parameters
    ----------
    line
        (3, 2): the part of a homography that brings metres along the line into the picture.
    focal_px
        Focal length in pixels.
    camera_height_m
        Height of the lens above the ground in m.
    size_px
        Width and height of the picture, through whose middle the camera's axis goes.

    Returns
    -------
    FloatArray
        (3, 3) homography of metres along and across, away from the camera, however it is turned,
        tilted or rolled. Source: hartley-zisserman-2004.
    """
    width, height = size_px
    lens = np.array([[focal_px, 0, width / 2], [0, focal_px, height / 2], [0, 0, 1.0]])
    ahead, place = np.linalg.solve(lens, line).T
    ahead, place = ahead / np.linalg.norm(ahead), place / np.linalg.norm(ahead)
    nearest = place - (place @ ahead) * ahead
    away_m = float(np.linalg.norm(nearest))
    sight = nearest / away_m
    up = np.cross(ahead, sight)
    up *= -np.sign(up[1])
    # the camera looks down on the line's nearest place by this angle
    sine = min(camera_height_m / away_m, _STEEPEST)
    across = np.sqrt(1 - sine**2) * sight + sine * up
    return np.asarray(lens @ np.column_stack([ahead, across, place]))
