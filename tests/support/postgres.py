"""The system's PostgreSQL, run for tests in a folder of its own: nothing else reaches it.

It listens on a socket in that folder only, does not wait for the disk, and may be stopped, cut off
and started again as often as a test likes.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

_SYSTEMS_OWN = Path("/usr/lib/postgresql")  # of Debian and Ubuntu, a folder a version
_NOT_ROOT = ("postgres", "nobody")
_STARTS_WITHIN_S = 30
# what was committed outlives a server that is cut off, though not a machine that is
_QUICK = ("fsync=off", "full_page_writes=off")


def missing() -> str | None:
    """Say why no server can be run here; None where one can."""
    if _programs() is None:
        return "PostgreSQL's server is not installed: apt-get install postgresql"
    if os.getuid() == 0 and _other_user() is None:
        return "PostgreSQL does not run as root, and there is no other user here"
    return None


def _programs() -> Path | None:
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    versions = sorted(_SYSTEMS_OWN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return versions[-1].parent if versions else None


def _other_user() -> pwd.struct_passwd | None:
    known = {user.pw_name: user for user in pwd.getpwall()}
    return next((known[name] for name in _NOT_ROOT if name in known), None)


@dataclass
class PostgresServer:
    """A server with its folder; ``safe`` is whether it waits for the disk, as outside of tests."""

    folder: Path
    safe: bool = False
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def program(self, name: str) -> str:
        """Give the path of one of PostgreSQL's programs, such as pg_dump."""
        programs = _programs()
        assert programs is not None
        return str(programs / name)

    def url(self, name: str = "postgres") -> str:
        """Give the address of a database, as it is written into AQVISION_DATABASE_URL."""
        return f"postgresql://postgres@/{name}?host={quote(str(self.folder), safe='')}"

    def make(self) -> None:
        """Make the server's files."""
        if (owner := self._owner()) is not None:
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
        # it sorts as a language does, as servers usually do: nothing may depend on that
        order = ("-E", "UTF8", "--locale-provider=icu", "--icu-locale=en", "--locale=C.UTF-8")
        options = ("-U", "postgres", "-A", "trust", "--no-sync", *order)
        command = [self.program("initdb"), "-D", str(self.folder / "data"), *options]
        subprocess.run(
            command, check=True, stdout=subprocess.DEVNULL, cwd=self.folder, **self._as_owner()
        )

    def start(self) -> None:
        """Start it, and wait until it answers."""
        settings = ("listen_addresses=", f"unix_socket_directories={self.folder}")
        told = [word for one in (*settings, *(() if self.safe else _QUICK)) for word in ("-c", one)]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self.program("postgres"), "-D", str(self.folder / "data"), *told],
                stdout=log, stderr=log, cwd=self.folder, start_new_session=True,
                **self._as_owner(),
            )  # fmt: skip
        self._await_answer()

    def _await_answer(self) -> None:
        end_s = time.monotonic() + _STARTS_WITHIN_S
        while True:
            try:
                psycopg.connect(self.url()).close()
            except psycopg.OperationalError:
                if time.monotonic() > end_s or self._process is None or self._process.poll():
                    raise RuntimeError((self.folder / "log").read_text()) from None
                time.sleep(0.05)
            else:
                return

    def stop(self, *, cut_off: bool = False) -> None:
        """Stop it: connections are closed, or ``cut_off`` as by a loss of power."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT if cut_off else signal.SIGINT)
            self._process.wait(_STARTS_WITHIN_S)
            self._process = None

    def restart(self, *, cut_off: bool = False) -> None:
        """Stop it and start it again."""
        self.stop(cut_off=cut_off)
        self.start()

    def create(self, name: str, template: str = "template0") -> str:
        """Make a database, empty or as a copy of another that nobody is in; give its address."""
        self.do(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)

    def drop(self, name: str) -> None:
        """Remove a database, whoever is in it."""
        self.do(f"DROP DATABASE {name} WITH (FORCE)")

    def do(self, command: str) -> None:
        """Have the server do something outside of any transaction."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(command.encode())

    def _owner(self) -> pwd.struct_passwd | None:
        return _other_user() if os.getuid() == 0 else None

    def _as_owner(self) -> dict[str, Any]:
        owner = self._owner()
        if owner is None:
            return {}
        return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}


@contextmanager
def running_postgres(*, safe: bool = False) -> Iterator[PostgresServer]:
    """Run a server of its own until the context ends."""
    # not under pytest's folders: those are closed to the user that the server runs as
    with tempfile.TemporaryDirectory(prefix="aqvision-pg-", ignore_cleanup_errors=True) as folder:
        server = PostgresServer(Path(folder), safe)
        server.make()
        server.start()
        try:
            yield server
        finally:
            server.stop()
