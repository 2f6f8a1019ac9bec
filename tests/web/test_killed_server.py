"""The server killed again and again while clips come in: nothing lost, nothing twice."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx2
import numpy as np
import pytest

from aqvision.core.assets import file_sha256, find_sample
from aqvision.library.library import open_library
from tests.conftest import MakeVideo
from tests.support.web_server import Server
from tests.support.web_site import PART, TUS, metadata

N_CLIPS, N_SENDERS = 16, 2
# from its start, which takes some seconds itself: some die before they listen
LIFE_S = (0.5, 8.0)
# a clip takes longer than that to be measured, so each life ends in the middle of one
MEASURING_LIFE_S = (4.0, 14.0)
PATIENCE_S = 400
N_PIECES = 3
PROGRAM = """
import sys
from aqvision.sandbox import runner
import aqvision.web.previews as previews
runner.WORKER = tuple(sys.argv[1].split("\\n"))
previews.Previews.of = lambda self, run_id: previews.PreviewState(0.0, "waiting")
sys.argv[1:2] = []
from aqvision.cli.main import main
main()
"""


class KilledServer(Server):
    """The server, whose clips are measured by a fake that notes in a diary what it does."""

    @property
    def diary(self) -> Path:
        return self.home.with_name("diary")

    def _run(self, *_options: str) -> None:
        fake = (sys.executable, "tests/support/fake_measure.py", str(self.diary))
        command = [sys.executable, "-c", PROGRAM, "\n".join(fake), "serve", "--no-open", "--port"]
        path = os.pathsep.join(["src", "."])
        environment = {**os.environ, "AQVISION_HOME": str(self.home), "PYTHONPATH": path}
        with self.out.open("wb") as out, self.err.open("ab") as err:
            self.process = subprocess.Popen(
                [*command, str(self.port)], stdout=out, stderr=err, env=environment,
                start_new_session=True,
            )  # fmt: skip


class Sender:
    """Somebody who sends clips and has them measured, however often the server is gone."""

    def __init__(self, server: Server, athlete_id: str, cookie: str) -> None:
        self.athlete_id = athlete_id
        own = {"Origin": server.base, "Cookie": f"aqvision={cookie}", "Accept": "text/html"}
        self.client = httpx2.Client(base_url=server.base, headers=own, timeout=20)

    def again(self, ask: Callable[[], Any], *statuses: int) -> Any:
        """Ask until there is an answer of one of these kinds."""
        end_s = time.monotonic() + PATIENCE_S
        while time.monotonic() < end_s:
            try:
                answer = ask()
            except httpx2.TransportError:
                answer = None
            if answer is not None and answer.status_code in statuses:
                return answer
            time.sleep(0.1)
        raise AssertionError(answer and answer.text)

    def send(self, clip: Path) -> None:
        content = clip.read_bytes()
        said = metadata(date="", filename=clip.name, athlete=self.athlete_id, label="before")
        sizes = {"Upload-Length": str(len(content)), "Upload-Metadata": said}
        begun = self.again(lambda: self.client.post("/uploads", headers={**TUS, **sizes}), 201)
        place, here, piece = begun.headers["Location"], 0, len(content) // N_PIECES + 1
        while here < len(content):
            at = {**PART, "Upload-Offset": str(here)}
            part = content[here : here + piece]
            with suppress(httpx2.TransportError):
                self.client.patch(place, content=part, headers=at)
            told = self.again(lambda: self.client.head(place, headers=TUS), 200)
            here = int(told.headers["Upload-Offset"])
        as_json = {"Accept": "application/json"}
        made = self.again(lambda: self.client.post(f"{place}/finish", headers=as_json), 200)
        form = {"run": made.json()["run"]}
        measure = f"/athletes/{self.athlete_id}/measure"
        self.again(lambda: self.client.post(measure, data=form), 303)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[KilledServer]:
    server = KilledServer(tmp_path / "home")
    server.start()
    yield server
    server.stop()


@pytest.mark.slow
@pytest.mark.parametrize("n_kills", [6, 30])
def test_killed_again_and_again_nothing_is_lost_and_nothing_twice(
    server: KilledServer, tmp_path: Path, make_video: MakeVideo, n_kills: int
) -> None:
    clips = [grey_clip(tmp_path / f"sleep-0.3-{n}.mp4", n, make_video) for n in range(N_CLIPS)]
    sent_and_killed(server, clips, n_kills, LIFE_S)
    all_is_there_once(server, clips)
    diary = Counter(server.diary.read_text().splitlines())
    assert {diary[f"made {clip.name}"] for clip in clips} == {1}


@pytest.mark.slow
@pytest.mark.model
def test_killed_while_it_really_measures_nothing_is_lost_and_nothing_twice(tmp_path: Path) -> None:
    server = Server(tmp_path / "home")
    server.start()
    clips = [find_sample(f"{side}.mp4") for side in ("before", "after")]
    sent_and_killed(server, clips, 5, MEASURING_LIFE_S)
    all_is_there_once(server, clips)
    reports = list((server.home / "results").glob("*/report.html"))
    assert len(reports) == len(clips)


def sent_and_killed(
    server: Server, clips: list[Path], n_kills: int, life_s: tuple[float, float]
) -> None:
    """Send clips and have them measured while the server is killed; wait for the end of it."""
    with server.visitor() as client:
        client.post("/athletes", data={"name": "Ada"})
        cookie = client.cookies["aqvision"]
    with open_library(server.home) as library:
        (athlete,) = library.athletes()
    waiting, failed = list(clips), list[BaseException]()

    def send_all() -> None:
        sender = Sender(server, athlete.id, cookie)
        try:
            with sender.client:
                while waiting:
                    sender.send(waiting.pop())
        except BaseException as error:
            failed.append(error)
            raise

    senders = [threading.Thread(target=send_all, daemon=True) for _ in range(N_SENDERS)]
    for one in senders:
        one.start()
    chance = random.Random(3)
    for _ in range(n_kills):
        time.sleep(chance.uniform(*life_s))
        server.kill()
        server.start_again()
    server.kill()
    server.start()
    for one in senders:
        one.join(PATIENCE_S)
    assert failed == []
    wait_for_the_end(server)
    server.stop()  # what it still holds is settled


def grey_clip(path: Path, number: int, make_video: MakeVideo) -> Path:
    return make_video(path, [np.full((64, 64, 3), 40 + 12 * number, np.uint8)] * 8)


def wait_for_the_end(server: Server) -> None:
    end_s = time.monotonic() + PATIENCE_S
    with open_library(server.home) as library:
        while any(job.state in {"waiting", "running"} for job in library.jobs()):
            assert time.monotonic() < end_s
            time.sleep(0.2)


def all_is_there_once(server: Server, clips: list[Path]) -> None:
    """Each clip is one run with one analysis; nothing lies about."""
    with open_library(server.home) as library:
        (athlete,) = library.athletes()
        runs = library.runs_of_athlete(athlete.id)
        assert Counter(run.file_sha256 for run in runs) == Counter(map(file_sha256, clips))
        assert {job.state for job in library.jobs()} == {"done"}
        analyses = [library.analysis_of(run.id) for run in runs]
        folders = [made.folder for made in analyses if made is not None]
        assert len(folders) == len(set(folders)) == len(clips)
        results = {path.name for path in library.home.results.iterdir()}
    assert results == set(folders)
    assert list((server.home / "uploads").glob("*.part")) == []
    with sqlite3.connect(server.home / "library.sqlite") as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
