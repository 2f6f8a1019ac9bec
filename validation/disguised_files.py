"""One rendered sprint -> the files that phones, editors and hands would have made of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np

from aqvision.core.clip import Clip
from validation.clock_disguises import Disguise as Shown
from validation.clock_disguises import every, ramp, shown_at, shown_times, some
from validation.held_camera import FPS, N_FRAMES, film, follow_deg
from validation.measuring import BODY
from validation.moved_cameras import SHAKEN, STILL, ZOOMED, Handling
from validation.pictures import Change, Image, dimmed, each, frames_of, mirrored, unchanged
from validation.store import kept

PLAYED_FPS = 30
# A phone gives a second of such pictures 5 MB and more; coarser coding moves instants by some ms.
_CODED = {"crf": "8", "preset": "veryfast"}
_ALMOST_WITHOUT_LOSS = {"crf": "4", "preset": "veryfast"}
_ANDROID_TAG = "com.android.capture.fps"
_TICKS_HZ = 240 * 30
_PANNED = Handling("panned", follow_deg, lambda _: 1.0)
_TILTED = Handling("tilted", lambda _: (0.0, 0.0, 8.0), lambda _: 1.0)


@dataclass(frozen=True, slots=True)
class Disguise:
    """How the sprint is filmed, stored and declared.

    ``shown`` tells which frames are shown when, ``handling`` how the camera is held, ``change``
    what becomes of the pictures, ``turned_deg`` by how much the file asks to turn them back,
    ``tag_fps`` the rate in the phone's tag, ``told_fps`` what the user says. ``reason`` is the
    word in the reason for which times have to be withheld, empty where they may not be;
    ``file`` names the file, where two rows share it.
    """

    name: str
    shown: Shown
    handling: Handling = STILL
    change: Change = unchanged
    turned_deg: int = 0
    tag_fps: float | None = None
    told_fps: float | None = None
    reason: str = ""
    file: str = ""

    @property
    def first_s(self) -> float:
        """When the first frame that is shown was filmed."""
        return float(self.shown.pictures(N_FRAMES)[0]) / FPS

    @property
    def is_mirrored(self) -> bool:
        """Tell whether left and right of the picture are exchanged."""
        return self.change is mirrored

    def clip(self, path: Path) -> Clip:
        """Give the file with what its owner says of it."""
        return Clip(path, height_m=BODY.height_m, capture_fps=self.told_fps)


def _shown(fps: float, pictures: Callable[[int], np.ndarray], *, stamps: bool = False) -> Shown:
    return Shown("", fps, FPS, pictures, stamps_true=stamps, source_fps=FPS)


def _half(rgb: Image) -> Image:
    """Leave half the width and half the height."""
    height, width = rgb.shape[:2]
    small = cv2.resize(rgb, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
    return np.asarray(small, dtype=np.uint8)


half_size = each(_half)
turned_right = each(lambda rgb: np.rot90(rgb, -1))
"""The picture laid on its side, as the sensor of a phone held upright sees it."""
_AS_FILMED = _shown(FPS, every(1))
_SLOWED = _shown(PLAYED_FPS, every(1))
PLAIN = Disguise("plain", _AS_FILMED)
DISGUISES = (
    Disguise("240 played at 30, tagged", _SLOWED, tag_fps=FPS),
    Disguise("240 played at 30, not tagged", _SLOWED, reason="give the rate", file="slowed"),
    Disguise("240 played at 30, answered", _SLOWED, told_fps=FPS, file="slowed"),
    Disguise("ramped slow motion", _shown(PLAYED_FPS, ramp(8, 1)), reason="speed changes inside"),
    Disguise("each frame doubled", _shown(FPS, shown_at(2, 120, 240))),
    Disguise("variable rate", _shown(144, some, stamps=True)),
    Disguise("rotated by 90 degrees", _AS_FILMED, change=turned_right, turned_deg=90),
    Disguise("mirrored", _AS_FILMED, change=mirrored),
    Disguise("panned", _AS_FILMED, _PANNED),
    Disguise("hand-held shake", _AS_FILMED, SHAKEN),
    Disguise("zoomed in and out", _AS_FILMED, ZOOMED),
    Disguise("tilted by 8 degrees", _AS_FILMED, _TILTED),
    Disguise("half the resolution", _AS_FILMED, change=half_size),
    Disguise("20 % darker", _AS_FILMED, change=dimmed(0.8)),
)


def disguised_file(disguise: Disguise, folder: Path) -> Path:
    """Write the file of a disguise, unless it is there."""

    def write(path: Path) -> None:
        filmed = _by_still_camera(folder) if disguise.handling is STILL else film(disguise.handling)
        pictures = disguise.shown.pictures(N_FRAMES).astype(int)
        seen = disguise.change(_chosen(filmed, pictures))
        _write(path, seen, shown_times(disguise.shown, pictures), disguise, _CODED)

    name = (disguise.file or disguise.name).replace(" ", "_").replace(",", "")
    return kept(folder / f"{name}.mp4", write)


def _by_still_camera(folder: Path) -> Iterator[Image]:
    """Read the frames that most disguises share; they are kept almost without loss."""
    times_s = np.arange(N_FRAMES) / FPS
    return frames_of(
        kept(
            folder / "filmed.mp4",
            lambda path: _write(path, film(STILL), times_s, PLAIN, _ALMOST_WITHOUT_LOSS),
        )
    )


def _chosen(frames: Iterator[Image], pictures: np.ndarray) -> Iterator[Image]:
    """Give the frames of these rising numbers, some of them more than once."""
    times = np.bincount(pictures, minlength=N_FRAMES)
    for rgb, n_times in zip(frames, times, strict=True):
        yield from [rgb] * n_times


def _write(
    path: Path,
    pictures: Iterator[Image],
    times_s: np.ndarray,
    disguise: Disguise,
    coding: dict[str, str],
) -> None:
    with av.open(str(path), "w", options={"movflags": "use_metadata_tags"}) as container:
        if disguise.tag_fps is not None:
            container.metadata[_ANDROID_TAG] = f"{disguise.tag_fps:.6f}"
        rate = Fraction(disguise.shown.fps).limit_denominator(1001)
        stream = container.add_stream("libx264", rate=rate, options=coding)
        stream.pix_fmt = "yuv420p"
        stream.codec_context.time_base = Fraction(1, _TICKS_HZ)
        for i, (time_s, rgb) in enumerate(zip(times_s, pictures, strict=True)):
            if i == 0:
                stream.height, stream.width = rgb.shape[:2]
                if disguise.turned_deg:
                    stream.set_display_rotation(disguise.turned_deg)
            frame = av.VideoFrame.from_ndarray(rgb, format="rgb24")
            frame.pts, frame.time_base = round(time_s * _TICKS_HZ), Fraction(1, _TICKS_HZ)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
