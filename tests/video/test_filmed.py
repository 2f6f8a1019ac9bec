"""When a film was made: Apple writes the clock of the place, all others that of Greenwich."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest

from aqvision.core.recorded import Filmed
from aqvision.video.filmed import find_filmed, find_filming_date
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


@pytest.mark.parametrize(
    ("tags", "zone_min", "day"),
    [
        ({"creation_time": "2026-03-14T23:31:08Z"}, 60, 15),
        ({"creation_time": "2026-03-14T02:31:08Z"}, -300, 13),
        ({"creation_time": "2026-03-14T23:31:08Z"}, None, 14),
        ({APPLE: "2026-03-14T23:31:08+0100"}, 600, 14),
        ({"date": "2026-03-14"}, 600, 14),
    ],
)
def test_the_day_is_that_of_the_place(
    tags: dict[str, str], zone_min: int | None, day: int, tmp_path: Path, make_video: MakeVideo
) -> None:
    path = make_video(tmp_path / "run.mp4", [PICTURE] * 2, tags=tags, movflags="use_metadata_tags")
    filmed = find_filmed(path)
    assert filmed is not None
    assert filmed.day(zone_min) == dt.date(2026, 3, day)
    assert Filmed.from_json(filmed.to_json()) == filmed
