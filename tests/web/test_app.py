"""Errors become pages: what is not there, what the user can mend, and what is our own fault."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from aqvision.core.errors import LibraryError, NotThereError, VideoError
from aqvision.library.library import Library
from tests.support.web_site import tiny_site, visitor


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    client = visitor(tiny_site(tmp_path))
    # As a browser sees it: an error of the server is an answer.
    return TestClient(
        client.app,
        base_url=str(client.base_url),
        headers=dict(client.headers),
        cookies=client.cookies,
        raise_server_exceptions=False,
    )


def test_what_is_not_there_leads_to_the_start_page(client: TestClient) -> None:
    answer = client.get("/nothing")
    assert answer.status_code == 404
    assert "There is nothing here." in answer.text
    assert "Go to the start page" in answer.text


def test_what_a_page_does_not_do_is_said_in_words_of_ours(client: TestClient) -> None:
    answer = client.post("/filming")
    assert answer.status_code == 405
    assert "This cannot be done here." in answer.text


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (NotThereError("that athlete is gone", "look again"), 404, "That athlete is gone"),
        (LibraryError("a name is empty", "write one"), 400, "A name is empty"),
        (VideoError("the clip is damaged", "film again"), 400, "Film again"),
        (ValueError("secret detail"), 500, "Something went wrong in aqvision itself."),
        (OSError(28, "No space left on device"), 507, "disk"),
    ],
)
def test_each_error_has_its_status_and_words(
    client: TestClient,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    status: int,
    words: str,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(Library, "reading", fail)
    answer = client.get("/")
    assert answer.status_code == status
    assert words in answer.text
    assert "secret detail" not in answer.text
