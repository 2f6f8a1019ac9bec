"""What a pose network tells beside its points: how spread each is, and where else it may be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from aqvision.core.skeleton import N_LANDMARKS, PARTNERS
from aqvision.core.types import FloatArray

N_OTHERS = 3
"""Other places that are kept of each point: its map's second peak, and two further looks."""
_PREFIX = "evidence_"
_PER_POINT = 2  # dimensions of what T frames tell of each point once


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class PointEvidence:
    """Evidence on the points of one frame, or of T frames: then each shape begins with T.

    Attributes
    ----------
    spread_px
        (33,) root mean square, of each coordinate, by which a point's heat map is spread about it;
        NaN where no map tells.
    score
        (33,) how likely the likeliest cell of the map near the point is, 0 to 1.
    other_px
        (3, 33, 2) where else a point may be; NaN where nowhere. First the second peak of its map,
        then where it was seen when the network looked again at a smaller and a larger region.
    other_score
        (3, 33) how likely that is, 0 to 1.
    """

    spread_px: FloatArray
    score: FloatArray
    other_px: FloatArray
    other_score: FloatArray

    def mirrored(self, width_px: float) -> PointEvidence:
        """Give the evidence of one frame as in the mirrored picture: left is right there.

        Parameters
        ----------
        width_px
            Width of the picture.

        Returns
        -------
        PointEvidence
            Of the same frame; its places in pixels of the mirrored picture.
        """
        partners = list(PARTNERS)
        other_px = self.other_px[:, partners]
        other_px[..., 0] = width_px - other_px[..., 0]
        return PointEvidence(
            spread_px=self.spread_px[partners],
            score=self.score[partners],
            other_px=other_px,
            other_score=self.other_score[:, partners],
        )

    def exchanged(
        self, left: list[int], right: list[int], frames: npt.NDArray[np.bool_]
    ) -> PointEvidence:
        """Exchange some points of both sides in some of T frames.

        Parameters
        ----------
        left, right
            Numbers of the points.
        frames
            (T,) True where to exchange.

        Returns
        -------
        PointEvidence
            Of the same T frames.
        """
        rows = np.flatnonzero(frames)[:, None]
        arrays = {name: getattr(self, name).copy() for name in self.__slots__}
        for array in arrays.values():
            by_point = array if array.ndim == _PER_POINT else np.swapaxes(array, 1, 2)  # a view
            both = by_point[rows, right], by_point[rows, left]
            by_point[rows, left], by_point[rows, right] = both
        return PointEvidence(**arrays)

    @classmethod
    def nothing(cls) -> PointEvidence:
        """Give the evidence of a frame in which nobody was found.

        Returns
        -------
        PointEvidence
            All NaN.
        """
        return cls(
            spread_px=np.full(N_LANDMARKS, np.nan),
            score=np.full(N_LANDMARKS, np.nan),
            other_px=np.full((N_OTHERS, N_LANDMARKS, 2), np.nan),
            other_score=np.full((N_OTHERS, N_LANDMARKS), np.nan),
        )

    @classmethod
    def stacked(cls, frames: Sequence[PointEvidence]) -> PointEvidence:
        """Put frames one after the other, in the precision in which poses are stored.

        Parameters
        ----------
        frames
            Evidence of T single frames.

        Returns
        -------
        PointEvidence
            Each shape begins with T.
        """
        single = {n: np.array([getattr(f, n) for f in frames], np.float32) for n in cls.__slots__}
        return cls(**{name: array.astype(np.float64) for name, array in single.items()})


def evidence_to_rows(evidence: PointEvidence | None) -> dict[str, Any]:
    """Bring evidence on T frames into arrays for a file, by their names there.

    Parameters
    ----------
    evidence
        None gives no arrays.

    Returns
    -------
    dict
        Arrays of single precision by name.
    """
    if evidence is None:
        return {}
    return {_PREFIX + n: getattr(evidence, n).astype(np.float32) for n in PointEvidence.__slots__}


def evidence_from_rows(stored: Mapping[str, Any]) -> PointEvidence | None:
    """Read evidence from the arrays of a file.

    Parameters
    ----------
    stored
        Arrays by name.

    Returns
    -------
    PointEvidence or None
        None where there is none: points of another program, or an older file.
    """
    names = {name: _PREFIX + name for name in PointEvidence.__slots__}
    if not set(stored) >= set(names.values()):
        return None
    return PointEvidence(**{name: stored[key].astype(np.float64) for name, key in names.items()})
