"""Python classes <-> tables of the library, the same in SQLite and in PostgreSQL."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Callable
from dataclasses import asdict
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    DateTime,
    Dialect,
    ForeignKey,
    MetaData,
    String,
    Text,
    false,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from aqvision.core.film_part import FilmPart
from aqvision.core.given_contacts import GivenContact
from aqvision.core.marks import Marks, marks_from_dict
from aqvision.core.prompts import Prompt
from aqvision.core.splits import Splits, splits_from_dict, splits_to_dict
from aqvision.library.records import ComparisonKind, DayFrom, JobKind, JobState

_N_ID = 32
_N_SHA256 = 64
_N_WORD = 200


class UtcTime(TypeDecorator[dt.datetime]):
    """A moment in UTC: SQLite forgets the zone, so it is put back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> Any:
        """Write UTC."""
        return None if value is None else value.astimezone(dt.UTC)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> dt.datetime | None:
        """Read UTC."""
        if value is None:
            return None
        moment: dt.datetime = value
        return moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment.astimezone(dt.UTC)


class Word(TypeDecorator[StrEnum]):
    """A word of an enumeration, kept as text."""

    impl = String(_N_WORD)
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> Any:
        """Write the word; one that does not exist is refused."""
        return None if value is None else self.words(value).value

    def process_result_value(self, value: Any | None, dialect: Dialect) -> StrEnum | None:
        """Read the word."""
        return None if value is None else self.words(value)


class PromptList(TypeDecorator[tuple[Prompt, ...]]):
    """What a hint asks for, as words in a line; rows of older versions have none."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[Prompt, ...] | None, dialect: Dialect) -> Any:
        """Write a word a prompt."""
        return " ".join(value) if value else None

    def process_result_value(self, value: Any | None, dialect: Dialect) -> tuple[Prompt, ...]:
        """Read the words."""
        return tuple(map(Prompt, value.split())) if value else ()


class Names(TypeDecorator[tuple[str, ...]]):
    """Names without spaces, in a line; rows of older versions have none."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> Any:
        """Write them with spaces between."""
        return " ".join(value) if value else None

    def process_result_value(self, value: Any | None, dialect: Dialect) -> tuple[str, ...]:
        """Read them."""
        return tuple(value.split()) if value else ()


class SplitTimes(TypeDecorator[Splits]):
    """Times of a sprint from the start on, as JSON."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Splits | None, dialect: Dialect) -> Any:
        """Write them with what started the clock."""
        return None if value is None else json.dumps(splits_to_dict(value))

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Splits | None:
        """Read them."""
        return None if value is None else splits_from_dict(json.loads(value))


class Told(TypeDecorator[Any]):
    """What was read off the pictures of a run, as JSON; ``nothing`` where nobody did."""

    impl = Text
    cache_ok = True

    def __init__(
        self, write: Callable[[Any], Any], read: Callable[[Any], Any], nothing: Any = None
    ) -> None:
        super().__init__()
        self.write, self.read, self.nothing = write, read, nothing

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """Write it down."""
        return None if value == self.nothing else json.dumps(self.write(value), allow_nan=False)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Any:
        """Read it."""
        return self.nothing if value is None else self.read(json.loads(value))


def _contact_rows(contacts: tuple[GivenContact, ...]) -> list[dict[str, Any]]:
    return [asdict(contact) for contact in contacts]


def _contacts_from(rows: list[dict[str, Any]]) -> tuple[GivenContact, ...]:
    return tuple(GivenContact(**row) for row in rows)


def _part_from(values: dict[str, Any]) -> FilmPart:
    return FilmPart(**values)


def new_id() -> str:
    """Make an id that nobody can guess and that says nothing."""
    return uuid.uuid4().hex


def now() -> dt.datetime:
    """Give the present moment in UTC."""
    return dt.datetime.now(dt.UTC)


def _owned_by(column: str) -> Mapped[str]:
    """Refer to the row that this one goes away with."""
    return mapped_column(String(_N_ID), ForeignKey(column, ondelete="CASCADE"), index=True)


class Table(DeclarativeBase):
    """What all tables share: names of constraints that do not depend on the database."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class AthleteRow(Table):
    """Somebody who is filmed."""

    __tablename__ = "athlete"
    id: Mapped[str] = mapped_column(String(_N_ID), primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(Text)
    height_m: Mapped[float | None]
    mass_kg: Mapped[float | None]
    created: Mapped[dt.datetime] = mapped_column(UtcTime, default=now)


class SessionRow(Table):
    """Clips of an athlete that belong together."""

    __tablename__ = "session"
    id: Mapped[str] = mapped_column(String(_N_ID), primary_key=True, default=new_id)
    athlete_id: Mapped[str] = _owned_by("athlete.id")
    label: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text, default="")
    date: Mapped[dt.date | None]
    day_from: Mapped[DayFrom | None] = mapped_column(Word(DayFrom))
    notes: Mapped[str] = mapped_column(Text, default="")
    created: Mapped[dt.datetime] = mapped_column(UtcTime, default=now)


class RunRow(Table):
    """A clip of a session."""

    __tablename__ = "run"
    id: Mapped[str] = mapped_column(String(_N_ID), primary_key=True, default=new_id)
    session_id: Mapped[str] = _owned_by("session.id")
    file_sha256: Mapped[str] = mapped_column(String(_N_SHA256), index=True)
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str] = mapped_column(Text)
    media: Mapped[str] = mapped_column(String(_N_WORD))
    capture_fps: Mapped[float | None]
    track: Mapped[int | None]
    shot: Mapped[int | None]
    splits: Mapped[Splits | None] = mapped_column(SplitTimes)
    surface: Mapped[str | None] = mapped_column(Text)
    shoes: Mapped[str | None] = mapped_column(Text)
    belt_mps: Mapped[float | None]
    blur_faces: Mapped[bool] = mapped_column(default=False, server_default=false())
    is_hold: Mapped[bool] = mapped_column(default=False, server_default=false())
    marks: Mapped[Marks | None] = mapped_column(Told(asdict, marks_from_dict))
    contacts: Mapped[tuple[GivenContact, ...]] = mapped_column(
        Told(_contact_rows, _contacts_from, ()), nullable=True, default=()
    )
    part: Mapped[FilmPart | None] = mapped_column(Told(asdict, _part_from))
    load: Mapped[str | None] = mapped_column(Text)
    band: Mapped[str | None] = mapped_column(Text)
    notes: Mapped[str] = mapped_column(Text, default="")
    left_out: Mapped[bool] = mapped_column(default=False, server_default=false())
    created: Mapped[dt.datetime] = mapped_column(UtcTime, default=now)


class AnalysisRow(Table):
    """The analysis of a run; a run has one, a new one takes its place."""

    __tablename__ = "analysis"
    id: Mapped[str] = mapped_column(String(_N_ID), primary_key=True, default=new_id)
    run_id: Mapped[str] = mapped_column(
        String(_N_ID), ForeignKey("run.id", ondelete="CASCADE"), index=True, unique=True
    )
    key: Mapped[str] = mapped_column(String(_N_SHA256), index=True)
    folder: Mapped[str] = mapped_column(String(_N_ID), index=True)
    provenance: Mapped[dict[str, Any]] = mapped_column(JSON)
    summary: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), deferred=True)
    created: Mapped[dt.datetime] = mapped_column(UtcTime, default=now)


class ComparisonRow(Table):
    """Sessions of an athlete, compared or to be compared; a ladder may have one alone."""

    __tablename__ = "comparison"
    id: Mapped[str] = mapped_column(String(_N_ID), primary_key=True, default=new_id)
    athlete_id: Mapped[str] = _owned_by("athlete.id")
    kind: Mapped[ComparisonKind] = mapped_column(
        Word(ComparisonKind),
        default=ComparisonKind.CHANGE,
        server_default=ComparisonKind.CHANGE.value,
    )
    before_session_id: Mapped[str | None] = mapped_column(
        String(_N_ID), ForeignKey("session.id", ondelete="CASCADE"), index=True
    )
    after_session_id: Mapped[str] = _owned_by("session.id")
    between: Mapped[tuple[str, ...]] = mapped_column(Names, nullable=True, default=())
    primaries: Mapped[tuple[str, ...]] = mapped_column(Names, nullable=True, default=())
    key: Mapped[str | None] = mapped_column(String(_N_SHA256))
    folder: Mapped[str | None] = mapped_column(String(_N_ID), index=True)
    provenance: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    summary: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), deferred=True)
    created: Mapped[dt.datetime] = mapped_column(UtcTime, default=now)


class BlockRow(Table):
    """What an athlete trained from one day to another."""

    __tablename__ = "block"
    id: Mapped[str] = mapped_column(String(_N_ID), primary_key=True, default=new_id)
    athlete_id: Mapped[str] = _owned_by("athlete.id")
    first: Mapped[dt.date]
    last: Mapped[dt.date]
    what: Mapped[str] = mapped_column(Text)
    created: Mapped[dt.datetime] = mapped_column(UtcTime, default=now)


class StateRow(Table):
    """The only row counts the changes of the library: what was read at one count is true at it.

    ``place`` is the id of the place where the files of these rows are.
    """

    __tablename__ = "state"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(BigInteger, default=0)
    place: Mapped[str | None] = mapped_column(String(_N_ID))


class ExecutorRow(Table):
    """A process that does jobs, ``slots`` at a time; it lives as long as ``beaten_s`` goes on.

    That is on the clock of the database, which is one for all machines: seconds since 1970.
    """

    __tablename__ = "executor"
    id: Mapped[str] = mapped_column(String(_N_ID), primary_key=True)
    version: Mapped[str] = mapped_column(String(_N_WORD))
    slots: Mapped[int]
    started: Mapped[dt.datetime] = mapped_column(UtcTime, default=now)
    beaten_s: Mapped[float]


class JobRow(Table):
    """Work on a run or a comparison; it goes away with it.

    ``workflow_id`` is what the engine calls this piece of work as long as it is not handed to
    somebody else, None until it is queued: whoever holds another one has lost the job. ``turn``
    orders jobs of a priority; ``measuring`` is the key of what ``executor_id`` makes just now.
    """

    __tablename__ = "job"
    __table_args__ = (CheckConstraint("(run_id IS NULL) <> (comparison_id IS NULL)", "subject"),)
    id: Mapped[str] = mapped_column(String(_N_ID), primary_key=True, default=new_id)
    kind: Mapped[JobKind] = mapped_column(Word(JobKind))
    key: Mapped[str | None] = mapped_column(String(_N_SHA256))
    run_id: Mapped[str | None] = mapped_column(
        String(_N_ID), ForeignKey("run.id", ondelete="CASCADE"), index=True
    )
    comparison_id: Mapped[str | None] = mapped_column(
        String(_N_ID), ForeignKey("comparison.id", ondelete="CASCADE"), index=True
    )
    state: Mapped[JobState] = mapped_column(Word(JobState), default=JobState.WAITING, index=True)
    priority: Mapped[int] = mapped_column(default=0)
    turn: Mapped[int] = mapped_column(default=0, server_default="0")
    workflow_id: Mapped[str | None] = mapped_column(String(_N_ID), index=True)
    executor_id: Mapped[str | None] = mapped_column(String(_N_ID))
    measuring: Mapped[str | None] = mapped_column(String(_N_SHA256), index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    progress: Mapped[float] = mapped_column(default=0.0)
    words: Mapped[str] = mapped_column(Text, default="")
    error: Mapped[str | None] = mapped_column(Text)
    hint: Mapped[str | None] = mapped_column(Text)
    prompts: Mapped[tuple[Prompt, ...]] = mapped_column(PromptList, nullable=True, default=())
    created: Mapped[dt.datetime] = mapped_column(UtcTime, default=now)
    started: Mapped[dt.datetime | None] = mapped_column(UtcTime)
    finished: Mapped[dt.datetime | None] = mapped_column(UtcTime)
