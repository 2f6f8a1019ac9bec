"""The pages on a PostgreSQL server: what it cannot store is refused, and is no fault of ours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, cast

import pytest
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.testclient import TestClient

from aqvision.library.library import open_library
from aqvision.web.accounts.access import names_in
from aqvision.web.app import build_app, create_app
from aqvision.web.pages import Site
from tests.support.web_site import HOST, KEYS, ORIGIN, StillJobs

if TYPE_CHECKING:
    from aqvision.jobs.queue import Jobs

FIELDS = (
    "name", "before", "after", "session", "athlete", "run", "comparison", "group", "account",
    "key", "days", "label", "side", "date", "notes", "first", "last", "what", "given_by",
    "relation", "purpose", "birth_year", "role", "password", "track", "height_cm", "mass_kg",
)  # fmt: skip
ODD = ("\0", "\0" * 32, "a\0b", "9" * 30, "é" * 300)


@pytest.fixture
def on_server(site: Site, postgres_url: str) -> Iterator[Site]:
    site.library.close()
    with open_library(site.library.home.folder, postgres_url) as library:
        yield replace(site, library=library, jobs=cast("Jobs", StillJobs(library)))


def routes() -> list[tuple[str, str]]:
    app = build_app(None)  # type: ignore[arg-type]  # nothing is asked
    found = [(one.path, one.original_route) for one in iter_route_contexts(app.routes)]
    return [
        (method, str(path))
        for path, route in found
        if isinstance(route, APIRoute) and not str(path).endswith(("/delete", "/sign-out"))
        for method in sorted(route.methods or ())
    ]


@pytest.mark.parametrize(
    "odd", [ODD[0], *(pytest.param(one, marks=pytest.mark.slow) for one in ODD[1:])]
)
def test_no_route_stumbles_over_odd_names(on_server: Site, odd: str) -> None:
    app = create_app(on_server, KEYS, frozenset({HOST}))
    own = {"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin", "Accept": "text/html"}
    client = TestClient(app, base_url=ORIGIN, headers=own, raise_server_exceptions=False)
    client.get("/", params={"token": KEYS.launch_token})
    athlete = on_server.library.add_athlete("Ada")
    session = on_server.library.add_session(athlete.id, "before")
    real = {"athlete_id": athlete.id, "session_id": session.id}
    quoted = "".join(f"%{byte:02x}" for byte in odd.encode())
    faults = []
    for method, path in routes():
        for known in ({}, real):
            names = {name.removesuffix(":int"): known.get(name, quoted) for name in names_in(path)}
            place = path.replace(":int", "").format(**names)
            form = dict.fromkeys(FIELDS, odd) if method == "POST" else None
            answer = client.request(method, place, data=form, params={"q": odd, "run": odd})
            if answer.status_code >= 500:
                faults.append((method, path, bool(known)))
    assert faults == []
