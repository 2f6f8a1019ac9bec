"""HoldComparison -> report.html: holds of an athlete before and after."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from aqvision.analysis.hold_store import DRIFT, ELLIPSE, SWAY
from aqvision.comparison.hold_metrics import HOLD_METRICS
from aqvision.comparison.holds import HoldChange, HoldComparison, HoldVerdict
from aqvision.comparison.judging import FEWEST_CLIPS
from aqvision.core.said import said
from aqvision.core.wording import _, lower_first
from aqvision.report.hold_numbers import NAMES, HoldName, show_area_in_legs, show_length
from aqvision.report.numbers import DASH, show, show_signed
from aqvision.report.phrases import listed
from aqvision.report.said_of_clips import day_of
from aqvision.report.templating import inline, write_page
from aqvision.report.wording import Sentence

_TWO = 2
_MOST_TOLD = 3
_LENGTHS = (ELLIPSE.in_legs, SWAY.in_legs, DRIFT.in_legs)
"""What has the scale of the first hold, where that is known."""
_MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    name: HoldName
    before: str
    after: str
    change: str
    interval: str
    verdict: str


def write_hold_comparison_report(comparison: HoldComparison, folder: Path) -> Path:
    """Write ``report.html`` for holds before and after.

    Parameters
    ----------
    comparison
        What differs.
    folder
        Where it goes.

    Returns
    -------
    Path
        The page.
    """
    holds = (*comparison.before, *comparison.after)
    athlete = next(filter(None, (hold.athlete for hold in holds)), None)
    context = {
        "style": inline("report.css"),
        "script": inline("report.js") + inline("reveal.js"),
        "title": _title(athlete, len(holds)),
        "sentences": hold_change_verdict(comparison),
        "sides": list(_sides(comparison)),
        "rows": [_row(change, comparison) for change in comparison.changes],
        "cautions": [said(text) for text in comparison.cautions],
    }
    return write_page("hold_comparison.html", context, folder)


def _title(athlete: str | None, n_holds: int) -> str:
    if n_holds == _TWO:
        return _("{athlete}: two holds").format(athlete=athlete) if athlete else _("Two holds")
    if athlete:
        return _("{athlete}: holds before and after").format(athlete=athlete)
    return _("Holds before and after")


def _sides(comparison: HoldComparison) -> Iterator[tuple[str, str, str, str]]:
    """Give side, name, day and what was held against of each hold."""
    for role, holds in (("before", comparison.before), ("after", comparison.after)):
        for one in holds:
            against = _said(one.notes.load, one.notes.band)
            yield role, one.provenance.clip_name, day_of(one), against


def hold_change_verdict(comparison: HoldComparison) -> list[str]:
    """Say in a few sentences what holds tell, and what they do not.

    Parameters
    ----------
    comparison
        What differs.
    """
    rows = [
        _row(change, comparison)
        for change in comparison.changes
        if change.verdict is not HoldVerdict.CANNOT_TELL
    ]
    told = [
        _("{label} ({before} before, {after} after)").format(
            label=lower_first(row.name.label), before=row.before, after=row.after
        )
        for row in rows[:_MOST_TOLD]
    ]
    if len(rows) > _MOST_TOLD:
        told.append(Sentence.MORE.format(n=len(rows) - _MOST_TOLD))
    n_holds = (len(comparison.before), len(comparison.after))
    limits = (
        _("How far holds and days of one athlete differ is assumed: nobody has measured it yet.")
        if comparison.several
        else _(
            "Whether the athlete changed, one hold does not tell; film three or more a side, best "
            "on days of their own. How far days differ is assumed here."
        )
    )
    return [_differ_in(told, n_holds), limits]


def what_differs(names: Sequence[str], n_holds: Sequence[int]) -> str:
    """Say in a sentence in what holds differ.

    Parameters
    ----------
    names
        Keys in hold.json of what stands out.
    n_holds
        How many holds there are before and after.
    """
    return _differ_in([lower_first(NAMES[name].label) for name in names if name in NAMES], n_holds)


def _differ_in(told: Sequence[str], n_holds: Sequence[int]) -> str:
    labels = listed(told)
    if min(n_holds) >= FEWEST_CLIPS:
        before, after = n_holds
        told = _("{before} holds before and {after} after: what changed is {what}.")
        nothing = _(
            "{before} holds before and {after} after: no number differs by more than holds of one "
            "athlete do anyway."
        )
        return (told if labels else nothing).format(what=labels, before=before, after=after)
    if not labels:
        return _("One hold a side: nothing stands out of what holds of one athlete differ by.")
    return _("One hold a side: these holds differ in {what}.").format(what=labels)


def _said(load: str | None, band: str | None) -> str:
    return ", ".join(filter(None, [load, band]))


def _row(change: HoldChange, comparison: HoldComparison) -> _Row:
    found = change.difference
    scale = comparison.before[0].metres_per_leg
    interval = DASH
    if math.isfinite(found.low):
        low, high = (_signed(change.name, v, scale) for v in (found.low, found.high))
        interval = _("{low} to {high}").format(low=low, high=high)
    return _Row(
        name=NAMES[change.name],
        before=_shown(change.name, change.before, scale),
        after=_shown(change.name, change.after, scale),
        change=_signed(change.name, found.value, scale),
        interval=interval,
        verdict=change.verdict.value,
    )


def _signed(name: str, value: float, scale: float) -> str:
    """Write a difference; a share's in points, as everywhere."""
    if name not in _LENGTHS:
        metric = HOLD_METRICS[name]
        return show_signed(value, metric.unit, metric.digits)
    shown = _shown(name, abs(value), scale)
    is_zero = not any(digit in shown for digit in "123456789")
    return shown if math.isnan(value) or is_zero else f"{'+' if value > 0 else _MINUS}{shown}"


def _shown(name: str, value: float, scale: float) -> str:
    """Write a number of hold.json, in leg lengths, with the scale of the first hold."""
    if math.isnan(value):
        return DASH
    if name == ELLIPSE.in_legs:
        if math.isnan(scale):
            return show_area_in_legs(1e4 * value)
        return show(1e4 * value * scale**2, "cm²")
    if name in _LENGTHS:
        return show_length(value, scale) + (_(" a second") if name == DRIFT.in_legs else "")
    metric = HOLD_METRICS[name]
    return show(value, metric.unit, metric.digits)
