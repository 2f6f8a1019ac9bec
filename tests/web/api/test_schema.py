"""The API keeps to its own description, whatever is sent to it."""

from __future__ import annotations

import re

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
)
from starlette.testclient import TestClient

from aqvision.web.api.schema import ROUTERS, schema
from aqvision.web.pages import Site
from tests.support.web_site import HOST, program

described = schemathesis.openapi.from_dict(schema())
CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance]


def test_every_route_is_described_but_the_description(api: TestClient) -> None:
    paths = {route.path for router in ROUTERS for route in router.routes}  # type: ignore[attr-defined]

    assert set(schema()["paths"]) == paths - {"/api/v1/openapi.json"}
    assert api.get("/api/v1/openapi.json").json() == schema()


def test_every_route_says_what_it_does() -> None:
    for path, operations in schema()["paths"].items():
        for method, operation in operations.items():
            assert operation.get("description"), (method, path)
            assert operation["tags"], (method, path)


def test_names_carry_units_and_no_path_names_an_id_otherwise() -> None:
    for path in schema()["paths"]:
        assert set(re.findall(r"{(\w+)}", path)) <= {
            "athlete_id", "session_id", "run_id", "comparison_id", "job_id",
        }  # fmt: skip


@described.parametrize()
@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@pytest.mark.filterwarnings("ignore")
def test_nothing_that_is_sent_is_our_fault(case: schemathesis.Case, site: Site) -> None:
    client = program(site, site.accounts.add_api_token(None, "a test", 30))
    ids = {"athlete_id": site.library.add_athlete("Ada").id}
    if "athlete_id" in case.path_parameters and len(case.path_parameters["athlete_id"]) % 2:
        case.path_parameters.update(ids)  # half of them reach what is there
    answer = case.call(session=client, base_url=f"http://{HOST}")
    case.validate_response(answer, checks=CHECKS)
