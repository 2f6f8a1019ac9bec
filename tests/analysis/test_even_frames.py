"""Points at one rate: as they are where they have one, and nothing made up where not."""

import numpy as np
import pytest

from aqvision.analysis.even_frames import on_even_frames


def test_times_that_were_rounded_a_little_count_as_even() -> None:
    time_s = np.round(np.arange(300) / (30000 / 1001), 4)
    points = np.random.default_rng(0).normal(size=(300, 2, 3))
    same, rate_hz, read_off = on_even_frames(time_s, points, 0.05)
    assert same is points
    assert not read_off
    assert rate_hz == pytest.approx(29.97, rel=1e-5)


def test_nothing_is_made_up_in_a_gap() -> None:
    time_s = np.concatenate([np.arange(50), np.arange(75, 120)]) / 100 + 0.0
    time_s[7] += 0.002
    points = np.repeat(time_s[:, None, None], 2, axis=1)
    points[20, 1] = np.nan
    read, rate_hz, read_off = on_even_frames(time_s, points, 0.05)
    assert read_off
    assert rate_hz == pytest.approx(100)
    assert np.flatnonzero(np.isnan(read[:50, 1, 0])).tolist() == [20]
    known = np.isfinite(read[:, 0, 0])
    assert np.flatnonzero(~known).tolist() == list(range(50, 75))
    np.testing.assert_allclose(read[known, 0, 0], np.arange(120)[known] / 100, atol=1e-9)
