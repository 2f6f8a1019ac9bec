"""Candidates of a clip -> the one who holds a posture: large, there all the time, in the middle."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from aqvision.core.clip import AthleteChoice
from aqvision.pose.track.athlete import Candidate, choose_athlete
from aqvision.pose.track.tracks import Track

# Who stands at the edge of the picture counts half.
_EDGE_WEIGHT = 0.5


def choose_still(
    tracks: Sequence[Track],
    candidates: Sequence[Candidate],
    choice: AthleteChoice,
    width_px: int,
) -> int:
    """Give the number of the person who holds a posture: size x time in view x how central.

    Parameters
    ----------
    tracks, candidates
        The same people in the same order.
    choice
        Who the athlete is, if the user says so.
    width_px
        Of the picture.

    Raises
    ------
    PoseError
        Nobody was found for long enough, or the user's choice names nobody.
    """
    if choice.made or not candidates:
        return choose_athlete(tracks, candidates, choice)
    return max(candidates, key=lambda c: (_weight(c, width_px), -c.number)).number


def _weight(candidate: Candidate, width_px: int) -> float:
    x = (candidate.first_px[0] + candidate.last_px[0]) / 2
    off_middle = min(1.0, abs(x / width_px - 0.5) * 2)
    lasts_s = candidate.last_s - candidate.first_s
    return float(candidate.height_px * lasts_s * np.interp(off_middle, [0, 1], [1, _EDGE_WEIGHT]))
