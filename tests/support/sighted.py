"""People seen a few times a second: a runner, a bystander, and the tracks that they leave."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from aqvision.pose.detect.boxes import Box
from aqvision.pose.track.sightings import Sighting
from aqvision.pose.track.tracks import Track, extend_tracks

RATE_HZ = 15.0
TIMES_S = np.arange(24) / RATE_HZ
STILL = np.column_stack([TIMES_S, np.zeros(24)])


def person(time_s: float, x: float, height_px: float, spread: float = 0.1) -> Sighting:
    """See a person who stands on the line y = 800."""
    box = Box(x - 0.2 * height_px, 800 - height_px, x + 0.2 * height_px, 800.0)
    return Sighting(time_s=float(time_s), box=box, foot_spread=spread)


def runner(time_s: float, speed_px_s: float = 1000.0, from_x: float = 100.0) -> Sighting:
    spread = 0.3 + 0.2 * np.sin(2 * np.pi * 4.2 * time_s)
    return person(time_s, from_x + speed_px_s * time_s, 200.0, float(spread))


def bystander(time_s: float) -> Sighting:
    """See someone twice as tall who sways on the spot."""
    return person(time_s, 900.0 + 5 * np.sin(time_s), 400.0, 0.12)


def follow(*paths: list[Sighting]) -> list[Track]:
    tracks: list[Track] = []
    for time_s in TIMES_S:
        extend_tracks(tracks, [s for path in paths for s in path if s.time_s == time_s])
    return tracks


def dressed(sighting: Sighting, colour: int) -> Sighting:
    """Give somebody a trunk of one colour."""
    return replace(sighting, colours=np.eye(4)[colour])
