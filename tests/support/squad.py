"""A squad of 25 who never ran, with what becomes of real ones: runs drawn, then truly judged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

import numpy as np

from aqvision.comparison.compare import Change, SideMean
from aqvision.comparison.families import PRIMARIES, WITHOUT_SCALE
from aqvision.comparison.interval import Difference, Interval, interval_of
from aqvision.comparison.judging import FEWEST_CLIPS, Verdict, judge
from aqvision.comparison.more_clips import clips_needed, clips_to_add
from aqvision.comparison.planning import SideVariance
from aqvision.comparison.prior import prior_of
from aqvision.comparison.team.team_effect import TeamEffect
from aqvision.comparison.values import ClipMean
from aqvision.comparison.variance import ChangeEstimate, estimate_change
from aqvision.core.settings import Settings
from aqvision.kinematics.metrics.registry import METRICS, Grade, Metric, Pillar
from aqvision.report.team_people import Detail, TeamAthlete, TeamClip, TeamReport
from aqvision.report.team_runs import effects_of, named_runs

RATE_HZ = 240.0
NAN = float("nan")
USUAL = {
    "contact_time_s": 0.112, "flight_time_s": 0.124, "step_time_s": 0.236, "speed_mps": 8.6,
    "step_frequency_hz": 4.24, "step_length_m": 2.03, "duty_factor_frac": 0.24,
    "elbow_mean_deg": 96.0,
    "trunk_lean_deg": 7.0, "trunk_lean_sd_deg": 2.1, "thigh_separation_touchdown_deg": 34.0,
    "shoulder_range_deg": 82.0, "arm_leg_phase_deg": 172.0, "thigh_thigh_phase_deg": 181.0,
    "thigh_extension_velocity_peak_dps": 640.0, "scissor_velocity_touchdown_dps": 720.0,
    "thigh_range_deg": 96.0, "thorax_rotation_range_deg": 41.0, "touchdown_distance_frac": 0.31,
}  # fmt: skip
OF_UNIT = {"s": 0.1, "deg": 40.0, "deg/s": 400.0, "deg/s²": 9000.0, "leg": 0.4, "": 0.2}
ARMS = {name for name, metric in METRICS.items() if metric.pillar == Pillar.ARMS}
METRES = {name for name, metric in METRICS.items() if metric.unit in ("m", "m/s")}
FRONTAL = {name for name, metric in METRICS.items() if metric.pillar == Pillar.FRONTAL}
NO_SCALE = "there is no scale: no mark of known distance and no height of the athlete"
NOT_SIDE = "it is seen from the front or from behind only"
FAR_ARM = "the arm is hidden behind the trunk in more than half of the frames"
TURNED = "The camera is turned by 14 degrees against the lane. Stand square to it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Runner:
    """What becomes of somebody: true changes in units of what is worth telling, runs a side."""

    name: str
    n_runs: tuple[int, int] = (3, 3)
    gains: Mapping[str, float] = field(default_factory=dict)
    hidden: Collection[str] = ()
    why: str = ""
    cautions: tuple[str, ...] = ()
    more: tuple[TeamReport, ...] = ()


def squad() -> list[TeamAthlete]:
    """Give everybody, drawn and judged once for all tests."""
    return list(_squad())


def group_effects(athletes: Sequence[TeamAthlete]) -> list[TeamEffect]:
    """Fit how some athletes changed as a group."""
    return effects_of(named_runs(athletes))


@cache
def _squad() -> tuple[TeamAthlete, ...]:
    """Draw the runs of everybody and judge them as a comparison does."""
    rng = np.random.default_rng(4)
    return (*(_athlete(runner, rng) for runner in RUNNERS), *NOT_JUDGED)


def _athlete(runner: Runner, rng: np.random.Generator) -> TeamAthlete:
    values: dict[str, tuple[list[float], list[float]]] = {}
    for metric in METRICS.values():
        values[metric.name] = _draw(metric, runner, rng)
    seen = {n: v for n, v in values.items() if n not in {*runner.hidden, *FRONTAL}}
    return TeamAthlete(
        name=runner.name, link=f"{runner.name[:4].lower()}/report.html",
        changes=_changes(seen, runner), compared="2026-03-01 → 2026-06-04",
        cautions=runner.cautions, clips=_clips(runner, seen), more=runner.more,
        of_the_athlete=min(runner.n_runs) >= FEWEST_CLIPS, n_runs=runner.n_runs,
    )  # fmt: skip


def _draw(
    metric: Metric, runner: Runner, rng: np.random.Generator
) -> tuple[list[float], list[float]]:
    """Draw a value a run: everybody has a level, a day of their own each run, and what changed."""
    usual = USUAL.get(metric.name, OF_UNIT.get(metric.unit, 1.0))
    level = usual * rng.normal(1.0, 0.04)
    noise = np.hypot(metric.variation.run_sd_of(level), metric.variation.day_sd_of(level))
    gain = runner.gains.get(metric.name, 0.0) * metric.minimal_detectable_change(RATE_HZ, level)
    before, after = (rng.normal(level, noise, n) for n in runner.n_runs)
    return list(before), list(after + gain)


def _changes(
    values: Mapping[str, tuple[list[float], list[float]]], runner: Runner
) -> tuple[Change, ...]:
    settings = Settings().comparison
    primaries = [WITHOUT_SCALE.get(n, n) if n in runner.hidden else n for n in PRIMARIES]
    found = {name: _measured(METRICS[name], sides) for name, sides in values.items()}
    judged = judge(
        {n: f[1] for n, f in found.items()}, {n: f[2] for n, f in found.items()}, primaries,
        several_clips=min(runner.n_runs) >= FEWEST_CLIPS,
    )  # fmt: skip
    changes = []
    for name in METRICS:
        if name not in found:
            reason = NOT_SIDE if name in FRONTAL else runner.why
            changes.append(_refused(name, reason, primary=name in primaries))
            continue
        estimate, interval, worthwhile, variance = found[name]
        own, sides = judged[name], estimate.side_variances
        level = settings.confidence_level
        changes.append(
            Change(
                metric=name, before=SideMean(estimate.before, 6 * runner.n_runs[0]),
                after=SideMean(estimate.after, 6 * runner.n_runs[1]),
                difference=interval.difference, minimal_detectable_change=worthwhile,
                verdict=own.verdict, confidence=Grade.B, reason="", primary=own.primary,
                p=interval.p, q=own.q, represented_by=own.represented_by,
                more_after=clips_to_add(variance, sides, worthwhile, level),
                clips_a_side=clips_needed(variance, worthwhile, level),
            )
        )  # fmt: skip
    return tuple(changes)


def _measured(
    metric: Metric, sides: tuple[list[float], list[float]]
) -> tuple[ChangeEstimate, Interval, float, SideVariance]:
    settings = Settings().comparison
    middle = float(np.mean([*sides[0], *sides[1]]))
    prior = prior_of(metric, middle, settings)
    before, after = (
        [
            ClipMean(
                value=v, step_variance=prior.run_variance / 4, shared_variance=0.0, n=6,
                measurement_variance=prior.run_variance / 16, day=dt.date(2026, month, 1 + i),
            )
            for i, v in enumerate(side)
        ]
        for month, side in zip((3, 6), sides, strict=True)
    )  # fmt: skip
    estimate = estimate_change(before, after, prior)
    worthwhile = metric.minimal_detectable_change(RATE_HZ, middle)
    interval = interval_of(estimate, prior, settings.confidence_level)
    return estimate, interval, worthwhile, SideVariance.of((*before, *after), prior)


def _refused(name: str, reason: str, *, primary: bool) -> Change:
    return Change(
        metric=name, before=SideMean(NAN, 0), after=SideMean(NAN, 0), difference=Difference(),
        minimal_detectable_change=NAN, verdict=Verdict.NOT_COMPARABLE, confidence=Grade.WITHHELD,
        reason=reason, primary=primary,
    )  # fmt: skip


def _clips(
    runner: Runner, values: Mapping[str, tuple[list[float], list[float]]]
) -> tuple[TeamClip, ...]:
    return tuple(
        TeamClip(
            athlete=runner.name, label=label,
            name=f"{runner.name.split()[0].lower()}_{month}_{n + 1}.mp4",
            link=f"x/{label}-{n + 1}/report.html", view="side", day=dt.date(2026, month, 1 + n),
            advice=(TURNED,) if n == 2 else (),
            values={name: sides[side][n] for name, sides in values.items()}, compared=True,
            details={name: Detail(se=_se_of(name, s[side][n]), grade=Grade.B)
                     for name, s in values.items()},
        )
        for side, (label, month) in enumerate((("before", 3), ("after", 6)))
        for n in range(runner.n_runs[side])
    )  # fmt: skip


def _se_of(name: str, value: float) -> float:
    return METRICS[name].variation.run_sd_of(value) / 2


FASTER = {"speed_mps": 3.5, "contact_time_s": -2.2, "step_length_m": 2.5}
SWING = {"thigh_separation_touchdown_deg": -2.5, "thigh_flexion_peak_deg": 2.0}
MORE = (
    TeamReport(kind="holds", link="x/holds/report.html", told="The hold on the left is steadier."),
    TeamReport(kind="ladder", error="a ladder takes three different speeds"),
    TeamReport(kind="season", link="x/season/report.html", told="Speed rose from March to June."),
)
SPEEDS = "The speed differs by 9%: at another speed much of the movement is another."
SHOES = "Shoes differ: spikes before, flats after."
RUNNERS = (
    Runner(name="Amelie Roth", gains={**FASTER, **SWING}, more=MORE),
    Runner(name="Ben Okafor", gains={"speed_mps": 3.0}, cautions=(SPEEDS, SHOES)),
    Runner(name="Carla Núñez", gains={"shoulder_range_deg": 3.0}),
    Runner(name="David Lindqvist", gains={"speed_mps": -3.5, "contact_time_s": 2.5}),
    Runner(name="Emil Brandt", gains={"arm_leg_phase_deg": -3.0}, n_runs=(5, 5)),
    Runner(name="Fatima El Idrissi", n_runs=(5, 5)),
    Runner(name="Greta Holm", n_runs=(8, 8)),
    Runner(name="Hugo Martin", n_runs=(2, 3), hidden=ARMS, why=FAR_ARM),
    Runner(name="Ida Sørensen", n_runs=(2, 2)),
    Runner(name="Jonas Weber", n_runs=(3, 2), hidden=METRES, why=NO_SCALE),
    Runner(name="Klara Maximiliane von Hohenlohe-Waldenburg", n_runs=(1, 1), gains=FASTER),
    Runner(name="Liam O'Brien", n_runs=(1, 1)),
    Runner(name="Mia Tanaka", n_runs=(1, 1), gains=SWING, hidden=METRES, why=NO_SCALE),
    Runner(name="Noah Fischer", n_runs=(1, 3), cautions=(SPEEDS,)),
    Runner(name="Olga Petrova", n_runs=(3, 3)),
    Runner(name="Paul Dupont", n_runs=(2, 3)),
    Runner(name="Quirin Huber", n_runs=(3, 3), gains={"trunk_lean_deg": 2.2}),
    Runner(name="Rosa Lindner", n_runs=(12, 12)),
    Runner(name="Samuel Adeyemi", n_runs=(3, 3), gains=FASTER, hidden=ARMS, why=FAR_ARM),
    Runner(name="Tilda Berg", n_runs=(2, 2), gains={"contact_time_s": -2.0}),
    Runner(name="Uwe Krämer", n_runs=(3, 4)),
)
_LOST = TeamClip(
    athlete="Vera Sokolova", label="after", name="vera_6_1.mp4",
    error="nobody runs through vera_6_1.mp4", hint="film the athlete from the side, in full",
)  # fmt: skip
_BLIND = replace(
    _athlete(
        Runner(name="Wim de Vries", hidden=set(METRICS), why="the views differ: side and rear"),
        np.random.default_rng(0),
    ),
    hint="film both days from the same place",
)
NOT_JUDGED: Sequence[TeamAthlete] = (
    TeamAthlete(
        name="Vera Sokolova", error="there is no clip after that could be used",
        hint="film the other side too, as before", clips=(_LOST,),
    ),
    _BLIND,
    TeamAthlete(name="=Xaver", error="there is no clip before", hint="film the other side too"),
    TeamAthlete(name="Zoë Ångström", error="there is no clip before", hint="film both sides"),
)  # fmt: skip
