"""The athlete's track -> which parts of which frames a page will most likely show."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from aqvision.core.sequence import keeps_clear
from aqvision.pose.track.identity import CropPath
from aqvision.pose.track.tracks import Track
from aqvision.video.kept import Region
from aqvision.video.reader import Video

# Half of what is kept, in body sizes: pictures show up to 1.5, of a body that is measured a little
# larger, and up to a tenth off the path.
_HALF = 0.87


def region_along(path: CropPath) -> Callable[[float], Region | None]:
    """Give what pictures show around somebody at a time; None out of view.

    Parameters
    ----------
    path
        The square that follows the body, without a margin.
    """

    def region_at(time_s: float) -> Region | None:
        box = path.at(time_s)
        if box is None:
            return None
        x, y = box.center
        return _around(y, _HALF * box.size), _around(x, _HALF * box.size)

    return region_at


def _around(middle: float, half: float) -> slice:
    return slice(round(middle - half), round(middle + half))


def middle_in_view_s(track: Track, video: Video) -> float:
    """Tell the moment of a clip's middle at which, or next to which, somebody is wholly in view.

    Parameters
    ----------
    track
        Who it is.
    video
        The clip.
    """
    low = np.array([(s.box.left, s.box.top) for s in track.sightings])
    high = np.array([(s.box.right, s.box.bottom) for s in track.sightings])
    clear = keeps_clear(low, high, (video.width_px, video.height_px)).all(axis=1)
    time_s = np.array([s.time_s for s in track.sightings])
    usable_s = time_s[clear] if clear.any() else time_s
    return float(np.clip(video.first_s + video.lasts_s / 2, usable_s[0], usable_s[-1]))
