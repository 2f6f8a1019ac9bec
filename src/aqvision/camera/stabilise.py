"""PoseSequence + CameraPath -> StillView: the points as a camera that stands still would see them.

What a turning camera sees is brought into one picture, large enough for all of it. After a wide
turn that picture is rectified to the lane: there a runner keeps one size, so places along the
lane and angles come out as from a camera that looks at right angles at every moment: tan theta =
tan theta' / cos alpha for a line of sight that is alpha from square.
Source: hartley-zisserman-2004
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from scipy.spatial.transform import Rotation

from aqvision.camera.motion import CameraMotion
from aqvision.camera.panorama import Panorama, find_panorama, find_skew, mapped
from aqvision.camera.path import CameraPath
from aqvision.core.sequence import PoseSequence
from aqvision.core.skeleton import INDEX, SIDES
from aqvision.core.types import FloatArray
from aqvision.core.wording import as_recorded as _

MAX_VIEW_DEG = 35.0
"""Seen further from square to the lane than this, a frame is not measured."""
WIDE_TURN_DEG = 6.0
"""Turned further than this, what a camera saw is rectified to the lane: 3 degrees to each side
change no angle by more than 0.1 degrees."""

# Whoever turns by hand carries the camera along by some centimetres of the ten metres to the lane.
_CARRIED_FRAC = 0.01
_MARGIN_PX = 100.0
_NOT_TOGETHER = _("the athlete is seen where the background is not")
_TRUNK = [[INDEX[f"{side}_{joint}"] for side in SIDES] for joint in ("hip", "shoulder")]


class ScaleSource(StrEnum):
    """What gives metres, or brings those of the marks to the athlete's lane."""

    UNKNOWN = ""
    HEIGHT = "the height"
    GROUND = "the ground"
    LENS = "the lens"
    CAMERA_HEIGHT = "the camera's height"
    USUAL_CAMERA_HEIGHT = "a usual camera height"


@dataclass(frozen=True, slots=True)
class LaneOffset:
    """How far behind the marks the athlete runs, in metres, and how the scale was corrected.

    ``offset_from`` is what told the correction, unknown where nothing could, and
    ``corrected_frac`` by what part a metre is smaller there than on the line of marks.
    """

    offset_m: float = 0.0
    offset_from: ScaleSource = ScaleSource.UNKNOWN
    corrected_frac: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneScale:
    """Metres at the athlete's line, from marks on the ground.

    ``metres_per_px`` holds in the still picture, NaN where the standing height tells more;
    ``se_frac`` is its relative standard error. ``recedes`` tells whether the marks say how the
    line recedes from the camera.
    """

    metres_per_px: float
    se_frac: float
    described: str
    recedes: bool
    offset: LaneOffset = LaneOffset()


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class StillView:
    """The athlete in a picture that stands still.

    Parameters
    ----------
    sequence
        The points in that picture; where the camera's path is not known, in the video's own.
    camera
        How that picture still moves against the ground.
    to_picture
        (T, 3, 3) homographies from that picture into each frame of the video; NaN where the path
        is not known.
    turn_deg
        How far the camera turned while it saw the athlete: 0 for a still one, NaN if not known.
    oblique_frac
        Part of the frames with the athlete that were left out, seen too far from square.
    track_se_frac
        Relative standard error that the camera's path adds to distances along the lane.
    reason
        Why the camera's motion could not be taken out; empty where it could or need not.
    focal_px
        Focal length of that picture and, as ``focal_se_frac``, its relative standard error; NaN
        where it is not known.
    to_rectified
        (3, 3) map by which the picture was made to have one scale along the lane; None where it
        was not.
    lane
        What marks on the ground tell of metres; None without them.
    """

    sequence: PoseSequence
    camera: CameraMotion
    to_picture: FloatArray
    turn_deg: float = 0.0
    oblique_frac: float = 0.0
    track_se_frac: float = 0.0
    reason: str = ""
    focal_px: float = float("nan")
    focal_se_frac: float = float("nan")
    to_rectified: FloatArray | None = None
    lane: LaneScale | None = None


def view_still(pose: PoseSequence, camera: CameraMotion, path: CameraPath | None) -> StillView:
    """Take the camera's motion out of a pose, as far as it is known.

    Parameters
    ----------
    pose
        Points in the frames of the video.
    camera
        What the survey of the clip found.
    path
        The camera's path; None where it was not followed, for a still camera.

    Returns
    -------
    StillView
        With the reason, where the motion could not be taken out.
    """
    untouched = np.broadcast_to(np.eye(3), (len(pose), 3, 3))
    if path is None:
        turn_deg = float("nan") if camera.static is False else 0.0
        return StillView(sequence=pose, camera=camera, to_picture=untouched, turn_deg=turn_deg)
    together = path.known & pose.detected
    if path.reason or not together.any():
        reason = path.reason or _NOT_TOGETHER
        return StillView(
            sequence=pose, camera=camera, to_picture=untouched, turn_deg=float("nan"), reason=reason
        )
    return _steadied(pose.inside_picture(), path)


def _steadied(pose: PoseSequence, path: CameraPath) -> StillView:
    panorama = find_panorama(pose, path)
    wide = panorama.swept_deg > WIDE_TURN_DEG
    skew_rad, skew_se = find_skew(panorama, pose) if wide else (0.0, 0.0)
    to_still = panorama.to_still(skew_rad)
    still = mapped(to_still, pose.xy_px)
    with np.errstate(invalid="ignore"):
        oblique = np.abs(panorama.azimuth_rad(still)) > np.radians(MAX_VIEW_DEG)
    oblique &= wide
    still[oblique] = np.nan
    sequence, shift = _framed(pose, still)
    return StillView(
        sequence=sequence,
        camera=CameraMotion(0.0),
        to_picture=np.asarray(np.linalg.inv(shift @ to_still)),
        turn_deg=panorama.swept_deg,
        oblique_frac=float(oblique.sum() / pose.detected.sum()),
        track_se_frac=_track_se(panorama, pose, path, (skew_rad, skew_se)),
        focal_px=panorama.focal_px,
        focal_se_frac=path.focal_se_frac,
    )


def rectified(view: StillView, to_rectified: FloatArray) -> StillView:
    """Draw a still picture anew by a map (3, 3) that evens out its scale along the lane.

    Parameters
    ----------
    view
        A still picture.
    to_rectified
        (3, 3) homography that evens out its scale along the lane.

    Returns
    -------
    StillView
        The same points in a picture of one scale.
    """
    pose = view.sequence.inside_picture()
    maps = np.broadcast_to(to_rectified, (len(pose), 3, 3))
    sequence, shift = _framed(pose, mapped(maps, pose.xy_px))
    to_picture = view.to_picture @ np.linalg.inv(shift @ to_rectified)
    return replace(view, sequence=sequence, to_picture=to_picture, to_rectified=to_rectified)


def _framed(pose: PoseSequence, still: FloatArray) -> tuple[PoseSequence, FloatArray]:
    """Cut the picture to what is in it, with a margin; and the shift that this means."""
    low, high = np.nanmin(still, axis=(0, 1)), np.nanmax(still, axis=(0, 1))
    shift = np.eye(3)
    shift[:2, 2] = _MARGIN_PX - low
    width_px, height_px = (int(v) for v in np.ceil(high - low + 2 * _MARGIN_PX))
    return replace(pose, xy_px=still + shift[:2, 2], width_px=width_px, height_px=height_px), shift


def _track_se(
    panorama: Panorama, pose: PoseSequence, path: CameraPath, skew: tuple[float, float]
) -> float:
    """Relative error of a run's length in body sizes: by skew, focal length, drift, hand."""
    skew_rad, skew_se = skew
    usual, travel_px = _run_length(panorama.to_still(skew_rad), pose)
    askew, _ = _run_length(panorama.to_still(skew_rad + skew_se), pose)
    longer = _refocused(panorama, 1 + path.focal_se_frac)
    refocused, _ = _run_length(longer.to_still(skew_rad / (1 + path.focal_se_frac)), pose)
    drift = np.sqrt(2) * path.drift_px / max(travel_px, 1.0)
    carried = _CARRIED_FRAC if panorama.swept_deg > WIDE_TURN_DEG else 0.0
    return float(np.linalg.norm([askew / usual - 1, refocused / usual - 1, drift, carried]))


def _run_length(to_still: FloatArray, pose: PoseSequence) -> tuple[float, float]:
    """How far the hips get along the picture, in trunk lengths and in pixels."""
    hip, shoulder = (mapped(to_still, pose.xy_px[:, joints]).mean(axis=1) for joints in _TRUNK)
    x = hip[np.isfinite(hip[:, 0]), 0]
    trunk = float(np.nanmedian(np.linalg.norm(shoulder - hip, axis=1)))
    travel = abs(float(x[-1] - x[0])) if len(x) else 0.0
    return max(travel, 1e-6) / trunk, travel


def _refocused(panorama: Panorama, factor: float) -> Panorama:
    """Give the panorama of a camera with a longer lens, which turned by less to see the same."""
    lens = panorama.lens.copy()
    lens[:, :2] /= factor
    known = np.isfinite(panorama.turn[:, 0, 0])
    turn = panorama.turn.copy()
    turned = Rotation.from_matrix(turn[known]).as_rotvec()
    turn[known] = Rotation.from_rotvec(turned / factor).as_matrix()
    return replace(panorama, turn=turn, lens=lens, focal_px=panorama.focal_px * factor)
