import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aqvision.kinematics.metrics.strides import columns_of
from aqvision.kinematics.metrics.together import antiphase_share, measure_together
from aqvision.kinematics.steps import find_steps
from tests.support.synthetic import Array, regular_contacts

TIME = np.arange(0, 1.4, 1 / 120)
STEPS = find_steps(regular_contacts(6))


def thigh(forward_at_s: float, amplitude: float = 40.0) -> Array:
    return 15 + amplitude * np.cos(2 * np.pi * 2.0 * (TIME - forward_at_s))


def table(right_later_s: float) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "time_s": TIME,
            "left_thigh_deg": thigh(0.2),
            "right_thigh_deg": thigh(0.2 + right_later_s),
        }
    )


@pytest.mark.parametrize(("later_s", "phase"), [(0.25, 180), (0.23, 165.6), (0.27, 194.4)])
def test_phase_between_the_thighs(later_s: float, phase: float) -> None:
    rows = measure_together(columns_of(table(later_s)), STEPS, "left")
    assert rows["thigh_thigh_phase_deg"].dropna().tolist() == pytest.approx([phase] * 2, abs=1e-6)
    assert rows["thigh_thigh_phase_deg"].isna().tolist()[1::2] == [True] * 3


def test_thighs_exactly_against_each_other_are_antiphase_all_the_time() -> None:
    share = measure_together(columns_of(table(0.25)), STEPS, "right")["thigh_antiphase_share_frac"]
    assert share.dropna().tolist() == [1.0, 1.0]


@given(st.floats(0, 360), st.floats(0.5, 3))
def test_share_of_two_sines_is_that_of_the_coupling_angle(lag: float, gain: float) -> None:
    phase = np.radians(np.arange(0, 360, 0.05))
    size = 1e5  # so that the frames that are left out as still are few
    first, second = size * np.sin(phase), size * gain * np.sin(phase - np.radians(lag))
    speed_1, speed_2 = np.cos(phase), gain * np.cos(phase - np.radians(lag))
    coupling = np.degrees(np.arctan2(speed_2, speed_1)) % 180
    true = np.mean(np.abs(coupling - 135) <= 22.5)
    assert antiphase_share(phase, first, second) == pytest.approx(true, abs=0.01)


def test_share_in_phase_is_none_and_of_little_motion_unknown() -> None:
    assert antiphase_share(TIME, thigh(0), thigh(0)) == 0
    assert np.isnan(antiphase_share(TIME, np.zeros_like(TIME), 0.1 * np.sin(9 * TIME)))
    assert np.isnan(antiphase_share(TIME, np.full_like(TIME, np.nan), thigh(0)))


def test_share_of_a_leg_hidden_for_a_third_is_unknown() -> None:
    hidden = thigh(0.25)
    hidden[40:100] = np.nan
    assert np.isnan(antiphase_share(TIME, hidden, thigh(0)))


def test_stride_that_is_not_in_view_is_missing() -> None:
    rows = measure_together(columns_of(table(0.25)), find_steps(regular_contacts(2)), "left")
    assert rows.isna().all(axis=None)


def test_strides_alike_do_not_vary_and_strides_apart_do() -> None:
    steps = find_steps(regular_contacts(6))
    rows = measure_together(columns_of(table(0.25)), steps, "left")
    alike = rows["thigh_coupling_variability_deg"]
    assert alike.notna().tolist() == [True] + [False] * 5
    assert alike[0] < 0.5
    angles = table(0.25)
    later = angles["time_s"] > 0.55  # in the second stride the right thigh swings less
    angles.loc[later, "right_thigh_deg"] = 15 + 0.5 * (angles["right_thigh_deg"][later] - 15)
    varied = measure_together(columns_of(angles), steps, "left")["thigh_coupling_variability_deg"]
    # the coupling angle goes from 135 to 153.4 degrees, and back: 18.4 / sqrt 2
    assert varied[0] == pytest.approx(18.43 / 2**0.5, abs=1.0)
