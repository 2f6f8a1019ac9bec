"""Paths with wrong points -> the curve through the others, and where it does not hold."""

from __future__ import annotations

import numpy as np

from aqvision.pose.clean.curves import fit_curves

TIME_S = np.arange(60) / 120
PATH = np.stack([np.sin(8 * TIME_S), np.cos(8 * TIME_S)], axis=1)[:, None]
OTHERS = np.array([-5, -4, -3, -2, -1, 1, 2, 3, 4, 5])
NOISE = 0.01


def test_wrong_points_do_not_bend_the_curve() -> None:
    wrong = PATH.copy()
    wrong[30:32] += 0.3
    curves = fit_curves(wrong, TIME_S, OTHERS, NOISE)
    assert np.abs(curves.middle - PATH)[5:-5].max() < NOISE


def test_a_curve_is_in_doubt_where_it_goes_on_beyond_the_points() -> None:
    doubt = fit_curves(PATH, TIME_S, OTHERS, NOISE).doubt[:, 0]
    assert doubt[30] < 1 < doubt[0]
    assert doubt[0] > 4 * doubt[30]


def test_nothing_known_is_no_curve_at_all() -> None:
    curves = fit_curves(np.full_like(PATH, np.nan), TIME_S, OTHERS, NOISE)
    assert (curves.n_used == 0).all()
    assert curves.doubt.min() > 100
