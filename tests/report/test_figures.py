"""Comparison -> all changes on one scale; charts of all kinds as JSON."""

from __future__ import annotations

import json

import plotly.graph_objects as go
import pytest

from aqvision.kinematics.metrics.registry import METRICS
from aqvision.report.curves import analysis_curves, comparison_curves
from aqvision.report.figures import forest, plain
from aqvision.report.over_time import charts_over_time
from tests.support.comparisons import before_and_after, only, refused
from tests.support.synthetic import Run, analysis_of


def test_figures_are_what_plotly_knows_and_say_how_to_read_them() -> None:
    analysis, comparison = analysis_of(Run()), before_and_after()
    drawn = forest(comparison)
    assert drawn is not None
    figures = [
        *analysis_curves(analysis),
        *charts_over_time(analysis),
        *comparison_curves(comparison.before, comparison.after),
        drawn,
    ]
    assert len(figures) > 10
    for figure in figures:
        json.dumps(figure.plot, allow_nan=False)
        known = go.Figure(figure.plot).to_plotly_json()  # refuses a name or value it does not know
        assert known["data"] == figure.plot["data"]
        assert known["layout"] == figure.plot["layout"] | {"template": known["layout"]["template"]}
        assert figure.read.endswith(".")


def test_the_forest_puts_changes_in_units_of_what_is_worth_telling() -> None:
    comparison = only("trunk_lean_deg")
    figure = forest(comparison)
    assert figure is not None
    trace = next(t for t in figure.plot["data"] if t["name"] == "Changed")
    change = next(c for c in comparison.changes if c.metric == "trunk_lean_deg")
    expected = change.difference.value / change.minimal_detectable_change
    assert trace["x"] == [pytest.approx(expected, abs=0.01)]
    half = (change.difference.high - change.difference.low) / 2 / change.minimal_detectable_change
    assert trace["error_x"]["array"][0] == pytest.approx(half, abs=0.02)
    names = [a["text"] for a in figure.plot["layout"]["annotations"]]
    shown = [
        c for c in comparison.comparable() if c.primary or (c.verdict.is_change and c.is_counted)
    ]
    assert len(names) == len(shown)
    assert plain(METRICS["trunk_lean_deg"].label) in names


def test_nothing_comparable_gives_no_forest() -> None:
    assert forest(refused("different models")) is None
