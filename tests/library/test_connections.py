"""Connections: SQLite is safe, a reader sees one state, and one program writes at a time."""

from __future__ import annotations

import sqlite3
import threading
import time

from sqlalchemy import Engine, text
from sqlalchemy.engine import URL

from aqvision.library.connections import at_once
from aqvision.library.database import open_engine, postgresql_url, sqlite_url
from aqvision.library.library import Library
from aqvision.library.storage import Home


def pragma(engine: Engine, name: str) -> object:
    with engine.connect() as connection:
        return connection.exec_driver_sql(f"PRAGMA {name}").scalar()


def test_sqlite_is_set_up_to_be_safe(engine: Engine) -> None:
    assert pragma(engine, "foreign_keys") == 1
    assert pragma(engine, "secure_delete") == 1
    sound = sqlite3.sqlite_version_info >= (3, 51, 3)
    assert pragma(engine, "journal_mode") == ("wal" if sound else "delete")


def test_nobody_else_reads_the_file(home: Home) -> None:
    home.database.touch(mode=0o644)
    open_engine(sqlite_url(home)).dispose()
    assert home.database.stat().st_mode & 0o077 == 0


def test_a_second_writer_waits_for_the_first(url: URL) -> None:
    engine = open_engine(url)
    writer = engine.execution_options(writes=True)
    order = []

    def write_second() -> None:
        with writer.begin():
            order.append("second")

    with writer.begin():
        thread = threading.Thread(target=write_second)
        thread.start()
        time.sleep(0.2)
        order.append("first")
    thread.join()
    assert order == ["first", "second"]
    engine.dispose()


def test_a_reader_sees_one_state_and_a_writer_the_latest(home: Home, postgres_url: str) -> None:
    with Library(home, open_engine(postgresql_url(postgres_url))) as library:
        names = text("SELECT name FROM athlete ORDER BY created")
        with library.reading() as reader:
            assert reader.execute(names).all() == []
            writing = threading.Thread(target=library.add_athlete, args=("Ada",))
            writing.start()
            writing.join()
            assert reader.execute(names).all() == []
        with library.writing() as first:
            first.execute(text("UPDATE athlete SET name = 'Bob'"))
            seen: list[object] = []

            def see() -> None:
                with library.writing() as second:
                    seen.extend(second.execute(names).scalars())

            waiting = threading.Thread(target=see)
            waiting.start()
            time.sleep(0.2)
            first.execute(text("UPDATE athlete SET name = 'Eve'"))
        waiting.join()
        assert seen == ["Eve"]


def test_a_single_query_begins_no_transaction_on_a_server(postgres_url: str) -> None:
    engine = open_engine(postgresql_url(postgres_url))
    began = text("SELECT now() = statement_timestamp()")
    for _time in range(2):  # the second gets the connection that the first gave back
        with at_once(engine) as connection:
            assert connection.execute(text("SELECT 1")).scalar() == 1
            assert connection.execute(began).scalar()
        with engine.connect() as connection:
            assert connection.execute(text("SELECT 1")).scalar() == 1
            assert not connection.execute(began).scalar()
    engine.dispose()
