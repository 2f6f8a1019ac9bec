"""Sightings of people -> tracks: one for each person, across occlusions, never two in one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from aqvision.core.types import FloatArray
from aqvision.pose.detect.appearance import colour_distance, mean_colours
from aqvision.pose.detect.boxes import Box
from aqvision.pose.track.sightings import Sighting

_MAX_GAP_S = 0.5
_MAX_BRIDGE_S = 2.5
_MAX_OVERLAP_S = 0.3
_MAX_JUMP_HEIGHTS = 0.7
_MAX_GROWTH = 1.8
_MAX_BRIDGE_GROWTH = 1.5
_MAX_MISS_HEIGHTS = 1.5
_MISS_HEIGHTS_PER_S = 0.6
_MAX_LEAP_S = 1.5
_STANDING_HEIGHTS_PER_S = 2.0
_OTHER_COLOURS = 0.5
_COLOUR_WEIGHT = 1.0
_IMPOSSIBLE = 1e6
_NO_MATCH = 1.1
_NEW_TRACK_COST = 0.2
_MIN_SURE = 4
_TREND_S = 0.4
_RECENT = 12


@dataclass(slots=True)
class Track:
    """Sightings of what is taken for one person, in rising time."""

    sightings: list[Sighting] = field(default_factory=list)

    @property
    def first_s(self) -> float:
        """Playback time of the first sighting."""
        return self.sightings[0].time_s

    @property
    def last_s(self) -> float:
        """Playback time of the last sighting."""
        return self.sightings[-1].time_s

    @property
    def faces_right(self) -> bool:
        """Tell whether toes are to the right of heels, as of who runs to the right."""
        return sum(s.facing for s in self.sightings) > 0

    def predict(self, time_s: float) -> tuple[float, float]:
        """Give where the middle of the body should be after the last sighting, at its velocity.

        Parameters
        ----------
        time_s
            Playback time.

        Returns
        -------
        tuple
            (x, y) in pixels.
        """
        return _carry_on(self.sightings[::-1], time_s)

    def trace_back(self, time_s: float) -> tuple[float, float]:
        """Give where the middle of the body should have been before the first sighting.

        Parameters
        ----------
        time_s
            Playback time.

        Returns
        -------
        tuple
            (x, y) in pixels.
        """
        return _carry_on(self.sightings, time_s)

    def end_speed(self) -> float:
        """Mean speed over the last sightings in px/s."""
        recent = self.sightings[-_RECENT:]
        lasted_s = max(recent[-1].time_s - recent[0].time_s, 1e-9)
        return _apart(recent[0].box.center, recent[-1].box) / lasted_s

    def box_at(self, time_s: float, reach_s: float) -> Box | None:
        """Give the box at a time, between sightings too; None outside the track's time.

        Parameters
        ----------
        time_s
            Playback time.
        reach_s
            How long before the first and after the last sighting their boxes count.
        """
        if not self.first_s - reach_s <= time_s <= self.last_s + reach_s:
            return None
        times = [s.time_s for s in self.sightings]
        sides = np.array(
            [(s.box.left, s.box.top, s.box.right, s.box.bottom) for s in self.sightings]
        )
        left, top, right, bottom = (float(np.interp(time_s, times, side)) for side in sides.T)
        return Box(left, top, right, bottom)

    def colours(self, recent: int | None = None) -> FloatArray | None:
        """Average the colours of the trunk, of the last few sightings or of all.

        Parameters
        ----------
        recent
            How many sightings; None for all.
        """
        known = [s.colours for s in self.sightings[-recent if recent else 0 :]]
        present = [c for c in known if c is not None]
        return mean_colours(present) if present else None


def extend_tracks(tracks: list[Track], sightings: Sequence[Sighting]) -> None:
    """Share sightings of one moment among the tracks at the least cost, or begin new ones.

    Parameters
    ----------
    tracks
        People so far; changed in place.
    sightings
        Of one moment after all before.
    """
    from scipy.optimize import linear_sum_assignment  # slow to load, see core.loading

    # a match that costs more than none is none, so that a phantom displaces nobody
    costs = np.array([[min(_cost(t, s), _NO_MATCH) for s in sightings] for t in tracks])
    taken = set()
    for row, column in zip(*linear_sum_assignment(costs), strict=True) if costs.size else ():
        if costs[row, column] < _NO_MATCH:
            tracks[int(row)].sightings.append(sightings[int(column)])
            taken.add(int(column))
    tracks.extend(Track([s]) for i, s in enumerate(sightings) if i not in taken)


def _cost(track: Track, sighting: Sighting) -> float:
    """Say how far a sighting is from what a track leads to expect, in body heights."""
    last = track.sightings[-1]
    if not 0 < sighting.time_s - last.time_s <= _MAX_GAP_S:
        return _IMPOSSIBLE
    growth = sighting.box.size / last.box.size
    if not 1 / _MAX_GROWTH <= growth <= _MAX_GROWTH:
        return _IMPOSSIBLE
    jump = _apart(track.predict(sighting.time_s), sighting.box) / last.box.height
    colours = _colours_apart(track.colours(_RECENT), sighting.colours)
    if jump > _MAX_JUMP_HEIGHTS or colours > _OTHER_COLOURS:
        return _IMPOSSIBLE
    doubt = _NEW_TRACK_COST if len(track.sightings) < _MIN_SURE else 0.0
    return jump + _COLOUR_WEIGHT * colours + doubt


def join_tracks(tracks: Sequence[Track]) -> list[Track]:
    """Join pieces of one person's track that an occlusion has parted.

    Pieces belong together when each leads to the other in place, and size and colours agree;
    the best pair is joined first. Pieces that overlap in time are two people, but for a moment:
    that is a track which lost its person to a wrong find while another took the person up.

    Parameters
    ----------
    tracks
        Pieces of the clip, left as they are.
    """
    pieces = [Track(list(t.sightings)) for t in tracks]
    while True:
        pairs = [
            (cost, i, j)
            for i, early in enumerate(pieces)
            for j, late in enumerate(pieces)
            if (cost := _joint_cost(early, late)) < _IMPOSSIBLE
        ]
        if not pairs:
            return pieces
        _, i, j = min(pairs)
        early, late = pieces[i], pieces[j]
        pieces[i] = Track([*_until(early, late.first_s).sightings, *late.sightings])
        del pieces[j]


def _until(track: Track, time_s: float) -> Track:
    return Track([s for s in track.sightings if s.time_s < time_s])


def _joint_cost(early: Track, late: Track) -> float:
    if not -_MAX_OVERLAP_S <= late.first_s - early.last_s <= _MAX_BRIDGE_S:
        return _IMPOSSIBLE
    early = _until(early, late.first_s)
    if min(len(early.sightings), len(late.sightings)) < 2:
        return _IMPOSSIBLE
    gap_s = late.first_s - early.last_s
    heights = [_height(early.sightings[-_RECENT:]), _height(late.sightings[:_RECENT])]
    if max(heights) > _MAX_BRIDGE_GROWTH * min(heights):
        return _IMPOSSIBLE
    ahead = _apart(early.predict(late.first_s), late.sightings[0].box)
    behind = _apart(late.trace_back(early.last_s), early.sightings[-1].box)
    miss = (ahead + behind) / 2 / max(heights)
    if gap_s <= _MAX_LEAP_S and early.end_speed() <= _STANDING_HEIGHTS_PER_S * heights[0]:
        # from a stand a body may go anywhere, as in a jump: what counts is how far
        miss = min(miss, _apart(early.sightings[-1].box.center, late.sightings[0].box) / heights[0])
    colours = _colours_apart(early.colours(), late.colours())
    allowed = min(_MAX_JUMP_HEIGHTS + _MISS_HEIGHTS_PER_S * gap_s, _MAX_MISS_HEIGHTS)
    if miss > allowed or colours > _OTHER_COLOURS:
        return _IMPOSSIBLE
    return miss + _COLOUR_WEIGHT * colours


def _carry_on(nearest_first: Sequence[Sighting], time_s: float) -> tuple[float, float]:
    """Go on from the first of some sightings at the velocity of those near it in time."""
    start = nearest_first[0]
    near = [s for s in nearest_first[:_RECENT] if abs(s.time_s - start.time_s) <= _TREND_S]
    if len(near) < 2:
        return start.box.center
    since = np.array([s.time_s for s in near]) - start.time_s
    centers = np.array([s.box.center for s in near])
    slope = (since - since.mean()) @ (centers - centers.mean(axis=0))
    velocity = slope / ((since - since.mean()) ** 2).sum()
    x, y = np.array(start.box.center) + velocity * (time_s - start.time_s)
    return float(x), float(y)


def _apart(point: tuple[float, float], box: Box) -> float:
    return float(np.hypot(*np.subtract(point, box.center)))


def _height(sightings: Sequence[Sighting]) -> float:
    """Height when upright: a body that crouches for a moment has not shrunk."""
    return float(np.percentile([s.box.size for s in sightings], 80))


def _colours_apart(first: FloatArray | None, second: FloatArray | None) -> float:
    return 0.0 if first is None or second is None else colour_distance(first, second)
