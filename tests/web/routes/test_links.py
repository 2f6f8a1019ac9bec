"""The page that shows a link, this once."""

from __future__ import annotations

from starlette.requests import Request

from aqvision.web.routes.links import link_page


def asked(scheme: str, host: str) -> Request:
    return Request({"type": "http", "scheme": scheme, "headers": [(b"host", host.encode())]})


def shown(scheme: str, host: str) -> str:
    answer = link_page(asked(scheme, host), "/shared/x", heading="A", about="<b>", back="/")
    return bytes(answer.body).decode()


def test_the_link_is_that_of_the_server() -> None:
    page = shown("https", "sprint.example.org")
    assert "https://sprint.example.org/shared/x" in page
    assert "Only this computer" not in page
    assert "&lt;b&gt;" in page


def test_a_link_that_nobody_else_can_open_is_said_to_be_one() -> None:
    for host in ("127.0.0.1:8642", "localhost:8642"):
        assert "Only this computer can open it" in shown("http", host)
