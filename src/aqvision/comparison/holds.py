"""Holds before and after -> HoldComparison: what differs, and what speaks against comparing.

All holds of a side count, by the sums that runs are compared by. How holds of one athlete differ
from one to the next and from day to day nobody has measured for holds of this kind, so that is
assumed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import combinations
from math import isnan
from typing import Any

import numpy as np

from aqvision.analysis.hold_store import DRIFT, ELLIPSE, SWAY, HoldRecord
from aqvision.comparison.families import false_discovery_rates
from aqvision.comparison.hold_means import RETURN, hold_mean, hold_prior, number_of
from aqvision.comparison.hold_metrics import HOLD_METRICS
from aqvision.comparison.interval import Difference, interval_of
from aqvision.comparison.judging import FEWEST_CLIPS, PRIMARY_RATE
from aqvision.comparison.one_athlete import refuse_other_names
from aqvision.comparison.values import ClipMean
from aqvision.comparison.variance import estimate_change
from aqvision.core.errors import LibraryError
from aqvision.core.settings import ComparisonSettings, Settings
from aqvision.core.wording import as_recorded as _

SCHEMA_VERSION = 2
_NAN, _UNKNOWN = float("nan"), Difference()
_RATE_GAP = 0.1
# No two films of a hold give one number alike to this part of it, let alone two numbers.
_SAME_FRAC, _FEWEST_SAME = 1e-3, 2
COMPARED = (
    *(SWAY.in_legs, RETURN, ELLIPSE.in_legs, DRIFT.in_legs),
    *("time_in_band_frac", "median_frequency_hz"),
)
"""Names of the numbers that are compared, in leg lengths."""


class HoldVerdict(StrEnum):
    """What may be said of a change in holds."""

    CHANGED = "changed"
    HOLDS_DIFFER = "these holds differ"
    CANNOT_TELL = "cannot be told yet"


def judge_hold(q: float, n_before: int, n_after: int) -> HoldVerdict:
    """Say what a change of holds may be called.

    Parameters
    ----------
    q
        Rate of false discoveries at which it would be called one; NaN where it is not known.
    n_before, n_after
        How many holds there are: one alone tells nothing of the athlete.

    >>> judge_hold(0.02, 1, 3).value, judge_hold(0.02, 2, 3).value
    ('these holds differ', 'changed')
    """
    if not q <= PRIMARY_RATE:
        return HoldVerdict.CANNOT_TELL
    several = min(n_before, n_after) >= FEWEST_CLIPS
    return HoldVerdict.CHANGED if several else HoldVerdict.HOLDS_DIFFER


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldChange:
    """How one number differs: after minus before, in leg lengths.

    Attributes
    ----------
    name
        As in ``HOLD_METRICS``.
    n_before, n_after
        How many holds tell it.
    before, after
        The means of the sides; NaN where no hold tells it.
    difference
        With the ends of its interval.
    within_sd, between_hold_sd, between_day_sd
        What the interval is made of: the blocks of each hold, and how holds and days differ.
    q
        Rate of false discoveries among all numbers at which it would be called a change.
    verdict
        What may be said of it.
    """

    name: str
    n_before: int
    n_after: int
    before: float = _NAN
    after: float = _NAN
    difference: Difference = _UNKNOWN
    within_sd: float = _NAN
    between_hold_sd: float = _NAN
    between_day_sd: float = _NAN
    q: float = _NAN
    verdict: HoldVerdict = HoldVerdict.CANNOT_TELL


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class HoldComparison:
    """Holds of one athlete: what differs, and what speaks against comparing them.

    ``before`` and ``after`` are the holds that count, ``level`` the chance that an interval holds
    the truth.
    """

    before: tuple[HoldRecord, ...]
    after: tuple[HoldRecord, ...]
    changes: tuple[HoldChange, ...]
    cautions: tuple[str, ...]
    level: float

    @property
    def several(self) -> bool:
        """Tell whether there are enough holds to speak of the athlete."""
        return min(len(self.before), len(self.after)) >= FEWEST_CLIPS


def compare_holds(
    before: Sequence[HoldRecord],
    after: Sequence[HoldRecord],
    settings: ComparisonSettings | None = None,
) -> HoldComparison:
    """Compare holds before training with those after it, or left with right.

    Parameters
    ----------
    before, after
        As they were read from their folders, one or more each.
    settings
        What the prior is worth, and how sure intervals are; the usual ones if left out.

    Raises
    ------
    LibraryError
        A hold is given twice, or they are of two athletes.
    """
    settings = settings or Settings().comparison
    refuse_other_names(hold.athlete for hold in (*before, *after))
    _refuse_copies((*before, *after))
    old, new, left_out = _seen_alike(before, after)
    return HoldComparison(
        before=old,
        after=new,
        changes=tuple(_changes(old, new, settings)),
        cautions=(*left_out, *_cautions((*old, *new))),
        level=settings.confidence_level,
    )


def _refuse_copies(holds: Sequence[HoldRecord]) -> None:
    """Refuse a hold that is given twice, be it in another container."""
    for one, other in combinations(holds, 2):
        if one.provenance.clip_sha256 == other.provenance.clip_sha256 or _are_same(one, other):
            names = sorted({one.provenance.clip_name, other.provenance.clip_name})
            raise LibraryError(
                _("the same hold is given twice: {names}").format(names=_(" and ").join(names)),
                _("name each hold once"),
            )


def _are_same(one: HoldRecord, other: HoldRecord) -> bool:
    pairs = np.array([[number_of(hold, name)[0] for name in COMPARED] for hold in (one, other)])
    known = pairs[:, np.isfinite(pairs).all(axis=0) & (pairs != 0).all(axis=0)]
    same = np.isclose(known[0], known[1], rtol=_SAME_FRAC, atol=0.0)
    return same.size >= _FEWEST_SAME and bool(same.all())


def _seen_alike(
    before: Sequence[HoldRecord], after: Sequence[HoldRecord]
) -> tuple[tuple[HoldRecord, ...], tuple[HoldRecord, ...], list[str]]:
    """Leave out holds filmed from another side than most; all stay where a side would be empty."""
    views = [hold.view for hold in (*before, *after)]
    usual = max(views, key=lambda view: (views.count(view), view))
    kept = [tuple(hold for hold in side if hold.view == usual) for side in (before, after)]
    if not all(kept):
        return tuple(before), tuple(after), []
    text = _("{name} was left out: most holds were filmed from another side.")
    gone = [hold for hold in (*before, *after) if hold.view != usual]
    return kept[0], kept[1], [text.format(name=hold.provenance.clip_name) for hold in gone]


def _changes(
    before: Sequence[HoldRecord], after: Sequence[HoldRecord], settings: ComparisonSettings
) -> list[HoldChange]:
    means = {name: (_means(name, before), _means(name, after)) for name in COMPARED}
    found = {name: _found(name, *sides, settings) for name, sides in means.items()}
    q = false_discovery_rates({name: p for name, (_change, p) in found.items() if not isnan(p)})
    return [
        replace(
            change,
            q=q.get(name, _NAN),
            verdict=judge_hold(q.get(name, _NAN), change.n_before, change.n_after),
        )
        for name, (change, _p) in found.items()
    ]


def _means(name: str, holds: Sequence[HoldRecord]) -> list[ClipMean]:
    found = [hold_mean(number_of(hold, name), hold.recorded.on) for hold in holds]
    return [mean for mean in found if not isnan(mean.value)]


def _found(
    name: str, before: Sequence[ClipMean], after: Sequence[ClipMean], settings: ComparisonSettings
) -> tuple[HoldChange, float]:
    """Measure how a number differs, and how often chance alone makes that; NaN without a side."""
    known = HoldChange(name=name, n_before=len(before), n_after=len(after))
    if not (before and after):
        old, new = (np.mean([m.value for m in s]) if s else _NAN for s in (before, after))
        return replace(known, before=float(old), after=float(new)), _NAN
    level = float(np.mean([mean.value for mean in (*before, *after)]))
    prior = hold_prior(HOLD_METRICS[name], level, settings)
    estimate = estimate_change(before, after, prior)
    found = interval_of(estimate, prior, settings.confidence_level)
    change = replace(
        known,
        before=estimate.before,
        after=estimate.after,
        difference=found.difference,
        within_sd=found.parts.step_sd,
        between_hold_sd=found.parts.run_sd,
        between_day_sd=found.parts.between_day_sd,
    )
    return change, found.p


def _cautions(holds: Sequence[HoldRecord]) -> list[str]:
    """Say what the holds do not have in common."""
    rates = np.log([hold.capture_fps for hold in holds])
    made = [hold.provenance for hold in holds]
    ways = {(one.model_sha256, one.method, one.measured_by) for one in made}
    loads, bands = ({_plain(getattr(h.notes, k)) for h in holds} for k in ("load", "band"))
    angles = [dict(hold.notes.set_deg) for hold in holds]
    unlike = {
        _("The holds were measured in different ways: measure them again."): len(ways) > 1,
        _("The holds are seen from different sides."): len({h.view for h in holds}) > 1,
        _("The frame rates differ."): bool(np.ptp(rates) > _RATE_GAP),
        _("The noise of measuring is known in different ways."): len({h.floor_from for h in holds})
        > 1,
        _("Nobody says what was held against: steadiness goes with the load."): "" in loads,
        _("The loads are not the same: steadiness goes with the load."): len(loads - {""}) > 1,
        _("The bands are not the same."): len(bands) > 1,
        _("The set angles are not the same."): any(one != angles[0] for one in angles),
    }
    return [text for text, is_so in unlike.items() if is_so]


def _plain(words: str | None) -> str:
    """Bring what two people may write differently into one form."""
    return "".join((words or "").split()).casefold()


def hold_comparison_to_dict(comparison: HoldComparison) -> dict[str, Any]:
    """Bring a comparison into the form of hold_comparison.json.

    Parameters
    ----------
    comparison
        Of holds.
    """
    return {
        "schema_version": SCHEMA_VERSION,
        "before": [_hold(record) for record in comparison.before],
        "after": [_hold(record) for record in comparison.after],
        "confidence_level": comparison.level,
        "between_hold_source": "assumed",
        "between_day_source": "assumed",
        "changes": {change.name: _row(change) for change in comparison.changes},
        "cautions": list(comparison.cautions),
    }


def _hold(record: HoldRecord) -> dict[str, Any]:
    return {
        "clip_name": record.provenance.clip_name,
        "clip_sha256": record.provenance.clip_sha256,
        "recorded": record.recorded.to_dict(),
        "load": record.notes.load,
        "band": record.notes.band,
    }


def _row(change: HoldChange) -> Mapping[str, float | str]:
    return {
        "before": change.before,
        "after": change.after,
        "n_before": change.n_before,
        "n_after": change.n_after,
        "change": change.difference.value,
        "low": change.difference.low,
        "high": change.difference.high,
        "within_sd": change.within_sd,
        "between_hold_sd": change.between_hold_sd,
        "between_day_sd": change.between_day_sd,
        "q": change.q,
        "verdict": change.verdict.value,
    }
