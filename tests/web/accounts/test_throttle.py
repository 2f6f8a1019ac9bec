"""Tries are counted by name and by address, in memory that does not grow."""

from __future__ import annotations

import sys
import tracemalloc

from aqvision.web.accounts.throttle import (
    MAX_KEYS,
    OF_A_NAME,
    OF_A_NAME_ANYWHERE,
    OF_AN_ADDRESS,
    WINDOW_S,
    SignInThrottle,
    Throttle,
    place_of,
)


def test_so_many_tries_in_a_stretch_of_time() -> None:
    now = [0.0]
    throttle = Throttle(3, clock=lambda: now[0])
    assert [throttle.admits("a") for _ in range(5)] == [True, True, True, False, False]
    assert throttle.admits("b")
    now[0] = WINDOW_S - 1
    assert not throttle.admits("a")
    now[0] = WINDOW_S
    assert throttle.admits("a")
    throttle.forgive("a")
    assert [throttle.admits("a") for _ in range(4)] == [True, True, True, False]


def test_who_guesses_at_a_name_shuts_only_the_own_address_out() -> None:
    throttle = SignInThrottle()
    for _ in range(OF_A_NAME):
        assert throttle.admits("Ada", "192.0.2.1")
    assert not throttle.admits(" ada ", "192.0.2.1")
    assert throttle.admits("ada", "192.0.2.99")
    throttle.forgive("ada", "192.0.2.99")
    assert not throttle.admits("ada", "192.0.2.1")


def test_many_addresses_that_guess_together_shut_out_all_but_the_usual_ones() -> None:
    throttle = SignInThrottle()
    assert throttle.admits("ada", "198.51.100.1")
    throttle.forgive("ada", "198.51.100.1")
    for n in range(OF_A_NAME_ANYWHERE):
        assert throttle.admits("ada", f"192.0.2.{n}")
    assert not throttle.admits("ada", "192.0.2.200")
    assert throttle.admits("ada", "198.51.100.1")
    assert throttle.admits("bob", "192.0.2.200")


def test_names_of_an_address_are_counted_together() -> None:
    throttle = SignInThrottle()
    assert all(throttle.admits(f"name{n}", "198.51.100.1") for n in range(OF_AN_ADDRESS))
    assert not throttle.admits("somebody", "198.51.100.1")


def test_a_line_with_many_addresses_is_one() -> None:
    throttle = SignInThrottle()
    tried = [throttle.admits(f"n{n}", f"2001:db8:1:2::{n:x}") for n in range(OF_AN_ADDRESS + 1)]
    assert tried[-1] is False
    assert throttle.admits("n", "2001:db8:1:3::1")
    assert throttle.admits("n", "no address")


def test_an_attack_fills_no_memory() -> None:
    throttle = SignInThrottle()
    for n in range(2 * MAX_KEYS):  # what is always held
        throttle.admits(f"{n}", f"10.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}")
        throttle.forgive(f"{n}", f"10.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}")
    tracemalloc.start()
    try:
        for n in range(2 * MAX_KEYS):
            where = f"11.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}"
            throttle.admits(f"{n}" + "x" * 200, where)
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < MAX_KEYS * 7 * sys.getsizeof("x" * 64)
    counted = (throttle._names, throttle._addresses, throttle._names_here, throttle._at_home)
    assert {len(one) for one in counted} == {MAX_KEYS}


def test_a_club_behind_one_address_signs_in_as_often_as_it_likes() -> None:
    throttle = SignInThrottle()
    for n in range(3 * OF_AN_ADDRESS):
        assert throttle.admits(f"name{n}", "198.51.100.1")
        throttle.forgive(f"name{n}", "198.51.100.1")
    for n in range(OF_AN_ADDRESS):  # who has one account guesses no more by it
        assert throttle.admits(f"other{n}", "198.51.100.1")
    assert not throttle.admits("other", "198.51.100.1")


def test_where_a_name_signed_in_before_it_may_try_again_after_a_restart() -> None:
    throttle = SignInThrottle()
    throttle.remember([place_of("Ada", "192.0.2.1")])
    for n in range(OF_A_NAME_ANYWHERE):
        throttle.admits("ada", f"198.51.100.{n}")
    assert not throttle.admits("ada", "203.0.113.5")
    assert throttle.admits("ada", "192.0.2.1")
    assert "192.0.2.1" not in place_of("ada", "192.0.2.1")
