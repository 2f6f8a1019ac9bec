"""A program with a key."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from aqvision.web.pages import Site
from tests.support.web_site import program


@pytest.fixture
def api(site: Site) -> TestClient:
    """Give a program that holds a key: no cookie, no page."""
    return program(site, site.accounts.add_api_token(None, "a script", 30))
