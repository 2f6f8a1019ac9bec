"""Who asks, and what that lets them do."""

from __future__ import annotations

import threading

from starlette.requests import Request

from aqvision.library.account_records import Role
from aqvision.web.accounts.visitor import (
    LAPTOP,
    STRANGER,
    Visitor,
    visiting,
    visitor_now,
    visitor_of,
)

COACH = Visitor(role=Role.COACH, name="coach", account_id="1", sees=frozenset({"a"}))
ATHLETE = Visitor(role=Role.ATHLETE, name="ada", account_id="2", sees=frozenset({"a"}))
BOSS = Visitor(role=Role.ADMIN, name="boss", account_id="3", sees=None)


def test_each_sees_what_is_theirs() -> None:
    assert [one.may_see("a") for one in (LAPTOP, BOSS, COACH, ATHLETE, STRANGER)] == [
        True, True, True, True, False,
    ]  # fmt: skip
    assert [one.may_see("b") for one in (LAPTOP, BOSS, COACH, ATHLETE, STRANGER)] == [
        True, True, False, False, False,
    ]  # fmt: skip


def test_each_does_what_they_may() -> None:
    assert [one.is_staff for one in (LAPTOP, BOSS, COACH, ATHLETE, STRANGER)] == [
        True, True, True, False, False,
    ]  # fmt: skip
    assert [one.is_admin for one in (LAPTOP, BOSS, COACH, ATHLETE, STRANGER)] == [
        True, True, False, False, False,
    ]  # fmt: skip
    assert [one.needs_consent for one in (LAPTOP, BOSS)] == [False, True]
    assert [target for _, target in BOSS.links] == ["/accounts", "/account"]
    assert [target for _, target in COACH.links] == ["/account"]
    assert LAPTOP.links == STRANGER.links == ()
    assert (COACH.signs, LAPTOP.signs) == ("coach", "the owner of this computer")


def test_whoever_nobody_asked_is_a_stranger() -> None:
    assert visitor_of(Request({"type": "http"})) is STRANGER
    assert visitor_of(Request({"type": "http", "state": {"visitor": COACH}})) is COACH


def test_one_request_knows_nothing_of_another() -> None:
    seen = []
    with visiting(BOSS):
        other = threading.Thread(target=lambda: seen.append(visitor_now()))
        other.start()
        other.join()
        with visiting(COACH):
            assert visitor_now() is COACH
        assert visitor_now() is BOSS
    assert [visitor_now(), *seen] == [STRANGER, STRANGER]
