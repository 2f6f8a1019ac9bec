"""Commands of a team: what they print, and what they exit with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from click.testing import CliRunner

from aqvision.batch.output import Written
from aqvision.batch.roster import Roster
from aqvision.cli.main import main
from aqvision.cli.team import DEFAULT_PORT
from aqvision.core.errors import LibraryError

if TYPE_CHECKING:
    from tests.conftest import MakeVideo


def test_the_next_command_can_be_pasted_whatever_the_folder_is_called(
    tmp_path: Path, make_video: MakeVideo
) -> None:
    folder = tmp_path / "our team"
    folder.mkdir()
    make_video(folder / "anna before.mp4", [np.zeros((64, 64, 3), np.uint8)] * 2)
    result = CliRunner().invoke(main, ["roster", str(folder)])
    assert result.exit_code == 0
    (roster,) = folder.glob("*.csv")
    assert f"aqvision batch '{roster}' --out '{folder / 'reports'}'" in result.output


def test_a_batch_needs_a_folder_and_no_fewer_than_no_worker(tmp_path: Path) -> None:
    for options in ([], ["--out", str(tmp_path), "--workers", "-1"]):
        assert CliRunner().invoke(main, ["batch", "team.csv", *options]).exit_code == 2


def test_a_batch_hides_faces_where_that_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert CliRunner().invoke(main, ["samples", str(tmp_path)]).exit_code == 0
    given: list[set[bool]] = []

    def note(roster: Roster, *_: object) -> Written:
        given.append({entry.options.blur_faces for entry in roster.entries})
        raise LibraryError("enough", "of that")

    monkeypatch.setattr("aqvision.cli.team._do_batch", note)
    for options in ([], ["--blur-faces"]):
        command = ["batch", str(tmp_path / "roster.csv"), "--out", str(tmp_path / "out"), *options]
        assert CliRunner().invoke(main, command).exit_code == 1
    assert given == [{False}, {True}]


USUAL = {
    "port": DEFAULT_PORT,
    "browse": True,
    "public_url": None,
    "accounts": False,
    "workers": None,
}


@pytest.mark.parametrize(
    ("options", "given"),
    [
        ([], {}),
        (["--port", "0", "--no-open"], {"port": 0, "browse": False}),
        (["--public-url", "https://a.example"], {"public_url": "https://a.example"}),
        (["--accounts"], {"accounts": True}),
        (["--workers", "0"], {"workers": 0}),
    ],
)
def test_options_reach_the_server(
    monkeypatch: pytest.MonkeyPatch, options: list[str], given: dict[str, object]
) -> None:
    calls: list[dict[str, object]] = []

    def note(port: int, *, tell: object, **others: object) -> None:
        calls.append({"port": port, **others})

    forms: list[str] = []
    monkeypatch.setattr("aqvision.web.serve.serve", note)
    monkeypatch.setattr("aqvision.cli.team.set_up_logs", forms.append)
    for form in ("text", "json"):
        command = ["serve", "--log-format", form, *options]
        assert CliRunner().invoke(main, command).exit_code == 0
    assert calls == [{**USUAL, **given}] * 2
    assert forms == ["text", "json"]


def test_no_port_is_above_65535() -> None:
    assert CliRunner().invoke(main, ["serve", "--port", "65536"]).exit_code == 2
