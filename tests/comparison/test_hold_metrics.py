"""Numbers of holds: each with a prior, and each length with its twin in leg lengths."""

from __future__ import annotations

from aqvision.comparison.hold_metrics import HOLD_METRICS
from aqvision.report.numbers import show


def test_every_number_varies_and_can_be_shown() -> None:
    for name, metric in HOLD_METRICS.items():
        assert metric.name == name
        assert metric.variation.run_sd_of(1.0) > 0
        assert metric.variation.day_sd_of(1.0) > 0
        assert show(1.0, metric.unit, metric.digits)


def test_twins_tell_the_same_in_another_unit() -> None:
    for metric in HOLD_METRICS.values():
        if metric.in_legs:
            twin = HOLD_METRICS[metric.in_legs]
            assert (twin.label, twin.main) == (metric.label, metric.main)
