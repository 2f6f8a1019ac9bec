"""The API keeps to its own description, whatever is sent to it."""

from __future__ import annotations

import re
from typing import Any

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
from aqvision.web.app import create_app
from tests.support.web_site import HOST, KEYS, tiny_site

CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance]


def test_every_route_is_described_but_the_description(api: TestClient) -> None:
    paths = {route.path for router in ROUTERS for route in router.routes}

    assert set(schema()["paths"]) == paths - {"/api/v1/openapi.json"}
    assert api.get("/api/v1/openapi.json").json() == schema()


def test_every_route_says_what_it_does() -> None:
    for path, operations in schema()["paths"].items():
        for method, operation in operations.items():
            assert operation.get("description"), (method, path)
            assert operation["tags"], (method, path)
            assert "----" not in operation["description"], (method, path)


def test_names_carry_units_and_no_path_names_an_id_otherwise() -> None:
    for path in schema()["paths"]:
        assert set(re.findall(r"{(\w+)}", path)) <= {
            "athlete_id", "session_id", "run_id", "comparison_id", "job_id",
        }  # fmt: skip


HERE: dict[str, Any] = {}


async def _application(scope: Any, receive: Any, send: Any) -> None:
    """Stand for the application, which is there once the tests begin."""
    await HERE["app"](scope, receive, send)


described = schemathesis.openapi.from_dict(schema())
described.app = _application


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Put the application there, and give what a program with a key sends along."""
    site = tiny_site(tmp_path_factory.mktemp("site"))
    HERE["app"] = create_app(site, KEYS, frozenset({HOST}))
    HERE["athlete_id"] = site.library.add_athlete("Ada").id
    key = site.accounts.add_api_token(None, "a test", 30)
    return {"Authorization": f"Bearer {key}", "Host": HOST}


@described.parametrize()
@settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@pytest.mark.filterwarnings("ignore")
def test_nothing_that_is_sent_is_our_fault(
    case: schemathesis.Case,  # type: ignore[type-arg]
    held: dict[str, str],
) -> None:
    if len(case.path_parameters.get("athlete_id", "")) % 2:  # half of them reach what is there
        case.path_parameters["athlete_id"] = HERE["athlete_id"]
    case.call_and_validate(headers=held, checks=CHECKS)
