"""Clips and jobs of everybody, less those of whom one does not see."""

from __future__ import annotations

import pytest

from aqvision.core.errors import LibraryError
from aqvision.library.account_records import Role
from aqvision.web.accounts.seen import group_for_new, seen_jobs, seen_runs
from aqvision.web.accounts.visitor import LAPTOP, STRANGER, Visitor
from tests.support.signed_in import Server, Side


def test_what_is_of_others_is_left_out(server: Server, sides: tuple[Side, Side]) -> None:
    (mine, theirs), site = sides, server.site
    visitor = Visitor(role=Role.ATHLETE, sees=frozenset({mine.athlete_id}))
    ids = (mine.athlete_id, theirs.athlete_id)
    runs = [run for one in ids for run in site.library.runs_of_athlete(one)]
    own_jobs = {mine.ids["job_id"], site.jobs.compare(mine.ids["comparison_id"])}
    jobs = site.library.jobs()
    assert {run.id for run in seen_runs(site, visitor, runs)} == {run.id for run in runs[:2]}
    assert {job.id for job in seen_jobs(site, visitor, jobs)} == own_jobs
    assert (seen_runs(site, LAPTOP, runs), seen_jobs(site, LAPTOP, jobs)) == (runs, jobs)
    assert not seen_runs(site, STRANGER, runs)
    assert not seen_jobs(site, STRANGER, jobs)


def test_somebody_new_goes_where_the_coach_sees_them() -> None:
    coach = Visitor(role=Role.COACH, group_ids=("b", "a"))
    assert group_for_new(coach) == group_for_new(coach, "x") == "a"
    assert group_for_new(coach, "b") == "b"
    assert group_for_new(LAPTOP) is None
    with pytest.raises(LibraryError, match="no group yet"):
        group_for_new(Visitor(role=Role.COACH))
