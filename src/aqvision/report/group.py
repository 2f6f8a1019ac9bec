"""Effects of a group, and the changes of its athletes -> what stands of the group on a team's page.

A sentence for a coach, what it must not be taken for, and a forest plot of each metric.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from aqvision.comparison.compare import Change, SideMean
from aqvision.comparison.interval import Difference
from aqvision.comparison.judging import Verdict
from aqvision.comparison.team.team_effect import FEWEST_ATHLETES, GroupEffect, TeamEffect
from aqvision.core.said import said
from aqvision.kinematics.metrics.registry import METRICS, Grade, Metric
from aqvision.report.change_numbers import show_change, show_interval
from aqvision.report.forest import Diamond, Scale, Tick
from aqvision.report.interval_bars import Bar
from aqvision.report.numbers import fine_digits, show_signed, unit_word
from aqvision.report.outcomes import short_changes
from aqvision.report.phrases import listed
from aqvision.report.team_families import changes_that_hold
from aqvision.report.team_people import TeamAthlete
from aqvision.report.team_reasons import why_none
from aqvision.report.team_rows import SPEED
from aqvision.report.templating import environment
from aqvision.report.wording import Sentence

_NOWHERE = SideMean(float("nan"), 0)


@dataclass(frozen=True, slots=True)
class ForestRow:
    """An athlete of a forest plot: the change, its interval, and the bar of both."""

    name: str
    link: str
    change: str
    interval: str
    bar: Bar | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRow:
    """The group below its athletes: as run, or at the same speed."""

    label: str
    change: str
    interval: str
    diamond: Diamond


@dataclass(frozen=True, slots=True, kw_only=True)
class Forest:
    """A metric: what it came to in the group, and the plot of athletes and group.

    ``band`` is how far from the middle a change is too small to be worth telling, ``left_out`` says
    who is not in it.
    """

    label: str
    unit: str
    sentences: tuple[str, ...]
    rows: tuple[ForestRow, ...]
    groups: tuple[GroupRow, ...]
    band: float
    ticks: tuple[Tick, ...]
    left_out: str


@dataclass(frozen=True, slots=True)
class Group:
    """What stands of a group: the sentence for a coach, cautions, and a plot of each metric."""

    headline: str
    cautions: tuple[str, ...]
    forests: tuple[Forest, ...]


def group_of(effects: Sequence[TeamEffect], athletes: Sequence[TeamAthlete]) -> Group | None:
    """Lay out what became of a group.

    Parameters
    ----------
    effects
        Of each metric that was named beforehand.
    athletes
        Everybody.

    Returns
    -------
    Group or None
        None where hardly anybody was compared: then there is no group to speak of.
    """
    if not any(one.as_run.n_athletes > 1 for one in effects):
        return None
    held = changes_that_hold([athlete.changes for athlete in athletes])
    shown = [one for one in effects if one.as_run.n_athletes > 1]
    shown.sort(key=lambda one: one.metric != SPEED)
    forests = tuple(_forest(one, athletes, held) for one in shown)
    return Group(group_headline(effects), tuple(_cautions(effects, athletes)), forests)


def group_headline(effects: Sequence[TeamEffect]) -> str:
    """Say in one sentence how a group changed as a whole.

    Parameters
    ----------
    effects
        Of each metric that was named beforehand.
    """
    told = [one for one in effects if one.as_run.is_told]
    if not told:
        most = max((one.as_run.n_athletes for one in effects), default=0)
        if most < FEWEST_ATHLETES:
            return Sentence.GROUP_TOO_FEW.format(
                n=most, least=FEWEST_ATHLETES, more=FEWEST_ATHLETES - most
            )
        return Sentence.GROUP_UNTOLD.format(reason=_reason(effects[0].as_run))
    changed = [_as_change(one, one.as_run) for one in told if one.as_run.verdict.is_change]
    if changed:
        return Sentence.GROUP_CHANGED.format(changes=listed(short_changes(changed)))
    steady = all(one.as_run.verdict == Verdict.NO_CHANGE for one in told)
    return Sentence.GROUP_STEADY if steady else Sentence.GROUP_NOT_SHOWN


def _cautions(effects: Sequence[TeamEffect], athletes: Sequence[TeamAthlete]) -> Iterator[str]:
    if any(one.as_run.is_told for one in effects):
        yield Sentence.GROUP_NO_CONTROL
        compared = [clip for athlete in athletes for clip in athlete.clips if clip.compared]
        days = {(clip.label, clip.day) for clip in compared}
        if len(days) == 2 and all(day is not None for _label, day in days):
            yield Sentence.GROUP_SAME_DAYS


def _forest(
    effect: TeamEffect, athletes: Sequence[TeamAthlete], held: Sequence[Collection[str]]
) -> Forest:
    metric = METRICS[effect.metric]
    shown = [
        (athlete, change, effect.metric in own)
        for athlete, own in zip(athletes, held, strict=True)
        for change in athlete.changes
        if change.metric == effect.metric and change.is_comparable and change.confidence != Grade.C
    ]
    shown.sort(key=lambda row: -row[1].difference.value)
    groups = _groups(effect)
    found = [change.difference for _athlete, change, _holds in shown]
    scale = Scale.of([*found, *(own.difference for _label, own in groups)], effect.worthwhile)
    n_judged = sum(any(c.is_comparable for c in athlete.changes) for athlete in athletes)
    return Forest(
        label=metric.label,
        unit=unit_word(metric.unit),
        sentences=tuple(_sentences(effect)),
        rows=tuple(
            ForestRow(
                athlete.name,
                athlete.link,
                show_change(change),
                show_interval(change),
                scale.bar(change.difference, effect.worthwhile, clear=holds),
            )
            for athlete, change, holds in shown
        ),
        groups=tuple(_group_row(label, effect, own, scale) for label, own in groups),
        band=round(50 * effect.worthwhile / scale.limit, 2),
        ticks=tuple(scale.ticks(metric.unit)),
        left_out=_left_out(n_judged - len(shown)),
    )


def _groups(effect: TeamEffect) -> list[tuple[Sentence, GroupEffect]]:
    labels = (Sentence.GROUP_AS_RUN, Sentence.GROUP_SAME_SPEED)
    pairs = zip(labels, (effect.as_run, effect.same_speed), strict=True)
    return [(label, own) for label, own in pairs if own.is_told]


def _group_row(label: Sentence, effect: TeamEffect, own: GroupEffect, scale: Scale) -> GroupRow:
    change = _as_change(effect, own)
    return GroupRow(
        label=label.format(n=own.n_athletes),
        change=show_change(change),
        interval=show_interval(change),
        diamond=scale.diamond(own.difference, own.others),
    )


def _sentences(effect: TeamEffect) -> Iterator[str]:
    """Say what a metric came to as run, at the same speed, and from athlete to athlete."""
    as_run, same = effect.as_run, effect.same_speed
    if not as_run.is_told:
        yield Sentence.GROUP_UNTOLD.format(reason=_reason(as_run))
        return
    yield Sentence.GROUP_TOLD.format(n=as_run.n_athletes, what=_what(effect, as_run))
    if same.is_told:
        yield Sentence.GROUP_TOLD_THERE.format(n=same.n_athletes, what=_what(effect, same))
    elif effect.metric != SPEED:
        yield Sentence.GROUP_UNTOLD_THERE.format(reason=_reason(same), hint=said(same.hint))
    yield _others(as_run.others, METRICS[effect.metric])


def _others(others: Difference, metric: Metric) -> str:
    """Say where the change of one more athlete lies, or why that is not known."""
    if not math.isfinite(others.low):
        return Sentence.GROUP_OTHERS_UNKNOWN
    digits = fine_digits(metric)
    return Sentence.GROUP_OTHERS.format(
        low=show_signed(others.low, metric.unit, digits, suffix=False),
        high=show_signed(others.high, metric.unit, digits),
    )


def _what(effect: TeamEffect, own: GroupEffect) -> str:
    """Say in a few words what a group's effect came to."""
    change = _as_change(effect, own)
    if own.verdict == Verdict.NO_CHANGE:
        return why_none(change, of_the_athlete=True)
    sentence = Sentence.GROUP_CHANGE if own.verdict.is_change else Sentence.GROUP_OPEN
    interval = show_interval(change, suffix=True)
    return sentence.format(change=show_change(change), interval=interval)


def _as_change(effect: TeamEffect, own: GroupEffect) -> Change:
    """Take a group's effect for a change, so that it is written as those of athletes are."""
    return Change(
        metric=effect.metric,
        before=_NOWHERE,
        after=_NOWHERE,
        difference=own.difference,
        minimal_detectable_change=effect.worthwhile,
        verdict=own.verdict,
        confidence=Grade.A,
        reason="",
        primary=True,
    )


def _reason(effect: GroupEffect) -> str:
    return said(effect.reason)


def _left_out(n: int) -> str:
    return Sentence.GROUP_LEFT_OUT.format(n=n) if n else ""


def write_group(group: Group) -> Markup:
    """Write what stands of a group, as a part of any page.

    Parameters
    ----------
    group
        Laid out.
    """
    module = environment().get_template("group.html").make_module()
    return Markup(module.group_said(group))  # type: ignore[attr-defined]  # noqa: S704
