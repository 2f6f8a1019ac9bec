"""Feet that land on heel or toe at known times -> touchdowns by the point that lands first."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from aqvision.core.settings import EventSettings
from aqvision.core.skeleton import INDEX
from aqvision.kinematics.events.contact_ends import (
    STATED_TOEOFF,
    STATED_TOUCHDOWN,
    Stance,
    find_contact_ends,
)
from aqvision.kinematics.events.contacts import find_contacts
from aqvision.kinematics.events.feet import find_foot
from aqvision.kinematics.events.ground import find_ground
from samples.generator import BEFORE
from tests.support.synthetic import Array, Run, matched, motion_of, with_points


def touchdown_on_the_heel_ms(earlier_s: float, seed: int = 2) -> float:
    """Mean error of touchdown, by the toe, where each heel lands some time before its toe."""
    run = Run(BEFORE, 240, 0.3, seed)

    def lands_on_heel(points: Array) -> Array:
        for contact in run.contacts:
            heel, toe = (INDEX[f"{contact.side}_{joint}"] for joint in ("heel", "foot_index"))
            middle = 0.5 * (contact.touchdown_s + contact.toeoff_s)
            level = np.interp(middle, run.time_s, points[:, toe, 1])
            landing = contact.touchdown_s - earlier_s
            before = (run.time_s > landing - 0.08) & (run.time_s < landing)
            standing = (run.time_s >= landing) & (run.time_s <= middle)
            fall_px = 1.5 * 125 * (landing - run.time_s[before])
            points[before, heel, 1] = level - fall_px
            points[standing, heel, 1] = level
        return points

    contacts = find_contacts(motion_of(with_points(run.pose(), lands_on_heel)), EventSettings())
    early = [
        c.touchdown_s - t.touchdown_s for c, t in matched(contacts, run.contacts, within_s=0.06)
    ]
    return 1e3 * float(np.mean(early))


def test_a_heel_that_lands_first_times_the_touchdown() -> None:
    """The same run, but each foot lands on its heel 30 ms before the toe comes down."""
    # the toe still has a say, so a quarter of the 30 ms is lost
    assert touchdown_on_the_heel_ms(0.03) == pytest.approx(-30, abs=10)


def test_between_toe_first_and_heel_first_the_touchdown_does_not_jump() -> None:
    """Heels that land 2 ms earlier may not move a clip's touchdowns by much more than that."""
    found_ms = [touchdown_on_the_heel_ms(early / 1e3) for early in range(4, 17, 2)]
    print("touchdown, each heel 2 ms earlier, in ms:", np.round(found_ms, 1))  # noqa: T201
    assert np.abs(np.diff(found_ms)).max() < 4


def test_a_rough_guess_20_ms_off_does_not_move_the_ends() -> None:
    run = Run()
    motion = motion_of(run.pose())
    true = run.contacts[2]
    foot = find_foot(motion, "right" if true.side == "right" else "left", find_ground(motion))
    guesses = [(true.touchdown_s + a, true.toeoff_s + b) for a, b in ((0, 0), (0.02, -0.02))]
    for start_s, stop_s in guesses:
        [(touchdown, toeoff)] = find_contact_ends([Stance(foot, start_s, stop_s)])
        assert touchdown is not None
        assert toeoff is not None
        assert touchdown.at_s == pytest.approx(true.touchdown_s, abs=0.006)
        assert toeoff.at_s == pytest.approx(true.toeoff_s, abs=0.006)


def test_ends_state_what_a_clip_shares_by_who_saw_the_points() -> None:
    motion = motion_of(Run().pose())
    for by_network in (False, True):
        for contact in find_contacts(replace(motion, by_network=by_network), EventSettings()):
            assert contact.touchdown_shared_s == STATED_TOUCHDOWN.shared_s
            assert contact.toeoff_shared_s == STATED_TOEOFF[by_network].shared_s
            assert contact.touchdown_se_s > contact.touchdown_shared_s
            assert contact.toeoff_se_s > contact.toeoff_shared_s
