"""Address -> Bucket: objects under keys, by obstore; who does not answer is asked again."""

from __future__ import annotations

import hashlib
import logging
import os
import re
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from obstore.exceptions import (
    AlreadyExistsError,
    BaseError,
    PermissionDeniedError,
    PreconditionError,
    UnauthenticatedError,
)
from obstore.store import S3Store

from aqvision.core.errors import LibraryError, UnreachableError
from aqvision.core.wording import _

if TYPE_CHECKING:
    from obstore.store import ObjectStore

PATIENCE_S = 60.0
"""How long a store that does not answer is asked again, before that is told."""
_FIRST_WAIT_S, _LONGEST_WAIT_S = 0.1, 5.0
# What is sent or fetched at a time. More than three at once were no quicker, and take more memory.
_PART_BYTES = 8 << 20
_AT_ONCE = 3
_REQUEST_S = 120
_LISTED_AT_ONCE = 1000
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_PREFIX = re.compile(r"(/[A-Za-z0-9][A-Za-z0-9._-]*)*/?")
_ENDPOINTS = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT")
_MAX_REASON = 200
_logger = logging.getLogger(__name__)
Answer = TypeVar("Answer")


def open_bucket(address: str) -> Bucket:
    """Name a bucket, and what stands before its keys; nothing is asked of it yet.

    Credentials, region and endpoint are those of the usual variables (AWS_ACCESS_KEY_ID and so on).

    Parameters
    ----------
    address
        ``s3://BUCKET/PREFIX``.

    Raises
    ------
    LibraryError
        The address is none.
    """
    parts = urlsplit(address)
    named = parts.scheme == "s3" and _BUCKET.fullmatch(parts.netloc)
    if not named or not _PREFIX.fullmatch(parts.path) or parts.query or parts.fragment:
        # the address itself is not shown: it may hold a password
        raise LibraryError(
            _("the address of the files cannot be understood"),
            _("write it as s3://BUCKET/PREFIX, with keys and endpoint in the variables AWS_…"),
        )
    plain = any(os.environ.get(name, "").startswith("http://") for name in _ENDPOINTS)
    return Bucket(
        S3Store(
            parts.netloc,
            prefix=parts.path.strip("/") or None,
            client_options={"timeout": timedelta(seconds=_REQUEST_S), "allow_http": plain},
            retry_config={
                "max_retries": 5,
                "retry_timeout": timedelta(seconds=_LONGEST_WAIT_S),
                "backoff": {"init_backoff": timedelta(seconds=_FIRST_WAIT_S)},
            },
        )
    )


@dataclass(frozen=True, slots=True)
class Stored:
    """An object: its key, and when it was last written, by the clock of the store."""

    key: str
    changed_s: float


@dataclass(frozen=True, slots=True, eq=False)
class Bucket:
    """A store of objects.

    Whatever is asked of it raises an UnreachableError where it has not answered for
    ``patience_s``, and a LibraryError where it refuses.
    """

    store: ObjectStore
    patience_s: float = PATIENCE_S

    def upload(self, key: str, source: Path) -> str:
        """Send a file in parts, over whatever is there, and give the checksum of what was sent.

        Parameters
        ----------
        key, source
            Where to keep it, and the file, of any size.

        Returns
        -------
        str
            Its sha256, in hexadecimal digits.
        """

        def send() -> str:
            digest = hashlib.sha256()
            self.store.put(
                key,
                _parts_of(source, digest.update),
                chunk_size=_PART_BYTES,
                max_concurrency=_AT_ONCE,
            )
            return digest.hexdigest()

        return self._patiently(send)

    def create(self, key: str, content: Path | bytes) -> bool:
        """Keep something small, and tell whether nothing was there; what was there stays.

        Parameters
        ----------
        key, content
            Where to keep it, and its bytes, which are read into memory.
        """

        def send() -> bool:
            try:
                self.store.put(key, content, mode="create", use_multipart=False)
            except (AlreadyExistsError, PreconditionError):
                return False
            return True

        return self._patiently(send)

    def download(self, key: str, target: Path) -> None:
        """Fetch an object in parts into a file that is on the disk when this ends.

        Parameters
        ----------
        key, target
            Where it is kept, and the file to make.

        Raises
        ------
        FileNotFoundError
            Nothing is there.
        """
        n_bytes = self.n_bytes(key)
        if n_bytes is None:
            raise FileNotFoundError(key)
        with target.open("xb") as file:
            for start in range(0, n_bytes, _PART_BYTES):
                file.write(self._part(key, start, min(start + _PART_BYTES, n_bytes)))
            file.flush()
            os.fsync(file.fileno())

    def _part(self, key: str, start: int, end: int) -> memoryview:
        return self._patiently(lambda: memoryview(self.store.get_range(key, start=start, end=end)))

    def read(self, key: str) -> bytes | None:
        """Give something small; None where nothing is there.

        Parameters
        ----------
        key
            Where it is kept.
        """
        try:
            return self._patiently(lambda: bytes(self.store.get(key).bytes()))
        except FileNotFoundError:
            return None

    def n_bytes(self, key: str) -> int | None:
        """Give the size of an object; None where nothing is there.

        Parameters
        ----------
        key
            Where it is kept.
        """
        try:
            return self._patiently(lambda: int(self.store.head(key)["size"]))
        except FileNotFoundError:
            return None

    def delete(self, keys: Iterable[str]) -> None:
        """Delete objects for good; those that are not there are no fault.

        Parameters
        ----------
        keys
            Where they are kept.
        """
        named = list(keys)
        if named:
            self._patiently(lambda: self.store.delete(named))

    def list(self, prefix: str) -> list[Stored]:
        """List the objects below a folder, in the order of their keys.

        Parameters
        ----------
        prefix
            The folder.
        """

        def ask() -> list[Stored]:
            answers = self.store.list(prefix, chunk_size=_LISTED_AT_ONCE)
            return [
                Stored(one["path"], one["last_modified"].timestamp())
                for answer in answers
                for one in answer
            ]

        return sorted(self._patiently(ask), key=lambda stored: stored.key)

    def _patiently(self, ask: Callable[[], Answer]) -> Answer:
        """Ask, and again where nobody answers, each time after a longer wait."""
        end_s = time.monotonic() + self.patience_s
        wait_s = _FIRST_WAIT_S
        while True:
            try:
                return ask()
            except FileNotFoundError as error:
                if "NoSuchBucket" in str(error):
                    raise _no_bucket() from error
                raise
            except BaseError as error:
                problem = _told(error)
                is_late = time.monotonic() + wait_s > end_s
                if is_late or not isinstance(problem, UnreachableError):
                    raise problem from error
                if wait_s == _FIRST_WAIT_S:  # once is enough
                    _logger.warning("%s; trying again", problem)
            time.sleep(wait_s)
            wait_s = min(2 * wait_s, _LONGEST_WAIT_S)


def _parts_of(source: Path, seen: Callable[[bytes], object]) -> Iterator[bytes]:
    with source.open("rb") as file:
        while part := file.read(_PART_BYTES):
            seen(part)
            yield part


def _no_bucket() -> LibraryError:
    return LibraryError(
        _("the store of the files has no such bucket"), _("make it, or check its name")
    )


def _told(error: BaseError) -> LibraryError:
    reason = str(error).partition("\n")[0][:_MAX_REASON]
    if isinstance(error, PermissionDeniedError | UnauthenticatedError):
        return LibraryError(
            _("the store of the files refuses: {reason}").format(reason=reason),
            _("check its keys and what they may do: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY"),
        )
    return UnreachableError(
        _("the store of the files cannot be reached: {reason}").format(reason=reason),
        _("do the same again when it runs; check its address (AWS_ENDPOINT_URL) and the network"),
    )
