"""Folders that earlier batches handed out -> none passes for one of now: moved, or marked.

A hidden file in the folder of a batch lists whom it was ever written for, because a folder tells
only that some command of ours wrote it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from aqvision.batch.athlete_folder import remove_athlete, results_in, strange_files
from aqvision.batch.folders import replace_text
from aqvision.core.wording import _

RECORD, NOTE = ".aqvision-batch.json", "OUTDATED.txt"
_FIRST_LINE = "aqvision batch"
_NAME = re.compile(r"[a-z0-9-]+")


@dataclass(slots=True)
class HandedOut:
    """Folders of athletes who are not in the roster now, and where their clips went.

    ``outdated`` are the names of those that stay, ``moved`` the present folders of those that were
    an athlete's of another name, by their old names.
    """

    out: Path
    outdated: tuple[str, ...] = ()
    moved: dict[str, str] = field(default_factory=dict)

    @classmethod
    def begin(cls, out: Path, names: Collection[str]) -> Self:
        """Mark what is not of this roster, before anything else is written.

        Parameters
        ----------
        out, names
            Folder of the batch, and the names of the folders of all athletes of the roster.
        """
        known = {name for name in _recorded(out) if (out / name).is_dir()}
        outdated = tuple(sorted(known - set(names)))
        _record(out, [*names, *outdated])
        for name in outdated:
            note = out / name / NOTE
            if _is_ours(note) or not (note.exists() or note.is_symlink()):
                replace_text(note, _note())
        return cls(out, outdated)

    def take_back(self, name: str) -> None:
        """Remove the mark from the folder of somebody who is in the roster again.

        Parameters
        ----------
        name
            Folder whose reports were written just now.
        """
        if _is_ours(self.out / name / NOTE):
            (self.out / name / NOTE).unlink()

    def settle(self, clips: Mapping[str, Collection[str]]) -> None:
        """Take away old folders whose clips all have their reports in one new folder.

        One with a file of somebody else stays, marked.

        Parameters
        ----------
        clips
            Checksums of the clips that have a report, by the athlete's folder.
        """
        for old in self.outdated:
            folder = self.out / old
            held = _clips_in(folder)
            new = [name for name, have in clips.items() if held and held <= set(have)]
            strange = [path for path in strange_files(folder) if path != folder / NOTE]
            if len(new) == 1 and not strange and _is_ours(folder / NOTE):
                (folder / NOTE).unlink()
                remove_athlete(folder)
                self.moved[old] = new[0]
        self.outdated = tuple(name for name in self.outdated if name not in self.moved)
        _record(self.out, [*clips, *self.outdated])


def _record(out: Path, names: Iterable[str]) -> None:
    replace_text(out / RECORD, json.dumps({"folders": sorted(names)}, indent=1) + "\n")


def _recorded(out: Path) -> list[str]:
    """List the folders that were handed out; none where the list is not one that we wrote."""
    try:
        content = json.loads((out / RECORD).read_text(encoding="utf-8"))
        return [name for name in content["folders"] if _NAME.fullmatch(name)]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _clips_in(folder: Path) -> set[str]:
    """Give the checksums of the clips whose reports an athlete's folder holds.

    None where one of them is damaged: then nobody can say that all of them are elsewhere.
    """
    told = [path for path in results_in(folder) if path.name in ("analysis.json", "hold.json")]
    try:
        read = [json.loads(path.read_text(encoding="utf-8")) for path in told]
        return {one["provenance"]["clip_sha256"] for one in read}
    except (ValueError, KeyError, TypeError):
        return set()


def _is_ours(note: Path) -> bool:
    return note.is_file() and note.read_bytes().startswith(_FIRST_LINE.encode())


def _note() -> str:
    text = _(
        "These reports are of an earlier batch and are not kept up to date: the athlete is not in "
        "the roster any more, or is called otherwise there. The reports of now are listed in "
        "../index.html. If you still need these, keep a copy elsewhere; if not, delete this folder."
    )
    return f"{_FIRST_LINE}\n\n{text}\n"
