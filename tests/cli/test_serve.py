"""Options of the command reach the server."""

from __future__ import annotations

from typing import Any

import pytest
from click.testing import CliRunner

from aqvision.cli.main import main
from aqvision.cli.serve import DEFAULT_PORT


@pytest.mark.parametrize(
    ("options", "port", "browse", "public_url"),
    [
        ([], DEFAULT_PORT, True, None),
        (["--port", "0", "--no-open"], 0, False, None),
        (["--public-url", "https://a.example"], DEFAULT_PORT, True, "https://a.example"),
    ],
)
def test_options_reach_the_server(
    monkeypatch: pytest.MonkeyPatch,
    options: list[str],
    port: int,
    browse: bool,
    public_url: str | None,
) -> None:
    calls: list[tuple[int, Any, Any]] = []

    def note(port: int, *, tell: object, public_url: str | None, browse: bool) -> None:
        calls.append((port, browse, public_url))

    monkeypatch.setattr("aqvision.web.serve.serve", note)
    assert CliRunner().invoke(main, ["serve", *options]).exit_code == 0
    assert calls == [(port, browse, public_url)]


def test_no_port_is_above_65535() -> None:
    assert CliRunner().invoke(main, ["serve", "--port", "65536"]).exit_code == 2
