"""Athlete -> a ZIP of all that is kept of them, made while it is sent: clips, results, rows."""

from __future__ import annotations

import dataclasses
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Protocol

from aqvision.library.accounts import Accounts
from aqvision.library.library import Library

_PIECE_BYTES = 256 * 1024
# What no system takes in a name, or takes for something else.
_ODD = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\ud800-\udfff]')


class _Holder(Protocol):
    """What a site has that is asked for here."""

    @property
    def library(self) -> Library: ...
    @property
    def accounts(self) -> Accounts: ...


class _Sink(io.RawIOBase):
    """Takes what is written until it is taken away; it cannot go back."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        piece = bytes(data)
        self._pieces.append(piece)
        return len(piece)

    def take(self) -> bytes:
        taken = b"".join(self._pieces)
        self._pieces.clear()
        return taken


def rows_of(site: _Holder, athlete_id: str) -> dict[str, Any]:
    """Gather all rows of an athlete, as they are written into ``data.json``.

    Parameters
    ----------
    site, athlete_id
        Where to look, and for whom.
    """
    library, accounts = site.library, site.accounts
    runs = library.runs_of_athlete(athlete_id)
    analyses = [one for run in runs if (one := library.analysis_of(run.id)) is not None]
    group = accounts.group_of(athlete_id)
    lists: dict[str, Iterable[Any]] = {
        "sessions": library.sessions(athlete_id),
        "clips": runs,
        "analyses": analyses,
        "comparisons": library.comparisons(athlete_id),
        "training": library.blocks(athlete_id),
        "accounts": accounts.accounts_of_athlete(athlete_id),
        "links": accounts.shares_of(athlete_id),
        "trail": accounts.trail_of_athlete(athlete_id),
    }
    return {
        "athlete": dataclasses.asdict(library.athlete(athlete_id)),
        "group": None if group is None else group.name,
        "minor_and_consent": dataclasses.asdict(accounts.guard_of(athlete_id)),
        **{name: [dataclasses.asdict(one) for one in rows] for name, rows in lists.items()},
    }


def files_of(site: _Holder, athlete_id: str) -> Iterator[tuple[str, Path]]:
    """List the clips and results of an athlete with the names that they get in the ZIP.

    Parameters
    ----------
    site, athlete_id
        Where to look, and for whom.
    """
    library = site.library
    for number, run in enumerate(library.runs_of_athlete(athlete_id), 1):
        name = f"{number:03} {safe_name(run.name)}"
        yield f"clips/{name}", library.path_of(run)
        analysis = library.analysis_of(run.id)
        if analysis is not None:
            yield from _within(library.result_folder(analysis), f"results/{name}")
    for number, made in enumerate(library.comparisons(athlete_id), 1):
        if made.folder is not None:
            place = f"comparisons/{number:03} {made.kind.value}"
            yield from _within(library.result_folder(made), place)


def _within(folder: Path, place: str) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield f"{place}/{path.relative_to(folder).as_posix()}", path


def safe_name(name: str) -> str:
    r"""Give a name that is a name of a file everywhere, and nothing else.

    Parameters
    ----------
    name
        As its owner knows the clip.

    Examples
    --------
    >>> safe_name("../../run\x00 1.mp4")
    '_.._run_ 1.mp4'
    """
    return _ODD.sub("_", name).lstrip(". ").rstrip(". ")[:120] or "clip"


def stream_zip(site: _Holder, athlete_id: str) -> Iterator[bytes]:
    """Give the ZIP in pieces; no more of it is in memory than one.

    Parameters
    ----------
    site, athlete_id
        Where to look, and for whom.
    """
    rows = json.dumps(rows_of(site, athlete_id), indent=1, ensure_ascii=False, default=str)
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("data.json", rows.encode("utf-8", "replace"))
        for name, path in files_of(site, athlete_id):
            if path.is_file():  # it may be deleted while others are sent
                yield from _copied(archive, sink, name, path)
    yield sink.take()


def _copied(archive: zipfile.ZipFile, sink: _Sink, name: str, path: Path) -> Iterator[bytes]:
    info = zipfile.ZipInfo.from_file(path, name, strict_timestamps=False)
    with path.open("rb") as source, archive.open(info, "w") as target:
        while piece := source.read(_PIECE_BYTES):
            target.write(piece)
            yield sink.take()
