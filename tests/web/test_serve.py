"""The server as it runs: it listens here alone, tells no secrets, stays small, and ends cleanly."""

from __future__ import annotations

import os
import socket
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx2
import psutil
import pytest
from click.testing import CliRunner

from aqvision.cli.main import main
from aqvision.library.library import open_library
from aqvision.web.auth import COOKIE
from aqvision.web.serve import _checked, _listening
from tests.support.web_server import Server
from tests.support.web_site import PART, TUS, metadata

MIB = 1024 * 1024
N_UPLOADS, UPLOAD_BYTES = 10, 40 * 1000 * 1000  # more than it may need, if it kept them whole
MAX_MEMORY_BYTES = 300 * 1000 * 1000


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("serve") / "home")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def client(server: Server) -> Iterator[httpx2.Client]:
    with server.visitor() as client:
        yield client


def test_it_listens_on_this_machine_alone(server: Server) -> None:
    assert server.process is not None
    places = psutil.Process(server.process.pid).net_connections("tcp")
    assert {place.laddr.ip for place in places if place.status == "LISTEN"} == {"127.0.0.1"}


def test_nothing_secret_is_written_down(server: Server, client: httpx2.Client) -> None:
    token = server.address.rpartition("=")[2]
    cookie = client.cookies[COOKIE]
    for path in (f"/?token={token}", "/", f"/nothing?token={token}x", "/uploads"):
        client.get(path)
    written = [path for path in server.home.rglob("*") if path.is_file()]
    said = server.err.read_bytes() + b"".join(path.read_bytes() for path in written)
    assert token.encode() not in said
    assert cookie.encode() not in said
    assert stat.S_IMODE(server.home.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "request_line",
    [
        b"GET /../../etc/passwd HTTP/1.1",
        b"GET //%2e%2e/%2e%2e/etc/passwd HTTP/1.1",
        b"GET http://example.com/ HTTP/1.1",
        b"\x00\xff\xfe junk",
        b"PATCH /uploads/x HTTP/1.1\r\nContent-Length: -5",
        b"POST /athletes HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6",
        b"POST /athletes HTTP/1.1\r\nTransfer-Encoding: gzip, chunked",
        b"GET / HTTP/1.1\r\nX: " + b"a" * 200_000,
        b"GET / HTTP/1.1\r\n" + b"X-Y: z\r\n" * 20_000,
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b",
        b"GET / HTTP/1.1\r\nCookie: " + b"=;" * 9000,
    ],
    ids=range(11),
)
def test_junk_is_refused_and_the_server_goes_on(
    server: Server, client: httpx2.Client, request_line: bytes
) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as line:
        try:
            line.sendall(request_line + b"\r\n\r\n")
            answer = line.recv(100)
        except ConnectionError:
            answer = b""
    assert answer == b"" or answer.split()[1][:1] == b"4"
    assert client.get("/").status_code == 200


def test_ten_large_uploads_at_once_need_little_memory(server: Server) -> None:
    library = open_library(server.home)
    athlete_id = library.add_athlete("Ada").id
    library.close()
    assert server.process is not None
    process = psutil.Process(server.process.pid)
    done = threading.Event()
    most = [process.memory_info().rss]

    def watch() -> None:
        while not done.wait(0.05):
            most[0] = max(most[0], process.memory_info().rss)

    watcher = threading.Thread(target=watch)
    watcher.start()
    statuses: list[int] = []
    senders = [
        threading.Thread(target=_upload, args=(server, athlete_id, statuses))
        for _ in range(N_UPLOADS)
    ]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    done.set()
    watcher.join()
    assert statuses == [204] * N_UPLOADS
    parts = list((server.home / "uploads").glob("*.part"))
    assert [path.stat().st_size for path in parts] == [UPLOAD_BYTES] * N_UPLOADS
    assert most[0] < MAX_MEMORY_BYTES, f"{most[0] / MIB:.0f} MiB"
    for path in parts:
        path.unlink()
        path.with_suffix(".json").unlink()


def _upload(server: Server, athlete_id: str, statuses: list[int]) -> None:
    said = metadata(filename="a.mp4", athlete=athlete_id, label="before", date="2026-05-04")
    piece = os.urandom(250_000)
    with server.visitor() as client:
        sizes = {"Upload-Length": str(UPLOAD_BYTES), "Upload-Metadata": said}
        place = client.post("/uploads", headers={**TUS, **sizes}).headers["Location"]
        content = (piece for _ in range(UPLOAD_BYTES // len(piece)))
        length = {"Content-Length": str(UPLOAD_BYTES), "Upload-Offset": "0"}
        answer = client.patch(place, content=content, headers={**PART, **length})
        statuses.append(answer.status_code)


def test_a_port_that_is_taken_is_said_to_be(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AQVISION_HOME", str(tmp_path / "other"))
    result = CliRunner().invoke(main, ["serve", "--no-open", "--port", str(server.port)])
    assert result.exit_code == 1
    assert f"port {server.port} cannot be used" in result.output
    assert "choose another port" in result.output


def test_a_server_behind_a_proxy_keeps_its_address_out_of_the_log(tmp_path: Path) -> None:
    server = Server(tmp_path / "home")
    address = server.home / "web-address"
    try:
        server.start_behind_proxy("https://sprint.example.org")
        assert stat.S_IMODE(address.stat().st_mode) == 0o600
        where = address.read_text().strip()
        token = where.removeprefix("https://sprint.example.org/?token=")
        assert token not in server.out.read_text() + server.err.read_text()
        passed_on = {"Host": "sprint.example.org", "X-Forwarded-Proto": "https"}
        answer = httpx2.get(f"{server.base}/?token={token}", headers=passed_on)
        assert "Secure" in answer.headers["Set-Cookie"]
    finally:
        server.stop()
    assert server.process is not None
    assert server.process.returncode == 0
    assert server.err.read_text() == ""


def test_a_server_with_accounts_invites_its_first_admin_once(tmp_path: Path) -> None:
    server = Server(tmp_path / "home")
    password = "correct horse battery"  # noqa: S105 - of a test
    form = {"name": "boss", "password": password, "again": password}
    try:
        server.start("--accounts")
        outdated = server.address
        server.stop()
        server.start("--accounts")
        with httpx2.Client(headers={"Origin": server.base, "Accept": "text/html"}) as client:
            assert client.post(outdated, data=form).status_code == 404
            assert client.post(server.address, data=form).status_code == 303
            assert client.get(server.base).status_code == 200
            server.stop()
            server.start("--accounts")
            assert server.address == f"{server.base}/sign-in"
            assert client.get(server.base).status_code == 200  # still signed in
    finally:
        server.stop()


def test_the_pages_load_nothing_that_measures() -> None:
    program = (
        "import sys, aqvision.web.app\n"
        "print([n for n in ('pandas', 'scipy', 'mediapipe', 'plotly') if n in sys.modules])"
    )
    command = [sys.executable, "-c", program]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "[]\n"


@pytest.mark.parametrize(
    "url",
    [
        "nonsense",
        "ftp://sprint.example.org",
        "https://",
        "https://sprint.example.org/reports",
        "https://sprint.example.org:port",
        "https://sprint example.org",
    ],
)
def test_a_proxy_that_no_browser_can_open_is_refused(url: str) -> None:
    found = CliRunner().invoke(main, ["serve", "--no-open", "--port", "0", "--public-url", url])
    assert found.exit_code == 1
    assert f"'{url}' is not the address of a site" in found.stderr
    assert "https://sprint.example.org" in found.stderr


def test_a_proxy_may_be_written_with_a_slash() -> None:
    assert _checked("https://sprint.example.org/") == "https://sprint.example.org"
    assert _checked("http://localhost:8080") == "http://localhost:8080"


def test_answers_in_two_pieces_do_not_wait_for_each_other() -> None:
    with _listening(0) as listener:
        assert listener.proto == socket.IPPROTO_TCP  # what asyncio sends without delay by
