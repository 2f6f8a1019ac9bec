"""The real server in a process of its own: started, asked, killed."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import psutil

STARTS_WITHIN_S = 60


@dataclass
class Server:
    """``aqvision serve`` on a home folder; what it says goes to files beside that."""

    home: Path
    port: int = 0
    language: str = "en"
    process: subprocess.Popen[bytes] | None = None
    address: str = ""

    @property
    def out(self) -> Path:
        return self.home.with_name(f"{self.home.name}.out")

    @property
    def err(self) -> Path:
        return self.home.with_name(f"{self.home.name}.err")

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, *options: str) -> None:
        """Start, and wait until it says where it is to be opened."""
        self._run(*options)
        self.address = self._wait_for(r"http\S+")
        self.port = urlsplit(self.address).port or self.port

    def start_again(self) -> None:
        """Start where it listened before, and wait for nothing."""
        self._run()

    def start_behind_proxy(self, public_url: str) -> None:
        """Start as behind a reverse proxy, and find the port that it would use."""
        self._run("--public-url", public_url)
        self._wait_for("The address")
        assert self.process is not None
        places = psutil.Process(self.process.pid).net_connections("tcp")
        self.port = next(place.laddr.port for place in places if place.status == "LISTEN")

    def _run(self, *options: str) -> None:
        command = [sys.executable, "-m", "aqvision", "serve", "--no-open", "--port", str(self.port)]
        own = {"AQVISION_HOME": str(self.home), "LANGUAGE": self.language}
        environment = {**os.environ, **own}
        with self.out.open("wb") as out, self.err.open("ab") as err:
            self.process = subprocess.Popen(
                [*command, *options], stdout=out, stderr=err, env=environment,
                start_new_session=True,
            )  # fmt: skip

    def _wait_for(self, pattern: str) -> str:
        for _ in range(STARTS_WITHIN_S * 20):
            found = re.search(pattern, self.out.read_text())
            if found:
                return found.group()
            assert self.process is not None
            assert self.process.poll() is None, self.err.read_text()
            time.sleep(0.05)
        raise AssertionError(self.err.read_text())

    def kill(self) -> None:
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGINT)

    def _end(self, how: signal.Signals) -> None:
        if self.process is not None:
            self.process.send_signal(how)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(30)
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    @contextmanager
    def visitor(self) -> Iterator[httpx2.Client]:
        """Give a browser that has been let in."""
        own = {"Origin": self.base, "Accept": "text/html"}
        with httpx2.Client(base_url=self.base, headers=own, timeout=120) as client:
            assert client.get(self.address).status_code == 303
            yield client
