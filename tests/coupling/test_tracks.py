"""Rungs -> tracks, their errors, and how steady an athlete is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from aqvision.analysis.analyze import Analysis
from aqvision.core.settings import Settings
from aqvision.coupling.rungs import rungs_of
from aqvision.coupling.tracks import Track, bends_of, differences_of, steadiness_of, tracks_of
from aqvision.kinematics.metrics.registry import METRICS
from tests.support.climbs import ARM, CONTACT, SPEEDS_MPS, THIGHS, Climber, lagging, track

SETTINGS = Settings().comparison


def followed(clips: list[Analysis]) -> dict[tuple[str, str | None], Track]:
    return {(t.metric.name, t.side): t for t in tracks_of(rungs_of(clips), SETTINGS)}


def test_each_side_that_is_known_is_followed_by_itself() -> None:
    found = followed(Climber().ladder())
    assert list(found) == [
        (ARM, "left"), (ARM, "right"), (THIGHS, None), (CONTACT, "left"), (CONTACT, "right"),
    ]  # fmt: skip
    assert found[ARM, "left"].value == pytest.approx([5.0] * 6, abs=5.0)
    assert found[CONTACT, "left"].value == pytest.approx(0.9 / np.array(SPEEDS_MPS), rel=0.05)


def test_phases_about_half_a_turn_do_not_jump() -> None:
    clips = Climber().ladder()
    turned = [
        replace(c, steps=c.steps.assign(**{ARM: (c.steps[ARM] + 356.0) % 360 - 180})) for c in clips
    ]
    plain, about = followed(clips)[ARM, "left"], followed(turned)[ARM, "left"]
    assert about.value - plain.value == pytest.approx([176.0] * 6)


def test_clips_of_different_methods_are_not_set_beside_each_other() -> None:
    clips = Climber().ladder()
    odd = replace(clips[0], provenance=replace(clips[0].provenance, method="0.0"))
    rungs = rungs_of([odd, *clips[1:]])
    assert tracks_of(rungs, SETTINGS) == ()
    assert "different ways" in differences_of(rungs, SETTINGS)[0].text


def test_sections_of_one_run_share_half_of_what_runs_differ_by() -> None:
    one = replace(track(lagging(0.0), step_sd=2.0), run=np.zeros(6))
    own, shared = one.covariance(2.0)[0, :2]
    assert own == pytest.approx(2 * one.run_sd**2 + 4.0)
    assert shared == pytest.approx(one.run_sd**2)


def test_an_athlete_who_strays_more_than_others_is_seen_to() -> None:
    random = np.random.default_rng(1)
    usual = METRICS[ARM].variation.run_sd
    steady, unsteady = (
        steadiness_of([track(sd * random.standard_normal(6), step_sd=0.1) for _ in range(12)])
        for sd in (0.1 * usual, 2 * usual)
    )
    assert steady < 0.5
    assert 2.0 < unsteady < 6.0


def test_a_letting_go_is_no_unsteadiness() -> None:
    assert steadiness_of([track(lagging(20.0))] * 8) == pytest.approx(
        steadiness_of([track(lagging(0.0))] * 8), abs=0.05
    )


def test_what_follows_speed_is_free_of_it() -> None:
    contact = track([0.9 / v for v in SPEEDS_MPS], CONTACT, step_sd=0.001)
    columns, values, n_free = bends_of(contact, np.array([7.5, 8.5]), contact.covariance(1.0))
    assert n_free == 4
    assert values == pytest.approx(np.zeros(6), abs=1e-9)
    assert columns.shape == (6, 2)
