"""The latest comparison of everybody, with the runs that went into it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from aqvision.library.library import Library
from aqvision.library.tables import AnalysisRow, ComparisonRow, RunRow, SessionRow
from benchmarks.team_library import fill
from tests.support.team_folder import queries_of, tiny_library


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with tiny_library(tmp_path) as opened:
        yield opened


def test_the_latest_comes_with_its_runs_in_few_queries(library: Library) -> None:
    ids = fill(library, 3, 6)
    with queries_of(library) as asked:
        latest = library.latest_comparisons()
    assert len(asked) == 2
    assert [one.athlete.id for one in latest] == ids
    for one in latest:
        made = library.comparison(one.comparison_id)
        assert library.session(made.after_session_id).label == "after"
        assert '"changes"' in one.summary
        assert one.runs is not None
        assert [run.is_after for run in one.runs] == [False, False, True, True]
        assert all(run.day and run.summary["metrics"] and run.clip_sha256 for run in one.runs)
    (second,) = library.latest_comparisons({ids[1]})
    assert second.athlete.id == ids[1]


def test_runs_that_were_measured_anew_since_are_none(library: Library) -> None:
    fill(library, 1, 6)
    with library.writing() as transaction:
        query = select(AnalysisRow).join(RunRow).join(SessionRow)
        row = transaction.scalars(query.where(SessionRow.label == "after")).first()
        assert row is not None
        transaction.delete(row)
    assert [one.runs for one in library.latest_comparisons()] == [None]


def test_a_comparison_of_an_older_version_tells_no_runs(library: Library) -> None:
    fill(library, 1, 6)
    with library.writing() as transaction:
        for row in transaction.scalars(select(ComparisonRow)):
            row.provenance = row.summary = None
    (one,) = library.latest_comparisons()
    assert (one.runs, one.summary) == ((), "")
