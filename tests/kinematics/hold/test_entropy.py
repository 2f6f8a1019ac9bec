from __future__ import annotations

import numpy as np

from aqvision.kinematics.hold.entropy import sample_entropy

TIME_S = np.arange(0, 20, 1 / 30)


def test_what_repeats_itself_has_less_entropy_than_noise() -> None:
    wave = np.column_stack([np.sin(2 * np.pi * TIME_S), 0.1 * np.cos(2 * np.pi * TIME_S)])
    noise = np.random.default_rng(0).normal(0, 1, (len(TIME_S), 2))
    assert sample_entropy(wave, 30.0) < 0.4 < sample_entropy(noise, 30.0)
    assert sample_entropy(7 * noise, 30.0) == sample_entropy(noise, 30.0)


def test_too_few_samples_have_none() -> None:
    assert np.isnan(sample_entropy(np.zeros((60, 2)), 30.0))
