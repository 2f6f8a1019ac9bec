"""Matches with the background -> CameraPath: how the camera turned and zoomed, frame by frame.

A camera that stands in one place and pans, tilts, rolls and zooms sees its pictures mapped into
each other by K R K^-1, whatever is in them. So each frame has three angles and a zoom, and the
clip one focal length, which the perspective of a turn tells. Source: hartley-zisserman-2004.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.spatial.transform import Rotation

from aqvision.camera.background import Matches
from aqvision.camera.rotation import Turning, fit_turning
from aqvision.core.types import FloatArray
from aqvision.core.wording import as_recorded as _

# Focal lengths in picture widths, from a phone's wide lens to a long telephoto lens. Where a turn
# is too small to tell, a usual camera is taken: 1.3 widths, within a factor of 1.6.
_FOCAL_FRACS = np.geomspace(0.5, 10.0, 25)
_USUAL_FOCAL, _FOCAL_SPREAD = np.log(1.3), np.log(1.6)
_N_FOR_FOCAL = 48
# On pictures of known focal length it came out 0.5 to 1.5 % too long.
_FOCAL_BIAS = 0.015
_LEAST_NOISE_PX = 0.02
# Corners of one key frame err alike in all frames that are held against it, and in each other.
_ALIKE = 3.0
_N_ROUNDS = 2
_MAX_RESIDUAL_FRAC = 0.8 / 480
_MIN_KNOWN_FRAC = 0.8
_TOO_FAR_FOCAL, _WIDE_FRAC = 7.0, 0.5
_TOO_LITTLE = _("the background shows too little to follow")
_NOT_AS_ONE = _("the background does not move as one")
TRAVELS = _("the camera travels instead of turning")
"""Why a path cannot be used where the whole picture shifts as no turn shifts it, or feet that stand
slide through it."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class CameraPath:
    """How the camera turned, against the first key frame.

    Parameters
    ----------
    turn
        (T, 3) rotation vectors in radians that bring a frame's lines of sight into those of the
        reference; x right, y down, z into the picture. NaN where the background does not tell.
    zoom
        (T,) focal length over that of the reference.
    focal_px
        Focal length of the reference in pixels of the video; ``focal_se_frac`` is its relative
        standard error.
    residual_px
        (T,) how far the background's corners lie off the path, root mean square, in pixels of
        the video.
    drift_px
        Standard error of the place of the frame that is least certain, in pixels of the video.
    reason
        Why the path cannot be used; empty where it can.
    """

    turn: FloatArray
    zoom: FloatArray
    focal_px: float
    focal_se_frac: float
    residual_px: FloatArray
    drift_px: float
    reason: str = ""

    @property
    def known(self) -> npt.NDArray[np.bool_]:
        """Tell the frames whose view is known, (T,)."""
        return np.asarray(np.isfinite(self.zoom))

    def moves_px(self, width_px: int) -> float:
        """Tell how far the path moves the picture at most, from where it mostly is; NaN unknown.

        Parameters
        ----------
        width_px
            Width of the video; half of it away from the middle roll and zoom are told.
        """
        if not self.known.any():
            return float("nan")
        turn = self.turn[self.known] - np.median(self.turn[self.known], axis=0)
        zoom = self.zoom[self.known] / np.median(self.zoom[self.known]) - 1
        of_middle = self.focal_px * np.hypot(turn[:, 0], turn[:, 1])
        return float((of_middle + width_px / 2 * np.hypot(turn[:, 2], zoom)).max())


def no_path(n_frames: int, reason: str) -> CameraPath:
    """Say why nothing is known of the camera's path.

    Parameters
    ----------
    n_frames
        How many frames the clip has.
    reason
        A phrase for the user.

    Returns
    -------
    CameraPath
        Of NaN alone.
    """
    turn, zoom, residual = (np.full((n_frames, *shape), np.nan) for shape in ((3,), (), ()))
    return CameraPath(
        turn=turn,
        zoom=zoom,
        focal_px=np.nan,
        focal_se_frac=np.nan,
        residual_px=residual,
        drift_px=np.nan,
        reason=reason,
    )


def find_path(
    matches: Sequence[Matches | None], links: Sequence[Matches], width_px: int, scale: float
) -> CameraPath:
    """Find the path of a camera from what its frames share.

    Parameters
    ----------
    matches
        One a frame, in order: the frame against its key frame; None where not known.
    links
        Key frames against earlier ones.
    width_px
        Width of the pictures that were matched.
    scale
        Pixels of the video for each of theirs.
    """
    known = [m for m in matches if m is not None]
    if not known or len(known) < _MIN_KNOWN_FRAC * len(matches):
        return no_path(len(matches), _TOO_LITTLE)
    focal, focal_se = _find_focal([*known, *links], width_px)
    keys = sorted({m.key for m in known} | {m.frame for m in links})
    place = {key: row for row, key in enumerate(keys)}
    zooms = np.ones(len(keys))
    for _round in range(_N_ROUNDS):  # a key frame's own zoom scales what its corners tell
        key_of = np.array([place[m.key] for m in (*known, *links)])
        fit = fit_turning([*known, *links], focal * zooms[key_of])
        turns, zooms, drift = _place_keys(place, links, _part(fit, slice(len(known), None)))
    here, key_of = _part(fit, slice(len(known))), key_of[: len(known)]
    path = no_path(len(matches), "")
    frames = np.array([m.frame for m in known])
    path.turn[frames] = (turns[key_of] * Rotation.from_rotvec(here.turn)).as_rotvec()
    path.zoom[frames] = zooms[key_of] * here.zoom
    path.residual_px[frames] = here.residual_px * scale
    reason = _why_not(path, focal / width_px, width_px * scale)
    drift_px = float(np.hypot(drift, _shift_se(here).max())) * scale
    path = replace(path, focal_px=focal * scale, focal_se_frac=focal_se)
    return replace(path, drift_px=drift_px, reason=reason)


def _part(fit: Turning, rows: slice) -> Turning:
    return Turning(fit.turn[rows], fit.zoom[rows], fit.residual_px[rows], fit.n[rows])


def _shift_se(fit: Turning) -> FloatArray:
    """Give the standard error of how far a picture is shifted, in pixels."""
    return np.asarray(_ALIKE * np.maximum(fit.residual_px, _LEAST_NOISE_PX) / np.sqrt(fit.n))


def _find_focal(matches: Sequence[Matches], width_px: int) -> tuple[float, float]:
    """Find the focal length with which turns explain the matches best, and its relative error.

    Those that are furthest apart tell most. A usual camera is expected beforehand.
    """
    apart = [float(np.hypot(*np.median(m.in_frame - m.in_key, axis=0))) for m in matches]
    chosen = [matches[i] for i in np.argsort(apart)[::-1][:_N_FOR_FOCAL]]
    cost = []
    for frac in _FOCAL_FRACS:
        fit = fit_turning(chosen, frac * width_px)
        cost.append(float((fit.n * fit.residual_px**2).sum()))
    n = sum(len(m.in_key) for m in chosen)
    noise = max(min(cost) / n, _LEAST_NOISE_PX**2)
    log_frac = np.log(_FOCAL_FRACS)
    loss = np.array(cost) / noise / _ALIKE**2 / len(chosen) * _independent(chosen)
    loss += ((log_frac - _USUAL_FOCAL) / _FOCAL_SPREAD) ** 2 / 2
    best = int(np.clip(np.argmin(loss), 1, len(loss) - 2))
    near = slice(best - 1, best + 2)
    bend, slope, _ = np.polyfit(log_frac[near] - log_frac[best], loss[near], 2)
    offset = float(np.clip(-slope / (2 * bend), -0.2, 0.2)) if bend > 0 else 0.0
    spread = 1 / np.sqrt(2 * bend) if bend > 0 else _FOCAL_SPREAD
    se = np.hypot(min(spread, _FOCAL_SPREAD), _FOCAL_BIAS)
    return float(np.exp(log_frac[best] + offset)) * width_px, float(se)


def _independent(matches: Sequence[Matches]) -> int:
    """Count the pictures that tell something of their own: those with another key frame."""
    return len({m.key for m in matches})


def _place_keys(
    place: dict[int, int], links: Sequence[Matches], fit: Turning
) -> tuple[Rotation, FloatArray, float]:
    """Bring all key frames into the first, by all links at once; with the largest error in px."""
    n = len(place)
    if not len(links):
        return Rotation.identity(n), np.ones(n), 0.0
    new = np.array([place[m.frame] for m in links])
    old = np.array([place[m.key] for m in links])
    relative = Rotation.from_rotvec(fit.turn)
    turns = _chained(new, old, relative, n)
    difference = np.zeros((len(links), n))
    difference[np.arange(len(links)), new] = 1.0
    difference[np.arange(len(links)), old] -= 1.0
    weight = 1 / _shift_se(fit)
    solve = np.linalg.pinv(difference[:, 1:] * weight[:, None])
    for _round in range(_N_ROUNDS):
        gaps = (turns[old] * relative * turns[new].inv()).as_rotvec()
        steps = np.vstack([np.zeros(3), solve @ (weight[:, None] * gaps)])
        turns = Rotation.from_rotvec(steps) * turns
    zoom = np.exp(np.concatenate([[0.0], solve @ (weight * np.log(fit.zoom))]))
    return turns, zoom, float(np.sqrt((solve**2).sum(axis=1).max()))


def _chained(
    new: npt.NDArray[np.int_], old: npt.NDArray[np.int_], relative: Rotation, n: int
) -> Rotation:
    """Give each key frame a first place, by its link with the latest earlier one."""
    turns = [Rotation.identity()] * n
    for row in np.lexsort((old, new)):
        turns[new[row]] = turns[old[row]] * relative[row]
    return Rotation.concatenate(turns)


def _why_not(path: CameraPath, focal_frac: float, width_px: float) -> str:
    if np.nanmedian(path.residual_px) > _MAX_RESIDUAL_FRAC * width_px:
        return _NOT_AS_ONE
    wide = np.nanmax(np.abs(path.turn[:, :2])) * focal_frac > _WIDE_FRAC
    return TRAVELS if wide and focal_frac > _TOO_FAR_FOCAL else ""


def path_to_rows(path: CameraPath | None) -> FloatArray:
    """Bring a path into a table (T, 8) of numbers, to be stored beside its reason.

    Parameters
    ----------
    path
        A camera's path; None gives no rows.

    Returns
    -------
    FloatArray
        (T, 8): turn, zoom, residual, focal length and its error, drift.
    """
    if path is None:
        return np.zeros((0, 8))
    lens = np.array([path.focal_px, path.focal_se_frac, path.drift_px])
    known = [path.turn, path.zoom, path.residual_px, np.tile(lens, (len(path.zoom), 1))]
    return np.column_stack(known)


def path_from_rows(rows: FloatArray, reason: str) -> CameraPath | None:
    """Read what path_to_rows made.

    Parameters
    ----------
    rows
        (T, 8) numbers, or none.
    reason
        Why the path cannot be used; empty where it can.

    Returns
    -------
    CameraPath or None
        None without rows.
    """
    if not len(rows):
        return None
    focal_px, focal_se_frac, drift_px = rows[0, 5:].tolist()
    turn, zoom, residual_px = rows[:, :3], rows[:, 3], rows[:, 4]
    return CameraPath(
        turn=turn,
        zoom=zoom,
        focal_px=focal_px,
        focal_se_frac=focal_se_frac,
        residual_px=residual_px,
        drift_px=drift_px,
        reason=reason,
    )
