"""Store -> Runs: clips of sessions, with the files beside the rows."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from aqvision.core.clip import AthleteChoice, Clip, Notes
from aqvision.core.errors import LibraryError
from aqvision.library import files
from aqvision.library.records import Run
from aqvision.library.repositories.athletes import clean_text
from aqvision.library.repositories.base import (
    Store,
    as_record,
    as_records,
    change,
    delete_with_files,
    found,
)
from aqvision.library.tables import AthleteRow, RunRow, SessionRow

RUN_FACTS = ("capture_fps", "track", "surface", "shoes", "belt_mps", "notes")
"""What a person may know of a run."""


@dataclasses.dataclass(frozen=True, slots=True)
class Runs(Store):
    """The shelf of clips."""

    def add_run(
        self,
        session_id: str,
        path: Path,
        name: str | None = None,
        *,
        move: bool = False,
        **facts: Any,
    ) -> Run:
        """Store a clip and add it to a session; ``facts`` are those of RUN_FACTS.

        A clip that the session already holds is not added again: its run is given back, with the
        facts set.

        Parameters
        ----------
        path
            The file; copied into the library, or moved with ``move``.
        name
            What its owner calls it; without one the file's own name.

        Raises
        ------
        VideoError, CalibrationError, PoseError, LibraryError
            Not a video, facts that cannot be right, no such session, or it cannot be stored.
        """
        shown = clean_text(name or path.name, "the clip's name")
        _refuse_facts(path, facts)
        self._refuse_missing_session(session_id)
        incoming = files.take_in(self.home, path, shown, move=move)
        try:
            return self._keep(session_id, incoming, shown, facts)
        finally:
            incoming.path.unlink(missing_ok=True)

    def _keep(
        self, session_id: str, incoming: files.Incoming, name: str, facts: dict[str, Any]
    ) -> Run:
        """Add the row and give the file its name, both or neither."""
        with self.writing() as transaction:
            found(transaction, SessionRow, session_id)
            row = _same_clip(transaction, session_id, incoming.sha256) or RunRow(
                session_id=session_id,
                file_sha256=incoming.sha256,
                size_bytes=incoming.size_bytes,
                name=name,
                media=incoming.media,
            )
            _set_facts(row, facts)
            transaction.add(row)
            transaction.flush()
            files.keep(self.home, incoming)
            return as_record(Run, row)

    def _refuse_missing_session(self, session_id: str) -> None:
        with self.reading() as transaction:
            found(transaction, SessionRow, session_id)

    def runs(self, session_id: str) -> tuple[Run, ...]:
        """List the runs of a session in the order in which they came."""
        query = select(RunRow).where(RunRow.session_id == session_id).order_by(RunRow.created)
        with self.reading() as transaction:
            found(transaction, SessionRow, session_id)
            return as_records(Run, transaction.scalars(query))

    def run(self, run_id: str) -> Run:
        """Get a run; LibraryError where there is none of that id."""
        with self.reading() as transaction:
            return as_record(Run, found(transaction, RunRow, run_id))

    def update_run(self, run_id: str, **facts: Any) -> Run:
        """Set facts of RUN_FACTS.

        Raises
        ------
        CalibrationError, PoseError, LibraryError
            A fact cannot be right, or there is no such run.
        """
        with self.writing() as transaction:
            row = found(transaction, RunRow, run_id)
            _refuse_facts(Path(row.name), facts)
            _set_facts(row, facts)
            transaction.flush()
            return as_record(Run, row)

    def delete_run(self, run_id: str) -> None:
        """Delete a run for good, with its analysis, and its clip unless another run has it."""
        with self.writing() as transaction:
            delete_with_files(transaction, self.home, found(transaction, RunRow, run_id))

    def path_of(self, run: Run) -> Path:
        """Say where the clip of a run lies."""
        return files.path_of(self.home, run.file_sha256)

    def clip_of(self, run_id: str) -> Clip:
        """Gather what is known of a run into what can be measured.

        Raises
        ------
        LibraryError
            There is no such run, or its clip is no longer on disk.
        """
        with self.reading() as transaction:
            run = found(transaction, RunRow, run_id)
            session = found(transaction, SessionRow, run.session_id)
            athlete = found(transaction, AthleteRow, session.athlete_id)
            path = files.path_of(self.home, run.file_sha256)
            if not path.is_file():
                raise LibraryError(f"the clip {run.name} is lost", "add it to the session again")
            return Clip(
                path,
                athlete=athlete.name,
                height_m=athlete.height_m,
                capture_fps=run.capture_fps,
                choice=AthleteChoice(run.track),
                notes=Notes(run.surface, run.shoes),
                belt_mps=run.belt_mps,
                called=run.name,
            )


def _same_clip(transaction: Transaction, session_id: str, sha256: str) -> RunRow | None:
    query = select(RunRow).where(RunRow.session_id == session_id, RunRow.file_sha256 == sha256)
    return transaction.scalars(query.limit(1)).first()


def _refuse_facts(path: Path, facts: dict[str, Any]) -> None:
    """Let the clip's own rules judge what can be measured with."""
    Clip(
        path,
        capture_fps=facts.get("capture_fps"),
        choice=AthleteChoice(facts.get("track")),
        belt_mps=facts.get("belt_mps"),
    )


def _set_facts(row: RunRow, facts: dict[str, Any]) -> None:
    texts = {name: facts[name] for name in ("surface", "shoes", "notes") if facts.get(name)}
    cleaned = {name: clean_text(text, name, 10_000) for name, text in texts.items()}
    change(row, {**facts, **cleaned}, RUN_FACTS)
