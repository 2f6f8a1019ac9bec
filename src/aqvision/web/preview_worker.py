"""Clip -> what a preview of it shows, before it is measured.

``python -m aqvision.web.preview_worker`` is a process of its own, given its task and ended in the
same way as one that measures. Its result is ``look.json``, with ``athletes.webp`` beside it if
several people are in the clip.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from aqvision.core.clip import Clip
from aqvision.core.errors import AqvisionError, PoseError
from aqvision.library.files import named_as
from aqvision.sandbox.tasks import AnalyzeTask, task_from_line
from aqvision.sandbox.worker import end_with_giver, give_name, say


def look_at(clip: Clip, folder: Path) -> dict[str, Any]:
    """Say what a clip is good for, how it was filmed and who is in it.

    Raises
    ------
    VideoError, CalibrationError
        The clip cannot be measured at all; the hint says what to film.
    """
    from aqvision.analysis.check import check_clip

    try:
        check = check_clip(clip, progress=_tell)
    except PoseError as error:  # of the person whom the program took for the athlete
        told = named_as(error, clip.path, clip.name)
        return {**_refusal(told), "people": _people(clip, folder)}
    people = _people(clip, folder) if check.facts.n_people > 1 else []
    return {**asdict(check), "people": people}


def _refusal(error: AqvisionError) -> dict[str, Any]:
    return {"problem": str(error), "hint": error.hint, "prompts": error.prompts}


def _people(clip: Clip, folder: Path) -> list[dict[str, Any]]:
    """List the people; that nobody of them strides was said by the check, if it matters."""
    from aqvision.pipeline import list_athletes

    try:
        return [asdict(person) for person in list_athletes(clip, folder, progress=_tell)]
    except PoseError:
        return []


def _tell(what: str, done: int, total: int) -> None:
    say(sys.stdout, progress=min(done / max(total, 1), 1.0), words=what)


def _main() -> None:
    from aqvision.pose.detect.preload import load_ahead

    load_ahead()  # workers will be needed: they load while the rest of the program does
    from aqvision.analysis.store import nan_to_null

    task = task_from_line(sys.stdin.readline())
    if not isinstance(task, AnalyzeTask):
        raise TypeError("a look needs a clip")
    end_with_giver(task.target.interrupted)
    try:
        found = look_at(task.clip, task.target.work)
    except AqvisionError as error:
        found = _refusal(named_as(error, task.clip.path, task.clip.name))
    text = json.dumps(nan_to_null(found))
    (task.target.work / "look.json").write_text(text, encoding="utf-8")
    give_name(task)
    say(sys.stdout, done=True)


if __name__ == "__main__":
    _main()
