"""Runs -> folders of files made of their clips, one after another, kept as long as there is room.

A file on a shelf can be made anew at any time, so what does not fit is removed: first what was
asked for longest ago.
"""

from __future__ import annotations

import errno
import os
import shutil
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from aqvision.core.errors import AqvisionError, LibraryError, VideoError, as_mendable
from aqvision.core.wording import _
from aqvision.sandbox.runner import Done, Ending, Refused, Sandbox, Stopped
from aqvision.sandbox.tasks import Target, Task
from aqvision.web.uploads import RESERVE_BYTES

_MADE_OF = "made-of"


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """How far the files of a clip are: in a folder, under way, or not to be had."""

    folder: Path | None = None
    progress: float = 0.0
    words: str = ""
    problem: AqvisionError | None = None


_WAITS = Making(words=_("waiting for its turn"))
_GAVE_UP = VideoError(
    _("it took too long, or too much memory"),
    _("export the clip anew as mp4 with H.264, cut to the sprint, and send it again"),
)


@dataclass(slots=True, kw_only=True)
class Shelf:
    """A folder of folders, one a run, and one thread that fills them, in a sandbox.

    What is on it is of no use any more where it was made of something else. What it is made of is
    held by ``in_use`` meanwhile.
    """

    folder: Path
    sandbox: Sandbox
    most_bytes: int
    in_use: Callable[[], AbstractContextManager[None]] = nullcontext
    _pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1), init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)
    _under_way: dict[str, tuple[str, Making]] = field(default_factory=dict, init=False)
    _given_up: dict[str, tuple[str, Making]] = field(default_factory=dict, init=False)
    _closed: bool = field(default=False, init=False)

    def of(self, run_id: str, made_of: str, task: Callable[[Target], Task]) -> Making:
        """Give the files of a run; begin to make them if nobody has.

        Parameters
        ----------
        run_id
            Id of a run of the library.
        made_of
            What the files depend on, a line.
        task
            Gives what is to be done; called when its turn has come.
        """
        with self._lock:
            if self._is_under_way(run_id, made_of):
                return self._under_way[run_id][1]
            if self._is_of(run_id, made_of):
                os.utime(self.folder / run_id)
                return Making(folder=self.folder / run_id, progress=1.0)
            failed_of, failure = self._given_up.get(run_id, ("", _WAITS))
            if failed_of == made_of:
                return failure
            if not self._closed:
                self._under_way[run_id] = made_of, _WAITS
                self._pool.submit(self._make, run_id, made_of, task)
            return _WAITS

    def forget(self, run_ids: Iterable[str]) -> None:
        """Remove the files of these runs for good; what is under way ends by itself.

        Parameters
        ----------
        run_ids
            The runs.
        """
        for run_id in run_ids:
            with self._lock:
                self._under_way.pop(run_id, None)
                self._given_up.pop(run_id, None)
                shutil.rmtree(self.folder / run_id, ignore_errors=True)

    def keep_only(self, run_ids: Iterable[str]) -> None:
        """Remove files of runs that are gone, and those that were cut off.

        Parameters
        ----------
        run_ids
            The runs.
        """
        kept = set(run_ids)
        self.folder.mkdir(exist_ok=True, mode=0o700)
        for path in self.folder.iterdir():
            if path.name not in kept:
                shutil.rmtree(path, ignore_errors=True)

    def close(self) -> None:
        """End what is under way; it is done anew when somebody asks again."""
        self._closed = True
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _is_under_way(self, run_id: str, made_of: str) -> bool:
        return self._under_way.get(run_id, (None,))[0] == made_of

    def _is_of(self, run_id: str, made_of: str) -> bool:
        try:
            return (self.folder / run_id / _MADE_OF).read_text(encoding="utf-8") == made_of
        except FileNotFoundError:
            return False

    def _make(self, run_id: str, made_of: str, task: Callable[[Target], Task]) -> None:
        work, made = (self.folder / f"{beginning}{run_id}" for beginning in (".new-", ".made-"))
        try:
            for folder in (work, made):
                shutil.rmtree(folder, ignore_errors=True)
            work.mkdir(parents=True, mode=0o700)
            self._refuse_full_disk()
            with self.in_use():
                to_do = task(Target(work, made, work / "interrupted"))
                ending = self._run(run_id, made_of, to_do, work)
            self._keep(run_id, made_of, made, ending)
        except LibraryError:
            self.forget([run_id])  # deleted before its turn
        except OSError as error:
            with self._lock:
                problem = as_mendable(error) or _GAVE_UP
                self._given_up[run_id] = made_of, Making(problem=problem)
        finally:
            for folder in (work, made):
                shutil.rmtree(folder, ignore_errors=True)
            with self._lock:
                if self._is_under_way(run_id, made_of):
                    del self._under_way[run_id]

    def _refuse_full_disk(self) -> None:
        with self._lock:
            if self._spare_bytes() < 0:
                self._make_room()
        if self._spare_bytes() < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def _run(self, run_id: str, made_of: str, task: Task, work: Path) -> Ending:
        log = work.with_suffix(".log")
        try:
            return self.sandbox.run(
                task,
                log,
                on_progress=lambda *told: self._note(run_id, made_of, *told),
                unwanted=lambda: self._closed or not self._is_under_way(run_id, made_of),
            )
        finally:
            log.unlink(missing_ok=True)

    def _note(self, run_id: str, made_of: str, part: float, words: str) -> None:
        with self._lock:
            if self._is_under_way(run_id, made_of):
                self._under_way[run_id] = made_of, Making(progress=part, words=words)

    def _keep(self, run_id: str, made_of: str, made: Path, ending: Ending) -> None:
        """Put the files on the shelf, or note why there are none, unless the run is gone."""
        with self._lock:
            if not self._is_under_way(run_id, made_of) or isinstance(ending, Stopped):
                return
            if not isinstance(ending, Done):
                self._given_up[run_id] = made_of, Making(problem=_problem(ending))
                return
            (made / _MADE_OF).write_text(made_of, encoding="utf-8")
            shutil.rmtree(self.folder / run_id, ignore_errors=True)  # of something else
            made.rename(self.folder / run_id)
            self._make_room(run_id)

    def _make_room(self, newest: str = "") -> None:
        """Remove what was asked for longest ago until the rest fits; the newest stays."""
        folders = [path for path in self.folder.iterdir() if (path / _MADE_OF).is_file()]
        folders.sort(key=lambda path: path.stat().st_mtime)
        sizes = {path: sum(file.stat().st_size for file in path.iterdir()) for path in folders}
        n_bytes = sum(sizes.values())
        room = min(self.most_bytes, n_bytes + self._spare_bytes())
        for folder in folders:
            if n_bytes > room and folder.name != newest:
                shutil.rmtree(folder, ignore_errors=True)
                n_bytes -= sizes[folder]

    def _spare_bytes(self) -> int:
        """Give how much of the disk may be used, below 0 where too much is."""
        return shutil.disk_usage(self.folder).free - RESERVE_BYTES


def _problem(ending: Ending) -> AqvisionError:
    if isinstance(ending, Refused):
        return VideoError(ending.error, ending.hint, ending.prompts)
    return _GAVE_UP
