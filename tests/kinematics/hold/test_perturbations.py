from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from aqvision.kinematics.hold.perturbations import find_perturbations, quiet_frames, without
from tests.support.holds import STEADY, path_of
from validation.hold_motions import LEG_M, TWO_KNOCKS, HeldMotion, Knock

MM = 1000 * LEG_M


def test_knocks_without_sway_come_out_as_they_were_made() -> None:
    motion = HeldMotion(rate_hz=60.0, sway_mm=0.0, drift_mm_per_s=(0.0, 0.0))
    found = find_perturbations(path_of(motion))
    assert len(found) == 2
    for answer, knock in zip(found, TWO_KNOCKS, strict=True):
        assert answer.time_s == pytest.approx(knock.time_s, abs=0.05)
        assert answer.peak_leg * MM == pytest.approx(knock.peak_mm, abs=3.0)
        assert answer.return_s == pytest.approx(knock.return_s, rel=0.08)
        assert np.degrees(np.arctan2(answer.up_leg, answer.across_leg)) == pytest.approx(
            knock.way_deg, abs=2
        )


def test_errors_cover_what_sway_does_to_peak_and_return() -> None:
    for answer, knock in zip(find_perturbations(path_of(STEADY)), TWO_KNOCKS, strict=True):
        assert abs(answer.peak_leg * MM - knock.peak_mm) < 8.0
        assert abs(answer.return_s - knock.return_s) < 0.25
        assert 0.5 < answer.peak_se_leg * MM < 8.0
        assert 0.01 < answer.return_se_s < 0.3


def test_sway_alone_holds_no_knock() -> None:
    calm = [replace(STEADY, knocks=(), seed=seed) for seed in range(4)]
    assert sum(len(find_perturbations(path_of(motion))) for motion in calm) <= 1


def test_a_slow_way_out_is_no_knock() -> None:
    slow = (Knock(8.0, 60.0, 2.0, rise_s=3.0),)
    assert find_perturbations(path_of(replace(STEADY, sway_mm=1.0, knocks=slow))) == ()


def test_a_posture_that_does_not_come_back_has_no_return() -> None:
    stays = (Knock(14.0, 60.0, 50.0),)
    found = find_perturbations(path_of(replace(STEADY, sway_mm=2.0, knocks=stays)))
    (answer,) = (a for a in found if abs(a.time_s - 14.0) < 0.3)
    assert np.isnan(answer.return_s)
    assert answer.peak_leg * MM == pytest.approx(60.0, abs=12.0)


def test_what_is_taken_out_leaves_the_sway() -> None:
    path = path_of(STEADY)
    found = find_perturbations(path)
    left = without(path, found).in_band()[quiet_frames(path, found)] * MM
    calm = path_of(replace(STEADY, knocks=())).in_band()[quiet_frames(path, found)] * MM
    assert np.sqrt((left**2).sum(axis=1).mean()) == pytest.approx(
        np.sqrt((calm**2).sum(axis=1).mean()), rel=0.1
    )
