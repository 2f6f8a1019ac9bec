"""A small site to ask: a library in a folder, jobs and previews that do nothing but remember."""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from starlette.testclient import TestClient

from aqvision.core.errors import NotThereError
from aqvision.library.library import Library
from aqvision.library.records import JobKind, Run
from aqvision.web.app import create_app
from aqvision.web.auth import Keys
from aqvision.web.films import open_films
from aqvision.web.group_effects import GroupEffects
from aqvision.web.pages import Site
from aqvision.web.previews import Previews, PreviewState
from aqvision.web.strips import StripMaker
from aqvision.web.uploads import Uploads
from tests.support.team_folder import made_result, small_video, tiny_library

if TYPE_CHECKING:
    from aqvision.jobs.queue import Jobs

HOST = "127.0.0.1:8642"
ORIGIN = f"http://{HOST}"
KEYS = Keys("the-token-of-this-launch", b"a secret of thirty-two bytes ...")
DAYS = {"before": dt.date(2026, 5, 4), "after": dt.date(2026, 6, 30)}
TUS = {"Tus-Resumable": "1.0.0"}
PART = {**TUS, "Content-Type": "application/offset+octet-stream"}


@dataclass
class StillJobs:
    """Notes down what is to be done, and does nothing."""

    library: Library
    asked: list[tuple[str, str]] = field(default_factory=list)
    n_workers: int = 1

    def analyze(self, run_id: str, priority: int = 1) -> str:
        self.asked.append(("analyze", run_id))
        return self.library.add_job(JobKind.ANALYZE, run_id=run_id).id

    def analyze_all(self, run_ids: Sequence[str], priority: int = 1) -> list[str]:
        return [self.analyze(run_id, priority) for run_id in run_ids]

    def compare(self, comparison_id: str, priority: int = 1) -> str:
        self.asked.append(("compare", comparison_id))
        return self.library.add_job(JobKind.COMPARE, comparison_id=comparison_id).id

    def cancel(self, job_id: str) -> bool:
        self.asked.append(("cancel", job_id))
        self.library.update_job(job_id, state="cancelled")
        return True


@dataclass
class StillPreviews:
    """Has seen what it was told."""

    folder: Path
    seen: dict[str, PreviewState] = field(default_factory=dict)
    forgotten: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def of(self, run_id: str) -> PreviewState:
        self.asked.append(run_id)
        return self.seen.get(run_id, PreviewState(0.25, "finding the athlete"))

    def picture(self, run_id: str, name: str) -> Path:
        if name != "people-0.webp":
            raise NotThereError("there is no such picture", "load the page again")
        return self.folder / name

    def thumbnail(self, run_id: str) -> Path | None:
        path = self.folder / f"{run_id}.webp"
        return path if path.is_file() else None

    def quarter_turns(self, run_id: str) -> int:
        preview = self.seen[run_id].preview if run_id in self.seen else None
        return preview.film.quarter_turns if preview and preview.film else 0

    def forget(self, run_ids: list[str]) -> None:
        self.forgotten.extend(run_ids)


def tiny_site(folder: Path) -> Site:
    library = tiny_library(folder)
    return Site(
        library,
        cast("Jobs", StillJobs(library)),
        Uploads(library.home.uploads),
        cast(Previews, StillPreviews(folder)),
        open_films(library),
        StripMaker(work=library.home.folder / "previews"),
        GroupEffects(library=library, work=library.home.folder / "previews"),
    )


def new_browser(site: Site) -> TestClient:
    """Give a browser at a page of ours that has not been let in."""
    app = create_app(site, KEYS, frozenset({HOST}))
    own = {"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin", "Accept": "text/html"}
    return TestClient(app, base_url=ORIGIN, headers=own, follow_redirects=False)


def visitor(site: Site) -> TestClient:
    """Give a browser that has opened the address with the token."""
    client = new_browser(site)
    assert client.get("/", params={"token": KEYS.launch_token}).status_code == 303
    return client


def metadata(**values: str) -> str:
    return ",".join(
        f"{key} {base64.b64encode(text.encode()).decode()}" for key, text in values.items()
    )


def announce(client: TestClient, athlete_id: str, length: int, **intent: str) -> Any:
    """Ask to begin an upload."""
    said = {"filename": "run.mp4", "athlete": athlete_id, "label": "before", "date": "2026-05-04"}
    headers = {
        **TUS,
        "Upload-Length": str(length),
        "Upload-Metadata": metadata(**{**said, **intent}),
    }
    return client.post("/uploads", headers=headers)


def send(client: TestClient, athlete_id: str, content: bytes, **intent: str) -> Any:
    """Upload a file whole and finish it."""
    begun = announce(client, athlete_id, len(content), **intent)
    assert begun.status_code == 201, begun.text
    place = begun.headers["Location"]
    added = client.patch(place, content=content, headers={**PART, "Upload-Offset": "0"})
    assert added.status_code == 204, added.text
    return client.post(f"{place}/finish")


def left_behind(site: Site) -> list[str]:
    """List what lies in the home folder besides the database and empty folders."""
    home = site.library.home.folder
    paths = (path for path in home.rglob("*") if path.is_file())
    return sorted(str(path.relative_to(home)) for path in paths if "sqlite" not in path.name)


def submit(client: TestClient, path: str, **fields: str) -> str:
    """Send a form and give the page that it leads to, or the page that refuses it."""
    answer = client.post(path, data=fields)
    if answer.status_code == 303:
        answer = client.get(answer.headers["location"])
    return answer.text


def filled(site: Site, folder: Path) -> tuple[str, dict[str, Run]]:
    """Add an athlete with a measured clip of each day, and their comparison."""
    library = site.library
    athlete = library.add_athlete("Ada", 1.78)
    runs, sessions = {}, {}
    for label, day in DAYS.items():
        session = library.add_session(athlete.id, label, day)
        clip = small_video(folder / f"{label}.mp4", label.encode())
        run = library.add_run(session.id, clip)
        library.add_analysis(run.id, label, made_result(library), {})
        runs[label], sessions[label] = run, session.id
    comparison = library.add_comparison(sessions["before"], sessions["after"])
    library.finish_comparison(comparison.id, "key", made_result(library), {})
    return athlete.id, runs


def program(site: Site, key: str) -> TestClient:
    """Give a program that asks with a key: no cookie, no page."""
    app = create_app(site, KEYS, frozenset({HOST}))
    return TestClient(app, base_url=ORIGIN, headers={"Authorization": f"Bearer {key}"})
