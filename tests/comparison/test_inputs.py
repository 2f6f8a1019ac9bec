"""Folders and analyses -> clips of a comparison: days, copies, athletes, pictures."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from aqvision.analysis.analyze import Analysis
from aqvision.analysis.store import save_analysis
from aqvision.comparison.inputs import gather_clips
from aqvision.core.errors import CalibrationError, LibraryError
from samples.generator import AFTER, BEFORE
from tests.support.synthetic import Run, analysis_of

DAY = dt.date(2026, 3, 1)


def named(run: Run, number: int, athlete: str | None = None) -> Analysis:
    clip = analysis_of(run)
    provenance = replace(clip.provenance, clip_sha256=f"{number:064x}", clip_name=f"{number}.mp4")
    return replace(clip, provenance=provenance, athlete=athlete)


OLD, NEW = named(Run(BEFORE), 1), named(Run(AFTER), 2)


def test_folders_bring_pictures_and_days(tmp_path: Path) -> None:
    save_analysis(OLD, tmp_path / "old")
    clips = gather_clips([tmp_path / "old"], [NEW], recorded_on={tmp_path / "old": DAY})
    assert clips.before[0].recorded.on == DAY
    assert clips.pictures[id(clips.before[0])] == tmp_path / "old"
    assert clips.pictures[id(clips.after[0])] is None
    assert clips.remarks == ()


def test_one_run_in_two_files_counts_once_and_is_said() -> None:
    copy = named(Run(BEFORE), 3)
    clips = gather_clips([OLD, copy], [NEW])
    assert len(clips.before) == 1
    assert "counted once" in clips.remarks[0]


def test_a_file_given_twice_and_two_athletes_are_refused() -> None:
    with pytest.raises(LibraryError, match="given twice"):
        gather_clips([OLD], [OLD])
    with pytest.raises(LibraryError, match="different athletes"):
        gather_clips([replace(OLD, athlete="Ana")], [replace(NEW, athlete="Eva")])


def test_a_day_on_which_nothing_can_have_been_filmed_is_refused(tmp_path: Path) -> None:
    save_analysis(OLD, tmp_path / "old")
    with pytest.raises(CalibrationError):
        gather_clips([tmp_path / "old"], recorded_on={tmp_path / "old": dt.date(1800, 1, 1)})
