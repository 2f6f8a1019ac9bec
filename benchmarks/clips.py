"""The sample athlete -> clips of other lengths and rates, none with a cut."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

import av

from aqvision.core.assets import find_sample
from aqvision.core.types import Image
from aqvision.video.reader import open_video, read_frames
from aqvision.video.writer import write_video
from samples.generator import clip as sample


def back_and_forth(path: Path, n_frames: int | None = None) -> Path:
    """Write a clip of the sample athlete running there and back, so that no frame jumps."""
    video = open_video(find_sample("before.mp4"))
    frames = [frame.rgb for frame in read_frames(video)]
    write_video(path, islice(_there_and_back(frames), n_frames), video.fps)
    return path


def at_240_fps(path: Path, n_frames: int) -> Path:
    """Render the sample run at 240 frames a second."""
    sample.write_video(path, replace(sample.CLIPS[0], n_frames=n_frames, fps=240))
    return path


def repeated(path: Path, clip: Path, n_times: int, slower: int = 1) -> Path:
    """Write a clip again and again into one file, from the coded packets, without coding anew.

    Parameters
    ----------
    slower
        How many times as slowly it plays: 120 frames/s become 30 at 4.
    """
    with av.open(str(clip)) as source, av.open(str(path), "w", format="mp4") as target:
        stream = source.streams.video[0]
        copy = target.add_stream_from_template(stream)
        packets = [packet for packet in source.demux(stream) if packet.dts is not None]
        ticks = sum(packet.duration or 0 for packet in packets)
        stamps = [(packet.pts or 0, packet.dts or 0, packet.duration or 0) for packet in packets]
        for turn in range(n_times):
            for packet, (pts, dts, duration) in zip(packets, stamps, strict=True):
                packet.stream = copy
                packet.pts = (pts + turn * ticks) * slower
                packet.dts = (dts + turn * ticks) * slower
                packet.duration = duration * slower
                target.mux(packet)
    return path


def _there_and_back(frames: list[Image]) -> Iterator[Image]:
    yield from frames
    yield from frames[::-1]
