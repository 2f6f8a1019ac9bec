"""Bucket and cache -> Files: clips and results that many machines share.

A clip is an object under the same path as in a folder. A result is one object, a tar: it is there
whole or not at all, whoever writes the same name second is told, and it comes with one request.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from aqvision.core.assets import file_sha256
from aqvision.library.files.bucket import Bucket
from aqvision.library.files.cache import Cache
from aqvision.library.files.folder import files_in, remove
from aqvision.library.files.packing import pack, unpack
from aqvision.library.files.place import (
    MARK,
    DamagedError,
    Kind,
    Lying,
    Name,
    named_by,
    not_as_stored,
)

_TAR = ".tar"
_TRIES = 3
_PRIVATE_FILE = 0o600
_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ObjectFiles:
    """Objects of a bucket, with copies on this machine."""

    bucket: Bucket
    cache: Cache

    @property
    def is_elsewhere(self) -> bool:
        """Yes: what lies on this machine are copies."""
        return True

    def send(self, name: Name, source: Path) -> Path:
        """Upload a clip; upload a result where there is none of its name."""
        if name.kind is Kind.CLIP:
            self._upload(name, source)
            return source
        packed = self.cache.new().with_suffix(_TAR)
        try:
            pack(source, packed)
            is_first = self.bucket.create(_key(name), packed)
        finally:
            packed.unlink(missing_ok=True)
        return source if is_first else self.get(name)

    def _upload(self, name: Name, source: Path) -> None:
        if self.bucket.upload(_key(name), source) != name.text:
            self.bucket.delete([_key(name)])
            raise not_as_stored(name)

    def put(self, name: Name, source: Path) -> None:
        """See to it that the object is still there, and keep the source as a copy of it."""
        if not self.exists(name):  # deleted meanwhile, with another row
            self.send(name, source)
        if source == self.cache.path(name):
            return
        if name.kind is Kind.CLIP:
            source.chmod(_PRIVATE_FILE)
        self.cache.add(name, source)

    def get(self, name: Name) -> Path:
        """Give the copy, fetched if need be."""
        found = self.cache.find(name)
        if found is not None:
            return found
        work = self.cache.new()
        try:
            self.copy(name, work)
            return self.cache.add(name, work)
        except FileNotFoundError:
            return self.cache.path(name)
        finally:
            remove(work)

    def exists(self, name: Name) -> bool:
        """Ask for the object."""
        return self.bucket.n_bytes(_key(name)) is not None

    def delete(self, names: Iterable[Name]) -> None:
        """Delete the objects, then the copies."""
        gone = list(names)
        self.bucket.delete(map(_key, gone))
        self.cache.remove(gone)

    def list_all(self) -> Iterator[Lying]:
        """List the objects of both kinds."""
        for kind in Kind:
            for stored in self.bucket.list(kind):
                if stored.key != MARK:
                    yield Lying(stored.key, _name_of(stored.key, kind), stored.changed_s)

    def copy(self, name: Name, target: Path) -> None:
        """Fetch the object and look at it; a damaged one is fetched again."""
        for n_left in reversed(range(_TRIES)):
            try:
                self._fetch(name, target)
                return
            except DamagedError as error:
                remove(target)
                _logger.warning("%s", error)
                if not n_left:
                    raise

    def _fetch(self, name: Name, target: Path) -> None:
        if name.kind is Kind.CLIP:
            self.bucket.download(_key(name), target)
            target.chmod(_PRIVATE_FILE)
            if file_sha256(target) != name.text:
                raise not_as_stored(name)
            return
        packed = self.cache.new().with_suffix(_TAR)
        try:
            self.bucket.download(_key(name), packed)
            unpack(packed, target)
        except ValueError as error:
            raise not_as_stored(name) from error
        finally:
            packed.unlink(missing_ok=True)

    def examine(self, name: Name) -> frozenset[str]:
        """Fetch the object itself, whatever copies there are."""
        work = self.cache.new()
        try:
            self.copy(name, work)
            return files_in(work) if name.kind is Kind.RESULT else frozenset()
        finally:
            remove(work)

    def mark(self, fresh: str | None = None) -> str | None:
        """Give what the object ``place-id`` beside the clips says."""
        if fresh is not None:
            self.bucket.create(MARK, f"{fresh}\n".encode())
        note = self.bucket.read(MARK)
        return None if note is None else note.decode("ascii").strip()

    def in_use(self) -> AbstractContextManager[None]:
        """Hold the copies."""
        return self.cache.in_use()

    def sweep(self, wanted: Iterable[Name]) -> None:
        """Remove copies that are not wanted."""
        self.cache.sweep(wanted)


def _key(name: Name) -> str:
    return f"{name.path}{_TAR}" if name.kind is Kind.RESULT else name.path


def _name_of(key: str, kind: Kind) -> Name | None:
    if kind is Kind.CLIP:
        return named_by(key)
    return named_by(key.removesuffix(_TAR)) if key.endswith(_TAR) else None
