"""Lines over a season: a dot a day, and an interval that holds days as well."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from aqvision.comparison.hold_metrics import HOLD_METRICS
from aqvision.comparison.prior import Steadiness
from aqvision.kinematics.metrics.registry import METRICS
from aqvision.progress.lines import Line, hold_line, line_of_means, sprint_line
from tests.support.ladders import WITHHELD
from tests.support.seasons import SETTINGS, clip, day, hold

USE = SETTINGS.comparison
CONTACT = METRICS["contact_time_s"]
SWAY = HOLD_METRICS["sway_rms_mm"]


def contact(*clips: object) -> Line:
    return sprint_line(CONTACT, clips, (), Steadiness(), USE)  # type: ignore[arg-type]


def test_a_dot_is_the_mean_of_its_day() -> None:
    line = contact(clip(0), clip(10, contact_time_s=-0.01), clip(10, contact_time_s=-0.02))
    assert [(dot.day, dot.n) for dot in line.dots] == [(day(0), 1), (day(10), 2)]
    first, second = line.dots
    assert second.value - first.value == pytest.approx(-0.015, abs=1e-9)


def test_no_number_of_clips_makes_a_day_surer_than_days_are() -> None:
    clips = [clip(0), *(clip(10) for _ in range(12))]
    one, many = contact(*clips).dots
    least = 1.6 * CONTACT.variation.day_sd_of(one.value)
    assert one.high - one.low > many.high - many.low > 2 * least


def test_what_was_not_measured_has_no_dot() -> None:
    blind = clip(10)
    blind = replace(blind, metrics={**blind.metrics, CONTACT.name: WITHHELD})
    assert [dot.day for dot in contact(clip(0), blind, clip(20)).dots] == [day(0), day(20)]
    none = contact(blind)
    assert (none.dots, none.reason) == ((), WITHHELD.reason)


def test_holds_have_an_interval_though_one_alone_tells_none() -> None:
    line = hold_line(SWAY, [hold(0, 8.0), hold(9, 4.0), hold(9, 6.0, number=1)], USE)
    assert [(dot.value, dot.n) for dot in line.dots] == [(8.0, 1), (5.0, 2)]
    of_level = SWAY.variation.run_sd_of(6.0), SWAY.variation.day_sd_of(6.0)
    assert line.dots[0].high - line.dots[0].low > 2 * 1.6 * np.hypot(*of_level)
    unknown = replace(hold(0), numbers=dict.fromkeys(HOLD_METRICS, (np.nan, np.nan)))
    assert hold_line(SWAY, [unknown], USE).dots == ()


def test_an_error_that_is_not_known_makes_no_interval_narrow() -> None:
    bare = [replace(h, numbers={**h.numbers, SWAY.name: (8.0, np.nan)}) for h in (hold(0), hold(9))]
    known = hold_line(SWAY, [hold(0), hold(9)], USE).dots[0]
    dot = hold_line(SWAY, bare, USE).dots[0]
    assert (dot.high - dot.low) == pytest.approx(known.high - known.low, rel=0.05)


def test_means_that_are_known_make_the_line_of_their_clips() -> None:
    whole = contact(clip(0), clip(10, contact_time_s=-0.01))
    means = [mean for of_day in whole.means.values() for mean in of_day]
    assert line_of_means(CONTACT, means, USE).dots == whole.dots
    assert line_of_means(CONTACT, [], USE).dots == ()
