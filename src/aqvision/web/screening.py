"""A file that came in -> whether it can be measured, found out in a process that can do no harm.

The parent calls :func:`screen`; the child is ``python -m aqvision.web.screening``.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path

from aqvision.errors import AqvisionError, VideoError

MAX_DURATION_S = 600.0
# The reader takes pictures of up to 20 million pixels, which need a fifth of this.
_MEMORY_BYTES = 4 * 1024**3
_CPU_S = 60
_WALL_S = 120.0


def screen(path: Path, shown_name: str) -> None:
    """Look into a file in a process with limits on memory and time that cannot write.

    Raises
    ------
    VideoError
        It is no video that can be measured; its name on disk is not shown.
    """
    try:
        answer = subprocess.run(  # noqa: S603 - this very program
            [sys.executable, "-m", __name__],
            input=str(path),
            capture_output=True,
            text=True,
            timeout=_WALL_S,
            check=True,
        )
    except subprocess.SubprocessError as error:
        raise VideoError(
            f"{shown_name} could not be read within the limits of an upload",
            "export it anew as mp4 with H.264, at 4K or smaller, and cut out the sprint",
        ) from error
    found = json.loads(answer.stdout)
    if "problem" in found:
        raise VideoError(found["problem"].replace(path.name, shown_name), found["hint"])


def _main() -> None:
    _limit()
    path = Path(sys.stdin.read())
    found = {}
    try:
        _look_into(path)
    except AqvisionError as error:
        found = {"problem": str(error), "hint": error.hint}
    sys.stdout.write(json.dumps(found))


def _limit() -> None:
    """Take from this process what reading a file does not need, for good."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_S, _CPU_S))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _look_into(path: Path) -> None:
    from aqvision.video.reader import open_video

    video = open_video(path)
    if video.duration_s > MAX_DURATION_S:
        raise VideoError(
            f"{path.name} plays for {video.duration_s / 60:.0f} minutes", "cut out the sprint"
        )


if __name__ == "__main__":
    _main()
