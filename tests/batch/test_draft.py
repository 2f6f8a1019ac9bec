"""The first roster: what names tell is written down, what they do not tell stays empty."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from click.testing import CliRunner

from aqvision.batch.draft import guess_clip, write_first_roster
from aqvision.batch.roster import examine_roster, read_roster
from aqvision.cli.main import main
from aqvision.core.errors import LibraryError
from tests.support.team_folder import small_video

if TYPE_CHECKING:
    from tests.conftest import MakeVideo


@pytest.mark.parametrize(
    ("clip", "athlete", "label", "date"),
    [
        ("anna_before_1.mp4", "Anna", "before", None),
        ("Anna-Lena_Meyer_vorher2.mov", "Anna-Lena Meyer", "before", None),
        ("anna-after-1.mp4", "Anna", "after", None),
        ("AnnaBefore1.mp4", "Anna", "before", None),
        ("Anna McKay pre 240fps.mp4", "Anna McKay", "before", None),
        ("anna/before/IMG_0012.MOV", "Anna", "before", None),
        ("after/Anna Meyer/2026-03-14/clip (1).mp4", "Anna Meyer", "after", "2026-03-14"),
        ("before/anna_20260314_101500.mp4", "Anna", "before", "2026-03-14"),
        ("VID_20260314_101500.mp4", "", "", "2026-03-14"),
        ("20261399_anna_post.mp4", "Anna", "after", None),
        ("anna_20990101_post.mp4", "Anna", "after", None),
        ("athlete 07 pre.mp4", "athlete07", "before", None),
        ("P01_before.mp4", "P01", "before", None),
        ("anna_before_after.mp4", "Anna", "", None),
        ("before/anna_after.mp4", "Anna", "after", None),
        ("crafter_prelude.mp4", "Crafter Prelude", "", None),
    ],
)
def test_what_a_name_tells(
    tmp_path: Path, clip: str, athlete: str, label: str, date: str | None
) -> None:
    path = tmp_path / clip
    path.parent.mkdir(parents=True, exist_ok=True)
    small_video(path, b"x")
    guess = guess_clip(tmp_path, path)
    assert (guess.clip, guess.athlete.casefold(), guess.label) == (clip, athlete.casefold(), label)
    assert guess.date == (dt.date.fromisoformat(date) if date else None)


def test_a_date_comes_from_the_tags_where_the_name_has_none(
    tmp_path: Path, make_video: MakeVideo
) -> None:
    tags = {"creation_time": "2026-03-14T17:31:08Z"}
    picture = np.zeros((64, 64, 3), np.uint8)
    clip = make_video(tmp_path / "anna_before.mp4", [picture] * 2, tags=tags)
    assert guess_clip(tmp_path, clip).date == dt.date(2026, 3, 14)


def test_a_first_roster_says_what_is_missing_and_is_a_roster(tmp_path: Path) -> None:
    names = (
        "ben_pre.mp4",
        "ben_post.mp4",
        "=cmd|1_before.mp4",
        "IMG_1.mp4",
        ".hidden.mp4",
        "a.txt",
    )
    for name in names:
        small_video(tmp_path / name, name.encode())
    result = CliRunner().invoke(main, ["roster", str(tmp_path)])
    assert result.exit_code == 0
    assert "clips 4, athletes 2" in result.output
    assert "  row 3, athlete: not to be told from IMG_1.mp4 (fill it in)" in result.output
    assert "aqvision batch" in result.output
    written = tmp_path / "roster.csv"
    assert written.read_bytes().startswith(b"\xef\xbb\xbfathlete,label,clip,session,date,")
    header = written.read_text("utf-8-sig").splitlines()[0]
    assert header == "athlete,label,clip,session,date,height_m,mass_kg,capture_fps,notes"
    assert not any(line.startswith(("=", "+", "-", "@")) for line in written.read_text().split(","))
    roster, mistakes = examine_roster(written)
    assert [(m.row, m.column) for m in mistakes] == [(3, "athlete"), (3, "label")]
    assert {entry.clip.name for entry in roster.entries} == set(names[:4])


def test_a_roster_is_never_overwritten(tmp_path: Path) -> None:
    small_video(tmp_path / "ben_pre.mp4", b"x")
    (tmp_path / "roster.csv").write_text("mine")
    with pytest.raises(LibraryError, match="there already"):
        write_first_roster(tmp_path)
    assert (tmp_path / "roster.csv").read_text() == "mine"


def test_a_folder_without_clips_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="holds no clip"):
        write_first_roster(tmp_path)
    with pytest.raises(LibraryError, match="is not a folder"):
        write_first_roster(tmp_path / "gone")
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_is_no_text_is_told_and_left_out(tmp_path: Path) -> None:
    small_video(tmp_path / "ben_pre.mp4", b"x")
    for name in (b"zo\xeb_pre.mp4", b"a\x1b[2Jb.mp4"):
        small_video(tmp_path / os.fsdecode(name), name)
    written = write_first_roster(tmp_path)
    assert [guess.clip for guess in written.guesses] == ["ben_pre.mp4"]
    assert [str(gap) for gap in written.missing] == [
        "clip: the name of a file cannot be written down (rename it)"
    ] * 2


def test_links_that_lead_in_a_circle_end(tmp_path: Path) -> None:
    small_video(tmp_path / "ben_pre.mp4", b"x")
    (tmp_path / "again").symlink_to(tmp_path)
    assert len(write_first_roster(tmp_path).guesses) == 1
    assert len(read_roster(tmp_path / "roster.csv").entries) == 1
