"""Folder -> its clips, and what lies beside them that cannot be measured, each with the reason."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from aqvision.batch.guessing import guess_clips
from aqvision.core.assets import file_sha256
from aqvision.core.errors import VideoError, reason_of
from aqvision.core.wording import _
from aqvision.video.container import packets_digest, refuse_unreadable

CLIPS = frozenset({".mp4", ".mov", ".m4v", ".avi", ".mkv", ".webm"})
"""Endings of the files that can be measured."""

_OTHER_FILMS = frozenset(
    {".mts", ".m2ts", ".wmv", ".3gp", ".mpg", ".mpeg", ".flv", ".insv", ".lrv"}
)
_PHOTOS = frozenset({".jpg", ".jpeg", ".png", ".heic", ".heif", ".gif", ".dng", ".tif", ".webp"})
_SOUNDS = frozenset({".m4a", ".mp3", ".wav", ".aac", ".ogg", ".flac", ".amr", ".opus"})
_LOADING = frozenset(
    {".icloud", ".part", ".partial", ".crdownload", ".download", ".tmp", ".opdownload"}
)
# Enough to part clips that are not alike without reading them to their end.
_FIRST_PACKETS = 8
_OTHERS = (
    (_LOADING, (_("still being downloaded"), _("wait until it is whole"))),
    (_OTHER_FILMS, (_("a film in a form that is not read"), _("convert it to mp4"))),
    (_PHOTOS, (_("a photo"), _("choose a video"))),
    (_SOUNDS, (_("sound without pictures"), _("choose a video"))),
)
_NAMELESS = _("the name of a file cannot be written down")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that is no clip to measure: its path from the folder, why, and what to do."""

    name: str
    why: str
    hint: str

    def __str__(self) -> str:
        """Write it as one line.

        >>> str(LeftOut("a.jpg", "a photo", "choose a video"))
        'a.jpg: a photo (choose a video)'
        """
        return f"{self.name}: {self.why} ({self.hint})".removeprefix(": ")


def sort_out(folder: Path) -> tuple[list[Path], list[LeftOut]]:
    """Find the clips of a folder and the folders in it, and say what is left out.

    Parameters
    ----------
    folder
        Where to look. Hidden files are not looked at, and links to folders not followed.

    Returns
    -------
    tuple of list of Path and list of LeftOut
        Clips that can be opened, one of each content, and the other films, photos and sounds.
    """
    clips: list[Path] = []
    left_out: list[LeftOut] = []
    for path in sorted(_files(folder)):
        name = path.relative_to(folder).as_posix()
        told = _refused(path, name)
        if told is None and path.suffix.lower() in CLIPS:
            clips.append(path)
        elif told is not None:
            left_out.append(told)
    clips, copies = _without_copies(folder, clips)
    return clips, sorted([*left_out, *copies], key=lambda one: one.name)


def _files(folder: Path) -> Iterator[Path]:
    """Walk through files; hidden ones are left out but for those that are still in a cloud."""
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if not name.startswith(".") or name.endswith(".icloud"):
                yield Path(place) / name


def _refused(path: Path, name: str) -> LeftOut | None:
    """Say why a file cannot be measured; None for clips, and for what never was a film."""
    ending = path.suffix.lower()
    if ending in CLIPS:
        return _unreadable(path, name) if _is_text(path) else LeftOut("", _NAMELESS, _("rename it"))
    told = next((told for endings, told in _OTHERS if ending in endings), None)
    return LeftOut(name, *told) if told and _is_text(path) else None


def _is_text(path: Path) -> bool:
    """Tell whether a name can be written down: Linux lets it be any bytes."""
    return str(path).isprintable() and str(path).encode("utf-8", "replace") == os.fsencode(path)


def _unreadable(path: Path, name: str) -> LeftOut | None:
    """Say why a clip cannot be opened."""
    try:
        refuse_unreadable(path)
    except VideoError as error:
        return LeftOut(name, str(error).removeprefix(f"{path.name} "), error.hint)
    except OSError as error:
        return LeftOut(name, reason_of(error), _("check the file and its permissions"))
    return None


def _without_copies(folder: Path, clips: Sequence[Path]) -> tuple[list[Path], list[LeftOut]]:
    """Keep one of the clips that hold the same pictures: whose name tells most, and is shortest."""
    firsts: dict[str, Path] = {}
    copies: list[LeftOut] = []
    twins = _alike(clips)
    for clip in sorted(twins, key=lambda path: (_n_untold(folder, path), len(path.name), path)):
        digest = twins[clip]
        if (first := firsts.setdefault(digest, clip)) is not clip:
            why = _("the same film as {name}").format(name=first.relative_to(folder).as_posix())
            hint = _("nothing to do: it counts once")
            copies.append(LeftOut(clip.relative_to(folder).as_posix(), why, hint))
    gone = {folder / one.name for one in copies}
    return [clip for clip in clips if clip not in gone], copies


def _n_untold(folder: Path, clip: Path) -> int:
    """Count what the name of a clip, and of the folders above it, leave open."""
    (guess,), _remarks = guess_clips(folder, [clip])
    return sum(not told for told in (guess.athlete, guess.label, guess.date))


def _alike(clips: Sequence[Path]) -> dict[Path, str]:
    """Give clips that may be copies their digest: those whose coded pictures begin alike."""
    groups: dict[str, list[Path]] = defaultdict(list)
    for clip in clips:
        groups[_digest(clip, _FIRST_PACKETS)].append(clip)
    return {clip: _digest(clip) for group in groups.values() if len(group) > 1 for clip in group}


def _digest(clip: Path, first: int | None = None) -> str:
    """Hash the pictures of a clip; the file where they cannot be read to their end."""
    try:
        return packets_digest(clip, first)
    except VideoError:
        return file_sha256(clip)
