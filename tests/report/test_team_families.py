"""Changes of many athletes -> those that hold among so many."""

from __future__ import annotations

from aqvision.comparison.judging import Verdict
from aqvision.report.team_families import changes_that_hold
from tests.support.team_changes import change_of

SURE, WEAK, NOTHING = 0.0005, 0.045, 0.7


def two_metrics(contact_p: float, speed_p: float) -> list:  # type: ignore[type-arg]
    return [
        change_of(name, 5.0, Verdict.CHANGED if p < 0.05 else Verdict.CANNOT_TELL, p)
        for name, p in (("contact_time_s", contact_p), ("speed_mps", speed_p))
    ]


def test_alone_a_change_holds_as_in_the_own_report() -> None:
    assert changes_that_hold([two_metrics(WEAK, NOTHING)]) == [frozenset({"contact_time_s"})]


def test_among_many_a_weak_change_does_not_hold_and_a_sure_one_does() -> None:
    still = [two_metrics(NOTHING, NOTHING) for _ in range(18)]
    sure, weak, *others = changes_that_hold(
        [two_metrics(SURE, NOTHING), two_metrics(WEAK, NOTHING), *still]
    )
    assert sure == {"contact_time_s"}
    assert weak == frozenset()
    assert not any(others)


def test_what_did_not_change_by_itself_never_holds() -> None:
    small = change_of("contact_time_s", 0.5, Verdict.CANNOT_TELL, SURE)
    extra = change_of("flight_time_s", 5.0, Verdict.CHANGED, SURE)
    assert changes_that_hold([[small, extra], []]) == [frozenset(), frozenset()]
