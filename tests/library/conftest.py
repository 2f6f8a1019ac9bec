"""An empty library for each test, in each kind of database, and a server of objects for all."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.engine import URL

from aqvision.library.database import open_engine, postgresql_url, sqlite_url
from aqvision.library.library import Library
from aqvision.library.storage import Home, open_home
from tests.support.places import ObjectServer, a_server
from tests.support.postgres import PostgresServer
from tests.support.team_folder import tiny_library


@pytest.fixture(params=["sqlite", "postgresql"])
def library(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Library]:
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else None
    with tiny_library(tmp_path, url) as opened:
        yield opened


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return open_home(tmp_path)


@pytest.fixture
def engine(home: Home) -> Iterator[Engine]:
    opened = open_engine(sqlite_url(home))
    yield opened
    opened.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, home: Home) -> Iterator[URL]:
    """Give the address of an empty database of each kind."""
    if request.param == "sqlite":
        yield sqlite_url(home)
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    name = f"empty_{uuid.uuid4().hex}"
    yield postgresql_url(server.create(name))
    server.drop(name)


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
