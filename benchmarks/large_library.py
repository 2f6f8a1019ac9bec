"""``python -m benchmarks.large_library`` -> a federation's library, in both kinds of database.

A library of 300 athletes and 20,100 clips is made, rows and small files; its pages are loaded, it
is checked, copied and brought back, on SQLite and on PostgreSQL that waits for the disk.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import LiteralString

import psycopg

from aqvision.core.assets import file_sha256
from aqvision.library.library import open_library
from benchmarks.library_page import LargeLibrary, OnDatabase, library_section
from benchmarks.page import PAGE
from benchmarks.pages import environment_of, load_quiet, made_anew_ms, serving
from benchmarks.sections import put_section
from benchmarks.team_library import fill
from tests.support.postgres import PostgresServer, running_postgres

N_ATHLETES, N_CLIPS_EACH = 300, 67
# Pages of so many athletes are loaded.
_EVERY = 3
_HASHED_MIB = 512
_COUNT_EVERY_S = 0.5
_CONNECTIONS: LiteralString = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
    "AND pid <> pg_backend_pid()"
)
_FOLDERS = ("files", "results")


def main() -> None:
    """Measure and write the section, or try it with few clips and write nothing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--athletes", type=int, default=N_ATHLETES, help="with fewer, no page")
    parser.add_argument("--clips", type=int, default=N_CLIPS_EACH, help="of each athlete")
    parser.add_argument("--seconds", type=float, default=5.0, help="for each way of asking")
    asked = parser.parse_args()
    size = asked.athletes, asked.clips
    with tempfile.TemporaryDirectory() as folder, running_postgres(safe=True) as server:
        place = Path(folder)
        found = LargeLibrary(
            *size,
            _on_sqlite(place / "sqlite", size, asked.seconds),
            _on_postgresql(place / "postgresql", server, size, asked.seconds),
            _hashed_mib_per_s(place / "hashed"),
        )
    text = library_section(found)
    if size == (N_ATHLETES, N_CLIPS_EACH):
        PAGE.write_text(put_section(PAGE.read_text(encoding="utf-8"), text), encoding="utf-8")
    print(text)


def _on_sqlite(place: Path, size: tuple[int, int], seconds: float) -> OnDatabase:
    def back_up(home: Path, copy: Path) -> None:
        _aqvision(home, None, "library", "backup", str(copy))

    def bring_back(copy: Path, home: Path) -> str | None:
        shutil.copytree(copy, home)
        return None

    return _measure("SQLite", place, None, size, seconds, back_up, bring_back)


def _on_postgresql(
    place: Path, server: PostgresServer, size: tuple[int, int], seconds: float
) -> OnDatabase:
    url = server.create("library")

    def back_up(home: Path, copy: Path) -> None:
        copy.mkdir()
        dump = ["--format=custom", f"--file={copy / 'database'}", url]
        subprocess.run([server.program("pg_dump"), *dump], check=True)
        for name in _FOLDERS:
            shutil.copytree(home / name, copy / name)

    def bring_back(copy: Path, home: Path) -> str | None:
        other = server.create("restored")
        command = [server.program("pg_restore"), f"--dbname={other}", str(copy / "database")]
        subprocess.run(command, check=True)
        for name in _FOLDERS:
            shutil.copytree(copy / name, home / name)
        return other

    return _measure("PostgreSQL", place, url, size, seconds, back_up, bring_back)


def _measure(  # noqa: PLR0913, PLR0917 - what a database differs in
    name: str,
    place: Path,
    url: str | None,
    size: tuple[int, int],
    seconds: float,
    back_up: Callable[[Path, Path], None],
    bring_back: Callable[[Path, Path], str | None],
) -> OnDatabase:
    home, copy, again = place / "home", place / "copy", place / "again"
    place.mkdir()
    _say(name, "the library")
    with open_library(home, url) as library:
        ids = fill(library, *size, with_files=True)
        database_mib = _database_bytes(home, url) / 2**20
        _say(name, "its pages")
        with serving(home, url) as served, _counting(url) as n_connections:
            pages = load_quiet(served, ids[::_EVERY], seconds)
            anew_ms = made_anew_ms(served, library, ids[0])
    _say(name, "check, backup and restore")
    check_s = _timed(lambda: _aqvision(home, url, "library", "check"))
    backup_s = _timed(lambda: back_up(home, copy))
    with _timing() as restored:
        other = bring_back(copy, again)
    _aqvision(again, other, "library", "check")  # it is whole
    return OnDatabase(
        name,
        pages,
        anew_ms,
        database_mib,
        check_s,
        backup_s,
        restored[0],
        max(n_connections),
        _load(),
    )


def _aqvision(home: Path, url: str | None, *arguments: str) -> None:
    command = [sys.executable, "-m", "aqvision", *arguments]
    environment = {**os.environ, **environment_of(home, url)}
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)


def _database_bytes(home: Path, url: str | None) -> int:
    if url is None:
        return (home / "library.sqlite").stat().st_size
    return _asked(url, "SELECT pg_database_size(current_database())")


def _asked(url: str, query: LiteralString) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0


@contextmanager
def _counting(url: str | None) -> Iterator[list[int]]:
    """Count the connections to a database again and again; this process has one or two of them."""
    found, over = [0], threading.Event()

    def count() -> None:
        while url is not None and not over.wait(_COUNT_EVERY_S):
            found.append(_asked(url, _CONNECTIONS))

    thread = threading.Thread(target=count)
    thread.start()
    try:
        yield found
    finally:
        over.set()
        thread.join()


def _timed(do: Callable[[], None]) -> float:
    with _timing() as took:
        do()
    return took[0]


@contextmanager
def _timing() -> Iterator[list[float]]:
    """Give a list that holds the seconds once the context has ended."""
    took: list[float] = []
    began_s = time.perf_counter()
    yield took
    took.append(time.perf_counter() - began_s)


def _hashed_mib_per_s(path: Path) -> float:
    """Tell how quickly a clip's bytes are looked at, as ``library check`` does."""
    with path.open("wb") as file:
        for _number in range(_HASHED_MIB):
            file.write(os.urandom(2**20))
    with _timing() as took:
        file_sha256(path)
    return _HASHED_MIB / took[0]


def _load() -> Sequence[float]:
    """Give how many processes wanted a core in the last 1, 5 and 15 minutes."""
    return os.getloadavg()


def _say(name: str, what: str) -> None:
    loaded = ", ".join(f"{one:.1f}" for one in _load())
    print(f"large library, {name}: {what} (load {loaded})", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
