"""Landmarks of one person in one frame -> a sighting, of which tracks are made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from aqvision.core.heads import head_circles
from aqvision.core.sequence import middle_of
from aqvision.core.skeleton import INDEX, SIDES
from aqvision.core.types import FloatArray
from aqvision.pose.detect.appearance import PictureQuality, judge_picture, trunk_colours
from aqvision.pose.detect.boxes import Box
from aqvision.pose.detect.estimator import Landmarks

_SEEN = 0.4
_SAME_BODY = 0.5
_TRUNK = [INDEX[f"{side}_{joint}"] for side in SIDES for joint in ("shoulder", "hip")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One person in one frame of the survey.

    Attributes
    ----------
    time_s
        Playback time.
    box
        The body in the picture.
    foot_spread
        Horizontal distance between the ankles in body heights; it changes with every step.
    trunk_breadth
        Horizontal distance between left and right over the length of the trunk: near 0 from the
        side, about 0.7 from the front.
    facing
        How far toes lie to the right of heels in body heights.
    colours
        Those of the trunk; None when not known.
    picture
        How well the body is seen.
    head
        (N, 3) circles that hold the head, x, y and radius in pixels.
    down
        Way from the middle of the shoulders to that of the ankles in pixels, right and down.
    """

    time_s: float
    box: Box
    foot_spread: float
    trunk_breadth: float = 0.0
    facing: float = 0.0
    colours: FloatArray | None = field(default=None, compare=False, repr=False)
    picture: PictureQuality = field(default_factory=PictureQuality, compare=False, repr=False)
    head: FloatArray = field(default_factory=lambda: np.empty((0, 3)), compare=False, repr=False)
    down: tuple[float, float] = (0.0, 1.0)


def sighting_from_landmarks(
    person: Landmarks, time_s: float, min_px: float, rgb: npt.NDArray[np.uint8] | None = None
) -> Sighting | None:
    """Turn landmarks in whole-image pixels into a sighting; None when it is no usable body.

    All points shape the box, also the unseen: the network places hidden limbs well enough to
    follow a body, while the set of points it calls visible flickers.

    Parameters
    ----------
    person
        Landmarks in pixels of the whole picture.
    time_s
        Playback time.
    min_px
        Height of the smallest body that counts.
    rgb
        (height, width, 3) the picture, if colours and quality are wanted.
    """
    if person.visibility[_TRUNK].max() < _SEEN:
        return None
    left, top = person.xy_px.min(axis=0)
    right, bottom = person.xy_px.max(axis=0)
    if bottom - top < min_px:
        return None
    ankles = person.xy_px[[INDEX["left_ankle"], INDEX["right_ankle"]], 0]
    box = Box(float(left), float(top), float(right), float(bottom))
    spread = float(abs(ankles[0] - ankles[1])) / box.height
    facing = _toes_ahead_px(person.xy_px) / box.height
    seen = Sighting(
        time_s=time_s,
        box=box,
        foot_spread=spread,
        trunk_breadth=_trunk_breadth(person.xy_px),
        facing=facing,
        head=head_circles(person.xy_px),
        down=_shoulders_to_ankles(person.xy_px),
    )
    if rgb is None:
        return seen
    colours, picture = trunk_colours(rgb, person.xy_px), judge_picture(rgb, person.xy_px)
    return replace(seen, colours=colours, picture=picture)


def _toes_ahead_px(xy_px: FloatArray) -> float:
    return float(
        sum(xy_px[INDEX[f"{s}_foot_index"], 0] - xy_px[INDEX[f"{s}_heel"], 0] for s in SIDES)
    )


def _shoulders_to_ankles(xy_px: FloatArray) -> tuple[float, float]:
    x, y = middle_of(xy_px, "ankle") - middle_of(xy_px, "shoulder")
    return float(x), float(y)


def _trunk_breadth(xy_px: FloatArray) -> float:
    left_shoulder, left_hip, right_shoulder, right_hip = xy_px[_TRUNK]
    length = np.hypot(*(left_shoulder + right_shoulder - left_hip - right_hip)) / 2
    across = abs(left_shoulder[0] - right_shoulder[0]) + abs(left_hip[0] - right_hip[0])
    return float(across / 2 / max(length, 1.0))


def distinct(sightings: Sequence[Sighting]) -> list[Sighting]:
    """Drop repeated finds of one body, keeping the first of each.

    Parameters
    ----------
    sightings
        Of one moment.
    """
    kept: list[Sighting] = []
    for sighting in sightings:
        if all(sighting.box.overlap(other.box) < _SAME_BODY for other in kept):
            kept.append(sighting)
    return kept
