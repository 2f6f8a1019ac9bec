"""Parts of clips, for tests that the network should not look at the whole of."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from aqvision.video.reader import open_video, read_frames
from aqvision.video.writer import write_video

# of the sample clips: the athlete comes into the picture, and three steps
THREE_STEPS = (30, 130)


def write_part(source: Path, target: Path, first: int, last: int) -> Path:
    """Write frames ``first`` up to ``last`` of a clip as a clip of their own."""
    video = open_video(source)
    frames = (frame.rgb for frame in islice(read_frames(video), first, last))
    write_video(target, frames, video.fps)
    return target
