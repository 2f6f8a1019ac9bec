"""Contacts, some unseen -> links that hold, and the rate of touchdowns at a known rate."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from aqvision.core.skeleton import SIDES, opposite
from aqvision.kinematics.events.contacts import Contact
from aqvision.kinematics.steps import contact_time_s, find_steps, measure_step_rate
from tests.support.synthetic import contact, regular_contacts


@st.composite
def contact_chains(draw: st.DrawFn) -> tuple[Contact, ...]:
    """Alternating contacts of irregular times, some of which were not seen."""
    time, chain = 0.0, []
    for i in range(draw(st.integers(0, 9))):
        gap, down = draw(st.floats(0.15, 0.4)), draw(st.floats(0.05, 0.14))
        time += gap
        chain.append(contact(SIDES[i % 2], time, time + down, float(i)))
    seen = draw(st.lists(st.booleans(), min_size=len(chain), max_size=len(chain)))
    return tuple(c for c, keep in zip(chain, seen, strict=True) if keep)


@given(contact_chains())
def test_every_link_is_the_direct_neighbour(contacts: tuple[Contact, ...]) -> None:
    steps = find_steps(contacts)
    assert [step.contact for step in steps] == list(contacts)
    for step in steps:
        if step.next is not None:
            assert step.next.side == opposite(step.side)
            assert step.next.touchdown_s - step.contact.touchdown_s < 0.75
        if step.stride_end is not None:
            assert step.stride_end.side == step.side
            assert step.next is not None
            assert step.stride_s > 0
        if step.previous is not None:
            assert step.between is not None
            assert step.previous.side == step.side != step.between.side
            assert step.previous.toeoff_s < step.contact.touchdown_s


@pytest.mark.parametrize("missing", [1, 2, 3])
@pytest.mark.parametrize("step_s", [0.2, 0.25])
def test_two_missed_contacts_do_not_make_a_threefold_step(missing: int, step_s: float) -> None:
    """After two missed contacts the feet are in turn again, and 0.6 s may be a jogger's step."""
    chain = regular_contacts(7, step_s)
    steps = find_steps(tuple(c for i, c in enumerate(chain) if i not in (missing, missing + 1)))
    assert steps[missing - 1].next is None
    assert steps[missing].previous is None
    assert steps[missing].between is None


def test_a_stride_ends_on_the_same_foot() -> None:
    steps = find_steps(regular_contacts(4))
    assert [round(s.stride_s, 9) for s in steps[:2]] == [0.5, 0.5]
    assert all(np.isnan(s.stride_s) for s in steps[2:])
    assert [s.previous is None for s in steps] == [True, True, False, False]


def test_contact_time_needs_both_ends_to_12_ms() -> None:
    sure = contact("left", 0.1, 0.2)
    assert contact_time_s(sure) == pytest.approx(0.1)
    assert contact_time_s(replace(sure, toeoff_se_s=0.012)) == pytest.approx(0.1)
    assert np.isnan(contact_time_s(replace(sure, touchdown_se_s=0.0121)))


# -- step rate ----------------------------------------------------------------------------------


def table(touchdown_s: NDArray[np.float64], gaps: tuple[int, ...] = ()) -> pd.DataFrame:
    """Steps left, right, left, ...; after each gap the next touchdown was not the next step."""
    step_s = np.append(np.diff(touchdown_s), np.nan)
    step_s[list(gaps)] = np.nan
    side = np.array(["left", "right"] * len(touchdown_s))[: len(touchdown_s)]
    return pd.DataFrame({"side": side, "touchdown_s": touchdown_s, "step_time_s": step_s})


def test_even_steps_give_their_rate_without_error() -> None:
    rate, se = measure_step_rate(table(0.1 + np.arange(8) / 4.2))
    assert rate == pytest.approx(4.2)
    assert se == pytest.approx(0, abs=1e-9)


def test_feet_that_land_unevenly_are_no_error() -> None:
    touchdown_s = np.arange(8) / 4.2
    touchdown_s[1::2] += 0.02
    rate, se = measure_step_rate(table(touchdown_s))
    assert rate == pytest.approx(4.2)
    assert se == pytest.approx(0, abs=1e-9)


def test_a_hole_in_the_chain_is_not_counted_as_a_step() -> None:
    touchdown_s = np.concatenate([np.arange(5) / 4.2, 2.1 + np.arange(6) / 4.2])
    rate, _ = measure_step_rate(table(touchdown_s, gaps=(4,)))
    assert rate == pytest.approx(4.2)


def test_stated_error_holds_and_beats_first_to_last() -> None:
    random = np.random.default_rng(4)
    off, single, stated = [], [], []
    for _ in range(400):
        touchdown_s = np.arange(33) / 2.815 + random.normal(0, 0.015, 33)
        rate, se = measure_step_rate(table(touchdown_s))
        off.append(rate - 2.815)
        single.append(32 / (touchdown_s[-1] - touchdown_s[0]) - 2.815)
        stated.append(se)
    assert np.std(off) < 0.75 * np.std(single)
    assert np.mean(stated) == pytest.approx(np.std(off), rel=0.15)


def test_too_few_touchdowns_tell_nothing() -> None:
    assert np.isnan(measure_step_rate(table(np.array([0.1, 0.34])))).all()
    rate, se = measure_step_rate(table(np.array([0.1, 0.34, 0.58])))
    assert rate == pytest.approx(1 / 0.24)
    assert np.isnan(se)
