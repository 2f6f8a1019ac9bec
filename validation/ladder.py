"""Ladders of simulated runs -> how often what holds and what lets go is told, and told rightly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from aqvision.core.settings import Settings
from aqvision.core.skeleton import SIDES, Side
from aqvision.core.types import FloatArray
from aqvision.coupling.couplings import COUPLINGS, Limb
from aqvision.coupling.slopes import slope_over_speed
from aqvision.coupling.tracks import Track, steadiness_of
from aqvision.coupling.verdicts import Judged, Verdict, judge_tracks
from aqvision.kinematics.metrics.registry import METRICS, Grade, Pillar
from validation.tables import judged, known, section, table
from validation.varied_runs import POSTURE_SD

N_LADDERS = 120
FACTORS = (0.5, 1.0, 1.5)
"""How far runs of the simulated athletes vary, in parts of the priors."""
BREAK_MPS = 8.4
MOST_FALSE, MOST_OTHERS = 0.05, 0.05
COVERAGE = (0.85, 0.95)
_NEAR_MPS = 0.3
_STRIDES, _SEED = 3, 5
# Chosen: half of what a run brings to a metric it brings to the whole pillar.
_SHARED_BY_PILLAR = 0.5
_USUAL = {
    "arm_leg_phase_deg": 5.0, "arm_reversal_lag_s": 0.02, "thigh_thigh_phase_deg": 180.0,
    "thigh_separation_touchdown_deg": 40.0, "trunk_lean_sd_deg": 1.5,
    "thorax_rotation_range_deg": 14.0, "thorax_arm_phase_deg": 170.0, "contact_time_s": 0.11,
    "thigh_reversal_front_frac": 0.78, "leg_momentum_cancellation_frac": 0.9,
    "arm_leg_momentum_ratio": 0.6, "arm_leg_momentum_phase_deg": 185.0,
}  # fmt: skip
_STEP_SD = {
    **POSTURE_SD, "arm_reversal_lag_s": 0.004, "thorax_arm_phase_deg": 8.0,
    "thigh_reversal_front_frac": 0.008, "leg_momentum_cancellation_frac": 0.015,
    "arm_leg_momentum_ratio": 0.05, "arm_leg_momentum_phase_deg": 5.0,
}  # fmt: skip
_GRADES = dict.fromkeys(
    (
        "thorax_rotation_range_deg",
        "thorax_arm_phase_deg",
        "arm_leg_momentum_ratio",
        "arm_leg_momentum_phase_deg",
    ),
    Grade.C,
)
_SETTINGS = Settings().comparison


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """Speeds of the runs, and which arms fall behind above 8.4 m/s by how much."""

    speeds_mps: tuple[float, ...]
    arms: tuple[Side, ...] = ()
    slope_deg_per_mps: float = 0.0


FOUR, SIX = (6.5, 7.5, 8.5, 9.5), (6.5, 7.1, 7.7, 8.3, 8.9, 9.5)
_LEFT: tuple[Side, ...] = ("left",)
_LAGS: tuple[tuple[tuple[Side, ...], float], ...] = (
    ((), 0.0),
    (_LEFT, 8.0),
    (_LEFT, 12.0),
    (SIDES, 12.0),
    (SIDES, 20.0),
)
DESIGNS = tuple(
    Design(speeds_mps=speeds, arms=arms, slope_deg_per_mps=slope)
    for speeds in (FOUR, SIX)
    for arms, slope in _LAGS
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of many ladders of one design.

    Parts of the ladders: in which anything of a limb that holds is said to let go (``false``), in
    which such a limb is named first (``others``), in which the arms let go and are named first
    (``found``, ``named``), and, of the named ones, those with a speed within 0.3 m/s (``near``) or
    an interval that holds it (``held``). ``covered`` is the part of the slopes' intervals that
    hold the true slope, ``arms_hold`` how often an arm that lags is said to hold.
    """

    design: Design
    factor: float
    false: float
    others: float
    found: float
    named: float
    near: float
    held: float
    covered: float
    arms_hold: float


def measure_ladders(n: int = N_LADDERS) -> list[Outcome]:
    """Judge ``n`` ladders of every design and every kind of athlete."""
    return [measure_design(design, factor, n) for design in DESIGNS for factor in FACTORS]


def measure_design(design: Design, factor: float, n: int) -> Outcome:
    """Judge ``n`` ladders of one design and one kind of athlete."""
    random = np.random.default_rng((_SEED, DESIGNS.index(design), round(10 * factor)))
    runs = [_judge(simulate(design, factor, random)) for _ in range(n)]
    arms = [{o.limb: o for o in one.limbs}[Limb.ARMS] for _, one, _ in runs]
    named = np.array([one.first == Limb.ARMS for _, one, _ in runs])
    breaks = np.array([[a.break_mps, a.break_low_mps, a.break_high_mps] for a in arms])
    near = np.abs(breaks[:, 0] - BREAK_MPS) <= _NEAR_MPS
    held = (breaks[:, 1] <= BREAK_MPS) & (breaks[:, 2] >= BREAK_MPS)
    is_null = not design.arms
    false = [bool(_gone(tracks, one) - ({Limb.ARMS} if design.arms else set()))
             for tracks, one, _ in runs]  # fmt: skip
    return Outcome(
        design=design,
        factor=factor,
        false=float(np.mean(false)),
        others=float(np.mean([one.first not in (None, Limb.ARMS) for _, one, _ in runs])),
        found=float("nan")
        if is_null
        else float(np.mean([Limb.ARMS in _gone(t, one) for t, one, _ in runs])),
        named=float("nan") if is_null else float(np.mean(named)),
        near=_part(near, named) if design.arms else float("nan"),
        held=_part(held, named) if design.arms else float("nan"),
        covered=float(np.mean([c for _, _, covered in runs for c in covered])),
        arms_hold=float("nan") if is_null else _arms_hold(runs, design),
    )


def _part(true: np.ndarray, among: np.ndarray) -> float:
    return float(true[among].mean()) if among.any() else float("nan")


def _arms_hold(runs: Sequence[tuple[Sequence[Track], Judged, list[bool]]], design: Design) -> float:
    said = [
        outcome.verdict == Verdict.HOLDS
        for tracks, one, _ in runs
        for track, outcome in zip(tracks, one.tracks, strict=True)
        if track.metric.name == "arm_leg_phase_deg" and track.side in design.arms
    ]
    return float(np.mean(said))


def _gone(tracks: Sequence[Track], one: Judged) -> set[Limb | None]:
    return {
        track.coupling.limb
        for track, outcome in zip(tracks, one.tracks, strict=True)
        if outcome.verdict == Verdict.LETS_GO
    }


def _judge(tracks: Sequence[Track]) -> tuple[Sequence[Track], Judged, list[bool]]:
    ratio, free = steadiness_of(tracks), _SETTINGS.prior_freedom
    covered = [
        one.interval.low <= 0.0 <= one.interval.high  # the thighs hold in every design
        for track in tracks
        if track.metric.name == "thigh_thigh_phase_deg"
        for one in (slope_over_speed(track, ratio, free, _SETTINGS.confidence_level),)
    ]
    return tracks, judge_tracks(tracks, ratio, free), covered


def simulate(design: Design, factor: float, random: np.random.Generator) -> list[Track]:
    """Draw a ladder: what runs bring, half of it shared by a pillar, and what steps bring."""
    speeds = np.array(design.speeds_mps)
    shared = {pillar: random.standard_normal(len(speeds)) for pillar in Pillar}
    return [
        _track(number, side, speeds, design, factor * _of_runs(number, shared, random), random)
        for number, coupling in enumerate(COUPLINGS)
        if coupling.name in _USUAL
        for side in (SIDES if METRICS[coupling.name].sided else (None,))
    ]


def _of_runs(
    number: int, shared: dict[Pillar, FloatArray], random: np.random.Generator
) -> FloatArray:
    """Draw what runs bring to a metric, in parts of its prior."""
    together = shared[METRICS[COUPLINGS[number].name].pillar]
    own = random.standard_normal(len(together))
    return np.asarray(_SHARED_BY_PILLAR**0.5 * together + (1 - _SHARED_BY_PILLAR) ** 0.5 * own)


def _track(
    number: int,
    side: Side | None,
    speeds: FloatArray,
    design: Design,
    of_runs: FloatArray,
    random: np.random.Generator,
) -> Track:
    coupling = COUPLINGS[number]
    metric, usual = METRICS[coupling.name], _USUAL[coupling.name]
    run_sd = metric.variation.run_sd_of(usual)
    of_steps = _STEP_SD[metric.name] / _STRIDES**0.5
    value = np.full(len(speeds), usual) * (speeds.mean() / speeds if coupling.follows_speed else 1)
    value += run_sd * of_runs + of_steps * random.standard_normal(len(speeds))
    if side in design.arms and metric.name == "arm_leg_phase_deg":
        value -= design.slope_deg_per_mps * np.maximum(0.0, speeds - BREAK_MPS)
    return Track(
        coupling=coupling,
        metric=metric,
        side=side,
        speed_mps=speeds,
        force_bw=np.full(len(speeds), np.nan),
        value=value,
        step_variance=np.full(len(speeds), of_steps**2),
        run=np.arange(len(speeds), dtype=np.float64),
        run_sd=run_sd,
        worthwhile=metric.minimal_detectable_change(240.0, usual),
        grade=_GRADES.get(metric.name, Grade.B),
        reason="",
    )


def ladder_section(found: Sequence[Outcome]) -> str:
    """Write the section on ladders."""
    words = _INTRODUCTION.format(n=N_LADDERS, strides=_STRIDES, break_mps=BREAK_MPS)
    return section(words, table(_HEAD, [_row(one, list(_shortfalls(one))) for one in found]))


def _shortfalls(one: Outcome) -> Iterator[str]:
    if one.false > MOST_FALSE:
        yield "falsely lets go"
    if one.others > MOST_OTHERS:
        yield "another limb named"
    if one.factor == 1.0 and not COVERAGE[0] <= one.covered <= COVERAGE[1]:
        yield "intervals too narrow" if one.covered < COVERAGE[0] else "intervals too wide"
    if one.design.arms and one.factor == 1.0 and not one.named >= _OFTEN:
        yield "seldom named"
    if one.near < _OFTEN:
        yield "speed seldom near"


_OFTEN = 0.8


def _row(one: Outcome, short: Sequence[str]) -> str:
    design = one.design
    arms = {0: "none", 1: "left", 2: "both"}[len(design.arms)]
    lag = f"{arms}, {design.slope_deg_per_mps:.0f} deg" if design.arms else arms
    parts = (one.false, one.others, one.found, one.named, one.near, one.held, one.covered)
    numbers = " | ".join(known(part, ".0%") for part in (*parts, one.arms_hold))
    return f"{len(design.speeds_mps)} | {lag} | {one.factor:.2g} | {numbers} | {judged(short)}"


_HEAD = (
    "| runs | arms that lag, a m/s above 8.4 | runs vary, in parts of the prior | a limb that "
    "holds lets go | another limb named first | arms let go | arms named first | speed within 0.3 "
    "m/s | speed's interval holds it | slopes' intervals hold the truth | a lagging arm holds | |"
)
_INTRODUCTION = """## What lets go first

{n} ladders of each kind are simulated: four or six runs from 6.5 to 9.5 m/s with {strides} strides
of each side. Runs differ by as much as the priors of the registry say, by half as much or one and
a half times as much, half of it shared by a pillar; steps differ as published. In some the arms lag
behind above {break_mps} m/s. Wanted: where nothing lets go, 5 % at most are said to; never another
limb in more than 5 %; 85 to 95 % of the slopes' 90 % intervals hold the truth where the priors are
right; and the arms named, with a speed within 0.3 m/s, in four ladders of five. What is said too
seldom is not said wrongly: with four to six runs that vary as the priors say, a lag of 8 to 12
degrees a m/s over the last metre a second is mostly not to be told."""
