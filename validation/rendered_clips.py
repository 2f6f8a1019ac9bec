"""Rendered clips beside the project -> their truth, and copies in disguise."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pandas as pd

from aqvision.core.skeleton import Side
from aqvision.core.types import FloatArray
from aqvision.video.reader import open_video, read_frames
from aqvision.video.writer import write_video

Image = npt.NDArray[np.uint8]
FOLDER = Path(__file__).parents[2] / "shared" / "data" / "synthetic"
SIDE_VIEWS = (
    "cyc_side",
    "cyc_left",
    "mh_side_before",
    "mh_side_after_ext8",
    "tiny_side",
    "tiny_left",
    "mh_pan",
    "tiny_pan",
)
TRUE_JOINTS = {
    "shoulder": "shoulder",
    "elbow": "elbow",
    "wrist": "wrist",
    "hip": "hip",
    "knee": "knee",
    "ankle": "ankle",
    "heel": "heel",
    "foot_index": "toe",
}
_BLUR_SAMPLES = 8


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """What a rendered clip shows: a table a frame, the near side, the mirrored state."""

    table: pd.DataFrame
    near_side: Side
    width_px: int
    mirrored: bool = False

    @property
    def direction(self) -> int:
        """1 when the athlete runs to the right of the picture."""
        return 1 if self.near_side == "right" else -1

    def point(self, side: Side, joint: str) -> FloatArray:
        """Give a joint's true path in pixels, (T, 2)."""
        letter = {"left": "L", "right": "R"}[self._told(side)]
        columns = [f"{letter}{TRUE_JOINTS[joint]}_{axis}" for axis in "uv"]
        points = self.table[columns].to_numpy(dtype=np.float64)
        if self.mirrored:
            points[:, 0] = self.width_px - 1 - points[:, 0]
        return points

    def angle(self, side: Side, name: str) -> FloatArray:
        """Give a true angle of one side in degrees, (T,): thigh, or included knee."""
        letter = {"left": "L", "right": "R"}[self._told(side)]
        return self.table[f"ang_{letter}_{name}"].to_numpy(dtype=np.float64)

    def trunk_lean_deg(self) -> FloatArray:
        """Give the true lean of the trunk, (T,)."""
        return self.table["ang_trunk"].to_numpy(dtype=np.float64)

    def wholly_in_view(self) -> npt.NDArray[np.bool_]:
        """Tell the frames in which every joint lies in the picture, (T,)."""
        u = self.table[[c for c in self.table.columns if str(c).endswith("_u")]].to_numpy()
        return np.asarray(((u > 0) & (u < self.width_px - 1)).all(axis=1))

    def _told(self, side: Side) -> Side:
        """Name the body side that a mirrored picture shows as this one."""
        if not self.mirrored:
            return side
        return "right" if side == "left" else "left"


def load_truth(name: str, *, mirrored: bool = False) -> Truth:
    """Read the truth of a rendered clip."""
    about = json.loads((FOLDER / f"{name}.json").read_text())
    near: Side = "left" if about["near"] == "L" else "right"
    if mirrored:
        near = "right" if near == "left" else "left"
    return Truth(pd.read_csv(FOLDER / f"{name}.csv"), near, int(about["w"]), mirrored)


def dimmed(light: float) -> Callable[[Iterator[Image]], Iterator[Image]]:
    """Leave a part of the light."""

    def change(frames: Iterator[Image]) -> Iterator[Image]:
        for rgb in frames:
            yield (rgb * light).astype(np.uint8)

    return change


def mirrored(frames: Iterator[Image]) -> Iterator[Image]:
    """Exchange left and right of the picture."""
    for rgb in frames:
        yield np.ascontiguousarray(rgb[:, ::-1])


def unchanged(frames: Iterator[Image]) -> Iterator[Image]:
    """Leave the picture as it is."""
    yield from frames


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


@dataclass(frozen=True, slots=True)
class Disguise:
    """A way to make a clip look different without changing the motion."""

    name: str
    change: Callable[[Iterator[Image]], Iterator[Image]]
    crf: int = 18


DISGUISES = (
    Disguise("plain", unchanged),
    Disguise("darkened", dimmed(0.6)),
    Disguise("mirrored", mirrored),
    Disguise("low bit rate", unchanged, crf=38),
    Disguise("8 ms shutter", blurred),
)


def disguised_clip(name: str, disguise: Disguise, folder: Path) -> Path:
    """Write a clip in disguise into a folder, or name the original for the plain one."""
    original = FOLDER / f"{name}.mp4"
    if disguise.name == "plain":
        return original
    path = folder / f"{name}-{disguise.name.replace(' ', '_')}.mp4"
    if not path.exists():
        video = open_video(original)
        frames = (frame.rgb for frame in read_frames(video))
        write_video(path, disguise.change(frames), video.fps, crf=disguise.crf)
    return path
