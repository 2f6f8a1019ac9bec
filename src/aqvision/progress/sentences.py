"""Progress -> what may be said of holds beside sprints: that they moved together, never why."""

from __future__ import annotations

from aqvision.comparison.hold_metrics import HOLD_METRICS
from aqvision.core.filling import english
from aqvision.core.wording import as_recorded as _
from aqvision.core.wording import as_recorded_count as ngettext
from aqvision.kinematics.metrics.registry import METRICS
from aqvision.progress.association import FEWEST_DATES, WITHIN_DAYS, Link, Pair
from aqvision.progress.progress import Progress

NO_TRIAL = _(
    "No trial shows that holds transfer to sprinting, and dates side by side tell of no cause."
)


def association_sentences(progress: Progress) -> list[str]:
    """Say what holds and sprints of a season have to do with each other; no trial comes last.

    Parameters
    ----------
    progress
        The season.
    """
    return [*(_of_pairs(progress) if progress.pairs else _why_not(progress)), NO_TRIAL]


def _why_not(progress: Progress) -> list[str]:
    """Say how many dates there are, and how many are missing."""
    n = len(progress.together)
    if not progress.n_missing:
        return [
            _(
                "Whether holds and sprints moved together is not asked: no number of a hold and no "
                "metric of a sprint were both measured on {n} dates."
            ).format(n=FEWEST_DATES)
        ]
    there = ngettext(
        "There is {n} date with both, {within} days apart at most",
        "There are {n} dates with both, {within} days apart at most",
        n,
    )
    missing = ngettext("{n} more is missing", "{n} more are missing", progress.n_missing)
    return [
        _(
            "Whether holds and sprints moved together is asked from {fewest} dates on. {there}; "
            "{missing}."
        ).format(
            fewest=FEWEST_DATES,
            there=there.format(n=n, within=WITHIN_DAYS),
            missing=missing.format(n=progress.n_missing),
        )
    ]


def _of_pairs(progress: Progress) -> list[str]:
    told = [pair for pair in progress.pairs if pair.link is Link.TOGETHER]
    n = len(progress.together)
    if told:
        return [
            _("Over {n} dates, beyond what both did over time: {pairs}.").format(
                n=pair.n_dates, pairs=_in_words(pair)
            )
            for pair in told
        ]
    return [
        _(
            "Over {n} dates it cannot be told whether holds and sprints moved together beyond what "
            "both did over time."
        ).format(n=n)
    ]


def _in_words(pair: Pair) -> str:
    """Write which way two quantities moved together."""
    text = (
        _("{hold} and {sprint} moved together, up and down on the same dates")
        if pair.correlation > 0
        else _("{hold} and {sprint} moved together, one up where the other was down")
    )
    labels = HOLD_METRICS[pair.hold].label, METRICS[pair.sprint].label
    hold, sprint = (english(label) for label in labels)
    return text.format(hold=hold.lower(), sprint=sprint[:1].lower() + sprint[1:])
