"""Who was compared, for the group's model: the same as the page of a batch has."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from sqlalchemy import select

from aqvision.library.library import Library
from aqvision.library.tables import AnalysisRow, ComparisonRow
from aqvision.report.team_runs import named_runs
from aqvision.web.compared_team import compared_team
from benchmarks.team_library import fill
from tests.support.team_folder import tiny_library


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = tiny_library(tmp_path)
    fill(library, 2, 6, with_files=True)
    return library


def test_two_of_one_name_stay_two(library: Library) -> None:
    for athlete in library.athletes():
        library.update_athlete(athlete.id, name="Ada", height_m=1.7, mass_kg=60.0)
    team = compared_team(library, None)
    assert [one.name for one in team.by_name] == ["Ada", "Ada"]
    runs = named_runs(team.by_id).runs["contact_time_s"]
    assert len({run.athlete for run in runs}) == 2
    assert [run.is_after for run in runs] == [False, False, True, True] * 2
    assert team.n_old == 0


def test_values_are_those_of_the_clips(library: Library) -> None:
    with library.writing() as transaction:
        for row in transaction.scalars(select(AnalysisRow)):
            row.summary = {"view": "side", "metrics": {"contact_time_s": [0.1, None, 0, 0.1, None]}}
    clips = [clip for one in compared_team(library, None).by_id for clip in one.clips]
    assert [clip.values for clip in clips] == [{"contact_time_s": 0.1}] * 8
    detail = clips[0].details["contact_time_s"]
    assert (detail.left, math.isnan(detail.se), math.isnan(detail.right)) == (0.1, True, True)


def test_a_run_that_the_comparison_left_out_is_none_of_the_group(library: Library) -> None:
    with library.writing() as transaction:
        for row in transaction.scalars(select(ComparisonRow)):
            row.summary = {**(row.summary or {}), "n_runs": [1, 2, 0]}
            ids = [*(row.provenance or {})["before"][1:], *(row.provenance or {})["after"]]
            used = [transaction.get(AnalysisRow, one) for one in ids]
            rows = [{"clip_sha256": one.provenance["clip_sha256"]} for one in used if one]
            told = {"before": rows[:1], "after": rows[1:]}
            folder = library.home.results / str(row.folder)
            (folder / "comparison.json").write_text(json.dumps(told))
    team = compared_team(library, None)
    for one in team.by_id:
        assert [clip.compared for clip in one.clips] == [False, True, True, True]


def test_who_was_measured_anew_since_is_counted_and_left_out(library: Library) -> None:
    with library.writing() as transaction:
        row = transaction.scalars(select(ComparisonRow)).first()
        assert row is not None
        for other in transaction.scalars(select(ComparisonRow)):
            if other.athlete_id == row.athlete_id:
                other.provenance = {"before": ["gone"], "after": []}
    team = compared_team(library, None)
    assert (len(team.by_id), team.n_old) == (1, 1)
