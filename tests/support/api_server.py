"""The pages and the API on a real port, with a queue that does each job as soon as it is asked."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

import uvicorn

from aqvision.library.library import Library
from aqvision.library.records import JobKind, JobState
from aqvision.web.app import create_app
from tests.support.team_folder import measured_now
from tests.support.web_site import KEYS, tiny_site

if TYPE_CHECKING:
    from aqvision.jobs.queue import Jobs


@dataclass
class QuickJobs:
    """Keeps at once a result that says nothing."""

    library: Library

    def analyze(self, run_id: str, priority: int = 1) -> str:
        job = self.library.add_job(JobKind.ANALYZE, run_id=run_id)
        measured_now(self.library, self.library.run(run_id))
        self.library.update_job(job.id, state=JobState.DONE)
        return job.id

    def analyze_all(self, run_ids: Sequence[str], priority: int = 1) -> list[str]:
        return [self.analyze(run_id, priority) for run_id in run_ids]

    def compare(self, comparison_id: str, priority: int = 1) -> str:
        job = self.library.add_job(JobKind.COMPARE, comparison_id=comparison_id)
        made = self.library.home.new_result()
        made.mkdir()
        for name in ("comparison.json", "report.html"):
            (made / name).write_text("{}")
        self.library.finish_comparison(comparison_id, "key", made, {})
        self.library.update_job(job.id, state=JobState.DONE)
        return job.id

    def cancel(self, job_id: str) -> bool:
        return False


@contextmanager
def api_server(folder: Path) -> Iterator[tuple[str, str]]:
    """Serve, and give the address and a key."""
    site = tiny_site(folder)
    site = replace(site, jobs=cast("Jobs", QuickJobs(site.library)))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        host = f"127.0.0.1:{listener.getsockname()[1]}"
        app = create_app(site, KEYS, frozenset({host}))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            yield f"http://{host}", site.accounts.add_api_token(None, "a test", 30)
        finally:
            server.should_exit = True
            thread.join(10)
            site.library.close()
