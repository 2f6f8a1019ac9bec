"""Contacts of two people over force plates: how they are told, and that touchdowns meet them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from samples.generator import BEFORE
from tests.support.synthetic import Run
from validation.events_motions import MOCAP
from validation.feet_apart import feet_apart
from validation.force_plates import (
    PlateErrors,
    markers_of,
    thinned,
)
from validation.force_plates import measure_points as measured
from validation.plates_metrics import ReadAtContact, plates_metrics_table
from validation.plates_table import plates_table

PLATES = MOCAP.with_name("force_plates")
with_plates = pytest.mark.skipif(
    not PLATES.is_dir(), reason="the folder ../shared/data/force_plates is not here"
)


def errors(clip: str, touchdown_ms: float, toeoff_ms: float) -> PlateErrors:
    error_ms = np.array([[touchdown_ms - 1, toeoff_ms], [touchdown_ms + 1, toeoff_ms]] * 2)
    left = np.array([True, True, False, False])
    stated = np.full((4, 2), 4.0)
    return PlateErrors(clip, "pixels", 120.0, error_ms, stated, left, 0, 1, np.arange(4))


def test_what_misses_its_target_says_so() -> None:
    result = errors("jog120", 9.0, 1.0)
    assert result.shortfalls == ("touchdown bias", "contact bias", "invented")
    assert "+9.0 ± 1.2 | +1.0 ± 0.0" in plates_table([result])


def test_made_up_toes_are_not_judged() -> None:
    result = errors("max120", 0.0, -20.0)
    assert result.shortfalls == ("invented",)
    assert "(-20.0 ± 0.0)" in plates_table([result])


def test_feet_are_apart_only_beyond_what_chance_makes_of_few_contacts() -> None:
    left = np.array([True, True, True, False, False])
    sure = np.array([-4.0, -4.5, -3.5, 1.0, 0.5])[:, None].repeat(2, axis=1)
    unsure = sure + np.array([-6.0, 0.0, 6.0, 5.0, -5.0])[:, None]
    assert feet_apart(sure, left).is_beyond(3.0).all()
    assert feet_apart(unsure, left).ms == pytest.approx(feet_apart(sure, left).ms)
    assert not feet_apart(unsure, left).is_beyond(3.0).any()
    alone = feet_apart(sure[2:4], left[2:4])
    assert np.isnan(alone.se_ms).all()
    assert not alone.is_beyond(3.0).any()


def test_a_contact_seen_twice_counts_once() -> None:
    one = errors("jog120", 0.0, 0.0)
    twice = replace(
        one,
        error_ms=one.error_ms.repeat(2, axis=0),
        left=one.left.repeat(2),
        contact=one.contact.repeat(2),
    )
    assert twice.feet.se_ms == pytest.approx(one.feet.se_ms)


def test_a_thinned_clip_comes_once_from_each_first_frame() -> None:
    pose = Run(BEFORE).pose()
    first, second = thinned(pose, 2)
    assert len(first) + len(second) == len(pose)
    assert first.time_s[0] == pose.time_s[0]
    assert np.array_equal(second.xy_px, pose.xy_px[1::2], equal_nan=True)


def test_force_is_judged_by_a_part_of_itself() -> None:
    near, far = (ReadAtContact("jog120", "stance_force_bw", f, 2.0, 4) for f in (2.09, 2.2))
    rows = plates_metrics_table([near, far]).splitlines()
    assert rows[-2].endswith("met |")
    assert rows[-1].endswith("**falls short** |")


@pytest.mark.real_data
@with_plates
@pytest.mark.parametrize("name", ["jog120", "max120"])
def test_markers_touch_down_when_the_plates_say_so(name: str) -> None:
    result = measured(name, "markers", thinned(markers_of(name), 1))
    assert (result.n_missed, result.n_invented) == (0, 0)
    assert abs(result.error_ms[:, 0].mean()) < 5
    assert result.error_ms[:, 0].std(ddof=1) < 6
