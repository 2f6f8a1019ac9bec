"""Clips and jobs of everybody -> those of whom a visitor sees; and where a new athlete goes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from aqvision.core.errors import LibraryError
from aqvision.core.wording import _
from aqvision.library.account_records import Role
from aqvision.library.accounts import Accounts
from aqvision.library.records import Job, Run
from aqvision.web.accounts.visitor import Visitor


class _Holder(Protocol):
    """What a site has that is asked for here."""

    @property
    def accounts(self) -> Accounts: ...


def seen_runs(site: _Holder, visitor: Visitor, runs: Sequence[Run]) -> Sequence[Run]:
    """Leave out the clips of whom a visitor does not see.

    Parameters
    ----------
    site, visitor, runs
        The site asked, who asks, and clips of anybody.
    """
    if visitor.sees is None or not runs:
        return runs
    owners = site.accounts.athletes_behind(frozenset(run.id for run in runs))
    return [run for run in runs if run.id in owners and visitor.may_see(owners[run.id])]


def seen_jobs(site: _Holder, visitor: Visitor, jobs: Sequence[Job]) -> Sequence[Job]:
    """Leave out the jobs of whom a visitor does not see.

    Parameters
    ----------
    site, visitor, jobs
        The site asked, who asks, and jobs of anybody.
    """
    if visitor.sees is None or not jobs:
        return jobs
    subjects = {job.id: str(job.run_id or job.comparison_id) for job in jobs}
    owners = site.accounts.athletes_behind(frozenset(subjects.values()))
    return [job for job in jobs if visitor.may_see(owners.get(subjects[job.id], ""))]


def group_for_new(visitor: Visitor, asked_for: str = "") -> str | None:
    """Say which group somebody goes into whom a visitor adds; the first of a coach's.

    Parameters
    ----------
    visitor, asked_for
        Who adds, and the group that was chosen, if any.

    Returns
    -------
    str or None
        None of those who see everybody.

    Raises
    ------
    LibraryError
        A coach has no group, so that the athlete would be out of sight at once.
    """
    if visitor.role is not Role.COACH:
        return None
    if not visitor.group_ids:
        raise LibraryError(
            _("there is no group yet to add athletes to"), _("ask an admin for a group")
        )
    return asked_for if asked_for in visitor.group_ids else sorted(visitor.group_ids)[0]
