"""The sheet that says what a spreadsheet is of."""

import datetime as dt
from dataclasses import replace

import pytest

from aqvision.analysis.warnings import ClipWarning
from aqvision.comparison.store import ComparedClips
from aqvision.core.recorded import Recorded, RecordedFrom
from aqvision.report.spreadsheet_about import about_clip, about_comparison
from tests.support.synthetic import Run, analysis_of

RUN = Run(noise_px=1.0)


def test_it_names_clip_athlete_day_height_rate_versions_and_warnings() -> None:
    day = dt.date(2026, 3, 1)
    analysis = replace(
        analysis_of(RUN),
        athlete="Ada",
        recorded=Recorded(day, RecordedFrom.GIVEN),
        warnings=(ClipWarning("dark", "It is dark.", "Film by day."),),
    )
    rows = {row[0]: row[1:] for row in about_clip(analysis).rows}
    assert rows["Clip"][0] == analysis.name
    assert rows["Athlete"][0] == "Ada"
    assert rows["Filmed on"][:1] == (day,)
    assert rows["Standing height"][:2] == (pytest.approx(1.78), "m")
    assert rows["Pictures a second"][:2] == (pytest.approx(120), "frames/s")
    assert rows["Pose network"] == ("heavy", "", "cpu")
    assert rows["aqvision"][0] == analysis.provenance.aqvision_version
    assert rows["Warning"] == ("It is dark.", "", "Film by day.")


def test_without_a_scale_it_says_so() -> None:
    analysis = analysis_of(RUN)
    bare = replace(analysis.scene.scale, metres_per_leg=float("nan"), source="")
    seen = replace(analysis, scene=replace(analysis.scene, scale=bare))
    rows = {row[0]: row[1:] for row in about_clip(seen).rows}
    assert rows["Length of the standing leg"][2] == "there is no scale"
    assert rows["Standing height"] == (None, "m", "")


def test_a_comparison_names_its_clips_and_its_confidence() -> None:
    made = analysis_of(RUN).provenance
    before, after = replace(made, clip_name="=a.mp4"), replace(made, clip_name="b.mp4")
    clips = ComparedClips("Ada", (before,), (after,), 0.9)
    rows = about_comparison(clips, ["The speed differs."]).rows
    assert [row[:2] for row in rows[:5]] == [
        ("Athlete", "Ada"),
        ("Clip before", "=a.mp4"),
        ("Clip after", "b.mp4"),
        ("Confidence", 90),
        ("Caution", "The speed differs."),
    ]
