"""Turns: whoever comes with few clips does not wait for somebody's thousand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from aqvision.jobs.queue import Jobs
from aqvision.jobs.transitions import Transitions
from aqvision.library.accounts import Accounts
from aqvision.library.records import Job, Session
from aqvision.library.repositories.queued import TURN_CLIPS
from tests.support.club import Club

MANY = 3 * TURN_CLIPS


@pytest.fixture
def jobs(club: Club) -> Iterator[Jobs]:
    with club.open(0) as opened:
        yield opened


def session_of(club: Club, name: str) -> Session:
    return club.library.add_session(club.library.add_athlete(name).id, "before")


def asked(club: Club, jobs: Jobs, session: Session, n: int) -> list[Job]:
    runs = [club.run(f"{session.id}-{number}.mp4", session) for number in range(n)]
    return [club.library.job(one) for one in jobs.analyze_all(runs, 3)]


def turns(jobs: Sequence[Job]) -> list[int]:
    return [job.turn // TURN_CLIPS for job in jobs]


def test_many_clips_of_one_are_many_turns_and_few_of_others_the_first(
    club: Club, jobs: Jobs
) -> None:
    many = asked(club, jobs, club.before, MANY)
    few = asked(club, jobs, session_of(club, "Ben"), 8)
    assert turns(many) == [0] * TURN_CLIPS + [1] * TURN_CLIPS + [2] * TURN_CLIPS
    assert turns(few) == [0] * 8
    more = asked(club, jobs, club.after, 1)
    assert turns(more) == [3]


def test_who_comes_later_joins_the_turn_that_is_on(club: Club, jobs: Jobs) -> None:
    many = asked(club, jobs, club.before, MANY)
    steps = Transitions(club.library, jobs.queue, "somebody")
    for job in many[: TURN_CLIPS + 5]:
        begun = steps.begin(job.id, str(job.workflow_id), interrupted=False)
        assert begun is not None
        steps.finish(begun)
    late = asked(club, jobs, session_of(club, "Ben"), 1)
    assert late[0].turn == TURN_CLIPS + 5
    shown = club.library.queued(many[0].created)
    assert [one.job.id for one in shown].index(late[0].id) == TURN_CLIPS - 5


def test_a_team_waits_as_one_does_but_not_for_one_of_its_own(club: Club, jobs: Jobs) -> None:
    library = club.library
    accounts = Accounts(library.home, library.engine)
    team = accounts.add_group("sprinters").id
    own = [session_of(club, f"member {number}") for number in range(4)]
    for session in own:
        accounts.put_into_group(session.athlete_id, team)
    asked(club, jobs, own[0], MANY)
    assert turns(asked(club, jobs, own[1], 1)) == [1]
    asked(club, jobs, own[2], TURN_CLIPS)
    assert turns(asked(club, jobs, own[3], 1)) == [2]
    assert turns(asked(club, jobs, club.before, 1)) == [0]


def test_comparisons_wait_for_no_turn(club: Club, jobs: Jobs) -> None:
    asked(club, jobs, club.before, MANY)
    plan = club.library.add_ladder(club.after.id)
    assert club.library.job(jobs.compare(plan.id, 3)).turn == 0
