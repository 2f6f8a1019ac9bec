"""A folder of clips for rosters."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from aqvision.batch.draft import FirstRoster, write_first_roster
from tests.support.team_folder import small_video

if TYPE_CHECKING:
    from tests.conftest import MakeVideo


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a folder of eight clips."""
    for number in range(1, 9):
        small_video(tmp_path / f"{number}.mp4", f"clip {number}".encode())
    (tmp_path / "day").mkdir()
    return tmp_path


class Films:
    """A folder of small films, no two alike."""

    def __init__(self, folder: Path, make_video: MakeVideo) -> None:
        self.folder = folder
        self.make_video = make_video
        self.n = 0

    def add(self, *names: str, **tags: str) -> None:
        for name in names:
            self.n += 1
            picture = np.full((64, 64, 3), 3 * self.n, np.uint8)
            (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
            self.make_video(self.folder / name, [picture] * 2, tags=tags)

    def roster(self, name: str = "roster.csv") -> FirstRoster:
        return write_first_roster(self.folder, self.folder / name)


@pytest.fixture
def films(tmp_path: Path, make_video: MakeVideo) -> Films:
    return Films(tmp_path, make_video)
