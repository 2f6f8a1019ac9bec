"""Analyses -> the rungs of a ladder: runs, or sections of a run whose speed rises or falls.

A run at one speed is one rung. Where the speed changes within a clip, four steps make a section
with a speed of its own; sections of a run share a part of what tells runs apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from aqvision.analysis.analyze import Analysis
from aqvision.comparison.values import clip_mean, values_by_side
from aqvision.core.errors import LibraryError
from aqvision.core.skeleton import SIDES
from aqvision.core.wording import _

MIN_RUNGS, MIN_RANGE_MPS = 3, 1.0
# Chosen: two strides of each foot; the places of five touchdowns tell the speed to half a percent.
_STEPS_A_SECTION = 4
# Chosen: a run whose sections lie closer together is one at one speed.
_SECTIONS_APART_MPS = 0.5
# Chosen: runs this close are at one speed.
_ONE_SPEED_MPS = 0.2
_FORCE = "stance_force_bw"
_NAN = float("nan")
FILM_A_LADDER = _("film runs at 70, 80, 90 and 100 % of full effort, with the athlete's height")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rung:
    """A run, or a section of one, at one speed.

    ``analysis`` has the rung's steps only; ``run`` is the number of its clip and ``section`` that
    of the section, both from 0, ``section`` None for a whole run. ``stance_force_bw`` is the mean
    force of a stance in body weights, NaN where contact is not timed.
    """

    analysis: Analysis
    run: int
    section: int | None
    speed_mps: float
    speed_se_mps: float
    stance_force_bw: float

    @property
    def clip(self) -> str:
        """File name of the clip."""
        return self.analysis.name


def rungs_of(analyses: Sequence[Analysis]) -> tuple[Rung, ...]:
    """Bring clips of one athlete into the order of their speeds.

    Parameters
    ----------
    analyses
        Clips of one athlete, each of one run.

    Returns
    -------
    tuple of Rung
        The slowest first.

    Raises
    ------
    LibraryError
        Of fewer than three runs the speed is known, or the speeds lie within 1 m/s.
    """
    found = [rung for run, clip in enumerate(analyses) for rung in _rungs_of_clip(run, clip)]
    rungs = tuple(sorted(found, key=lambda rung: rung.speed_mps))
    _refuse_no_ladder(rungs, analyses)
    return rungs


def _refuse_no_ladder(rungs: Sequence[Rung], analyses: Sequence[Analysis]) -> None:
    speeds = [rung.speed_mps for rung in rungs]
    if n_speeds(speeds) < MIN_RUNGS:
        unknown = next((a.metrics["speed_mps"].reason for a in analyses if not _speed_known(a)), "")
        told = _(" ({reason})").format(reason=unknown) if unknown else ""
        raise LibraryError(
            _("a ladder takes three different speeds; here are {n}{told}").format(
                n=n_speeds(speeds), told=told
            ),
            FILM_A_LADDER,
        )
    if speeds[-1] - speeds[0] < MIN_RANGE_MPS:
        raise LibraryError(
            _(
                "the runs lie within {gap:.1f} m/s, {low:.1f} to {high:.1f}; a ladder takes 1"
            ).format(gap=speeds[-1] - speeds[0], low=speeds[0], high=speeds[-1]),
            _("film slower runs as well, from 70 % of full effort on"),
        )


def n_speeds(speeds_mps: Sequence[float]) -> int:
    """Count the speeds that differ by more than two runs of one effort do.

    Parameters
    ----------
    speeds_mps
        In rising order.

    >>> n_speeds([7.0, 7.1, 8.0])
    2
    """
    count, last = 0, -np.inf
    for speed in speeds_mps:
        if speed - last > _ONE_SPEED_MPS:
            count, last = count + 1, speed
    return count


def _speed_known(clip: Analysis) -> bool:
    return bool(np.isfinite(clip.metrics["speed_mps"].value))


def _rungs_of_clip(run: int, clip: Analysis) -> Iterator[Rung]:
    if not _speed_known(clip):
        return
    sections = _sections(clip)
    if len(sections) < 2 or np.ptp([speed for _, speed in sections]) < _SECTIONS_APART_MPS:
        speed = clip.metrics["speed_mps"]
        yield _rung(clip, run, None, speed.value, speed.se)
        return
    for number, (part, speed_mps) in enumerate(sections):
        yield _rung(part, run, number, speed_mps, _NAN)


def _rung(clip: Analysis, run: int, section: int | None, speed_mps: float, se: float) -> Rung:
    return Rung(
        analysis=clip,
        run=run,
        section=section,
        speed_mps=speed_mps,
        speed_se_mps=se,
        stance_force_bw=_mean_force(clip),
    )


def _mean_force(clip: Analysis) -> float:
    if not np.isfinite(clip.metrics[_FORCE].value):
        return _NAN
    values = values_by_side(clip, _FORCE, SIDES)
    return clip_mean(values) if values else _NAN


def _sections(clip: Analysis) -> list[tuple[Analysis, float]]:
    """Cut a clip after every fourth step, each part with its speed in m/s."""
    n = max(len(clip.steps) // _STEPS_A_SECTION, 1)
    edges = [i * _STEPS_A_SECTION for i in range(n)] + [len(clip.steps)]
    parts = [replace(clip, steps=clip.steps.iloc[start:stop]) for start, stop in pairwise(edges)]
    speeds = [_speed_of(part) for part in parts]
    return [(p, v) for p, v in zip(parts, speeds, strict=True) if np.isfinite(v)]


def _speed_of(part: Analysis) -> float:
    """Way over time of the steps whose both ends were seen."""
    if not {"step_length_m", "step_time_s"} <= set(part.steps):
        return _NAN
    length, time = (
        part.steps[name].to_numpy(dtype=np.float64) for name in ("step_length_m", "step_time_s")
    )
    known = np.isfinite(length) & np.isfinite(time)
    if known.sum() < _STEPS_A_SECTION - 1:
        return _NAN
    return float(length[known].sum() / time[known].sum())
