"""Contacts that the first look misses: found again where the other foot must have stood."""

from __future__ import annotations

import numpy as np
import pytest

from aqvision.analysis.analyze import Analysis
from aqvision.core.settings import Settings
from aqvision.core.skeleton import INDEX
from aqvision.kinematics.events.contacts import find_contacts
from aqvision.kinematics.events.ground import level_ground
from aqvision.kinematics.missing_contacts import count_missing, look_again
from tests.support.synthetic import Array, Run, analyze, motion_of, regular_contacts, with_points

RUN = Run()
LEFT = np.array([INDEX[f"left_{joint}"] for joint in ("ankle", "heel", "foot_index")])


def with_left_foot(along_px: float, up_px: float) -> Analysis:
    """Let the left foot slide along and hover while it truly stands."""
    return analyze(with_points(RUN.pose(), lambda points: _off(points, along_px, up_px)))


def _off(points: Array, along_px: float, up_px: float) -> Array:
    for contact in (c for c in RUN.contacts if c.side == "left"):
        frames = np.flatnonzero(
            (contact.touchdown_s - 0.02 <= RUN.time_s) & (contact.toeoff_s + 0.02 >= RUN.time_s)
        )
        part = np.linspace(0, 1, len(frames))
        shift = np.stack([along_px * (part - 0.5), -up_px * np.sin(np.pi * part)], axis=1)
        points[np.ix_(frames, LEFT)] += shift[:, None]
    return points


@pytest.mark.parametrize(("along_px", "up_px"), [(0, 40), (0, 80), (120, 0)])
def test_feet_that_slide_or_hover_are_found_on_a_second_look(along_px: float, up_px: float) -> None:
    pose = with_points(RUN.pose(), lambda points: _off(points, along_px, up_px))
    motion, ground = level_ground(motion_of(pose))
    events = Settings().events
    first = find_contacts(motion, events, ground)
    assert count_missing(first) >= 1
    found = look_again(motion, events, ground, first)
    assert count_missing(found) == 0
    assert set(first) <= set(found)
    true = [c for c in RUN.contacts if c.side == "left"]
    for added in set(found) - set(first):
        assert added.side == "left"
        assert min(abs(added.touchdown_s - c.touchdown_s) for c in true) < 0.04
        assert added.touchdown_se_s == pytest.approx(0.02, abs=0.01)


def test_step_rate_and_angles_are_given_although_the_first_look_sees_one_foot() -> None:
    analysis = with_left_foot(0, 80)
    assert [c.side for c in analysis.contacts] == ["right", "left", "right", "left", "right"]
    frequency = analysis.metrics["step_frequency_hz"]
    assert frequency.value == pytest.approx(4.2, abs=0.1)
    assert "steps_missing" not in {w.code for w in analysis.warnings}
    assert "implausible_step_rate" not in {w.code for w in analysis.warnings}


def test_a_foot_that_is_never_seen_standing_is_said_to_be_missing() -> None:
    analysis = with_left_foot(0, -60)
    (warning,) = [w for w in analysis.warnings if w.code == "steps_missing"]
    assert "must lie between" in warning.text
    assert {c.side for c in analysis.contacts} == {"right"}
    assert analysis.scene.step_rate_hz == pytest.approx(4.2, abs=0.1)
    assert "steps are missing" in analysis.metrics["step_time_s"].reason
    assert analysis.series["trunk_lean_deg"].notna().mean() > 0.9
    assert "implausible_step_rate" not in {w.code for w in analysis.warnings}


def test_contacts_in_turn_are_left_alone() -> None:
    contacts = regular_contacts(6)
    assert count_missing(contacts) == 0
    assert count_missing(contacts[:2] + contacts[3:]) == 1
    assert count_missing(contacts[::2]) == 2
    assert count_missing(contacts[:1]) == 0
    motion, ground = level_ground(motion_of(RUN.pose()))
    found = find_contacts(motion, Settings().events, ground)
    assert look_again(motion, Settings().events, ground, found) is found
