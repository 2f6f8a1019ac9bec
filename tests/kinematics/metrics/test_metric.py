"""Metric and its words -> the minimal detectable change, and the strings that files hold."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aqvision.kinematics.metrics.metric import EVIDENCE, PILLARS, Evidence, Grade, Metric, Pillar
from aqvision.kinematics.metrics.registry import METRICS

each_metric = pytest.mark.parametrize("metric", METRICS.values(), ids=list(METRICS))


@each_metric
def test_detectable_changes_are_positive_and_smaller_at_a_faster_rate(metric: Metric) -> None:
    assert 0 < metric.mdc_240hz <= metric.mdc_60hz
    if metric.relative:
        assert metric.mdc_60hz < 0.5


@each_metric
@given(rate=st.floats(20, 1000), value=st.floats(-1000, 1000))
def test_minimal_detectable_change_stays_within_its_bounds(
    metric: Metric, rate: float, value: float
) -> None:
    change = metric.minimal_detectable_change(rate, value)
    size = abs(value) if metric.relative else 1.0
    assert change >= metric.mdc_240hz * size
    assert metric.minimal_detectable_change(1000, value) <= change
    assert metric.minimal_detectable_change(rate, -value) == change


def test_detectable_change_at_the_rates_of_its_source() -> None:
    contact = METRICS["contact_time_s"]
    assert contact.minimal_detectable_change(60, 0.1) == pytest.approx(0.009)
    assert contact.minimal_detectable_change(240, 0.1) == pytest.approx(0.005)
    # 120 frames/s: a third of the way in time between frames
    assert contact.minimal_detectable_change(120, 0.1) == pytest.approx(0.005 + 0.004 / 3)


def test_grades_are_ranked_from_the_best_and_written_as_their_words() -> None:
    assert [grade.rank for grade in Grade] == [0, 1, 2, 3]
    assert json.dumps(list(Grade)) == '["A", "B", "C", "withheld"]'
    assert max(Grade.B, Grade.WITHHELD, Grade.A, key=lambda g: g.rank) is Grade.WITHHELD


def test_every_pillar_has_a_title_and_every_kind_of_evidence_a_meaning() -> None:
    assert set(PILLARS) == set(Pillar)
    assert set(EVIDENCE) == set(Evidence)
