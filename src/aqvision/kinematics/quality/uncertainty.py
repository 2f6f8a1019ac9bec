"""Motion + contacts or steps -> how far each metric of each step may be off by measuring alone.

Points and times of contacts, or of frontal steps, are moved at random by their standard deviations,
some two dozen times, and everything is measured again: what the metrics scatter by is their error.
Errors of a point last for a few hundredths of a second, as they do in pose estimates, so they are
drawn as smooth curves, not frame by frame (measured: docs/accuracy.md). What all touchdowns or all
toe-offs of a clip share is kept apart: it moves means, however many steps they are of.

What a metric moves by on average when errors are added once more, errors have moved it by already:
that growth is taken off where the registry says so (``Metric.most_growth``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.ndimage import gaussian_filter1d

from aqvision.core.settings import BodySettings
from aqvision.core.skeleton import INDEX
from aqvision.core.types import FloatArray
from aqvision.kinematics.angles import measure_angles
from aqvision.kinematics.events.contacts import Contact
from aqvision.kinematics.frontal.motion import FrontalMotion
from aqvision.kinematics.frontal.steps import FrontalStep
from aqvision.kinematics.geometry import wrap_series_deg
from aqvision.kinematics.metrics.frontal import measure_frontal_steps
from aqvision.kinematics.metrics.registry import METRICS, measure_all_steps
from aqvision.kinematics.motion import Motion
from aqvision.kinematics.signals import value_at

SEED = 11
N_DRAWS = 24
"""How often everything is measured again, where nobody asks for another number."""
# Errors of points, measured on rendered sprints, are half as alike after some 33 ms: the
# autocorrelation exp(-(t / 2 s)^2) of white noise under a Gaussian window of s = 20 ms.
_ERROR_LASTS_S = 0.02
_MIN_DRAWS = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class StepErrors:
    """How far metrics of steps are off by measuring alone.

    Parameters
    ----------
    sd
        Rows of the steps, a column a metric, in its unit: the standard error of each.
    growth
        By metric that has ``most_growth``: what unsteady points move it by, the mean of the steps.
    """

    sd: pd.DataFrame
    growth: dict[str, float]

    def without_growth(self, steps: pd.DataFrame) -> pd.DataFrame:
        """Take off the steps what unsteady points have added; nothing is left where it is most.

        Parameters
        ----------
        steps
            The steps as measured.
        """
        return steps.assign(
            **{
                name: steps[name] - (by if abs(by) <= METRICS[name].most_growth else float("nan"))
                for name, by in self.growth.items()
            }
        )


def measure_step_errors(
    motion: Motion,
    steps: pd.DataFrame,
    contacts: tuple[Contact, ...],
    body: BodySettings,
    n_draws: int = N_DRAWS,
) -> StepErrors:
    """Find the standard error of each metric of each step.

    Parameters
    ----------
    motion
        The athlete over T frames, in leg lengths, with the standard deviation of each point.
    steps
        The steps as measured: N rows, a column a metric.
    contacts
        The N contacts they were measured from, with the standard errors of their times.
    body
        Proportions of the body.
    n_draws
        How often everything is measured again.

    Returns
    -------
    StepErrors
        Rows as in ``steps``; NaN where the metric was not measured, or not in half of the draws.
        The same input gives the same numbers.
    """
    names = [name for name in METRICS if name in steps]
    random = np.random.default_rng(SEED)
    draws = [_redraw(motion, contacts, body, random)[names] for _ in range(n_draws)]
    growing = [name for name in names if np.isfinite(METRICS[name].most_growth)]
    growth = _mean_of_draws(steps[growing], draws) if len(steps) else steps[growing]
    sd = _errors_of_draws(steps[names], draws)
    # what is taken off is no error, so what is left scatters about the mean of the draws
    sd[growing] = np.sqrt(np.maximum(sd[growing] ** 2 - growth**2, 0.0))
    return StepErrors(sd, {name: float(growth[name].mean()) for name in growing})


def measure_shared_errors(
    motion: Motion, steps: pd.DataFrame, contacts: tuple[Contact, ...], body: BodySettings
) -> dict[str, float]:
    """Find by how much the mean of each metric is off because all touchdowns or toe-offs are.

    Nothing is drawn: all touchdowns are moved by what they share, then all toe-offs, and the mean
    over the steps follows. Times from like to like, as of a step, do not change.

    Parameters
    ----------
    motion, steps, contacts, body
        As for :func:`measure_step_errors`.

    Returns
    -------
    dict
        Standard error by metric, in its unit; 0 where nothing was measured.
    """
    names = [name for name in METRICS if name in steps]
    late = (
        tuple(replace(c, touchdown_s=c.touchdown_s + c.touchdown_shared_s) for c in contacts),
        tuple(replace(c, toeoff_s=c.toeoff_s + c.toeoff_shared_s) for c in contacts),
    )
    angles = measure_angles(motion, body)
    moved = [measure_all_steps(motion, angles, each)[names] for each in late]
    off = np.stack([_off(steps[names], table) for table in moved])
    known = np.isfinite(off)
    n_known = np.maximum(known.sum(axis=1), 1)
    means = np.where(known, off, 0.0).sum(axis=1) / n_known
    return dict(zip(names, np.hypot(*means).tolist(), strict=True))


def measure_frontal_errors(
    motion: FrontalMotion,
    steps: pd.DataFrame,
    spans: Sequence[FrontalStep],
    n_draws: int = N_DRAWS,
) -> pd.DataFrame:
    """Find the standard error of each metric of each step.

    Parameters
    ----------
    motion
        The athlete over T frames, with the standard deviation of each point.
    steps
        The steps as measured: N rows, a column a metric.
    spans
        When each of the N steps was, with standard errors.
    n_draws
        How often everything is measured again.

    Returns
    -------
    DataFrame
        Rows as in ``steps``, a column a metric, in its unit; NaN where it was not measured. The
        same input gives the same numbers.
    """
    names = [name for name in METRICS if name in steps]
    random = np.random.default_rng(SEED)
    draws = [_redraw_frontal(motion, spans, random)[names] for _ in range(n_draws)]
    return _errors_of_draws(steps[names], draws)


def _errors_of_draws(usual: pd.DataFrame, draws: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Root mean square by which metrics measured again and again leave the usual ones."""
    off = np.stack([_off(usual, draw) for draw in draws])
    return pd.DataFrame(_root_mean_square(off), columns=usual.columns, index=usual.index)


def _mean_of_draws(usual: pd.DataFrame, draws: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """By how much metrics measured again and again leave the usual ones on average."""
    names = list(usual.columns)
    total = sum((draw[names].fillna(usual) - usual for draw in draws), start=0 * usual)
    return total / len(draws)


def _off(usual: pd.DataFrame, again: pd.DataFrame) -> FloatArray:
    """By how much metrics measured again leave the usual ones, angles round the circle."""
    off = again.to_numpy(dtype=np.float64) - usual.to_numpy(dtype=np.float64)
    circular = [METRICS[str(name)].unit == "deg" for name in usual]
    off[:, circular] = wrap_series_deg(off[:, circular])
    return np.asarray(off)


def _redraw(
    motion: Motion,
    contacts: tuple[Contact, ...],
    body: BodySettings,
    random: np.random.Generator,
) -> pd.DataFrame:
    shift = _smooth_noise(motion.xy_leg.shape, motion.rate_hz, random) * motion.sd_leg[:, :, None]
    moved = replace(motion, xy_leg=motion.xy_leg + shift)
    jittered = tuple(_jitter(motion, contact, random) for contact in contacts)
    return measure_all_steps(moved, measure_angles(moved, body), jittered)


def _smooth_noise(
    shape: tuple[int, ...], rate_hz: float, random: np.random.Generator
) -> FloatArray:
    """Draw curves of unit variance over the first axis, as errors of points run."""
    lasts = max(_ERROR_LASTS_S * rate_hz, 1e-3)
    noise = gaussian_filter1d(random.standard_normal(shape), lasts, axis=0, mode="wrap")
    return np.asarray(noise / max(float(noise.std()), 1e-9))


def _jitter(motion: Motion, contact: Contact, random: np.random.Generator) -> Contact:
    """Move the ends of a contact by their own errors, and the place of the foot."""
    middle = (contact.touchdown_s + contact.toeoff_s) / 2
    toe_sd = value_at(motion.time_s, motion.sd_leg[:, INDEX[f"{contact.side}_foot_index"]], middle)
    touchdown, toeoff, place = random.standard_normal(3)
    return replace(
        contact,
        touchdown_s=contact.touchdown_s
        + touchdown * _own(contact.touchdown_se_s, contact.touchdown_shared_s),
        toeoff_s=contact.toeoff_s + toeoff * _own(contact.toeoff_se_s, contact.toeoff_shared_s),
        foot_x_leg=contact.foot_x_leg + place * toe_sd,
    )


def _own(se_s: float, shared_s: float) -> float:
    """Take what all ends of the clip share out of the standard error of one."""
    return float(np.sqrt(max(se_s**2 - shared_s**2, 0.0)))


def _redraw_frontal(
    motion: FrontalMotion, spans: Sequence[FrontalStep], random: np.random.Generator
) -> pd.DataFrame:
    shift = _smooth_noise(motion.xy_px.shape, motion.rate_hz, random) * motion.sd_px[:, :, None]
    moved = replace(motion, xy_px=motion.xy_px + shift)
    return measure_frontal_steps(moved, _jittered(spans, random))


def _jittered(spans: Sequence[FrontalStep], random: np.random.Generator) -> tuple[FrontalStep, ...]:
    """Move each passing of the feet once, as the end of one step and the start of the next."""
    off = {
        time_s: random.standard_normal() * se
        for step in spans
        for time_s, se in ((step.start_s, step.start_se_s), (step.end_s, step.end_se_s))
    }
    return tuple(
        replace(s, start_s=s.start_s + off[s.start_s], end_s=s.end_s + off[s.end_s]) for s in spans
    )


def _root_mean_square(off: FloatArray) -> FloatArray:
    known = np.isfinite(off)
    enough = known.mean(axis=0) >= _MIN_DRAWS
    total = np.where(known, off**2, 0.0).sum(axis=0)
    return np.where(enough, np.sqrt(total / np.maximum(known.sum(axis=0), 1)), np.nan)
