"""Exactly known pictures -> files as cameras write them: coding, colours, times, turns, cuts."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.video.reformatter import ColorPrimaries, ColorTrc
from av.video.stream import VideoStream
from numpy.typing import NDArray

Array = NDArray[np.float64]
# Red's and blue's part in brightness, and the number by which files name the matrix.
MATRICES = {"bt601": (0.299, 0.114, 5), "bt709": (0.2126, 0.0722, 1), "bt2020": (0.2627, 0.0593, 9)}
_PARTED = {"420": (2, 2), "422": (1, 2), "444": (1, 1)}


@dataclass(frozen=True)
class Coding:
    """How pictures are stored; ``field_first`` weaves two fields into each frame."""

    encoder: str = "libx264"
    pixels: str = "yuv420p"
    matrix: str = "bt709"
    full_range: bool = False
    curve: ColorTrc = ColorTrc.BT709
    primaries: ColorPrimaries = ColorPrimaries.BT709
    options: Mapping[str, str] = field(default_factory=dict)
    field_first: str = ""

    @property
    def n_bits(self) -> int:
        """Bits a value."""
        return 10 if "10" in self.pixels else 8


@dataclass(frozen=True)
class Clock:
    """When pictures are shown: time stamps in ticks of ``tick_s``; ``rate`` is what is named."""

    stamps: Sequence[int]
    tick_s: Fraction
    rate: Fraction

    @property
    def times_s(self) -> Array:
        """Presentation times from the first."""
        return np.array([float((s - self.stamps[0]) * self.tick_s) for s in self.stamps])


def steady(n_frames: int, rate: Fraction | int = 60) -> Clock:
    return Clock(range(n_frames), 1 / Fraction(rate), Fraction(rate))


def write_film(
    path: Path,
    pictures: Iterable[Array],
    coding: Coding,
    clock: Clock,
    *,
    turned_deg: int = 0,
    movflags: str = "",
) -> Path:
    """Encode RGB pictures, values 0 to 1, (height, width, 3)."""
    muxing = {"movflags": movflags} if movflags else {}
    with av.open(str(path), "w", options=muxing) as container:
        stream = container.add_stream(coding.encoder, rate=clock.rate, options=dict(coding.options))
        assert isinstance(stream, VideoStream)
        context = stream.codec_context
        context.pix_fmt, context.thread_count, context.time_base = coding.pixels, 1, clock.tick_s
        context.colorspace, context.color_range = MATRICES[coding.matrix][2], 1 + coding.full_range
        context.color_trc, context.color_primaries = coding.curve, coding.primaries
        for stamp, picture in zip(clock.stamps, pictures, strict=True):
            if stamp == clock.stamps[0]:
                context.height, context.width = picture.shape[:2]
                if turned_deg:
                    stream.set_display_rotation(turned_deg)
            container.mux(stream.encode(_frame(picture, coding, stamp, clock.tick_s)))
        container.mux(stream.encode())
    return path


def _frame(rgb: Array, coding: Coding, stamp: int, tick_s: Fraction) -> av.VideoFrame:
    frame = av.VideoFrame(rgb.shape[1], rgb.shape[0], coding.pixels)
    parted = next(step for name, step in _PARTED.items() if name in coding.pixels)
    stored = "<u2" if coding.n_bits > 8 else "u1"
    values = zip(_planes(rgb, coding), frame.planes, ((1, 1), parted, parted), strict=True)
    for value, plane, (down, across) in values:
        rows = np.asarray(memoryview(plane)).view(stored)
        rows = rows.reshape(-1, plane.line_size // rows.itemsize)
        some = value[::down, ::across]
        rows[: some.shape[0], : some.shape[1]] = some
    frame.pts, frame.time_base = stamp, tick_s
    frame.colorspace, frame.color_range = MATRICES[coding.matrix][2], 1 + coding.full_range
    frame.color_trc, frame.color_primaries = coding.curve, coding.primaries
    return _marked(frame, coding.field_first) if coding.field_first else frame


def _planes(rgb: Array, coding: Coding) -> tuple[Array, Array, Array]:
    """Brightness and the two colour differences, as BT.601, 709 and 2020 define them."""
    red, blue, _ = MATRICES[coding.matrix]
    bright = rgb @ np.array([red, 1 - red - blue, blue])
    differences = ((rgb[..., i] - bright) / (2 - 2 * part) for i, part in ((2, blue), (0, red)))
    unit, top = 2 ** (coding.n_bits - 8), 2**coding.n_bits - 1
    zero, span, spread = (0, top, top) if coding.full_range else (16 * unit, 219 * unit, 224 * unit)
    first, second = (np.clip(np.rint(128 * unit + spread * d), 0, top) for d in differences)
    return np.clip(np.rint(zero + span * bright), 0, top), first, second


def _marked(frame: av.VideoFrame, field_first: str) -> av.VideoFrame:
    """Say which of the frame's fields was filmed first; only a filter can."""
    graph = av.filter.Graph()
    graph.link_nodes(
        graph.add_buffer(
            width=frame.width,
            height=frame.height,
            format=frame.format,
            time_base=frame.time_base,
        ),
        graph.add("setfield", f"mode={field_first}"),
        graph.add("buffersink"),
    ).configure()
    graph.push(frame)
    marked = graph.pull()
    assert isinstance(marked, av.VideoFrame)
    marked.colorspace, marked.color_range = frame.colorspace, frame.color_range
    return marked


def woven(first: Array, second: Array, field_first: str) -> Array:
    """Weave the fields of two moments; with "tff" the upper row is of the first moment."""
    frame = first.copy()
    start = 1 if field_first == "tff" else 0
    frame[start::2] = second[start::2]
    return frame


def set_edits(path: Path, edits: Sequence[tuple[float, float | None]]) -> None:
    """Write an edit list into an mp4 or mov file: how long each part plays, and from where.

    Times in s; None in place of a beginning is a time in which nothing is shown. A shift that
    the file has already, for frames stored out of order, stays.
    """
    content = bytearray(path.read_bytes())
    movie_hz, media_hz = (_number(content, content.index(name) + 16) for name in (b"mvhd", b"mdhd"))
    at = content.find(b"edts") - 4
    shift, length = (0, 0) if at < 0 else (_last_beginning(content, at), _number(content, at))
    at = content.index(b"mdia") - 4 if at < 0 else at
    entries = b"".join(
        struct.pack(
            ">iiI",
            round(plays_s * movie_hz),
            -1 if begin_s is None else round(begin_s * media_hz) + shift,
            1 << 16,
        )
        for plays_s, begin_s in edits
    )
    table = _box(b"edts", _box(b"elst", struct.pack(">II", 0, len(edits)) + entries))
    content[at : at + length] = table
    for name in (b"moov", b"trak"):
        place = content.index(name) - 4
        grown = _number(content, place) + len(table) - length
        content[place : place + 4] = struct.pack(">I", grown)
    path.write_bytes(content)


def _last_beginning(content: bytearray, at: int) -> int:
    return _number(content, at + 16 + 12 * _number(content, at + 20))


def _box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(body), name) + body


def _number(content: bytearray, at: int) -> int:
    return int(struct.unpack(">i", content[at : at + 4])[0])
