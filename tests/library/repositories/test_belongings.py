"""What rows refer to: of a few rows the same as of all before less all after."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from aqvision.library.files.place import clip_named, result_named
from aqvision.library.library import Library
from aqvision.library.repositories.belongings import (
    Belongings,
    belongings,
    belongings_of,
    is_used,
    remove_unused,
)
from aqvision.library.tables import (
    AnalysisRow,
    AthleteRow,
    BlockRow,
    ComparisonRow,
    RunRow,
    SessionRow,
    Table,
)
from benchmarks.team_library import fill
from tests.support.team_folder import queries_of, tiny_library


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with tiny_library(tmp_path) as opened:
        fill(opened, 2, 6, with_files=True)
        yield opened


def test_what_is_left_over_is_the_difference() -> None:
    had = Belongings(frozenset("ab"), frozenset("xy"))
    assert had - Belongings(frozenset("b"), frozenset("x")) == Belongings(
        frozenset("a"), frozenset("y")
    )


@pytest.mark.parametrize("kind", [AthleteRow, SessionRow, RunRow, ComparisonRow])
def test_what_a_row_takes_along_is_what_nothing_refers_to_then(
    library: Library, kind: type[Table]
) -> None:
    with library.writing() as transaction:
        before = belongings(transaction)
        row = transaction.scalars(select(kind)).all()[0]
        own = belongings_of(transaction, row)
        transaction.delete(row)
        transaction.flush()
        assert own == before - belongings(transaction)
        assert own.names


def test_what_another_row_refers_to_as_well_stays(library: Library) -> None:
    with library.writing() as transaction:
        first, second = transaction.scalars(select(RunRow).limit(2)).all()
        made = transaction.scalars(select(AnalysisRow).where(AnalysisRow.run_id == first.id)).one()
        other = transaction.scalars(
            select(AnalysisRow).where(AnalysisRow.run_id == second.id)
        ).one()
        alone, clip, result = second.file_sha256, first.file_sha256, made.folder
        second.file_sha256, other.folder = clip, result
        transaction.flush()
        own = belongings_of(transaction, first)
        transaction.delete(first)
        had = own | Belongings(clips=frozenset({alone}))
        remove_unused(transaction, library.home, had)
        assert is_used(transaction, clip_named(clip))
        assert is_used(transaction, result_named(result))
        assert not is_used(transaction, clip_named(alone))
    assert library.home.kept.exists(clip_named(clip))
    assert library.home.kept.exists(result_named(result))
    assert not library.home.kept.exists(clip_named(alone))


def test_training_refers_to_nothing(library: Library) -> None:
    with library.reading() as transaction:
        assert belongings_of(transaction, BlockRow()) == Belongings()


def test_more_than_a_query_takes_is_asked_in_several(library: Library) -> None:
    many = Belongings(clips=frozenset(f"{n:064x}" for n in range(1200)))
    with library.writing() as transaction, queries_of(library) as asked:
        remove_unused(transaction, library.home, many)
    assert sum("file_sha256" in one for one in asked) == 3
