"""Runs -> first looks at their clips, one after another, kept so that none is done twice."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aqvision.core.clip import Clip
from aqvision.core.errors import LibraryError
from aqvision.core.safe_path import own_program
from aqvision.core.settings import Settings
from aqvision.sandbox.limits import Limits, n_cores, usual_limits
from aqvision.sandbox.runner import Crashed, measure_apart
from aqvision.sandbox.tasks import AnalyzeTask, Target

_COMMAND = own_program("aqvision.web.preview_worker")
_WALL_S = 600.0
_GAVE_UP = {
    "problem": "looking at it took too long, or too much memory",
    "hint": "export it anew as mp4 with H.264, and cut out the sprint",
}


@dataclass(frozen=True, slots=True)
class Look:
    """A first look at a clip: how far it has come, or what it found."""

    progress: float
    words: str
    found: dict[str, Any] | None


class Looks:
    """A folder of looks, a sub-folder a run, and one thread that fills it."""

    def __init__(self, folder: Path, clip_of: Callable[[str], Clip]) -> None:
        self._folder = folder
        self._clip_of = clip_of
        self._pool = ThreadPoolExecutor(1, "looks")
        self._lock = threading.Lock()
        self._under_way: dict[str, Look] = {}
        self._closed = False

    def of(self, run_id: str) -> Look:
        """Give what is known of a clip; begin to look if nobody has."""
        with self._lock:
            found = self._read(run_id)
            if found is not None:
                return Look(1.0, "done", found)
            if run_id not in self._under_way and not self._closed:
                self._under_way[run_id] = Look(0.0, "waiting for its turn", None)
                self._pool.submit(self._look, run_id)
            return self._under_way.get(run_id, Look(0.0, "stopping", None))

    def picture(self, run_id: str) -> Path:
        """Give the numbered picture of the people in a clip.

        Raises
        ------
        LibraryError
            There is none.
        """
        path = self._folder / run_id / "athletes.webp"
        if not path.is_file():
            raise LibraryError("there is no such picture", "load the page again")
        return path

    def forget(self, run_ids: Iterable[str]) -> None:
        """Remove the looks at these runs for good; one under way ends by itself."""
        for run_id in run_ids:
            with self._lock:
                self._under_way.pop(run_id, None)
                shutil.rmtree(self._folder / run_id, ignore_errors=True)

    def keep_only(self, run_ids: Iterable[str]) -> None:
        """Remove looks at runs that are gone, and looks that were cut off."""
        kept = set(run_ids)
        self._folder.mkdir(exist_ok=True, mode=0o700)
        for path in self._folder.iterdir():
            if path.name not in kept:
                shutil.rmtree(path, ignore_errors=True)

    def close(self) -> None:
        """End what is under way; it is done anew when somebody asks again."""
        self._closed = True
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _read(self, run_id: str) -> dict[str, Any] | None:
        try:
            found: dict[str, Any] = json.loads((self._folder / run_id / "look.json").read_bytes())
        except FileNotFoundError:
            return None
        return found

    def _look(self, run_id: str) -> None:
        work, made = (self._folder / f"{beginning}{run_id}" for beginning in (".new-", ".made-"))
        for folder in (work, made):
            shutil.rmtree(folder, ignore_errors=True)
        work.mkdir(parents=True, mode=0o700)
        try:
            clip = self._clip_of(run_id)
            self._keep(
                run_id, self._look_apart(run_id, clip, Target(work, made, work / "interrupted"))
            )
        except LibraryError:
            self.forget([run_id])  # deleted before its turn
        finally:
            for folder in (work, made):
                shutil.rmtree(folder, ignore_errors=True)

    def _look_apart(self, run_id: str, clip: Clip, target: Target) -> Path | None:
        """Look in a process of its own; give the folder of the result unless it was stopped."""
        usual = usual_limits(n_cores())
        ending = measure_apart(
            AnalyzeTask(target, clip, "", Settings(), 1),
            Limits(usual.memory_mib, wall_s=_WALL_S),
            target.work.with_suffix(".log"),
            on_progress=lambda progress, words: self._note(run_id, Look(progress, words, None)),
            unwanted=lambda: self._closed or run_id not in self._under_way,
            command=_COMMAND,
        )
        if isinstance(ending, Crashed):
            (target.work / "look.json").write_text(json.dumps(_GAVE_UP), encoding="utf-8")
            return target.work
        return target.made if target.made.is_dir() else None

    def _note(self, run_id: str, look: Look) -> None:
        with self._lock:
            if run_id in self._under_way:
                self._under_way[run_id] = look

    def _keep(self, run_id: str, made: Path | None) -> None:
        with self._lock:
            if self._under_way.pop(run_id, None) is not None and made is not None:
                made.rename(self._folder / run_id)
