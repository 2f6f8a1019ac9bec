from __future__ import annotations

import numpy as np
import pytest

from aqvision.kinematics.hold.path import hold_path

TIME_S = np.arange(0, 20.001, 1 / 60)


def waves(hz: float) -> np.ndarray:
    return np.column_stack([np.sin(2 * np.pi * hz * TIME_S), np.cos(2 * np.pi * hz * TIME_S)])


@pytest.mark.parametrize(("hz", "kept"), [(0.02, 0.0), (0.5, 1.0), (2.0, 1.0), (15.0, 0.0)])
def test_sway_is_what_lies_between_its_two_frequencies(hz: float, kept: float) -> None:
    band = hold_path(TIME_S, waves(hz)).in_band()[300:-300]
    assert np.sqrt((band**2).sum(axis=1).mean()) == pytest.approx(kept, abs=0.06)


def test_a_short_gap_is_bridged_and_a_long_one_told() -> None:
    xy = waves(0.3)
    xy[100:104], xy[500:560] = np.nan, np.nan
    path = hold_path(TIME_S, xy)
    assert np.isfinite(path.xy_leg).all()
    assert path.known[100:104].all()
    assert not path.known[501:559].any()


def test_uneven_times_become_even_ones() -> None:
    jitter = np.random.default_rng(0).uniform(-0.003, 0.003, len(TIME_S))
    at_s = TIME_S + jitter
    path = hold_path(at_s, np.column_stack([np.sin(at_s), at_s]))
    assert np.ptp(np.diff(path.time_s)) < 1e-9
    assert np.abs(path.xy_leg[:, 0] - np.sin(path.time_s)).max() < 1e-3


def test_blocks_are_as_many_as_fit_and_hold_all_frames() -> None:
    blocks = hold_path(TIME_S, waves(1.0)).blocks()
    assert len(blocks) == 8
    assert blocks[0].start == 0
    assert blocks[-1].stop == len(TIME_S)


def test_one_place_is_no_path() -> None:
    with pytest.raises(ValueError, match="two places"):
        hold_path(TIME_S, np.full((len(TIME_S), 2), np.nan))
