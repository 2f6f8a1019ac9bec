"""Numbers of a server: those of the queue and of requests, by route, with nobody's name or id."""

from __future__ import annotations

import re

from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from aqvision.library.records import JobState
from aqvision.web.metrics import Metrics
from aqvision.web.pages import Site
from tests.support.signed_in import Side
from tests.support.web_site import visitor


def numbers(text: str) -> dict[str, float]:
    """Read all lines: each with its labels, as it was written."""
    return {
        f"{one.name}{{{','.join(f'{k}={v}' for k, v in sorted(one.labels.items()))}}}": one.value
        for family in text_string_to_metric_families(text)
        for one in family.samples
    }


def test_the_queue_is_told_by_kind_and_state(site: Site, sides: tuple[Side, Side]) -> None:
    library = site.library
    first, *_others = library.jobs()
    told = numbers(Metrics(site).text().decode())
    assert told["aqvision_jobs{kind=analyze,state=waiting}"] == 2
    assert 0 < told["aqvision_oldest_job_age_seconds{kind=analyze,state=waiting}"] < 3600
    assert told["aqvision_workers{}"] == site.jobs.n_workers
    assert told["aqvision_programs_alive{}"] == 0
    library.update_job(
        first.id, state=JobState.FAILED, started=first.created, finished=first.created
    )
    told = numbers(Metrics(site).text().decode())
    assert told["aqvision_jobs{kind=analyze,state=waiting}"] == 1
    assert told["aqvision_jobs_ended{kind=analyze,state=failed}"] == 1
    assert told["aqvision_job_seconds{kind=analyze,quantile=0.95,state=failed}"] == 0


def test_requests_are_told_by_their_routes(client: TestClient, athlete_id: str) -> None:
    for path in ("/", f"/athletes/{athlete_id}", "/nothing", f"/athletes/{'f' * 32}"):
        client.get(path)
    client.request("BREW", "/")
    told = numbers(client.get("/metrics").text)
    name = "aqvision_http_requests_total"
    page = "method=GET,route=/athletes/{athlete_id}"
    assert told[f"{name}{{{page},status=200}}"] == 1
    assert told[f"{name}{{{page},status=404}}"] == 1
    assert told[f"{name}{{method=GET,route=none,status=404}}"] == 1
    assert told[f"aqvision_http_request_seconds_count{{{page}}}"] == 2
    assert 0 < told[f"aqvision_http_request_seconds_sum{{{page}}}"] < 60
    assert any("method=other" in key for key in told)
    assert not any("BREW" in key for key in told)


def test_no_name_and_no_id_is_among_the_numbers(site: Site, sides: tuple[Side, Side]) -> None:
    client = visitor(site)
    for kind, row_id in sides[0].ids.items():
        client.get(f"/{kind.removesuffix('_id')}s/{row_id}")
    told = client.get("/metrics").text
    assert not re.search(r"[0-9a-f]{32}", told)
    for name in ("Athlete a", "before.mp4", "coach.a"):
        assert name not in told
