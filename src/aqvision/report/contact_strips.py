"""Analysis and Video -> a bare strip of frames for each end of each contact, to choose from."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from aqvision.analysis.analyze import Analysis
from aqvision.core.skeleton import Side
from aqvision.core.types import Image
from aqvision.report.event_strips import TILE_PX, Event, events_of, tiles_of
from aqvision.report.pictures import write_webp
from aqvision.video.reader import Video

_QUALITY = 72
_BLANK = 226


def write_contact_strips(analysis: Analysis, video: Video, folder: Path) -> list[tuple[Event, str]]:
    """Write the frames around each touchdown and toe-off side by side, nothing else on them.

    Parameters
    ----------
    analysis, video
        A clip's result, and the clip.
    folder
        Takes ``strip-0.webp`` and on.

    Returns
    -------
    list of (Event, str)
        Two for each contact, touchdown and toe-off, and the name of the picture.

    Raises
    ------
    VideoError
        The file is damaged at one of the moments.
    LibraryError
        A picture cannot be written.
    """
    events = list(events_of(analysis))
    tiles = tiles_of(analysis, video, events)
    written = []
    for number, event in enumerate(events):
        name = f"strip-{number}.webp"
        write_webp(_strip(event, tiles), folder / name, _QUALITY)
        written.append((event, name))
    return written


def _strip(event: Event, tiles: dict[tuple[Side, int], Image]) -> Image:
    """Lay the frames side by side; grey where there is nothing to show."""
    blank: Image = np.full((TILE_PX, TILE_PX, 3), _BLANK, np.uint8)
    return np.hstack([tiles.get((event.side, frame), blank) for frame in event.frames])
