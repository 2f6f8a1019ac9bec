"""The place of files has an id of its own; a server's rows are of one place."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import create_engine, update

from aqvision.core.errors import LibraryError
from aqvision.library.backup import check_library
from aqvision.library.library import Library
from aqvision.library.place import refuse_other_place
from aqvision.library.storage import open_home
from aqvision.library.tables import StateRow, new_id
from tests.support.team_folder import tiny_library


def test_a_place_has_one_id_for_good(tmp_path: Path) -> None:
    home, other = open_home(tmp_path / "one"), open_home(tmp_path / "other")
    assert home.kept.mark() is None
    known = home.kept.mark(new_id())
    assert known
    assert home.kept.mark(new_id()) == home.kept.mark() == known
    assert other.kept.mark(new_id()) != known
    assert list(home.kept.list_all()) == []


def test_rows_of_a_server_are_of_the_first_place_that_came(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = library.engine
    monkeypatch.setattr(engine.dialect, "name", "a server")
    refuse_other_place(library.home, engine)
    refuse_other_place(library.home, engine)
    with pytest.raises(LibraryError, match="not in") as caught:
        refuse_other_place(open_home(tmp_path / "elsewhere"), engine)
    assert "place-id" in caught.value.hint
    monkeypatch.undo()
    assert check_library(library) == []


def test_a_file_moves_with_its_home(tmp_path: Path) -> None:
    with tiny_library(tmp_path) as library:
        with library.writing() as transaction:
            transaction.execute(update(StateRow).values(place="0" * 32))
        refuse_other_place(library.home, library.engine)
    assert create_engine("sqlite://").dialect.name == "sqlite"
