"""Rows of the library -> frozen values: what the rest of the program sees of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal

from aqvision.core.prompts import Prompt

JobKind = Literal["analyze", "compare"]
JobState = Literal["waiting", "running", "done", "failed", "set aside", "cancelled"]
JOB_STATES: tuple[JobState, ...] = (
    "waiting",
    "running",
    "done",
    "failed",
    "set aside",
    "cancelled",
)
OPEN: tuple[JobState, ...] = ("waiting", "running")
"""States of a job that has not come to its end."""


@dataclass(frozen=True, slots=True)
class Athlete:
    """Somebody who is filmed. Two may have one name: the id tells them apart."""

    id: str
    name: str
    height_m: float | None
    mass_kg: float | None
    created: dt.datetime


@dataclass(frozen=True, slots=True)
class Session:
    """Clips of an athlete that belong together: one day, before or after training.

    ``label`` is "before", "after" or any other word, ``name`` what people call the session.
    """

    id: str
    athlete_id: str
    label: str
    name: str
    date: dt.date | None
    notes: str
    created: dt.datetime


@dataclass(frozen=True, slots=True)
class Run:
    """A clip of a session and what its owner knows of it; None where not known.

    ``name`` is the file's name as its owner knows it, for show only; ``media`` the kind of file
    that its first bytes say; ``track`` the number of the athlete among several people.
    """

    id: str
    session_id: str
    file_sha256: str
    size_bytes: int
    name: str
    media: str
    capture_fps: float | None
    track: int | None
    surface: str | None
    shoes: str | None
    belt_mps: float | None
    notes: str
    created: dt.datetime


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class StoredComparison:
    """Two sessions of an athlete and, once they are compared, the folder in results/.

    ``key`` stands for the analyses that were compared; None, with ``folder``, until then.
    """

    id: str
    athlete_id: str
    before_session_id: str
    after_session_id: str
    key: str | None
    folder: str | None
    provenance: dict[str, Any] | None
    created: dt.datetime


@dataclass(frozen=True, slots=True)
class Job:
    """Work on a run or a comparison.

    "failed" is what the user can mend, with ``error`` and ``hint``; "set aside" crashed again and
    again. ``progress`` goes from 0 to 1, ``words`` say what is being done. ``key`` stands for what
    the result depends on, where whoever asked for the job noted it: what failed for the same key
    need not be tried again.
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
