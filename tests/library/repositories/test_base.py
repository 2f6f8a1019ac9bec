"""Rows are found, changed in what may be changed, and undone with their transaction."""

from __future__ import annotations

import pytest

from aqvision.core.errors import LibraryError
from aqvision.library.library import Library
from aqvision.library.records import Athlete
from aqvision.library.repositories.base import as_record, change, found
from aqvision.library.tables import AthleteRow


def test_a_row_is_found_by_its_id_and_becomes_a_record(library: Library) -> None:
    anna = library.add_athlete("Anna", height_m=1.71)
    with library.reading() as transaction:
        assert as_record(Athlete, found(transaction, AthleteRow, anna.id)) == anna
        with pytest.raises(LibraryError, match="athlete is not in the library"):
            found(transaction, AthleteRow, "nobody")


def test_what_fails_is_undone(library: Library) -> None:
    anna = library.add_athlete("Anna")

    def rename_and_fail() -> None:
        with library.writing() as transaction:
            found(transaction, AthleteRow, anna.id).name = "Ben"
            transaction.flush()
            raise ValueError("halfway")

    with pytest.raises(ValueError, match="halfway"):
        rename_and_fail()
    with library.reading() as transaction:
        assert found(transaction, AthleteRow, anna.id).name == "Anna"


def test_every_change_is_counted_and_nothing_else(library: Library) -> None:
    first = library.version()
    anna = library.add_athlete("Anna")
    assert library.version() == first + 1
    library.athletes()
    with pytest.raises(LibraryError):
        library.update_athlete("nobody", name="Ben")
    with library.writing(counted=False) as transaction:
        found(transaction, AthleteRow, anna.id)
    assert library.version() == first + 1
    library.delete_athlete(anna.id)
    assert library.version() == first + 2


def test_only_named_values_are_set() -> None:
    row = AthleteRow(name="Anna")
    change(row, {"name": "Ben"}, ("name",))
    assert row.name == "Ben"
    with pytest.raises(TypeError, match="id of a athlete cannot be set"):
        change(row, {"id": "x", "name": "Carl"}, ("name",))
    assert row.name == "Ben"
