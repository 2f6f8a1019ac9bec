"""An empty library for each test, in each kind of database, and a server of objects for all."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from aqvision.library.library import Library
from tests.support.places import ObjectServer, a_server
from tests.support.team_folder import tiny_library


@pytest.fixture(params=["sqlite", "postgresql"])
def library(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Library]:
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else None
    with tiny_library(tmp_path, url) as opened:
        yield opened


@pytest.fixture(scope="session")
def object_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ObjectServer]:
    with a_server(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture
def at_server(object_server: ObjectServer, monkeypatch: pytest.MonkeyPatch) -> str:
    """Lead to the server, and name a part of its bucket that nobody else uses."""
    for name, value in object_server.environment.items():
        monkeypatch.setenv(name, value)
    return f"s3://club/{secrets.token_hex(8)}"
