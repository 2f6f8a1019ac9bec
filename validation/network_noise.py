"""Phases of the stride -> errors of points as a pose network makes them, for motions without one.

Errors have two parts. One jumps from frame to frame and tells keypoint uncertainty how far they may
be off. The other, larger, is smooth over some 30 ms. Part of the smooth one comes again in every
stride, at the same posture; most of that comes again in the next clip of the athlete as well, and
so no comparison sees it. A foot on the ground is seen better than a flying one.

Sizes are those that `pose/clean/uncertainty.py` states at the scatter and visibility of the plain
rendered clips. What repeats was chosen so that metrics scatter about as they do on the rendered
clips of `dose_response.py`: from step to step, and in their means from clip to clip.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from aqvision.core.skeleton import LANDMARKS, Side
from aqvision.pose.clean.uncertainty import SCATTER_FLOOR, WITHOUT_MAPS, joint_kind

Array = NDArray[np.float64]
_LASTS_S = 0.02
_SCATTER_TRUNK = {True: 0.009, False: 0.012}
VISIBILITY = {True: 0.97, False: 0.85}
"""The network's opinion of points on the near and on the far side."""
_REPEATS = {
    "shoulder": 0.6, "elbow": 0.6, "wrist": 0.5, "hip": 0.5, "knee": 0.65, "ankle": 0.7,
    "heel": 0.9, "foot_index": 0.85,
}  # fmt: skip
_OF_THE_ATHLETE = 0.75
_STANDING = {"ankle": 0.7, "heel": 0.55, "foot_index": 0.55}
_ATHLETE_SEED = 7
_GRID = 512


def draw_errors(
    phase: Array,
    in_contact: Mapping[str, NDArray[np.bool_]],
    rate_hz: float,
    near: Side,
    random: np.random.Generator,
) -> Array:
    """Draw the errors of one clip, (T, 33, 2) in trunk lengths.

    Parameters
    ----------
    phase
        (T,) strides run at each frame.
    in_contact
        By side, (T,): the foot is on the ground.
    """
    scatter, sd, repeats = (column[:, None] for column in _sizes(near))
    shape = (len(phase), len(LANDMARKS), 2)
    stride_s = float(len(phase) / rate_hz / np.ptp(phase))
    athlete = _repeated(phase, stride_s, np.random.default_rng(_ATHLETE_SEED))
    clip = _repeated(phase, stride_s, random)
    alone = _smooth(random.standard_normal(shape), _LASTS_S * rate_hz)
    shared = np.sqrt(_OF_THE_ATHLETE) * athlete + np.sqrt(1 - _OF_THE_ATHLETE) * clip
    smooth = np.sqrt(repeats) * shared + np.sqrt(1 - repeats) * alone
    steadied = _steadied(in_contact, _LASTS_S * rate_hz)[:, :, None]
    return np.asarray(steadied * sd * smooth + scatter * random.standard_normal(shape))


def visibility(n_frames: int, near: Side) -> Array:
    """Give the network's opinion of every point, (T, 33)."""
    each = [VISIBILITY[_is_near(name, near)] for name in LANDMARKS]
    return np.tile(np.array(each), (n_frames, 1))


def _sizes(near: Side) -> tuple[Array, Array, Array]:
    """Jumping part, smooth part, and what of its variance repeats, a number a landmark."""
    kinds = [joint_kind(name) for name in LANDMARKS]
    nears = [_is_near(name, near) for name in LANDMARKS]
    scatter = np.array([_SCATTER_TRUNK[n] for n in nears])
    hidden = np.exp(WITHOUT_MAPS.hidden_rate * (1 - np.array([VISIBILITY[n] for n in nears])))
    factor = np.array([WITHOUT_MAPS.joint_factor[kind] for kind in kinds])
    sd = factor * (scatter + SCATTER_FLOOR) ** WITHOUT_MAPS.scatter_power * hidden
    return scatter, sd, np.array([_REPEATS[kind] for kind in kinds])


def _steadied(in_contact: Mapping[str, NDArray[np.bool_]], frames: float) -> Array:
    """Part of the smooth errors that is left, (T, 33): less at a foot that stands."""
    left = np.ones((len(next(iter(in_contact.values()))), len(LANDMARKS)))
    for i, name in enumerate(LANDMARKS):
        side, _, joint = name.partition("_")
        if joint in _STANDING:
            stands = gaussian_filter1d(in_contact[side].astype(np.float64), frames)
            left[:, i] = 1 - (1 - _STANDING[joint]) * stands
    return left


def _is_near(landmark: str, near: Side) -> bool:
    return not landmark.startswith(("left_", "right_")) or landmark.startswith(near)


def _repeated(phase: Array, stride_s: float, random: np.random.Generator) -> Array:
    """Curves of unit variance that are the same in every stride, (T, 33, 2)."""
    white = random.standard_normal((_GRID, len(LANDMARKS), 2))
    curves = _smooth(white, _LASTS_S / stride_s * _GRID)
    place = np.mod(phase, 1.0) * _GRID
    before = place.astype(int) % _GRID
    share = (place - place.astype(int))[:, None, None]
    return np.asarray((1 - share) * curves[before] + share * curves[(before + 1) % _GRID])


def _smooth(white: Array, frames: float) -> Array:
    smooth = gaussian_filter1d(white, frames, axis=0, mode="wrap")
    return np.asarray(smooth / smooth.std())
