"""Numbers of holds as means, and what they are judged by."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest

from aqvision.analysis.hold_store import load_hold, save_hold
from aqvision.comparison.hold_means import RETURN, hold_mean, hold_prior, number_of
from aqvision.comparison.hold_metrics import HOLD_METRICS
from aqvision.core.settings import Settings
from tests.support.holds import measured

NAN = float("nan")


def test_returns_are_averaged_over_the_knocks_that_were_come_back_from(tmp_path: Path) -> None:
    save_hold(measured(), tmp_path)
    record = replace(load_hold(tmp_path), returns_s=((0.4, 0.1), (NAN, NAN), (0.6, 0.1)))
    assert number_of(record, RETURN) == pytest.approx((0.5, 0.1))
    assert number_of(replace(record, returns_s=((NAN, NAN),)), RETURN)[0] != 0
    assert all(map(math.isnan, number_of(replace(record, returns_s=()), RETURN)))
    assert number_of(record, "sway_rms_leg_lengths")[0] > 0
    assert all(map(math.isnan, number_of(record, "unheard_of")))


def test_an_error_that_is_not_known_is_left_to_how_holds_differ() -> None:
    assert hold_mean((2.0, 0.5), None).step_variance == 0.25
    assert hold_mean((2.0, NAN), None).step_variance == 0.0
    prior = hold_prior(HOLD_METRICS["sway_rms_leg_lengths"], 2.0, Settings().comparison)
    assert prior.run_variance == pytest.approx(0.25)
