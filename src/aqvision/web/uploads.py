"""Bytes that arrive in pieces -> a whole file on disk, whatever is cut off in between.

Each upload is two files, ``<id>.json`` with what it is to become and ``<id>.part`` with what has
come in. The size of the second is the offset, so that nothing is lost when the server is killed.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import BinaryIO

from aqvision.core.wording import _

_MIB = 1024 * 1024
MAX_UPLOAD_MB = 500
# People's computers count in either kind of megabyte; this is the larger one.
MAX_UPLOAD_BYTES = MAX_UPLOAD_MB * _MIB
MAX_OPEN_UPLOADS = 40
"""Of one sender: whoever begins many keeps nobody else from sending."""
# What has not grown for a day will not: its page is closed.
STALE_S = 24 * 3600
# Of one that has not grown for so long no room is kept: it may never come.
QUIET_S = 3600
# What the disk keeps free for results, the database and whatever else runs there.
RESERVE_BYTES = 1024**3
# Bytes that came in but are not yet safe from a power cut.
_SYNC_BYTES = 16 * _MIB
_ID = re.compile(r"[0-9a-f]{32}")


class UploadError(Exception):
    """A request that cannot be met: a status of HTTP, what is wrong, and what to do."""

    def __init__(self, status: int, message: str, hint: str) -> None:
        super().__init__(message)
        self.status = status
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Intent:
    """What an upload is to become: a clip, named for show only, in a session of an athlete.

    The session is the one of this label and date, or a new one. Where ``date`` is empty, the film
    tells it, by a clock ``zone_min`` minutes ahead of Greenwich where it does not know its own; or
    else ``modified``, when the file was last changed. With ``blur_faces`` pictures of the clip show
    no faces.
    """

    filename: str
    athlete: str
    label: str
    date: str
    blur_faces: bool = False
    modified: str = ""
    zone_min: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """An upload, how much of it is here, and the run that it has become.

    ``sender`` is the account that sends it; empty on a laptop.
    """

    id: str
    length: int
    offset: int
    intent: Intent
    sender: str = ""
    run_id: str | None = None

    @property
    def whole(self) -> bool:
        """Whether all has come in."""
        return self.offset == self.length

    @property
    def settled(self) -> bool:
        """Whether it has become a run, and its bytes are there instead."""
        return self.run_id is not None


class Uploads:
    """The folder of unfinished uploads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def create(self, length: int, intent: Intent, sender: str | None = None) -> Upload:
        """Begin an upload.

        Parameters
        ----------
        length
            Bytes that are to come.
        intent
            Whose clip it is, and what is known of it.
        sender
            Id of the account that sends it; None on a laptop.

        Raises
        ------
        UploadError
            It is empty or too large, too many are open, or the disk would run full.
        """
        if length <= 0:
            raise UploadError(400, _("This file is empty."), _("Copy it from the camera again."))
        if length > MAX_UPLOAD_BYTES:
            raise UploadError(
                413,
                _("This file has {length_mb:,.0f} MB; up to {most_mb} MB are taken.").format(
                    length_mb=length / _MIB, most_mb=MAX_UPLOAD_MB
                ),
                _("Cut out the sprint on the phone and send that."),
            )
        self.sweep()
        waiting = [found for found in self.all() if not found.settled]
        sender = sender or ""
        if sum(other.sender == sender for other in waiting) >= MAX_OPEN_UPLOADS:
            raise UploadError(
                429, _("Too many uploads are open."), _("Wait until some are through, then go on.")
            )
        self._refuse_full_disk(length + sum(map(self._still_to_come, waiting)))
        upload = Upload(
            id=secrets.token_hex(16), length=length, offset=0, intent=intent, sender=sender
        )
        self._save(upload)
        return upload

    def find(self, upload_id: str) -> Upload:
        """Give an upload as it is on disk now.

        Parameters
        ----------
        upload_id
            Id of the upload.

        Raises
        ------
        UploadError
            There is none of that id.
        """
        found = self._load(upload_id) if _ID.fullmatch(upload_id) else None
        if found is None:
            raise no_such_upload()
        return found

    def all(self) -> list[Upload]:
        """Give every upload that is on disk."""
        found = (self._load(path.stem) for path in sorted(self._folder.glob("*.json")))
        return [upload for upload in found if upload is not None]

    @contextmanager
    def held(self, upload_id: str) -> Iterator[Upload]:
        """Keep everybody else from an upload, whichever process they are in.

        Parameters
        ----------
        upload_id
            Id of the upload.

        Raises
        ------
        UploadError
            There is none of that id, or somebody is writing to it.
        """
        self.find(upload_id)
        with self._locked(upload_id):
            try:
                yield self.find(upload_id)
            finally:
                if not (self._folder / f"{upload_id}.json").exists():  # forgotten meanwhile
                    self._clear(upload_id)

    @contextmanager
    def _locked(self, upload_id: str) -> Iterator[None]:
        with (self._folder / f"{upload_id}.lock").open("wb") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise UploadError(
                    423, _("This upload is being written to."), _("Try again in a moment.")
                ) from None
            yield

    def writer(self, upload: Upload) -> PartWriter:
        """Open an upload that is held, to add to its end.

        Parameters
        ----------
        upload
            The upload, held.
        """
        return PartWriter(self.part(upload.id), upload)

    def part(self, upload_id: str) -> Path:
        """Give the file of what has come in.

        Parameters
        ----------
        upload_id
            Id of the upload.
        """
        return self._folder / f"{upload_id}.part"

    def settle(self, upload: Upload, run_id: str) -> None:
        """Keep what became of an upload, so that who asks again gets the same answer.

        Parameters
        ----------
        upload
            The upload, held.
        run_id
            The run that it became.
        """
        if (self._folder / f"{upload.id}.json").exists():  # else it was forgotten meanwhile
            self._save(replace(upload, run_id=run_id))
        self._clear(upload.id)

    def remove(self, upload: Upload) -> None:
        """Forget an upload that is held, and all that came in.

        Parameters
        ----------
        upload
            The upload, held.
        """
        (self._folder / f"{upload.id}.json").unlink(missing_ok=True)
        self._clear(upload.id)

    def _clear(self, upload_id: str) -> None:
        for ending in (".part", ".lock"):
            (self._folder / f"{upload_id}{ending}").unlink(missing_ok=True)

    def forget(self, unwanted: Callable[[Upload], bool]) -> None:
        """Remove uploads, and all that came in; of one that is being written to when that ends.

        Parameters
        ----------
        unwanted
            Tells of each whether it goes.
        """
        for found in filter(unwanted, self.all()):
            (self._folder / f"{found.id}.json").unlink(missing_ok=True)
            with suppress(UploadError), self._locked(found.id):
                self._clear(found.id)

    def sweep(self) -> None:
        """Remove uploads that have not grown for a day, and what they left behind."""
        now_s = time.time()
        for path in list(self._folder.iterdir()):
            with suppress(FileNotFoundError, UploadError):
                if path.suffix == ".json" and _is_stale(self._last_change_s(path.stem), now_s):
                    with self.held(path.stem) as upload:
                        self.remove(upload)
                elif not path.with_suffix(".json").exists() and _is_stale(
                    path.stat().st_mtime, now_s
                ):
                    path.unlink()

    def _last_change_s(self, upload_id: str) -> float:
        files = (self._folder / f"{upload_id}.json", self.part(upload_id))
        return max((path.stat().st_mtime for path in files if path.exists()), default=0.0)

    def _still_to_come(self, upload: Upload) -> int:
        """Give the bytes for which room is kept."""
        quiet_s = time.time() - self._last_change_s(upload.id)
        return upload.length - upload.offset if quiet_s < QUIET_S else 0

    def _refuse_full_disk(self, n_bytes: int) -> None:
        if shutil.disk_usage(self._folder).free < n_bytes + RESERVE_BYTES:
            raise disk_full()

    def _load(self, upload_id: str) -> Upload | None:
        try:
            stored = json.loads((self._folder / f"{upload_id}.json").read_bytes())
        except FileNotFoundError:
            return None
        part = self.part(upload_id)
        upload = Upload(**{**stored, "intent": Intent(**stored["intent"])}, offset=0)
        if upload.settled:
            return replace(upload, offset=upload.length)
        return replace(upload, offset=part.stat().st_size if part.exists() else 0)

    def _save(self, upload: Upload) -> None:
        stored = asdict(upload)
        del stored["offset"]
        new = self._folder / f"{upload.id}.{secrets.token_hex(4)}.new"
        new.write_text(json.dumps(stored), encoding="utf-8")
        new.rename(self._folder / f"{upload.id}.json")


def _is_stale(changed_s: float, now_s: float) -> bool:
    """Tell whether a file has not grown for a day; nor can one have that is of a day to come."""
    return abs(now_s - changed_s) > STALE_S


class PartWriter:
    """Add bytes to the end of an upload; what came in stays, also when it is cut off."""

    def __init__(self, path: Path, upload: Upload) -> None:
        self._file: BinaryIO = path.open("ab", buffering=0)
        self._begin = upload.offset
        self._room = upload.length - upload.offset
        self._unsafe_bytes = 0

    def write(self, data: bytes) -> None:
        """Add bytes.

        Parameters
        ----------
        data
            What has come in.

        Raises
        ------
        UploadError
            They are more than was announced (nothing of this request is kept), or the disk is
            full.
        """
        if len(data) > self._room:
            os.truncate(self._file.fileno(), self._begin)
            raise UploadError(
                413,
                _("More came in than was announced."),
                _("Choose the file again and send it anew."),
            )
        try:
            self._write_all(data)
        except OSError as error:
            raise disk_full() from error
        self._room -= len(data)
        self._unsafe_bytes += len(data)
        if self._unsafe_bytes >= _SYNC_BYTES:
            self._sync()

    def close(self) -> None:
        """Make sure that all is on the disk."""
        self._sync()
        self._file.close()

    def _write_all(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            rest = rest[self._file.write(rest) :]

    def _sync(self) -> None:
        os.fsync(self._file.fileno())
        self._unsafe_bytes = 0


def no_such_upload() -> UploadError:
    """Say that an upload is not there, or not for whoever asks."""
    return UploadError(404, _("There is no such upload."), _("Choose the file again."))


def disk_full() -> UploadError:
    """Say that the clip does not fit."""
    return UploadError(
        507,
        _("The disk of this computer is nearly full."),
        _("Make room on it, or delete clips that are not needed any more; then send it again."),
    )
