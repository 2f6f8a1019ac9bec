"""Site -> numbers for those who watch over a server, as Prometheus reads them: no names, no ids.

The queue's numbers are those of the database, so they count what every program does that shares
it; requests are those of this program.
"""

from __future__ import annotations

import datetime as dt
import statistics
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from aqvision.core.provenance import package_version
from aqvision.library.repositories.executors import DEAD_AFTER_S
from aqvision.library.repositories.tallies import EndedJob

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from aqvision.web.pages import Site

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_WINDOW = dt.timedelta(hours=1)
_BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 60.0)
_PARTS = (0.5, 0.95)
_BY_JOB = ("kind", "state")
_NO_ROUTE = "none"


class Metrics:
    """Numbers of a running server."""

    def __init__(self, site: Site) -> None:
        self._registry = CollectorRegistry()
        self._registry.register(_Queue(site))
        self._requests = Counter(
            "aqvision_http_requests", "Answered requests, by route and status.",
            ("method", "route", "status"), registry=self._registry,
        )  # fmt: skip
        self._seconds = Histogram(
            "aqvision_http_request_seconds", "From a request to the end of its answer.",
            ("method", "route"), buckets=_BUCKETS_S, registry=self._registry,
        )  # fmt: skip

    def note(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request.

        Parameters
        ----------
        method, route, status
            As in ``GET``, ``/runs/{run_id}/report`` and 200.
        seconds
            Until the end of its answer.
        """
        self._requests.labels(method, route, f"{status}").inc()
        self._seconds.labels(method, route).observe(seconds)

    def text(self) -> bytes:
        """Write all numbers as they are now."""
        return generate_latest(self._registry)


class Counted:
    """Count the requests to an application by their routes, and time them."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and count it once it is answered."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began_s, status = time.perf_counter(), 500

        async def listen(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, listen)
        finally:
            seconds = time.perf_counter() - began_s
            self._metrics.note(_method_of(scope), _route_of(scope), status, seconds)


_METHODS = frozenset({"GET", "HEAD", "POST", "PATCH", "PUT", "DELETE", "OPTIONS"})


def _method_of(scope: Scope) -> str:
    """Name the method; visitors cannot make up new ones."""
    method: str = scope["method"]
    return method if method in _METHODS else "other"


def _route_of(scope: Scope) -> str:
    """Name the route as it is written in the program, never the path with its ids."""
    return str(getattr(scope.get("route"), "path", _NO_ROUTE))


class _Queue(Collector):
    """Asks the database anew at each look."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def describe(self) -> Iterable[Metric]:
        """Say nothing beforehand: that would ask the database as the server starts."""
        return ()

    def collect(self) -> Iterator[Metric]:
        """Give the numbers of the queue and of those who work on it."""
        library, now = self._site.library, dt.datetime.now(dt.UTC)
        about = GaugeMetricFamily("aqvision_info", "This program.", labels=("version",))
        about.add_metric([package_version()], 1)
        yield about
        yield GaugeMetricFamily(
            "aqvision_programs_alive", "Programs that work on the queue.",
            value=sum(one.silent_s < DEAD_AFTER_S for one in library.executors()),
        )  # fmt: skip
        yield GaugeMetricFamily(
            "aqvision_workers", "Jobs that this program does at a time.",
            value=self._site.jobs.n_workers,
        )  # fmt: skip
        waiting = GaugeMetricFamily("aqvision_jobs", "Jobs that wait or run.", labels=_BY_JOB)
        oldest = GaugeMetricFamily(
            "aqvision_oldest_job_age_seconds", "Since the oldest of them was asked for.",
            labels=_BY_JOB,
        )  # fmt: skip
        for jobs in library.open_jobs():
            waiting.add_metric([jobs.kind, jobs.state], jobs.n)
            oldest.add_metric([jobs.kind, jobs.state], (now - jobs.oldest).total_seconds())
        yield from (waiting, oldest)
        yield from _ended(library.ended_jobs(now - _WINDOW))


def _ended(jobs: Sequence[EndedJob]) -> Iterator[Metric]:
    """Tell how the jobs of the last hour ended; times are those of the jobs that were done."""
    by_outcome: dict[tuple[str, str], list[EndedJob]] = defaultdict(list)
    for job in jobs:
        by_outcome[job.kind, job.state].append(job)
    count = GaugeMetricFamily(
        "aqvision_jobs_ended", "Jobs that ended in the last hour.", labels=_BY_JOB
    )
    labels = (*_BY_JOB, "quantile")
    waited = GaugeMetricFamily("aqvision_job_wait_seconds", "How long they waited.", labels=labels)
    took = GaugeMetricFamily("aqvision_job_seconds", "How long they took.", labels=labels)
    for key, ended in sorted(by_outcome.items()):
        count.add_metric(key, len(ended))
        for part in _PARTS:
            labelled = [*key, f"{part}"]
            waited.add_metric(labelled, _quantile([job.waited_s for job in ended], part))
            took.add_metric(labelled, _quantile([job.took_s for job in ended], part))
    yield from (count, waited, took)


def _quantile(values: Sequence[float], part: float) -> float:
    if len(values) == 1:
        return values[0]
    return statistics.quantiles(values, n=100, method="inclusive")[round(100 * part) - 1]
