"""A library with an athlete for each test, and one on a server that several machines share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.club import Club
from tests.support.machines import Cluster, open_cluster
from tests.support.places import ObjectServer, a_server
from tests.support.postgres import Server, running_server
from tests.support.team_folder import tiny_library


@pytest.fixture
def club(tmp_path: Path) -> Club:
    library = tiny_library(tmp_path)
    anna = library.add_athlete("Anna")
    before, after = (library.add_session(anna.id, label) for label in ("before", "after"))
    return Club(library, before, after, tmp_path)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with running_server() as started:
        yield started


@pytest.fixture(scope="session")
def object_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ObjectServer]:
    with a_server(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture
def far_cluster(
    tmp_path: Path, server: Server, object_server: ObjectServer, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Cluster]:
    """Make a library whose machines share nothing but the database and a store."""
    for name, value in object_server.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AQVISION_FILES_URL", f"s3://club/{tmp_path.name}")
    opened = open_cluster(tmp_path, server.new_database())
    with opened.library:
        yield opened


@pytest.fixture
def cluster(tmp_path: Path, server: Server) -> Iterator[Cluster]:
    opened = open_cluster(tmp_path, server.new_database())
    with opened.library:
        yield opened
