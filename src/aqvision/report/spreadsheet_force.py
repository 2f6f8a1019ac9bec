"""What a clip tells of force, and how that changed -> sheets of a spreadsheet."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from aqvision.comparison.force_changes import ForceChange
from aqvision.core.wording import _, word_of
from aqvision.kinematics.force.measure import NOT_LOOKED_FOR, Force
from aqvision.kinematics.force.quantities import (
    QUANTITIES,
    WHOLE_UNITS,
    estimate_of,
    grade_of,
)
from aqvision.report.workbook import Column, Table, Value, shown_unit

TITLE = _("Force")
_NAME, _WORDS = 34.0, 60.0
_OF_CLIP = (
    Column(heading=_("Quantity"), width=_NAME),
    Column(heading=_("Unit"), width=16),
    Column(heading=_("Value")),
    Column(heading=_("Standard error")),
    Column(heading=_("At least")),
    Column(heading=_("At most")),
    Column(heading=_("Whole athlete")),
    Column(heading=_("Unit of that"), width=12),
    Column(heading=_("Grade"), width=10),
    Column(heading=_("Why it is not better, or withheld"), width=_WORDS, wrap=True),
    Column(heading=_("Name in files"), width=_NAME),
)
_OF_CHANGES = (
    Column(heading=_("Quantity"), width=_NAME),
    Column(heading=_("Unit"), width=16),
    Column(heading=_("Before")),
    Column(heading=_("After")),
    Column(heading=_("Change")),
    Column(heading=_("Change at least")),
    Column(heading=_("Change at most")),
    Column(heading=_("Worth telling from")),
    Column(heading=_("Verdict"), width=22),
    Column(heading=_("Grade"), width=10),
    Column(heading=_("Why its grade is not better"), width=_WORDS, wrap=True),
    Column(heading=_("p (by itself)")),
    Column(heading=_("q (among all)")),
    Column(heading=_("Values before")),
    Column(heading=_("Values after")),
    Column(heading=_("Name in files"), width=_NAME),
)


def force_tables(force: Force) -> list[Table]:
    """Lay out profile and spring of a clip, with why a number is missing.

    Parameters
    ----------
    force
        Of one clip; nothing is laid out where nobody looked for it.
    """
    if force.velocity_reason == force.spring_reason == NOT_LOOKED_FOR:
        return []
    return [Table(TITLE, _OF_CLIP, list(_rows(force)))]


def _rows(force: Force) -> Iterator[Sequence[Value]]:
    for quantity in QUANTITIES.values():
        found, whole = estimate_of(force, quantity), estimate_of(force, quantity, whole=True)
        grade, reason = grade_of(force, quantity)
        yield (
            *(quantity.label, shown_unit(quantity.unit)),
            *(found.value, found.se, found.low, found.high, whole.value),
            WHOLE_UNITS[quantity.whole] if math.isfinite(whole.value) else None,
            *(grade.value, reason, quantity.name),
        )


def force_change_tables(changes: Sequence[ForceChange]) -> list[Table]:
    """Lay out how force changed; nothing where it could not be compared.

    Parameters
    ----------
    changes
        Of a comparison.
    """
    rows = [_change_row(change) for change in changes]
    return [Table(TITLE, _OF_CHANGES, rows)] if rows else []


def _change_row(change: ForceChange) -> Sequence[Value]:
    quantity, difference = QUANTITIES[change.name], change.difference
    return (
        *(quantity.label, shown_unit(quantity.unit), change.before, change.after),
        *(difference.value, difference.low, difference.high, change.worthwhile),
        *(word_of(change.verdict), str(change.confidence), change.reason),
        *(change.p, change.q, change.n_before, change.n_after, quantity.name),
    )
