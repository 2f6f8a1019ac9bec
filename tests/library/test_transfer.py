"""A library moves from its file to PostgreSQL: all or nothing, and nobody works on the file."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from aqvision.core.errors import LibraryError
from aqvision.library.account_records import Deed
from aqvision.library.accounts import accounts_of
from aqvision.library.connections import connect
from aqvision.library.database import open_engine, postgresql_url, sqlite_url
from aqvision.library.library import open_library
from aqvision.library.records import JobKind, JobState
from aqvision.library.storage import Home
from aqvision.library.tables import Table
from aqvision.library.transfer import Moved, move_to_postgresql
from aqvision.web.pages import Site
from tests.support.postgres import PostgresServer
from tests.support.signed_in import Server, Side
from tests.support.team_folder import small_video, tiny_library
from tests.support.web_site import visitor

DAY = dt.date(2026, 3, 2)


@pytest.fixture
def site_with_all(server: Server, sides: tuple[Side, Side]) -> Site:
    """Give a site with at least a row in every table."""
    site, of_one = server.site, sides[0]
    accounts, library = site.accounts, site.library
    accounts.set_minor(of_one.athlete_id, minor=True, birth_year=2012)
    accounts.add_api_token(of_one.coach.id, "a program", 30)
    accounts.note(Deed.SIGNED_IN, actor_id=of_one.coach.id, athlete_id=None)
    accounts.sign_in(of_one.coach.id)
    library.add_block(of_one.athlete_id, DAY, DAY, 'sleds & "words" of Jürgen 🏃')
    return site


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_all_rows_move_and_the_pages_stay_the_same(
    site_with_all: Site, sides: tuple[Side, Side], postgres_url: str
) -> None:
    library, ids = site_with_all.library, sides[0].ids
    paths = ["/", "/work", "/accounts", "/accounts/trail", "/keys", "/api/v1/athletes"]
    paths += [f"/athletes/{ids['athlete_id']}", f"/sessions/{ids['session_id']}"]
    paths += [f"/athletes/{ids['athlete_id']}/access", f"/comparisons/{ids['comparison_id']}"]
    before = visitor(site_with_all)
    shown = {path: (before.get(path).status_code, before.get(path).text) for path in paths}
    outdated = library.outdated(ids["athlete_id"], library.comparisons(ids["athlete_id"]))
    library.close()
    n_bytes = library.home.database.stat().st_size

    moved = move_to_postgresql(library.home, postgres_url)

    assert set(moved.n_rows) == set(Table.metadata.tables) - {"executor"}
    assert all(moved.n_rows.values()), "give the table a row in site_with_all"
    assert moved.left.stat().st_size == n_bytes
    with open_library(library.home.folder, postgres_url) as there:
        after = visitor(replace(site_with_all, library=there))
        for path, page in shown.items():
            answer = after.get(path)
            assert (answer.status_code, answer.text) == page, path
        comparisons = there.comparisons(ids["athlete_id"])
        assert there.outdated(ids["athlete_id"], comparisons) == outdated
        there.add_athlete("Somebody new")


def small_library(folder: Path) -> Home:
    with tiny_library(folder) as library:
        session = library.add_session(library.add_athlete("Anna").id, "before", DAY)
        library.add_run(session.id, small_video(folder / "a.mp4", b"one"))
        return library.home


def test_programs_that_do_not_know_of_the_move_are_told(
    tmp_path: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = small_library(tmp_path)
    was = digest(home.database)
    left = move_to_postgresql(home, postgres_url).left
    assert (digest(left), home.database.exists()) == (was, False)
    with pytest.raises(LibraryError, match="moved to PostgreSQL") as caught:
        open_library(home.folder)
    assert "AQVISION_DATABASE_URL" in caught.value.hint
    assert not home.database.exists()
    monkeypatch.setenv("AQVISION_DATABASE_URL", postgres_url)
    with open_library(home.folder) as there:
        assert [one.name for one in there.athletes()] == ["Anna"]
    monkeypatch.delenv("AQVISION_DATABASE_URL")
    with pytest.raises(LibraryError, match="no library"):
        move_to_postgresql(home, postgres_url)
    told = home.moved.read_text()
    assert left.name in told
    home.moved.unlink()  # as the note says
    left.rename(home.database)
    with open_library(home.folder) as again:
        assert len(again.athletes()) == 1


def test_the_note_holds_no_password(tmp_path: Path, postgres_url: str) -> None:
    home = small_library(tmp_path)
    move_to_postgresql(home, postgres_url.replace("postgres@", "postgres:secret@"))
    assert "secret" not in home.moved.read_text()


def refused(home: Home, address: str, words: str) -> None:
    """Refuse to move, and leave the library at work in its file."""
    with pytest.raises(LibraryError, match=words):
        move_to_postgresql(home, address)
    with open_library(home.folder) as library:
        assert [one.name for one in library.athletes()] == ["Anna"]


def test_a_database_with_a_library_is_refused(tmp_path: Path, postgres_url: str) -> None:
    home = small_library(tmp_path)
    with open_library(tmp_path / "other", postgres_url) as other:
        other.add_athlete("Ben")
    refused(home, postgres_url, "holds a library already")
    with open_library(tmp_path / "other", postgres_url) as other:
        assert [one.name for one in other.athletes()] == ["Ben"]


def test_a_database_of_something_else_is_refused_and_left_alone(
    tmp_path: Path, postgres: PostgresServer
) -> None:
    address = postgres.create("of_the_shop")
    engine = connect(postgresql_url(address))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE customer (id int)"))
    refused(small_library(tmp_path), address, "something else: customer")
    with engine.begin() as connection:
        assert inspect(connection).get_table_names() == ["customer"]
    engine.dispose()
    postgres.drop("of_the_shop")


def test_a_database_that_is_newer_or_not_there_is_refused(
    tmp_path: Path, postgres_url: str
) -> None:
    home = small_library(tmp_path)
    engine = connect(postgresql_url(postgres_url))
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    refused(home, postgres_url, "newer version")
    refused(home, "postgresql://ada:secret@127.0.0.1:1/club?connect_timeout=2", "cannot be used")
    refused(home, "mysql://here/club", "cannot be understood")


def test_a_library_with_a_running_job_is_refused(tmp_path: Path, postgres_url: str) -> None:
    home = small_library(tmp_path)
    with open_library(home.folder) as library:
        (run_id,) = library.run_ids()
        job = library.add_job(JobKind.ANALYZE, run_id=run_id)
        library.update_job(job.id, state=JobState.RUNNING)
    refused(home, postgres_url, "runs, or was cut off")
    with open_library(home.folder) as library:
        library.update_job(job.id, state=JobState.WAITING)
    moved = move_to_postgresql(home, postgres_url)
    assert moved.n_rows["job"] == 1


def test_what_does_not_arrive_as_it_was_undoes_all(tmp_path: Path, postgres_url: str) -> None:
    home = small_library(tmp_path)
    engine = open_engine(sqlite_url(home))
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(text("UPDATE run SET notes = 'a' || char(0) || 'b'"))
    engine.dispose()
    refused(home, postgres_url, "does not take the table run")
    with open_library(home.folder) as library, library.writing() as transaction:
        transaction.execute(text("UPDATE run SET notes = ''"))
    moved: Moved = move_to_postgresql(home, postgres_url)
    assert moved.n_rows["athlete"] == 1


def test_accounts_sign_in_after_the_move(
    site_with_all: Site, sides: tuple[Side, Side], postgres_url: str
) -> None:
    token = site_with_all.accounts.sign_in(sides[0].coach.id)
    site_with_all.library.close()
    move_to_postgresql(site_with_all.library.home, postgres_url)
    with open_library(site_with_all.library.home.folder, postgres_url) as there:
        who = accounts_of(there).who(token)
        assert who is not None
        assert accounts_of(there).seen_by(who) == frozenset({sides[0].athlete_id})
