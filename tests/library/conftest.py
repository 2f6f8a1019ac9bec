"""An empty library for each test, in each kind of database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from aqvision.library.library import Library
from tests.support.team_folder import tiny_library


@pytest.fixture(params=["sqlite", "postgresql"])
def library(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Library]:
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else None
    with tiny_library(tmp_path, url) as opened:
        yield opened
