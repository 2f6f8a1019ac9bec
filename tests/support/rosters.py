"""Rosters written for tests, and what is wrong with them."""

from __future__ import annotations

from pathlib import Path

from aqvision.batch.roster import examine_roster

HEADER = "athlete,label,clip,session,date,height_m,mass_kg,capture_fps,notes"


def roster_of(folder: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path = folder / "team.csv"
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


def mistakes_of(folder: Path, *lines: str) -> list[tuple[int, str]]:
    mistakes = examine_roster(roster_of(folder, *lines))[1]
    assert all(mistake.text and mistake.hint for mistake in mistakes)
    return [(mistake.row, mistake.column) for mistake in mistakes]


def said(folder: Path, *lines: str) -> str:
    return "\n".join(str(mistake) for mistake in examine_roster(roster_of(folder, *lines))[1])
