"""A clip at 120 frames a second -> the same run as a file of another clock shows it.

Poses measured once are shown at other times, so no network is asked again; copies of frames are
looked for in files that really hold them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from aqvision.pose.estimate import RawPose
from aqvision.video.reader import open_video, read_frames
from aqvision.video.repeats import Repeats, RepeatWatch
from aqvision.video.writer import write_video
from validation.pictures import frames_of
from validation.rendered_clips import clip_of
from validation.store import kept

Array = NDArray[np.float64]
FPS = 120.0
_CRF = 18


@dataclass(frozen=True, slots=True)
class Disguise:
    """How a run filmed at ``source_fps`` frames a second is shown.

    ``pictures`` gives, for a number of source frames, the place of each shown frame among them
    (fractions lie between two); ``fps`` is the rate of the file, ``filmed_fps`` the one to find,
    NaN where the clock cannot be right and no rate mends it. ``stamps_true`` marks a file of
    varying rate whose stamps tell the truth; ``crf`` that pictures are to be coded anew.
    """

    name: str
    fps: float
    filmed_fps: float
    pictures: Callable[[int], Array]
    stamps_true: bool = False
    crf: int | None = None
    source_fps: float = FPS

    @property
    def plays_true(self) -> bool:
        """Tell whether the file plays in real time."""
        return self.stamps_true or self.crf is not None or self.fps == self.filmed_fps


def every(step: float) -> Callable[[int], Array]:
    """Show every step-th frame."""
    return lambda n: np.asarray(np.arange(0, n - 1e-9, step), dtype=np.float64)


def ramp(fast: float, slow: float) -> Callable[[int], Array]:
    """In real time, then slowed, then in real time: steps between the frames that are shown."""
    return lambda n: np.concatenate(
        [
            np.arange(0, n / 3, fast),
            np.arange(n / 3, 2 * n / 3, slow),
            np.arange(2 * n / 3, n - 1, fast),
        ]
    )


def some(n: int) -> Array:
    """Leave out four frames of ten, by chance."""
    return np.flatnonzero(np.random.default_rng(4).random(n) < 0.6).astype(np.float64)


def _held(n: int) -> Array:
    pictures = np.arange(n, dtype=np.float64)
    for i in (31, 54, 55, 83):
        pictures[i] = pictures[i - 1]
    return pictures


def shown_at(step: int, camera: int, file: int) -> Callable[[int], Array]:
    """Every step-th source frame, each shown until the next is due at the rate of the file."""

    def pictures(n: int) -> Array:
        shown = np.arange((n - 1) // step * file // camera)
        return np.asarray(step * (shown * camera // file), dtype=np.float64)

    return pictures


DISGUISES = (
    Disguise("as it is", 120, 120, every(1)),
    Disguise("filmed at 60", 60, 60, every(2)),
    Disguise("filmed at 30", 30, 30, every(4)),
    Disguise("varying rate", 72, 120, some, stamps_true=True),
    Disguise("240 played at 30", 30, 240, every(0.5)),
    Disguise("120 played at 30", 30, 120, every(1)),
    Disguise("120 played at 60", 60, 120, every(1)),
    Disguise("ramp: real time, slowed 8 times, real time", 30, np.nan, ramp(4, 0.5)),
)
COPYING = (
    Disguise("each frame twice", 240, 120, shown_at(1, 120, 240), crf=18),
    Disguise("each frame twice, coded coarsely", 240, 120, shown_at(1, 120, 240), crf=36),
    Disguise("60 shown at 120, coded coarsely", 120, 60, shown_at(2, 60, 120), crf=36),
    Disguise("24 shown at 30", 30, 24, shown_at(5, 24, 30), crf=18),
    Disguise("four frames held", 120, 120, _held, crf=18),
    Disguise("no copies", 120, 120, every(1), crf=18),
)


def shown_times(disguise: Disguise, pictures: Array) -> Array:
    """Presentation time of each shown frame."""
    if disguise.stamps_true:
        return np.asarray((pictures - pictures[0]) / disguise.source_fps)
    return np.arange(len(pictures)) / disguise.fps


def shown_pose(disguise: Disguise, raw: RawPose, repeats: Repeats) -> RawPose:
    """Give the pose that the network would have found, without the frames taken for copies."""
    source = raw.sequence
    pictures = disguise.pictures(len(source))
    new = np.setdiff1d(np.arange(len(pictures)), repeats.indices)
    place = pictures[new]
    low = np.minimum(place.astype(int), len(source) - 2)
    part = place - low

    def between(values: Array) -> Array:
        share = part.reshape(-1, *[1] * (values.ndim - 1))
        # beside an empty frame the picture itself has no pose either
        mixed = values[low] + share * (values[low + 1] - values[low])
        return np.asarray(np.where(share == 0, values[low], mixed))

    sequence = replace(
        source,
        time_s=shown_times(disguise, pictures)[new],
        xy_px=between(source.xy_px),
        visibility=between(source.visibility),
    )
    path = raw.path and replace(
        raw.path,
        turn=between(raw.path.turn),
        zoom=between(raw.path.zoom),
        residual_px=between(raw.path.residual_px),
    )
    return replace(raw, sequence=sequence, repeats=repeats, path=path)


def find_copies(disguise: Disguise, name: str, cache: Path) -> Repeats:
    """Write a file that holds the copies and look for them as the product does."""
    path = cache / f"{name}-clock-{disguise.name.replace(' ', '_').replace(',', '')}.mp4"

    def write(to: Path) -> None:
        frames = list(frames_of(clip_of(name)))
        shown = (frames[int(i)] for i in disguise.pictures(len(frames)))
        write_video(to, shown, disguise.fps, crf=disguise.crf or _CRF)

    watch = RepeatWatch()
    for _ in watch.new_frames(read_frames(open_video(kept(path, write)))):
        pass
    return watch.found()
