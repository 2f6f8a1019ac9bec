"""Sample clip -> a longer one: the run forwards and backwards in turn, without a cut."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from aqvision.assets import find_sample
from aqvision.video.reader import open_video, read_frames
from aqvision.video.writer import write_video

Image = npt.NDArray[np.uint8]


def back_and_forth(path: Path, n_runs: int) -> Path:
    """Write a clip of the sample athlete running back and forth, so that no frame jumps."""
    video = open_video(find_sample("before.mp4"))
    frames = [frame.rgb for frame in read_frames(video)]
    write_video(path, _runs(frames, n_runs), video.fps)
    return path


def _runs(frames: list[Image], n_runs: int) -> Iterator[Image]:
    for run in range(n_runs):
        yield from frames if run % 2 == 0 else frames[::-1]
