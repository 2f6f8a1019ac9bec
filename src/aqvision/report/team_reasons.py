"""Changes that are not told of an athlete -> why: none larger than a bound, or too few clips.

Too few clips to tell never reads like no change: the comparison knows how many more would do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aqvision.comparison.compare import Change
from aqvision.comparison.judging import Verdict
from aqvision.core.wording import upper_first, word_of
from aqvision.kinematics.metrics.registry import METRICS, Grade
from aqvision.report.numbers import show_bound
from aqvision.report.phrases import first_labels, inline_label, listed
from aqvision.report.wording import Sentence


def why_none(change: Change, *, of_the_athlete: bool) -> str:
    """Say why no change is told of a metric that could be compared, and how many clips would tell.

    Parameters
    ----------
    change
        One metric before and after.
    of_the_athlete
        Whether there are runs enough to speak of the athlete; more clips are asked for only then.
    """
    if change.verdict == Verdict.NO_CHANGE:
        return Sentence.NO_LARGER.format(bound=_bound(change))
    if change.confidence == Grade.C or not change.is_comparable:
        shown = Verdict.CANNOT_TELL if change.is_comparable else change.verdict
        return word_of(shown)
    return too_few([change], of_the_athlete=of_the_athlete)


def too_few(changes: Sequence[Change], *, of_the_athlete: bool) -> str:
    """Say how many more clips would tell all of some changes that cannot be told.

    Parameters
    ----------
    changes
        One or more.
    of_the_athlete
        As in ``why_none``.
    """
    if not of_the_athlete:
        return Sentence.ONE_RUN_TO_TELL
    after = [c.more_after for c in changes if c.more_after is not None]
    if len(after) == len(changes):
        return Sentence.MORE_TO_TELL.format(n=max(after))
    both = [c.clips_a_side for c in changes if c.clips_a_side is not None]
    if both:
        return Sentence.BOTH_TO_TELL.format(n=max(both))
    return Sentence.DOZEN_TO_TELL


def why_none_of(changes: Sequence[Change], *, of_the_athlete: bool) -> Iterator[str]:
    """Say why no change is told of metrics that were not named beforehand, in a line or two.

    Parameters
    ----------
    changes
        Of one pillar, that could be compared. Only its main ones count where there are any, and
        the first stands for the others.
    of_the_athlete
        As in ``why_none``.
    """
    main = [c for c in changes if METRICS[c.metric].main] or list(changes)
    small = [c for c in main if c.verdict == Verdict.NO_CHANGE]
    open_ = [c for c in main if c.verdict != Verdict.NO_CHANGE and c.confidence != Grade.C]
    rough = [c for c in main if c not in small and c not in open_]
    if small:
        bound = Sentence.SEEN_IN.format(
            amount=_bound(small[0]), label=inline_label(small[0].metric)
        )
        rest = [Sentence.MORE.format(n=len(small) - 1)] if len(small) > 1 else []
        yield upper_first(Sentence.NO_LARGER.format(bound=listed([bound, *rest])))
    if open_:
        yield _labelled(open_, too_few(open_, of_the_athlete=of_the_athlete))
    if rough:
        yield _labelled(rough, word_of(Verdict.CANNOT_TELL))


def _labelled(changes: Sequence[Change], why: str) -> str:
    labels = listed(first_labels([c.metric for c in changes], 1))
    return Sentence.LABELS_WHY.format(labels=upper_first(labels), why=why)


def _bound(change: Change) -> str:
    return show_bound(change.difference.at_most, change.unit)
