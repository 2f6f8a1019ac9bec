"""The first roster: what names tell is written down, what they do not tell stays empty."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest
from click.testing import CliRunner

from aqvision.batch.draft import FirstRoster, write_first_roster
from aqvision.batch.guessing import Guess, guess_clips
from aqvision.batch.roster import examine_roster, read_roster
from aqvision.cli.main import main
from aqvision.core.errors import LibraryError
from tests.support.team_folder import small_video

if TYPE_CHECKING:
    from tests.conftest import MakeVideo

NOWHERE = Path("/nowhere")


class Films:
    """A folder of small films, no two alike."""

    def __init__(self, folder: Path, make_video: MakeVideo) -> None:
        self.folder = folder
        self.make_video = make_video
        self.n = 0

    def add(self, *names: str, **tags: str) -> None:
        for name in names:
            self.n += 1
            picture = np.full((64, 64, 3), 3 * self.n, np.uint8)
            (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
            self.make_video(self.folder / name, [picture] * 2, tags=tags)

    def roster(self, name: str = "roster.csv") -> FirstRoster:
        return write_first_roster(self.folder, self.folder / name)


@pytest.fixture
def films(tmp_path: Path, make_video: MakeVideo) -> Films:
    return Films(tmp_path, make_video)


def guessed(*names: str) -> tuple[list[Guess], list[str]]:
    return guess_clips(NOWHERE, [NOWHERE / name for name in names])


@pytest.mark.parametrize(
    ("clip", "athlete", "label", "date"),
    [
        ("anna/before/IMG_0012.MOV", "Anna", "before", None),
        ("after/Anna Meyer/2026-03-14/clip (1).mp4", "Anna Meyer", "after", "2026-03-14"),
        ("before/anna_20260314_101500.mp4", "Anna", "before", "2026-03-14"),
        ("before/anna_after.mp4", "Anna", "after", None),
        ("Meyer, Anna/anna_pre.mp4", "Anna Meyer", "before", None),
        ("Team/Group A/20260314_101500.mp4", "", "", "2026-03-14"),
    ],
)
def test_folders_tell_what_a_name_does_not(
    clip: str, athlete: str, label: str, date: str | None
) -> None:
    ((guess,), _remarks) = guessed(clip)
    assert (guess.clip, guess.athlete, guess.label) == (clip, athlete, label)
    assert guess.date == (dt.date.fromisoformat(date) if date else None)


def test_spellings_of_one_athlete_are_one_and_it_is_said() -> None:
    names = (
        "Müller, Anna_vor.mp4",
        "ANNA MULLER nach.mp4",
        "Anna Müller nach 2.mp4",
        "Anna_pre.mp4",
    )
    guesses, remarks = guessed(*names)
    assert [guess.athlete for guess in guesses] == ["Anna Müller"] * 3 + ["Anna"]
    assert remarks == ["Anna Muller, Anna Müller: taken for one athlete"]


def test_days_and_what_is_counted_tell_before_from_after() -> None:
    def labels(*names: str) -> list[str]:
        return [guess.label for guess in guessed(*names)[0]]

    assert labels("Ben/20260301.mp4", "Ben/20260601.mp4", "Ben/20260901.mp4") == [
        "before", "after", "after",
    ]  # fmt: skip
    assert labels("Ben_20260301.mp4", "Kim_20260601.mp4") == ["", ""]
    assert labels("Ben_t1.mp4", "Ben_t2.mp4", "Kim_t2.mp4", "Kim_x.mp4")[:3] == [
        "before", "after", "after",
    ]  # fmt: skip
    assert labels("Ben week 1.mp4", "Ben week 8.mp4") == ["before", "after"]
    assert labels("Ben test.mp4", "Ben retest.mp4", "Kim test.mp4") == ["before", "after", ""]
    told = ("Ben_vor_20260301.mp4", "Ben_20260301.mp4", "Ben_20260501.mp4")
    assert labels(*told) == ["before", "before", ""]
    steps = [guess.session for guess in guessed("A T0.mp4", "A T1.mp4", "A T2.mp4")[0]]
    assert steps == ["T0", "T1", "T2"]


def test_a_day_that_may_be_two_is_left_empty_and_said() -> None:
    guesses, remarks = guessed("Ben 3-1-2026 pre.mp4", "Ben 4-2-2026 post.mp4")
    assert [guess.date for guess in guesses] == [None, None]
    assert remarks == ["3-1-2026, 4-2-2026: day or month may come first, so 2 dates are left empty"]
    guesses, remarks = guessed("Ben 3-1-2026 pre.mp4", "Ben 4-20-2026 post.mp4")
    assert guesses[0].date == dt.date(2026, 3, 1)
    assert remarks == []


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
    assert "clips 4, athletes 2" in result.output
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


def test_what_cannot_be_measured_is_told_apart_with_the_reason(
    films: Films, tmp_path: Path
) -> None:
    films.add("ben_pre.mp4", "ben_post.mp4")
    shutil.copy(tmp_path / "ben_pre.mp4", tmp_path / "ben_pre (1).mp4")
    _in_another_container(tmp_path / "ben_post.mp4", tmp_path / "zz ben_post.mkv")
    small_video(tmp_path / "kim_pre.mp4", b"broken")
    for name in ("empty.mp4", "a.HEIC", "b.m4a", "c.mp4.crdownload", ".d.mov.icloud", "e.mts"):
        (tmp_path / name).touch()
    written = films.roster()
    assert [guess.clip for guess in written.guesses] == ["ben_pre.mp4", "ben_post.mp4"]
    why = {one.name: one.why for one in written.left_out}
    assert why.pop("kim_pre.mp4").startswith("is damaged or cut short")
    assert why == {
        "ben_pre (1).mp4": "the same film as ben_pre.mp4",
        "zz ben_post.mkv": "the same film as ben_post.mp4",
        "empty.mp4": "is empty",
        "a.HEIC": "a photo",
        "b.m4a": "sound without pictures",
        "c.mp4.crdownload": "still being downloaded",
        ".d.mov.icloud": "still being downloaded",
        "e.mts": "a film in a form that is not read",
    }
    shown = CliRunner().invoke(main, ["roster", str(tmp_path), "--out", str(tmp_path / "b.csv")])
    assert "cannot be measured: 9\n" in shown.output
    assert "  a.HEIC: a photo (choose a video)\n" in shown.output


def _in_another_container(source: Path, target: Path) -> None:
    with av.open(str(source)) as read, av.open(str(target), "w") as written:
        stream = written.add_stream_from_template(read.streams.video[0])
        for packet in read.demux(video=0):
            if packet.dts is not None:
                packet.stream = stream
                written.mux(packet)


def test_both_forms_of_a_roster_read_alike(films: Films, tmp_path: Path) -> None:
    films.add("Zoë/hold pre.mp4", "Zoë/20260301_143012.mp4", "=1, Ben_post_1.3.2026.mp4")
    text, book = films.roster("roster.csv"), films.roster("roster.xlsx")
    assert text.guesses == book.guesses
    (from_text, said), (from_book, said_too) = (examine_roster(one.path) for one in (text, book))
    assert from_text.entries == from_book.entries
    assert said == said_too
    assert from_book.sheet == "Roster"
    assert {str(entry.kind) for entry in from_text.entries} == {"hold", "run"}


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


def test_a_name_that_is_no_text_is_told_and_left_out(films: Films, tmp_path: Path) -> None:
    films.add("ben_pre.mp4")
    for name in (b"zo\xeb_pre.mp4", b"a\x1b[2Jb.mp4"):
        small_video(tmp_path / os.fsdecode(name), name)
    written = films.roster()
    assert [guess.clip for guess in written.guesses] == ["ben_pre.mp4"]
    assert [str(one) for one in written.left_out] == [
        "the name of a file cannot be written down (rename it)"
    ] * 2


def test_links_that_lead_in_a_circle_end(films: Films, tmp_path: Path) -> None:
    films.add("ben_pre.mp4")
    (tmp_path / "again").symlink_to(tmp_path)
    assert len(films.roster().guesses) == 1
    assert len(read_roster(tmp_path / "roster.csv").entries) == 1
