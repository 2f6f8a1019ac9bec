"""Passwords: which are taken, what is kept of them, and how many are looked at at once."""

from __future__ import annotations

import threading
import time
from typing import Literal

import pytest
from argon2 import PasswordHasher

from aqvision.web.accounts import passwords as module
from aqvision.web.accounts.passwords import PasswordError, Passwords, refuse_weak
from tests.support.signed_in import QUICK

GOOD = "correct horse battery"


@pytest.fixture
def passwords() -> Passwords:
    return Passwords(QUICK)


def test_only_the_same_password_fits(passwords: Passwords) -> None:
    kept = passwords.hashed(GOOD, "ada")
    assert kept.startswith("$argon2id$")
    assert kept != passwords.hashed(GOOD, "ada")  # salted
    assert passwords.matches(GOOD, kept)
    for wrong in ("", GOOD + " ", GOOD.upper(), GOOD[:-1], "a" * 10_000, "\0", "\ud800"):
        assert not passwords.matches(wrong, kept)
    for damaged in ("", "x", kept[:-5], "$argon2id$v=19$"):
        assert not passwords.matches(GOOD, damaged)
    assert not passwords.matches("nobody's password", None)


def test_a_password_is_the_same_from_every_keyboard(passwords: Passwords) -> None:
    kept = passwords.hashed("grüße vom läufer", "ada")
    assert passwords.matches("gru\u0308ße vom la\u0308ufer", kept)


def test_the_usual_hash_is_a_slow_one() -> None:
    kept = Passwords().hashed(GOOD, "ada")
    assert "$m=65536,t=3,p=4$" in kept


def test_a_hash_of_other_parameters_is_outdated(passwords: Passwords) -> None:
    kept = passwords.hashed(GOOD, "ada")
    assert not passwords.is_outdated(kept)
    assert Passwords(PasswordHasher(time_cost=2, memory_cost=8, parallelism=1)).is_outdated(kept)


@pytest.mark.parametrize(
    "password",
    ["", "short", "a" * 201, "aaaaaaaaaa", "abababababab", "PASSWORD123", "Ada@Example.org"],
)
def test_what_is_soon_guessed_is_refused(password: str) -> None:
    with pytest.raises(PasswordError) as refused:
        refuse_weak(password, "ada@example.org")
    assert refused.value.hint
    assert password not in str(refused.value) or not password


def test_nobody_is_told_which_letters_to_use() -> None:
    for password in (
        GOOD,
        "eine Brise Salz im Mai",
        "日本語のパスワードです",
        "  spaces at the ends ",
    ):
        refuse_weak(password, "ada")


def test_so_many_are_looked_at_at_once_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PATIENCE_S", 0.1)
    most, now, lock, refused = [0], [0], threading.Lock(), []

    class Slow(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002
            with lock:
                now[0] += 1
                most[0] = max(most[0], now[0])
            time.sleep(0.3)
            with lock:
                now[0] -= 1
            return True

    passwords = Passwords(Slow(time_cost=1, memory_cost=8, parallelism=1))

    def ask() -> None:
        try:
            passwords.matches(GOOD, "kept")
        except PasswordError as error:
            refused.append(str(error))

    threads = [threading.Thread(target=ask) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most[0] == 2
    assert len(refused) == 10
    assert set(refused) == {"too many sign in just now"}


def test_few_wait_for_a_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PATIENCE_S", 20.0)
    done = threading.Event()

    class Stuck(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002
            done.wait(20)
            return True

    passwords = Passwords(Stuck(time_cost=1, memory_cost=8, parallelism=1))
    threads = [threading.Thread(target=passwords.matches, args=(GOOD, "kept")) for _ in range(6)]
    for thread in threads:
        thread.start()
    while passwords._line._value:  # until all stand in line
        time.sleep(0.01)
    began_s = time.monotonic()
    with pytest.raises(PasswordError):
        passwords.matches(GOOD, "kept")
    assert time.monotonic() - began_s < 5
    done.set()
    for thread in threads:
        thread.join()
