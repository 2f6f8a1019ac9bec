"""Means of clips -> how they scatter about their days, and days about their sides."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aqvision.comparison.prior import Prior
from aqvision.comparison.values import ClipMean
from aqvision.core.types import FloatArray


@dataclass(frozen=True, slots=True)
class Ratio:
    """A variance that was seen as a part of the one expected, and its degrees of freedom."""

    value: float
    freedom: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scatter:
    """How the clips of a comparison scatter about the means of their days, and days about sides.

    ``own`` (n,) is the variance that the prior and its steps give each clip; squares are in parts
    of what is expected.
    """

    clips: tuple[ClipMean, ...]
    side: NDArray[np.int_]
    days: list[Hashable]
    value: FloatArray
    steps: FloatArray
    own: FloatArray
    prior: Prior

    @classmethod
    def of(cls, before: Sequence[ClipMean], after: Sequence[ClipMean], prior: Prior) -> Scatter:
        """Set the clips of both sides beside what is held beforehand.

        Parameters
        ----------
        before, after
            One clip or more each.
        prior
            How far runs and days of an athlete who has not changed differ.
        """
        clips = (*before, *after)
        side = np.repeat([0, 1], [len(before), len(after)])
        steps = np.array([clip.step_variance for clip in clips])
        return cls(
            clips=clips,
            side=side,
            days=[clip.day or number for clip, number in zip(clips, side.tolist(), strict=True)],
            value=np.array([clip.value for clip in clips]),
            steps=steps,
            own=prior.run_variance + steps,
            prior=prior,
        )

    @property
    def cells(self) -> list[NDArray[np.int_]]:
        """Clips of one day and side, by number."""
        keys = list(zip(self.side.tolist(), self.days, strict=True))
        return [
            np.array([i for i, k in enumerate(keys) if k == key]) for key in dict.fromkeys(keys)
        ]

    @property
    def run_freedom(self) -> int:
        """Degrees of freedom of clips within their days."""
        return len(self.clips) - len(self.cells)

    @property
    def day_freedom(self) -> int:
        """Degrees of freedom of days within their sides."""
        return len(self.cells) - len(set(self.side.tolist()))

    @property
    def run_share(self) -> float:
        """Part of a clip's variance that is no matter of its steps."""
        return float(np.mean(self.prior.run_variance / self.own))

    @property
    def run_squares(self) -> float:
        """How clips scatter about their days, as a part of what the prior expects."""
        total = 0.0
        for cell in self.cells:
            middle = np.average(self.value[cell], weights=1 / self.own[cell])
            total += float(((self.value[cell] - middle) ** 2 / self.own[cell]).sum())
        return total

    @property
    def run(self) -> Ratio:
        """Variance of runs, weighed with the prior."""
        freedom = self.prior.run_freedom + self.run_freedom
        return Ratio((self.prior.run_freedom + self.run_squares) / freedom, freedom)

    @property
    def day_squares(self) -> float:
        """How days of a side scatter, as a part of what the prior and the runs expect."""
        runs, total = self.run.value * self.own, 0.0
        for number in set(self.side.tolist()):
            cells = [cell for cell in self.cells if self.side[cell[0]] == number]
            means = np.array([np.average(self.value[c], weights=1 / runs[c]) for c in cells])
            expected = np.array([self.prior.day_variance + 1 / (1 / runs[c]).sum() for c in cells])
            middle = np.average(means, weights=1 / expected)
            total += float(((means - middle) ** 2 / expected).sum())
        return total

    @property
    def day(self) -> Ratio:
        """Variance of days, weighed with the prior."""
        freedom = self.prior.day_freedom + self.day_freedom
        return Ratio((self.prior.day_freedom + self.day_squares) / freedom, freedom)


def alike(keys: Sequence[Hashable]) -> FloatArray:
    """Tell which clips go together.

    Parameters
    ----------
    keys
        One a clip, of n: its day, for example.

    Returns
    -------
    (n, n)
        1 where two clips have the same key, else 0.
    """
    return np.array([[float(a == b) for b in keys] for a in keys])
