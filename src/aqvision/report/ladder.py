"""Ladder -> report.html: what may be said, each metric over speed, and the runs it rests on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from aqvision.analysis.analyze import Analysis
from aqvision.comparison.interval import Difference
from aqvision.core.said import all_said, said
from aqvision.core.wording import _, word_of
from aqvision.coupling.compare import LadderChange
from aqvision.coupling.ladder import Ladder, Row
from aqvision.coupling.sentence import sentences_of
from aqvision.coupling.slopes import Retention
from aqvision.coupling.verdicts import Verdict
from aqvision.kinematics.metrics.registry import METRICS
from aqvision.report.figures import Figure
from aqvision.report.ladder_figures import force_figures, speed_figures
from aqvision.report.numbers import DASH, show, show_slope
from aqvision.report.page import shared_context, title_of
from aqvision.report.said_of_clips import clips_by_day
from aqvision.report.tables import ClipRole, GradeCell, NameCell, by_pillar
from aqvision.report.templating import write_page
from aqvision.report.wording import Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class RungRow:
    """One run, or a part of one, of the table of runs."""

    clip: str
    speed: str
    force: str
    n_steps: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CouplingRow:
    """One metric of one side: how it follows speed, what is kept, and what is said of it."""

    name: NameCell
    side: str
    slope: str
    interval: str
    force_slope: str
    kept: str
    kept_between: str
    residual: str
    verdict: str
    note: str
    grade: GradeCell


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """One metric of one side since an earlier ladder."""

    name: NameCell
    side: str
    slope: str
    interval: str
    kept: str
    verdict: str


def write_ladder_report(
    ladder: Ladder,
    clips: Sequence[Analysis],
    out: Path,
    *,
    before: Ladder | None = None,
    changes: Sequence[LadderChange] = (),
) -> Path:
    """Write ``report.html`` for a ladder into ``out``.

    Parameters
    ----------
    ladder
        What holds and what lets go.
    clips
        Its clips, each with all its steps.
    out
        Folder of the page, made if needed.
    before, changes
        An earlier ladder, and what changed since.

    Returns
    -------
    Path
        The page.
    """
    ladder, clips, before = all_said((ladder, tuple(clips), before))
    over_speed = speed_figures(ladder, before)
    lead = leading(over_speed, ladder)
    context = shared_context(clips, [ClipRole.SINGLE] * len(clips)) | {
        "title": title_of(ladder.athlete, Sentence.LADDER_TITLE_OF, Sentence.LADDER_TITLE),
        "sentences": [said(text) for text in sentences_of(ladder, before)],
        "ladder": ladder,
        "before": before,
        "filmed": clips_by_day(clips),
        "level": show(ladder.confidence_level, ""),
        "rungs": rung_rows(ladder),
        "earlier_rungs": [] if before is None else rung_rows(before),
        "groups": by_pillar((row.track.metric, coupling_row(row)) for row in ladder.rows),
        "changes": by_pillar((METRICS[c.metric], change_row(c)) for c in changes),
        "lead": lead,
        "over_speed": [figure for figure in over_speed if figure is not lead],
        "over_force": force_figures(ladder),
    }
    return write_page("ladder.html", context, out)


def leading(figures: Sequence[Figure], ladder: Ladder) -> Figure | None:
    """Choose the chart that stands beside the first sentence: of what lets go, else the first.

    Parameters
    ----------
    figures, ladder
        A chart a metric, and the ladder; None where there are no charts.
    """
    gone = {METRICS[row.metric].label for row in ladder.rows if row.verdict == Verdict.LETS_GO}
    told = (figure for figure in figures if figure.title in gone)
    return next(told, figures[0] if figures else None)


def rung_rows(ladder: Ladder) -> list[RungRow]:
    """List the runs, the slowest first.

    Parameters
    ----------
    ladder
        Of the runs.
    """
    return [
        RungRow(
            clip=rung.clip
            if rung.section is None
            else Sentence.LADDER_SECTION.format(clip=rung.clip, n=rung.section + 1),
            speed=show(rung.speed_mps, "m/s"),
            force=show(rung.stance_force_bw, "BW"),
            n_steps=len(rung.analysis.steps),
        )
        for rung in ladder.rungs
    ]


def coupling_row(row: Row) -> CouplingRow:
    """Write how one metric follows speed.

    Parameters
    ----------
    row
        Of a ladder.
    """
    metric, slope = METRICS[row.metric], row.slope
    return CouplingRow(
        name=NameCell(metric.label, metric.definition),
        side=word_of(row.side) if row.side else "",
        slope=show_slope(slope.interval.value, metric.unit, over_speed=True),
        interval=_ends(slope.interval, metric.unit, over_speed=True),
        force_slope=show_slope(row.force_slope.interval.value, metric.unit),
        kept=_kept(row.retention),
        kept_between=_between(row.retention),
        residual=show_slope(slope.residual_sd, metric.unit).lstrip("+"),
        verdict=row.verdict.value,
        note="" if row.counts else _("shown only"),
        grade=GradeCell(row.track.grade, row.track.reason),
    )


def _ends(interval: Difference, unit: str, *, over_speed: bool = False) -> str:
    if not math.isfinite(interval.low):
        return ""
    low, high = (
        show_slope(end, unit, over_speed=over_speed) for end in (interval.low, interval.high)
    )
    return Sentence.RANGE.format(low=low, high=high)


def _kept(kept: Retention) -> str:
    if not math.isfinite(kept.part):
        return DASH
    low, high = show(kept.low, ""), show(kept.high, "")
    return Sentence.LADDER_KEPT.format(part=show(kept.part, ""), low=low, high=high)


def _between(kept: Retention) -> str:
    if not math.isfinite(kept.part):
        return ""
    return Sentence.LADDER_SPAN.format(low=kept.from_mps, high=kept.to_mps)


def change_row(change: LadderChange) -> ChangeRow:
    """Write how a slope changed since an earlier ladder.

    Parameters
    ----------
    change
        One metric of one side.
    """
    metric = METRICS[change.metric]
    kept = change.retention
    return ChangeRow(
        name=NameCell(metric.label, metric.definition),
        side=word_of(change.side) if change.side else "",
        slope=show_slope(change.slope.value, metric.unit, over_speed=True),
        interval=_ends(change.slope, metric.unit, over_speed=True),
        kept=DASH
        if not math.isfinite(kept.value)
        else f"{show_slope(kept.value, '')} ({_ends(kept, '')})",
        verdict=change.verdict.value,
    )
