"""A folder of clips for rosters."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.team_folder import small_video


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a folder of eight clips."""
    for number in range(1, 9):
        small_video(tmp_path / f"{number}.mp4", f"clip {number}".encode())
    (tmp_path / "day").mkdir()
    return tmp_path
