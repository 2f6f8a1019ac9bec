"""Tiny films for tests: each of its own pictures, in many containers, whole or broken."""

from __future__ import annotations

import os
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.video.stream import VideoStream

CODECS = {
    ".mp4": ("mp4", "libx264"),
    ".MP4": ("mp4", "libx264"),
    ".mov": ("mov", "libx264"),
    ".MOV": ("mov", "mpeg4"),
    ".m4v": ("mp4", "mpeg4"),
    ".mkv": ("matroska", "libx264"),
    ".avi": ("avi", "mpeg4"),
    ".webm": ("webm", "libvpx"),
}
_N_FRAMES, _SIDE_PX, _FPS = 6, 32, 30


class FilmStore:
    """Films that are written once and given out by hard links, each content once."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._given = folder, dict.fromkeys(CODECS, 0)

    def give(self, path: Path) -> Path:
        """Put a film that nobody else has at a path, in the form that its ending names."""
        ending = path.suffix
        number = self._given[ending]
        self._given[ending] += 1
        film = self._folder / f"{ending[1:]}-{'large-' * ending.isupper()}{number}{ending}"
        if not film.exists():
            write_film(film, np.random.default_rng((number, *ending.encode())))
        path.parent.mkdir(parents=True, exist_ok=True)
        os.link(film, path)
        return path

    def begin(self) -> FilmStore:
        """Begin anew for another folder, with the same films."""
        return FilmStore(self._folder)


def write_film(path: Path, chance: np.random.Generator, first: int = 0) -> None:
    """Write frames of a film of noise, from the ``first`` on."""
    form, codec = CODECS[path.suffix]
    pictures = chance.integers(0, 256, (first + _N_FRAMES, _SIDE_PX, _SIDE_PX, 3), dtype=np.uint8)
    with av.open(str(path), "w", format=form) as container:
        stream = container.add_stream(codec, rate=_FPS)
        assert isinstance(stream, VideoStream)
        stream.width = stream.height = _SIDE_PX
        stream.pix_fmt = "yuv420p"
        stream.codec_context.time_base = Fraction(1, _FPS)
        for number, picture in enumerate(pictures[first:]):
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode())


def overlapping(one: Path, other: Path) -> None:
    """Write two cuts of one film that share half of their frames."""
    for path, first in ((one, 0), (other, _N_FRAMES // 2)):
        write_film(path, np.random.default_rng(99), first)


def remuxed(film: Path, target: Path) -> Path:
    """Put the coded pictures of a film into another container."""
    form, _codec = CODECS[target.suffix]
    with av.open(str(film)) as source, av.open(str(target), "w", format=form) as container:
        stream = source.streams.video[0]
        copy = container.add_stream_from_template(stream)
        for packet in source.demux(stream):
            if packet.dts is not None:
                packet.stream = copy
                container.mux(packet)
    return target


def write_sound(path: Path) -> None:
    """Write an mp4 that holds a sound alone."""
    with av.open(str(path), "w", format="mp4") as container:
        stream = container.add_stream("aac", rate=44_100, layout="mono")
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), "fltp", "mono")
        frame.sample_rate = 44_100
        container.mux(stream.encode(frame))
        container.mux(stream.encode())


def write_cut_short(path: Path, film: Path) -> None:
    """Write the first half of a film, as a card that was pulled out leaves it."""
    data = film.read_bytes()
    path.write_bytes(data[: len(data) // 2])
