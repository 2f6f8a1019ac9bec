"""Lists hold the athletes that a visitor may see, and nobody else."""

from __future__ import annotations

import asyncio
import datetime as dt

from starlette.requests import Request

from aqvision.library.records import JobKind
from aqvision.web.accounts.visitor import LAPTOP
from aqvision.web.pages import Site
from aqvision.web.shown import Shown, athletes_shown, outlines_shown, queue_shown, shown_to

LONG_AGO = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def test_a_laptops_visitor_sees_everybody_and_a_stranger_nobody() -> None:
    def shown(**state: object) -> Shown:
        return asyncio.run(shown_to(Request({"type": "http", "headers": [], "state": state})))

    assert shown(visitor=LAPTOP) == Shown()
    assert Shown().includes("anybody")
    assert shown() == Shown(frozenset())


def test_every_list_goes_by_whom_a_visitor_may_see(site: Site) -> None:
    library = site.library
    ada, ben = library.add_athlete("Ada"), library.add_athlete("Ben")
    for athlete in (ada, ben):
        sessions = [library.add_session(athlete.id, label).id for label in ("before", "after")]
        library.add_job(JobKind.COMPARE, comparison_id=library.add_comparison(*sessions).id)
    for shown, seen in (
        (Shown(), [ada.id, ben.id]),
        (Shown(frozenset({ben.id})), [ben.id]),
        (Shown(frozenset()), []),
    ):
        assert [one.id for one in athletes_shown(library, shown)] == seen
        assert [one.athlete.id for one in outlines_shown(library, shown)] == seen
        assert sorted(one.athlete_id for one in queue_shown(library, shown, LONG_AGO)) == sorted(
            seen
        )
