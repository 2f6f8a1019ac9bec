"""Folder + what is to be written there -> nothing, or a refusal: only its own earlier result goes.

A result may take the place of one of the same clip, or of a page of the same clips. What somebody
else put there, or what was measured of another clip, stays until the user moves it away.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from aqvision.core.errors import LibraryError, shown
from aqvision.core.wording import _

REPORT = "report.html"
_CLIP, _NAME = "clip_sha256", "clip_name"
_HINT = _("name another folder, or move away what is there")


def refuse_to_replace(
    folder: Path | None, marker: str, clips: Iterable[str], files: Iterable[str] = ()
) -> None:
    """Refuse to write over a result of other clips, or over files that no result of ours owns.

    Parameters
    ----------
    folder
        Where results are to go; None writes nothing.
    marker
        Name of the JSON file by which a result of this kind is known.
    clips
        Checksums of the clips that the new result is of.
    files
        Names of what is written beside the marker and the report.

    Raises
    ------
    LibraryError
        Something else would be lost. A marker that is damaged is ours, and may be written anew.
    """
    if folder is None:
        return
    if not (folder / marker).is_file():
        for name in (marker, REPORT, *files):
            _refuse(folder / name)
        return
    known = dict(_clips_of(folder / marker))
    if known and not known.keys() & set(clips):
        raise LibraryError(
            _("{folder} holds the result of {names}").format(
                folder=shown(folder), names=_(" and ").join(sorted(set(known.values())))
            ),
            _HINT,
        )


def refuse_other_clip(folder: Path | None, clip_sha256: str) -> None:
    """Refuse to write the analysis of a clip over that of another, or over files not ours.

    Parameters
    ----------
    folder
        Where the analysis is to go; None writes nothing.
    clip_sha256
        Checksum of the clip.

    Raises
    ------
    LibraryError
        Something else would be lost.
    """
    refuse_to_replace(folder, "analysis.json", [clip_sha256], ("series.csv", "steps.csv"))


def refuse_to_overwrite(path: Path, content: bytes) -> None:
    """Refuse to write a file over one that holds something else.

    Parameters
    ----------
    path, content
        The file, and what it is to hold.

    Raises
    ------
    LibraryError
        It is there and holds something else.
    """
    if path.is_file() and path.read_bytes() != content:
        raise LibraryError(
            _("{path} is there already and holds something else").format(path=shown(path)),
            _("name another file, or move that one away"),
        )


def _refuse(path: Path) -> None:
    if path.exists() or path.is_symlink():
        raise LibraryError(
            _("{path} would be replaced, and is no earlier result of the same").format(
                path=shown(path)
            ),
            _HINT,
        )


def _clips_of(path: Path) -> Iterator[tuple[str, str]]:
    """Give checksum and name of each clip that a result names; of a damaged one nothing."""
    try:
        yield from _named_in(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return


def _named_in(content: Any) -> Iterator[tuple[str, str]]:
    if isinstance(content, dict):
        if isinstance(content.get(_CLIP), str):
            yield content[_CLIP], str(content.get(_NAME, ""))
        content = list(content.values())
    for item in content if isinstance(content, list) else ():
        yield from _named_in(item)
