"""Video file -> the day on which it was filmed, as far as its tags tell."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from aqvision.core.errors import VideoError
from aqvision.core.recorded import last_day
from aqvision.video.container import find_demuxer, opened, picture_track

# Apple writes local time with its zone, all others UTC.
_TAGS = ("com.apple.quicktime.creationdate", "creation_time", "date")
_FIRST_YEAR = 2000


def find_filming_date(path: Path) -> dt.date | None:
    """Read the day from a file's tags; None where there is none or it cannot be right.

    Parameters
    ----------
    path
        A video file.

    Returns
    -------
    datetime.date or None
        In the time zone of the tag.
    """
    try:
        with opened(path, find_demuxer(path)) as container:
            tags = {**picture_track(container, path).metadata, **container.metadata}
    except VideoError:
        return None
    days = (_day(tags[name]) for name in _TAGS if name in tags)
    return next((day for day in days if day is not None), None)


def _day(text: str) -> dt.date | None:
    """Read a moment; a camera that was never set gives the beginning of its calendar.

    >>> _day("2026-03-14T17:31:08.000000Z"), _day("1904-01-01T00:00:00Z")
    (datetime.date(2026, 3, 14), None)
    """
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.date() if moment.year >= _FIRST_YEAR and moment.date() <= last_day() else None
