"""Heat maps of known places -> those places, their spread, and where else a point may be."""

from __future__ import annotations

import numpy as np
import pytest

from aqvision.core.skeleton import INDEX
from aqvision.pose.network.heat_maps import read_maps
from aqvision.pose.network.runtimes import Answer

_CELLS, _TO_CELL = 64, 4.0
_KNEE, _HIP, _SHOULDER = INDEX["left_knee"], INDEX["left_hip"], INDEX["left_shoulder"]


def bump(x: float, y: float, height: float, width: float = 1.2) -> np.ndarray:
    """Give a map of probabilities (64, 64) with one peak, in cells."""
    down, across = np.mgrid[:_CELLS, :_CELLS]
    return np.asarray(height * np.exp(-((across - x) ** 2 + (down - y) ** 2) / (2 * width**2)))


def answer(joint: int, probability: np.ndarray, regressed: tuple[float, float]) -> Answer:
    """Give an answer in which one joint has a map, and the others none."""
    maps = np.full((_CELLS, _CELLS, 39), -20.0, np.float32)
    held = np.clip(probability, 1e-9, 1 - 1e-9)
    maps[:, :, joint] = np.log(held / (1 - held))
    points = np.zeros((39, 5))
    points[joint, :2] = np.array(regressed) * _TO_CELL
    return Answer(points, 1.0, maps)


@pytest.mark.parametrize("joint", [_KNEE, _HIP, _SHOULDER])
@pytest.mark.parametrize(("x", "y"), [(30.0, 20.0), (30.4, 20.3), (33.7, 41.6)])
def test_a_peak_is_found_between_cells(joint: int, x: float, y: float) -> None:
    found = read_maps(answer(joint, bump(x, y, 0.9), (x + 0.8, y - 0.6)))
    assert found.xy[joint] * _CELLS == pytest.approx([x, y], abs=0.45)
    assert found.score[joint] == pytest.approx(0.9, abs=0.1)
    assert np.isnan(found.other_xy[joint]).all()


def test_a_limbs_window_follows_its_peak_from_further_away() -> None:
    found = read_maps(answer(_KNEE, bump(30.0, 20.0, 0.9), (33.0, 17.5)))
    assert found.xy[_KNEE] * _CELLS == pytest.approx([30.0, 20.0], abs=0.05)


def test_the_flank_of_the_other_leg_draws_a_limb_but_little() -> None:
    both = np.maximum(bump(30.0, 20.0, 0.9), bump(35.0, 20.0, 0.5))
    found = read_maps(answer(_KNEE, both, (30.0, 20.0)))
    down, across = np.mgrid[16:25, 26:35]
    mean = float(np.average(across, weights=both[down, across]))
    assert 0 < found.xy[_KNEE, 0] * _CELLS - 30.0 < 0.7 * (mean - 30.0)


@pytest.mark.parametrize("width", [1.0, 1.5, 2.0])
def test_a_flat_map_spreads_more(width: float) -> None:
    found = read_maps(answer(_KNEE, bump(30.0, 20.0, 0.8, width), (30.0, 20.0)))
    assert found.spread[_KNEE] * _CELLS == pytest.approx(width, rel=0.2)


def test_a_second_peak_is_kept() -> None:
    both = np.maximum(bump(30.0, 20.0, 0.9), bump(44.3, 23.0, 0.6))
    found = read_maps(answer(_KNEE, both, (30.0, 20.0)))
    assert found.other_xy[_KNEE] * _CELLS == pytest.approx([44.3, 23.0], abs=0.1)
    assert found.other_score[_KNEE] == pytest.approx(0.6, abs=0.05)


def test_where_the_map_says_nothing_the_regressed_point_stays() -> None:
    found = read_maps(answer(_KNEE, bump(30.0, 20.0, 0.1), (31.0, 22.0)))
    assert found.xy[_KNEE] * _CELLS == pytest.approx([31.0, 22.0])
    assert np.isnan(found.spread[_KNEE])


def test_a_point_beyond_the_edge_is_no_error() -> None:
    found = read_maps(answer(_KNEE, bump(0.0, 63.0, 0.9), (-3.0, 70.0)))
    assert np.isfinite(found.xy).all()
    far = read_maps(answer(_KNEE, bump(30.0, 20.0, 0.9), (-50.0, 90.0)))
    assert far.xy[_KNEE] * _CELLS == pytest.approx([-50.0, 90.0])
    assert far.other_xy[_KNEE] * _CELLS == pytest.approx([30.0, 20.0], abs=0.05)
