"""Clips of a still camera -> the same as a camera that turned or zoomed would show them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from scipy.spatial.transform import Rotation

from aqvision.camera.panorama import mapped
from aqvision.camera.path import CameraPath
from aqvision.core.types import FloatArray
from aqvision.video.reader import Video, open_video, read_frames
from aqvision.video.writer import write_video
from validation.measuring import FPS
from validation.rendered_clips import clip_of
from validation.store import kept

# Focal length of the rendered clips with a still camera, in pixels of their 1280 x 720 pictures.
FOCAL_PX = 1488.5
_CRF = 18
_GRID = 5


@dataclass(frozen=True, slots=True)
class Handling:
    """How a camera is held: at a time in s, degrees about x, y and z, and its zoom."""

    name: str
    turn_deg: Callable[[float], tuple[float, float, float]]
    zoom: Callable[[float], float]


def _wave(hz: float, time_s: float, start: float = 0.0) -> float:
    return float(np.sin(2 * np.pi * (hz * time_s + start)))


def _shaken_deg(time_s: float) -> tuple[float, float, float]:
    """Sway by half a degree, tremble by a tenth."""
    return (
        0.4 * _wave(0.9, time_s, 0.2) + 0.10 * _wave(6.0, time_s),
        0.5 * _wave(1.2, time_s) + 0.12 * _wave(7.0, time_s, 0.4),
        0.3 * _wave(0.7, time_s, 0.6) + 0.05 * _wave(5.0, time_s, 0.1),
    )


STILL = Handling("still", lambda _: (0.0, 0.0, 0.0), lambda _: 1.0)
REDRAWN = Handling("still, drawn anew", lambda _: (0.02, 0.02, 0.1), lambda _: 1.0)
"""Half a pixel and a tenth of a degree off throughout: what bending and coding again do alone."""

SHAKEN = Handling("held in the hand", _shaken_deg, lambda _: 1.0)
ZOOMED = Handling(
    "zooming in and out", lambda _: (0.0, 0.0, 0.0), lambda t: 1 + 0.15 * _wave(0.55, t)
)
HANDLINGS = (
    SHAKEN,
    ZOOMED,
    Handling("tilting", lambda t: (3.0 * t / 0.9 - 1.5, 0.0, 0.0), lambda _: 1.0),
)


def moved_clip(name: str, handling: Handling, folder: Path) -> Path:
    """Write a clip as the moved camera shows it, unless it is there."""
    video = open_video(clip_of(name))
    path = folder / f"{name}-{handling.name.replace(' ', '_')}.mp4"
    return kept(path, lambda to: write_video(to, _pictures(video, handling), video.fps, crf=_CRF))


def _pictures(video: Video, handling: Handling) -> Iterator[npt.NDArray[np.uint8]]:
    size = (video.width_px, video.height_px)
    for frame in read_frames(video):
        bend = into_moved(handling, frame.time_s, *size)
        moved = cv2.warpPerspective(
            frame.rgb, bend, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT
        )
        yield np.asarray(moved, dtype=np.uint8)


def turn_matrix(handling: Handling, time_s: float) -> FloatArray:
    """Give the matrix (3, 3) from the still camera's axes into the moved one's."""
    turn = Rotation.from_rotvec(np.radians(handling.turn_deg(time_s)))
    return np.asarray(turn.inv().as_matrix())


def into_moved(
    handling: Handling, time_s: float, width_px: int, height_px: int, focal_px: float = FOCAL_PX
) -> FloatArray:
    """Give the homography (3, 3) from the still camera's picture into the moved one's."""
    moved = lens_matrix(focal_px * handling.zoom(time_s), width_px, height_px)
    still = lens_matrix(focal_px, width_px, height_px)
    return np.asarray(moved @ turn_matrix(handling, time_s) @ np.linalg.inv(still))


def lens_matrix(focal_px: float, width_px: int, height_px: int) -> FloatArray:
    """Give the matrix (3, 3) from directions to pixels."""
    middle = ((width_px - 1) / 2, (height_px - 1) / 2)
    return np.array([[focal_px, 0.0, middle[0]], [0.0, focal_px, middle[1]], [0.0, 0.0, 1.0]])


def path_error_px(path: CameraPath | None, handling: Handling, size: tuple[int, int]) -> float:
    """Largest misplacement of a frame's background against that of the first, median over it."""
    if path is None:
        return float("nan")
    x, y = np.meshgrid(*(np.linspace(0, side - 1, _GRID) for side in size))
    grid = np.column_stack([x.ravel(), y.ravel()])
    first = np.linalg.inv(into_moved(handling, 0.0, *size))
    errors = []
    for i in np.flatnonzero(path.known):
        frame = np.linalg.inv(into_moved(handling, i / FPS, *size))
        bends = np.stack([np.linalg.inv(first) @ frame, _into_first(path, int(i), size)])
        true, found = mapped(bends, np.stack([grid, grid]))
        errors.append(float(np.median(np.linalg.norm(found - true, axis=1))))
    return max(errors)


def _into_first(path: CameraPath, frame: int, size: tuple[int, int]) -> FloatArray:
    first, turned = Rotation.from_rotvec(path.turn[[0, frame]])
    lenses = [lens_matrix(f, *size) for f in path.focal_px * path.zoom[[0, frame]]]
    return np.asarray(lenses[0] @ (first.inv() * turned).as_matrix() @ np.linalg.inv(lenses[1]))
