"""What a page says of days and filming of several clips, each thing once."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from aqvision.analysis.warnings import ClipWarning
from aqvision.core.recorded import Recorded, recorded_on
from aqvision.report.quality import quality_rows
from aqvision.report.said_of_clips import SaidOf, clips_by_day, warnings_of
from tests.support.synthetic import Run, analysis_of, provenance

DAY = dt.date(2026, 3, 1)


def test_what_is_said_of_several_clips_stands_once_with_their_names() -> None:
    dark, small = (ClipWarning(code, f"{code}.", "Film better.") for code in ("dark", "small"))
    clips = [
        replace(analysis_of(Run()), warnings=warnings, provenance=provenance(f"{i}.mp4"))
        for i, warnings in enumerate([(dark,), (dark, small), (small, dark)])
    ]
    assert warnings_of(clips) == [SaidOf(dark, ()), SaidOf(small, ("1.mp4", "2.mp4"))]
    assert warnings_of(clips[:1]) == [SaidOf(dark, ())]


def test_each_clip_says_its_day_and_who_tells_it() -> None:
    given, film = recorded_on(DAY), recorded_on(None, DAY)
    clips = [replace(analysis_of(Run()), recorded=r) for r in (given, film, Recorded(), given)]
    said = ["filmed 1 March 2026, as given", "filmed 1 March 2026, by the file", "day not known"]
    (row,) = (r for r in quality_rows(clips) if r.label == "Day")
    assert [value for value, _ in row.values] == [*said, said[0]]
    assert [day for _, day in clips_by_day(clips)] == said
    assert [names.count(".mp4") for names, _ in clips_by_day(clips)] == [2, 1, 1]
