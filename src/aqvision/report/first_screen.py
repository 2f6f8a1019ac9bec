"""Comparison or Analysis -> the first screen of its page: what a reader takes away in ten seconds.

What was measured, what it comes to and what to do next are kept apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from aqvision.analysis.analyze import Analysis
from aqvision.comparison.compare import Change, Comparison
from aqvision.comparison.judging import Verdict
from aqvision.core.recorded import show_day
from aqvision.core.wording import upper_first
from aqvision.kinematics.metrics.registry import METRICS, Grade
from aqvision.kinematics.quality.summary import MetricSummary
from aqvision.report.analysis_verdict import HEADLINES, what_to_film
from aqvision.report.change_numbers import show_interval
from aqvision.report.drawn_angles import ANGLES
from aqvision.report.headline import headline, headline_note, next_to_film, outcome_of
from aqvision.report.interval_bars import Bar, interval_bars
from aqvision.report.numbers import show
from aqvision.report.outcomes import primary_changes
from aqvision.report.phrases import count_runs, listed
from aqvision.report.picture_pair import Marked, PicturePair, marked_picture, picture_pair
from aqvision.report.plain_words import (
    HAND,
    hands_in_words,
    plain_length,
    plain_sentence,
    plain_sides,
)
from aqvision.report.quality import quality_rows
from aqvision.report.tables import metric_row
from aqvision.report.wording import Sentence

_MOST = 3
_MOST_LIMITS = 2
_PACE = ("speed_mps", "step_frequency_hz")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One change in a sentence, with its numbers and its bar."""

    sentence: str
    label: str
    before: str
    after: str
    interval: str
    remark: str
    bar: Bar | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstScreen:
    """What stands first on the page of a comparison.

    ``outcome`` is the change that the headline tells; None where it tells none.
    """

    before: str
    after: str
    headline: str
    note: str
    outcome: Finding | None
    measured: str
    caution: str
    filmed: str
    pair: PicturePair | None
    findings: tuple[Finding, ...]
    next: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What was measured of one clip in a few words, and what belongs to the number."""

    finding: str
    numbers: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisFirstScreen:
    """What stands first on the page of one clip."""

    headline: str
    note: str
    filmed: str
    picture: Marked | None
    values: tuple[Measured, ...]
    next: str


def comparison_first_screen(
    comparison: Comparison,
    before_folders: Sequence[Path | None],
    after_folders: Sequence[Path | None],
) -> FirstScreen:
    """Gather the first screen of a comparison.

    Parameters
    ----------
    comparison
        What changed.
    before_folders, after_folders
        Folders of the analyses in their order; None where there are no pictures.
    """
    found, told = chosen_changes(comparison), outcome_of(comparison)
    pictured = [c.metric for c in (*found, *_by_size(comparison))]
    outcome = [] if told is None else [told]
    bars = interval_bars([*outcome, *found])
    n_named = sum(c.is_comparable for c in primary_changes(comparison))
    two_runs = len(comparison.before) == len(comparison.after) == 1
    return FirstScreen(
        before=_runs_and_days(comparison.before),
        after=_runs_and_days(comparison.after),
        headline=headline(comparison),
        note=headline_note(comparison),
        filmed=filmed_well((*comparison.before, *comparison.after), usable=True)
        if comparison.comparable()
        else Sentence.FILMED_UNLIKE,
        pair=picture_pair(
            pictured,
            list(zip(comparison.before, before_folders, strict=True)),
            list(zip(comparison.after, after_folders, strict=True)),
        ),
        outcome=None if told is None else _finding(told, bars[0], n_named),
        measured=Sentence.MEASURED_IN_TWO_RUNS if two_runs else Sentence.MEASURED_AFTER,
        findings=tuple(
            _finding(change, bar, n_named)
            for change, bar in zip(found, bars[len(outcome) :], strict=True)
        ),
        caution=_first_sentence(comparison.cautions),
        next=next_to_film(comparison),
    )


def analysis_first_screen(analysis: Analysis, folder: Path | None) -> AnalysisFirstScreen:
    """Gather the first screen of one clip.

    Parameters
    ----------
    analysis, folder
        The clip, and the folder of its result; None where there are no pictures.
    """
    known = {n: m for n, m in analysis.metrics.items() if m.confidence != Grade.WITHHELD}
    pace = [name for name in _PACE if name in known]
    shown = [name for name in HEADLINES if name in known and name not in pace]
    shown.sort(key=lambda name: known[name].confidence == Grade.C)
    return AnalysisFirstScreen(
        headline=_pace(analysis, pace) if known else Sentence.NOTHING_MEASURED,
        note=_why_no_speed(analysis) if pace == [_PACE[1]] else "",
        filmed=filmed_well([analysis], usable=bool(known)),
        picture=marked_picture([*shown, *known], analysis, folder),
        values=tuple(_measured(name, known[name]) for name in shown[:_MOST]),
        next=what_to_film(analysis),
    )


def _measured(name: str, summary: MetricSummary) -> Measured:
    row = metric_row(METRICS[name], summary)
    spread = Sentence.FROM_STEP_TO_STEP.format(spread=row.mean.spread) if row.mean.spread else ""
    if name == HAND:
        finding, more = hands_in_words(summary), [Sentence.HANDS_FROM_MIDDLE, spread]
    else:
        sides = Sentence.LEFT_AND_RIGHT.format(left=row.left, right=row.right)
        value = plain_length(summary) or row.mean.value
        finding, more = f"{row.name.label} {value}", [spread, sides if row.sided else ""]
    return Measured(finding=finding, numbers="; ".join(filter(None, more)))


def _why_no_speed(analysis: Analysis) -> str:
    reason = analysis.metrics[_PACE[0]].reason
    return Sentence.SPEED_WITHHELD.format(reason=upper_first(reason.rstrip("."))) if reason else ""


def _pace(analysis: Analysis, pace: Sequence[str]) -> str:
    """Say how fast the run was, or that this is not known."""
    if not pace:
        speed = analysis.metrics[_PACE[0]]
        reason = upper_first((speed.reason or Sentence.NO_REASON).rstrip("."))
        return Sentence.PACE_NOT_KNOWN.format(reason=reason)
    shown = (show(analysis.metrics[name].value, analysis.metrics[name].unit) for name in pace)
    return Sentence.PACE.format(values=listed(list(shown)))


def chosen_changes(comparison: Comparison) -> list[Change]:
    """Choose at most three changes to tell besides speed, which is told in the headline.

    What changed comes before what did not and that before what cannot be told; of what changed,
    what a picture shows comes first. What was not named beforehand never stands alone. Where room
    is left, what was named and differs is shown though it is too rough to rely on.

    Parameters
    ----------
    comparison
        What changed.
    """
    told = outcome_of(comparison)
    named = [c for c in primary_changes(comparison) if c is not told and _is_sure(c)]
    others = [c for c in comparison.changed() if not c.primary and c is not told and _is_sure(c)]
    changed = [c for c in comparison.changed() if c in named]
    steady = [c for c in named if c.verdict == Verdict.NO_CHANGE]
    unsure = [c for c in named if c.verdict == Verdict.CANNOT_TELL]
    room = _MOST if changed else _MOST - min(1, len(named))
    told_first = sorted([*changed, *others][:room], key=lambda c: c.metric not in ANGLES)
    rough = [c for c in primary_changes(comparison) if _is_rough(c) and c.verdict.is_change]
    return [*told_first, *steady, *unsure, *rough][:_MOST]


def filmed_well(analyses: Sequence[Analysis], *, usable: bool) -> str:
    """Say whether clips were filmed well enough: yes, with what limits, or no.

    Parameters
    ----------
    analyses
        All clips of a page.
    usable
        Whether they gave any number at all.
    """
    if not usable:
        return Sentence.FILMED_TOO_BADLY
    rows = quality_rows(analyses)
    limits = [row.limit for row in rows if not all(good for _, good in row.values)]
    if not limits:
        return Sentence.FILMED_WELL_ENOUGH
    more = len(limits) - _MOST_LIMITS
    rest = [Sentence.MORE.format(n=more)] if more > 0 else []
    return Sentence.FILMED_WITH_LIMITS.format(limits=listed([*limits[:_MOST_LIMITS], *rest]))


def _first_sentence(cautions: Sequence[str]) -> str:
    """Give what is the matter; what to do about it is said beside the clips."""
    return f"{cautions[0].partition('. ')[0].rstrip('.')}." if cautions else ""


def _runs_and_days(clips: Sequence[Analysis]) -> str:
    """Say how many runs a side has, and from when they are."""
    days = sorted({a.recorded.on for a in clips if a.recorded.on is not None})
    if not days or any(a.recorded.on is None for a in clips):
        told: str = Sentence.DAY_NOT_KNOWN
    elif len(days) == 1:
        told = show_day(days[0])
    else:
        told = Sentence.FROM_DAY_TO_DAY.format(first=show_day(days[0]), last=show_day(days[-1]))
    return Sentence.SIDE_RUNS.format(runs=count_runs(len(clips)), days=told)


def _is_sure(change: Change) -> bool:
    return change.is_comparable and not _is_rough(change)


def _is_rough(change: Change) -> bool:
    return change.confidence == Grade.C


def _by_size(comparison: Comparison) -> list[Change]:
    """List what could be compared, the largest changes of what was named beforehand first."""
    return sorted(comparison.comparable(), key=lambda c: (not c.primary, -c.size))


def _remark(change: Change, n_named: int) -> str:
    """Say what a verdict must not be mistaken for; mostly nothing."""
    if not change.primary:
        return Sentence.NOT_NAMED
    found = change.difference
    if change.verdict == Verdict.CANNOT_TELL and found.low * found.high > 0:
        return Sentence.CLOSE.format(n=n_named)
    return ""


def _finding(change: Change, bar: Bar | None, n_named: int) -> Finding:
    metric = METRICS[change.metric]
    before, after = plain_sides(change)
    rough = Sentence.LABEL_TOO_ROUGH.format(label=metric.label) if _is_rough(change) else ""
    return Finding(
        sentence=rough or plain_sentence(change),
        label=metric.label,
        before=before,
        after=after,
        interval="" if rough else show_interval(change, suffix=True),
        remark=_remark(change, n_named),
        bar=None if rough else bar,
    )
