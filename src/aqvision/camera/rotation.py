"""Matches and a focal length -> how each picture is turned and zoomed against its key frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.spatial.transform import Rotation

from aqvision.camera.background import Matches
from aqvision.core.fitting import HUBER_SDS, huber_weight
from aqvision.core.types import FloatArray

_N_STEPS = 5
# Radians, and parts of a zoom: a picture that no turn explains must not lead astray.
_MAX_STEP = 0.3
_LEAST_NOISE_PX = 0.02
# Median distance in a plane, for each coordinate's standard deviation.
_MEDIAN_DISTANCE = 1.18


@dataclass(frozen=True, slots=True, eq=False)
class Turning:
    """How each of N pictures lies against its key frame.

    ``turn`` (N, 3) rotation vectors in radians bring its lines of sight into those of the key
    frame, ``zoom`` (N,) is its focal length over that of the key frame, ``residual_px`` (N,) how
    far a coordinate of its ``n`` (N,) points lies off, root mean square.
    """

    turn: FloatArray
    zoom: FloatArray
    residual_px: FloatArray
    n: FloatArray


def fit_turning(matches: Sequence[Matches], focal_px: npt.ArrayLike) -> Turning:
    """Fit turn and zoom of all pictures at once, robustly, by Gauss-Newton.

    Parameters
    ----------
    matches
        Points that each of N pictures shares with its key frame.
    focal_px
        Focal length of the key frames, one for all or (N,).

    Returns
    -------
    Turning
        A turn, a zoom and a misfit a picture.
    """
    here, there, weight = _side_by_side(matches)
    focal = np.broadcast_to(np.asarray(focal_px, dtype=np.float64), len(matches))
    count = weight.sum(axis=1)
    # near the middle of the picture a turn is a shift: a start for the first step
    shift = ((there - here) * weight[..., None]).sum(axis=1) / (count * focal)[:, None]
    turn = Rotation.from_rotvec(np.column_stack([-shift[:, 1], shift[:, 0], np.zeros(len(count))]))
    log_zoom, robust = np.zeros(len(matches)), weight
    for _ in range(_N_STEPS):
        off, slope = _misfit(here, there, turn, log_zoom, focal)
        robust = weight * _huber(off, weight)
        normal = np.einsum("npxi,np,npxj->nij", slope, robust, slope, optimize=True)
        pull = np.einsum("npxi,np,npx->ni", slope, robust, off, optimize=True)
        step = np.linalg.solve(normal + 1e-9 * np.eye(4), pull[..., None])[..., 0]
        step = np.clip(step, -_MAX_STEP, _MAX_STEP)
        turn = Rotation.from_rotvec(step[:, :3]) * turn
        log_zoom = log_zoom + step[:, 3]
    off, _ = _misfit(here, there, turn, log_zoom, focal)
    squared = (robust * (off**2).sum(axis=2)).sum(axis=1) / robust.sum(axis=1)
    return Turning(turn.as_rotvec(), np.exp(log_zoom), np.sqrt(squared / 2), count)


def _side_by_side(matches: Sequence[Matches]) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Stack points of all pictures, (N, P, 2), with weight 0 where a picture has fewer than P."""
    most = max(len(m.in_key) for m in matches)
    here, there = np.zeros((2, len(matches), most, 2))
    weight = np.zeros((len(matches), most))
    for row, m in enumerate(matches):
        n = len(m.in_key)
        here[row, :n], there[row, :n], weight[row, :n] = m.in_frame, m.in_key, 1.0
    return here, there, weight


def _misfit(
    here: FloatArray, there: FloatArray, turn: Rotation, log_zoom: FloatArray, focal: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Give what is left to explain, (N, P, 2), and its slopes over turn and zoom, (N, P, 2, 4)."""
    seen = here / (focal * np.exp(log_zoom))[:, None, None]
    to_key = turn.as_matrix().transpose(0, 2, 1)
    ray = np.concatenate([seen, np.ones_like(seen[..., :1])], axis=2) @ to_key
    wider = -np.concatenate([seen, np.zeros_like(seen[..., :1])], axis=2) @ to_key
    turned = [np.cross(axis, ray) for axis in np.eye(3)]
    moves = np.stack([*turned, wider], axis=3)
    place = ray[..., :2] / ray[..., 2:]
    along = moves[:, :, :2] - place[..., None] * moves[:, :, 2:]
    slope = focal[:, None, None, None] * along / ray[..., 2, None, None]
    return there - focal[:, None, None] * place, slope


def _huber(off: FloatArray, weight: FloatArray) -> FloatArray:
    """Weigh points that lie far off less, by the usual misfit of their picture."""
    size = np.hypot(off[..., 0], off[..., 1])
    usual = np.nanmedian(np.where(weight > 0, size, np.nan), axis=1) / _MEDIAN_DISTANCE
    limit = HUBER_SDS * np.maximum(usual, _LEAST_NOISE_PX)
    return huber_weight(size, limit[:, None])
