"""Rungs -> tracks: one metric of one side over the speeds, with how far its values err.

The value of a rung errs by its steps and by what runs of an athlete who has not changed differ by.
That is a prior of the registry, scaled by how much this athlete's runs leave their lines in all
metrics together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from aqvision.analysis.analyze import Analysis
from aqvision.comparison.comparability import Mismatch, find_mismatches
from aqvision.comparison.scatter import alike
from aqvision.comparison.values import clip_means
from aqvision.core.settings import ComparisonSettings
from aqvision.core.skeleton import SIDES, Side
from aqvision.core.types import FloatArray
from aqvision.coupling.couplings import COUPLINGS, Coupling, Kept
from aqvision.coupling.rungs import MIN_RUNGS, Rung
from aqvision.kinematics.geometry import wrap_series_deg
from aqvision.kinematics.metrics.registry import METRICS, Grade, Metric

# Chosen: half of what runs differ by comes anew in each section of one run.
_ANEW_IN_A_SECTION = 0.5
# Chosen: what all metrics together say of an athlete is soon believed, as there are many; two of
# them count as one, because they move together. Nobody varies by less than half as much as others.
_POOL_FREEDOM, _METRICS_PER_FACT, _LEAST_RATIO = 2.0, 2, 0.25
# What the rate of frames blurs is in the errors of the values, so it does not count twice.
_FINE_RATE_HZ = 240.0
# A bend has a slope and a break, which is looked for among so many speeds.
_OF_A_BEND, _N_BREAKS = 2, 15
# Phases further than this from in time are told from 0 to 360, about half a cycle.
_AGAINST_DEG = 90.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Track:
    """One metric of one side over n rungs, the slowest first.

    Parameters
    ----------
    coupling, metric, side
        What is followed; ``side`` None where it belongs to none.
    speed_mps, force_bw
        (n,) of the rungs; forces may be NaN.
    value
        (n,) means over the strides of each rung, in the metric's unit.
    step_variance
        (n,) variance of the means by how steps scatter, measuring included.
    run
        (n,) number of the run that each rung belongs to.
    run_sd
        How far runs differ, in the metric's unit, as the registry says.
    worthwhile
        Smallest change over the speeds that is worth telling.
    grade, reason
        The worst of the clips, and why it is not better.
    """

    coupling: Coupling
    metric: Metric
    side: Side | None
    speed_mps: FloatArray
    force_bw: FloatArray
    value: FloatArray
    step_variance: FloatArray
    run: FloatArray
    run_sd: float
    worthwhile: float
    grade: Grade
    reason: str

    def covariance(self, ratio: float) -> FloatArray:
        """Give the covariance of the values about their curve, (n, n).

        Parameters
        ----------
        ratio
            Variance of this athlete's runs in parts of the registry's.
        """
        runs = ratio * self.run_sd**2
        together = alike(list(self.run))
        anew = np.eye(len(self.value))
        spread = _ANEW_IN_A_SECTION * anew + (1 - _ANEW_IN_A_SECTION) * together
        return np.asarray(runs * spread + np.diag(self.step_variance))

    def without_bend(self, speed_mps: FloatArray) -> FloatArray:
        """Give the columns of what is expected where nothing lets go, (n, 1) or (n, 2).

        Parameters
        ----------
        speed_mps
            (n,) speeds.
        """
        level = np.ones_like(speed_mps)
        if not self.coupling.follows_speed:
            return level[:, None]
        return np.column_stack([level, 1 / speed_mps])


def tracks_of(rungs: Sequence[Rung], settings: ComparisonSettings) -> tuple[Track, ...]:
    """Follow all that the clips show.

    Parameters
    ----------
    rungs
        The slowest first.
    settings
        What a prior is worth.

    Returns
    -------
    tuple of Track
        Each over three rungs or more, in the order of the table.
    """
    differences = differences_of(rungs, settings)
    forbidden = {name for one in differences if one.forbids for name in one.metrics}
    found = [
        _track(coupling, side, rungs, settings)
        for coupling in COUPLINGS
        if coupling.name not in forbidden
        for side in (SIDES if METRICS[coupling.name].sided else (None,))
    ]
    return tuple(track for track in found if track is not None)


def differences_of(rungs: Sequence[Rung], settings: ComparisonSettings) -> tuple[Mismatch, ...]:
    """List in what the clips of a ladder do not match.

    Parameters
    ----------
    rungs
        Of the ladder.
    settings
        Of a comparison.
    """
    clips = list({rung.run: rung.analysis for rung in rungs}.values())
    return find_mismatches(clips, (), settings)


def _track(
    coupling: Coupling, side: Side | None, rungs: Sequence[Rung], settings: ComparisonSettings
) -> Track | None:
    metric, sides = METRICS[coupling.name], (SIDES if side is None else (side,))
    shown = [rung for rung in rungs if _is_shown(rung, metric, side)]
    if not shown:
        return None
    clips = _unwrapped([rung.analysis for rung in shown], coupling)
    means = clip_means(metric, clips, sides, settings.prior_freedom)
    known = [(rung, mean) for rung, mean in zip(shown, means, strict=True) if mean is not None]
    if len(known) < MIN_RUNGS:
        return None
    value = np.array([mean.value for _, mean in known])
    summaries = [rung.analysis.metrics[metric.name] for rung, _ in known]
    worst = max(summaries, key=lambda summary: summary.confidence.rank)
    level = float(np.mean(value))
    return Track(
        coupling=coupling,
        metric=metric,
        side=side,
        speed_mps=np.array([rung.speed_mps for rung, _ in known]),
        force_bw=np.array([rung.stance_force_bw for rung, _ in known]),
        value=value,
        step_variance=np.array([mean.step_variance for _, mean in known]),
        run=np.array([float(rung.run) for rung, _ in known]),
        run_sd=metric.variation.run_sd_of(level),
        worthwhile=metric.minimal_detectable_change(_FINE_RATE_HZ, level),
        grade=worst.confidence,
        reason=worst.reason,
    )


def _is_shown(rung: Rung, metric: Metric, side: Side | None) -> bool:
    summary = rung.analysis.metrics[metric.name]
    return bool(np.isfinite(summary.value if side is None else getattr(summary, side)))


def _unwrapped(clips: Sequence[Analysis], coupling: Coupling) -> list[Analysis]:
    """Bring phases near each other: 179 and -179 degrees are 2 apart."""
    if coupling.kept != Kept.HALF_CYCLE:
        return list(clips)
    name = coupling.name
    turns = [np.exp(1j * np.radians(clip.steps[name].to_numpy(np.float64))) for clip in clips]
    middle = float(np.degrees(np.angle(np.nanmean(np.concatenate(turns)))))
    middle = middle % 360 if abs(middle) > _AGAINST_DEG else middle
    return [
        replace(
            clip,
            steps=clip.steps.assign(
                **{name: middle + wrap_series_deg(clip.steps[name].to_numpy(np.float64) - middle)}
            ),
        )
        for clip in clips
    ]


def steadiness_of(tracks: Sequence[Track]) -> float:
    """Measure how much more, or less, than usual the runs of this athlete vary.

    Parameters
    ----------
    tracks
        All that is followed.

    Returns
    -------
    float
        Variance of runs about their lines over speed in parts of the registry's: by all metrics
        together, as a few runs tell of one metric next to nothing.
    """
    squares = freedom = 0.0
    for track in tracks:
        expected = track.covariance(1.0)
        left, n_left = _left_over(track, expected)
        share = float(np.mean(track.run_sd**2 / np.diag(expected)))
        squares += left - n_left * (1 - share)
        freedom += n_left * share
    squares, freedom = squares / _METRICS_PER_FACT, freedom / _METRICS_PER_FACT
    return max((_POOL_FREEDOM + squares) / (_POOL_FREEDOM + freedom), _LEAST_RATIO)


def _left_over(track: Track, expected: FloatArray) -> tuple[float, int]:
    """Squares that the best bent line leaves, and their number of degrees of freedom.

    A straight one would count a letting go as unsteadiness.
    """
    breaks = np.linspace(track.speed_mps[0], track.speed_mps[-2], _N_BREAKS)
    columns, values, n_free = bends_of(track, breaks, expected)
    left = float(values @ values)
    if track.coupling.follows_speed:
        return left, n_free
    bent = (columns.T @ values) ** 2 / np.maximum((columns**2).sum(axis=0), 1e-12)
    return left - float(bent.max()), max(n_free - _OF_A_BEND, 0)


def bends_of(
    track: Track, breaks_mps: FloatArray, covariance: FloatArray
) -> tuple[FloatArray, FloatArray, int]:
    """Free bends and values of what is expected without a bend, in units of their errors.

    Parameters
    ----------
    track
        What is followed.
    breaks_mps
        (c,) speeds at which a line may bend.
    covariance
        (n, n) of the values.

    Returns
    -------
    tuple
        (n, c) a column for each bend, (n,) values, and their number of degrees of freedom.
    """
    root = np.linalg.cholesky(covariance)
    expected = track.without_bend(track.speed_mps)
    basis, _ = np.linalg.qr(np.linalg.solve(root, expected))
    above = np.maximum(0.0, track.speed_mps[:, None] - breaks_mps)
    columns, values = (
        free - basis @ (basis.T @ free)
        for free in (np.linalg.solve(root, above), np.linalg.solve(root, track.value))
    )
    return columns, values, len(values) - expected.shape[1]
