"""Requests that are made to do harm: each is refused, leaves nothing, and stops nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from aqvision.web.auth import MAX_BODY_BYTES
from aqvision.web.pages import Site
from aqvision.web.shelf import Making
from tests.support.shelves import with_films
from tests.support.web_site import PART, TUS, filled, metadata, program, visitor
from tests.web.accounts.test_access import state_of

UP = "..%2f..%2fweb.key"
JSON = {"Content-Type": "application/json"}
DEEP = "[" * 100_000
HUGE = "9" * 400


@dataclass(frozen=True, slots=True)
class Attack:
    """A request; ``{athlete}``, ``{session}``, ``{run}`` and ``{pair}`` of its path are there."""

    method: str
    path: str
    data: dict[str, Any] | None = None
    content: str | bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)


def of_pictures_and_players() -> Iterator[Attack]:
    """Paths and clips that are not of a clip, parts of films that are none, other sites."""
    for name in (UP, "%2e%2e%2fpreview.json", "people-0.webp%00.png", "still-99.webp", "strip"):
        yield Attack("GET", f"/runs/{{run}}/look/{name}")
    for name in (UP, "events-1.webp%00", "0"):
        yield Attack("GET", f"/runs/{{run}}/events/{name}")
    for what in ("play", "thumbnail", "proxy.mp4", "skeleton.json", "report.html"):
        yield Attack("GET", f"/runs/{UP}/{what}")
    yield Attack("GET", "/runs/{run}/proxy.mp4", headers={"Range": "bytes=0-1,"})
    yield Attack("GET", "/runs/{run}/skeleton.json")
    yield Attack("GET", "/comparisons/x'--/play?earlier={run}&later={run}")
    for value in (f"bytes={HUGE}-", "bytes=5-2", "lines=0-1"):
        yield Attack("GET", "/runs/{run}/clip", headers={"Range": value})
    yield Attack("POST", "/runs/{run}/play/again", {}, headers={"Origin": "https://example.com"})
    for kind in (UP, "exe", "%00"):
        yield Attack("GET", f"/runs/{{run}}/export/{kind}")
        yield Attack("GET", f"/comparisons/{{pair}}/export/{kind}")


def of_forms() -> Iterator[Attack]:
    """Numbers that are none, days that cannot be, words that cannot be shown, ids of nobody."""
    for first in ("nan", "1e999", HUGE, "-1", "0x10", "\0"):
        yield Attack("POST", "/runs/{run}/part", {"from-{run}": first})
    for value in ("inf", HUGE, "-5", "<script>"):
        yield Attack("POST", "/athletes/{athlete}/measure", {"run": "{run}", "fps-{run}": value})
    yield Attack("POST", "/runs/{run}/shot", {"shot-{run}": HUGE})
    yield Attack("POST", "/athletes/{athlete}/measure", {"run": UP})
    yield Attack("POST", "/athletes/{athlete}/edit", {"name": "\u202eada", "height_cm": "1.7"})
    yield Attack("POST", "/athletes/{athlete}/edit", {"name": "Ada", "height_cm": HUGE})
    yield Attack("POST", "/athletes/{athlete}/compare", {"before": "{session}", "after": UP})
    yield Attack("POST", "/athletes/{athlete}/season", {"session": ["{session}", UP]})
    yield Attack("POST", "/sessions/{session}/move", {"athlete": UP})
    yield Attack("POST", "/sessions/{session}/notes", {"notes": "a" * 20_000})
    yield Attack("POST", "/sessions/{session}/edit", {"side": "<b>", "date": "9999-99-99"})
    yield Attack("POST", "/athletes/{athlete}/blocks/new", {"first": "0000-00-00", "what": "x"})
    yield Attack("POST", "/jobs/x/cancel?then=//example.com", {})
    yield Attack("POST", "/athletes", content="name=" + "a" * MAX_BODY_BYTES)
    yield Attack("POST", "/athletes", content="&".join(f"f{n}=1" for n in range(1500)))
    yield Attack("POST", "/athletes", content=b"name=\xff\xfe")
    yield Attack("POST", "/athletes", content="name=Eve", headers={"Content-Type": "text/plain"})


def of_people_and_links() -> Iterator[Attack]:
    """Links, keys, roles and groups that nobody made."""
    for token in (UP, "A" * 43, "A" * 9000, "%00" * 43):
        yield Attack("GET", f"/shared/{token}")
        yield Attack("POST", f"/invitations/{token}", {"name": "eve", "password": "x" * 12})
    for days in ("-7", "36500", HUGE):
        yield Attack("POST", "/runs/{run}/share", {"days": days})
        yield Attack("POST", "/keys", {"name": "x", "days": days})
    yield Attack("POST", "/shares/x/end", {})
    yield Attack("POST", "/sign-in", {"name": "a" * 9000, "password": "\0", "next": "//evil"})
    yield Attack("POST", "/accounts/invite", {"role": "root"})
    yield Attack("POST", "/accounts/x/rights", {"role": "admin"})
    yield Attack("POST", "/groups", {"name": "\u202e"})
    yield Attack("POST", "/groups/x/add", {"athlete": "{athlete}"})
    yield Attack("POST", "/athletes/{athlete}/minor", {"birth_year": "20\u0661\u0661"})
    yield Attack("POST", "/athletes/{athlete}/consent", {"given_by": "\0"})
    yield Attack("GET", "/account")


def of_uploads_and_tables() -> Iterator[Attack]:
    """Files that are announced as what no file is, and tables that are none."""
    said = {"filename": "a.mp4", "athlete": "{athlete}", "label": "before", "date": "2026-05-04"}
    for name, value in (
        ("filename", "../../web.key"),
        ("filename", "a\0.mp4"),
        ("filename", "\u202e4pm.exe"),
        ("label", "x" * 41),
        ("date", "9999-99-99"),
        ("athlete", UP),
    ):
        headers = {"Upload-Length": "10", "Upload-Metadata": json.dumps(said | {name: value})}
        yield Attack("POST", "/uploads", headers={**TUS, **headers})
    for length in ("-1", "0", "1e3", HUGE, "99999999999"):
        headers = {"Upload-Length": length, "Upload-Metadata": json.dumps(said)}
        yield Attack("POST", "/uploads", headers={**TUS, **headers})
    yield Attack("POST", "/uploads", headers={**TUS, "Upload-Length": "5", "Upload-Metadata": "=,"})
    yield Attack("POST", "/uploads", headers={"Upload-Length": "5"})
    yield Attack("PATCH", f"/uploads/{UP}", content=b"x", headers={**PART, "Upload-Offset": "0"})
    yield Attack("POST", f"/uploads/{'0' * 32}/take-in", {})
    yield Attack("POST", "/roster/add", {"key": UP})
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    for body in (b"", b"--x", b"--x\r\n\r\n\r\n--x--", b"\xff" * 5000):
        yield Attack("POST", "/roster", content=body, headers=kind)


def of_programs() -> Iterator[Attack]:
    """What a program sends that fits no description; all of it has a good key."""
    for query in ("limit=-1", "limit=1e9", f"offset={HUGE}", f"q={'a' * 300}"):
        yield Attack("GET", f"/api/v1/athletes?{query}")
    for body in (
        "", "{", DEEP, '{"name": NaN}', '{"name": "Eve", "height_m": NaN}', '["Eve"]',
        '{"name": "Eve", "is_admin": true}', '{"name": "\\u0000"}', '{"name": "\\ud800"}',
        f'{{"name": "Eve", "height_m": {HUGE}}}', '{"name": "' + "a" * 300 + '"}',
    ):  # fmt: skip
        yield Attack("POST", "/api/v1/athletes", content=body, headers=JSON)
    changes: tuple[dict[str, Any], ...] = (
        {"contacts": [{"side": "left", "touchdown_s": 1, "toeoff_s": 0}] * 2001},
        {"marks": {"places": []}},
        {"part": {"first_s": "NaN"}},
        {"splits": "5:" * 999},
        {"track": -1},
        {"capture_fps": 1e308},
    )
    for options in changes:
        body = json.dumps(options)
        yield Attack("PATCH", "/api/v1/runs/{run}", content=body, headers=JSON)
    compared = json.dumps({"after_session_id": UP})
    yield Attack("POST", "/api/v1/comparisons", content=compared, headers=JSON)
    clip = "/api/v1/athletes/{athlete}/clips?label=before&date=2026-05-04&name="
    yield Attack("POST", f"{clip}{UP}", content=b"x")
    yield Attack("POST", f"{clip}a.mp4", content=b"x", headers={"Content-Length": HUGE})
    yield Attack("GET", f"/api/v1/runs/{UP}/result")
    yield Attack("DELETE", f"/api/v1/athletes/{UP}")


PAGES = [
    *of_pictures_and_players(), *of_forms(), *of_people_and_links(), *of_uploads_and_tables(),
]  # fmt: skip
PROGRAMS = list(of_programs())
assert len(PAGES) + len(PROGRAMS) > 100


@pytest.fixture
def ids(site: Site, tmp_path: Path) -> dict[str, str]:
    athlete_id, runs = filled(site, tmp_path)
    (made,) = site.library.comparisons(athlete_id)
    run = runs["before"]
    return {"athlete": athlete_id, "session": run.session_id, "run": run.id, "pair": made.id}


def with_ids(text: str, ids: dict[str, str]) -> str:
    for name, one in ids.items():
        text = text.replace(f"{{{name}}}", one)
    return text


def launched(client: TestClient, attack: Attack, ids: dict[str, str]) -> Any:
    """Send an attack with the ids of what is there."""
    headers = dict(attack.headers)
    if "Upload-Metadata" in headers and headers["Upload-Metadata"].startswith("{"):
        said = json.loads(headers["Upload-Metadata"])
        headers["Upload-Metadata"] = metadata(**{k: with_ids(v, ids) for k, v in said.items()})
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    if attack.content is not None and not {"Content-Type", "Upload-Offset"} & headers.keys():
        headers |= form
    data = attack.data and {
        with_ids(key, ids): [with_ids(one, ids) for one in value]
        if isinstance(value, list)
        else with_ids(value, ids)
        for key, value in attack.data.items()
    }
    return client.request(
        attack.method,
        with_ids(attack.path, ids),
        data=data,
        content=attack.content,
        headers=headers,
    )


def kept(site: Site) -> list[Any]:
    """Write down all rows and files, but not how often something was tried."""
    return [one for one in state_of(site) if one[0] != "state"]


def test_what_is_sent_to_pages_is_refused_and_leaves_nothing(
    site: Site, ids: dict[str, str]
) -> None:
    site = with_films(site, Making())[0]
    client = visitor(site)
    before = kept(site)
    secret = site.library.home.folder.name
    taken = []
    for attack in PAGES:
        answer = launched(client, attack, ids)
        if not 400 <= answer.status_code < 500:
            taken.append((attack, answer.status_code, answer.text[:200]))
        assert f"/{secret}/" not in answer.text, attack
    assert taken == []
    assert kept(site) == before
    assert client.get(f"/athletes/{ids['athlete']}").status_code == 200


def test_what_programs_send_is_refused_and_leaves_nothing(site: Site, ids: dict[str, str]) -> None:
    client = program(site, site.accounts.add_api_token(None, "a test", 30))
    assert client.get("/api/v1/athletes").status_code == 200
    before = kept(site)
    for attack in PROGRAMS:
        answer = launched(client, attack, ids)
        assert 400 <= answer.status_code < 500, (attack, answer.status_code, answer.text)
        assert answer.json().keys() == {"problem", "hint"}, attack
    assert kept(site) == before
    assert client.get("/api/v1/athletes").status_code == 200
