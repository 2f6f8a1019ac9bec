"""aqvision worker: takes jobs until it is told to stop, and changes no library of others."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from aqvision.cli.main import main
from aqvision.library.library import open_library


def test_a_library_of_another_version_is_refused_and_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AQVISION_DATABASE_URL", raising=False)
    monkeypatch.setenv("AQVISION_HOME", str(tmp_path))
    for version, words in (("0012", "older version"), ("9999", "newer version")):
        with open_library(tmp_path) as library, library.engine.begin() as connection:
            changed = text("UPDATE alembic_version SET version_num = :version")
            connection.execute(changed, {"version": version})
        ended = CliRunner().invoke(main, ["worker"])
        assert ended.exit_code == 1
        assert words in ended.output
        assert len(ended.output.splitlines()) == 2
        (tmp_path / "library.sqlite").unlink()


def test_an_empty_home_has_no_library_yet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AQVISION_DATABASE_URL", raising=False)
    monkeypatch.setenv("AQVISION_HOME", str(tmp_path))
    ended = CliRunner().invoke(main, ["worker"])
    assert ended.exit_code == 1
    assert "there is no library here yet" in ended.output
    assert len(ended.output.splitlines()) == 2
    assert not (tmp_path / "library.sqlite").exists()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_works_until_it_is_told_to_stop(tmp_path: Path, number: int) -> None:
    upgrade = [sys.executable, "-m", "aqvision", "library", "upgrade"]
    home = {**os.environ, "AQVISION_HOME": str(tmp_path)}
    home.pop("AQVISION_DATABASE_URL", None)
    subprocess.run(upgrade, env=home, check=True, stdout=subprocess.DEVNULL)
    worker = subprocess.Popen(
        [sys.executable, "-m", "aqvision", "worker", "--jobs", "1"],
        env=home,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert worker.stderr is not None
    assert "1 at a time" in worker.stderr.readline()
    worker.send_signal(number)
    _out, said = worker.communicate(timeout=40)
    assert worker.returncode == 0
    assert "Traceback" not in said
