"""Jobs that wait -> whose turn is next: one athlete's thousand clips do not keep others waiting.

Each job gets its turn when it is queued: the turn that is on now, and as many more as the athlete,
or others of the team, have clips before it. Turns go by in steps of some clips, so that the few
clips of an athlete are measured one after the other, and the report of the first athlete of a
batch does not come with that of the last.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Transaction

from aqvision.library.account_tables import GroupMemberRow
from aqvision.library.records import OPEN, JobState
from aqvision.library.repositories.queued import TURN_CLIPS
from aqvision.library.tables import JobRow, RunRow, SessionRow

_PRIORITY_STEP = 10**8
_MOST_PRIORITIES = 20


def engine_priority(priority: int, turn: int) -> int:
    """Give one number for both: the priority decides, then the turn.

    Parameters
    ----------
    priority, turn
        From 1 and from 0; lower ones go first.

    Examples
    --------
    >>> engine_priority(1, 30) < engine_priority(1, 80) < engine_priority(2, 0)
    True
    """
    step = min(turn // TURN_CLIPS, _PRIORITY_STEP - 1)
    return min(max(priority, 1), _MOST_PRIORITIES) * _PRIORITY_STEP + step


@dataclass
class Turns:
    """Gives turns within one transaction, in which it counts on."""

    transaction: Transaction
    _begun: dict[int, int] = field(default_factory=dict)

    def next_of(self, job: JobRow) -> int:
        """Give the turn of a job that is queued now; comparisons, which are short, are always on.

        Parameters
        ----------
        job
            Its row.
        """
        if job.run_id is None:
            return 0
        query = select(SessionRow.athlete_id).join(RunRow, RunRow.session_id == SessionRow.id)
        athlete = self.transaction.scalars(query.where(RunRow.id == job.run_id)).one()
        turn = self._now(job.priority) + max(self._queued[athlete], self._of_team(athlete))
        self._queued[athlete] += 1
        return turn

    @cached_property
    def _queued(self) -> Counter[str]:
        """Count clips that wait or are measured, by athlete."""
        query = select(SessionRow.athlete_id, func.count()).select_from(JobRow)
        query = query.join(RunRow, RunRow.id == JobRow.run_id)
        query = query.join(SessionRow, SessionRow.id == RunRow.session_id)
        query = query.where(JobRow.state.in_(OPEN), JobRow.workflow_id.is_not(None))
        rows = self.transaction.execute(query.group_by(SessionRow.athlete_id))
        return Counter({athlete: n for athlete, n in rows})

    @cached_property
    def _teams(self) -> dict[str, str]:
        rows = self.transaction.scalars(select(GroupMemberRow))
        return {row.athlete_id: row.group_id for row in rows}

    @cached_property
    def _members(self) -> dict[str, list[str]]:
        members = defaultdict(list)
        for athlete, team in self._teams.items():
            members[team].append(athlete)
        return members

    def _of_team(self, athlete: str) -> int:
        """Count what others of the team have queued; of each at most what a turn takes.

        A whole team waits for its turn as one athlete does, but nobody waits for the thousand
        clips of somebody in the same team.
        """
        team = self._members.get(self._teams.get(athlete, ""), [])
        return sum(min(self._queued[one], TURN_CLIPS) for one in team if one != athlete)

    def _now(self, priority: int) -> int:
        """Give the turn that is on among jobs of a priority, as it was at first."""
        if priority not in self._begun:
            clips = JobRow.run_id.is_not(None), JobRow.priority == priority
            waiting = select(func.min(JobRow.turn)).where(
                *clips, JobRow.state == JobState.WAITING, JobRow.workflow_id.is_not(None)
            )
            running = select(func.max(JobRow.turn)).where(*clips, JobRow.state == JobState.RUNNING)
            on = self.transaction.scalar(waiting)
            self._begun[priority] = (self.transaction.scalar(running) or 0) if on is None else on
        return self._begun[priority]
