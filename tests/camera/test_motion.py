"""A still or a panning camera, told from a background of known motion."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from aqvision.camera.motion import background_shift, judge_camera, shrink_gray
from aqvision.core.types import Image

WIDTH, HEIGHT = 960, 540


@pytest.fixture(scope="module")
def scene() -> Image:
    """Paint a textured wall, wider than the picture."""
    noise = np.random.default_rng(3).integers(0, 256, (HEIGHT, 2 * WIDTH, 3)).astype(np.uint8)
    soft = cv2.GaussianBlur(noise, (0, 0), 6).astype(np.float64)
    stretched = (soft - soft.min()) / (soft.max() - soft.min()) * 255
    return np.asarray(stretched, dtype=np.uint8)


def view(scene: Image, left_px: int, athlete_px: int = -1) -> Image:
    """Look at the wall from some column on, with or without a bright body in front."""
    picture = scene[:, left_px : left_px + WIDTH].copy()
    if athlete_px >= 0:
        picture[150:450, athlete_px : athlete_px + 90] = (240, 240, 250)
    return picture


@pytest.mark.parametrize("shift_px", [-24, -7, 0, 4, 15])
def test_shift_of_the_background_is_measured(scene: Image, shift_px: int) -> None:
    first, second = shrink_gray(view(scene, 200)), shrink_gray(view(scene, 200 + shift_px))
    shift = background_shift(first, second)
    # the camera turns right: the background moves left
    assert shift[0] * WIDTH == pytest.approx(-shift_px, abs=0.4)
    assert shift[1] * WIDTH == pytest.approx(0.0, abs=0.4)


def test_athlete_who_runs_is_not_the_background(scene: Image) -> None:
    first = shrink_gray(view(scene, 200, athlete_px=300))
    second = shrink_gray(view(scene, 200, athlete_px=330))
    assert np.abs(background_shift(first, second)).max() * WIDTH < 0.4


def test_wall_without_texture_tells_nothing() -> None:
    plain = shrink_gray(np.full((HEIGHT, WIDTH, 3), 128, np.uint8))
    assert np.isnan(background_shift(plain, plain)).all()


def test_an_athlete_before_a_wall_without_texture_tells_nothing_of_the_camera(
    scene: Image,
) -> None:
    first, second = (np.full((HEIGHT, WIDTH, 3), 128, np.uint8) for _ in range(2))
    first[100:480, 300:460] = second[100:480, 312:472] = scene[100:480, :160]
    assert np.isnan(background_shift(shrink_gray(first), shrink_gray(second))).all()


def test_pictures_are_shrunk_in_proportion() -> None:
    assert shrink_gray(np.zeros((1080, 1920, 3), np.uint8)).shape == (270, 480)
    assert shrink_gray(np.zeros((1920, 1080, 3), np.uint8)).shape == (853, 480)


def _judged(speed_frac_per_s: float) -> bool | None:
    interval_s = np.full(20, 1 / 120)
    shifts: NDArray[np.float64] = np.zeros((20, 2))
    shifts[:, 0] = speed_frac_per_s * interval_s
    camera = judge_camera(shifts, interval_s)
    assert camera.speed_frac_per_s == pytest.approx(abs(speed_frac_per_s))
    return camera.static


def test_camera_that_follows_is_told_from_one_that_stands() -> None:
    assert _judged(0.0) is True
    assert _judged(0.002) is True  # wind on a tripod: 4 px a second of 1920
    assert _judged(0.3) is False
    assert _judged(-0.3) is False


def test_no_background_leaves_it_open() -> None:
    assert judge_camera(np.full((5, 2), np.nan), np.full(5, 0.01)).static is None
    assert judge_camera(np.zeros((0, 2)), np.zeros(0)).static is None


def test_one_bad_pair_does_not_decide() -> None:
    shifts = np.zeros((9, 2))
    shifts[4] = 0.2
    shifts[5] = np.nan
    assert judge_camera(shifts, np.full(9, 0.01)).static is True
