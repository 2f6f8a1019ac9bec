"""A first roster -> a workbook to fill in: rows, what each column takes, notes, what is left."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from aqvision.batch.columns import COLUMN_TEXTS
from aqvision.batch.entry import LABELS, Kind
from aqvision.batch.sorting import LeftOut
from aqvision.core.splits import TimingStart
from aqvision.core.wording import _
from aqvision.report.workbook import DATE_FORM, TEXT_FORM, Column, Table, Value, write_workbook

_WIDTHS = {"athlete": 24.0, "clip": 44.0, "session": 16.0, "notes": 40.0}
_CHOICES = {
    "label": LABELS,
    "kind": tuple(kind.value for kind in Kind),
    "timing_start": tuple(start.value for start in TimingStart),
}
_FORMS = {"date": DATE_FORM, **dict.fromkeys(("height_m", "mass_kg", "capture_fps"), "General")}
# Rows that are ready for clips that somebody adds.
_N_BLANK = 100


def write_draft_workbook(
    path: Path,
    columns: Sequence[str],
    rows: Sequence[Sequence[Value]],
    remarks: Sequence[str],
    left_out: Sequence[LeftOut],
) -> None:
    """Write a roster as a workbook.

    Parameters
    ----------
    path
        The file, which is not there yet.
    columns, rows
        Names of the columns, and as many values a row.
    remarks
        How the rows were guessed.
    left_out
        Files that are no clips to measure.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    roster = Table(_("Roster"), tuple(map(_column, columns)), rows, _N_BLANK)
    about = Table(
        _("Columns"),
        (Column(heading=_("Column")), Column(heading=_("What goes in"), width=100.0, wrap=True)),
        list(COLUMN_TEXTS.items()),
    )
    sheets = [roster, about]
    if remarks:
        note = Column(heading=_("How names and days were read"), width=100.0, wrap=True)
        sheets.append(Table(_("Notes"), (note,), [[remark] for remark in remarks]))
    if left_out:
        heads = ((_("File"), 44.0), (_("Why it is left out"), 50.0), (_("What to do"), 50.0))
        wide = tuple(Column(heading=head, width=width, wrap=True) for head, width in heads)
        listed = [[one.name or "?", one.why, one.hint] for one in left_out]
        sheets.append(Table(_("Left out"), wide, listed))
    write_workbook(sheets, path)


def _column(name: str) -> Column:
    return Column(
        heading=name,
        width=_WIDTHS.get(name, 13.0),
        form=_FORMS.get(name, TEXT_FORM),
        choices=_CHOICES.get(name, ()),
    )
