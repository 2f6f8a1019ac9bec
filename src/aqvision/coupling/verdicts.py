"""Tracks -> verdicts: what holds, what lets go, and which limb does so first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from aqvision.coupling.couplings import Limb
from aqvision.coupling.letting_go import (
    Evidence,
    LimbOutcome,
    break_grid,
    judge_limbs,
    own_weights,
    weigh,
)
from aqvision.coupling.rungs import n_speeds
from aqvision.coupling.tracks import Track
from aqvision.kinematics.metrics.registry import Grade

SURE = 0.8
"""Probability above which something is said. Chosen: four times out of five."""
MIN_SPEEDS = 4
"""Different speeds from which on something is said to hold or to let go."""
_MORE_LIKELY_THAN_NOT = 0.5


class Verdict(StrEnum):
    """What may be said of a track."""

    HOLDS = "holds"
    LETS_GO = "lets go"
    CANNOT_TELL = "cannot be told"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TrackOutcome:
    """What is said of one track: the verdict, how likely it shows its limb letting go, how much.

    ``counts`` tells whether its limb is judged by it, ``evidence`` what it rests on.
    """

    verdict: Verdict
    shows: float
    shift: float
    evidence: Evidence
    counts: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Judged:
    """What is said of tracks, in their order, and of limbs, and which limb is first."""

    tracks: tuple[TrackOutcome, ...]
    limbs: tuple[LimbOutcome, ...]
    first: Limb | None

    @property
    def is_told(self) -> bool:
        """Tell whether the question what lets go first has an answer, be it that nothing does."""
        counted = [outcome.verdict for outcome in self.tracks if outcome.counts]
        return self.first is not None or all(v == Verdict.HOLDS for v in counted)


def judge_tracks(tracks: Sequence[Track], ratio: float, prior_freedom: float) -> Judged:
    """Judge all tracks together.

    Parameters
    ----------
    tracks
        What is followed.
    ratio, prior_freedom
        How much this athlete's runs vary in parts of the registry's, and what that is worth.
    """
    if not tracks:
        return Judged(tracks=(), limbs=(), first=None)
    speeds = np.unique(np.concatenate([track.speed_mps for track in tracks]))
    enough = n_speeds(speeds.tolist()) >= MIN_SPEEDS
    grid = break_grid(speeds)
    evidence = [weigh(track, grid, ratio, prior_freedom) for track in tracks]
    counts = [_counts(track, tracks) for track in tracks]
    groups = {
        limb: [e for e, t, c in zip(evidence, tracks, counts, strict=True)
               if c and t.coupling.limb == limb]
        for limb in Limb
    }  # fmt: skip
    limbs = judge_limbs([(limb, group) for limb, group in groups.items() if group])
    by_limb: dict[Limb | None, LimbOutcome] = {outcome.limb: outcome for outcome in limbs}
    shows = {limb: iter(outcome.shows) for limb, outcome in by_limb.items()}
    outcomes = tuple(
        _judge(
            track, one, by_limb[track.coupling.limb] if is_counted else None,
            next(shows[track.coupling.limb]) if is_counted else float("nan"), enough=enough,
        )
        for track, one, is_counted in zip(tracks, evidence, counts, strict=True)
    )  # fmt: skip
    return Judged(tracks=outcomes, limbs=limbs, first=_first(tracks, outcomes, limbs))


def _counts(track: Track, tracks: Sequence[Track]) -> bool:
    """Tell whether a limb is judged by a track: not by what repeats another, nor by grade C."""
    others = {t.metric.name for t in tracks if t.grade != Grade.C}
    repeats = track.coupling.repeats in others
    return track.coupling.limb is not None and track.grade != Grade.C and not repeats


def _judge(
    track: Track, evidence: Evidence, limb: LimbOutcome | None, shows: float, *, enough: bool
) -> TrackOutcome:
    """Judge one track; ``limb`` is None where nothing is named after it."""
    own = own_weights(evidence)
    shift = float((own if limb is None else limb.weights) @ evidence.shift)
    verdict = Verdict.CANNOT_TELL
    if enough and limb is not None and _lets_go(limb, shows, shift, track):
        verdict = Verdict.LETS_GO
    elif enough and float(own @ evidence.chance_below(track.worthwhile)) > SURE:
        verdict = Verdict.HOLDS
    return TrackOutcome(
        verdict=verdict, shows=shows, shift=shift, evidence=evidence, counts=limb is not None
    )


def _lets_go(limb: LimbOutcome, shows: float, shift: float, track: Track) -> bool:
    likely = limb.lets_go > SURE and shows > _MORE_LIKELY_THAN_NOT
    return likely and abs(shift) > track.worthwhile


def _first(
    tracks: Sequence[Track], outcomes: Sequence[TrackOutcome], limbs: Sequence[LimbOutcome]
) -> Limb | None:
    """Name the limb that is first with a probability above 0.8, and of which a track lets go."""
    gone = {
        track.coupling.limb
        for track, outcome in zip(tracks, outcomes, strict=True)
        if outcome.verdict == Verdict.LETS_GO
    }
    return next((one.limb for one in limbs if one.first > SURE and one.limb in gone), None)
