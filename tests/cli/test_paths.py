"""Names on the command line: what is a day behind them, and what is part of them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from click.testing import CliRunner

from aqvision.cli.main import main
from aqvision.cli.paths import DATED_PATH, DatedPath, days_of
from aqvision.core.errors import AqvisionError, VideoError

DAY = dt.date(2026, 3, 1)


def read(text: Path | str) -> DatedPath:
    return DATED_PATH.convert(str(text), None, None)


def test_a_day_stands_behind_the_last_at(tmp_path: Path) -> None:
    assert read("run.mp4") == (Path("run.mp4"), None)
    assert read("run.mp4@2026-03-01") == (Path("run.mp4"), DAY)
    assert read("a@b.mp4@2026-03-01") == (Path("a@b.mp4"), DAY)
    assert read(f"{tmp_path}/@2026-03-01") == (tmp_path, DAY)


def test_a_name_with_an_at_stays_a_name(tmp_path: Path) -> None:
    for name in ("run@home.mp4", "run@2026-03-01", "@2026-03-01"):
        (tmp_path / name).write_bytes(b"")
        assert read(tmp_path / name) == (tmp_path / name, None)
        assert read(f"{tmp_path / name}@2026-03-01") == (tmp_path / name, DAY)
    assert read("run@home.mp4") == (Path("run@home.mp4"), None)
    assert read("@2026-03-01") == (Path("@2026-03-01"), None)


@pytest.mark.parametrize("day", ["2026-13-01", "2999-01-01", "friday", "1.3.2026"])
def test_a_wrong_day_is_one_line_and_a_hint(day: str, tmp_path: Path) -> None:
    clip = tmp_path / "run.mp4"
    clip.write_bytes(b"")
    with pytest.raises(AqvisionError):
        read(f"{clip}@{day}")
    result = CliRunner().invoke(main, ["analyze", f"{clip}@{day}", "--out", str(tmp_path / "out")])
    assert result.exit_code == 1
    error, hint = result.stderr.strip().splitlines()
    assert error.startswith("Error: ")
    assert hint.startswith("Hint: ")


def test_two_days_for_one_clip_are_refused() -> None:
    run, other = Path("run.mp4"), Path("other.mp4")
    assert days_of([DatedPath(run, DAY), DatedPath(run), DatedPath(other)]) == {run: DAY}
    with pytest.raises(VideoError, match="two days"):
        days_of([DatedPath(run, DAY), DatedPath(run, dt.date(2026, 3, 2))])
