"""Priors of the registry, as variances in the unit of a metric, and fitted to an athlete."""

from __future__ import annotations

import pytest

from aqvision.comparison.prior import Steadiness, prior_of
from aqvision.core.settings import ComparisonSettings
from aqvision.kinematics.metrics.registry import METRICS


def test_a_prior_is_in_the_unit_of_its_metric() -> None:
    settings = ComparisonSettings(prior_freedom=9.0)
    contact = prior_of(METRICS["contact_time_s"], 0.1, settings)
    assert contact.run_variance**0.5 == pytest.approx(0.003)
    assert contact.day_variance**0.5 == pytest.approx(0.003)
    assert (contact.run_freedom, contact.day_freedom, contact.n_sessions) == (9.0, 9.0, 0)


def test_an_unsteady_athlete_scales_both_variances_and_nothing_else() -> None:
    prior = prior_of(METRICS["trunk_lean_deg"], 10.0, ComparisonSettings())
    scaled = prior.scaled(Steadiness(runs=4.0, days=2.0))
    assert scaled.run_variance == 4 * prior.run_variance
    assert scaled.day_variance == 2 * prior.day_variance
    assert (scaled.run_freedom, scaled.day_freedom) == (prior.run_freedom, prior.day_freedom)
