"""Records of the library -> the JSON of the API, and what programs send -> values that are checked.

Names carry units, times are UTC in ISO 8601, ids are 32 hexadecimal digits. A field that is new may
come to what is answered at any time; none is renamed or goes within version 1.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import asdict, is_dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from aqvision.core.film_part import FilmPart
from aqvision.core.given_contacts import GivenContact
from aqvision.core.marks import Marks, marks_from_dict
from aqvision.core.splits import TimingStart, parse_splits
from aqvision.library.records import (
    ComparisonKind,
    Job,
    JobKind,
    JobState,
    Run,
    RunOptions,
    StoredComparison,
)
from aqvision.web.pages import sentence

PREFIX = "/api/v1"
"""What the paths of the API begin with."""


def _marks(values: dict[str, Any]) -> Marks:
    return marks_from_dict({name: one for name, one in values.items() if one is not None})


_MADE: dict[str, Callable[[Any], Any]] = {
    "marks": _marks,
    "contacts": lambda values: tuple(GivenContact(**one) for one in values),
    "part": lambda values: FilmPart(**values),
}
"""Options that are more than a number or a line, and what makes them of what was sent."""

Id = Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
Line = Annotated[str, Field(max_length=200)]
Metres = Annotated[float, Field(allow_inf_nan=False)]


class Shown(BaseModel):
    """What is answered; made of a record by its fields."""

    model_config = ConfigDict(from_attributes=True)


class Sent(BaseModel):
    """What a program sends: nothing that is not known here is taken for granted."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class AthleteShown(Shown):
    """Somebody who is filmed."""

    id: str
    name: str
    height_m: float | None
    mass_kg: float | None
    created: dt.datetime


class AthleteSent(Sent):
    """Somebody to add. Names need not differ: ids tell people apart."""

    name: Line
    height_m: Metres | None = None
    mass_kg: Metres | None = None


class AthleteChanged(Sent):
    """What is to be changed of somebody; what is left out stays."""

    name: Line | None = None
    height_m: Metres | None = None
    mass_kg: Metres | None = None


class SessionShown(Shown):
    """Clips that belong together: one day, before or after training."""

    id: str
    athlete_id: str
    label: str
    name: str
    date: dt.date | None
    notes: str
    created: dt.datetime


class SessionChanged(Sent):
    """What is to be changed of a session; what is left out stays."""

    label: Annotated[str, Field(min_length=1, max_length=40)] | None = None
    name: Line | None = None
    date: dt.date | None = None


class Part(Sent):
    """What is measured of a film, in playback seconds from its first frame; null is its end."""

    first_s: Metres = 0.0
    last_s: Metres | None = None


class Contact(Sent):
    """A contact as a person corrected it, in seconds of real time from the first frame."""

    side: Literal["left", "right"]
    touchdown_s: Metres
    toeoff_s: Metres


class Place(Sent):
    """A mark: pixels of the upright picture, metres along the lane and across it."""

    x_px: Metres
    y_px: Metres
    along_m: Metres
    across_m: Metres = 0.0
    time_s: Metres | None = None


class Scale(Sent):
    """Marks that together give a scale; `camera_height_m` is that of the lens, if measured."""

    places: Annotated[list[Place], Field(min_length=2, max_length=100)]
    lane_offset_m: Metres = 0.0
    se_frac: Annotated[float, Field(ge=0, le=1)] | None = None
    camera_height_m: Metres | None = None


class OptionsShown(BaseModel):
    """What only a person can know of a clip; null where not known."""

    capture_fps: float | None
    track: int | None
    shot: int | None
    splits: str | None
    timing_start: TimingStart | None
    belt_mps: float | None
    surface: str | None
    shoes: str | None
    notes: str
    blur_faces: bool
    is_hold: bool
    marks: Scale | None
    contacts: list[Contact]
    part: Part | None
    load: str | None
    band: str | None


class OptionsSent(Sent):
    """What is to be changed of what is known of a clip; what is left out stays, null clears it."""

    capture_fps: Metres | None = None
    track: Annotated[int, Field(ge=1, le=9999)] | None = None
    shot: Annotated[int, Field(ge=1, le=9999)] | None = None
    splits: Annotated[str, Field(max_length=1000)] | None = None
    timing_start: TimingStart | None = None
    belt_mps: Metres | None = None
    surface: Line | None = None
    shoes: Line | None = None
    notes: Annotated[str, Field(max_length=2000)] = ""
    blur_faces: bool = False
    is_hold: bool = False
    marks: Scale | None = None
    contacts: Annotated[list[Contact], Field(max_length=2000)] = []
    part: Part | None = None
    load: Line | None = None
    band: Line | None = None

    def over(self, known: RunOptions) -> RunOptions:
        """Put what was sent over what is known.

        Parameters
        ----------
        known
            Of the clip.

        Raises
        ------
        CalibrationError
            Split times, marks, contacts or the part cannot be.
        """
        sent = self.model_dump(include=self.model_fields_set)
        start = sent.pop("timing_start", None)
        for name, made in _MADE.items():
            if sent.get(name) is not None:
                sent[name] = made(sent[name])
        values = {name: getattr(known, name) for name in RunOptions.__slots__} | sent
        if "splits" in sent:
            text = sent["splits"]
            values["splits"] = parse_splits(text, start or TimingStart.UNKNOWN) if text else None
        elif start is not None and known.splits is not None:
            values["splits"] = parse_splits(str(known.splits), start)
        return RunOptions(**values)


class ClipSent(Sent):
    """A clip that is sent: its file's name, and the session it goes into."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    label: Annotated[str, Field(min_length=1, max_length=40)]
    date: dt.date
    blur_faces: bool = False


class JobShown(BaseModel):
    """Work on a clip or a comparison; ``error`` and ``hint`` say why it has no result."""

    id: str
    kind: JobKind
    run_id: str | None
    comparison_id: str | None
    state: JobState
    progress: float
    words: str
    error: str | None
    hint: str | None
    created: dt.datetime
    started: dt.datetime | None
    finished: dt.datetime | None


class ClipShown(BaseModel):
    """A clip with what is known of it, and whether there is a result.

    With `left_out` no comparison is of it.
    """

    left_out: bool

    id: str
    session_id: str
    name: str
    size_bytes: int
    sha256: str
    media: str
    options: OptionsShown
    measured: bool
    job: JobShown | None
    created: dt.datetime


class ComparisonShown(BaseModel):
    """Sessions set side by side; with ``made`` there is a result, perhaps ``outdated``."""

    id: str
    athlete_id: str
    kind: ComparisonKind
    session_ids: tuple[str, ...]
    primaries: tuple[str, ...]
    made: bool
    outdated: bool
    created: dt.datetime


class ComparisonSent(Sent):
    """Two sessions of one athlete to compare; a ladder may have one alone."""

    kind: Literal["change", "ladder", "holds"] = "change"
    before_session_id: Id | None = None
    after_session_id: Id
    primaries: Annotated[list[Line], Field(max_length=100)] = []


class Problem(BaseModel):
    """Why a request was refused, and what to do."""

    problem: str
    hint: str


REFUSALS: dict[int | str, dict[str, Any]] = {
    "4XX": {"model": Problem, "description": "Refused: why, and what to do."},
    "5XX": {"model": Problem, "description": "Our fault, or no room: what to do."},
}
"""What every route of the API may answer instead."""


def show_job(job: Job) -> JobShown:
    """Show a job, in sentences.

    Parameters
    ----------
    job
        In any state.
    """
    values = {name: getattr(job, name) for name in JobShown.model_fields}
    error = sentence(job.error) if job.error else None
    hint = sentence(job.hint, job.prompts) if job.hint else None
    return JobShown(**values | {"error": error, "hint": hint})


def show_clip(run: Run, job: Job | None, *, measured: bool) -> ClipShown:
    """Show a clip.

    Parameters
    ----------
    run, job, measured
        The clip, its latest job, and whether it has a result.
    """
    known = run.options
    options = {n: getattr(known, n) for n in OptionsShown.model_fields if hasattr(known, n)}
    for name in _MADE:
        value = getattr(known, name)
        options[name] = [asdict(one) for one in value] if name == "contacts" else value
        if is_dataclass(value) and not isinstance(value, type):
            options[name] = asdict(value)
    options["splits"] = None if known.splits is None else str(known.splits)
    options["timing_start"] = None if known.splits is None else known.splits.start
    values = {n: getattr(run, n) for n in ClipShown.model_fields if hasattr(run, n)}
    return ClipShown(
        **values
        | {
            "sha256": run.file_sha256,
            "options": OptionsShown(**options),
            "measured": measured,
            "job": None if job is None else show_job(job),
        }
    )


def show_comparison(comparison: StoredComparison, *, outdated: bool) -> ComparisonShown:
    """Show a comparison, ladder, season or pair of holds.

    Parameters
    ----------
    comparison, outdated
        As it is kept, and whether clips or the program have changed since it was made.
    """
    fields = ("id", "athlete_id", "kind", "session_ids", "primaries", "created")
    values = {name: getattr(comparison, name) for name in fields}
    return ComparisonShown(**values, made=comparison.folder is not None, outdated=outdated)
