"""Places of each kind, empty."""

from __future__ import annotations

from pathlib import Path

import pytest

from aqvision.library.files.folder import FolderFiles
from aqvision.library.files.opening import open_elsewhere
from aqvision.library.files.place import Files
from aqvision.library.storage import open_home
from tests.support.places import in_memory

KINDS = ("folder", "memory", "server")


@pytest.fixture(params=KINDS)
def files(request: pytest.FixtureRequest, tmp_path: Path) -> Files:
    home = open_home(tmp_path / "home").folder
    if request.param == "folder":
        return FolderFiles(home)
    if request.param == "memory":
        return in_memory(home / "cache")
    opened = open_elsewhere(home / "cache", request.getfixturevalue("at_server"))
    assert opened is not None
    return opened
