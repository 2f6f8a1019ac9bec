"""Clip -> the library's copy of it: stored once, under the sha256 of its bytes."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from aqvision.core.errors import AqvisionError, LibraryError
from aqvision.library.home import UNFINISHED, Home
from aqvision.video.reader import find_demuxer

_CHUNK_BYTES = 1 << 20
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Incoming:
    """A copy that has its bytes on disk but not yet its name."""

    path: Path
    sha256: str
    size_bytes: int
    media: str


def path_of(home: Home, sha256: str) -> Path:
    """Say where the clip of a checksum is kept.

    Raises
    ------
    LibraryError
        It is not a checksum; no other name ever becomes a path.
    """
    if not _SHA256.fullmatch(sha256):
        raise LibraryError("that is no checksum of a clip", "name a run of the library")
    return home.files / sha256[:2] / sha256


def take_in(home: Home, source: Path, name: str, *, move: bool = False) -> Incoming:
    """Copy a clip into the store's folder, or move it there, and hash it.

    Raises
    ------
    VideoError
        It is not there or its first bytes are not those of a video.
    LibraryError
        It cannot be read or the disk is full.
    """
    media = _kind_of(source, name)
    target = home.files / f"{UNFINISHED}{secrets.token_hex(16)}"
    try:
        if move:
            source.rename(target)
        sha256, size_bytes = _hashed(target, None) if move else _hashed(source, target)
    except OSError as error:
        if not move:
            target.unlink(missing_ok=True)
        raise LibraryError(
            f"{name} cannot be stored in the library: {error.strerror}",
            "check that the file may be read and that the disk has room",
        ) from error
    return Incoming(target, sha256, size_bytes, media)


def _kind_of(source: Path, name: str) -> str:
    try:
        return find_demuxer(source)
    except AqvisionError as error:
        raise named_as(error, source, name) from error


def named_as(error: AqvisionError, path: Path, name: str) -> AqvisionError:
    """Give the same error with the name that the user knows the clip by."""
    told = str(error).replace(str(path), name).replace(path.name, name)
    return type(error)(told, error.hint, error.prompts)


def _hashed(source: Path, copy: Path | None) -> tuple[str, int]:
    """Hash a file, and copy what was hashed in the same pass."""
    digest, size_bytes = hashlib.sha256(), 0
    with source.open("rb") as file, (copy or Path(os.devnull)).open("wb") as out:
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
            out.write(chunk)
            size_bytes += len(chunk)
        if copy is not None:
            out.flush()
            os.fsync(out.fileno())
    return digest.hexdigest(), size_bytes


def keep(home: Home, incoming: Incoming) -> Path:
    """Give a copy its name; where the same bytes are already there, they are written anew."""
    path = path_of(home, incoming.sha256)
    path.parent.mkdir(exist_ok=True, mode=0o700)
    incoming.path.chmod(0o600)
    return incoming.path.replace(path)


def remove(home: Home, sha256: str) -> None:
    """Delete a clip for good."""
    path = path_of(home, sha256)
    path.unlink(missing_ok=True)
    if path.parent.is_dir() and not any(path.parent.iterdir()):
        path.parent.rmdir()


def stored_files(home: Home) -> Iterator[Path]:
    """List all that lies in the store, finished or not."""
    yield from (path for path in sorted(home.files.rglob("*")) if not path.is_dir())
