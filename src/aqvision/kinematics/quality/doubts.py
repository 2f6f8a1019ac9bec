"""Steps and summary of a metric -> why it is less sure than the filming alone would make it.

Two estimates of one thing in one clip that disagree beyond their errors cannot both be right, and
an error of few steps, or of contacts that are uncertain themselves, is not known well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from aqvision.core.types import FloatArray
from aqvision.core.wording import as_recorded as _
from aqvision.kinematics.metrics.registry import Grade, Metric, Need
from aqvision.kinematics.step_lines import touchdown_unevenness

_FEW_VALUES = 4
_SIGMAS = 2.0
# The thighs' frequency of a run that speeds up or slows down is not quite its mean. Chosen.
_RATE_SE_FRAC = 0.03
# Sides differ by some per cent in healthy runners; from a tenth on a missed frame is likelier.
_SIDES_APART_FRAC = 0.1
_UNSURE_EVENT_S = 0.008
_MOSTLY = 0.5
# Twice the scatter that errors make is chance in one of fifty clips of six touchdowns.
_UNEVEN = 2.0


def doubts_of(
    metric: Metric, n: int, se: float, of_contacts: Sequence[tuple[Grade, str]]
) -> Iterator[tuple[Grade, str]]:
    """Say what about the steps makes a metric less sure.

    Parameters
    ----------
    metric
        What was measured.
    n
        How many values it was measured from.
    se
        Its standard error; NaN where so few values tell none.
    of_contacts
        What ``doubts_of_contacts`` says of the steps.
    """
    of_instants = bool(metric.needs & {Need.INSTANTS, Need.TIMING})
    if of_instants and np.isnan(se):
        # one touchdown or toe-off that was read wrongly is all of it
        yield Grade.C, _("from so few contacts that no error is told")
    elif n == 1:
        yield Grade.B, _("from one value only")
    elif n < _FEW_VALUES:
        yield Grade.B, _("from {n} values only").format(n=n)
    if of_instants:
        yield from of_contacts


def doubts_of_contacts(steps: pd.DataFrame) -> Iterator[tuple[Grade, str]]:
    """Say what makes the times of contacts less sure.

    Parameters
    ----------
    steps
        N rows, a row a step; times of contacts with their errors, where they are known.
    """
    unsure = _unsure_contacts_frac(steps)
    if unsure > _MOSTLY:
        yield (
            Grade.B,
            _("{frac:.0%} of the contacts are uncertain by more than {limit_ms:.0f} ms").format(
                frac=unsure, limit_ms=1000 * _UNSURE_EVENT_S
            ),
        )
    if touchdown_unevenness(steps) > _UNEVEN:
        yield Grade.B, _("touchdowns follow each other less evenly than their errors allow")


def doubts_of_step_rate(
    value_hz: float, se_hz: float, other_hz: float, sides: tuple[FloatArray, FloatArray]
) -> Iterator[tuple[Grade, str]]:
    """Hold a step rate against the other estimates of the same clip.

    Parameters
    ----------
    value_hz, se_hz
        The rate by touchdowns and its standard error, NaN where it is not known.
    other_hz
        The rate by how the thighs swing; NaN where not known.
    sides
        The rates of single steps, of the left and of the right foot.
    """
    error = float(np.hypot(np.nan_to_num(se_hz), _RATE_SE_FRAC * value_hz))
    if abs(value_hz - other_hz) > _SIGMAS * error:
        yield (
            Grade.C,
            _(
                "the touchdowns show {value_hz:.3g} steps a second, the thighs {other_hz:.3g}"
            ).format(value_hz=value_hz, other_hz=other_hz),
        )
    if not all(len(side) for side in sides):
        return
    left, right = (float(1 / np.mean(1 / side)) for side in sides)
    spread = float(np.sqrt(sum(np.var(s) / len(s) for s in sides)))
    if abs(left - right) > max(_SIGMAS * spread, _SIDES_APART_FRAC * value_hz):
        # the line through all touchdowns leaves room for feet that land unevenly in turn
        yield (
            Grade.B,
            _(
                "left and right steps differ, {left:.3g} against {right:.3g} a second, which is a "
                "fault until shown otherwise"
            ).format(left=left, right=right),
        )


def _unsure_contacts_frac(steps: pd.DataFrame) -> float:
    """Share of the contacts one end of which is uncertain; 0 where nothing is known of them."""
    names = ["touchdown_se_s", "toeoff_se_s"]
    if steps.empty or not set(names) <= set(steps):
        return 0.0
    return float((steps[names].max(axis=1) > _UNSURE_EVENT_S).mean())
