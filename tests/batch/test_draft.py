"""The first roster: what names tell is written down, what they do not tell stays empty."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from aqvision.batch.draft import write_first_roster
from aqvision.batch.roster import examine_roster, read_roster
from aqvision.cli.main import main
from aqvision.core.errors import LibraryError

if TYPE_CHECKING:
    from tests.batch.conftest import Films


def test_tags_tell_the_day_and_which_number_is_the_month(films: Films) -> None:
    films.add("anna_before.mp4", creation_time="2026-03-14T17:31:08Z")
    films.add("anna_after_4-3-2026.mp4", creation_time="2026-04-03T17:31:08Z")
    dates = {guess.label: guess.date for guess in films.roster().guesses}
    assert dates == {"before": dt.date(2026, 3, 14), "after": dt.date(2026, 4, 3)}


def test_a_first_roster_says_what_is_missing_and_is_a_roster(films: Films, tmp_path: Path) -> None:
    films.add("ben_pre.mp4", "ben_post.mp4", "=cmd|1_before.mp4", "IMG_1.mp4", ".hidden.mp4")
    (tmp_path / "a.txt").write_text("x")
    result = CliRunner().invoke(main, ["roster", str(tmp_path)])
    assert result.exit_code == 0
    assert "Clips 4, athletes 2" in result.output
    assert "  row 2, athlete: not to be told from IMG_1.mp4 (fill it in)" in result.output
    assert "aqvision batch" in result.output
    written = tmp_path / "roster.csv"
    assert written.read_bytes().startswith(b"\xef\xbb\xbfathlete,label,clip,session,date,")
    header = written.read_text("utf-8-sig").splitlines()[0]
    assert header == "athlete,label,clip,session,date,height_m,mass_kg,capture_fps,notes"
    assert not any(line.startswith(("=", "+", "-", "@")) for line in written.read_text().split(","))
    roster, mistakes = examine_roster(written)
    assert [(m.row, m.column) for m in mistakes] == [(2, "athlete"), (2, "label")]
    assert len({entry.clip.name for entry in roster.entries}) == 4


def test_both_forms_of_a_roster_read_alike(films: Films, tmp_path: Path) -> None:
    films.add("Zoë/hold pre.mp4", "Zoë/20260301_143012.mp4", "=1, Ben_post_1.3.2026.mp4")
    text, book = films.roster("roster.csv"), films.roster("roster.xlsx")
    assert text.guesses == book.guesses
    (from_text, said), (from_book, said_too) = (examine_roster(one.path) for one in (text, book))
    assert from_text.entries == from_book.entries
    assert said == said_too
    assert from_book.sheet == "Roster"
    assert {str(entry.kind) for entry in from_text.entries} == {"hold", "run"}


def test_a_workbook_says_which_spellings_were_taken_for_one(films: Films) -> None:
    films.add("Müller, Anna_vor.mp4", "anna muller_nach.mp4")
    written = films.roster("roster.xlsx")
    notes = load_workbook(written.path)["Notes"]
    assert [row[0].value for row in notes.iter_rows(min_row=2)] == list(written.remarks)
    assert "Anna Muller, Anna Müller: taken for one athlete" in written.remarks


def test_a_roster_is_never_overwritten(films: Films, tmp_path: Path) -> None:
    films.add("ben_pre.mp4")
    for name in ("roster.csv", "roster.xlsx"):
        (tmp_path / name).write_text("mine")
        with pytest.raises(LibraryError, match="there already"):
            films.roster(name)
        assert (tmp_path / name).read_text() == "mine"


def test_a_roster_lies_with_the_clips_or_above_and_says_its_form(
    films: Films, tmp_path: Path
) -> None:
    films.add("team/ben_pre.mp4")
    with pytest.raises(LibraryError, match="outside the folder"):
        write_first_roster(tmp_path / "team", tmp_path / "else" / "roster.csv")
    with pytest.raises(LibraryError, match="no name of a roster"):
        write_first_roster(tmp_path, tmp_path / "roster.ods")
    written = write_first_roster(tmp_path / "team", tmp_path / "spring.csv")
    assert [guess.clip for guess in written.guesses] == ["team/ben_pre.mp4"]
    assert read_roster(tmp_path / "spring.csv").entries[0].athlete == "Ben"


def test_a_folder_without_clips_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="holds no clip"):
        write_first_roster(tmp_path)
    with pytest.raises(LibraryError, match="is not a folder"):
        write_first_roster(tmp_path / "gone")
    assert list(tmp_path.iterdir()) == []
