"""HoldComparison -> report.html: two holds beside each other."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from aqvision.analysis.hold_store import DRIFT, ELLIPSE, SWAY
from aqvision.comparison.holds import HoldChange, HoldComparison
from aqvision.core.said import said
from aqvision.core.wording import _, lower_first
from aqvision.report.hold_numbers import NAMES, HoldName, show_area_in_legs, show_length
from aqvision.report.numbers import DASH, show
from aqvision.report.quality import day_of
from aqvision.report.templating import inline, write_page

_MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    name: HoldName
    before: str
    after: str
    change: str
    interval: str


def write_hold_comparison_report(comparison: HoldComparison, folder: Path) -> Path:
    """Write ``report.html`` for two holds.

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
    athlete = comparison.before.athlete or comparison.after.athlete
    context = {
        "style": inline("report.css"),
        "script": inline("report.js") + inline("reveal.js"),
        "title": _("{athlete}: two holds").format(athlete=athlete) if athlete else _("Two holds"),
        "sentences": hold_change_verdict(comparison),
        "sides": [
            (role, side.provenance.clip_name, day_of(side), _said(side.notes.load, side.notes.band))
            for role, side in (("before", comparison.before), ("after", comparison.after))
        ],
        "rows": [_row(change, comparison) for change in comparison.changes],
        "cautions": [said(text) for text in comparison.cautions],
    }
    return write_page("hold_comparison.html", context, folder)


def hold_change_verdict(comparison: HoldComparison) -> list[str]:
    """Say in a few sentences what two holds tell, and what they do not.

    Parameters
    ----------
    comparison
        What differs.
    """
    return [
        what_differs([c.name for c in comparison.changes if c.difference.excludes_zero]),
        _(
            "Whether the athlete changed, two holds do not tell; film three or more on days of "
            "their own. How far days differ is assumed here."
        ),
    ]


def what_differs(names: Sequence[str]) -> str:
    """Say in a sentence in what two holds differ.

    Parameters
    ----------
    names
        Keys in hold.json of what stands out.
    """
    if not names:
        return _("One hold a side: nothing stands out of what holds of one athlete differ by.")
    labels = ", ".join(lower_first(NAMES[name].label) for name in names if name in NAMES)
    return _("One hold a side: these two holds differ in {what}.").format(what=labels)


def _said(load: str | None, band: str | None) -> str:
    return ", ".join(filter(None, [load, band])) or DASH


def _row(change: HoldChange, comparison: HoldComparison) -> _Row:
    found = change.difference
    scale = comparison.before.metres_per_leg
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
    return show(value, "" if name == "time_in_band_frac" else "1/s")
