"""Run -> what a first look at its clip shows, before it is measured.

``python -m aqvision.web.look``: the specification comes as JSON on standard input, progress goes
out as lines of JSON on standard output, and the answer is ``look.json`` in the folder named, with
``athletes.webp`` if several people are in the clip.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from aqvision.errors import AqvisionError, PoseError
from aqvision.video.clip import Clip


def look_at(clip: Clip, folder: Path) -> dict[str, Any]:
    """Say what a clip is good for, how it was filmed and who is in it.

    Raises
    ------
    VideoError, PoseError, CalibrationError
        The clip cannot be measured at all; the hint says what to film.
    """
    from aqvision.analysis_files import nan_to_null
    from aqvision.check import check_clip

    check = check_clip(clip, progress=tell_progress)
    people = _people(clip, folder) if check.facts.n_people > 1 else []
    return nan_to_null({**asdict(check), "people": people})


def _people(clip: Clip, folder: Path) -> list[dict[str, Any]]:
    """List the people; that nobody of them strides was said by the check, if it matters."""
    from aqvision.pipeline import list_athletes

    try:
        return [asdict(c) for c in list_athletes(clip, folder, progress=tell_progress)]
    except PoseError:
        return []


def tell_progress(what: str, done: int, total: int) -> None:
    """Write a line of progress."""
    sys.stdout.write(json.dumps({"words": what, "progress": done / max(total, 1)}) + "\n")
    sys.stdout.flush()


def _main() -> None:
    spec = json.loads(sys.stdin.read())
    folder = Path(spec["folder"])
    clip = Clip(Path(spec["clip"]), height_m=spec["height_m"], capture_fps=spec["capture_fps"])
    try:
        found = look_at(clip, folder)
    except AqvisionError as error:
        found = {"problem": str(error), "hint": error.hint}
    (folder / "look.json").write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    _main()
