"""Analysis -> strip of the steps: where limbs kept their usual timing, and where they left it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from aqvision.analysis.analyze import Analysis
from aqvision.core.skeleton import SIDES
from aqvision.core.types import FloatArray
from aqvision.core.wording import _, ngettext
from aqvision.kinematics.metrics.registry import METRICS, Grade, Metric
from aqvision.report.numbers import show

_ROWS = (
    "thigh_thigh_phase_deg",
    "thigh_separation_touchdown_deg",
    "leg_momentum_cancellation_frac",
    "arm_leg_phase_deg",
    "arm_leg_momentum_phase_deg",
    "trunk_lean_deg",
    "step_time_s",
    "contact_time_s",
)
# Measuring alone puts one value of eighty outside.
_SIGMAS = 2.5
_FEWEST = 3


@dataclass(frozen=True, slots=True)
class HeldCell:
    """One value of a step: away from the usual by ``text``, or held; empty where unknown."""

    known: bool
    held: bool
    text: str


@dataclass(frozen=True, slots=True)
class HeldRow:
    """One metric over the steps, with its usual value and what measuring alone makes differ."""

    label: str
    definition: str
    usual: str
    tells: str
    cells: tuple[HeldCell, ...]


@dataclass(frozen=True, slots=True)
class StepsHeld:
    """A clip's steps from left to right: what each is called, and a row a metric."""

    clip: str
    steps: tuple[str, ...]
    rows: tuple[HeldRow, ...]

    @property
    def sentence(self) -> str:
        """What the strip comes to."""
        away = [
            _("{label} on step {step} ({text})").format(label=row.label, step=step, text=cell.text)
            for row in self.rows
            for step, cell in zip(self.steps, row.cells, strict=True)
            if cell.known and not cell.held
        ]
        n = sum(cell.known for row in self.rows for cell in row.cells)
        if not away:
            return _("All {n} values held from step to step.").format(n=n)
        return ngettext(
            "One of {n} values stands out: {away}.",
            "{m} of {n} values stand out: {away}.",
            len(away),
        ).format(n=n, m=len(away), away=", ".join(away))


def steps_held(analysis: Analysis) -> StepsHeld:
    """Hold each step of a clip against the middle of its own side's steps.

    Parameters
    ----------
    analysis
        One clip.

    Returns
    -------
    StepsHeld
        A step is away where it differs by more than 2.5 times what measuring makes single steps
        differ by; a metric with fewer than three values, or of unknown error, has no row.
    """
    letters = {"left": _("L"), "right": _("R")}
    names = [f"{n} {letters[side]}" for n, side in enumerate(analysis.steps["side"], start=1)]
    rows = [_row(analysis, METRICS[name]) for name in _ROWS]
    return StepsHeld(analysis.name, tuple(names), tuple(r for r in rows if r is not None))


def _row(analysis: Analysis, metric: Metric) -> HeldRow | None:
    summary = analysis.metrics[metric.name]
    if summary.confidence == Grade.WITHHELD or not summary.measurement_sd > 0:
        return None
    sides = [s for s in SIDES if not metric.sided or math.isfinite(getattr(summary, s))]
    of_side = analysis.steps["side"].isin(sides).to_numpy()
    values = np.where(of_side, analysis.steps[metric.name].to_numpy(dtype=np.float64), np.nan)
    if np.isfinite(values).sum() < _FEWEST:
        return None
    away = _from_usual(values, analysis.steps["side"].to_numpy(dtype=str), sided=metric.sided)
    limit = _SIGMAS * summary.measurement_sd
    return HeldRow(
        label=metric.label,
        definition=metric.definition,
        usual=show(summary.value, metric.unit),
        tells=show(limit, metric.unit),
        cells=tuple(_cell(value, limit, metric.unit) for value in away),
    )


def _from_usual(values: FloatArray, sides: np.ndarray, *, sided: bool) -> FloatArray:
    """Subtract the median of the steps, of each side by itself where a metric has sides."""
    away = np.full(len(values), np.nan)
    for group in [sides == side for side in SIDES] if sided else [np.isfinite(values)]:
        used = group & np.isfinite(values)
        if used.sum() > 1:
            away[used] = values[used] - np.median(values[used])
    return away


def _cell(away: float, limit: float, unit: str) -> HeldCell:
    if not math.isfinite(away):
        return HeldCell(known=False, held=False, text="")
    held = abs(away) <= limit
    sign = "+" if away > 0 else ""
    return HeldCell(known=True, held=held, text="" if held else sign + show(away, unit))


def read_strip() -> str:
    """Say how the strip is read.

    Returns
    -------
    str
        A few words.
    """
    return _(
        "Each column is a step of the left (L) or right (R) foot. Filled: like the other steps, as "
        "far as this film can tell; a number: away from them by so much; a dot: not measured "
        "there, as what is read over whole strides of the near foot."
    )
