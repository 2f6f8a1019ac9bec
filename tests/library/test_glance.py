"""Athletes of the library at a glance, for a shell that waits."""

from __future__ import annotations

from pathlib import Path

import pytest

from aqvision.library.glance import athlete_names
from aqvision.library.library import open_library
from tests.support.home import asked, settle


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    return settle(monkeypatch, tmp_path)


def test_athletes_of_the_library_are_offered(home: Path) -> None:
    assert asked("aqvision library ladder a") == [""]
    assert not (home / ".library").exists(), "completing makes nothing"
    with open_library() as library:
        for name in ("Zoe", "Ada Example"):
            library.add_athlete(name)
    assert asked("aqvision library ladder ") == ["plain,Ada Example", "plain,Zoe"]
    assert asked("aqvision analyze run.MP4 --athlete a") == ["plain,Ada Example"]


def test_what_is_no_library_and_what_is_on_a_server_names_nobody(
    monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    (home / ".library").mkdir()
    (home / ".library" / "library.sqlite").write_text("no database")
    assert athlete_names() == ()
    (home / ".library" / "library.sqlite").unlink()
    with open_library() as library:
        library.add_athlete("Ada")
    assert athlete_names() == ("Ada",)
    monkeypatch.setenv("AQVISION_DATABASE_URL", "postgresql://nowhere/none")
    assert athlete_names() == ()
