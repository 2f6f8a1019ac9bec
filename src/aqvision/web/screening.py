"""A file that came in -> whether it can be measured, found out in a process that can do no harm.

The parent calls :func:`screen`; the child is ``python -m aqvision.web.screening``.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from aqvision.core.clip import Clip
from aqvision.core.errors import AqvisionError, VideoError
from aqvision.core.safe_path import own_program
from aqvision.core.settings import Settings
from aqvision.library.files import named_as
from aqvision.sandbox.limits import Limits
from aqvision.sandbox.runner import Done, Refused, measure_apart
from aqvision.sandbox.tasks import AnalyzeTask, Target, task_from_line
from aqvision.sandbox.worker import say

MAX_DURATION_S = 600.0
# One picture of 20 million pixels, the most that the reader takes, needs a quarter of this.
_LIMITS = Limits(1024, address_space_mib=4096, cpu_s=60, wall_s=120, file_mib=1)
_COMMAND = own_program("aqvision.web.screening")


def screen(path: Path, shown_name: str) -> None:
    """Look into a file in a process with limits on memory, time and what it writes.

    Raises
    ------
    VideoError
        It is no video that can be measured; its name on disk is not shown.
    """
    with tempfile.TemporaryDirectory() as folder:
        nowhere = Target(*(Path(folder) / name for name in ("work", "made", "interrupted")))
        ending = measure_apart(
            AnalyzeTask(nowhere, Clip(path), "", Settings(), 0),
            _LIMITS,
            Path(folder) / "log",
            on_progress=lambda _done, _words: None,
            unwanted=lambda: False,
            command=_COMMAND,
        )
    if isinstance(ending, Refused):
        raise named_as(VideoError(ending.error, ending.hint, ending.prompts), path, shown_name)
    if not isinstance(ending, Done):
        raise VideoError(
            f"{shown_name} could not be read within the limits of an upload",
            "export it anew as mp4 with H.264, at 4K or smaller, and cut out the sprint",
        )


def _main() -> None:
    path = task_from_line(sys.stdin.readline()).clip.path  # type: ignore[union-attr]
    try:
        _look_into(path)
    except AqvisionError as error:
        say(sys.stdout, error=str(error), hint=error.hint, prompts=error.prompts)
    else:
        say(sys.stdout, done=True)


def _look_into(path: Path) -> None:
    from aqvision.video.reader import open_video

    video = open_video(path)
    if video.duration_s > MAX_DURATION_S:
        raise VideoError(
            f"{path.name} plays for {video.duration_s / 60:.0f} minutes", "cut out the sprint"
        )


if __name__ == "__main__":
    _main()
