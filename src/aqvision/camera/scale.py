"""StillView + Clip -> StillView along the athlete's lane: one scale for the whole run.

A camera that does not look square to the lane sees one end of it larger. Three marks or more tell
how much, and the picture is drawn so that metres along the lane have one length in it: it stays as
it is in the middle of the run, where angles keep the size they are seen at.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from aqvision.camera.adjacent_lane import AdjacentLane, standing_toes
from aqvision.camera.body_size import RUN_QUANTILES
from aqvision.camera.ground_plane import LaneFit, along_m, fit_lane, line_of
from aqvision.camera.panorama import mapped
from aqvision.camera.stabilise import LaneOffset, LaneScale, ScaleSource, StillView, rectified
from aqvision.core.clip import Clip
from aqvision.core.errors import CalibrationError
from aqvision.core.marks import Mark, Marks
from aqvision.core.prompts import Prompt
from aqvision.core.sequence import PoseSequence
from aqvision.core.types import FloatArray
from aqvision.core.wording import as_recorded as _

Frames = npt.NDArray[np.bool_]
HEIGHT_SE_FRAC = 0.05
"""Relative standard error of a scale from the standing height: chosen, the upper end of 3 to 5 %.
"""

# A click hits a mark to about two pixels of a picture 1920 wide.
_CLICK_FRAC = 0.001
_MAX_SE_FRAC = 0.1
_LEAST_ALONG = 0.5
_NEAREST_VANISHING = 0.2
# Whoever follows our advice stands 12 m away or more: what another lane then means at most.
_NEAREST_CAMERA_M = 12.0


def lay_along_lane(still: StillView, clip: Clip, size_px: tuple[int, int]) -> StillView:
    """Give a view the scale of the marks, and one scale for all of it where they tell.

    Parameters
    ----------
    still
        The athlete in a still picture.
    clip
        What the user says, its marks above all.
    size_px
        Width and height of the video's frames, which hold the marks.

    Raises
    ------
    CalibrationError
        The marks cannot be right, or it is not known where they lie in the still picture.
    """
    marks = clip.marks
    if marks is None or not np.isfinite(_hips_x(still.sequence)).any():
        return still  # of a body that is hardly seen nothing is measured
    _refuse_outside(marks.places, size_px)
    click_px = _CLICK_FRAC * max(size_px)
    xy_px = np.array([_in_still(mark, still, click_px) for mark in marks.places])
    metres = np.array([[mark.along_m, mark.across_m * marks.on_a_plane] for mark in marks.places])
    fit = fit_lane(xy_px, metres, click_px)
    lane = _find_lane(fit, marks, still.sequence)
    se_frac = _se_frac(fit, marks, still.sequence)
    scale = LaneScale(
        metres_per_px=1 / lane.px_per_m,
        se_frac=se_frac,
        described=_described(marks),
        recedes=lane.shrink != 0,
    )
    scale = _at_athlete(scale, marks, still, _ground_beside(fit, marks, still, size_px))
    view = replace(still, lane=_or_by_height(scale) if clip.height_m is not None else scale)
    steady = np.isfinite(still.turn_deg)
    return rectified(view, lane.to_rectified) if steady and scale.recedes else view


@dataclass(frozen=True, slots=True, eq=False)
class _Lane:
    """The athlete's line in the picture.

    ``px_per_m`` and ``at_px`` belong to the middle of the run, ``way`` is the unit vector along
    the line there; ``shrink`` tells by what part of itself a length grows a pixel along it.
    """

    at_px: FloatArray
    way: FloatArray
    px_per_m: float
    shrink: float

    @property
    def to_rectified(self) -> FloatArray:
        """The map (3, 3) that leaves the middle as it is and evens out the scale along the line."""
        there, back = np.eye(3), np.eye(3)
        there[:2, 2], back[:2, 2] = -self.at_px, self.at_px
        even = np.eye(3)
        even[2, :2] = self.shrink * self.way
        return np.asarray(back @ even @ there)


def _refuse_outside(places: tuple[Mark, ...], size_px: tuple[int, int]) -> None:
    width, height = size_px
    for mark in places:
        if not (0 <= mark.x_px <= width and 0 <= mark.y_px <= height):
            raise CalibrationError(
                _(
                    "the mark {mark} lies outside the picture, which is {width} x {height} pixels"
                ).format(mark=mark, width=width, height=height),
                _("count pixels from the upper left corner of the upright picture"),
            )


def _in_still(mark: Mark, still: StillView, click_px: float) -> FloatArray:
    """Bring a mark from the frame that shows it into the still picture."""
    known = np.asarray(np.isfinite(still.to_picture).all(axis=(1, 2)))
    if mark.time_s is not None:
        known = _shows(mark, still.sequence.time_s, known)
    to_still = np.asarray(np.linalg.inv(still.to_picture[known]))
    pixel = np.tile([mark.x_px, mark.y_px], (len(to_still), 1, 1))
    seen = mapped(to_still, pixel)[:, 0]
    if np.ptp(seen, axis=0).max() > 2 * click_px:
        raise CalibrationError(
            _("the camera moves, and nothing says in which frame the mark {mark} is seen").format(
                mark=mark
            ),
            _("add the time in seconds from the first frame: X,Y@TIME=ALONG"),
        )
    return np.asarray(np.median(seen, axis=0))


def _shows(mark: Mark, time_s: FloatArray, known: Frames) -> Frames:
    """Mark the frame at the time of a mark, (T,); refuse one of which nothing is known."""
    away_s = np.abs(time_s - time_s[0] - (mark.time_s or 0.0))
    nearest = int(np.argmin(away_s))
    if away_s[nearest] > float(np.median(np.diff(time_s))):
        raise CalibrationError(
            _("the clip has no frame at the time of the mark {mark}").format(mark=mark),
            _("give the time in seconds of playback from the first frame"),
        )
    if not known[nearest]:
        which = (
            _("first frame") if nearest == 0 else _("frame of the mark {mark}").format(mark=mark)
        )
        raise CalibrationError(
            _(
                "the {which} shows too little background to place a mark or a known distance in it"
            ).format(which=which),
            _("give marks in another frame, or say how tall the athlete is instead"),
            (Prompt.MARKS, Prompt.HEIGHT),
        )
    return np.asarray(np.arange(len(time_s)) == nearest)


def _find_lane(fit: LaneFit, marks: Marks, pose: PoseSequence) -> _Lane:
    """Look at the athlete's line in the middle of the run."""
    line = line_of(fit.homography, marks.athlete_across_m)
    x = _hips_x(pose)
    at = float(along_m(line, np.nanmedian(x, keepdims=True))[0])
    *seen, depth = line @ [at, 1.0]
    place = np.array(seen) / depth
    along = (line[:2, 0] - place * line[2, 0]) / depth
    px_per_m = float(np.hypot(*along))
    way = along / px_per_m
    if abs(way[0]) < _LEAST_ALONG:
        raise CalibrationError(
            _("the marks go up the picture instead of along it"),
            _("give marks along the lane of the athlete, who runs across the picture"),
        )
    lane = _Lane(place, way, px_per_m, float(-line[2, 0] / (px_per_m * depth)))
    _refuse_vanished(lane, x)
    return lane


def _refuse_vanished(lane: _Lane, x_px: FloatArray) -> None:
    """Refuse a line that runs away to its vanishing point where the athlete still runs."""
    depth = 1 + lane.shrink * lane.way[0] * (x_px - lane.at_px[0])
    if np.nanmin(depth) < _NEAREST_VANISHING:
        raise CalibrationError(
            _("by the marks the lane ends in the distance before the run does"),
            _("check pixels and metres of the marks, and lay them along the whole run"),
        )


def _se_frac(fit: LaneFit, marks: Marks, pose: PoseSequence) -> float:
    """Relative standard error of the run's length by the marks."""
    of_clicks = _clicks_se_frac(fit, marks, pose)
    if of_clicks > _MAX_SE_FRAC:
        raise CalibrationError(
            _("the marks tell the length of the run only to {of_clicks:.0%}").format(
                of_clicks=of_clicks
            ),
            _("lay marks further apart, along the whole run and not on one slanted line"),
        )
    return float(np.hypot(of_clicks, marks.se_frac))


def _clicks_se_frac(fit: LaneFit, marks: Marks, pose: PoseSequence) -> float:
    start, end = np.nanquantile(_hips_x(pose), RUN_QUANTILES)
    return fit.length_se_frac(marks.athlete_across_m, (float(start) - 1.0, float(end) + 1.0))


def _ground_beside(
    fit: LaneFit, marks: Marks, still: StillView, size_px: tuple[int, int]
) -> LaneFit | None:
    """Lay the ground through the line of marks and the athlete's feet beside it.

    None where it is not asked for, where a turned camera's lens tells more, or where it is told
    too badly.
    """
    if marks.further_m == 0.0 or np.isfinite(still.focal_px) or not np.isfinite(still.turn_deg):
        return None
    toes_px, click_px = standing_toes(still.sequence), _CLICK_FRAC * max(size_px)
    beside = AdjacentLane(
        further_m=marks.further_m,
        toes_px=toes_px,
        size_px=size_px,
        click_px=click_px,
        camera_height_m=marks.camera_height_m,
    )
    ground = beside.ground(fit)
    told = ground is not None and _clicks_se_frac(ground, marks, still.sequence) <= _MAX_SE_FRAC
    return ground if told else None


def _at_athlete(
    scale: LaneScale, marks: Marks, still: StillView, beside: LaneFit | None
) -> LaneScale:
    """Bring the scale of the marks to the athlete, who may run on another line.

    Seen on a line further away by a part of the distance to the camera, a metre is smaller by
    that part. The ground's plane holds that already; else a lens of known length tells the
    distance, or the row in which the feet stand does.
    """
    further_m = marks.further_m
    if further_m == 0.0:
        return replace(scale, offset=LaneOffset(marks.lane_offset_m, ScaleSource.GROUND))
    scale = replace(scale, offset=LaneOffset(further_m))
    if np.isfinite(still.focal_px):
        part = further_m / scale.metres_per_px / still.focal_px
        se_frac = float(np.hypot(scale.se_frac, part * still.focal_se_frac))
        return _corrected(scale, part, se_frac, ScaleSource.LENS)
    if beside is None:
        left = float(np.hypot(scale.se_frac, further_m / _NEAREST_CAMERA_M))
        return replace(scale, se_frac=left)
    lane = _find_lane(beside, marks, still.sequence)
    part = 1 / lane.px_per_m / scale.metres_per_px - 1
    guessed = marks.camera_height_m is None
    told_by = ScaleSource.USUAL_CAMERA_HEIGHT if guessed else ScaleSource.CAMERA_HEIGHT
    return _corrected(scale, part, _se_frac(beside, marks, still.sequence), told_by)


def _corrected(scale: LaneScale, part: float, se_frac: float, by: ScaleSource) -> LaneScale:
    offset = LaneOffset(scale.offset.offset_m, by, part)
    metres_per_px = scale.metres_per_px * (1 + part)
    return replace(scale, metres_per_px=metres_per_px, se_frac=se_frac, offset=offset)


def _or_by_height(scale: LaneScale) -> LaneScale:
    """Leave metres on another lane to the standing height where that tells them better."""
    seen = scale.offset.offset_from in (ScaleSource.GROUND, ScaleSource.LENS)
    if seen or scale.se_frac <= HEIGHT_SE_FRAC:
        return scale
    offset = LaneOffset(scale.offset.offset_m, ScaleSource.HEIGHT)
    return replace(scale, metres_per_px=float("nan"), offset=offset)


def _described(marks: Marks) -> str:
    if marks.on_a_plane:
        return _("{n} marks on the ground").format(n=len(marks.places))
    return _("{n} marks on a line").format(n=len(marks.places))


def _hips_x(pose: PoseSequence) -> FloatArray:
    return pose.middle("hip")[:, 0]
