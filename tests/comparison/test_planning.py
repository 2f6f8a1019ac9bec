"""A plan: more filming never sees less, and what it promises is seen as often as it says."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special

from aqvision.comparison.compare import compare
from aqvision.comparison.families import PRIMARIES
from aqvision.comparison.interval import p_value
from aqvision.comparison.judging import PRIMARY_RATE
from aqvision.comparison.planning import (
    DESIGNS,
    POWER,
    Design,
    SideVariance,
    plan,
    seen_at_best,
    smallest_change_seen,
)
from aqvision.comparison.prior import Prior, prior_of
from aqvision.comparison.values import ClipMean
from aqvision.comparison.variance import estimate_change
from aqvision.core.settings import ComparisonSettings, Settings
from aqvision.core.types import View
from aqvision.kinematics.metrics.registry import METRICS
from samples.generator import AFTER
from tests.support.end_runs import end_pose
from tests.support.ladders import without_scale
from tests.support.synthetic import Run, analysis_of, analyze
from validation.frontal_renders import EndRender

SETTINGS = ComparisonSettings()
SIDES = st.builds(
    SideVariance,
    run=st.floats(0.01, 100.0),
    day=st.floats(0.01, 100.0),
    shared=st.floats(0.0, 10.0),
    run_freedom=st.just(6.0),
    day_freedom=st.floats(6.0, 12.0),
)


def quantiles_more(variance: SideVariance, more: Design, fewer: Design) -> float:
    """Give how much larger quantiles are where more runs have fewer degrees of freedom; else 1.

    On days of their own both variances are known by days alone, which are fewer than runs.
    """
    at = np.array([1 - PRIMARY_RATE / len(PRIMARIES) / 2, POWER])
    wide, narrow = (special.stdtrit(variance.freedom(design), at) for design in (more, fewer))
    return max(1.0, float((wide / narrow).max()))


@given(SIDES, st.integers(1, 8), st.floats(0.0, 20.0))
def test_more_runs_never_see_less(variance: SideVariance, n: int, worthwhile: float) -> None:
    for more, fewer in ((Design(n + 1, 1), Design(n, 1)), (Design(n + 1, n + 1), Design(n, n))):
        seen = smallest_change_seen(variance, more, worthwhile)
        limit = quantiles_more(variance, more, fewer) * (1 + 1e-9)
        assert seen <= limit * smallest_change_seen(variance, fewer, worthwhile)


@pytest.mark.parametrize("name", PRIMARIES)
@pytest.mark.parametrize("n", [2, 3, 5])
def test_as_many_runs_on_days_of_their_own_see_more(name: str, n: int) -> None:
    metric = METRICS[name]
    on_days, in_one = (seen_at_best(metric, 10.0, Design(n, days)) for days in (n, 1))
    assert on_days < in_one


@given(SIDES, st.integers(1, 12), st.sampled_from(DESIGNS), st.floats(0.0, 20.0))
def test_fewer_primaries_see_more_and_nothing_below_what_is_worth_telling(
    variance: SideVariance, n_primaries: int, design: Design, worthwhile: float
) -> None:
    seen = smallest_change_seen(variance, design, worthwhile, n_primaries)
    assert seen > worthwhile
    assert seen <= smallest_change_seen(variance, design, worthwhile, n_primaries + 1)


def simulated_side(
    design: Design, variance: SideVariance, mean: float, random: np.random.Generator
) -> list[ClipMean]:
    days = random.normal(mean, variance.day**0.5, design.n_days)
    days = days + random.normal(0, variance.shared**0.5)
    first = dt.date(2026, 1 if mean == 0 else 6, 1)
    return [
        ClipMean(
            value=days[i % design.n_days] + random.normal(0, variance.run**0.5),
            step_variance=2.0,
            measurement_variance=1.0,
            shared_variance=variance.shared,
            n=6,
            day=first + dt.timedelta(days=i % design.n_days),
        )
        for i in range(design.n_runs)
    ]


@pytest.mark.parametrize("design", DESIGNS, ids=str)
def test_what_is_promised_is_seen_four_times_out_of_five(design: Design) -> None:
    random = np.random.default_rng(design.n_runs)
    variance = SideVariance(run=7.0, day=5.0, shared=0.5, run_freedom=6, day_freedom=6)
    prior = Prior(run_variance=5.0, run_freedom=6, day_variance=5.0, day_freedom=6)
    true_change = smallest_change_seen(variance, design, worthwhile=2.0)
    seen = 0
    for _ in range(400):
        before = simulated_side(design, variance, 0.0, random)
        found = estimate_change(
            before, simulated_side(design, variance, true_change, random), prior
        )
        p = p_value(found.value, found.se, found.degrees_of_freedom)
        seen += p <= PRIMARY_RATE / len(PRIMARIES) and abs(found.value) > 2.0
    assert seen / 400 == pytest.approx(POWER, abs=0.07)


def test_a_plan_rests_on_the_first_session() -> None:
    clip = analysis_of(Run(noise_px=0.5))
    rows = plan([clip], PRIMARIES, SETTINGS)
    assert [row.metric for row in rows] == list(PRIMARIES)
    for row in rows:
        assert row.value == pytest.approx(clip.metrics[row.metric].value, rel=0.05)
        assert len(row.seen) == len(DESIGNS)
        assert min(row.seen) > row.worthwhile
        at_best = seen_at_best(METRICS[row.metric], row.value, DESIGNS[0])
        assert row.seen[0] >= 0.95 * at_best or row.metric == "speed_mps"
    alone = plan([clip], ["contact_time_s"], SETTINGS)[0]
    of_six = next(row for row in rows if row.metric == "contact_time_s")
    assert alone.seen < of_six.seen


def test_what_was_not_measured_is_told_and_not_planned() -> None:
    bare = without_scale(analysis_of(Run(noise_px=0.5)))
    row, other = plan([bare], ["speed_mps", "contact_time_s"], SETTINGS)
    assert row.seen == ()
    assert row.reason == bare.metrics["speed_mps"].reason
    assert row.cheapest(100.0) is None
    assert other.seen


def test_what_clips_like_these_never_show_is_not_planned() -> None:
    slow, side = analysis_of(Run(rate_hz=30.0)), analysis_of(Run())
    asked = ("contact_time_s", "trunk_lean_deg")
    contact, lean = plan([slow], asked, ComparisonSettings())
    assert "Film at 60 frames a second" in contact.reason
    assert lean.seen
    asked = ("step_width_frac", "contact_time_symmetry_angle_frac")
    width, symmetry = plan([side], asked, ComparisonSettings())
    assert "only a view from the front" in width.reason
    assert "error of its own" in symmetry.reason
    ahead = analyze(end_pose(EndRender(View.FRONT)))
    rows = plan([side, ahead], ("step_frequency_hz", "step_width_frac"), ComparisonSettings())
    assert all("different views" in row.reason and not row.seen for row in rows)


def test_the_plan_of_a_comparison_counts_the_metrics_that_were_named() -> None:
    clips = [analysis_of(Run(noise_px=0.5))], [analysis_of(Run(AFTER, noise_px=0.5))]
    few = compare(*clips, Settings(), primaries=("contact_time_s",)).plan[0]
    usual = {row.metric: row for row in compare(*clips, Settings()).plan}["contact_time_s"]
    assert max(few.seen) < max(usual.seen)
    assert all(a < b for a, b in zip(few.seen, usual.seen, strict=True))


def test_the_cheapest_design_that_sees_a_change_is_named() -> None:
    row = plan([analysis_of(Run(noise_px=0.5))], ["trunk_lean_deg"], SETTINGS)[0]
    row = replace(row, seen=(20.0, 16.0, 14.0, 15.0, 12.0, 10.0))
    for change, design in (
        (25.0, DESIGNS[0]),
        (-14.5, DESIGNS[2]),
        (10.0, DESIGNS[5]),
        (9.0, None),
    ):
        assert row.cheapest(change) == design


def test_priors_are_those_of_the_registry() -> None:
    prior = prior_of(METRICS["contact_time_s"], 0.1, SETTINGS)
    assert prior.run_variance == pytest.approx(0.003**2)
    assert prior.day_freedom == SETTINGS.prior_freedom
