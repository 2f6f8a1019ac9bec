"""A library with an athlete for each test, and one on a server that several machines share."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from aqvision.jobs.durable_queue import open_queue
from aqvision.library.database import postgresql_url
from tests.support.club import Club
from tests.support.machines import Cluster, open_cluster
from tests.support.places import ObjectServer, a_server
from tests.support.postgres import PostgresServer
from tests.support.team_folder import tiny_library


@pytest.fixture
def club(tmp_path: Path) -> Club:
    library = tiny_library(tmp_path)
    anna = library.add_athlete("Anna")
    before, after = (library.add_session(anna.id, label) for label in ("before", "after"))
    return Club(library, before, after, tmp_path)


@pytest.fixture(scope="session")
def queue_template(postgres: PostgresServer, library_template: str) -> str:
    """Make an empty library's tables and its queue's once, in a database to copy."""
    name = "queue_template"
    url = postgresql_url(postgres.create(name, library_template))
    with open_queue(url.render_as_string(hide_password=False)):
        return name


@pytest.fixture
def new_database(postgres: PostgresServer, queue_template: str) -> str:
    """Make a database with the tables of an empty library."""
    return postgres.create(f"club_{uuid.uuid4().hex}", queue_template)


@pytest.fixture(scope="session")
def object_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ObjectServer]:
    with a_server(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture
def far_cluster(
    tmp_path: Path, new_database: str, object_server: ObjectServer, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Cluster]:
    """Make a library whose machines share nothing but the database and a store."""
    for name, value in object_server.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AQVISION_FILES_URL", f"s3://club/{tmp_path.name}")
    opened = open_cluster(tmp_path, new_database)
    with opened.library:
        yield opened


@pytest.fixture
def cluster(tmp_path: Path, new_database: str) -> Iterator[Cluster]:
    opened = open_cluster(tmp_path, new_database)
    with opened.library:
        yield opened
