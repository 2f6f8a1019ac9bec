"""Two holds -> HoldComparison: what differs, with an interval, and what it does not tell.

One hold a side. How a number may vary within a hold, its blocks tell; how holds of one athlete
differ from day to day nobody has measured for holds of this kind, so that is assumed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from aqvision.analysis.hold_store import DRIFT, ELLIPSE, SWAY, HoldRecord
from aqvision.comparison.interval import Difference, half_width
from aqvision.comparison.one_athlete import refuse_other_names
from aqvision.comparison.variance import welch_satterthwaite
from aqvision.core.errors import LibraryError
from aqvision.core.wording import as_recorded as _
from aqvision.kinematics.hold.estimate import LEVEL, Estimate

SCHEMA_VERSION = 1
_NAN = float("nan")
# How one athlete's holds differ from day to day: parts of the value, or its own unit. Assumed.
_DAY_SD_FRAC = {SWAY.in_legs: 0.20, ELLIPSE.in_legs: 0.35, "median_frequency_hz": 0.15}
_DAY_SD = {DRIFT.in_legs: 0.0005, "time_in_band_frac": 0.10}
_DAY_FREEDOM = 6.0
_RATE_GAP = 0.1
COMPARED = (*_DAY_SD_FRAC, *_DAY_SD)
"""Keys of hold.json that are compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldChange:
    """How one number differs: after minus before, in leg lengths.

    Attributes
    ----------
    name
        Its key in hold.json.
    before, after
        The numbers; NaN where one is not measured.
    difference
        With the ends of its 90 % interval.
    within_sd, between_day_sd
        What the interval is made of: from the blocks of both holds, and assumed of days.
    """

    name: str
    before: float
    after: float
    difference: Difference
    within_sd: float
    between_day_sd: float


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class HoldComparison:
    """Two holds of one athlete: what differs, and what speaks against comparing them."""

    before: HoldRecord
    after: HoldRecord
    changes: tuple[HoldChange, ...]
    cautions: tuple[str, ...]


def compare_holds(
    before: HoldRecord, after: HoldRecord, n_others: tuple[int, int] = (0, 0)
) -> HoldComparison:
    """Compare a hold before training with one after it, or left with right.

    Parameters
    ----------
    before, after
        As they were read from their folders.
    n_others
        How many more holds there are of these days, before and after, that are not compared.

    Raises
    ------
    LibraryError
        It is one and the same clip, or they are of two athletes.
    """
    if before.provenance.clip_sha256 == after.provenance.clip_sha256:
        raise LibraryError(
            _("the same hold is given twice"), _("name the hold before and the one after")
        )
    refuse_other_names((before.athlete, after.athlete))
    return HoldComparison(
        before=before,
        after=after,
        changes=tuple(_change(name, before, after) for name in COMPARED),
        cautions=(*_left_aside(*n_others), *_cautions(before, after)),
    )


def _change(name: str, before: HoldRecord, after: HoldRecord) -> HoldChange:
    old, new = (side.estimates.get(name, Estimate()) for side in (before, after))
    value = new.value - old.value
    within = math.hypot(old.se, new.se)
    days = math.sqrt(2) * _day_sd(name, (old.value + new.value) / 2)
    difference = Difference(value=value)
    if math.isfinite(value) and math.isfinite(within):
        freedom = welch_satterthwaite(
            [old.se**2, new.se**2, days**2], [old.freedom, new.freedom, _DAY_FREEDOM]
        )
        half = half_width(math.hypot(within, days), freedom, LEVEL)
        difference = Difference.within(value, half)
    return HoldChange(
        name=name,
        before=old.value,
        after=new.value,
        difference=difference,
        within_sd=within,
        between_day_sd=days,
    )


def _day_sd(name: str, mean: float) -> float:
    return _DAY_SD_FRAC[name] * mean if name in _DAY_SD_FRAC else _DAY_SD[name]


def _left_aside(n_before: int, n_after: int) -> list[str]:
    if not (n_before or n_after):
        return []
    text = _(
        "Of each day the first hold by its name is compared; others are left aside: {n_before} "
        "before, {n_after} after."
    )
    return [text.format(n_before=n_before, n_after=n_after)]


def _cautions(before: HoldRecord, after: HoldRecord) -> list[str]:
    """Say what the holds do not have in common."""
    notes = before.notes, after.notes
    rates = np.array([before.capture_fps, after.capture_fps])
    made = before.provenance, after.provenance
    ways = {(one.model_sha256, one.method, one.measured_by) for one in made}
    unlike = {
        _("The holds were measured in different ways: measure both again."): len(ways) > 1,
        _("The holds are seen from different sides."): before.view != after.view,
        _("The frame rates differ."): bool(abs(np.diff(np.log(rates))[0]) > _RATE_GAP),
        _("The noise of measuring is known in different ways."): before.floor_from
        != after.floor_from,
        _("The load is not the same, or is not known: steadiness goes with it."): notes[0].load
        is None
        or notes[0].load != notes[1].load,
        _("The bands are not the same."): notes[0].band != notes[1].band,
        _("The set angles are not the same."): dict(notes[0].set_deg) != dict(notes[1].set_deg),
    }
    return [text for text, is_so in unlike.items() if is_so]


def hold_comparison_to_dict(comparison: HoldComparison) -> dict[str, Any]:
    """Bring a comparison into the form of hold_comparison.json.

    Parameters
    ----------
    comparison
        Of two holds.
    """
    return {
        "schema_version": SCHEMA_VERSION,
        "before": _side(comparison.before),
        "after": _side(comparison.after),
        "confidence_level": LEVEL,
        "n_holds_a_side": 1,
        "between_day_source": "assumed",
        "changes": {c.name: _row(c) for c in comparison.changes},
        "cautions": list(comparison.cautions),
    }


def _side(record: HoldRecord) -> dict[str, Any]:
    return {
        "clip_name": record.provenance.clip_name,
        "clip_sha256": record.provenance.clip_sha256,
        "recorded": record.recorded.to_dict(),
        "load": record.notes.load,
        "band": record.notes.band,
    }


def _row(change: HoldChange) -> Mapping[str, float]:
    return {
        "before": change.before,
        "after": change.after,
        "change": change.difference.value,
        "low": change.difference.low,
        "high": change.difference.high,
        "within_sd": change.within_sd,
        "between_day_sd": change.between_day_sd,
    }
