"""Runs of a team -> the arrays that a model of the group is fitted to: all of one metric."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aqvision.comparison.speed_matched import BAND_MPS, near
from aqvision.core.types import FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamRun:
    """One metric in one run of somebody of the team.

    ``value`` and its standard error ``se`` are in the metric's unit, ``speed_mps`` is the speed of
    the run; NaN where they are not known. ``is_after`` tells the side of the training.
    """

    athlete: str
    is_after: bool
    value: float
    se: float = float("nan")
    speed_mps: float = float("nan")


@dataclass(frozen=True, slots=True, eq=False)
class RunTable:
    """Runs as arrays (n,), those of an athlete beside one another, those before first.

    ``variance`` is what a run's value is expected to err by about the athlete's mean of its side.
    """

    athlete: NDArray[np.int_]
    is_after: NDArray[np.bool_]
    value: FloatArray
    variance: FloatArray
    speed_mps: FloatArray

    @classmethod
    def of(cls, runs: Sequence[TeamRun], run_variance: float) -> RunTable:
        """Lay out the runs of those who have some on both sides; values not known are left out.

        Parameters
        ----------
        runs
            Of one metric, in any order.
        run_variance
            By which runs of an athlete differ, without what their steps and measuring bring.
        """
        known = [run for run in runs if np.isfinite(run.value)]
        sides = {one: {r.is_after for r in known if r.athlete == one} for one in _names(known)}
        kept = sorted(
            (run for run in known if len(sides[run.athlete]) == 2),
            key=lambda run: (run.athlete, run.is_after, run.value, run.speed_mps),
        )
        numbers = {name: number for number, name in enumerate(_names(kept))}
        errors = np.array([run.se for run in kept])
        own = np.where(np.isfinite(errors), errors**2, run_variance)
        return cls(
            athlete=np.array([numbers[run.athlete] for run in kept], dtype=np.int_),
            is_after=np.array([run.is_after for run in kept], dtype=np.bool_),
            value=np.array([run.value for run in kept]),
            variance=run_variance + own,
            speed_mps=np.array([run.speed_mps for run in kept]),
        )

    @property
    def n_athletes(self) -> int:
        """Athletes with runs on both sides."""
        return int(self.athlete.max()) + 1 if len(self.athlete) else 0

    @property
    def n_runs(self) -> tuple[int, int]:
        """Runs before and after."""
        n_after = int(self.is_after.sum())
        return len(self.is_after) - n_after, n_after

    @property
    def n_repeated(self) -> int:
        """Runs beyond the first of each athlete and side: they tell runs from athletes."""
        return len(self.athlete) - 2 * self.n_athletes

    @property
    def own_speed_mps(self) -> FloatArray:
        """Speed of each run less the athlete's mean of both sides, (n,)."""
        return self.speed_mps - self._middles(self.speed_mps)[self.athlete]

    def differences(self, of: FloatArray) -> FloatArray:
        """Mean after less mean before of each athlete.

        Parameters
        ----------
        of
            Of each run, (n,).
        """
        return np.array([after - before for before, after in self._sides(of)])

    def at_shared_speeds(self) -> RunTable:
        """Keep the runs at speeds that the same athlete ran at on the other side."""
        kept = np.zeros(len(self.athlete), dtype=np.bool_)
        for number in range(self.n_athletes):
            sides = [(self.athlete == number) & (self.is_after == late) for late in (False, True)]
            old, new = (self.speed_mps[side] for side in sides)
            if np.isfinite(old).any() and np.isfinite(new).any():
                pair = near(old, new), near(new, old)
                if all(used.any() for used in pair):
                    for side, used in zip(sides, pair, strict=True):
                        kept[side] = used
        return self._only(kept)

    @property
    def is_at_one_speed(self) -> bool:
        """Tell whether the runs of each athlete count as runs at one speed."""
        spans = [np.ptp(self.speed_mps[self.athlete == n]) for n in range(self.n_athletes)]
        return max(spans, default=0.0) < BAND_MPS

    def _only(self, kept: NDArray[np.bool_]) -> RunTable:
        _names_left, athlete = np.unique(self.athlete[kept], return_inverse=True)
        return RunTable(
            athlete=athlete,
            is_after=self.is_after[kept],
            value=self.value[kept],
            variance=self.variance[kept],
            speed_mps=self.speed_mps[kept],
        )

    def _sides(self, of: FloatArray) -> list[tuple[float, float]]:
        return [
            (
                float(of[(self.athlete == n) & ~self.is_after].mean()),
                float(of[(self.athlete == n) & self.is_after].mean()),
            )
            for n in range(self.n_athletes)
        ]

    def _middles(self, of: FloatArray) -> FloatArray:
        return np.array([sum(pair) / 2 for pair in self._sides(of)])


def _names(runs: Sequence[TeamRun]) -> list[str]:
    return list(dict.fromkeys(run.athlete for run in runs))
