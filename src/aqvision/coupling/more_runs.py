"""A ladder that does not tell what lets go first -> how many more runs would, and at which speeds.

Runs that go as the present ones make expect are added one by one until the question is answered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from aqvision.core.types import FloatArray
from aqvision.coupling.letting_go import LimbOutcome
from aqvision.coupling.tracks import Track
from aqvision.coupling.verdicts import Judged, judge_tracks

MOST_RUNS = 12
_LIKELY = 0.5
# Where nothing is likely to let go, it is at the fastest speeds that it may yet be seen.
_UPPER_PART = 2 / 3


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreRuns:
    """How many more runs would tell, from which speed to which; ``n`` None for over a dozen."""

    n: int | None
    low_mps: float
    high_mps: float


def runs_to_tell(
    tracks: Sequence[Track], judged: Judged, ratio: float, prior_freedom: float
) -> MoreRuns | None:
    """Find how many more runs would tell what lets go first.

    Parameters
    ----------
    tracks, judged
        What is followed, and what is said of it.
    ratio, prior_freedom
        How much this athlete's runs vary in parts of the registry's, and what that is worth.

    Returns
    -------
    MoreRuns or None
        None where it is told already, or nothing is seen.
    """
    if judged.is_told or not judged.limbs:
        return None
    low, high = _where(tracks, judged.limbs)
    for n in range(1, MOST_RUNS + 1):
        speeds = np.linspace(low, high, n + 2)[1:-1] if n > 1 else np.array([high])
        more = [_with_runs(track, speeds, judged.limbs) for track in tracks]
        if judge_tracks(more, ratio, prior_freedom).is_told:
            return MoreRuns(n=n, low_mps=low, high_mps=high)
    return MoreRuns(n=None, low_mps=low, high_mps=high)


def _where(tracks: Sequence[Track], limbs: Sequence[LimbOutcome]) -> tuple[float, float]:
    """Give the speeds at which runs tell most: where the likeliest limb may let go, and above."""
    slowest = min(float(track.speed_mps.min()) for track in tracks)
    top = max(float(track.speed_mps.max()) for track in tracks)
    upper = slowest + _UPPER_PART * (top - slowest)
    likeliest = max(limbs, key=lambda outcome: outcome.lets_go)
    if likeliest.lets_go < _LIKELY:
        return upper, top
    return min(likeliest.break_low_mps, upper), top


def _with_runs(track: Track, speeds_mps: FloatArray, limbs: Sequence[LimbOutcome]) -> Track:
    """Add runs to a track that go as its bent line does, where its limb is likely to let go."""
    breaks = [
        outcome.expected_break_mps
        for outcome in limbs
        if outcome.limb == track.coupling.limb and outcome.lets_go > _LIKELY
    ]
    speed = np.concatenate([track.speed_mps, speeds_mps])
    n = len(speeds_mps)
    longer = replace(
        track,
        speed_mps=speed,
        force_bw=np.full(len(speed), np.nan),
        step_variance=_lengthened(track.step_variance, np.full(n, track.step_variance.mean())),
        run=_lengthened(track.run, track.run.max() + 1 + np.arange(n)),
    )
    bends = [np.maximum(0.0, speed - at)[:, None] for at in breaks]
    columns = np.hstack([longer.without_bend(speed), *bends])
    known = len(track.value)
    fitted = np.linalg.lstsq(columns[:known], track.value, rcond=None)[0]
    return replace(longer, value=_lengthened(track.value, columns[known:] @ fitted))


def _lengthened(values: FloatArray, more: FloatArray) -> FloatArray:
    return np.concatenate([values, more])
