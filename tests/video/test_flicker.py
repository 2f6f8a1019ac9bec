"""Lamps that pulse with the mains are told by the beat that a camera sees, and nothing else is."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import cv2
import numpy as np
import pytest

from aqvision.core.assets import find_sample
from aqvision.core.types import FloatArray, Image
from aqvision.video.flicker import beat_hz, find_flicker
from aqvision.video.reader import open_video, read_frames
from aqvision.video.repeats import RepeatWatch
from tests.conftest import MakeVideo

RATE_HZ, N_FRAMES = 120.0, 96


def light_at(time_s: FloatArray, pulses_hz: float, part: float) -> FloatArray:
    return np.asarray(1 + part * np.sin(2 * np.pi * pulses_hz * time_s + 0.7))


@pytest.fixture(scope="module")
def runner() -> list[Image]:
    """The middle of the sample, small."""
    frames = read_frames(open_video(find_sample("before.mp4")))
    return [
        np.asarray(cv2.resize(frame.rgb, (320, 180), interpolation=cv2.INTER_AREA), np.uint8)
        for frame in islice(frames, 50, 50 + N_FRAMES)
    ]


@pytest.mark.parametrize("part", [0.0, 0.04])
def test_lamps_are_seen_in_a_film_of_the_sample(
    part: float, runner: list[Image], make_video: MakeVideo, tmp_path: Path
) -> None:
    light = light_at(np.arange(N_FRAMES) / RATE_HZ, 100.0, part)

    def lit() -> Iterator[Image]:
        for rgb, more in zip(runner, light, strict=True):
            yield np.clip(rgb * more, 0, 255).astype(np.uint8)

    film = make_video(tmp_path / "hall.mp4", lit(), fps=RATE_HZ, options={"crf": "12"})
    watch = RepeatWatch()
    assert len(list(watch.new_frames(read_frames(open_video(film))))) == N_FRAMES
    flicker = find_flicker(watch.levels(), RATE_HZ)
    if not part:
        assert flicker is None
        return
    assert flicker is not None
    assert flicker.pulses_hz == 100.0
    # as stored, black is 16 of 255
    assert flicker.light_frac == pytest.approx(part * (1 - 16 / watch.levels().mean()), abs=0.004)


@pytest.mark.parametrize(
    ("pulses_hz", "rate_hz", "part"),
    [
        (100, 240, 0.03),
        (100.2, 239.76, 0.03),
        (100, 120, 0.03),
        (100, 60, 0.03),
        (120, 200, 0.03),
        # two pictures a pulse, taken at one place of it up and one down, show sin 0.7 of it
        (120, 240, 0.0193),
        (119.8, 239.76, 0.0193),
    ],
)
def test_each_mains_is_told_from_the_other(pulses_hz: float, rate_hz: float, part: float) -> None:
    time_s = np.arange(300) / rate_hz
    noise = np.random.default_rng(3).normal(0, 0.005, 300)
    steps = 1 + 0.05 * np.sin(2 * np.pi * 4.4 * time_s) + 0.2 * time_s
    flicker = find_flicker(110 * steps * (light_at(time_s, pulses_hz, 0.03) + noise), rate_hz)
    assert flicker is not None
    assert flicker.pulses_hz == pytest.approx(pulses_hz, abs=0.3)
    assert flicker.light_frac == pytest.approx(part, abs=0.003)


@pytest.mark.parametrize(
    ("pulses_hz", "part", "rate_hz"),
    [
        (100, 0.005, 240),  # too faint to matter
        (100, 0.05, 100),  # the same light in each picture
        (120, 0.05, 60),
        (137, 0.05, 240),  # no mains
        (4.4, 0.05, 240),  # somebody large who runs
        (8.8, 0.05, 120),
    ],
)
def test_other_light_is_no_lamp(pulses_hz: float, part: float, rate_hz: float) -> None:
    time_s = np.arange(300) / rate_hz
    assert find_flicker(110 * light_at(time_s, pulses_hz, part), rate_hz) is None


def test_noise_jumps_and_short_clips_tell_nothing() -> None:
    noisy = 110 + np.random.default_rng(1).normal(0, 6, 400)
    assert find_flicker(noisy, 240) is None
    cut = np.where(np.arange(400) < 200, 60.0, 120.0)  # another shot
    assert find_flicker(cut, 240) is None
    assert find_flicker(noisy[:10], 240) is None
    assert find_flicker(np.zeros(400), 240) is None
    assert find_flicker(np.zeros(0), 240) is None


def test_the_beat_is_the_pulse_folded_at_half_the_rate() -> None:
    assert beat_hz(100, 240) == 100
    assert beat_hz(120, 200) == 80
    assert beat_hz(100, 30) == pytest.approx(10)
