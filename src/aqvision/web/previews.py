"""Runs -> previews of their clips, one after another, kept so that none is made twice."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from aqvision.core.clip import Clip
from aqvision.core.errors import LibraryError, NotThereError
from aqvision.core.wording import _
from aqvision.sandbox.limits import Limits, n_cores, usual_limits
from aqvision.sandbox.preview import PREVIEW_FILE, Preview
from aqvision.sandbox.runner import Crashed, Sandbox
from aqvision.sandbox.tasks import PreviewTask, Target

_WALL_S = 600.0
_PICTURE = re.compile(r"(strip|still-[0-9]|people-[0-9])\.webp")
_GAVE_UP = Preview(
    problem=_("looking at it took too long, or too much memory"),
    hint=_("export it anew as mp4 with H.264, and cut out the sprint"),
)


@dataclass(frozen=True, slots=True)
class PreviewState:
    """How far the preview of a clip has come, 0 to 1 and in words, and what it shows."""

    progress: float
    words: str
    preview: Preview | None = None


def preview_sandbox() -> Sandbox:
    """Give the place where previews are made."""
    memory_mib = usual_limits(n_cores()).memory_mib
    return Sandbox(limits=Limits(memory_mib=memory_mib, wall_s=_WALL_S))


@dataclass(slots=True, kw_only=True)
class Previews:
    """A folder of previews, a sub-folder a run, and one thread that fills it."""

    folder: Path
    clip_of: Callable[[str], Clip]
    in_use: Callable[[], AbstractContextManager[None]] = nullcontext
    sandbox: Sandbox = field(default_factory=preview_sandbox)
    _pool: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(1, "previews"), init=False
    )
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)
    _under_way: dict[str, PreviewState] = field(default_factory=dict, init=False)
    # what is being made, and whether it was forgotten since: asked for again, it is made anew
    _in_hand: str = field(default="", init=False)
    _stale: bool = field(default=False, init=False)
    _closed: bool = field(default=False, init=False)

    def of(self, run_id: str) -> PreviewState:
        """Give what is known of a clip; begin its preview if nobody has.

        Parameters
        ----------
        run_id
            Id of the run.
        """
        with self._lock:
            preview = self._read(run_id)
            if preview is not None:
                return PreviewState(1.0, "done", preview)
            if run_id not in self._under_way and not self._closed:
                self._under_way[run_id] = PreviewState(0.0, _("waiting for its turn"))
                self._pool.submit(self._make, run_id)
            return self._under_way.get(run_id, PreviewState(0.0, _("stopping")))

    def picture(self, run_id: str, name: str) -> Path:
        """Give a picture of a clip that was looked at.

        Parameters
        ----------
        run_id, name
            Id of the run, and the picture's name, which may be anything.

        Raises
        ------
        LibraryError
            There is none.
        """
        path = self.folder / run_id / name
        if not _PICTURE.fullmatch(name) or not path.is_file():
            raise NotThereError(_("there is no such picture"), _("load the page again"))
        return path

    def thumbnail(self, run_id: str) -> Path | None:
        """Give the small picture of a clip that its preview has left; None where there is none.

        Parameters
        ----------
        run_id
            Id of the run.
        """
        path = self.folder / run_id / "thumbnail.webp"
        return path if path.is_file() else None

    def quarter_turns(self, run_id: str) -> int:
        """Tell by how much the pictures of a clip are turned, as far as was seen; begins nothing.

        Parameters
        ----------
        run_id
            Id of the run.
        """
        preview = self._read(run_id)
        return preview.film.quarter_turns if preview and preview.film else 0

    def forget(self, run_ids: Iterable[str]) -> None:
        """Remove the previews of these runs for good; one under way ends by itself.

        Parameters
        ----------
        run_ids
            The runs.
        """
        for run_id in run_ids:
            with self._lock:
                self._under_way.pop(run_id, None)
                self._stale = self._stale or run_id == self._in_hand
                shutil.rmtree(self.folder / run_id, ignore_errors=True)

    def keep_only(self, run_ids: Iterable[str]) -> None:
        """Remove previews of runs that are gone, and those that were cut off.

        Parameters
        ----------
        run_ids
            The runs.
        """
        kept = set(run_ids)
        self.folder.mkdir(exist_ok=True, mode=0o700)
        for path in self.folder.iterdir():
            if path.name in kept:
                continue
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:  # what a process said that was cut off
                path.unlink(missing_ok=True)

    def close(self) -> None:
        """End what is under way; it is done anew when somebody asks again."""
        self._closed = True
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _read(self, run_id: str) -> Preview | None:
        """Read a preview; None where there is none, or another version wrote it."""
        try:
            return Preview.from_json((self.folder / run_id / PREVIEW_FILE).read_bytes())
        except (FileNotFoundError, ValueError):
            return None

    def _make(self, run_id: str) -> None:
        with self._lock:
            self._in_hand, self._stale = run_id, False
        work, made = (self.folder / f"{beginning}{run_id}" for beginning in (".new-", ".made-"))
        for folder in (work, made):
            shutil.rmtree(folder, ignore_errors=True)
        work.mkdir(parents=True, mode=0o700)
        try:
            with self.in_use():
                task = PreviewTask(Target(work, made, work / "interrupted"), self.clip_of(run_id))
                self._keep(run_id, self._run(run_id, task))
        except LibraryError:
            self.forget([run_id])  # deleted before its turn
        finally:
            for folder in (work, made):
                shutil.rmtree(folder, ignore_errors=True)
            _log_of(work).unlink(missing_ok=True)  # it may name the clip

    def _run(self, run_id: str, task: PreviewTask) -> Path | None:
        """Give the folder of the result, None where it is not wanted any more."""
        target = task.target
        ending = self.sandbox.run(
            task,
            _log_of(target.work),
            on_progress=lambda part, words: self._note(run_id, PreviewState(part, words)),
            unwanted=lambda: self._closed or self._stale or run_id not in self._under_way,
        )
        if isinstance(ending, Crashed):
            (target.work / PREVIEW_FILE).write_text(_GAVE_UP.to_json(), encoding="utf-8")
            return target.work
        return target.made if target.made.is_dir() else None

    def _note(self, run_id: str, state: PreviewState) -> None:
        with self._lock:
            if run_id in self._under_way:
                self._under_way[run_id] = state

    def _keep(self, run_id: str, folder: Path | None) -> None:
        with self._lock:
            self._in_hand = ""
            if self._stale:
                return
            if self._under_way.pop(run_id, None) is not None and folder is not None:
                shutil.rmtree(self.folder / run_id, ignore_errors=True)  # of another version
                folder.rename(self.folder / run_id)


def _log_of(work: Path) -> Path:
    return work.with_suffix(".log")
