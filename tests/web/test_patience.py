"""Connections that say nothing, or too slowly, are closed; slow uploads are not."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from aqvision.library.library import open_library
from tests.support.team_folder import session_of, small_video
from tests.support.web_server import Server
from tests.support.web_site import PART, TUS, metadata

BOUND_S = 1.0
SLOW_UPLOAD_S = 3.0
LARGE_BYTES = 24 * 1024 * 1024
PROGRAM = f"""
import sys
from aqvision.web import pages, patience
from aqvision.web.routes import uploads
patience.HEAD_S = patience.REST_S = patience.ANSWER_S = {BOUND_S}
pages._SILENCE_S = uploads._SILENCE_S = {BOUND_S}
from aqvision.cli.main import main
main()
"""


class HastyServer(Server):
    """The server with bounds that a test can wait for."""

    def _run(self, *options: str) -> None:
        command = [sys.executable, "-c", PROGRAM, "serve", "--no-open", "--port", "0"]
        environment = {**os.environ, "AQVISION_HOME": str(self.home)}
        with self.out.open("wb") as out, self.err.open("ab") as err:
            self.process = subprocess.Popen(
                command, stdout=out, stderr=err, env=environment, start_new_session=True
            )


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HastyServer]:
    server = HastyServer(tmp_path_factory.mktemp("patience") / "home")
    server.start()
    yield server
    server._end(signal.SIGINT)


def head(server: Server, cookie: str, *more: str, method: str = "POST /athletes") -> bytes:
    lines = [
        f"{method} HTTP/1.1",
        f"Host: 127.0.0.1:{server.port}",
        f"Origin: {server.base}",
        f"Cookie: aqvision={cookie}",
        *more,
    ]
    return "\r\n".join([*lines, "", ""]).encode()


@pytest.fixture(scope="module")
def cookie(server: HastyServer) -> str:
    with server.visitor() as client:
        return client.cookies["aqvision"]


def closed_after_s(line: socket.socket, say: Callable[[], object], patience_s: float) -> float:
    """Say something every tenth of a second until the server closes; how long it took."""
    began_s = time.monotonic()
    line.settimeout(0.1)
    while time.monotonic() - began_s < patience_s:
        try:
            say()
            if line.recv(65536) == b"":
                return time.monotonic() - began_s
        except TimeoutError:
            continue
        except ConnectionError:
            return time.monotonic() - began_s
    raise AssertionError("it was not closed")


def test_who_says_nothing_or_a_letter_at_a_time_is_closed(server: HastyServer) -> None:
    with socket.create_connection(("127.0.0.1", server.port)) as line:
        assert closed_after_s(line, lambda: None, 10) >= BOUND_S / 2
    with socket.create_connection(("127.0.0.1", server.port)) as line:
        line.sendall(b"GET / HTTP/1.1\r\nX: ")
        closed_after_s(line, lambda: line.sendall(b"a"), 10)


def test_who_begins_a_second_request_and_stops_is_closed(server: HastyServer, cookie: str) -> None:
    with socket.create_connection(("127.0.0.1", server.port)) as line:
        line.sendall(head(server, cookie, method="GET /filming"))
        assert line.recv(20).startswith(b"HTTP/1.1 200")
        closed_after_s(line, lambda: line.sendall(b"G"), 10)


@pytest.mark.parametrize("letter", [b"", b"a"])
def test_a_form_that_stalls_or_trickles_is_closed(
    server: HastyServer, cookie: str, letter: bytes
) -> None:
    form = ("Content-Type: application/x-www-form-urlencoded", "Content-Length: 5000")
    with socket.create_connection(("127.0.0.1", server.port)) as line:
        line.sendall(head(server, cookie, *form) + b"name=")
        closed_after_s(line, lambda: line.sendall(letter), 10)


def test_a_slow_upload_is_not_closed(server: HastyServer, cookie: str) -> None:
    n_bytes = int(SLOW_UPLOAD_S * 10)
    with server.visitor() as client:
        client.post("/athletes", data={"name": "Ada"})
        athlete_id = client.get("/").text.split("/athletes/")[-2].split('"')[0]
        said = metadata(filename="a.mp4", athlete=athlete_id, label="before", date="2026-05-04")
        sizes = {"Upload-Length": str(n_bytes), "Upload-Metadata": said}
        place = client.post("/uploads", headers={**TUS, **sizes}).headers["Location"]

        def slowly() -> Iterator[bytes]:
            for _ in range(n_bytes):
                time.sleep(0.1)
                yield b"x"

        length = {"Content-Length": str(n_bytes), "Upload-Offset": "0"}
        answer = client.patch(place, content=slowly(), headers={**PART, **length})
        assert answer.status_code == 204
        assert answer.headers["Upload-Offset"] == str(n_bytes)


def reader(server: HastyServer, cookie: str, n_bytes: int) -> socket.socket:
    """Ask for a large file on a line that takes little at a time."""
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, n_bytes)
    line.connect(("127.0.0.1", server.port))
    line.sendall(head(server, cookie, "Connection: close", method=f"GET {clip_of(server)}"))
    line.settimeout(10)
    return line


def n_read(line: socket.socket, pause_s: float = 0.0) -> int:
    """Count what comes until the line is closed, or cut off."""
    n_bytes = 0
    with suppress(ConnectionError):
        while piece := line.recv(1 << 18):
            n_bytes += len(piece)
            time.sleep(pause_s)
    return n_bytes


def clip_of(server: HastyServer) -> str:
    """Give the path of a clip that is far larger than what the system keeps for a connection."""
    with open_library(server.home) as library:
        session = session_of(library)
        clip = small_video(server.home.with_name("large.mp4"), b"large")
        with clip.open("ab") as file:
            file.truncate(LARGE_BYTES)
        return f"/runs/{library.add_run(session.id, clip).id}/clip"


def test_an_answer_that_nobody_reads_is_cut_off(server: HastyServer, cookie: str) -> None:
    with reader(server, cookie, 4096) as line:
        time.sleep(4 * BOUND_S)
        assert n_read(line) < LARGE_BYTES / 2
    assert Path(server.err).read_text() == ""


def test_an_answer_that_is_read_slowly_comes_whole(server: HastyServer, cookie: str) -> None:
    began_s = time.monotonic()
    with reader(server, cookie, 1 << 16) as line:
        assert n_read(line, 0.02) > LARGE_BYTES
    assert time.monotonic() - began_s > 2 * BOUND_S


def test_many_posts_that_are_cut_off_write_nothing(server: HastyServer, cookie: str) -> None:
    form = ("Content-Type: application/x-www-form-urlencoded", "Content-Length: 5000")
    for number in range(200):
        with socket.create_connection(("127.0.0.1", server.port)) as line:
            line.sendall(head(server, cookie, *form) + b"name=" + b"a" * number)
    with server.visitor() as client:
        assert client.get("/").status_code == 200
    time.sleep(0.2)
    assert Path(server.err).read_text() == ""
