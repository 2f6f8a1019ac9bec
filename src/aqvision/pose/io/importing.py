"""Clip that is a pose file -> FilePose: its points in a picture that stands for the metres.

Everything after the pose works on pixels of a picture. So the points of a file are laid into one
that is large enough: a thousand pixels a metre, x to the right, y turned down, with room on all
sides so that no point comes near an edge. The scale goes along and brings the metres back.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from aqvision.camera.motion import CameraMotion
from aqvision.core.clip import Clip
from aqvision.core.errors import CalibrationError, PoseError
from aqvision.core.marks import Mark, Marks
from aqvision.core.prompts import Prompt
from aqvision.core.sequence import PoseSequence, middle_of
from aqvision.core.skeleton import INDEX, N_LANDMARKS
from aqvision.core.types import FloatArray
from aqvision.core.wording import _, as_recorded, ngettext
from aqvision.pose.estimate import RawPose
from aqvision.pose.io.markers import match_markers, name_marker_set
from aqvision.pose.io.trc import MarkerTable, read_trc
from aqvision.video.timing import Confidence, Timing

PX_PER_M = 1000.0
_GIVEN, _BY_THE_FILE = as_recorded("given by the user"), as_recorded("the pose file's times")
_ROOM_M = 1.0
_ROOM_FRAC = 0.01
_MIN_FRAMES = 12
_MAX_RATE_GAP = 0.02
_MAX_LEAP = 1.8
_ROUNDING_S = 0.0006
_MAX_STRAY_FRAC = 0.1
_BODY_RANGE_M = (0.5, 4.0)
_MIN_UPRIGHT_FRAC = 0.3
_MIN_TRAVEL_M = 1.0
# As for a scale from the height, which is where such metres mostly come from.
_SCALE_SE_FRAC = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class FilePose:
    """The athlete's points from a file.

    Attributes
    ----------
    raw
        Points in a picture that stands for the metres.
    timing
        The clock of the file.
    clip
        What the user says, and the scale of that picture.
    markers
        Names the family of the markers.
    """

    raw: RawPose
    timing: Timing
    clip: Clip
    markers: str


def is_pose_file(path: Path) -> bool:
    """Tell by its name whether a file holds poses instead of pictures.

    Parameters
    ----------
    path
        Any file.

    Examples
    --------
    >>> is_pose_file(Path("run_m.trc")), is_pose_file(Path("run.mp4"))
    (True, False)
    """
    return path.suffix.lower() == ".trc"


def refuse_pose_file(path: Path) -> None:
    """Refuse what only a video can give: a choice among people.

    Parameters
    ----------
    path
        A video or a pose file.

    Raises
    ------
    PoseError
        It is a pose file.
    """
    if is_pose_file(path):
        raise PoseError(
            _("{name} holds the poses of one athlete, there is nobody to choose").format(
                name=path.name
            ),
            _("leave the choice of an athlete out"),
        )


def _refuse_what_is_of_videos(clip: Clip) -> None:
    if clip.choice.made:
        refuse_pose_file(clip.path)
    if clip.marks is not None:
        raise CalibrationError(
            _("{name} is in metres, marks or a distance in pixels do not apply to it").format(
                name=clip.path.name
            ),
            _("leave the marks and the distance out"),
        )


def _refuse_too_short(path: Path, n_frames: int) -> None:
    if n_frames < _MIN_FRAMES:
        raise PoseError(
            ngettext(
                "{name} holds {n} frame, too few to measure a step",
                "{name} holds {n} frames, too few to measure a step",
                n_frames,
            ).format(name=path.name, n=n_frames),
            _("give a file that holds a few steps of a run"),
        )


def read_pose_file(clip: Clip) -> FilePose:
    """Read poses that another program made.

    Points are in metres, x along the track, y up; the third axis is not used. Only a file that
    runs along it is refused. Landmarks that the file does not have stay NaN. A point that is
    known counts as seen.

    Parameters
    ----------
    clip
        The pose file, and what the user says of it.

    Raises
    ------
    PoseError
        The file is no .trc, lacks markers, or holds no upright athlete who runs along x.
    CalibrationError
        The unit or the frame rate is not known or cannot be right.
    """
    _refuse_what_is_of_videos(clip)
    table = read_trc(clip.path)
    _refuse_too_short(clip.path, len(table.time_s))
    timing, time_s = _timing(table, clip)
    xyz_m = _forget_strays(clip.path, _landmarks(table))
    _refuse_what_is_no_runner(clip.path, xyz_m)
    sequence = _in_picture(time_s, xyz_m[:, :, :2])
    width_px = float(sequence.width_px)
    edges = (Mark(0.0, 0.0, 0.0), Mark(width_px, 0.0, width_px / PX_PER_M))
    scale = Marks(edges, se_frac=_SCALE_SE_FRAC)
    return FilePose(
        RawPose(sequence=sequence, camera=CameraMotion(0.0), n_people=1),
        timing,
        replace(clip, marks=scale),
        name_marker_set(table.names),
    )


def _landmarks(table: MarkerTable) -> FloatArray:
    """Bring markers into the order of our landmarks, (T, 33, 3) metres."""
    xyz_m = np.full((len(table.time_s), N_LANDMARKS, 3), np.nan)
    for landmark, place in match_markers(table.names).items():
        xyz_m[:, INDEX[landmark]] = table.xyz_m[:, place]
    return xyz_m


def _forget_strays(path: Path, xyz_m: FloatArray) -> FloatArray:
    """Forget points that lie too far from most others of their frame to belong to the body.

    One that is astray by kilometres would also cost all others their precision. In a file whose
    units are wrong most points would go, so it is left as it is, to be refused for its size.
    """
    found = np.isfinite(xyz_m[:, :, 0]).any(axis=1)
    if not found.any():
        raise PoseError(
            _("{name} holds no point").format(name=path.name),
            _("give a file in which an athlete is found"),
        )
    middle_m = np.full((len(xyz_m), 1, 2), np.nan)
    middle_m[found, 0] = np.nanmedian(xyz_m[found, :, :2], axis=1)
    with np.errstate(invalid="ignore"):
        stray = np.linalg.norm(xyz_m[:, :, :2] - middle_m, axis=2) > _BODY_RANGE_M[1]
    kept = xyz_m.copy()
    if stray.sum() < _MAX_STRAY_FRAC * np.isfinite(xyz_m[:, :, 0]).sum():
        kept[stray] = np.nan
    return kept


def _timing(table: MarkerTable, clip: Clip) -> tuple[Timing, FloatArray]:
    """Settle the rate, and the times from the first frame."""
    _refuse_lost_frames(clip.path, table.time_s)
    time_s = table.time_s - table.time_s[0]
    stated_hz, given = table.rate_hz, clip.capture_fps is not None
    if not given:
        _refuse_rate(clip.path, stated_hz, mean_hz=(len(time_s) - 1) / float(time_s[-1]))
    if stated_hz > 0:
        regular = np.arange(len(time_s)) / stated_hz
        if np.abs(time_s - regular).max() <= _ROUNDING_S:
            time_s = regular  # the times were rounded, the rate was not
    playback_hz = float(1 / np.median(np.diff(time_s)))
    timing = Timing(
        playback_fps=playback_hz,
        capture_fps=clip.capture_fps or playback_hz,
        evidence=(_GIVEN if given else _BY_THE_FILE,),
        confidence=Confidence.SURE if given else Confidence.LIKELY,
        user_given=given,
    )
    return timing, time_s


def _refuse_rate(path: Path, stated_hz: float, mean_hz: float) -> None:
    """Refuse a header that states no rate, or another than that of the times."""
    if not stated_hz > 0:
        what = _("{name} does not say its DataRate").format(name=path.name)
    elif abs(stated_hz / mean_hz - 1) > _MAX_RATE_GAP:
        what = _(
            "the header of {name} says {stated_hz:.4g} frames a second, its times say {mean_hz:.4g}"
        ).format(name=path.name, stated_hz=stated_hz, mean_hz=mean_hz)
    else:
        return
    raise CalibrationError(what, _("give the rate it was filmed at"), (Prompt.RATE,))


def _refuse_lost_frames(path: Path, time_s: FloatArray) -> None:
    """Refuse a file that leaves frames out: a filter needs steady ones."""
    steps_s = np.diff(time_s)
    widest = int(np.argmax(steps_s))
    if steps_s[widest] > _MAX_LEAP * np.median(steps_s):
        raise PoseError(
            _("the times of {name} leap by {gap_s:.3g} s after frame {frame}").format(
                name=path.name, gap_s=steps_s[widest], frame=widest + 1
            ),
            _("keep a row for every frame, with empty cells where nobody was found"),
        )


def _in_picture(time_s: FloatArray, xy_m: FloatArray) -> PoseSequence:
    """Lay points, (T, 33, 2) metres with y up, into a picture that holds all of them."""
    low, high = np.nanmin(xy_m, axis=(0, 1)), np.nanmax(xy_m, axis=(0, 1))
    room_m = _ROOM_M + _ROOM_FRAC * float((high - low).max())
    xy_px = np.empty_like(xy_m)
    xy_px[..., 0] = PX_PER_M * (xy_m[..., 0] - low[0] + room_m)
    xy_px[..., 1] = PX_PER_M * (high[1] - xy_m[..., 1] + room_m)
    width_px, height_px = (math.ceil(PX_PER_M * (v + 2 * room_m)) for v in high - low)
    # single precision, in which poses are stored
    xy_px = xy_px.astype(np.float32).astype(np.float64)
    seen = np.isfinite(xy_px[:, :, 0]).astype(np.float64)
    return PoseSequence(
        time_s=time_s, xy_px=xy_px, visibility=seen, width_px=width_px, height_px=height_px
    )


def _refuse_what_is_no_runner(path: Path, xyz_m: FloatArray) -> None:
    """Refuse a body of no human size, one that is not upright, or one that runs along Z."""
    xy_m = xyz_m[np.isfinite(xyz_m[:, :, 0]).any(axis=1), :, :2]
    extent_m = np.nanmax(xy_m, axis=1) - np.nanmin(xy_m, axis=1)
    size_m = float(np.median(extent_m.max(axis=1)))
    low, high = _BODY_RANGE_M
    if not low <= size_m <= high:
        raise PoseError(
            _("the athlete of {name} would measure {size_m} m").format(
                name=path.name,
                size_m=np.format_float_positional(size_m, 3, fractional=False, trim="-"),
            ),
            _(
                "check Units in the header; of Sports2D's files, take the one in metres, not in "
                "pixels"
            ),
        )
    above_m = middle_of(xyz_m, "shoulder")[:, 1] - middle_of(xyz_m, "ankle")[:, 1]
    known = above_m[np.isfinite(above_m)]
    if len(known) and np.median(known) < _MIN_UPRIGHT_FRAC * size_m:
        raise PoseError(
            _("the athlete of {name} is not upright").format(name=path.name),
            _("turn the axes: X along the run, Y up"),
        )
    _refuse_run_along_z(path, middle_of(xyz_m, "hip"))


def _refuse_run_along_z(path: Path, hips_m: FloatArray) -> None:
    known = hips_m[np.isfinite(hips_m).all(axis=1)]
    if len(known) < 2:
        return
    along_x, _up, along_z = np.abs(known[-1] - known[0])
    if along_z > max(along_x, _MIN_TRAVEL_M):
        raise PoseError(
            _("the athlete of {name} runs along Z, but is measured in the plane of X and Y").format(
                name=path.name
            ),
            _("turn the axes: X along the run, Y up"),
        )
