"""Small libraries, and clips and results that look real enough to be kept in them."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psutil
from sqlalchemy import Engine, event

from aqvision.core.assets import DEFAULT_MODEL
from aqvision.core.provenance import describe_run
from aqvision.core.settings import Settings
from aqvision.library.database import open_engine
from aqvision.library.files.place import MARK
from aqvision.library.library import Library, open_library
from aqvision.library.records import Run, Session, StoredAnalysis
from aqvision.library.repositories.results import analysis_key


@event.listens_for(Engine, "connect")
def _wait_for_no_disk(connection: Any, _: object) -> None:
    """Let what is written outlive a process that is killed, though not a machine."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous = OFF").close()


@cache
def _empty_database() -> bytes:
    """Make the tables once: that takes longer than most tests."""
    with TemporaryDirectory() as folder:
        with open_library(Path(folder)) as library:
            database = library.home.database
        return database.read_bytes()


def make_home(home: Path) -> Path:
    """Make a home whose library has its tables already."""
    home.mkdir(mode=0o700)
    (home / "library.sqlite").write_bytes(_empty_database())
    return home


def tiny_library(folder: Path, url: str | None = None) -> Library:
    """Make an empty library in a folder, whatever the environment says; its tables at ``url``."""
    os.environ.pop("AQVISION_DATABASE_URL", None)
    if url is None and not (folder / "home").exists():
        make_home(folder / "home")
    return open_library(folder / "home", url)


def opened_again(library: Library) -> Library:
    """Open the same library once more, as another program would."""
    return Library(library.home, open_engine(library.engine.url))


def small_video(path: Path, content: bytes) -> Path:
    """Write a file that begins as an mp4 does."""
    path.write_bytes(b"\x00\x00\x00\x18ftypisom" + content)
    return path


def made_result(library: Library) -> Path:
    """Make a folder as a finished analysis would be."""
    folder = library.home.new_result()
    folder.mkdir()
    for name in ("analysis.json", "report.html"):
        (folder / name).write_text("{}")
    return folder


def measured_now(library: Library, run: Run) -> StoredAnalysis:
    """Add an analysis as the present version would make it of what is known now."""
    key = analysis_key(library.clip_of(run.id), run.file_sha256, DEFAULT_MODEL, Settings())
    made = describe_run(run.name, run.file_sha256, DEFAULT_MODEL, Settings()).to_dict()
    return library.add_analysis(run.id, key, made_result(library), made)


@contextmanager
def queries_of(library: Library) -> Iterator[list[str]]:
    """Note what the database is asked, by whatever thread."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement != "BEGIN":
            asked.append(statement)

    event.listen(library.engine, "before_cursor_execute", note)
    yield asked
    event.remove(library.engine, "before_cursor_execute", note)


def stored(library: Library) -> list[Path]:
    """List all files beside the clips, but the note that tells which place they are in."""
    paths = library.home.files.rglob("*")
    return sorted(path for path in paths if path.is_file() and path.name != Path(MARK).name)


def fake_command(diary: Path) -> tuple[str, ...]:
    """Give the command of tests/support/fake_measure.py, which notes in a diary what it does."""
    return (sys.executable, str(Path(__file__).with_name("fake_measure.py")), str(diary))


def processes_with(argument: str) -> list[int]:
    """List the living processes whose command has an argument."""
    return [
        process.pid
        for process in psutil.process_iter(["cmdline", "status"])
        if argument in (process.info["cmdline"] or [])
        and process.info["status"] != psutil.STATUS_ZOMBIE
    ]


def session_of(library: Library, name: str = "Anna", label: str = "before") -> Session:
    athlete = library.add_athlete(name, height_m=1.71)
    return library.add_session(athlete.id, label)
