"""Damaged files -> read, or refused in one line: no crash, no hang, no other file touched."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest

from validation import fuzz
from validation.fuzz import ALLOWED, read_apart, whole_files, write_damaged

N_FILES = 64
N_SOUND = 8


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Give one whole file of each kind."""
    return whole_files(tmp_path_factory.mktemp("sound"))


def test_whole_files_are_read(sound: list[Path]) -> None:
    assert len(sound) == N_SOUND
    assert [(o.result, o.said) for o in read_apart(sound)] == [("read", "")] * N_SOUND


def test_damaged_files_are_read_or_refused(sound: list[Path], tmp_path: Path) -> None:
    """Few of many: ``python -m validation.fuzz`` reads a thousand, each in its own process."""
    paths = [write_damaged(tmp_path, sound, number) for number in range(N_FILES)]
    outcomes = read_apart(paths)
    assert [o for o in outcomes if o.result not in ALLOWED] == []
    tally = Counter(o.result for o in outcomes)
    assert tally.total() == N_FILES
    assert min(tally[result] for result in ALLOWED) >= 5  # the damage is neither nothing nor all


def test_asked_for_help_it_says_what_it_is(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["fuzz", "--help"])
    with pytest.raises(SystemExit, match="0"):
        fuzz.main()
    assert "1000 by default" in capsys.readouterr().out


def test_no_files_are_no_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["fuzz", "0"])
    with pytest.raises(SystemExit, match="2"):
        fuzz.main()
