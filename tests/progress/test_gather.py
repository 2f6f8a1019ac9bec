"""Folders of a season -> clips and holds of one athlete, dated, each once, filmed alike."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from aqvision.analysis.analyze import Analysis
from aqvision.analysis.store import save_analysis
from aqvision.core.errors import LibraryError
from aqvision.core.prompts import Prompt
from aqvision.core.recorded import Recorded
from aqvision.core.types import View
from aqvision.progress.gather import Season, gather_season, holds_alike, keep_alike
from tests.support.scenes import scene_with
from tests.support.seasons import SETTINGS, clip, day, hold, write_hold

ALIKE = SETTINGS.comparison


def gathered(*folders: Path, **days: int) -> Season:
    told = {folder: day(days[folder.name]) for folder in folders if folder.name in days}
    return gather_season(folders, told, ALIKE)


@pytest.fixture
def season(tmp_path: Path) -> Path:
    save_analysis(clip(0), tmp_path / "march" / "run")
    save_analysis(clip(40), tmp_path / "april" / "deep" / "run")
    write_hold(tmp_path / "march" / "hold", 1)
    return tmp_path


def test_results_are_found_however_deep_and_once(season: Path) -> None:
    found = gathered(season, season / "march")
    assert [c.recorded.on for c in found.clips] == [day(0), day(40)]
    assert [h.day for h in found.holds] == [day(1)]
    assert found.remarks == ()


def test_what_is_being_written_does_not_count(season: Path) -> None:
    write_hold(season / ".aqvision-x" / "hold", 2)
    assert len(gathered(season).holds) == 1


def test_a_day_that_is_said_goes_first(season: Path) -> None:
    found = gathered(season / "march", march=7)
    assert {found.clips[0].recorded.on, found.holds[0].day} == {day(7)}


def test_nothing_without_a_day_and_no_empty_folder(season: Path) -> None:
    write_hold(season / "dateless", None)
    save_analysis(replace(clip(3), recorded=Recorded()), season / "run")
    for folder in (season / "dateless", season / "run"):
        with pytest.raises(LibraryError, match="nobody says when") as refused:
            gathered(folder)
        assert refused.value.prompts == (Prompt.DAY,)
    (season / "empty").mkdir()
    with pytest.raises(LibraryError, match="holds no result"):
        gathered(season / "empty")


def test_two_athletes_and_one_file_on_two_days_are_refused(season: Path) -> None:
    write_hold(season / "eva", 5, athlete="Eva")
    write_hold(season / "ana", 5, athlete="Ana")
    with pytest.raises(LibraryError, match="different athletes"):
        gathered(season)
    save_analysis(replace(clip(0), recorded=Recorded(day(9))), season / "copy" / "run")
    with pytest.raises(LibraryError, match="given twice"):
        gathered(season / "march", season / "copy")


def seen_from(one: Analysis, view: View) -> Analysis:
    return replace(one, scene=scene_with(one.scene, view=view))


def test_clips_that_are_filmed_otherwise_are_left_out_and_told() -> None:
    clips = [clip(0), seen_from(clip(10), View.FRONT), clip(20)]
    kept, remarks = keep_alike(clips, ALIKE)
    assert [c.recorded.on for c in kept] == [day(0), day(20)]
    assert len(remarks) == 1
    assert "run-10.mp4" in remarks[0]
    earlier = replace(clips[0], provenance=replace(clips[0].provenance, model="other"))
    assert keep_alike([earlier, clip(20), clip(30)], ALIKE)[0][0].recorded.on == day(20)
    assert keep_alike([], ALIKE) == ((), ())


def test_holds_of_one_view_count_and_loads_are_told() -> None:
    holds = [hold(0), replace(hold(1), view="front"), replace(hold(2), load="30 kg"), hold(0)]
    kept, remarks = holds_alike(holds)
    assert [h.day for h in kept] == [day(0), day(2)]
    assert ["hold-1.mp4" in remarks[0], "20 kg, 30 kg" in remarks[1]] == [True, True]
    with pytest.raises(LibraryError, match="two days"):
        holds_alike([hold(0), replace(hold(0), day=day(4))])
