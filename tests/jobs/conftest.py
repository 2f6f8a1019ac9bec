"""A library with an athlete for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.club import Club
from tests.support.team_folder import tiny_library


@pytest.fixture
def club(tmp_path: Path) -> Club:
    library = tiny_library(tmp_path)
    anna = library.add_athlete("Anna")
    before, after = (library.add_session(anna.id, label) for label in ("before", "after"))
    return Club(library, before, after, tmp_path)
