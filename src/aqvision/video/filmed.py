"""Video file -> when it was filmed, as its tags say."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from aqvision.core.errors import VideoError
from aqvision.core.recorded import Filmed, last_day
from aqvision.video.container import find_demuxer, opened, picture_track

# Apple writes local time with its zone, all others UTC.
_LOCAL_TAG = "com.apple.quicktime.creationdate"
_TAGS = (_LOCAL_TAG, "creation_time", "date")
_FIRST_YEAR = 2000


def find_filmed(path: Path) -> Filmed | None:
    """Read from a file's tags when it was filmed; None where there is none or it cannot be right.

    Parameters
    ----------
    path
        A video file.
    """
    try:
        with opened(path, find_demuxer(path)) as container:
            tags = {**picture_track(container, path).metadata, **container.metadata}
    except VideoError:
        return None
    found = (_filmed(tags[name], name) for name in _TAGS if name in tags)
    return next((filmed for filmed in found if filmed is not None), None)


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
    filmed = find_filmed(path)
    return None if filmed is None else filmed.day()


def _filmed(text: str, tag: str) -> Filmed | None:
    """Read a moment; a camera that was never set gives the beginning of its calendar.

    >>> _filmed("2026-03-14T17:31:08.000000Z", "creation_time").day()
    datetime.date(2026, 3, 14)
    >>> _filmed("1904-01-01T00:00:00Z", "creation_time") is None
    True
    """
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.year < _FIRST_YEAR or moment.date() > last_day():
        return None
    return Filmed(moment, local=tag == _LOCAL_TAG or moment.tzinfo is None)
