"""CleanPose seen from its end -> FrontalMotion: the body over time, with its size at each time.

An athlete who comes grows in the picture, so lengths are told in trunk lengths of the same frame.
The trunk keeps its length in the picture in every phase of a stride, as no limb does.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from aqvision.camera.motion import CameraMotion
from aqvision.core.clip import Clip
from aqvision.core.errors import PoseError
from aqvision.core.sequence import middle_of
from aqvision.core.settings import BodySettings
from aqvision.core.skeleton import INDEX
from aqvision.core.types import EndView, FloatArray, View
from aqvision.core.wording import _
from aqvision.kinematics.motion import GroundKind
from aqvision.pose.clean.clean import CleanPose

# Middle of the hips to the middle of the shoulders, in standing heights. Source: winter-2009.
TRUNK_FRAC_HEIGHT = 0.288
# Of the scale from a height: the height itself and the trunk's part in it differ from body to body.
_SCALE_SE_FRAC = 0.06
_GROWN = 1.1
_MIN_FRAMES = 12
_SIZE_TERMS = 3
_N_HUBER = 8


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class FrontalMotion:
    """The athlete's points over real time, seen from the front or from behind.

    Parameters
    ----------
    time_s
        (T,) real time from the first frame.
    xy_px
        (T, 33, 2) filtered points, x to the athlete's left, y up.
    sd_px
        (T, 33) standard deviation of each coordinate of ``xy_px``.
    trunk_px
        (T,) length of the trunk, without its sway within a stride.
    legs_per_trunk
        Leg lengths in a trunk length.
    metres_per_trunk
        Scale; NaN when not known. ``scale_se_frac`` is its relative standard error.
    ground
        "track": a still camera and a body that grows or shrinks. "treadmill": a still camera and a
        body that stays. "moving camera": the background moves through the picture.
    """

    time_s: FloatArray
    xy_px: FloatArray
    sd_px: FloatArray
    trunk_px: FloatArray
    legs_per_trunk: float
    metres_per_trunk: float
    scale_se_frac: float
    ground: GroundKind

    @property
    def rate_hz(self) -> float:
        """Frames per second of real time."""
        return float(1 / np.median(np.diff(self.time_s)))

    def point(self, name: str) -> FloatArray:
        """Give a landmark's filtered path.

        Parameters
        ----------
        name
            Name of the landmark.

        Returns
        -------
        ndarray
            (T, 2) pixels.
        """
        return self.xy_px[:, INDEX[name]]

    def middle(self, joint: str) -> FloatArray:
        """Give the middle between left and right of a joint.

        Parameters
        ----------
        joint
            Name of the joint without its side.

        Returns
        -------
        ndarray
            (T, 2) pixels.
        """
        return middle_of(self.xy_px, joint)


def find_frontal_motion(
    pose: CleanPose,
    view: EndView,
    camera: CameraMotion,
    clip: Clip,
    body: BodySettings,
) -> FrontalMotion:
    """Turn a clean pose so that x points to the athlete's left, and find the body's size.

    A known distance gives no scale here: it holds at one place along the track only.

    Parameters
    ----------
    pose
        Clean points over T frames, in pixels.
    view
        "front" or "rear".
    camera
        How the camera moves.
    clip
        What the user says of the clip; the height gives the scale.
    body
        Proportions of the body.

    Returns
    -------
    FrontalMotion
        The body over T frames.

    Raises
    ------
    PoseError
        The trunk is seen in too few frames to tell the size.
    """
    smooth = pose.smooth
    left = 1.0 if view == View.FRONT else -1.0
    trunk_px = _steady_size(smooth.time_s, smooth.trunk_px)
    height_m = float("nan") if clip.height_m is None else clip.height_m
    return FrontalMotion(
        time_s=smooth.time_s,
        xy_px=np.asarray(smooth.xy_px * np.array([left, -1.0])),
        sd_px=pose.uncertainty.sd_px,
        trunk_px=trunk_px,
        legs_per_trunk=TRUNK_FRAC_HEIGHT / body.leg_frac_height,
        metres_per_trunk=TRUNK_FRAC_HEIGHT * height_m,
        scale_se_frac=float("nan") if clip.height_m is None else _SCALE_SE_FRAC,
        ground=_ground(trunk_px, camera),
    )


def _steady_size(time_s: FloatArray, trunk_px: FloatArray) -> FloatArray:
    """Trunk length without its sway: one over it is the distance, which changes steadily.

    At a steady speed the distance is a line over time, while speeding up a parabola.
    """
    known = np.isfinite(trunk_px)
    if known.sum() < _MIN_FRAMES:
        raise PoseError(
            _("shoulders and hips are hardly seen in this clip"),
            _("film the whole body, in good light"),
        )
    since = (time_s - time_s[0]) / max(float(time_s[-1] - time_s[0]), 1e-9)
    basis = since[:, None] ** np.arange(_SIZE_TERMS)
    nearness = 1 / trunk_px[known]
    weight = np.ones(len(nearness))
    for _round in range(_N_HUBER):
        fit, *_rest = np.linalg.lstsq(basis[known] * weight[:, None], nearness * weight, rcond=None)
        off = np.abs(nearness - basis[known] @ fit)
        weight = np.sqrt(1 / np.maximum(off / (1.5 * np.median(off) + 1e-12), 1.0))
    seen = 1 / trunk_px[known]
    return np.asarray(1 / np.clip(basis @ fit, seen.min(), seen.max()))


def _ground(trunk_px: FloatArray, camera: CameraMotion) -> GroundKind:
    if camera.static is False:
        return GroundKind.MOVING_CAMERA
    grown = float(trunk_px[-1] / trunk_px[0])
    return GroundKind.TREADMILL if 1 / _GROWN < grown < _GROWN else GroundKind.TRACK
