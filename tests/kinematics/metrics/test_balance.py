from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aqvision.core.skeleton import SIDES, Side
from aqvision.kinematics.events.contacts import Contact
from aqvision.kinematics.metrics.balance import measure_balance, symmetry_angle_frac
from aqvision.kinematics.metrics.strides import columns_of
from aqvision.kinematics.steps import find_steps
from tests.support.synthetic import Array, contact, regular_contacts

TIME = np.arange(0, 2.4, 1 / 120)
COMPARED = [
    "step_time_difference_s",
    "step_time_symmetry_angle_frac",
    "contact_time_symmetry_angle_frac",
]


def thigh(forward_at_s: float) -> Array:
    return 15 + 45 * np.cos(2 * np.pi * 2.0 * (TIME - forward_at_s))


def table(left_forward_at_s: float = 0.45) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "time_s": TIME,
            "left_thigh_deg": thigh(left_forward_at_s),
            "right_thigh_deg": thigh(left_forward_at_s + 0.25),
        }
    )


def uneven(left_s: float, right_s: float, n: int = 8) -> tuple[Contact, ...]:
    """Contacts of 100 ms, left first; a step of the left foot lasts left_s."""
    times = np.cumsum([0.05] + [(left_s, right_s)[i % 2] for i in range(n - 1)])
    return tuple(contact(SIDES[i % 2], float(t), float(t) + 0.1) for i, t in enumerate(times))


def measured(contacts: tuple[Contact, ...], near: Side = "right") -> pd.DataFrame:
    return measure_balance(columns_of(table()), find_steps(contacts), near)


@pytest.mark.parametrize("near", SIDES)
def test_left_less_right_whichever_side_is_near(near: Side) -> None:
    rows = measured(uneven(0.26, 0.24), near)
    found = rows["step_time_difference_s"].dropna()
    assert len(found) == 3
    assert found.tolist() == pytest.approx([0.02] * 3)
    angles = rows["step_time_symmetry_angle_frac"].dropna()
    assert angles.tolist() == pytest.approx([symmetry_angle_frac(0.26, 0.24)] * 3)
    assert (angles > 0).all()
    assert rows["contact_time_symmetry_angle_frac"].dropna().abs().max() < 1e-9
    assert rows[[c.side != near for c in uneven(0.26, 0.24)]][COMPARED].isna().all(axis=None)


@given(st.floats(0.05, 1), st.floats(0.05, 1))
def test_symmetry_angle_changes_sign_with_the_sides_and_knows_no_unit(a: float, b: float) -> None:
    assert symmetry_angle_frac(a, b) == pytest.approx(-symmetry_angle_frac(b, a))
    assert symmetry_angle_frac(7 * a, 7 * b) == pytest.approx(symmetry_angle_frac(a, b))
    assert abs(symmetry_angle_frac(a, b)) < 0.5


def test_five_per_cent_are_a_symmetry_angle_of_1_6() -> None:
    """Equal to 1.6 % by the published formula: exell-2017."""
    assert symmetry_angle_frac(1.05, 1.0) == pytest.approx(0.016, abs=0.0005)


def test_variation_is_that_of_random_step_times() -> None:
    random = np.random.default_rng(3)
    times = 0.05 + np.cumsum(random.normal(0.25, 0.25 * 0.03, 400))
    contacts = tuple(contact(SIDES[i % 2], float(t), float(t) + 0.1) for i, t in enumerate(times))
    rows = measure_balance(columns_of(table()), find_steps(contacts), "left")
    found = rows["step_time_variation_frac"]
    assert found.mean() == pytest.approx(0.03, rel=0.1)


def test_unequal_sides_and_a_steady_trend_are_hardly_variation() -> None:
    assert measured(uneven(0.28, 0.24))["step_time_variation_frac"].max() < 1e-9
    times = 0.05 + np.cumsum(0.25 - 0.001 * np.arange(8))
    slowly = tuple(contact(SIDES[i % 2], float(t), float(t) + 0.1) for i, t in enumerate(times))
    assert measured(slowly)["step_time_variation_frac"].max() < 0.01


def test_switch_and_lift_are_those_of_two_sines() -> None:
    # the left swings from 0.05 to 0.55; the right foot is down from 0.30 to 0.40
    row = measured(regular_contacts(4)).iloc[2]
    # the thighs, a quarter of a second apart, pass half way between their turns
    assert row["switch_time_frac"] == pytest.approx((0.325 - 0.30) / 0.1, abs=0.01)
    assert row["toeoff_to_thigh_peak_s"] == pytest.approx(0.45 - 0.40, abs=1e-3)


def test_a_contact_that_cannot_be_timed_gives_no_symmetry_of_contacts() -> None:
    contacts = list(regular_contacts(4))
    rough = contacts[1]
    contacts[1] = replace(rough, toeoff_se_s=0.02)
    rows = measure_balance(columns_of(table()), find_steps(tuple(contacts)), "left")
    assert np.isnan(rows["contact_time_symmetry_angle_frac"][0])
    assert np.isfinite(rows["step_time_difference_s"][0])


def test_a_hidden_thigh_and_steps_out_of_view_are_missing() -> None:
    angles = table()
    angles.loc[20:60, "right_thigh_deg"] = np.nan
    rows = measure_balance(columns_of(angles), find_steps(regular_contacts(4)), "left")
    assert np.isnan(rows["switch_time_frac"][2])
    assert np.isfinite(rows["toeoff_to_thigh_peak_s"][2])
    assert measured(regular_contacts(2)).isna().all(axis=None)
    assert measure_balance(columns_of(table()), (), "left").empty
