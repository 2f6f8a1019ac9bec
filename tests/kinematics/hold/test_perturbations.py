from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from aqvision.kinematics.hold.perturbations import find_perturbations, quiet_frames, without
from tests.support.holds import STEADY, path_of, path_through
from validation.hold_motions import LEG_M, TWO_KNOCKS, HeldMotion, Knock

MM = 1000 * LEG_M
SAMPLE = Path(__file__).parents[3] / "samples" / "hold.csv"


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


@pytest.mark.parametrize("slope", [1.0, 2.0])
def test_knocks_stand_out_of_slow_sway(slope: float) -> None:
    found = find_perturbations(path_of(replace(STEADY, slope=slope, sway_mm=10.0)))
    assert [a.time_s for a in found] == pytest.approx([k.time_s for k in TWO_KNOCKS], abs=0.1)
    for answer, knock in zip(found, TWO_KNOCKS, strict=True):
        assert abs(answer.peak_leg * MM - knock.peak_mm) < 8.0


def test_both_knocks_of_the_sample_are_found_in_its_true_path() -> None:
    names = [f"{side}_hip_{way}_m" for way in "xz" for side in ("left", "right")]
    table = np.genfromtxt(SAMPLE, delimiter=",", names=True)
    hips = np.array([table[name] for name in names]).reshape(2, 2, -1).mean(axis=1).T
    first, second = find_perturbations(path_through(table["time_s"], 1000 * hips))
    for answer, start_s, peak_m, return_s in (
        (first, 3.5, 0.04, 0.363),
        (second, 8.0, 0.055, 0.742),
    ):
        assert answer.time_s == pytest.approx(start_s, abs=0.1)
        assert answer.peak_leg == pytest.approx(peak_m, abs=0.008)
        assert answer.return_s == pytest.approx(return_s, abs=0.25)


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
