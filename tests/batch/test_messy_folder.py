"""A messy folder: the first roster says what a person would who knows everybody in it."""

from __future__ import annotations

import csv
import datetime as dt
import io
import unicodedata
from pathlib import Path

import pytest

from aqvision.batch.draft import write_first_roster
from aqvision.batch.roster import read_roster
from tests.support.messy_films import FilmStore
from tests.support.messy_folder import Told, Truth, make_messy_folder


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> FilmStore:
    return FilmStore(tmp_path_factory.mktemp("films"))


@pytest.fixture(params=[1, 2, 3])
def messy(request: pytest.FixtureRequest, tmp_path: Path, store: FilmStore) -> tuple[Path, Truth]:
    return tmp_path, make_messy_folder(tmp_path, store, request.param)


def guessed(roster: Path) -> dict[str, Told]:
    """Read what a roster says of each clip; names in one form of accents."""
    rows = csv.DictReader(io.StringIO(roster.read_text(encoding="utf-8-sig")))
    return {
        row["clip"].removeprefix("./"): Told(
            unicodedata.normalize("NFC", row["athlete"]),
            row["label"],
            dt.date.fromisoformat(row["date"]) if row["date"] else None,
        )
        for row in rows
    }


def test_a_first_roster_of_a_messy_folder_is_right(messy: tuple[Path, Truth]) -> None:
    folder, truth = messy
    written = write_first_roster(folder)
    told = guessed(written.path)
    assert told.keys() == truth.clips.keys()
    wrong = {clip: (told[clip], true) for clip, true in truth.clips.items() if told[clip] != true}
    assert wrong == {}
    assert not written.missing
    assert len(read_roster(written.path).entries) == len(truth.clips)


def test_what_cannot_be_used_is_named_with_the_reason(messy: tuple[Path, Truth]) -> None:
    folder, truth = messy
    left_out = {one.name: one.why for one in write_first_roster(folder).left_out}
    assert left_out.keys() == truth.unusable.keys()
    assert {name: why for name, why in left_out.items() if truth.unusable[name] not in why} == {}
    assert all(left_out.values())
