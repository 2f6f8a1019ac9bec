"""A region of a crop -> the one body in it, read from the landmark network's heat maps.

The region is upright and as large as the body's path says, so that it changes smoothly from frame
to frame. MediaPipe's own is found anew in each, which makes the points jump.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np

from aqvision.core.evidence import N_OTHERS, PointEvidence
from aqvision.core.skeleton import INDEX, N_LANDMARKS, SIDES, joint_indices
from aqvision.core.types import FloatArray
from aqvision.pose.detect.boxes import Box, Cutting
from aqvision.pose.detect.estimator import Landmarks
from aqvision.pose.network.heat_maps import DECODING, Decoding, MapReading, read_maps
from aqvision.pose.network.runtimes import INPUT_PX, Answer, Pixels, Runtime

# The other regions of a second look, in sides of the first.
_SMALLER, _LARGER = 0.92, 1.11
_EDGE_FRAC = 0.015
_MAX_AT_EDGE = 3
_LEGS = [i for side in SIDES for i in joint_indices(side, ("knee", "ankle", "heel", "foot_index"))]
_ENDS = [INDEX["nose"], *(INDEX[f"{s}_{j}"] for s in SIDES for j in ("wrist", "ankle", "heel"))]


@dataclass(frozen=True, slots=True, eq=False)
class Body:
    """A body as the network read it.

    Attributes
    ----------
    landmarks
        Points in pixels of the picture, with evidence.
    presence
        How sure the network is that somebody is there, 0 to 1.
    at_edge
        Several of the body's ends lie at the edge of the region: it may reach beyond.
    """

    landmarks: Landmarks
    presence: float
    at_edge: bool

    @property
    def box(self) -> Box:
        """The body in the picture."""
        (left, top), (right, bottom) = (f(self.landmarks.xy_px, axis=0) for f in (np.min, np.max))
        return Box(float(left), float(top), float(right), float(bottom))

    @property
    def evidence(self) -> PointEvidence:
        """What the heat maps tell, which every body that is read has."""
        evidence = self.landmarks.evidence
        if evidence is None:
            raise ValueError("these landmarks were not read from heat maps")
        return evidence

    @property
    def doubt(self) -> float:
        """How flat the flattest map of the legs is, 0 to 1: a leg may be elsewhere."""
        return 1 - float(self.evidence.score[_LEGS].min())


class BodyReader:
    """Reads bodies with a landmark network.

    Parameters
    ----------
    runtime
        The network.
    decoding
        How points are read from its heat maps.
    """

    def __init__(self, runtime: Runtime, decoding: Decoding = DECODING) -> None:
        self._runtime = runtime
        self._decoding = decoding

    def read(self, crop: Cutting, region: Box, *, mirrored: bool) -> Body:
        """Read the body in a region.

        Parameters
        ----------
        crop
            Pixels of the picture; what lies beyond them is taken for black.
        region
            A square in pixels of the picture.
        mirrored
            Whether the network is shown the mirrored region.
        """
        answer = self._runtime.ask(region_pixels(crop, region, mirrored=mirrored))
        reading = read_maps(answer, self._decoding)
        landmarks = _landmarks(reading, answer)
        landmarks = landmarks.mirrored(1.0) if mirrored else landmarks
        return Body(_placed(landmarks, region), answer.presence, _is_at_edge(reading.xy))

    def read_again(self, first: Body, crop: Cutting, region: Box, *, mirrored: bool) -> Body:
        """Add to a body what a smaller and a larger region around the same middle show.

        Parameters
        ----------
        first
            What the region itself showed.
        crop, region, mirrored
            As for :meth:`read`.

        Returns
        -------
        Body
            Points of the first look; those of the others are in its evidence.
        """
        px, score = (a.copy() for a in (first.evidence.other_px, first.evidence.other_score))
        for number, times in enumerate((_SMALLER, _LARGER), start=1):
            around = Box.square(*region.center, times * region.size)
            look = self.read(crop, around, mirrored=mirrored)
            px[number], score[number] = look.landmarks.xy_px, look.evidence.score
        evidence = replace(first.evidence, other_px=px, other_score=score)
        return replace(first, landmarks=replace(first.landmarks, evidence=evidence))


def region_pixels(crop: Cutting, region: Box, *, mirrored: bool) -> Pixels:
    """Sample what the network is shown of a region, (256, 256, 3).

    Parameters
    ----------
    crop
        Pixels of the picture; what lies beyond them is taken for black.
    region
        A square in pixels of the picture.
    mirrored
        Whether left and right are exchanged.
    """
    inside = crop.inside
    if not inside.size:  # somebody who is followed has run out of the picture
        return np.zeros((INPUT_PX, INPUT_PX, 3), dtype=np.uint8)
    left, top = (region.left - crop.corner[0] - crop.offset[0],
                 region.top - crop.corner[1] - crop.offset[1])  # fmt: skip
    step = region.size / INPUT_PX
    shrunk = int(step)
    if shrunk > 1:  # neighbouring pixels are averaged, where sampling would leave some out
        height, width = (-(-n // shrunk) for n in inside.shape[:2])
        padded = cv2.copyMakeBorder(
            inside,
            *(0, height * shrunk - inside.shape[0], 0, width * shrunk - inside.shape[1]),
            cv2.BORDER_REPLICATE,
        )
        smaller = cv2.resize(padded, (width, height), interpolation=cv2.INTER_AREA)
        inside = np.asarray(smaller, dtype=np.uint8)
        left, top, step = left / shrunk, top / shrunk, step / shrunk
    # a cell's middle lies half a cell from its edge, in the region as in the picture
    start_x, start_y = left + 0.5 * step - 0.5, top + 0.5 * step - 0.5
    turn = np.array([[step, 0.0, start_x], [0.0, step, start_y]])
    if mirrored:
        turn[0] = (-step, 0.0, start_x + (INPUT_PX - 1) * step)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    sampled = cv2.warpAffine(inside, turn, (INPUT_PX, INPUT_PX), flags=flags)
    return np.asarray(sampled, dtype=np.uint8)


def _landmarks(reading: MapReading, answer: Answer) -> Landmarks:
    """Bring a reading into landmarks in parts of the region's side, as the network was shown it."""
    other_px = np.full((N_OTHERS, N_LANDMARKS, 2), np.nan)
    other_score = np.full((N_OTHERS, N_LANDMARKS), np.nan)
    other_px[0], other_score[0] = reading.other_xy, reading.other_score
    evidence = PointEvidence(
        spread_px=reading.spread, score=reading.score, other_px=other_px, other_score=other_score
    )
    visibility = 1 / (1 + np.exp(-answer.points[:N_LANDMARKS, 3]))
    return Landmarks(reading.xy, visibility, evidence)


def _placed(landmarks: Landmarks, region: Box) -> Landmarks:
    """Bring landmarks from parts of a region's side into pixels of the picture."""
    corner, side, evidence = np.array([region.left, region.top]), region.size, landmarks.evidence
    if evidence is not None:
        evidence = replace(
            evidence,
            spread_px=side * evidence.spread_px,
            other_px=corner + side * evidence.other_px,
        )
    return Landmarks(corner + side * landmarks.xy_px, landmarks.visibility, evidence)


def _is_at_edge(xy: FloatArray) -> bool:
    ends = xy[_ENDS]
    at_edge = ((ends < _EDGE_FRAC) | (ends > 1 - _EDGE_FRAC)).any(axis=1)
    return int(at_edge.sum()) >= _MAX_AT_EDGE
