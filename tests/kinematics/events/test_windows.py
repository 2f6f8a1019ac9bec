"""Points at rest that scatter in a known way, and paths that leave rest -> scatter, windows."""

from __future__ import annotations

import numpy as np
import pytest

from aqvision.kinematics.events.windows import LASTS_S, Scatter, cut_window, find_scatter

RATE_HZ = 240
STANCES = [(0.5 * i, 0.5 * i + 0.09) for i in range(3)]
TIME_S = np.arange(0, 1.5, 1 / RATE_HZ)


def scatters(sd: float, lasting_sd: float, n: int = 40) -> list[Scatter]:
    """Measure points at rest that scatter in a known way, with three stances of 90 ms a clip."""
    random = np.random.default_rng(3)
    apart_s = np.abs(TIME_S[:, None] - TIME_S)
    noise = sd**2 * np.eye(len(TIME_S)) + lasting_sd**2 * np.exp(-apart_s / LASTS_S)
    draw = np.linalg.cholesky(noise)
    paths = [draw @ random.standard_normal(len(TIME_S)) for _ in range(n)]
    return [find_scatter(path, TIME_S, STANCES) for path in paths]


def test_scatter_that_lasts_is_told_from_that_of_each_frame() -> None:
    found = np.array([(s.sd, s.lasting_sd) for s in scatters(0.010, 0.015)])
    assert np.sqrt((found**2).mean(axis=0)) == pytest.approx([0.010, 0.015], rel=0.2)


def test_noise_of_each_frame_is_hardly_taken_for_one_that_lasts() -> None:
    found = np.array([(s.sd, s.lasting_sd) for s in scatters(0.010, 0.0)])
    sd, lasting_sd = np.sqrt((found**2).mean(axis=0))
    assert sd == pytest.approx(0.010, rel=0.15)
    assert lasting_sd < 0.4 * sd


def test_clips_of_one_kind_of_noise_are_judged_alike() -> None:
    """A network's errors are part of each frame, more that lasts; none may pass for white noise."""
    lasting = [s.lasting_sd for s in scatters(0.005, 0.010)]
    assert min(lasting) > 0.004
    assert np.std(lasting) < 0.3 * np.mean(lasting)


def test_too_few_frames_at_rest_give_the_usual_scatter() -> None:
    assert find_scatter(np.full(len(TIME_S), np.nan), TIME_S, STANCES) == Scatter()


def test_a_point_that_never_moves_still_scatters_a_little() -> None:
    assert find_scatter(np.zeros(len(TIME_S)), TIME_S, STANCES).sd == 0.005


def test_a_window_holds_the_rest_and_the_first_frames_of_the_motion() -> None:
    time = np.arange(0, 0.3, 0.01)
    path = np.maximum(0.0, time - 0.1) * 2.0
    window = cut_window(time, path, 0.1, 0.04, 0.18, Scatter())
    assert window is not None
    assert window.sign == 1
    # beyond 0.12 leg lengths from rest, 0.06 s into the motion, a path tells no more
    assert window.time_s == pytest.approx(np.arange(0.04, 0.165, 0.01))
    landing = cut_window(time, path[::-1], 0.19, 0.25, 0.11, Scatter())
    assert landing is not None
    assert landing.sign == -1


def test_a_window_with_one_moving_frame_is_none() -> None:
    time = np.arange(0, 0.3, 0.01)
    path = np.where(time > 0.115, np.nan, 0.0)
    assert cut_window(time, path, 0.1, 0.02, 0.18, Scatter()) is None
