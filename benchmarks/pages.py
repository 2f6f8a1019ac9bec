"""A library of 200 athletes and 2,000 clips -> how many pages a second a real server gives.

``python -m benchmarks.pages`` starts ``aqvision serve`` on such a library, in a process of its own,
and asks it from this one: as fast as it answers, and then a steady number of times a second.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

import psutil

from aqvision.library.library import Library, open_library
from benchmarks.machine import describe_machine
from benchmarks.team_library import fill
from validation.tables import met, table

N_ATHLETES, N_CLIPS_EACH = 200, 10
_AT_LEAST_PER_S, _AT_MOST_MS, _STEADY_PER_S = 400, 100.0, 100
_N_CONNECTIONS = 8
_STARTS_WITHIN_S = 120


@dataclass(frozen=True, slots=True)
class Loaded:
    """How a page did: answers a second at most, and times in ms at a steady number a second.

    ``first_ms`` is what the first visitor after a change waits for, at the median over the pages;
    ``own_ms`` is the server's own processor time for an answer, whatever else the machine does.
    """

    name: str
    first_ms: float
    own_ms: float
    per_s: float
    p50_ms: float
    p95_ms: float


@dataclass(frozen=True, slots=True)
class Served:
    """Where a server answers, what lets a visitor in, and its process."""

    host: str
    port: int
    cookie: str
    pid: int

    def ask(self, path: str) -> bytes:
        """Write a request.

        Parameters
        ----------
        path
            Of the page.
        """
        lines = (
            f"GET {path} HTTP/1.1", f"Host: {self.host}:{self.port}", f"Cookie: {self.cookie}",
            "Accept: text/html", "", "",
        )  # fmt: skip
        return "\r\n".join(lines).encode()


@contextmanager
def serving(home: Path, url: str | None = None) -> Iterator[Served]:
    """Run a server of its own on a library until the context ends.

    Parameters
    ----------
    home, url
        Folder of the library, and where its tables are if not there.
    """
    with running(home, url) as process:
        yield _let_in(address_of(process), process.pid)


@contextmanager
def running(home: Path, url: str | None = None) -> Iterator[subprocess.Popen[str]]:
    """Run a server until the context ends.

    Parameters
    ----------
    home, url
        Folder of the library, and where its tables are if not there.
    """
    command = [sys.executable, "-m", "aqvision", "serve", "--no-open", "--port", "0"]
    environment = {**os.environ, **environment_of(home, url), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        try:
            yield process
        finally:
            process.terminate()


def environment_of(home: Path, url: str | None = None) -> dict[str, str]:
    """Give the variables that lead a program to a library.

    Parameters
    ----------
    home, url
        Folder of the library, and where its tables are if not there.
    """
    return {"AQVISION_HOME": str(home), "AQVISION_DATABASE_URL": url or ""}


def address_of(process: subprocess.Popen[str]) -> str:
    """Give the address that a server says is to be opened.

    Parameters
    ----------
    process
        Of the server.
    """
    began_s = time.monotonic()
    while process.stdout is not None and time.monotonic() - began_s < _STARTS_WITHIN_S:
        found = re.search(r"http\S+", process.stdout.readline())
        if found:
            return found.group()
    raise RuntimeError("the server did not say where it is")


def _let_in(address: str, pid: int) -> Served:
    """Open the address with the token, and keep the cookie."""
    parts = urlsplit(address)
    served = Served(str(parts.hostname), int(parts.port or 0), "", pid)
    head, _body = asyncio.run(_once(served, f"/?{parts.query}"))
    cookie = re.search(r"set-cookie: ([^;]+);", head, re.IGNORECASE)
    if cookie is None:
        raise RuntimeError(f"the server let nobody in: {head}")
    return replace(served, cookie=cookie[1])


async def _once(served: Served, path: str) -> tuple[str, bytes]:
    reader, writer = await asyncio.open_connection(served.host, served.port)
    try:
        return await _exchange(reader, writer, served.ask(path))
    finally:
        writer.close()


async def _exchange(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes
) -> tuple[str, bytes]:
    writer.write(request)
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    length = re.search(r"content-length: (\d+)", head, re.IGNORECASE)
    return head, await reader.readexactly(int(length[1]) if length else 0)


async def _one_by_one(served: Served, paths: Sequence[str]) -> list[float]:
    """Visit each page once; gives how long each answer took, in ms."""
    reader, writer = await asyncio.open_connection(served.host, served.port)
    took_ms = []
    for path in paths:
        began_s = time.perf_counter()
        head, _body = await _exchange(reader, writer, served.ask(path))
        _refuse_faults(head)
        took_ms.append(1e3 * (time.perf_counter() - began_s))
    writer.close()
    return took_ms


async def _flood(served: Served, paths: Sequence[str], seconds: float) -> float:
    """Ask as fast as answers come, over some connections; gives answers a second."""
    end_s, done = time.perf_counter() + seconds, 0

    async def visit(number: int) -> None:
        nonlocal done
        reader, writer = await asyncio.open_connection(served.host, served.port)
        chosen = random.Random(number)
        while time.perf_counter() < end_s:
            head, _body = await _exchange(reader, writer, served.ask(chosen.choice(paths)))
            _refuse_faults(head)
            done += 1
        writer.close()

    await asyncio.gather(*(visit(number) for number in range(_N_CONNECTIONS)))
    return done / seconds


async def _steadily(served: Served, paths: Sequence[str], seconds: float) -> list[float]:
    """Ask so many times a second, whatever comes back; gives how long each answer took, in ms.

    Who finds all connections busy waits, and the wait counts.
    """
    free: asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = asyncio.Queue()
    for _number in range(4 * _N_CONNECTIONS):
        free.put_nowait(await asyncio.open_connection(served.host, served.port))
    chosen, took_ms = random.Random(0), []

    async def visit(path: str, due_s: float) -> None:
        connection = await free.get()
        head, _body = await _exchange(*connection, served.ask(path))
        _refuse_faults(head)
        took_ms.append(1e3 * (time.perf_counter() - due_s))
        free.put_nowait(connection)

    began_s, visits = time.perf_counter(), []
    for number in range(round(seconds * _STEADY_PER_S)):
        due_s = began_s + number / _STEADY_PER_S
        await asyncio.sleep(max(due_s - time.perf_counter(), 0.0))
        visits.append(asyncio.create_task(visit(chosen.choice(paths), due_s)))
    await asyncio.gather(*visits)
    return sorted(took_ms)


def _refuse_faults(head: str) -> None:
    if " 200 " not in head.partition("\r\n")[0]:
        raise RuntimeError(head)


def load(served: Served, name: str, paths: Sequence[str], seconds: float) -> Loaded:
    """Load pages that are alike.

    Parameters
    ----------
    served, name, paths
        The server, what the pages are, and their paths.
    seconds
        How long each way of asking goes on.
    """
    first_ms = asyncio.run(_one_by_one(served, paths))
    began_s = _processor_s(served)
    per_s = asyncio.run(_flood(served, paths, seconds))
    own_ms = 1e3 * (_processor_s(served) - began_s) / (per_s * seconds)
    took_ms = asyncio.run(_steadily(served, paths, seconds))
    p50, p95 = (took_ms[int(part * (len(took_ms) - 1))] for part in (0.5, 0.95))
    return Loaded(name, statistics.median(first_ms), own_ms, per_s, p50, p95)


def _processor_s(served: Served) -> float:
    used = psutil.Process(served.pid).cpu_times()
    return float(used.user + used.system)


@contextmanager
def changing(library: Library, athlete_id: str, every_s: float) -> Iterator[None]:
    """Change the library now and then, from this process, until the context ends.

    Parameters
    ----------
    library, athlete_id
        What is changed, and who gets another height.
    every_s
        How long from one change to the next.
    """
    over = threading.Event()

    def change() -> None:
        number = 0
        while not over.wait(every_s):
            number += 1
            library.update_athlete(athlete_id, height_m=1.7 + 0.001 * (number % 10))

    thread = threading.Thread(target=change)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def load_all(
    served: Served, library: Library, athlete_ids: Sequence[str], seconds: float
) -> list[Loaded]:
    """Load the pages that are looked at most, while all is quiet and while it changes.

    Parameters
    ----------
    served, library, athlete_ids
        The server, its library, and everybody in it.
    seconds
        How long each way of asking goes on.
    """
    people = [f"/athletes/{one}" for one in athlete_ids]
    found = load_quiet(served, athlete_ids, seconds)
    with changing(library, athlete_ids[0], 1.0):
        found.append(load(served, "start, a change a second", ["/"], seconds))
        found.append(load(served, "athlete, a change a second", people, seconds))
    return found


def load_quiet(served: Served, athlete_ids: Sequence[str], seconds: float) -> list[Loaded]:
    """Load the pages that are looked at most, while nothing changes.

    Parameters
    ----------
    served, athlete_ids, seconds
        As for :func:`load_all`.
    """
    return [
        load(served, "start", ["/"], seconds),
        load(served, "athlete", [f"/athletes/{one}" for one in athlete_ids], seconds),
        load(served, "start, sorted or found", ["/?sort=day", "/?q=athlete+01"], seconds),
    ]


def made_anew_ms(served: Served, library: Library, athlete_id: str, n_times: int = 5) -> float:
    """Give the server's own processor time for a start page after a change, at the median, in ms.

    Parameters
    ----------
    served, library, athlete_id
        The server, its library, and who gets another height each time.
    n_times
        How often.
    """
    took_ms = []
    for number in range(n_times):
        library.update_athlete(athlete_id, height_m=1.7 + 0.001 * number)
        began_s = _processor_s(served)
        asyncio.run(_one_by_one(served, ["/"]))
        took_ms.append(1e3 * (_processor_s(served) - began_s))
    return statistics.median(took_ms)


def report(found: Sequence[Loaded]) -> str:
    """Write what was measured, as docs/performance.md has it.

    Parameters
    ----------
    found
        A row each.
    """
    rows = [
        f"{one.name} | {one.first_ms:.0f} | {one.own_ms:.2f} | {one.per_s:.0f} | "
        f"{one.p50_ms:.0f} | {one.p95_ms:.0f} | "
        f"{met(one.per_s >= _AT_LEAST_PER_S and one.p95_ms <= _AT_MOST_MS)}"
        for one in found
    ]
    times = f"p50 at {_STEADY_PER_S}/s, ms | p95, ms"
    head = f"| page | first, ms | own ms an answer | answers/s | {times} | |"
    return table(head, rows)


def main() -> None:
    """Make the library, load its pages and say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5.0, help="for each way of asking")
    seconds = parser.parse_args().seconds
    with tempfile.TemporaryDirectory() as folder, open_library(Path(folder)) as library:
        ids = fill(library, N_ATHLETES, N_CLIPS_EACH)
        with serving(Path(folder)) as served:
            found = load_all(served, library, ids, seconds)
    print(f"Machine: {describe_machine()}.\n\n{report(found)}")


if __name__ == "__main__":
    main()
