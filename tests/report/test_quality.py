"""What the report's table of the filming says of the scale."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from aqvision.analysis.warnings import ClipWarning
from aqvision.core.recorded import Recorded, recorded_on
from aqvision.report.quality import SaidOf, clips_by_day, quality_rows, warnings_of
from tests.support.scenes import scene_with
from tests.support.synthetic import Run, analysis_of, provenance


def scale_said(**changes: object) -> str:
    found = analysis_of(Run())
    scene = scene_with(found.scene, **changes)
    (row,) = (r for r in quality_rows([replace(found, scene=scene)]) if r.label == "Scale")
    return row.values[0][0]


@pytest.mark.parametrize(
    ("offset_m", "part", "by", "words"),
    [
        (1.22, 0.081, "the camera's height", "1.22 m behind them: corrected by +8.1%, from the c"),
        (
            -2.44,
            -0.14,
            "a usual camera height",
            "2.44 m before them: corrected by -14.0%, from a u",
        ),
    ],
)
def test_scale_says_what_brought_it_to_another_lane(
    offset_m: float, part: float, by: str, words: str
) -> None:
    beside = {"lane_offset_m": offset_m, "lane_offset_from": by, "lane_corrected_frac": part}
    said = scale_said(scale_from="3 marks on a line", scale_se_frac=0.021, **beside)
    assert said.startswith(f"with an error of some 2%, from 3 marks on a line, {words}")


def test_scale_in_the_athletes_own_lane_was_not_corrected() -> None:
    assert scale_said() == "with an error of some 5%, from the height"
    assert "corrected" not in scale_said(lane_offset_m=1.22, lane_offset_from="the ground")


def test_what_is_said_of_several_clips_stands_once_with_their_names() -> None:
    dark, small = (ClipWarning(code, f"{code}.", "Film better.") for code in ("dark", "small"))
    clips = [
        replace(analysis_of(Run()), warnings=warnings, provenance=provenance(f"{i}.mp4"))
        for i, warnings in enumerate([(dark,), (dark, small), (small, dark)])
    ]
    assert warnings_of(clips) == [SaidOf(dark, ()), SaidOf(small, ("1.mp4", "2.mp4"))]
    assert warnings_of(clips[:1]) == [SaidOf(dark, ())]


DAY = dt.date(2026, 3, 1)


def test_each_clip_says_its_day_and_who_tells_it() -> None:
    given, film = recorded_on(DAY), recorded_on(None, DAY)
    clips = [replace(analysis_of(Run()), recorded=r) for r in (given, film, Recorded(), given)]
    said = ["filmed 1 March 2026, as given", "filmed 1 March 2026, by the file", "day not known"]
    (row,) = (r for r in quality_rows(clips) if r.label == "Day")
    assert [value for value, _ in row.values] == [*said, said[0]]
    assert [day for _, day in clips_by_day(clips)] == said
    assert [names.count(".mp4") for names, _ in clips_by_day(clips)] == [2, 1, 1]
