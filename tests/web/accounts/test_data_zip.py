"""The ZIP of an athlete: its names, and what it takes while it is made."""

from __future__ import annotations

import tracemalloc
import zipfile
from pathlib import Path

from aqvision.web.accounts.data_zip import files_of, safe_name, stream_zip
from aqvision.web.pages import Site
from tests.support.web_site import filled

MIB = 1024 * 1024


def test_names_lead_nowhere_else() -> None:
    odd = ["../../etc/passwd", "a/b\\c", "C:\\x", "\0", "", "..", " . ", "a" * 999, "\u202e", "a\n"]
    for name in odd:
        safe = safe_name(name)
        assert 0 < len(safe) <= 120
        assert not set(safe) & set('/\\:\0\n<>"|?*')
        assert not safe.startswith(".")
    assert safe_name("Läufer 1 (neu).mp4") == "Läufer 1 (neu).mp4"


def test_a_large_clip_needs_little_memory(site: Site, tmp_path: Path) -> None:
    athlete_id, runs = filled(site, tmp_path)
    clip = site.library.clip_of(runs["before"].id).path
    with clip.open("r+b") as file:
        file.truncate(48 * MIB)
    written = tmp_path / "all.zip"
    tracemalloc.start()
    try:
        with written.open("wb") as out:
            for piece in stream_zip(site, athlete_id):
                assert len(piece) <= MIB
                out.write(piece)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert most < 8 * MIB
    with zipfile.ZipFile(written) as archive:
        assert archive.testzip() is None
        assert archive.getinfo("clips/001 before.mp4").file_size == 48 * MIB


def test_a_clip_that_is_gone_stops_nothing(site: Site, tmp_path: Path) -> None:
    athlete_id, runs = filled(site, tmp_path)
    site.library.clip_of(runs["before"].id).path.unlink()
    (tmp_path / "all.zip").write_bytes(b"".join(stream_zip(site, athlete_id)))
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert "clips/001 before.mp4" not in archive.namelist()
        assert "clips/002 after.mp4" in archive.namelist()


def test_what_is_not_made_yet_is_left_out(site: Site, tmp_path: Path) -> None:
    athlete_id, runs = filled(site, tmp_path)
    site.library.add_ladder(runs["before"].session_id)
    assert not any(name.endswith("ladder") for name, _ in files_of(site, athlete_id))
