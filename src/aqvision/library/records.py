"""Rows of the library -> frozen values: what the rest of the program sees of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from aqvision.core.film_part import FilmPart
from aqvision.core.given_contacts import GivenContact
from aqvision.core.marks import Marks
from aqvision.core.prompts import Prompt
from aqvision.core.splits import Splits


class JobKind(StrEnum):
    """What a job makes."""

    ANALYZE = "analyze"
    COMPARE = "compare"


class ComparisonKind(StrEnum):
    """What is set side by side: runs or holds before and after training, runs by speed, dates."""

    CHANGE = "change"
    LADDER = "ladder"
    HOLDS = "holds"
    SEASON = "season"

    @property
    def file(self) -> str:
        """Name of the file that tells the result."""
        return _FILES[self]


_FILES = {
    ComparisonKind.CHANGE: "comparison.json",
    ComparisonKind.LADDER: "ladder.json",
    ComparisonKind.HOLDS: "hold_comparison.json",
    ComparisonKind.SEASON: "progress.json",
}


class JobState(StrEnum):
    """How far a job is.

    ``FAILED`` is what the user can mend; ``SET_ASIDE`` crashed again and again.
    """

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    SET_ASIDE = "set aside"
    CANCELLED = "cancelled"


OPEN = (JobState.WAITING, JobState.RUNNING)
"""States of a job that has not come to its end."""


class DayFrom(StrEnum):
    """Who tells the day of a session: its owner, the film, or when the file was last changed."""

    GIVEN = "given"
    FILM = "film"
    FILE = "file"


@dataclass(frozen=True, slots=True, kw_only=True)
class Athlete:
    """Somebody who is filmed. Two may have one name: the id tells them apart."""

    id: str
    name: str
    height_m: float | None
    mass_kg: float | None
    created: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Clips of an athlete that belong together: one day, before or after training.

    ``label`` is "before", "after" or any other word, ``name`` what people call the session;
    ``day_from`` tells where ``date`` comes from, if that is known.
    """

    id: str
    athlete_id: str
    label: str
    name: str
    date: dt.date | None
    notes: str
    created: dt.datetime
    day_from: DayFrom | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """What only a person can know of a run; None where not known.

    ``capture_fps`` is the rate the camera recorded at, ``track`` the number of the athlete among
    several people, ``shot`` that of the part of a film with cuts that is meant, else the longest;
    ``splits`` are times of the run from standing, ``belt_mps`` is the speed of the treadmill. With
    ``blur_faces`` pictures of the run show no faces. With ``is_hold`` it is no run but a posture
    that is held, against ``load`` and ``band``. ``marks`` are places on the ground that give a
    scale; ``contacts`` are touchdowns and toe-offs that were read off the pictures, none where they
    are found. ``part`` is what of the film is measured, where it is not all of it.
    """

    capture_fps: float | None = None
    track: int | None = None
    shot: int | None = None
    splits: Splits | None = None
    surface: str | None = None
    shoes: str | None = None
    belt_mps: float | None = None
    notes: str = ""
    blur_faces: bool = False
    is_hold: bool = False
    marks: Marks | None = None
    contacts: tuple[GivenContact, ...] = ()
    part: FilmPart | None = None
    load: str | None = None
    band: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A clip of a session and what its owner knows of it.

    ``name`` is the file's name as its owner knows it, for show only; ``media`` the kind of file
    that its first bytes say. With ``left_out`` it stays out of comparisons.
    """

    id: str
    session_id: str
    file_sha256: str
    size_bytes: int
    name: str
    media: str
    options: RunOptions
    created: dt.datetime
    left_out: bool = False

    @property
    def file(self) -> str:
        """Name of the file that tells what was measured in it."""
        return "hold.json" if self.options.is_hold else "analysis.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAnalysis:
    """The analysis of a run: the name of its folder in results/, and what made it.

    ``key`` stands for all that the analysis depends on: the same key is not measured twice.
    """

    id: str
    run_id: str
    key: str
    folder: str
    provenance: dict[str, Any]
    created: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredComparison:
    """Sessions of an athlete and, once they are compared, the folder in results/.

    A ladder follows the runs of ``after_session_id`` over their speeds; it has an earlier session
    beside it, or none. A season has more sessions ``between`` its first and its last. ``primaries``
    are the metrics that the training was meant to change; none where nothing in particular was.
    ``key`` stands for the analyses that were compared; None, with
    ``folder``, until then.
    """

    id: str
    athlete_id: str
    kind: ComparisonKind
    before_session_id: str | None
    after_session_id: str
    between: tuple[str, ...]
    primaries: tuple[str, ...]
    key: str | None
    folder: str | None
    provenance: dict[str, Any] | None
    created: dt.datetime

    @property
    def session_ids(self) -> tuple[str, ...]:
        """The sessions whose clips it rests on, the earlier one first."""
        return tuple(filter(None, (self.before_session_id, *self.between, self.after_session_id)))

    @property
    def n_sides(self) -> int:
        """How many sides it sets beside each other: one, or two."""
        return 1 if self.before_session_id is None else 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """What an athlete trained from one day to another, both included."""

    id: str
    athlete_id: str
    first: dt.date
    last: dt.date
    what: str
    created: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredClip:
    """A clip that is measured, as lists show it: its session, and the summary of its result.

    The summary is empty where there is none yet, or the result cannot be read.
    """

    run_id: str
    session_id: str
    athlete_id: str
    label: str
    date: dt.date | None
    summary: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What came of a comparison that is made, as lists say it: the summary is JSON, or empty."""

    comparison_id: str
    athlete_id: str
    primaries: tuple[str, ...]
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What is measured of an athlete: runs with the values that were asked for, by day.

    ``older`` are the ids of those runs and holds that were measured in an older way.
    """

    clips: tuple[MeasuredClip, ...] = ()
    older: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """Somebody in the list of a team: how much there is, what waits, what came of it last.

    ``n_waiting`` clips nobody has begun to measure, ``n_open`` are under way with their
    comparisons, ``n_failed`` have no result. ``under_way`` are the ids of those clips.

    ``stamp`` stands for all that ``measured`` is read from: the same stamp, the same values. It is
    empty where a result has no summary yet. ``measured`` is None for who knew it by its stamp.
    """

    athlete: Athlete
    n_sessions: int = 0
    last_day: dt.date | None = None
    n_clips: int = 0
    n_waiting: int = 0
    n_open: int = 0
    n_failed: int = 0
    under_way: frozenset[str] = frozenset()
    told: Told | None = None
    stamp: str = ""
    measured: Measured | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Work on a run or a comparison.

    ``error`` and ``hint`` say why it has no result. ``progress`` goes from 0 to 1, ``words`` say
    what is being done. ``key`` stands for what the result depends on, where whoever asked for the
    job noted it: what failed for the same key need not be tried again. ``workflow_id`` tells by
    whom it is held: what is written by anybody else does not count. ``turn`` orders jobs of a
    priority.
    """

    id: str
    kind: JobKind
    key: str | None
    run_id: str | None
    comparison_id: str | None
    state: JobState
    priority: int
    attempts: int
    progress: float
    words: str
    error: str | None
    hint: str | None
    prompts: tuple[Prompt, ...]
    created: dt.datetime
    started: dt.datetime | None
    finished: dt.datetime | None
    turn: int = 0
    workflow_id: str | None = None
    executor_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Executor:
    """A process that does jobs: its version, how many at a time, and whether it lives.

    It does as long as it has beaten within the last minute; ``silent_s`` is how long ago it did.
    """

    id: str
    version: str
    slots: int
    started: dt.datetime
    beaten_s: float
    silent_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuedJob:
    """A job that waits, runs or came to nothing, of whom it is, and what it is of.

    ``clip`` is the name of the clip, empty of a comparison; that has ``kind`` and ``sessions``.
    """

    job: Job
    athlete_id: str
    athlete: str
    clip: str = ""
    kind: ComparisonKind | None = None
    sessions: tuple[Session, ...] = ()
