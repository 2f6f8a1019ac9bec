"""A server that is away is waited for; whatever else goes wrong is not."""

from __future__ import annotations

import psycopg
import pytest
from sqlalchemy.exc import OperationalError

from aqvision.library.patience import patiently


def away() -> OperationalError:
    return OperationalError("SELECT 1", {}, psycopg.OperationalError("connection refused"))


def test_it_is_asked_again_until_it_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aqvision.library.patience._SECONDS_BETWEEN_TRIES", 0.0)
    faults, waited = [away(), away()], []

    def ask() -> int:
        if faults:
            raise faults.pop()
        return 7

    assert patiently(ask, lambda: waited.append(1)) == 7
    assert len(waited) == 2


def test_who_waits_may_give_up() -> None:
    def ask() -> None:
        raise away()

    def give_up() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        patiently(ask, give_up)


def test_a_file_is_there_or_not() -> None:
    def ask() -> None:
        raise OperationalError("SELECT 1", {}, Exception("disk I/O error"))

    with pytest.raises(OperationalError):
        patiently(ask)
