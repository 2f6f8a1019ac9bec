"""How a body looks: shirts told apart, known light, known smear."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import cv2
import numpy as np
import pytest
from scipy.ndimage import gaussian_filter1d

from aqvision.analysis.warnings import _SMEARED, _WIDE_OUTLINE_FRAC
from aqvision.core.skeleton import INDEX, N_LANDMARKS
from aqvision.core.types import FloatArray, Image
from aqvision.pose.detect.appearance import (
    PictureQuality,
    _blur,
    colour_distance,
    judge_picture,
    mean_colours,
    trunk_colours,
    typical_quality,
)
from tests.conftest import SampleMoment

SMEAR_FRAC = 0.05


def judged(
    moments: tuple[SampleMoment, ...], change: Callable[[Image, float], Image]
) -> PictureQuality:
    """Judge some frames of the sample clip after a change that knows the body's height."""
    found = []
    for moment in moments[::8]:
        height = float(np.ptp(moment.xy_px[:, 1]))
        found.append(judge_picture(change(moment.rgb, height), moment.xy_px))
    return typical_quality(found)


def smeared(rgb: Image, height_px: float) -> Image:
    return np.asarray(cv2.blur(rgb, (round(SMEAR_FRAC * height_px), 1)), dtype=np.uint8)


def softened(rgb: Image, height_px: float) -> Image:
    return np.asarray(cv2.GaussianBlur(rgb, (0, 0), 0.016 * height_px), dtype=np.uint8)


def test_a_sharp_picture_is_called_sharp(sample_moments: tuple[SampleMoment, ...]) -> None:
    plain = judged(sample_moments, lambda rgb, _: rgb)
    assert plain.outline_frac < _WIDE_OUTLINE_FRAC
    assert plain.smear_ratio < _SMEARED


def test_a_smear_along_the_run_is_as_wide_as_it_was_made(
    sample_moments: tuple[SampleMoment, ...],
) -> None:
    found = judged(sample_moments, smeared)
    assert found.outline_frac == pytest.approx(SMEAR_FRAC, rel=0.3)
    assert found.smear_ratio > _SMEARED


def test_a_soft_picture_is_no_smear(sample_moments: tuple[SampleMoment, ...]) -> None:
    found = judged(sample_moments, softened)
    assert found.outline_frac > _WIDE_OUTLINE_FRAC
    assert found.smear_ratio < _SMEARED


def test_light_is_measured_on_the_athlete(sample_moments: tuple[SampleMoment, ...]) -> None:
    plain = judged(sample_moments, lambda rgb, _: rgb)
    dim = judged(sample_moments, lambda rgb, _: (rgb // 4).astype(np.uint8))
    assert dim.brightness == pytest.approx(plain.brightness / 4, abs=1.5)
    assert dim.contrast == pytest.approx(plain.contrast / 4, abs=1.5)
    assert dim.outline_frac == pytest.approx(plain.outline_frac, rel=0.15)


def test_twice_as_large_a_picture_gives_the_same(sample_moments: tuple[SampleMoment, ...]) -> None:
    moment = sample_moments[0]
    soft = softened(moment.rgb, float(np.ptp(moment.xy_px[:, 1])))
    large = np.asarray(cv2.resize(soft, None, fx=3, fy=3), dtype=np.uint8)
    one, three = judge_picture(soft, moment.xy_px), judge_picture(large, 3 * moment.xy_px)
    assert three.outline_frac == pytest.approx(one.outline_frac, rel=0.15)


def test_a_body_outside_the_picture_is_not_judged() -> None:
    away = np.column_stack([np.full(33, -500.0), np.linspace(0, 100, 33)])
    assert np.isnan(judge_picture(np.zeros((200, 200, 3), np.uint8), away).brightness)
    assert np.isnan(typical_quality([PictureQuality()]).contrast)
    known = [PictureQuality(), PictureQuality(10.0), PictureQuality(30.0)]
    assert typical_quality(known).brightness == 20.0


def _trunk(colour: tuple[int, int, int]) -> FloatArray:
    rgb = np.full((120, 80, 3), 90, np.uint8)
    rgb[30:90, 25:55] = colour
    xy = np.zeros((N_LANDMARKS, 2))
    for joint, y in (("shoulder", 35.0), ("hip", 85.0)):
        xy[[INDEX[f"left_{joint}"], INDEX[f"right_{joint}"]]] = [(38.0, y), (42.0, y)]
    return trunk_colours(rgb, xy)


def test_colours_tell_shirts_apart_and_shades_not() -> None:
    red, darker, blue = _trunk((200, 40, 40)), _trunk((180, 38, 36)), _trunk((30, 60, 190))
    assert colour_distance(red, red) == pytest.approx(0.0, abs=1e-6)
    assert colour_distance(red, darker) < 0.4
    assert colour_distance(red, blue) > 0.8
    assert colour_distance(mean_colours([red, red]), red) == pytest.approx(0.0, abs=1e-6)


def test_trunk_outside_the_picture_has_colours_too() -> None:
    rgb = np.full((50, 50, 3), 90, np.uint8)
    assert np.isfinite(trunk_colours(rgb, np.full((N_LANDMARKS, 2), 400.0))).all()


def test_bins_are_blurred_as_scipy_blurs_them() -> None:
    shares = np.random.default_rng(3).random(8)
    expected = gaussian_filter1d(shares, 1.0, mode="nearest")
    assert _blur(8) @ shares == pytest.approx(expected, abs=1e-12)


def test_colours_are_found_without_loading_scipy() -> None:
    """Each worker would wait for it."""
    code = "import sys, aqvision.pose.detect.workers; print('scipy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False"]
