"""Runs -> first looks at their clips, one after another, kept so that none is done twice."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aqvision.video.clip import Clip

_WALL_S = 600.0
_GAVE_UP = {
    "problem": "The clip could not be looked at.",
    "hint": "Export it anew as mp4 with H.264, and cut out the sprint.",
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
        self._children: dict[str, subprocess.Popen[str]] = {}
        self._closed = False

    def of(self, run_id: str) -> Look:
        """Give what is known of a clip; begin to look if nobody has."""
        with self._lock:
            found = self._read(run_id)
            if found is not None:
                return Look(1.0, "done", found)
            if run_id not in self._under_way:
                self._under_way[run_id] = Look(0.0, "waiting", None)
                self._pool.submit(self._look, run_id).add_done_callback(_raise_ours)
            return self._under_way[run_id]

    def picture(self, run_id: str) -> Path:
        """Give the numbered picture of the people in a clip; it may not be there."""
        return self._folder / run_id / "athletes.webp"

    def forget(self, run_ids: Iterable[str]) -> None:
        """Remove the looks at these runs for good, and end those under way."""
        for run_id in run_ids:
            with self._lock:
                self._under_way.pop(run_id, None)
                child = self._children.get(run_id)
                if child is not None:
                    child.kill()
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
        with self._lock:
            self._closed = True
            for child in self._children.values():
                child.kill()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _read(self, run_id: str) -> dict[str, Any] | None:
        try:
            found: dict[str, Any] = json.loads((self._folder / run_id / "look.json").read_bytes())
        except FileNotFoundError:
            return None
        return found

    def _look(self, run_id: str) -> None:
        """Look in a folder of another name, which takes its name when all is there."""
        new = self._folder / f".new-{run_id}"
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(parents=True)
        clip = self._clip_of(run_id)
        good = self._run_child(run_id, clip, new)
        if not good:
            (new / "look.json").write_text(json.dumps(_GAVE_UP), encoding="utf-8")
        with self._lock:
            if self._under_way.pop(run_id, None) is None or self._closed:
                shutil.rmtree(new, ignore_errors=True)  # deleted in the meantime, or we close
            else:
                new.rename(self._folder / run_id)

    def _run_child(self, run_id: str, clip: Clip, folder: Path) -> bool:
        spec = {
            "clip": str(clip.path),
            "folder": str(folder),
            "height_m": clip.height_m,
            "capture_fps": clip.capture_fps,
        }
        with subprocess.Popen(
            [sys.executable, "-m", "aqvision.web.look"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as child:
            with self._lock:
                self._children[run_id] = child
            timer = threading.Timer(_WALL_S, child.kill)
            timer.start()
            try:
                self._follow(run_id, child, json.dumps(spec))
            finally:
                timer.cancel()
                del self._children[run_id]
        return child.returncode == 0

    def _follow(self, run_id: str, child: subprocess.Popen[str], spec: str) -> None:
        assert child.stdin is not None
        assert child.stdout is not None
        with suppress(BrokenPipeError):
            child.stdin.write(spec)
            child.stdin.close()
        for line in child.stdout:
            told = json.loads(line)
            with self._lock:
                if run_id in self._under_way:
                    self._under_way[run_id] = Look(told["progress"], told["words"], None)


def _raise_ours(future: Future[None]) -> None:
    if not future.cancelled():
        future.result()
