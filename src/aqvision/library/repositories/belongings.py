"""Rows -> clips and results that they refer to, and the deletion of those that nothing refers to.

Whoever changes a few rows looks at what these refer to, not at the whole library.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session as Transaction

from aqvision.library.files.place import Kind, Name, clip_named, result_named
from aqvision.library.storage import Home
from aqvision.library.tables import (
    AnalysisRow,
    AthleteRow,
    ComparisonRow,
    RunRow,
    SessionRow,
    Table,
)

# Databases take only so many values in a query.
_AT_ONCE = 500


@dataclasses.dataclass(frozen=True, slots=True)
class Belongings:
    """Clips, by their checksums, and results, by their ids, that rows refer to."""

    clips: frozenset[str] = frozenset()
    results: frozenset[str] = frozenset()

    def __sub__(self, other: Belongings) -> Belongings:
        return Belongings(self.clips - other.clips, self.results - other.results)

    def __or__(self, other: Belongings) -> Belongings:
        return Belongings(self.clips | other.clips, self.results | other.results)

    @property
    def names(self) -> frozenset[Name]:
        """What they are kept under."""
        return frozenset({*map(clip_named, self.clips), *map(result_named, self.results)})


def belongings(transaction: Transaction) -> Belongings:
    """Gather what all rows of the library refer to.

    Parameters
    ----------
    transaction
        Open on the library.
    """
    results = (*_all(transaction, AnalysisRow.folder), *_all(transaction, ComparisonRow.folder))
    return Belongings(frozenset(_all(transaction, RunRow.file_sha256)), frozenset(results))


def belongings_of(transaction: Transaction, *rows: Table) -> Belongings:
    """Gather what some rows refer to, with all that is deleted along with them.

    Parameters
    ----------
    transaction, rows
        Open on the library, and athletes, sessions, runs or comparisons.
    """
    found = Belongings()
    for row in rows:
        runs, compared = _runs_of(row), _comparisons_of(row)
        if runs is not None:
            clips = _all(transaction, RunRow.file_sha256, runs)
            of_runs = AnalysisRow.run_id.in_(select(RunRow.id).where(runs))
            results = _all(transaction, AnalysisRow.folder, of_runs)
            found |= Belongings(frozenset(clips), frozenset(results))
        if compared is not None:
            results = _all(transaction, ComparisonRow.folder, compared)
            found |= Belongings(results=frozenset(results))
    return found


def _runs_of(row: Table) -> ColumnElement[bool] | None:
    match row:
        case AthleteRow():
            own = select(SessionRow.id).where(SessionRow.athlete_id == row.id)
            return RunRow.session_id.in_(own)
        case SessionRow():
            return RunRow.session_id == row.id
        case RunRow():
            return RunRow.id == row.id
    return None


def _comparisons_of(row: Table) -> ColumnElement[bool] | None:
    match row:
        case AthleteRow():
            return ComparisonRow.athlete_id == row.id
        case SessionRow():
            before, after = ComparisonRow.before_session_id, ComparisonRow.after_session_id
            return (before == row.id) | (after == row.id)
        case ComparisonRow():
            return ComparisonRow.id == row.id
    return None


def is_used(transaction: Transaction, name: Name) -> bool:
    """Tell whether a row refers to a clip or a result.

    Parameters
    ----------
    transaction, name
        Open on the library, and what the clip or result is kept under.
    """
    alone = frozenset({name.text})
    asked = Belongings(clips=alone) if name.kind is Kind.CLIP else Belongings(results=alone)
    return _used_of(transaction, asked) == asked


def _used_of(transaction: Transaction, asked: Belongings) -> Belongings:
    """Choose of clips and results those that rows refer to."""
    results = (
        *_among(transaction, AnalysisRow.folder, asked.results),
        *_among(transaction, ComparisonRow.folder, asked.results),
    )
    clips = _among(transaction, RunRow.file_sha256, asked.clips)
    return Belongings(frozenset(clips), frozenset(results))


def _among(transaction: Transaction, column: Any, values: Iterable[str]) -> Iterator[str]:
    left = sorted(values)
    for start in range(0, len(left), _AT_ONCE):
        yield from _all(transaction, column, column.in_(left[start : start + _AT_ONCE]))


def _all(transaction: Transaction, column: Any, *where: ColumnElement[bool]) -> Iterator[str]:
    found = transaction.scalars(select(column).where(*where))
    return (value for value in found if value is not None)


def delete_with_files(transaction: Transaction, home: Home, row: Table) -> None:
    """Delete a row, all rows that hang on it, and the files that nothing else refers to.

    Files go before the deletion is kept: whatever stops the program, no clip stays behind that
    no row tells of.

    Parameters
    ----------
    transaction, home
        Open for writing, and where the files are.
    row
        To be deleted.
    """
    had = belongings_of(transaction, row)
    transaction.delete(row)
    remove_unused(transaction, home, had)


def remove_unused(transaction: Transaction, home: Home, had: Belongings) -> None:
    """Delete the files that rows referred to and no row refers to now.

    Parameters
    ----------
    transaction, home
        Open for writing, and where the files are.
    had
        What the rows referred to before they were changed.
    """
    transaction.flush()
    home.kept.delete((had - _used_of(transaction, had)).names)
