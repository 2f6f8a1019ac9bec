"""Crop -> the people on it: what a pose network takes and gives, whichever network it is."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import Protocol

from aqvision.core.evidence import PointEvidence
from aqvision.core.skeleton import PARTNERS
from aqvision.core.types import FloatArray
from aqvision.pose.detect.boxes import Box, Cutting


@dataclass(frozen=True, slots=True, eq=False)
class Landmarks:
    """One person in one image.

    Attributes
    ----------
    xy_px
        (33, 2) points in pixels of the image.
    visibility
        (33,) how sure the network is to see them, 0 to 1.
    evidence
        What the network's heat maps tell beside; None where they were not read.
    """

    xy_px: FloatArray
    visibility: FloatArray
    evidence: PointEvidence | None = None

    def mirrored(self, width_px: float) -> Landmarks:
        """Give the person as seen in the mirrored picture: left is right there.

        Parameters
        ----------
        width_px
            Width of the picture: a point's place runs from its left edge at 0 to its right edge.
        """
        xy_px = self.xy_px[list(PARTNERS)]
        xy_px[:, 0] = width_px - xy_px[:, 0]
        evidence = None if self.evidence is None else self.evidence.mirrored(width_px)
        return Landmarks(xy_px, self.visibility[list(PARTNERS)], evidence)

    def moved(self, by_px: tuple[float, float]) -> Landmarks:
        """Give the person in a picture of which this one is a part.

        Parameters
        ----------
        by_px
            (x, y) of this picture's corner in that one.
        """
        evidence = self.evidence
        if evidence is not None:
            evidence = replace(evidence, other_px=evidence.other_px + by_px)
        return Landmarks(self.xy_px + by_px, self.visibility, evidence)


@dataclass(frozen=True, slots=True, eq=False)
class DetectedPerson:
    """Somebody on a crop.

    Attributes
    ----------
    landmarks
        Points in pixels of the whole picture.
    colours
        Those of the trunk; None when nobody else is in question and so nobody has to be told apart.
    """

    landmarks: Landmarks
    colours: FloatArray | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Who is expected on a crop.

    Attributes
    ----------
    region
        The square of the picture that the athlete should fill.
    alone
        Nobody else was seen in the clip: the colours of one person alone tell nothing then.
    undisturbed
        Nobody else should be near the athlete in this frame.
    faces_right
        The athlete runs to the right, and is shown to the network in the mirror: it measures
        runners to the left better, and both directions are measured alike.
    """

    region: Box
    alone: bool
    undisturbed: bool
    faces_right: bool = False


class PoseEstimator(Protocol):
    """A pose network as the survey and the measurement ask it: pixels in, landmarks out.

    Answers are not waited for. What is found on a crop depends on that crop alone, so results are
    the same however many crops are worked on at once.
    """

    @property
    def n_parallel(self) -> int:
        """How many crops are worked on at once."""

    @property
    def runtime(self) -> str:
        """What runs the landmark network."""

    def find_people(self, crop: Cutting, expected: Box | None = None) -> Future[list[Landmarks]]:
        """Find the people on a crop, quickly.

        Parameters
        ----------
        crop
            A square of a picture.
        expected
            The square of the picture that one person should fill; None for anybody.

        Returns
        -------
        Future
            People in pixels of the picture, the most certain first.
        """

    def measure_people(self, crop: Cutting, wanted: Wanted) -> Future[list[DetectedPerson]]:
        """Find the people on a crop, exactly.

        Parameters
        ----------
        crop
            A square of a picture.
        wanted
            Who is expected on it.

        Returns
        -------
        Future
            People in pixels of the picture, the most certain first.
        """
