"""Analysis -> stride/: small pictures of one stride, near foot's touchdown to its next touchdown.

The stride is the one that the kinogram's step belongs to, if it can be seen whole. From the front
or from behind it begins where one foot comes below the other, which is timed better there. All
pictures have one scale, and what they show follows the athlete without jerks.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.ndimage import gaussian_filter1d

from aqvision.analysis.analyze import Analysis
from aqvision.camera.panorama import mapped
from aqvision.core.sequence import middle_of
from aqvision.core.skeleton import SIDES, Side
from aqvision.core.types import FloatArray, View
from aqvision.report.curves import near_strides
from aqvision.report.moments import choose_step, frontal_strides, wholly_in_view
from aqvision.report.picture_sets import Cut, PictureSet, listed_joints, sees_one_line, whole_set
from aqvision.report.skeleton import body_height_px

FOLDER = "stride"
MAX_PICTURES = 30
_MIN_PICTURES = 4
_HEIGHT_PX = 280
_ASPECT = 0.86
# Of the body's height over the stride: a runner in full stretch with the crown of the head, and
# so the same size of body in every clip.
_ROOM = 1.34
_MARGIN_FRAC = 0.06
# What follows the hips is as smooth as a camera led by hand over a third of a step.
_SMOOTH_S = 0.06
# With base64 a clip of 30 pictures stays below 300 kB.
_MOST_BYTES = 7400
_QUALITIES = (72, 60, 48, 36, 24, 12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stride:
    """From an event of a foot to the same event again, or what there is of it, in real time.

    The event is touchdown; from the front or from behind, coming below the other foot.

    Parameters
    ----------
    side
        Foot of the event.
    start_s, end_s
        The event, and the next one or the last event that is known before it.
    whole
        Whether it ends with the next one.
    """

    side: Side
    start_s: float
    end_s: float
    whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StrideFilm:
    """Pictures of a stride in WebP, and the real time of each from its start in ms."""

    stride: Stride
    since_ms: tuple[float, ...]
    pictures: tuple[bytes, ...]


def choose_stride(analysis: Analysis) -> Stride | None:
    """Choose the stride that is shown, of the near foot; None where there is no contact.

    One that lies wholly in view comes first, then the one that the kinogram's step belongs to,
    then the one in the middle of the clip. Without any, what follows the step's touchdown. From the
    front or from behind no foot is near: there the left one's come first, as in every such clip.

    Parameters
    ----------
    analysis
        One clip.
    """
    if analysis.scene.camera.view != View.SIDE:
        return _frontal_stride(analysis)
    step = choose_step(analysis)
    if step is None:
        return None
    contact, after = step
    time = analysis.pose.time_s
    in_view = wholly_in_view(analysis)

    def preference(ends: tuple[float, float]) -> tuple[bool, bool, float]:
        start, stop = ends
        during = (time >= start) & (time <= stop)
        return (
            not in_view[during].all(),
            not start <= contact.touchdown_s < stop,
            abs(start + stop - time[0] - time[-1]),
        )

    ends = [(start, stop) for start, _toe_off, stop in near_strides(analysis)]
    if ends:
        start, stop = min(ends, key=preference)
        near = analysis.scene.camera.near_side
        return Stride(side=near, start_s=start, end_s=stop, whole=True)
    last = contact if after is None else after
    return Stride(side=contact.side, start_s=contact.touchdown_s, end_s=last.toeoff_s, whole=False)


def _frontal_stride(analysis: Analysis) -> Stride | None:
    """Choose a stride that is seen from an end of the lane; it is always seen whole."""
    time, in_view = analysis.pose.time_s, wholly_in_view(analysis)

    def preference(stride: Stride) -> tuple[bool, bool, float]:
        during = (time >= stride.start_s) & (time <= stride.end_s)
        middle_off_s = abs(stride.start_s + stride.end_s - time[0] - time[-1])
        return not in_view[during].all(), stride.side != SIDES[0], middle_off_s

    strides = [
        Stride(side=side, start_s=start, end_s=end, whole=True)
        for side, start, end in frontal_strides(analysis)
    ]
    return min(strides, key=preference, default=None)


def stride_film_of(analysis: Analysis) -> PictureSet | None:
    """Choose the frames of one stride, and what their pictures show.

    Parameters
    ----------
    analysis
        One clip.

    Returns
    -------
    PictureSet or None
        None where no contact is seen, or too little of its stride.
    """
    stride = choose_stride(analysis)
    frames = np.empty(0, np.intp) if stride is None else _frames(analysis, stride)
    points = mapped(analysis.still_view.to_picture, analysis.pose.xy_px)
    centres = _followed(analysis, points)
    if stride is None or len(frames) < _MIN_PICTURES or not analysis.pose.detected[frames].any():
        return None
    windows = _windows(points[frames], centres[frames], still=sees_one_line(analysis))
    time_s = analysis.pose.time_s[frames]

    def index(written: Mapping[int, FloatArray]) -> object:
        return {
            "side": stride.side,
            "start_s": round(stride.start_s, 5),
            "end_s": round(stride.end_s, 5),
            "whole": stride.whole,
            "pictures": [
                {
                    "name": f"{i:02d}",
                    "time_s": round(float(time_s[i]), 5),
                    "joints_px": listed_joints(xy_px),
                }
                for i, xy_px in written.items()
            ],
        }

    return PictureSet(
        folder=FOLDER,
        cuts=tuple(
            Cut(name=f"{i:02d}", frame=int(frame), window=windows[i], xy_px=points[frame])
            for i, frame in enumerate(frames)
        ),
        height_px=_HEIGHT_PX,
        index=index,
        qualities=_QUALITIES,
        most_bytes=_MOST_BYTES,
    )


def _frames(analysis: Analysis, stride: Stride) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """Choose frames evenly from start to end."""
    time = analysis.pose.time_s
    first, last = (int(np.abs(time - at).argmin()) for at in (stride.start_s, stride.end_s))
    every = max(1, -(-(last - first) // (MAX_PICTURES - 1)))
    places = np.linspace(first, last, (last - first) // every + 1)
    return np.rint(places).astype(np.intp)


def _followed(analysis: Analysis, points: FloatArray) -> FloatArray:
    """Give where the hips are in each frame's picture, (T, 2), smoothed over time."""
    hips = middle_of(points, "hip")
    known = np.isfinite(hips).all(axis=1)
    if not known.any():
        return hips
    time = analysis.pose.time_s
    filled = np.stack([np.interp(time, time[known], hips[known, i]) for i in (0, 1)], axis=1)
    sigma = _SMOOTH_S * analysis.pose.rate_hz
    return np.asarray(gaussian_filter1d(filled, sigma, axis=0, mode="nearest"))


def _windows(points: FloatArray, centres: FloatArray, *, still: bool) -> FloatArray:
    """Give left, top, width and height in pixels, of one size for all frames, (N, 4).

    Parameters
    ----------
    points, centres
        (N, 33, 2) joints, and (N, 2) what is followed.
    still
        Whether the line of sight keeps its height, so that the body's rise and fall is seen.
    """
    followed = np.array(centres)
    if still:
        followed[:, 1] = followed[:, 1].mean()
    around = points - followed[:, None]
    low, high = np.nanmin(around, axis=(0, 1)), np.nanmax(around, axis=(0, 1))
    tall = body_height_px(points)
    wide, needed = (high - low) + 2 * _MARGIN_FRAC * tall
    height = max(_ROOM * tall, needed, wide / _ASPECT)
    size = np.array([height * _ASPECT, height])
    corners = followed + (low + high) / 2 - size / 2
    return np.column_stack([corners, np.broadcast_to(size, corners.shape)])


def stride_film_names() -> list[str]:
    """Name the files that a stride's film may consist of, from the folder of the result on."""
    return [*(f"{FOLDER}/{i:02d}.webp" for i in range(MAX_PICTURES)), f"{FOLDER}/index.json"]


def load_stride_film(folder: Path | None) -> StrideFilm | None:
    """Read the film of a stride; None where there is none.

    Parameters
    ----------
    folder
        Folder of an analysis; None where there is none.

    Raises
    ------
    LibraryError
        The index is damaged or a picture is missing.
    """
    index = None if folder is None else folder / FOLDER / "index.json"
    if index is None or not index.exists():
        return None
    with whole_set(index.parent):
        return _load(json.loads(index.read_text(encoding="utf-8")), index.parent)


def _load(made: dict[str, Any], source: Path) -> StrideFilm | None:
    stride = Stride(
        side=made["side"],
        # earlier results, of side views alone, call it by its event
        start_s=float(made["start_s"] if "start_s" in made else made["touchdown_s"]),
        end_s=float(made["end_s"]),
        whole=bool(made["whole"]),
    )
    if stride.side not in SIDES or not stride.end_s > stride.start_s:
        raise ValueError(f"{stride} is no stride")
    names = [str(picture["name"]) for picture in made["pictures"]]
    if any(f"{FOLDER}/{name}.webp" not in stride_film_names() for name in names):
        raise ValueError("a picture has a name of its own")
    since_ms = [1000 * (float(p["time_s"]) - stride.start_s) for p in made["pictures"]]
    if not names:
        return None  # faces were to be hidden, and where they are is not known
    return StrideFilm(
        stride=stride,
        since_ms=tuple(since_ms),
        pictures=tuple((source / f"{name}.webp").read_bytes() for name in names),
    )
