from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from aqvision.analysis.analyze import Analysis
from aqvision.analysis.export import export_analysis
from aqvision.core.errors import CalibrationError
from aqvision.core.types import EndView, View
from aqvision.report.analysis_verdict import analysis_verdict
from aqvision.report.moments import find_moments
from aqvision.report.over_time import charts_over_time
from aqvision.report.page import write_analysis_report
from aqvision.report.tables import step_headings
from tests.support.end_runs import end_pose
from tests.support.films import with_film
from tests.support.synthetic import Run, analysis_of, analyze
from validation.frontal_renders import EndRender


@cache
def seen_from(view: EndView) -> Analysis:
    return analyze(end_pose(EndRender(view, arm_crossing_deg=30.0)))


def test_moments_show_each_foot_on_the_ground_and_each_hand_furthest_in() -> None:
    analysis = seen_from(View.FRONT)
    run = EndRender(View.FRONT, arm_crossing_deg=30.0)
    in_contact = run.motion(run.time_s).in_contact
    moments = {m.phase: m for m in find_moments(analysis)}
    assert set(moments) == {"left-foot", "right-foot", "left-hand", "right-hand"}
    for side in ("left", "right"):
        assert in_contact[side][moments[f"{side}-foot"].frame]
        past = analysis.series[f"{side}_hand_past_frac"].to_numpy()
        assert past[moments[f"{side}-hand"].frame] > np.percentile(past, 95)
    frames = [m.frame for m in find_moments(analysis)]
    assert frames == sorted(frames)


def test_hands_from_behind_are_neither_drawn_nor_pictured() -> None:
    analysis = seen_from(View.REAR)
    assert {m.phase for m in find_moments(analysis)} == {"left-foot", "right-foot"}
    assert [c.key for c in charts_over_time(analysis)] == [
        "series-trunk-side-lean", "series-feet-apart",
    ]  # fmt: skip


def test_without_a_stride_there_are_evenly_spread_moments() -> None:
    analysis = seen_from(View.FRONT)
    short = replace(analysis, steps=analysis.steps.iloc[:0])
    assert [m.side for m in find_moments(short)] == [None] * 5
    assert {m.phase for m in find_moments(analysis_of(Run()))}.isdisjoint(
        {"left-foot", "left-hand"}
    )


def test_page_says_what_this_view_shows_and_lists_the_rest_as_withheld(tmp_path: Path) -> None:
    analysis = seen_from(View.FRONT)
    measured, withheld, film = analysis_verdict(analysis)
    assert "5 of 5 quantities that a front view shows" in measured
    assert "this is a front view" in withheld
    assert "film from the side as well" in film
    page = write_analysis_report(analysis, with_film(tmp_path, 480)).read_text(encoding="utf-8")
    assert "from when the right foot comes below the left one to when it does so again" in page
    assert "touchdown of the" not in page
    first = page.split("<nav")[0]
    assert "square from the side" not in first
    assert re.search(r"The hands swing in: left \d+% (past|short of) the middle, right", first)
    assert "Front view: only a view from the side shows it" in page
    assert "from when the feet pass each other in height" in page
    assert "near foot" not in page
    assert step_headings([analysis])[:2] == ["Step frequency", "Step width"]


def test_an_export_in_metres_is_refused_as_the_scale_changes(tmp_path: Path) -> None:
    with pytest.raises(CalibrationError, match="front view, whose scale changes"):
        export_analysis(seen_from(View.FRONT), "trc", tmp_path / "points.trc")
    export_analysis(seen_from(View.FRONT), "csv", tmp_path / "points.csv")
    assert (tmp_path / "points.csv").exists()
