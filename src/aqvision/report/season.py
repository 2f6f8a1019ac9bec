"""Progress -> report.html: the time line of a season, changes, and what moved together."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from aqvision.comparison.hold_metrics import HOLD_METRICS
from aqvision.comparison.holds import HoldVerdict
from aqvision.comparison.judging import Verdict
from aqvision.core.provenance import package_version
from aqvision.core.recorded import show_day
from aqvision.core.said import all_said, said
from aqvision.core.wording import lower_first, ngettext
from aqvision.kinematics.metrics.registry import METRICS, Grade
from aqvision.progress.association import FEWEST_DATES, WITHIN_DAYS
from aqvision.progress.progress import Progress
from aqvision.progress.sentences import association_sentences
from aqvision.report.numbers import show
from aqvision.report.outcomes import primary_changes
from aqvision.report.phrases import inline_label, listed
from aqvision.report.season_rows import ChangeRow, dot_rows, hold_rows, pair_rows, sprint_rows
from aqvision.report.templating import environment, inline
from aqvision.report.timeline import NARROW, WIDE, draw_timeline
from aqvision.report.wording import Sentence


def write_season_page(progress: Progress, folder: Path) -> Path:
    """Write ``report.html`` of a season.

    Parameters
    ----------
    progress
        Lines, changes, and what moved together.
    folder
        Of the page.

    Returns
    -------
    Path
        The page.
    """
    progress = all_said(progress)
    athlete = progress.season.athlete
    page = (
        environment()
        .get_template("season.html")
        .render(
            style=inline("report.css") + inline("season.css"),
            script=inline("report.js") + inline("reveal.js"),
            title=Sentence.SEASON_TITLE_OF.format(athlete=athlete)
            if athlete
            else Sentence.SEASON_TITLE,
            sentences=season_verdict(progress),
            wide=draw_timeline(progress, WIDE),
            narrow=draw_timeline(progress, NARROW),
            blocks=[
                (show_day(b.first), "" if b.last == b.first else show_day(b.last), b.what)
                for b in progress.blocks
            ],
            holds=hold_rows(progress),
            sprints=sprint_rows(progress),
            pairs=pair_rows(progress),
            dots=list(dot_rows(progress)),
            silent=[
                (METRICS[line.name].label, line.reason)
                for line in progress.sprint_lines
                if line.reason and not progress.comparison
            ],
            remarks=_remarks(progress),
            level=show(progress.confidence_level, ""),
            fewest=FEWEST_DATES,
            within=WITHIN_DAYS,
            version=package_version(),
        )
    )
    path = folder / "report.html"
    path.write_text(page, encoding="utf-8")
    return path


def season_verdict(progress: Progress) -> list[str]:
    """Say what was filmed, what changed, and what holds and sprints have to do with each other.

    Parameters
    ----------
    progress
        The season.
    """
    together = " ".join(map(said, association_sentences(progress)))
    parts = (" ".join(said) for said in (_of_holds(progress), _of_sprints(progress)))
    return [_filmed(progress), *filter(None, parts), together]


def _filmed(progress: Progress) -> str:
    n_holds, n_runs = len(progress.season.holds), len(progress.season.clips)
    holds = ngettext("{n} hold", "{n} holds", n_holds).format(n=n_holds)
    runs = ngettext("{n} run", "{n} runs", n_runs).format(n=n_runs)
    what = [
        Sentence.SEASON_ON_DATES.format(
            what=words, dates=ngettext("{n} date", "{n} dates", len(days)).format(n=len(days))
        )
        for words, days in ((holds, progress.hold_days), (runs, progress.sprint_days))
        if days
    ]
    return Sentence.SEASON_FILMED.format(
        first=show_day(progress.dates[0]), last=show_day(progress.dates[-1]), what=listed(what)
    )


def _of_holds(progress: Progress) -> Iterator[str]:
    changes = progress.hold_changes
    if not changes:
        return
    told = [
        row
        for row, change in zip(hold_rows(progress), changes, strict=True)
        if change.verdict is not HoldVerdict.CANNOT_TELL and HOLD_METRICS[change.metric].main
    ]
    if not told:
        yield Sentence.SEASON_HOLDS_CANNOT_TELL
        return
    yield Sentence.SEASON_HOLDS_CHANGED.format(changes=listed([_told(row) for row in told]))
    if any(change.verdict is HoldVerdict.HOLDS_DIFFER for change in changes):
        yield Sentence.SEASON_ONE_HOLD


def _of_sprints(progress: Progress) -> Iterator[str]:
    if progress.comparison is None:
        return
    changes = primary_changes(progress.comparison)
    told = [
        row
        for row, change in zip(sprint_rows(progress), changes, strict=True)
        if change.verdict.is_change and change.confidence != Grade.C
    ]
    if told:
        yield Sentence.SEASON_SPRINTS_CHANGED.format(changes=listed([_told(row) for row in told]))
    if any(change.verdict == Verdict.RUNS_DIFFER for change in changes):
        yield Sentence.SEASON_ONE_RUN
    open_still = [c.metric for c in changes if c.verdict == Verdict.CANNOT_TELL]
    if open_still:
        labels = listed([inline_label(name) for name in open_still])
        yield Sentence.SEASON_SPRINTS_CANNOT_TELL.format(labels=labels)


def _told(row: ChangeRow) -> str:
    return Sentence.SEASON_CHANGE.format(
        label=lower_first(row.label), before=row.first, after=row.last, change=row.change,
        interval=row.interval,
    )  # fmt: skip


def _remarks(progress: Progress) -> list[str]:
    """List what was left out, and what differs between the first clips and the last."""
    cautions = () if progress.comparison is None else progress.comparison.cautions
    return [*progress.season.remarks, *cautions]
