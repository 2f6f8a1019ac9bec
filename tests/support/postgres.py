"""A PostgreSQL server of a test's own: started, stopped and thrown away with all it held."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg
import pytest

_PLACES = ("/usr/lib/postgresql", "/usr/local/pgsql")
_NUMBERS = count()


@dataclass(frozen=True, slots=True)
class Server:
    """Listens on 127.0.0.1, asks nobody for a password, and writes nothing for good."""

    programs: Path
    folder: Path
    port: int

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -k {self.folder} -F"
        self._control("-o", options, "-l", str(self.folder / "log"), "start")

    def stop(self, how: str = "fast") -> None:
        self._control("-m", how, "stop")

    def _control(self, *arguments: str) -> None:
        data = ("-D", str(self.folder / "data"), "-w", "-s")
        _run(str(self.programs / "pg_ctl"), *data, *arguments)

    def new_database(self) -> str:
        """Make an empty database and give its address."""
        name = f"test_{next(_NUMBERS)}"
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return self._url(name)

    def _url(self, name: str) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/{name}"


@contextmanager
def running_server() -> Iterator[Server]:
    """Run a server; skip the test where its programs are not installed."""
    programs = _programs()
    if programs is None:
        pytest.skip("the programs of a PostgreSQL server (initdb, pg_ctl) are not installed")
    folder = Path(tempfile.mkdtemp(prefix="aqvision-postgres-"))
    if not os.geteuid():  # it refuses to run as root
        shutil.chown(folder, "postgres", "postgres")
    server = Server(programs, folder, _free_port())
    try:
        initdb = str(programs / "initdb")
        _run(
            initdb, "-D", str(folder / "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8", "-N"
        )
        server.start()
        yield server
        server.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path | None:
    found = [path for place in _PLACES for path in Path(place).glob("**/initdb")]
    on_path = shutil.which("initdb")
    found += [Path(on_path)] if on_path else []
    return max(found).parent if found else None


def _run(*command: str) -> None:
    user = None if os.geteuid() else "postgres"
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C"}
    home = "/" if user is None else pwd.getpwnam(user).pw_dir
    subprocess.run(
        command,
        check=True,
        user=user,
        group=user,
        extra_groups=None if user is None else [],
        cwd=home if Path(home).is_dir() else "/",
        env=environment,
        stdout=subprocess.DEVNULL,
    )


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
