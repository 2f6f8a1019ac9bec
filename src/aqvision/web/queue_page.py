"""Jobs of the queue -> lines of its page: whose, how far, which place in line, how long still."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aqvision.core.wording import _, ngettext
from aqvision.library.records import OPEN, ComparisonKind, JobKind, JobState, QueuedJob
from aqvision.web.presenters import title_of, words_of

_KINDS = {
    ComparisonKind.CHANGE: _("Comparison"),
    ComparisonKind.LADDER: _("What holds as speed rises"),
    ComparisonKind.HOLDS: _("Holds before and after"),
    ComparisonKind.SEASON: _("Season"),
}
# Below this part nothing can be told of how fast a job goes.
_TOLD_FROM = 0.1
_MINUTE_S, _HOUR_S = 60.0, 3600.0
_ROUND_MIN = 5


@dataclass(frozen=True, slots=True)
class QueueLine:
    """A job on the page of the queue."""

    queued: QueuedJob
    title: str
    words: str
    place: str
    left: str

    @property
    def under_way(self) -> bool:
        """Whether it is still to come to an end."""
        return self.queued.job.state in OPEN


def queue_lines(
    queue: Sequence[QueuedJob], usual_s: Mapping[JobKind, float], n_workers: int, now: dt.datetime
) -> list[QueueLine]:
    """Lay out the queue.

    Parameters
    ----------
    queue
        In the order of turns.
    usual_s, n_workers
        How many seconds jobs took lately, and how many are done at a time.
    now
        The present moment.

    Returns
    -------
    list of QueueLine
        In the same order.
    """
    lines, place = [], 0
    workers_s: list[float] | None = [0.0] * max(n_workers, 1)
    for one in queue:
        left_s = None
        if one.job.state in OPEN:
            own_s = still_s(one, usual_s, now)
            if workers_s is not None and own_s is not None:
                workers_s.sort()  # whoever is free first takes it
                workers_s[0] = left_s = workers_s[0] + own_s
            else:
                workers_s = None  # of whatever comes behind nothing can be told
        waits = one.job.state is JobState.WAITING
        place += waits
        lines.append(
            QueueLine(
                queued=one,
                title=_title(one),
                words=words_of(one.job),
                place=_("Place {n} in line").format(n=place) if waits else "",
                left=roughly(left_s) if one.job.state in OPEN else "",
            )
        )
    return lines


def still_s(queued: QueuedJob, usual_s: Mapping[JobKind, float], now: dt.datetime) -> float | None:
    """Tell how many seconds a job still takes, once it is begun; None where nothing tells.

    Parameters
    ----------
    queued, usual_s, now
        The job, how many seconds such jobs took lately, and the present moment.
    """
    job, usual = queued.job, usual_s.get(queued.job.kind)
    if job.state is JobState.RUNNING and job.started is not None:
        gone_s = (now - job.started).total_seconds()
        if job.progress >= _TOLD_FROM:
            return max(gone_s * (1 - job.progress) / job.progress, 0.0)
        return None if usual is None else max(usual - gone_s, 0.0)
    return usual


def roughly(seconds: float | None) -> str:
    """Say roughly how long something still takes.

    Parameters
    ----------
    seconds
        None where nothing tells.

    >>> roughly(20.0), roughly(130.0), roughly(1900.0), roughly(9000.0), roughly(None)
    ('less than a minute', 'about 2 minutes', 'about 30 minutes', 'about 3 hours', '')
    """
    if seconds is None:
        return ""
    if seconds < _MINUTE_S:
        return _("less than a minute")
    minutes = max(round(seconds / _MINUTE_S), 1)
    if minutes > _ROUND_MIN:
        minutes = _ROUND_MIN * round(minutes / _ROUND_MIN)
    if seconds < _HOUR_S:
        return ngettext("about {n} minute", "about {n} minutes", minutes).format(n=minutes)
    hours = -int(-seconds // _HOUR_S)
    return ngettext("about {n} hour", "about {n} hours", hours).format(n=hours)


def _title(one: QueuedJob) -> str:
    if one.kind is None:
        return one.clip
    between = " → ".join(title_of(session) for session in one.sessions)
    return _("{kind}: {between}").format(kind=_KINDS[one.kind], between=between)
