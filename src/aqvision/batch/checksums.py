"""Clips -> their checksums; one that nobody has touched since it was hashed is not read again.

That a clip is the same is told by its place, inode and size, and by when its content and its inode
were last changed. A program can set back the first time, as a copy that keeps times does, but not
the second, so bytes that were exchanged are noticed. Times of some file systems are two seconds
long: a clip that was changed just before it was hashed is hashed again the next time.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import time
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Self

from aqvision.batch.folders import replace_text
from aqvision.core.assets import file_sha256
from aqvision.library.storage import keep_private

_SETTLED_NS = 3_000_000_000
_MOST = 20_000
_HEX = re.compile(r"[0-9a-f]{64}")


@dataclass(slots=True)
class Checksums:
    """Checksums of clips by marks that hold no name, kept in a file between two batches."""

    file: Path
    _known: dict[str, str] = field(default_factory=dict)
    _told: dict[str, str] = field(default_factory=dict)

    @classmethod
    def kept_in(cls, file: Path) -> Self:
        """Read what was kept; nothing where the file is not there or is not one of ours.

        Parameters
        ----------
        file
            In a folder into which nobody else can write.
        """
        try:
            known = json.loads(file.read_text(encoding="utf-8"))
            pairs = {mark: sha256 for mark, sha256 in known.items() if _HEX.fullmatch(sha256)}
        except (OSError, ValueError, AttributeError, TypeError):
            pairs = {}
        return cls(file, pairs)

    def of(self, clip: Path) -> str:
        """Give the checksum of a clip.

        Parameters
        ----------
        clip
            Read only if it is not known as it is now.

        Raises
        ------
        OSError
            It cannot be read.
        """
        begun_ns, mark, changed_ns = time.time_ns(), *_mark(clip)
        sha256 = self._known.get(mark)
        if sha256 is None:
            sha256 = file_sha256(clip)
            if _mark(clip)[0] != mark or begun_ns - changed_ns < _SETTLED_NS:
                return sha256
        self._told[mark] = sha256
        return sha256

    def keep(self) -> None:
        """Write down what is known, what was asked for last first."""
        pairs = {**self._told, **self._known}
        text = json.dumps(dict(islice(pairs.items(), _MOST)), indent=0)
        replace_text(self.file, text)
        keep_private(self.file)


def _mark(clip: Path) -> tuple[str, int]:
    """Stand for a clip as it is now, and tell when it was last changed, in ns."""
    about = clip.stat()
    times = about.st_mtime_ns, about.st_ctime_ns
    told = (os.fsencode(clip.absolute()), about.st_dev, about.st_ino, about.st_size, *times)
    return hashlib.sha256(repr(told).encode()).hexdigest(), max(times)
