"""Contacts, some unseen -> links that hold."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aqvision.core.skeleton import SIDES, opposite
from aqvision.kinematics.events.contacts import Contact
from aqvision.kinematics.steps import contact_time_s, find_steps
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
