"""The folder of unfinished uploads: bounded, swept, and safe from a power cut."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest

from aqvision.web import uploads
from aqvision.web.uploads import Intent, UploadError, Uploads

INTENT = Intent("run.mp4", "a" * 32, "before", "2026-05-04")


def test_not_too_many_are_open(tmp_path: Path) -> None:
    here = Uploads(tmp_path)
    for _ in range(uploads.MAX_OPEN_UPLOADS):
        upload = here.create(10, INTENT)
    with pytest.raises(UploadError, match="Too many") as refusal:
        here.create(10, INTENT)
    assert refusal.value.status == 429
    with here.held(upload.id):
        here.remove(upload)
    here.create(10, INTENT)


def test_one_who_begins_many_keeps_nobody_else_from_sending(tmp_path: Path) -> None:
    here = Uploads(tmp_path)
    for _ in range(uploads.MAX_OPEN_UPLOADS):
        here.create(10, INTENT, "one")
    with pytest.raises(UploadError, match="Too many"):
        here.create(10, INTENT, "one")
    assert here.find(here.create(10, INTENT, "other").id).sender == "other"
    here.create(10, INTENT)


def test_no_room_is_kept_for_what_has_long_been_quiet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = Uploads(tmp_path)
    free = uploads.RESERVE_BYTES + 1000
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage._replace(free=free))
    quiet = here.create(900, INTENT)
    with pytest.raises(UploadError) as refusal:
        here.create(900, INTENT)
    assert refusal.value.status == 507
    an_hour_ago_s = time.time() - uploads.QUIET_S - 1
    os.utime(tmp_path / f"{quiet.id}.json", (an_hour_ago_s, an_hour_ago_s))
    here.create(900, INTENT)


def test_an_upload_of_a_day_to_come_is_swept(tmp_path: Path) -> None:
    """A clock that was wrong must not keep half a clip for ever."""
    here = Uploads(tmp_path)
    upload = here.create(10, INTENT)
    year_9999_s = 253_370_764_800
    os.utime(tmp_path / f"{upload.id}.json", (year_9999_s, year_9999_s))
    here.sweep()
    assert list(tmp_path.iterdir()) == []


def test_stale_uploads_and_what_they_left_are_swept(tmp_path: Path) -> None:
    here = Uploads(tmp_path)
    old, held, new = (here.create(10, INTENT) for _ in range(3))
    writer = here.writer(new)
    writer.write(b"123")
    writer.close()
    (tmp_path / "left.part").write_bytes(b"x")
    long_ago_s = time.time() - uploads.STALE_S - 60
    for path in tmp_path.iterdir():
        if path.name != f"{new.id}.part":  # a part that grew is not stale
            os.utime(path, (long_ago_s, long_ago_s))
    with here.held(held.id):
        here.sweep()
    assert {upload.id for upload in here.all()} == {held.id, new.id}
    assert not (tmp_path / "left.part").exists()
    assert not list(tmp_path.glob(f"{old.id}*"))


def test_offsets_are_safe_on_disk_before_they_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda fd: synced.append(os.fstat(fd).st_size))
    here = Uploads(tmp_path)
    writer = here.writer(here.create(40_000_000, INTENT))
    for _ in range(4):
        writer.write(b"x" * 9_000_000)
    assert synced == [18_000_000, 36_000_000]
    writer.close()
    assert synced[-1] == 36_000_000
