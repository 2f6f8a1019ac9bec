"""Pictures of high range -> pictures as of standard range: light, contrast, colours."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from av.video.reformatter import ColorPrimaries, ColorTrc

from aqvision.core.assets import find_model
from aqvision.pose.detect.landmarker import PoseLandmarker
from aqvision.video.reader import Frame, open_video, read_frames
from tests.conftest import SampleMoment
from tests.support.footage import Array, Coding, steady, write_film

WHITE_NITS = 203.0
TO_BT2020 = np.array([[0.6274, 0.3293, 0.0433], [0.0691, 0.9195, 0.0114], [0.0164, 0.0880, 0.8956]])
HIGH = Coding("libx265", "yuv420p10le", "bt2020", primaries=ColorPrimaries.BT2020)
CURVES = [ColorTrc.SMPTE2084, ColorTrc.ARIB_STD_B67]
SHARP = {"x265-params": "qp=4:log-level=none"}


def pq(nits: Array) -> Array:
    """Signal of a light by SMPTE ST 2084."""
    power = (nits / 10_000) ** 0.1593017578125
    return np.asarray(((0.8359375 + 18.8515625 * power) / (1 + 18.6875 * power)) ** 78.84375)


def hlg(nits: Array) -> Array:
    """Signal of a light on a screen of 1000 cd/m2 by BT.2100, its gamma taken of the luminance."""
    light = nits / 1000
    luminance = light @ np.array([0.2627, 0.6780, 0.0593])
    scene = light * np.maximum(luminance, 1e-9)[..., None] ** (1 / 1.2 - 1)
    bright = 0.17883277 * np.log(np.maximum(12 * scene - 0.28466892, 1e-9)) + 0.55991073
    return np.asarray(np.where(scene <= 1 / 12, np.sqrt(3 * scene), bright))


def of_high_range(rgb: Array, curve: ColorTrc) -> Array:
    """Film the light that a standard picture, values 0 to 1, shows on a screen."""
    nits = WHITE_NITS * np.clip(rgb, 0, 1) ** 2.4 @ TO_BT2020.T
    return np.clip(pq(nits) if curve == ColorTrc.SMPTE2084 else hlg(nits), 0, 1)


def through_file(path: Path, signal: Array, coding: Coding) -> Frame:
    # of fewer frames the encoder now and then makes packets out of order
    path = write_film(path, [signal] * 8, replace(coding, options=SHARP), steady(8))
    return next(iter(read_frames(open_video(path))))


@pytest.mark.parametrize("curve", CURVES)
def test_greys_are_as_in_standard_range_up_to_the_knee(curve: ColorTrc, tmp_path: Path) -> None:
    levels = np.linspace(0.02, 1, 50)
    card = np.repeat(np.repeat(levels, 16)[None, :, None], 64, axis=0).repeat(3, axis=2)
    frame = through_file(
        tmp_path / "hdr.mkv", of_high_range(card, curve), replace(HIGH, curve=curve)
    )
    seen = frame.rgb[32, 8::16].astype(float)
    assert np.ptp(seen, axis=1).max() <= 3
    as_filmed = levels < 0.79
    assert np.abs(seen.mean(axis=1) - 255 * levels)[as_filmed].max() <= 3
    # brighter greys are rolled off, but still told apart, and leave room for highlights
    assert (np.diff(seen.mean(axis=1)[~as_filmed]) >= 1).all()
    assert 220 <= seen[-1].mean() <= 240


@pytest.mark.parametrize("curve", CURVES)
def test_highlights_reach_white_at_a_thousand_candela(curve: ColorTrc, tmp_path: Path) -> None:
    nits = np.repeat(np.array([203.0, 400, 600, 800, 1000]), 64)
    card = np.repeat(nits[None, :, None], 64, axis=0).repeat(3, axis=2)
    signal = np.clip(pq(card) if curve == ColorTrc.SMPTE2084 else hlg(card), 0, 1)
    frame = through_file(tmp_path / "sun.mkv", signal, replace(HIGH, curve=curve))
    seen = frame.rgb[32, 32::64].mean(axis=1)
    assert (np.diff(seen) > 0).all()
    assert seen[-1] >= 253


@pytest.mark.parametrize("curve", CURVES)
def test_colours_are_those_of_standard_range(curve: ColorTrc, tmp_path: Path) -> None:
    colours = np.array([[0.7, 0.2, 0.2], [0.2, 0.6, 0.2], [0.2, 0.3, 0.7], [0.7, 0.5, 0.35]])
    card = np.repeat(np.repeat(colours, 64, axis=0)[None], 64, axis=0)
    frame = through_file(
        tmp_path / "card.mkv", of_high_range(card, curve), replace(HIGH, curve=curve)
    )
    assert np.abs(frame.rgb[32, 32::64] - 255 * colours).max() <= 3


@pytest.mark.parametrize("curve", CURVES)
def test_a_part_is_that_part_of_the_whole(curve: ColorTrc, tmp_path: Path) -> None:
    noise = np.random.default_rng(2).random((118, 150, 3))
    frame = through_file(tmp_path / "noise.mkv", noise, replace(HIGH, curve=curve))
    parts = [(31, 90, 33, 121), (0, 7, 100, 150), (60, 118, 0, 150), (117, 118, 149, 150)]
    cut = [frame.part(slice(a, b), slice(c, d)) for a, b, c, d in parts]
    assert "rgb" not in frame.__dict__
    for part, (a, b, c, d) in zip(cut, parts, strict=True):
        assert np.array_equal(part, frame.rgb[a:b, c:d])


@pytest.mark.model
def test_a_person_is_seen_as_in_standard_range(
    sample_moments: tuple[SampleMoment, ...], tmp_path: Path
) -> None:
    moment = sample_moments[20]
    left, top = (moment.xy_px.mean(axis=0) - 240).astype(int)
    standard = np.ascontiguousarray(moment.rgb[top : top + 480, left : left + 480])
    with PoseLandmarker(find_model("full"), max_people=1, min_confidence=0.4) as landmarker:
        (expected,) = landmarker.find_people(standard)
        for curve in CURVES:
            signal = of_high_range(standard / 255, curve)
            path = tmp_path / f"{curve.name}.mkv"
            rgb = through_file(path, signal, replace(HIGH, curve=curve)).rgb
            assert abs(rgb.mean() - standard.mean()) <= 6
            assert 0.9 <= rgb.std() / standard.std() <= 1.02
            (person,) = landmarker.find_people(rgb)
            off_px = np.linalg.norm(person.xy_px - expected.xy_px, axis=1)
            assert np.median(off_px) < 2
