"""Coupling over speed in a comparison: drawn where the runs make a ladder, else left out."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from aqvision.comparison.compare import Comparison, compare
from aqvision.core.settings import Settings
from aqvision.core.types import View
from aqvision.report.coupling_charts import coupling_charts
from aqvision.report.page import write_comparison_report
from tests.support.climbs import Climber
from tests.support.comparisons import before_and_after, three_days_a_side
from tests.support.pages import read


@cache
def ladders() -> Comparison:
    """The arms hold before, and let go late after."""
    before, after = (Climber(lag_deg_per_mps=lag).ladder() for lag in (0.0, 25.0))
    return compare(before, after, Settings())


def test_what_lets_go_is_said_and_drawn_before_and_after() -> None:
    charts = coupling_charts(ladders())
    assert charts is not None
    assert "the arms hold" in charts.sentences[0]
    assert {figure.key for figure in charts.over_speed} >= {"speed-arm_leg_phase_deg"}
    colours = {t["marker"]["color"] for t in charts.over_speed[0].plot["data"] if "marker" in t}
    assert len(colours) > 1, "before and after"
    assert charts.over_force


def test_runs_that_make_no_ladder_have_no_charts() -> None:
    for comparison in (before_and_after(), three_days_a_side()):
        assert coupling_charts(comparison) is None


def test_runs_after_are_drawn_where_those_before_make_no_ladder() -> None:
    alone = replace(ladders(), before=ladders().before[:1])
    charts = coupling_charts(alone)
    assert charts is not None
    assert charts.over_speed


def test_from_the_front_nothing_is_drawn() -> None:
    front = [
        replace(a, scene=replace(a.scene, camera=replace(a.scene.camera, view=View.FRONT)))
        for a in ladders().after
    ]
    assert coupling_charts(replace(ladders(), after=tuple(front))) is None


def test_the_page_shows_them_in_together(tmp_path: Path) -> None:
    n = len(ladders().before), len(ladders().after)
    page = write_comparison_report(ladders(), [None] * n[0], [None] * n[1], tmp_path)
    text = read(page).text
    assert text.index("Together") < text.index("As speed rises")
    assert 'data-figure="speed-arm_leg_phase_deg"' in page.read_text(encoding="utf-8")
