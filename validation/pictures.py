"""Frames of a clip -> the same run in other pictures, written to a file of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from aqvision.video.reader import open_video, read_frames
from aqvision.video.writer import write_video
from validation.rendered_clips import clip_of
from validation.store import kept

Image = npt.NDArray[np.uint8]
Change = Callable[[Iterator[Image]], Iterator[Image]]
_BLUR_SAMPLES = 8


def frames_of(path: Path) -> Iterator[Image]:
    """Read the pictures of a file."""
    return (frame.rgb for frame in read_frames(open_video(path)))


def changed_clip(name: str, what: str, change: Change, folder: Path, crf: int = 18) -> Path:
    """Write a rendered clip with its pictures changed, unless that is there."""
    original, path = clip_of(name), folder / f"{name}-{what.replace(' ', '_')}.mp4"
    fps = open_video(original).fps
    return kept(path, lambda to: write_video(to, change(frames_of(original)), fps, crf=crf))


def each(change: Callable[[Image], npt.NDArray[np.generic]]) -> Change:
    """Change picture by picture."""
    return lambda frames: (np.ascontiguousarray(change(rgb), dtype=np.uint8) for rgb in frames)


def unchanged(frames: Iterator[Image]) -> Iterator[Image]:
    """Leave the pictures as they are."""
    return frames


def dimmed(light: float) -> Change:
    """Leave a part of the light."""
    return each(lambda rgb: rgb * light)


mirrored = each(lambda rgb: rgb[:, ::-1])
"""Left and right of the picture exchanged."""


def blurred(frames: Iterator[Image]) -> Iterator[Image]:
    """Smear each frame along its optical flow to the next: a shutter open for 8 ms at 120 fps."""
    previous = next(frames)
    for rgb in frames:
        yield _smeared(previous, rgb)
        previous = rgb
    yield previous


def _smeared(rgb: Image, following: Image) -> Image:
    first, second = (cv2.cvtColor(f, cv2.COLOR_RGB2GRAY) for f in (rgb, following))
    start = np.zeros((*first.shape, 2), np.float32)
    flow = cv2.calcOpticalFlowFarneback(first, second, start, 0.5, 4, 21, 3, 7, 1.5, 0)
    y, x = np.mgrid[: first.shape[0], : first.shape[1]].astype(np.float32)
    total = np.zeros(rgb.shape, np.float64)
    for part in (np.arange(_BLUR_SAMPLES) + 0.5) / _BLUR_SAMPLES - 0.5:
        along_x = (x - part * flow[..., 0]).astype(np.float32)
        along_y = (y - part * flow[..., 1]).astype(np.float32)
        total += cv2.remap(rgb, along_x, along_y, cv2.INTER_LINEAR)
    return (total / _BLUR_SAMPLES).astype(np.uint8)
