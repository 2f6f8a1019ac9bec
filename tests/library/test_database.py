"""The database: its tables are those of the models, whatever version left them."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Engine, MetaData, create_engine, inspect, text
from sqlalchemy import Table as SqlTable
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import URL
from sqlalchemy.schema import CreateIndex, CreateTable

from aqvision.core.errors import LibraryError
from aqvision.library.connections import connect
from aqvision.library.database import (
    alembic_config,
    database_url,
    open_engine,
    postgresql_url,
    sqlite_url,
)
from aqvision.library.library import Library
from aqvision.library.records import Outline
from aqvision.library.storage import Home
from aqvision.library.tables import Table
from tests.support.postgres import PostgresServer


def test_tables_that_are_up_to_date_are_opened_while_somebody_writes(url: URL) -> None:
    engine = open_engine(url)
    with engine.execution_options(writes=True).begin():
        started_s = time.monotonic()
        open_engine(url).dispose()
    assert time.monotonic() - started_s < 10  # not until the other is through, or 30 s are over
    engine.dispose()


def test_the_steps_lead_to_the_models(url: URL) -> None:
    engine = open_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Table.metadata) == []
    made = inspect(engine)
    for table in Table.metadata.sorted_tables:
        owners = made.get_foreign_keys(table.name)
        assert all(key["options"] == {"ondelete": "CASCADE"} for key in owners)
        assert len(owners) == len(table.foreign_keys)
    assert made.get_check_constraints("job")[0]["name"] == "ck_job_subject"
    engine.dispose()


def test_the_steps_go_back(url: URL) -> None:
    config, engine = alembic_config(), open_engine(url)
    with engine.execution_options(writes=True).begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    assert inspect(engine).get_table_names() == ["alembic_version"]
    engine.dispose()


def test_comparisons_of_before_the_ladders_stay_what_they_were(url: URL) -> None:
    config = alembic_config()
    before = connect(url, foreign_keys=False).execution_options(writes=True)
    with before.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0004")
        moment = "'2026-01-01'"
        for row in (
            f"athlete VALUES ('a', 'A', NULL, NULL, {moment})",
            f"session VALUES ('s', 'a', 'before', '', NULL, '', {moment})",
            f"session VALUES ('t', 'a', 'after', '', NULL, '', {moment})",
            f"comparison VALUES ('c', 'a', 's', 't', 'k', 'f', NULL, {moment}, NULL)",
            "job VALUES ('j', 'compare', NULL, NULL, 'c', 'done', 0, 0, 1, '', NULL, NULL,"
            f" {moment}, NULL, NULL, NULL)",
        ):
            connection.execute(text(f"INSERT INTO {row}"))
    before.dispose()
    engine = open_engine(url)
    with engine.connect() as connection:
        kept = connection.execute(text("SELECT kind, before_session_id, folder FROM comparison"))
        assert kept.one() == ("change", "s", "f")
        assert connection.execute(text("SELECT comparison_id FROM job")).scalar() == "c"
    engine.dispose()


def rows_of(connection: Connection, table: str, columns: Sequence[str]) -> list[str]:
    names = ", ".join(f'"{name}"' for name in columns)
    return list(map(str, connection.execute(text(f'SELECT {names} FROM "{table}"'))))  # noqa: S608


def test_a_library_of_before_the_accounts_keeps_all_it_had(url: URL) -> None:
    config = alembic_config()
    before = connect(url, foreign_keys=False).execution_options(writes=True)
    moment = "'2026-01-01'"
    rows = (
        f"athlete VALUES ('a', 'A', 1.7, 61, {moment})",
        f"session VALUES ('s', 'a', 'before', '', '2026-01-01', '', {moment})",
        f"session VALUES ('t', 'a', 'after', '', NULL, '', {moment})",
        "run (id, session_id, file_sha256, size_bytes, name, media, notes, created)"
        f" VALUES ('r', 's', 'f', 5, 'a.mp4', 'mov', '', {moment})",
        f"analysis VALUES ('n', 'r', 'k', 'f', '{{}}', {moment})",
        "comparison (id, athlete_id, kind, before_session_id, after_session_id, created)"
        f" VALUES ('c', 'a', 'change', 's', 't', {moment})",
        "job (id, kind, run_id, state, priority, attempts, progress, words, created)"
        f" VALUES ('j', 'analyze', 'r', 'done', 0, 0, 1, '', {moment})",
    )
    names = ("athlete", "session", "run", "analysis", "comparison", "job")
    with before.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0008")
        for row in rows:
            connection.execute(text(f"INSERT INTO {row}"))
        columns = inspect(connection).get_columns
        tables = {name: [one["name"] for one in columns(name)] for name in names}
        had = [rows_of(connection, *one) for one in tables.items()]
    before.dispose()
    engine = open_engine(url)
    with engine.connect() as connection:
        assert [rows_of(connection, *one) for one in tables.items()] == had
        if url.get_backend_name() == "sqlite":  # PostgreSQL minds references at every step
            assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
    engine.dispose()


def some_row(table: SqlTable) -> dict[str, object]:
    """Give a row with something in each column; what it refers to, one thing at most, is "1"."""
    samples: dict[type, object] = {
        str: "1",
        int: 1,
        float: 1.5,
        bool: True,
        object: {"a": 1},  # of JSON
        dt.date: dt.date(2026, 1, 2),
        dt.datetime: dt.datetime(2026, 1, 2, 3, 4, 5),
    }
    row = {column.name: samples[column.type.python_type] for column in table.columns}
    perhaps = [column.name for column in table.columns if column.nullable and column.foreign_keys]
    return row | dict.fromkeys(perhaps[1:])


@pytest.mark.parametrize("step", ["0008", "0009", "0010", "0011", "0012"])
def test_a_library_of_any_step_on_the_way_keeps_what_each_table_had(home: Home, step: str) -> None:
    config, known = alembic_config(), MetaData()
    before = connect(sqlite_url(home), foreign_keys=False).execution_options(writes=True)
    with before.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, step)
        known.reflect(connection)
        tables = [table for table in known.sorted_tables if table.name != "alembic_version"]
        for table in tables:
            if connection.execute(table.select()).first() is None:
                connection.execute(table.insert().values(some_row(table)))
        had = [rows_of(connection, table.name, table.columns.keys()) for table in tables]
        assert all(had)
    before.dispose()
    engine = open_engine(sqlite_url(home))
    with engine.connect() as connection:
        kept = [rows_of(connection, table.name, table.columns.keys()) for table in tables]
        assert kept == had
        assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
    engine.dispose()


def values_of_one(outline: Outline) -> object:
    """Give the values of the only clip that is measured."""
    assert outline.measured is not None
    (clip,) = outline.measured.clips
    return clip.summary["metrics"]


def test_results_of_before_the_summaries_stay_and_get_them(home: Home, url: URL) -> None:
    config = alembic_config()
    before = connect(url, foreign_keys=False).execution_options(writes=True)
    with before.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0008")
        moment = "'2026-01-01'"
        for row in (
            f"athlete (id, name, created) VALUES ('a', 'Ada', {moment})",
            "session (id, athlete_id, label, name, notes, created)"
            f" VALUES ('s', 'a', 'before', '', 'windy', {moment})",
            "run (id, session_id, file_sha256, size_bytes, name, media, notes, created)"
            f" VALUES ('r', 's', 'x', 1, 'run.mp4', 'mov', '', {moment})",
            "analysis (id, run_id, key, folder, provenance, created)"
            f" VALUES ('n', 'r', 'k', 'made', '{{}}', {moment})",
            "comparison (id, athlete_id, kind, after_session_id, folder, key, created)"
            f" VALUES ('c', 'a', 'ladder', 's', 'climbed', 'k', {moment})",
        ):
            connection.execute(text(f"INSERT INTO {row}"))
    before.dispose()
    results = {
        "made/analysis.json": '{"scene": {"view": "side"}, "metrics": {"speed_mps":'
        ' {"value": 8.6, "se": 0.1, "confidence": "A"}}}',
        "climbed/ladder.json": '{"sentence": "All of it holds."}',
    }
    for name, content in results.items():
        (home.results / name).parent.mkdir()
        (home.results / name).write_text(content)
    with Library(home, open_engine(url)) as library:
        (outline,) = library.outlines(None, ["speed_mps"])
        assert (outline.n_clips, outline.n_waiting, outline.stamp) == (1, 0, "")
        assert (values_of_one(outline), library.version()) == ({}, 0)
        assert library.session("s").notes == "windy"
        assert library.blocks("a") == ()
        assert library.fill_summaries() == 2
        assert library.version() == 2
        (outline,) = library.outlines(None, ["speed_mps"])
        assert values_of_one(outline) == {"speed_mps": [8.6]}
        assert "All of it holds." in library.told("a")["c"].summary


def test_postgresql_gets_the_tables_of_the_models(capsys: pytest.CaptureFixture[str]) -> None:
    config = alembic_config()
    config.attributes["dialect"] = "postgresql"
    command.upgrade(config, "head", sql=True)
    written = " ".join(capsys.readouterr().out.split())
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    for table in Table.metadata.sorted_tables:
        made = str(CreateTable(table).compile(dialect=dialect))
        for line in made.splitlines():
            assert line.strip(" ,\t") in written
        for index in table.indexes:
            assert str(CreateIndex(index).compile(dialect=dialect)) in written


def test_programs_that_begin_at_once_make_the_tables_once(url: URL) -> None:
    faults: list[Exception] = []

    def begin() -> None:
        try:
            open_engine(url).dispose()
        except Exception as fault:  # noqa: BLE001 - whatever it is fails the test
            faults.append(fault)

    threads = [threading.Thread(target=begin) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


def test_a_copied_table_keeps_the_rows_that_refer_to_it(home: Home, engine: Engine) -> None:
    with engine.execution_options(writes=True).begin() as connection:
        for row in (
            "athlete (id, name, created) VALUES ('a', 'A', '2026-01-01')",
            "session (id, athlete_id, label, name, notes, created)"
            " VALUES ('s', 'a', 'before', '', '', '2026-01-01')",
        ):
            connection.execute(text(f"INSERT INTO {row}"))
    # as a step would: foreign keys are not minded then, so that dropping takes nothing along
    steps = connect(sqlite_url(home), foreign_keys=False).execution_options(writes=True)
    with steps.begin() as connection:
        connection.execute(text("CREATE TABLE copy AS SELECT * FROM athlete"))
        connection.execute(text("DROP TABLE athlete"))
        connection.execute(text("ALTER TABLE copy RENAME TO athlete"))
        assert connection.execute(text("SELECT count(*) FROM session")).scalar() == 1
    steps.dispose()


def test_a_newer_library_is_left_alone(home: Home, engine: Engine) -> None:
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(LibraryError, match="newer version") as caught:
        open_engine(sqlite_url(home))
    assert caught.value.hint == "update aqvision"


def test_what_is_no_database_is_refused_and_left_alone(home: Home) -> None:
    home.database.write_text("my diary " * 100)
    with pytest.raises(LibraryError, match="cannot be used"):
        open_engine(sqlite_url(home))
    assert home.database.read_text().startswith("my diary")


def test_the_environment_names_a_server(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AQVISION_DATABASE_URL", raising=False)
    assert database_url(home).database == str(home.database)
    monkeypatch.setenv("AQVISION_DATABASE_URL", "postgresql://ada:secret@db/club")
    address = database_url(home)
    assert (address.drivername, address.host, address.database) == (
        "postgresql+psycopg", "db", "club",
    )  # fmt: skip
    create_engine(address).dispose()  # the driver is installed
    for bad in ("mysql://ada:secret@db/club", "sqlite:///elsewhere.sqlite", "secret"):
        with pytest.raises(LibraryError) as caught:
            database_url(home, bad)
        assert "secret" not in f"{caught.value} {caught.value.hint}"


def test_a_server_that_does_not_answer_is_named_without_its_password(home: Home) -> None:
    url = database_url(home, "postgresql://ada:secret@127.0.0.1:1/club?connect_timeout=2")
    with pytest.raises(LibraryError, match="cannot be used") as caught:
        open_engine(url)
    assert "secret" not in str(caught.value)


def test_where_no_library_is_none_is_made_unasked(url: URL) -> None:
    with pytest.raises(LibraryError, match="no library here yet") as refused:
        open_engine(url, upgrade=False)
    assert "aqvision serve" in refused.value.hint
    if url.get_backend_name() == "sqlite":
        assert not Path(str(url.database)).exists()
    open_engine(url).dispose()
    open_engine(url, upgrade=False).dispose()


def test_a_database_that_damages_names_is_refused_in_a_line(postgres: PostgresServer) -> None:
    letters = "template0 ENCODING 'SQL_ASCII' LOCALE_PROVIDER libc LOCALE 'C'"
    url = postgresql_url(postgres.create("letters", letters))
    for upgrade in (True, False):
        with pytest.raises(LibraryError, match="letters as SQL_ASCII") as refused:
            open_engine(url, upgrade=upgrade)
        assert "--encoding=UTF8" in refused.value.hint
    postgres.drop("letters")
