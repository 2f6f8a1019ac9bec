"""Results of clips -> strips of their contacts, made when somebody asks, kept with each result."""

from __future__ import annotations

import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from aqvision.core.errors import NotThereError
from aqvision.core.wording import _
from aqvision.sandbox.runner import Crashed, Refused, Sandbox
from aqvision.sandbox.strips import STRIPS_FILE, ContactStrips
from aqvision.sandbox.tasks import StripsTask, Target
from aqvision.web.previews import preview_sandbox

FOLDER = "strips"
"""Where the pictures lie in the folder of a result: they go away with it."""
_BROKEN = _("the pictures of the contacts could not be made: it took too long, or too much memory")


@dataclass(frozen=True, slots=True)
class StripsState:
    """The strips of a result, or why there are none; neither while they are being made."""

    strips: ContactStrips | None = None
    problem: str = ""
    hint: str = ""


@dataclass(slots=True, kw_only=True)
class StripMaker:
    """Makes strips one after another, in processes of their own.

    ``work`` takes what is not finished, on the disk of the results.
    """

    work: Path
    sandbox: Sandbox = field(default_factory=preview_sandbox)
    _pool: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(1, "strips"), init=False
    )
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)
    _states: dict[Path, StripsState] = field(default_factory=dict, init=False)
    _closed: bool = field(default=False, init=False)

    def of(self, result: Path, clip: Path) -> StripsState:
        """Give the strips of a result; begin to make them if nobody has.

        Parameters
        ----------
        result, clip
            Folder of the analysis, and the clip that was measured.
        """
        with self._lock:
            strips = _read(result)
            if strips is not None:
                self._states.pop(result, None)
                return StripsState(strips)
            if result not in self._states and not self._closed:
                self._states[result] = StripsState()
                self._pool.submit(self._make, result, clip)
            return self._states.get(result, StripsState())

    def picture(self, result: Path, name: str) -> Path:
        """Give a picture of the strips.

        Parameters
        ----------
        result, name
            Folder of the analysis, and the picture's name, which may be anything.

        Raises
        ------
        LibraryError
            There is none.
        """
        strips = _read(result)
        ends = [(one.touchdown, one.toeoff) for one in (strips.contacts if strips else ())]
        path = result / FOLDER / name
        if name not in [end.picture for pair in ends for end in pair] or not path.is_file():
            raise NotThereError(_("there is no such picture"), _("load the page again"))
        return path

    def close(self) -> None:
        """End what is under way; it is done anew when somebody asks again."""
        self._closed = True
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _make(self, result: Path, clip: Path) -> None:
        work, made = (self.work / f"{start}{result.name}" for start in (".strips-", ".cut-"))
        for folder in (work, made):
            shutil.rmtree(folder, ignore_errors=True)
        work.mkdir(parents=True, mode=0o700)
        try:
            state = self._run(StripsTask(Target(work, made, work / "interrupted"), clip, result))
            if made.is_dir():
                shutil.rmtree(result / FOLDER, ignore_errors=True)  # of another version
                with suppress(OSError):  # the result was deleted meanwhile
                    made.rename(result / FOLDER)
        finally:
            for folder in (work, made):
                shutil.rmtree(folder, ignore_errors=True)
        with self._lock:
            self._states[result] = state

    def _run(self, task: StripsTask) -> StripsState:
        ending = self.sandbox.run(
            task,
            task.target.work.with_suffix(".log"),
            on_progress=lambda _part, _words: None,
            unwanted=lambda: self._closed,
        )
        match ending:
            case Refused():
                return StripsState(problem=ending.error, hint=ending.hint)
            case Crashed():
                return StripsState(problem=_BROKEN)
        return StripsState()


def _read(result: Path) -> ContactStrips | None:
    """Read strips; None where there are none, or another version wrote them."""
    try:
        return ContactStrips.from_json((result / FOLDER / STRIPS_FILE).read_bytes())
    except (OSError, ValueError):
        return None
