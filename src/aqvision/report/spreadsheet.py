"""Analysis, or the folder of a comparison -> the tables of its spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd

from aqvision.analysis.analyze import Analysis
from aqvision.comparison.compare import Change
from aqvision.comparison.store import (
    load_cautions,
    load_changes,
    load_clips,
    load_force_changes,
)
from aqvision.core.said import said
from aqvision.core.wording import _, word_of
from aqvision.kinematics.metrics.registry import METRICS, Grade, Metric
from aqvision.report.spreadsheet_about import about_clip, about_comparison
from aqvision.report.spreadsheet_force import force_change_tables, force_tables
from aqvision.report.workbook import (
    SHARE,
    Column,
    Table,
    Value,
    number_form,
    shown_unit,
)

_UNITS_OF_COLUMNS = {"s": "s", "deg": "deg", "trunk": _("trunk lengths"), "frac": SHARE}
_NAME, _WORDS = 34.0, 60.0
_TIMES = {
    "side": _("Foot"),
    "touchdown_s": _("Touchdown"),
    "touchdown_se_s": _("Touchdown, standard error"),
    "touchdown_shared_s": _("Touchdown, part of the error that all share"),
    "toeoff_s": _("Toe-off"),
    "toeoff_se_s": _("Toe-off, standard error"),
    "toeoff_shared_s": _("Toe-off, part of the error that all share"),
    "step_start_s": _("Begin of the step"),
    "step_start_se_s": _("Begin of the step, standard error"),
    "step_time_s": _("Step time"),
}


def tables_of_clip(analysis: Analysis) -> list[Table]:
    """Lay out what was measured in one clip: About, Metrics, Force, Steps, Series.

    Parameters
    ----------
    analysis
        One clip.
    """
    return [
        about_clip(analysis),
        Table(_("Metrics"), _METRIC_COLUMNS, list(_metric_rows(analysis))),
        *force_tables(analysis.force),
        _steps(analysis),
        _series(analysis.series),
    ]


def tables_of_comparison(folder: Path) -> list[Table]:
    """Lay out what changed between clips: About, Changes, Force.

    Parameters
    ----------
    folder
        Holds comparison.json.

    Raises
    ------
    LibraryError
        The file is missing, damaged, or of another version.
    """
    changes = load_changes(folder)
    about = about_comparison(load_clips(folder), load_cautions(folder))
    table = Table(_("Changes"), _CHANGE_COLUMNS, [_change_row(c) for c in changes])
    return [about, table, *force_change_tables(load_force_changes(folder))]


_METRIC_COLUMNS = (
    Column(heading=_("Metric"), width=_NAME),
    Column(heading=_("Unit"), width=16),
    Column(heading=_("Value")),
    Column(heading=_("Standard error")),
    Column(heading=_("Left")),
    Column(heading=_("Right")),
    Column(heading=_("Spread from step to step")),
    Column(heading=_("Number of values")),
    Column(heading=_("Grade"), width=10),
    Column(heading=_("Why it is not better, or withheld"), width=_WORDS, wrap=True),
    Column(heading=_("Name in files"), width=_NAME),
)


def _metric_rows(analysis: Analysis) -> Iterator[Sequence[Value]]:
    for metric in METRICS.values():
        found = analysis.metrics.get(metric.name)
        if found is not None:
            yield (
                *(metric.label, shown_unit(metric.unit)),
                *(found.value, found.se, found.left, found.right, found.sd, found.n),
                *(found.confidence.value, said(found.reason), metric.name),
            )


def _steps(analysis: Analysis) -> Table:
    """Lay out the steps; what is withheld of the clip is not shown step by step either."""
    withheld = {n for n, m in analysis.metrics.items() if m.confidence == Grade.WITHHELD}
    names = [str(name) for name in analysis.steps if name not in withheld]
    columns = [Column(heading=_("Step"), width=8)]
    columns += [_step_column(name) for name in names]
    rows = [
        (number, *(_plain(value) for value in row))
        for number, row in enumerate(analysis.steps[names].itertuples(index=False), 1)
    ]
    return Table(_("Steps"), tuple(columns), rows)


def _step_column(name: str) -> Column:
    metric = METRICS.get(name)
    if metric is None or name in _TIMES:
        unit = "s" if name.endswith("_s") else ""
        return Column(heading=_TIMES.get(name, name), unit=unit, form=number_form("s"))
    return Column(heading=metric.label, unit=shown_unit(metric.unit), form=number_form(metric.unit))


def _series(series: pd.DataFrame) -> Table:
    """Lay out the angles frame by frame, under the names that files have."""
    columns = []
    for name in map(str, series):
        unit = _UNITS_OF_COLUMNS.get(name.rpartition("_")[2], "")
        columns.append(Column(heading=name, unit=unit, width=16, form=number_form(unit)))
    rows = [tuple(map(_plain, row)) for row in series.itertuples(index=False)]
    return Table(_("Series"), tuple(columns), rows)


_CHANGE_COLUMNS = (
    Column(heading=_("Metric"), width=_NAME),
    Column(heading=_("Unit"), width=16),
    Column(heading=_("Before")),
    Column(heading=_("After")),
    Column(heading=_("Change")),
    Column(heading=_("Change at least")),
    Column(heading=_("Change at most")),
    Column(heading=_("Worth telling from")),
    Column(heading=_("Verdict"), width=22),
    Column(heading=_("Why it is not compared, or its grade not better"), width=_WORDS, wrap=True),
    Column(heading=_("Caution"), width=_WORDS, wrap=True),
    Column(heading=_("Grade"), width=10),
    Column(heading=_("Named beforehand"), width=12),
    Column(heading=_("Goes with"), width=_NAME),
    Column(heading=_("p (by itself)")),
    Column(heading=_("q (among all)")),
    Column(heading=_("Values before")),
    Column(heading=_("Values after")),
    Column(heading=_("At the same speed: change")),
    Column(heading=_("At the same speed: at least")),
    Column(heading=_("At the same speed: at most")),
    Column(heading=_("At the same speed: verdict"), width=22),
    Column(heading=_("Name in files"), width=_NAME),
)


def _change_row(change: Change) -> Sequence[Value]:
    metric, difference, matched = METRICS[change.metric], change.difference, change.speed_matched
    there = (
        (None, None, None, None)
        if matched is None
        else (
            *(matched.difference.value, matched.difference.low, matched.difference.high),
            word_of(matched.verdict),
        )
    )
    return (
        *(metric.label, shown_unit(metric.unit), change.before.value, change.after.value),
        *(difference.value, difference.low, difference.high, change.minimal_detectable_change),
        *(
            word_of(change.verdict),
            said(change.reason),
            said(change.caution),
            str(change.confidence),
        ),
        *(_("yes") if change.primary else None, _represented_by(change)),
        *(change.p, change.q, change.before.n, change.after.n, *there, metric.name),
    )


def _represented_by(change: Change) -> str:
    other: Metric | None = METRICS.get(change.represented_by)
    return other.label if other else ""


def _plain(value: object) -> Value:
    """Turn a cell of a table of pandas into a plain number or word."""
    item = getattr(value, "item", None)
    plain: Value = item() if item else value  # type: ignore[assignment]
    return plain
