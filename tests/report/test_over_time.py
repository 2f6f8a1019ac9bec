"""One clip -> charts over time."""

from __future__ import annotations

from dataclasses import replace

from aqvision.kinematics.metrics.registry import Grade
from aqvision.report.over_time import charts_over_time
from tests.support.synthetic import Run, analysis_of

METRIC = "thigh_range_deg"


def test_near_side_is_solid_and_contacts_in_view_are_shaded() -> None:
    analysis = analysis_of(Run())
    charts = charts_over_time(analysis)
    assert [chart.key for chart in charts] == ["series-thigh_deg", "series-knee_flexion_deg"]
    near, far = charts[0].plot["data"]
    assert near["name"] == f"{analysis.scene.camera.near_side.capitalize()} (near)"
    assert (near["line"]["dash"], far["line"]["dash"]) == ("solid", "dash")
    start, stop = charts[0].plot["layout"]["xaxis"]["range"]
    shown = [c for c in analysis.contacts if c.toeoff_s > start and c.touchdown_s < stop]
    assert len(charts[0].plot["layout"]["shapes"]) == len(shown) > 0


def test_a_withheld_angle_is_not_drawn() -> None:
    analysis = analysis_of(Run())
    hidden = replace(analysis.metrics[METRIC], confidence=Grade.WITHHELD)
    changed = replace(analysis, metrics={**analysis.metrics, METRIC: hidden})
    assert "series-thigh_deg" not in {chart.key for chart in charts_over_time(changed)}
