import numpy as np
import pandas as pd
import pytest

from aqvision.kinematics.metrics.steadiness import (
    OWN_ERROR_OF_A_STRIDE,
    STEADINESS,
    measure_steadiness,
    recovery_runs,
)

NAMES = [metric.name for metric in STEADINESS]


def steps_of(n: int, seed: int = 0, phase_sd_deg: float = 4.0) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    lasting = 0.23 + 0.006 * random.standard_normal(n)
    return pd.DataFrame(
        {
            "side": ["left" if i % 2 else "right" for i in range(n)],
            "touchdown_s": np.append(0.0, np.cumsum(lasting)[:-1]),
            "touchdown_se_s": 0.001,
            "step_time_s": np.append(lasting[:-1], np.nan),
            "thigh_separation_touchdown_deg": random.normal(-10, 3.0, n),
            "arm_leg_phase_deg": random.normal(0, phase_sd_deg, n),
        }
    )


def errors_of(steps: pd.DataFrame, off_deg: float = 1.0) -> pd.DataFrame:
    return pd.DataFrame(off_deg, index=steps.index, columns=steps.columns)


@pytest.mark.parametrize("name", NAMES)
def test_a_long_run_has_a_value_and_a_short_one_says_what_it_takes(name: str) -> None:
    steps = steps_of(60)
    found = measure_steadiness(name, steps, errors_of(steps), "right")
    assert found.reason == ""
    assert np.isfinite([found.value, found.se]).all()
    short = steps_of(8)
    refused = measure_steadiness(name, short, errors_of(short), "right")
    assert np.isnan(refused.value)
    assert "it takes" in refused.reason


def test_steps_that_know_nothing_of_one_another_recover_at_once() -> None:
    steps = steps_of(80)
    for name in NAMES[1:]:
        found = measure_steadiness(name, steps, errors_of(steps), "right")
        assert abs(found.value) < 2 * found.se < 0.4


def test_the_arm_of_the_near_side_counts_and_measuring_is_taken_off() -> None:
    steps = steps_of(200)
    steps.loc[steps["side"] == "left", "arm_leg_phase_deg"] *= 5
    exact = measure_steadiness(NAMES[0], steps, errors_of(steps, 0.0), "right")
    assert exact.value == pytest.approx(4.0, rel=0.15)
    coarse = measure_steadiness(NAMES[0], steps, errors_of(steps, 4.0), "right")
    assert coarse.value**2 == pytest.approx(exact.value**2 - OWN_ERROR_OF_A_STRIDE * 16)
    hopeless = measure_steadiness(NAMES[0], steps, errors_of(steps, 9.0), "right")
    assert "hardly more than measuring" in hopeless.reason


def test_a_step_that_was_not_seen_leaves_a_gap() -> None:
    steps = steps_of(30).drop(index=[10]).reset_index(drop=True)
    run = recovery_runs(steps, errors_of(steps))["step_time_recovery"]
    assert run.number[8:12].tolist() == [8, 9, 11, 12]
    assert run.error[9, 10] == 0
    assert run.error[10, 11] < 0


def test_touchdowns_too_rough_to_tell_are_no_recovery() -> None:
    steps = steps_of(24).assign(touchdown_se_s=0.02)
    found = measure_steadiness("step_time_recovery", steps, errors_of(steps), "right")
    assert found.reason == "measuring errs by as much as the steps differ"
