"""What lies beside the clips and cannot be measured is set apart, with the reason."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import av
from click.testing import CliRunner

from aqvision.batch.roster import read_roster
from aqvision.cli.main import main
from tests.support.team_folder import small_video

if TYPE_CHECKING:
    from tests.batch.conftest import Films


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


def test_of_copies_the_one_whose_name_tells_most_is_kept(films: Films, tmp_path: Path) -> None:
    films.add("Anna/2026-03-01_vor.mp4", "ben_pre.mp4")
    shutil.copy(tmp_path / "Anna" / "2026-03-01_vor.mp4", tmp_path / "copy.mp4")
    written = films.roster()
    assert [guess.clip for guess in written.guesses] == ["Anna/2026-03-01_vor.mp4", "ben_pre.mp4"]
    assert [str(one) for one in written.left_out] == [
        "copy.mp4: the same film as Anna/2026-03-01_vor.mp4 (nothing to do: it counts once)"
    ]


def _in_another_container(source: Path, target: Path) -> None:
    with av.open(str(source)) as read, av.open(str(target), "w") as written:
        stream = written.add_stream_from_template(read.streams.video[0])
        for packet in read.demux(video=0):
            if packet.dts is not None:
                packet.stream = stream
                written.mux(packet)


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
