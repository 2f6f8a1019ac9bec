"""Turn and zoom between two pictures, from points whose turn and zoom are known."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from aqvision.camera.background import Matches
from aqvision.camera.rotation import fit_turning

FOCAL = 700.0
TURNS_DEG = np.array([[0.0, 0.0, 0.0], [1.0, -9.0, 2.0], [-3.0, 14.0, -1.0]])
ZOOMS = np.array([1.0, 1.1, 0.93])


def matches(noise_px: float = 0.0, strays: int = 0) -> list[Matches]:
    """See random points of a key frame in three frames that are turned and zoomed."""
    random = np.random.default_rng(4)
    found = []
    for i, (turn, zoom) in enumerate(zip(TURNS_DEG, ZOOMS, strict=True)):
        in_key = random.uniform([-200, -110], [200, 110], (40 + 5 * i, 2))
        rays = np.column_stack([in_key / FOCAL, np.ones(len(in_key))])
        seen = Rotation.from_rotvec(np.radians(turn)).inv().apply(rays)
        in_frame = FOCAL * zoom * seen[:, :2] / seen[:, 2:]
        in_frame += random.normal(0, noise_px, in_frame.shape)
        in_frame[:strays] += 25.0
        found.append(Matches(i, 0, in_frame, in_key))
    return found


def test_exact_points_give_exact_turns() -> None:
    fit = fit_turning(matches(), FOCAL)
    assert np.degrees(fit.turn) == pytest.approx(TURNS_DEG, abs=1e-6)
    assert fit.zoom == pytest.approx(ZOOMS, abs=1e-8)
    assert fit.residual_px == pytest.approx(0.0, abs=1e-5)
    assert fit.n.tolist() == [40, 45, 50]


def test_noise_is_told_and_averaged() -> None:
    fit = fit_turning(matches(noise_px=0.2), FOCAL)
    assert fit.residual_px == pytest.approx(0.2, rel=0.25)
    assert np.degrees(fit.turn) == pytest.approx(TURNS_DEG, abs=0.05)


def test_strays_do_not_turn_it() -> None:
    fit = fit_turning(matches(noise_px=0.1, strays=5), FOCAL)
    assert np.degrees(fit.turn) == pytest.approx(TURNS_DEG, abs=0.08)
    assert fit.zoom == pytest.approx(ZOOMS, abs=0.002)


def test_another_focal_length_fits_a_wide_turn_worse() -> None:
    right, wrong = (fit_turning(matches(), f).residual_px for f in (FOCAL, 1.2 * FOCAL))
    assert (wrong[1:] > right[1:] + 0.1).all()
    assert wrong[0] < 1e-6  # a picture that did not turn fits any
