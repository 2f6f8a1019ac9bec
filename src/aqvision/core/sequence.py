"""Landmarks frame by frame -> PoseSequence: the athlete's joints in the images, over time."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from aqvision.core.evidence import PointEvidence
from aqvision.core.skeleton import INDEX, N_LANDMARKS, SIDES, Side, joint_indices
from aqvision.core.types import FloatArray

_EDGE_FRAC = 0.05
# Points so near the edge, as a part of the picture, are beyond it.
_BEYOND_FRAC = 0.004
# Of a body whose soles are just inside, the network's lowest point stays 0.016 of the body's size
# and more above the edge; where 0.05 of the body are missing it is below this in a quarter of them.
_SOLE_FRAC = 0.0125
_OUTER = ("shoulder", "hip", "knee", "ankle")
_SEEN = 0.5


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class PoseSequence:
    """Joints of one person in image points.

    Parameters
    ----------
    time_s
        (T,) real time of each frame from the first, strictly rising.
    xy_px
        (T, 33, 2) points of the upright image, x right and y down; NaN where not found.
    visibility
        (T, 33) the network's own opinion, 0 to 1; NaN where not found.
    width_px, height_px
        Size of the upright image.
    evidence
        What the network tells beside its points; None where it was not asked, as for points of
        another program.

    Raises
    ------
    ValueError
        A shape does not fit, or time does not rise.
    """

    time_s: FloatArray
    xy_px: FloatArray
    visibility: FloatArray
    width_px: int
    height_px: int
    evidence: PointEvidence | None = None

    def __post_init__(self) -> None:
        n = len(self.time_s)
        expected = {
            "time_s": (n,),
            "xy_px": (n, N_LANDMARKS, 2),
            "visibility": (n, N_LANDMARKS),
        }
        for name, shape in expected.items():
            array = getattr(self, name)
            if array.shape != shape:
                raise ValueError(f"{name} has shape {array.shape}, expected {shape}")
            array.setflags(write=False)
        if n > 1 and not np.all(np.diff(self.time_s) > 0):
            raise ValueError("time_s does not rise strictly")

    def __len__(self) -> int:
        """Count the frames."""
        return len(self.time_s)

    def point(self, name: str) -> FloatArray:
        """Give one landmark's path in pixels, (T, 2).

        Parameters
        ----------
        name
            A landmark of :data:`aqvision.core.skeleton.LANDMARKS`.
        """
        return self.xy_px[:, INDEX[name]]

    def middle(self, joint: str) -> FloatArray:
        """Give the path of the middle between left and right of a joint in pixels, (T, 2).

        Parameters
        ----------
        joint
            A joint without its side, for example "hip".
        """
        return middle_of(self.xy_px, joint)

    @property
    def trunk_px(self) -> FloatArray:
        """Length from the middle of the hips to the middle of the shoulders, (T,)."""
        return np.asarray(np.linalg.norm(self.middle("shoulder") - self.middle("hip"), axis=1))

    @property
    def rate_hz(self) -> float:
        """Frames a second of the sequence's own time."""
        return 1 / float(np.median(np.diff(self.time_s)))

    @property
    def detected(self) -> npt.NDArray[np.bool_]:
        """Tell the frames in which the athlete was found, (T,)."""
        return np.asarray(np.isfinite(self.xy_px[:, :, 0]).any(axis=1))

    def without(self, points: npt.NDArray[np.bool_]) -> PoseSequence:
        """Forget points: those that a mask (T, 33) tells become NaN.

        Parameters
        ----------
        points
            (T, 33) True where a point is to be forgotten.

        Returns
        -------
        PoseSequence
            With NaN there.
        """
        xy = self.xy_px.copy()
        xy[points] = np.nan
        return replace(self, xy_px=xy)

    def inside_picture(self) -> PoseSequence:
        """Forget points beyond the edge of the picture: the network made them up."""
        size = np.array([self.width_px, self.height_px])
        margin = _BEYOND_FRAC * size.max()
        with np.errstate(invalid="ignore"):
            beyond = ((self.xy_px < margin) | (self.xy_px > size - margin)).any(axis=2)
        return self.without(beyond)

    @property
    def wholly_in_view(self) -> npt.NDArray[np.bool_]:
        """Tell the frames in which the whole body lies inside the picture, (T,).

        The outline of a body reaches beyond its joints, and the network squeezes a body that is
        cut off into what it sees; so every point has to keep clear of the edge by a twentieth of
        the body's size. A point that is known in no frame at all, as some of a pose file are, does
        not count.
        """
        known = np.isfinite(self.xy_px).any(axis=(0, 2))
        if not known.any():
            return np.zeros(len(self), dtype=np.bool_)
        points = self.xy_px[:, known]
        size = self.width_px, self.height_px
        return np.asarray(keeps_clear(points.min(axis=1), points.max(axis=1), size).all(axis=1))

    @property
    def cut_off_frac(self) -> float:
        """Share of the frames in which head or feet reach the edge, the rest being well inside.

        Frames in which the athlete enters or leaves at a side do not count. NaN without any.
        """
        size = self.width_px, self.height_px
        found = self.xy_px[np.isfinite(self.xy_px).all(axis=(1, 2))]
        clear = keeps_clear(found.min(axis=1), found.max(axis=1), size)
        between = clear[clear[:, 0], 1]
        return float(np.mean(~between)) if len(between) else float("nan")

    @property
    def feet_cut_frac(self) -> float:
        """Share of the frames in which feet are beyond the lower edge, between the picture's sides.

        NaN where the athlete is never found between them.
        """
        size = self.width_px, self.height_px
        found = self.xy_px[np.isfinite(self.xy_px).all(axis=(1, 2))]
        return feet_cut_frac(found.min(axis=1), found.max(axis=1), size)

    def hidden_frac(self, side: Side) -> float:
        """Share of the frames in which a part of the side towards the camera is hidden.

        NaN where the athlete was never found.

        Parameters
        ----------
        side
            The side of the body that is towards the camera.
        """
        seen = self.visibility[self.detected][:, joint_indices(side, _OUTER)]
        return float(np.mean(seen.min(axis=1) < _SEEN)) if len(seen) else float("nan")


def middle_of(points: FloatArray, joint: str) -> FloatArray:
    """Give the middle between left and right of a joint.

    Parameters
    ----------
    points
        (..., 33, D) landmarks.
    joint
        Name of a joint without its side, as "hip".

    Returns
    -------
    ndarray
        (..., D); NaN where one of the two is.
    """
    left, right = (points[..., INDEX[f"{side}_{joint}"], :] for side in SIDES)
    return np.asarray((left + right) / 2)


def keeps_clear(
    low_px: FloatArray, high_px: FloatArray, size_px: tuple[int, int]
) -> npt.NDArray[np.bool_]:
    """Tell where bodies keep clear of the edges, across and down the picture apart.

    Parameters
    ----------
    low_px, high_px
        (N, 2) upper left and lower right corner of each body.
    size_px
        Width and height of the picture.

    Returns
    -------
    ndarray
        (N, 2); False where a corner is NaN.
    """
    margin = _EDGE_FRAC * (high_px - low_px).max(axis=1, keepdims=True)
    return np.asarray((low_px >= margin) & (high_px <= np.array(size_px) - 1 - margin))


def feet_cut_frac(low_px: FloatArray, high_px: FloatArray, size_px: tuple[int, int]) -> float:
    """Tell in which share of bodies that are between the sides the feet are cut off.

    Parameters
    ----------
    low_px, high_px, size_px
        As for :func:`keeps_clear`.

    Returns
    -------
    float
        0 to 1; NaN where no body is between the sides.
    """
    size = (high_px - low_px).max(axis=1)
    between = keeps_clear(low_px, high_px, size_px)[:, 0]
    if not between.any():
        return float("nan")
    cut = high_px[:, 1] > size_px[1] - 1 - _SOLE_FRAC * size
    return float(np.mean(cut[between]))
