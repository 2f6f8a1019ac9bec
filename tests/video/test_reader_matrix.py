"""Kind x clock x turn x edit x size, every pair of them once: the mark is where its time says."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from aqvision.video.reader import Frame, open_video, read_frames
from aqvision.video.seek import read_frames_at
from tests.support.footage import Array, Clock, Coding, set_edits, steady, write_film
from tests.video.test_reader import SHOWN, STORED, turn_track

N_FRAMES = 12
QUIET = {"x265-params": "log-level=none"}
KINDS = {
    "mp4 h264": Coding(options={"bf": "2", "g": "5"}),
    "mp4 h264 10 bit": Coding(pixels="yuv420p10le", options={"g": "5"}),
    "mov hevc 10 bit": Coding("libx265", "yuv420p10le", options=QUIET),
    "mkv hevc": Coding("libx265", full_range=True, options=QUIET),
    "mp4 av1 10 bit": Coding("libsvtav1", "yuv420p10le", options={"preset": "10", "crf": "15"}),
    "mp4 vp9": Coding("libvpx-vp9", options={"deadline": "realtime"}),
    "mov prores": Coding("prores_ks", "yuv422p10le"),
    "mov mjpeg": Coding("mjpeg", "yuvj420p", "bt601", full_range=True),
    "mkv h264": Coding(options={"bf": "2"}),
    "webm vp8": Coding("libvpx", options={"deadline": "realtime"}),
    "webm vp9": Coding("libvpx-vp9", options={"deadline": "realtime"}),
    "avi mpeg4": Coding("mpeg4", matrix="bt601"),
    "avi h264": Coding(options={"bf": "2"}),
    "avi mjpeg": Coding("mjpeg", "yuvj420p", "bt601", full_range=True),
}
MS = Fraction(1, 1000)
CLOCKS = {
    "30": steady(N_FRAMES, 30),
    "29.97": steady(N_FRAMES, Fraction(30_000, 1001)),
    "240": steady(N_FRAMES, 240),
    "varying": Clock([0, 9, 31, 40, 44, 71, 80, 111, 120, 128, 160, 171], MS, Fraction(60)),
    "paused": Clock([8 * n + (2500 if n > 6 else 0) for n in range(N_FRAMES)], MS, Fraction(125)),
    "late": Clock([700 + 10 * n for n in range(N_FRAMES)], MS, Fraction(100)),
}
TURNS = ["none", "90 degrees clockwise", "180 degrees", "270 degrees clockwise", "mirrored"]
EDITS = ["none", "head cut", "late"]
SIZES = [(320, 240), (240, 426), (427, 239), (64, 48), (480, 270), (418, 234)]
_ODD = {"libvpx", "libvpx-vp9", "mjpeg", "mpeg4"}


class Case(NamedTuple):
    """One file."""

    kind: str
    clock: str
    turn: str
    edit: str
    size: tuple[int, int]

    @property
    def possible(self) -> bool:
        """Tell what no file can be: turned or edited but not mp4, odd where colours are paired."""
        suffix = self.kind.split()[0]
        boxed = suffix in {"mp4", "mov"}
        plain = self.turn == self.edit == "none"
        steady_avi = suffix != "avi" or self.clock in {"30", "29.97", "240"}
        odd = self.size[0] % 2 and KINDS[self.kind].encoder not in _ODD
        return (boxed or plain) and steady_avi and not odd


def pairwise_cases() -> list[Case]:
    """Choose few cases so that any two values that can meet in a file meet in one."""
    possible = [
        c for c in map(Case._make, product(KINDS, CLOCKS, TURNS, EDITS, SIZES)) if c.possible
    ]
    pairs = [frozenset(combinations(enumerate(case), 2)) for case in possible]
    missing = set().union(*pairs)
    rng = np.random.default_rng(7)
    chosen = []
    while missing:
        needed = next(iter(sorted(missing, key=str)))
        fitting = [i for i, p in enumerate(pairs) if needed in p]
        tried = rng.choice(fitting, min(60, len(fitting)), replace=False)
        best = max(tried, key=lambda i: len(pairs[i] & missing))
        chosen.append(possible[best])
        missing -= pairs[best]
    return chosen


CASES = pairwise_cases()


def place(width: int, height: int, part: float) -> tuple[float, float]:
    """Centre of the mark when a part of the film has passed: from low left to high right."""
    return (0.15 + 0.7 * part) * width, (0.8 - 0.6 * part) * height


def marked(width: int, height: int, part: float) -> Array:
    """Paint a bright disc with a soft edge on a dark ground."""
    x, y = place(width, height, part)
    across, down = np.arange(width) + 0.5 - x, np.arange(height)[:, None] + 0.5 - y
    radius = 0.1 * min(width, height)
    disc = np.clip(radius - np.hypot(across, down) + 0.5, 0, 1)
    return np.broadcast_to((0.12 + 0.7 * disc)[..., None], (height, width, 3))


def found(frame: Frame) -> tuple[float, float]:
    """Centre of what is bright."""
    level = np.clip(frame.rgb.mean(axis=2) - 90, 0, None)
    height, width = level.shape
    x = (level.sum(axis=0) @ (np.arange(width) + 0.5)) / level.sum()
    y = (level.sum(axis=1) @ (np.arange(height) + 0.5)) / level.sum()
    return float(x), float(y)


def film(folder: Path, case: Case) -> Path:
    clock = CLOCKS[case.clock]
    pictures = (marked(*case.size, part) for part in clock.times_s / clock.times_s[-1])
    stored = (STORED.get(case.turn, np.array)(picture) for picture in pictures)
    path = folder / f"film.{case.kind.split()[0]}"
    write_film(path, stored, KINDS[case.kind], clock)
    if case.turn != "none":
        turn_track(path, *SHOWN[case.turn])
    if case.edit != "none":
        length_s = float(clock.times_s[-1]) + 1
        begin_s = float(clock.times_s[4] + clock.times_s[3]) / 2
        set_edits(
            path,
            [(length_s, begin_s)] if case.edit == "head cut" else [(0.5, None), (length_s, 0.0)],
        )
    return path


@pytest.mark.parametrize("case", CASES, ids=lambda c: "-".join(map(str, c)).replace(" ", "_"))
def test_the_mark_is_where_its_time_says(case: Case, tmp_path: Path) -> None:
    times_s = CLOCKS[case.clock].times_s
    expected_s = times_s[4:] if case.edit == "head cut" else times_s
    coarse = case.kind.split()[0] in {"mkv", "webm"}  # whole milliseconds
    video = open_video(film(tmp_path, case))
    assert (video.width_px, video.height_px) == case.size
    frames = list(read_frames(video))
    assert len(frames) == video.n_packets == len(expected_s)
    read_s = np.array([frame.time_s for frame in frames])
    assert read_s == pytest.approx(expected_s - expected_s[0], abs=1.1e-3 if coarse else 1e-4)
    some = list(read_frames_at(video, [read_s[1], read_s[-2]]))
    for frame in (*frames, *some):
        part = float(np.interp(frame.time_s + expected_s[0], times_s, times_s / times_s[-1]))
        nearest = times_s[np.abs(times_s / times_s[-1] - part).argmin()] / times_s[-1]
        off = np.subtract(found(frame), place(*case.size, nearest))
        assert np.abs(off).max() < 0.5 + 0.002 * max(case.size)


@pytest.mark.parametrize("size", [(2160, 3840), (853, 479), (16, 16)])
def test_the_largest_and_the_smallest(size: tuple[int, int], tmp_path: Path) -> None:
    pictures = (marked(*size, part) for part in (0.0, 1.0))
    path = write_film(tmp_path / "film.avi", pictures, KINDS["avi mjpeg"], steady(2))
    for part, frame in zip((0.0, 1.0), read_frames(open_video(path)), strict=True):
        assert frame.size_px == size
        assert np.abs(np.subtract(found(frame), place(*size, part))).max() < 1


def test_every_pair_of_values_is_tried() -> None:
    assert len(CASES) < 150
    assert {case.kind for case in CASES} == set(KINDS)
    assert {(case.turn, case.size) for case in CASES} >= set(product(TURNS, SIZES))
