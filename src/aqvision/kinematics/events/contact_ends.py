"""Rough stances -> touchdown and toe-off of each, below one frame: which points of the foot tell.

When a landed foot rests is timed by the heights of toe and heel, of which either may land later,
and when it first touched by that and by how the ground brakes the ankle; a toe-off by the height of
the toe; rest and toe-off by the toe's place along the ground as well, where it tells as much.
Source: dorn-2012.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from aqvision.core.types import FloatArray
from aqvision.kinematics.events.braking import Braking, find_braking
from aqvision.kinematics.events.feet import Foot
from aqvision.kinematics.events.fusion import PathError, blend_errors, fuse_events
from aqvision.kinematics.events.onset import EventTime, OnsetPrior, detect_onsets
from aqvision.kinematics.events.touch import find_touches
from aqvision.kinematics.events.windows import EventWindow, Scatter, cut_window, find_scatter
from aqvision.kinematics.signals import between

# What is known before a clip is seen: from markers on a runner's feet (dorn-2012), wide enough for
# the rendered motions, on which mean and spread were settled.
# A landing toe falls with 0.9 to 2.1 m/s and gains speed like a leg that swings down.
_LANDING = OnsetPrior(
    speed=1.0, speed_sd=0.5, speed_step_sd=0.15,
    acceleration=70.0, acceleration_sd=80.0, acceleration_step_sd=10.0,
)  # fmt: skip
# Along the track it may come to rest from ahead or from behind. A sprinter's foot, drawn back from
# twice the running speed within 0.07 s, brakes with up to 300 m/s².
_BRAKING = OnsetPrior(
    speed=0.0, speed_sd=1.0, speed_step_sd=0.3, acceleration_sd=250.0, acceleration_step_sd=30.0
)
# A toe leaves with no force on it, so with no jump of speed: 40 m/s² for up to 50 ms.
_LIFTING = OnsetPrior(speed=1.5, speed_sd=1.0, speed_step_sd=0.25, ramps_s=(0.01, 0.02, 0.032))
# Along the ground it creeps and rolls over its tip before it leaves, and is then pulled forward, or
# not at all, as in a first step.
_PULLING = OnsetPrior(
    speed=2.0, speed_sd=3.0, speed_step_sd=0.5, ramps_s=(0.01, 0.02, 0.032), drift_sd=0.8
)
_N_PASSES = 2
_REST_S = 0.06
_KEEP_OFF_S = 0.012
# How much of the motion is used, at least some frames of it.
_LANDING_S = 0.04
_LIFTING_S = 0.05
_MOVING_FRAMES = 2.6
# From where on a heel may land first, and where it surely does: by how much it is earlier, and how
# near to its lowest it is when the toe lands (leg lengths).
_EARLIER_S = 0.004, 0.012
_ABOVE_REST = 0.018, 0.006
_AROUND_LANDING_S = 0.012
_LOWEST_QUANTILE = 0.1
# How each path errs, settled on the motions of the validation (docs/accuracy.md). Either of toe and
# heel may land later; of a toe whose heel is down first nearly all do. A landing foot often stands
# still along the track before it is down; the place of a leaving toe rolls.
_TOE_FIRST = (
    PathError(0.003, 0.0, 0.02, rolling_frac=0.2),
    PathError(0.003, 0.05, 0.2, rolling_frac=0.3),
)
_HEEL_FIRST = PathError(0.003, 0.0, 0.02, rolling_frac=0.9), PathError(0.003, 0.0, 0.05)
_LANDED = PathError(0.003, 0.0, 0.02), PathError(0.012, 0.7, 0.1)
# The network sees a landing foot flatter than it is, so at rest too early, and a leaving toe a bit
# late: on pictures of rendered bodies and of a jog on force plates. Other points have neither.
_NETWORK_EARLY_S, _NETWORK_LATE_S = 0.0015, 0.001
_LEFT = PathError(0.003, 0.0, 0.02), PathError(0.006, 0.25, 0.3)


@dataclass(frozen=True, slots=True)
class StatedError:
    """What is stated of an end of a contact.

    Parameters
    ----------
    spread
        Part of the spread of a fit that is its error from contact to contact.
    shared_s
        Standard deviation in seconds by which all ends of a clip are off together: foot, shoe, way
        of landing and leaving, network.
    """

    spread: float
    shared_s: float


# The likeliest on all motions of the validation, each body counted once; docs/accuracy.md has what
# comes of it with one body left out at a time. The priors of a fit were left wide.
STATED_TOUCHDOWN = StatedError(0.33, 0.0020)
"""What is stated of a touchdown; points of a network and others err alike."""
STATED_TOEOFF = {True: StatedError(0.58, 0.0042), False: StatedError(0.30, 0.0036)}
"""What is stated of a toe-off, by whether a network saw the points."""


@dataclass(frozen=True, slots=True)
class FootScatter:
    """Scatter of a foot's points: heights of toe and heel, place of both along the ground."""

    toe: Scatter
    heel: Scatter
    along: Scatter


USUAL_SCATTER = FootScatter(Scatter(), Scatter(), Scatter())


@dataclass(frozen=True, slots=True, eq=False)
class Stance:
    """A foot at rest from about ``start_s`` to about ``stop_s``, and how its points scatter."""

    foot: Foot
    start_s: float
    stop_s: float
    scatter: FootScatter = USUAL_SCATTER


def find_contact_ends(stances: list[Stance]) -> list[tuple[EventTime | None, EventTime | None]]:
    """Find touchdown and toe-off of each stance.

    Parameters
    ----------
    stances
        N rough stances of both feet of a clip; they learn from each other.

    Returns
    -------
    list of (EventTime or None, EventTime or None)
        N touchdowns and toe-offs; None where too little of one is seen.
    """
    rests: list[EventTime | None] = []
    toeoffs: list[EventTime | None] = []
    for _ in range(_N_PASSES):  # the first pass settles where to search and how points scatter
        stances = _with_scatter(stances)
        rests, toeoffs = _rests(stances), _toeoffs(stances)
        stances = [
            replace(s, start_s=a.at_s if a else s.start_s, stop_s=b.at_s if b else s.stop_s)
            for s, a, b in zip(stances, rests, toeoffs, strict=True)
        ]
    by_network = any(s.foot.by_network for s in stances)
    early_s = _NETWORK_EARLY_S if by_network else 0.0
    touchdowns = find_touches(rests, [_braking(s) for s in stances], early_s)
    return list(
        zip(
            _stated(touchdowns, STATED_TOUCHDOWN),
            _stated(toeoffs, STATED_TOEOFF[by_network]),
            strict=True,
        )
    )


def _braking(stance: Stance) -> Braking | None:
    foot = stance.foot
    return find_braking(
        foot.time_s, foot.ankle[:, 0], stance.start_s, foot.run_speed, stance.scatter.toe
    )


def _stated(events: list[EventTime | None], stated: StatedError) -> list[EventTime | None]:
    shared_s = stated.shared_s
    return [
        e and replace(e, se_s=float(np.hypot(stated.spread * e.se_s, shared_s)), shared_s=shared_s)
        for e in events
    ]


def _with_scatter(stances: list[Stance]) -> list[Stance]:
    """Measure each foot's scatter in the middle of its stances."""
    scatter = {}
    for foot in {id(s.foot): s.foot for s in stances}.values():
        middles = [
            (s.start_s + _KEEP_OFF_S, s.stop_s - _KEEP_OFF_S) for s in stances if s.foot is foot
        ]
        paths = (foot.toe[:, 1], foot.heel[:, 1], foot.toe[:, 0])
        scatter[foot.side] = FootScatter(*(find_scatter(p, foot.time_s, middles) for p in paths))
    return [replace(s, scatter=scatter[s.foot.side]) for s in stances]


def _rests(stances: list[Stance]) -> list[EventTime | None]:
    toe = _detect([_landing(s, s.foot.toe[:, 1], s.scatter.toe) for s in stances], _LANDING)
    heel = _detect([_landing(s, s.foot.heel[:, 1], s.scatter.heel) for s in stances], _LANDING)
    along = _detect(
        [_landing(s, s.foot.toe[:, 0], s.scatter.along) for s in stances],
        _BRAKING,
    )
    share = _heel_first_share(stances, toe, heel)
    errors = [blend_errors(a, b, share) for a, b in zip(_TOE_FIRST, _HEEL_FIRST, strict=True)]
    height = [fuse_events(a, b, *errors) for a, b in zip(toe, heel, strict=True)]
    return [fuse_events(a, b, *_LANDED) for a, b in zip(height, along, strict=True)]


def _toeoffs(stances: list[Stance]) -> list[EventTime | None]:
    height = _detect([_lifting(s, s.foot.toe[:, 1], s.scatter.toe) for s in stances], _LIFTING)
    along = _detect([_lifting(s, s.foot.toe[:, 0], s.scatter.along) for s in stances], _PULLING)
    seen = [fuse_events(a, b, *_LEFT) for a, b in zip(height, along, strict=True)]
    return [
        e and replace(e, at_s=e.at_s - _NETWORK_LATE_S) if s.foot.by_network else e
        for s, e in zip(stances, seen, strict=True)
    ]


def _landing(stance: Stance, path: FloatArray, scatter: Scatter) -> EventWindow | None:
    resting = min(stance.start_s + _REST_S, stance.stop_s - _KEEP_OFF_S)
    margin = max(_LANDING_S, _MOVING_FRAMES * stance.foot.frame_s)
    return cut_window(
        stance.foot.time_s, path, stance.start_s, resting, stance.start_s - margin, scatter
    )


def _lifting(stance: Stance, path: FloatArray, scatter: Scatter) -> EventWindow | None:
    resting = max(stance.stop_s - _REST_S, stance.start_s + _KEEP_OFF_S)
    margin = max(_LIFTING_S, _MOVING_FRAMES * stance.foot.frame_s)
    return cut_window(
        stance.foot.time_s, path, stance.stop_s, resting, stance.stop_s + margin, scatter
    )


def _detect(windows: list[EventWindow | None], prior: OnsetPrior) -> list[EventTime | None]:
    """Find the events in those windows that were seen."""
    found = iter(detect_onsets([w for w in windows if w is not None], prior))
    return [None if window is None else next(found) for window in windows]


def _heel_first_share(
    stances: list[Stance], toe: list[EventTime | None], heel: list[EventTime | None]
) -> float:
    """How clearly the heel lands first, 0 to 1: a runner lands in one way, so one for the clip.

    A heel that only dips on its way down has not landed: when the toe lands, it must rest already.
    """
    both = [
        (t.at_s - h.at_s, _heel_above_rest(s, t.at_s))
        for s, t, h in zip(stances, toe, heel, strict=True)
        if t and h
    ]
    if not both:
        return 0.0
    earlier_s, above = np.median(both, axis=0)
    return _part_of(_EARLIER_S, earlier_s) * _part_of(_ABOVE_REST, above)


def _part_of(ends: tuple[float, float], value: float) -> float:
    """How far a value is on the way from one end to the other, 0 to 1."""
    return float(np.clip((value - ends[0]) / (ends[1] - ends[0]), 0.0, 1.0))


def _heel_above_rest(stance: Stance, toe_landing_s: float) -> float:
    """How far the heel is above its lowest of the stance when the toe lands, leg lengths."""
    time_s, height = stance.foot.time_s, stance.foot.heel[:, 1]
    start_s, stop_s = toe_landing_s - _AROUND_LANDING_S, toe_landing_s + _AROUND_LANDING_S
    landing = height[between(time_s, start_s, stop_s)]
    whole = height[between(time_s, toe_landing_s, stance.stop_s)]
    if not (np.isfinite(landing).any() and np.isfinite(whole).any()):
        return float("inf")
    return float(np.nanmean(landing) - np.nanquantile(whole, _LOWEST_QUANTILE))
