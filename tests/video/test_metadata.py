"""Tags of a file -> the day of filming; nothing where they tell none or a wrong one."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from aqvision.video.metadata import find_filming_date

if TYPE_CHECKING:
    from tests.conftest import MakeVideo

PICTURE = np.zeros((64, 64, 3), np.uint8)
APPLE = "com.apple.quicktime.creationdate"


@pytest.mark.parametrize(
    ("tags", "day"),
    [
        ({"creation_time": "2026-03-14T17:31:08Z"}, dt.date(2026, 3, 14)),
        ({"creation_time": "1970-01-01T00:00:00Z"}, None),
        ({"creation_time": "2999-01-01T00:00:00Z"}, None),
        ({APPLE: "yesterday", "creation_time": "2026-03-14T23:31:08Z"}, dt.date(2026, 3, 14)),
        (
            {APPLE: "2026-03-15T00:31:08+01:00", "creation_time": "2026-03-14T23:31:08Z"},
            dt.date(2026, 3, 15),
        ),
        ({}, None),
    ],
)
def test_the_day_of_filming(
    tags: dict[str, str], day: dt.date | None, tmp_path: Path, make_video: MakeVideo
) -> None:
    path = make_video(tmp_path / "run.mp4", [PICTURE] * 2, tags=tags, movflags="use_metadata_tags")
    assert find_filming_date(path) == day


def test_a_damaged_file_tells_no_day(tmp_path: Path) -> None:
    path = tmp_path / "run.mp4"
    path.write_bytes(b"damaged")
    assert find_filming_date(path) is None
