"""The section of a report on force."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from aqvision.comparison.compare import compare
from aqvision.core.settings import Settings
from aqvision.kinematics.force.estimate import Estimate
from aqvision.kinematics.force.measure import Force
from aqvision.report.force import (
    force_change_groups,
    force_figures,
    force_groups,
    force_note,
    force_withheld,
    show_estimate_interval,
)
from aqvision.report.page import write_analysis_report, write_comparison_report
from tests.support.force import FORCE, force_with
from tests.support.synthetic import Run, analysis_of

MISSING = Force(velocity_reason="the clip does not show the start", spring_reason="too few steps")


def test_each_number_has_its_interval_and_grade() -> None:
    groups = force_groups(FORCE)
    assert [len(rows) for _, rows in groups] == [6, 4]
    rows = {row.name.label: row for _, group in groups for row in group}
    push = rows["Push at the start (F0)"]
    assert push.value.endswith(" N/kg") and push.whole.endswith(" N")
    low, high = push.interval.removesuffix(" N/kg").split(" to ")
    assert float(low) < float(push.value.removesuffix(" N/kg")) < float(high)
    assert push.grade.grade in ("B", "C")
    assert rows["Stiffness of the leg (Kleg)"].whole.endswith(" kN/m")


def test_what_is_missing_has_no_row_but_a_reason() -> None:
    assert force_groups(MISSING) == []
    assert force_note(MISSING) == ""
    assert force_withheld(MISSING) == [
        ("the clip does not show the start", ["Force-velocity profile"]),
        ("too few steps", ["Leg as a spring"]),
    ]
    assert force_withheld(Force()) == []


def test_the_note_says_what_it_was_fitted_to() -> None:
    assert force_note(FORCE).startswith("Fitted to 5 given times from 5 to 35 m")
    assert "\N{MINUS SIGN}0.19 s" in force_note(FORCE)
    assert FORCE.velocity is not None
    read = replace(FORCE, velocity=replace(FORCE.velocity, from_clip=True))
    assert "hips pass 5 places" in force_note(read)


def test_pictures_show_line_and_splits() -> None:
    analysis = replace(analysis_of(Run()), force=FORCE)
    push, speed = force_figures(analysis)
    line = push.plot["data"][0]
    assert line["y"][1] == 0 and line["x"][1] == pytest.approx(7.87, abs=0.02)
    assert len(speed.plot["data"][1]["x"]) == 5
    json.dumps([push.plot, speed.plot], allow_nan=False)
    assert force_figures(replace(analysis, force=MISSING)) == []


@pytest.mark.parametrize(
    ("found", "unit", "text"),
    [
        (Estimate(-0.09, 0.01, -0.102, -0.079), "1/(m/s)", "−10.2 to −7.9% per m/s"),
        (Estimate(1063, 50, 960, 1177), "W", "960 to 1,177 W"),
        (Estimate(0.5, 0.1, 0.48, 0.54), "", "48 to 54%"),
        (Estimate(0.5), "", "—"),
    ],
)
def test_an_interval_has_its_unit_once(found: Estimate, unit: str, text: str) -> None:
    assert show_estimate_interval(found, unit) == text.replace("−", "\N{MINUS SIGN}")


def test_a_report_has_the_section_only_where_something_is_told(tmp_path: Path) -> None:
    analysis = analysis_of(Run())
    told = write_analysis_report(replace(analysis, force=FORCE), tmp_path).read_text()
    assert '<details class="fold" id="force">' in told
    assert "Push at the start (F0)" in told
    quiet = write_analysis_report(replace(analysis, force=MISSING), tmp_path).read_text()
    assert '<details class="fold" id="force">' not in quiet
    assert "The clip does not show the start" in quiet


def test_a_comparison_shows_how_force_changed(tmp_path: Path) -> None:
    clips = [replace(analysis_of(Run(seed=seed)), force=force) for seed, force in
             enumerate((FORCE, force_with("5:1.45,10:2.3,20:3.9,30:5.4,35:6.1")))]  # fmt: skip
    comparison = compare(clips[:1], clips[1:], Settings())
    rows = {row.name.label: row for _, rows in force_change_groups(comparison.force)
            for row in rows}  # fmt: skip
    assert len(rows) == 10
    push = rows["Push at the start (F0)"]
    assert push.change.startswith("\N{MINUS SIGN}") and push.change.endswith(" N/kg")
    page = write_comparison_report(comparison, [None], [None], tmp_path).read_text()
    assert '<details class="fold" id="force">' in page
    assert "1 run<" in page
    assert force_change_groups(()) == []
