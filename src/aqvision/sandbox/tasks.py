"""Task <-> one line of JSON: all that a process of its own needs to know."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from aqvision.core.clip import AthleteChoice, Clip, Notes
from aqvision.core.film_part import FilmPart
from aqvision.core.given_contacts import GivenContact
from aqvision.core.left_out import LeftOut
from aqvision.core.marks import marks_from_dict
from aqvision.core.settings import Settings, settings_from_dict
from aqvision.core.splits import splits_from_dict
from aqvision.progress.blocks import TrainingBlock


@dataclass(frozen=True, slots=True)
class Target:
    """Where a result is written (``work``) and where it appears once it is complete (``made``).

    ``interrupted`` is a file that appears when the work was ended for no fault of its own.
    """

    work: Path
    made: Path
    interrupted: Path


@dataclass(frozen=True, slots=True)
class ScreenTask:
    """A file that came in: can it be measured at all? It may play for so many seconds.

    ``told`` is a file that takes when it was filmed, where the film says so.
    """

    path: Path
    max_duration_s: float
    told: Path | None = None


@dataclass(frozen=True, slots=True)
class ReadTableTask:
    """A table of people that came in, where its cells go, and the columns it has to have."""

    path: Path
    out: Path
    required: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PreviewTask:
    """A clip of which a preview is to be made."""

    target: Target
    clip: Clip


@dataclass(frozen=True, slots=True)
class FilmTask:
    """A clip that is to be played in browsers, and the folder of its result, if it has one.

    Without a result its pictures are turned by ``quarter_turns``, to the right.
    """

    target: Target
    clip: Clip
    result: Path | None
    quarter_turns: int = 0


@dataclass(frozen=True, slots=True)
class ThumbnailTask:
    """A clip that was measured, the folder of its result: a small picture of it is to be made."""

    target: Target
    clip: Clip
    result: Path


@dataclass(frozen=True, slots=True)
class StripsTask:
    """A clip and the folder of its analysis: pictures by which its contacts can be checked."""

    target: Target
    path: Path
    folder: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalyzeTask:
    """A clip that is to be measured, and by how many processes of the network."""

    target: Target
    clip: Clip
    model: str
    settings: Settings
    n_pose_workers: int


@dataclass(frozen=True, slots=True)
class HoldTask:
    """A clip of a hold that is to be measured."""

    target: Target
    clip: Clip
    model: str
    settings: Settings


@dataclass(frozen=True, slots=True)
class CompareTask:
    """Folders of analyses that are to be compared, and the metrics named beforehand.

    The days are those of the two sessions, if known; ``left_out`` are clips of theirs that are not
    compared.
    """

    target: Target
    before: tuple[Path, ...]
    after: tuple[Path, ...]
    settings: Settings
    before_on: dt.date | None = None
    after_on: dt.date | None = None
    primaries: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class LadderTask:
    """Folders of analyses of runs at several speeds, and of an earlier ladder, if any.

    Days and ``left_out`` are those of a :class:`CompareTask`.
    """

    target: Target
    before: tuple[Path, ...]
    after: tuple[Path, ...]
    settings: Settings
    before_on: dt.date | None = None
    after_on: dt.date | None = None
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class CompareHoldsTask:
    """Folders of holds that are to be compared, and the days of the two sessions, if known."""

    target: Target
    before: tuple[Path, ...]
    after: tuple[Path, ...]
    before_on: dt.date | None = None
    after_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class SeasonTask:
    """Folders of a season in order of time, what to follow, what was trained, what is left out."""

    target: Target
    before: tuple[Path, ...]
    after: tuple[Path, ...]
    settings: Settings
    primaries: tuple[str, ...] = ()
    blocks: tuple[TrainingBlock, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupTask:
    """Runs of a group, in a file: how it changed as a whole is to be measured."""

    target: Target
    path: Path


MeasuringTask = AnalyzeTask | HoldTask
ComparingTask = CompareTask | LadderTask | CompareHoldsTask | SeasonTask
ShowingTask = FilmTask | ThumbnailTask
Task = (
    ScreenTask
    | ReadTableTask
    | PreviewTask
    | StripsTask
    | GroupTask
    | ShowingTask
    | MeasuringTask
    | ComparingTask
)
KINDS: dict[str, type[Task]] = {
    "screen": ScreenTask,
    "read table": ReadTableTask,
    "preview": PreviewTask,
    "strips": StripsTask,
    "film": FilmTask,
    "thumbnail": ThumbnailTask,
    "analyze": AnalyzeTask,
    "hold": HoldTask,
    "compare": CompareTask,
    "ladder": LadderTask,
    "compare holds": CompareHoldsTask,
    "season": SeasonTask,
    "group": GroupTask,
}
"""Types of tasks by the word that stands for them in a line."""


def task_to_line(task: Task) -> str:
    """Write a task as a line of JSON.

    Parameters
    ----------
    task
        One of the kinds of task.

    Returns
    -------
    str
        Without the line's end.

    Examples
    --------
    >>> task_to_line(ScreenTask(Path("run.mp4"), 600.0))
    '{"kind": "screen", "path": "run.mp4", "max_duration_s": 600.0, "told": null}'
    """
    kind = next(kind for kind, of_type in KINDS.items() if isinstance(task, of_type))
    return json.dumps({"kind": kind, **asdict(task)}, default=str)


def task_from_line(line: str) -> Task:
    """Read what :func:`task_to_line` wrote.

    Parameters
    ----------
    line
        A line of JSON.

    Returns
    -------
    Task
        Equal to the one that was written.

    Examples
    --------
    >>> task_from_line('{"kind": "screen", "path": "run.mp4", "max_duration_s": 600.0}')
    ScreenTask(path=PosixPath('run.mp4'), max_duration_s=600.0, told=None)
    """
    values = json.loads(line)
    kind = KINDS[values.pop("kind")]
    return kind(**{name: _READ[name](v) if name in _READ else v for name, v in values.items()})


def _target_from(values: dict[str, str]) -> Target:
    return Target(**{name: Path(path) for name, path in values.items()})


def _clip_from(values: dict[str, Any]) -> Clip:
    """Build a clip again; JSON has turned its parts into dictionaries, its tuples into lists."""
    marks, at, splits = values["marks"], values["choice"]["at"], values["splits"]
    part = values["part"]
    parts = {
        "path": Path(values["path"]),
        "marks": None if marks is None else marks_from_dict(marks),
        "choice": AthleteChoice(values["choice"]["track"], None if at is None else tuple(at)),
        "notes": Notes(**values["notes"]),
        "recorded_on": _day_from(values["recorded_on"]),
        "contacts": tuple(GivenContact(**one) for one in values["contacts"]),
        "part": None if part is None else FilmPart(**part),
        "splits": None if splits is None else splits_from_dict(splits),
    }
    return Clip(**{**values, **parts})


def _day_from(value: str | None) -> dt.date | None:
    return None if value is None else dt.date.fromisoformat(value)


def _left_out_from(values: list[dict[str, str]]) -> tuple[LeftOut, ...]:
    return tuple(LeftOut(**one) for one in values)


def _paths_from(values: list[str]) -> tuple[Path, ...]:
    return tuple(Path(value) for value in values)


def _path_from(value: str | None) -> Path | None:
    return None if value is None else Path(value)


def _blocks_from(values: list[dict[str, str]]) -> tuple[TrainingBlock, ...]:
    return tuple(
        TrainingBlock(
            first=dt.date.fromisoformat(one["first"]),
            last=dt.date.fromisoformat(one["last"]),
            what=one["what"],
        )
        for one in values
    )


_READ: dict[str, Callable[[Any], Any]] = {
    "path": Path,
    "folder": Path,
    "told": _path_from,
    "out": Path,
    "required": tuple,
    "target": _target_from,
    "clip": _clip_from,
    "result": _path_from,
    "settings": settings_from_dict,
    "before": _paths_from,
    "after": _paths_from,
    "primaries": tuple,
    "left_out": _left_out_from,
    "blocks": _blocks_from,
    "before_on": _day_from,
    "after_on": _day_from,
}
