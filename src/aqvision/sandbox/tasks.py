"""What a job needs to know <-> one line of JSON, for a process of its own."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from aqvision.core.clip import AthleteChoice, Clip, Notes
from aqvision.core.marks import Mark, Marks
from aqvision.core.settings import Settings, settings_from_dict


@dataclass(frozen=True, slots=True)
class Target:
    """Where a result is written (``work``) and where it appears once it is complete (``made``).

    ``interrupted`` is a file that appears when the work was ended for no fault of its own.
    """

    work: Path
    made: Path
    interrupted: Path


@dataclass(frozen=True, slots=True)
class AnalyzeTask:
    """A clip that is to be measured, and by how many processes of the network."""

    target: Target
    clip: Clip
    model: str
    settings: Settings
    n_pose_workers: int


@dataclass(frozen=True, slots=True)
class CompareTask:
    """Folders of analyses that are to be compared."""

    target: Target
    before: tuple[Path, ...]
    after: tuple[Path, ...]
    settings: Settings


Task = AnalyzeTask | CompareTask


def task_to_line(task: Task) -> str:
    """Write a task as a line of JSON."""
    kind = "analyze" if isinstance(task, AnalyzeTask) else "compare"
    return json.dumps({"kind": kind, **asdict(task)}, default=str)


def task_from_line(line: str) -> Task:
    """Read what task_to_line wrote."""
    values = json.loads(line)
    target = Target(**{name: Path(path) for name, path in values["target"].items()})
    settings = settings_from_dict(values["settings"])
    if values["kind"] == "compare":
        before, after = (tuple(Path(p) for p in values[side]) for side in ("before", "after"))
        return CompareTask(target, before, after, settings)
    clip = _clip_from(values["clip"])
    return AnalyzeTask(target, clip, values["model"], settings, values["n_pose_workers"])


def _clip_from(values: dict[str, Any]) -> Clip:
    """Build a clip again; JSON has turned its parts into dictionaries, its tuples into lists."""
    marks, at = values["marks"], values["choice"]["at"]
    if marks is not None:
        marks = Marks(**{**marks, "places": tuple(Mark(**place) for place in marks["places"])})
    parts = {
        "path": Path(values["path"]),
        "marks": marks,
        "choice": AthleteChoice(values["choice"]["track"], None if at is None else tuple(at)),
        "notes": Notes(**values["notes"]),
    }
    return Clip(**{**values, **parts})
