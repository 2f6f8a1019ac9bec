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
from aqvision.report.numbers import DASH, show
from aqvision.report.quality import day_of
from aqvision.report.templating import inline, write_page

_TWO = 2
_MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    name: HoldName
    before: str
    after: str
    change: str
    interval: str


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
    told = [c.name for c in comparison.changes if c.verdict is not HoldVerdict.CANNOT_TELL]
    n_holds = (len(comparison.before), len(comparison.after))
    limits = (
        _("How far holds and days of one athlete differ is assumed: nobody has measured it yet.")
        if comparison.several
        else _(
            "Whether the athlete changed, one hold does not tell; film three or more a side, best "
            "on days of their own. How far days differ is assumed here."
        )
    )
    return [what_differs(told, n_holds), limits]


def what_differs(names: Sequence[str], n_holds: Sequence[int]) -> str:
    """Say in a sentence in what holds differ.

    Parameters
    ----------
    names
        Keys in hold.json of what stands out.
    n_holds
        How many holds there are before and after.
    """
    several = min(n_holds) >= FEWEST_CLIPS
    labels = ", ".join(lower_first(NAMES[name].label) for name in names if name in NAMES)
    if several:
        before, after = n_holds
        told = _("Changed from before to after: {what} ({before} holds and {after}).")
        nothing = _(
            "{before} holds before and {after} after: no number differs by more than holds of one "
            "athlete do anyway."
        )
        return (told if labels else nothing).format(what=labels, before=before, after=after)
    if not labels:
        return _("One hold a side: nothing stands out of what holds of one athlete differ by.")
    return _("One hold a side: these holds differ in {what}.").format(what=labels)


def _said(load: str | None, band: str | None) -> str:
    return ", ".join(filter(None, [load, band])) or DASH


def _row(change: HoldChange, comparison: HoldComparison) -> _Row:
    found = change.difference
    scale = comparison.before[0].metres_per_leg
    signed = _shown(change.name, abs(found.value), scale)
    sign = "" if math.isnan(found.value) else "+" if found.value > 0 else _MINUS
    interval = DASH
    if math.isfinite(found.low):
        low, high = (_signed(change.name, v, scale) for v in (found.low, found.high))
        interval = _("{low} to {high}").format(low=low, high=high)
    return _Row(
        name=NAMES[change.name],
        before=_shown(change.name, change.before, scale),
        after=_shown(change.name, change.after, scale),
        change=f"{sign}{signed}",
        interval=interval,
    )


def _signed(name: str, value: float, scale: float) -> str:
    return f"{'+' if value > 0 else _MINUS}{_shown(name, abs(value), scale)}"


def _shown(name: str, value: float, scale: float) -> str:
    """Write a number of hold.json, in leg lengths, with the scale of the first hold."""
    if math.isnan(value):
        return DASH
    if name == ELLIPSE.in_legs:
        if math.isnan(scale):
            return show_area_in_legs(1e4 * value)
        return show(1e4 * value * scale**2, "cm²")
    if name in (SWAY.in_legs, DRIFT.in_legs):
        return show_length(value, scale) + (_(" a second") if name == DRIFT.in_legs else "")
    metric = HOLD_METRICS[name]
    return show(value, metric.unit, metric.digits)
