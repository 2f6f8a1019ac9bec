"""Repository -> runs: clips of sessions, with the files beside the rows."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from aqvision.core.clip import AthleteChoice, Clip, Notes
from aqvision.core.errors import LibraryError, NotThereError, UnreachableError
from aqvision.core.recorded import possible
from aqvision.core.wording import _
from aqvision.library.files.place import clip_named
from aqvision.library.records import Athlete, Run, RunOptions
from aqvision.library.repositories.athletes import clean_text
from aqvision.library.repositories.base import Repository, as_record, found
from aqvision.library.repositories.belongings import delete_with_files
from aqvision.library.storage import Incoming
from aqvision.library.tables import AthleteRow, RunRow, SessionRow

_MAX_TEXT = 10_000
# What contacts were read off: who is measured, and by which clock.
_CONTACTS_ARE_OF = ("track", "shot", "part", "capture_fps")


@dataclasses.dataclass(frozen=True, slots=True)
class RunRepository(Repository):
    """Repository of clips."""

    def add_run(
        self,
        session_id: str,
        path: Path,
        name: str | None = None,
        *,
        move: bool = False,
        options: RunOptions | None = None,
    ) -> Run:
        """Store a clip and add it to a session.

        A clip that the session already holds is not added again: its run is given back, with the
        options, if any, set.

        Parameters
        ----------
        session_id
            Id of the session.
        path
            The file; copied into the library, or moved with ``move``.
        name
            What its owner calls it; without one the file's own name.
        move
            The file is moved, not copied.
        options
            What is known of the run.

        Raises
        ------
        VideoError, CalibrationError, PoseError, LibraryError
            Not a video, options that cannot be right, no such session, or it cannot be stored.
        """
        shown = clean_text(name or path.name, _("the clip's name"))
        with self.reading() as transaction:
            athlete = _athlete_of(transaction, session_id)
        options = None if options is None else _checked(path, options, athlete)
        incoming = self.home.take_in(path, shown, move=move)
        try:
            self.home.kept.send(incoming.kept_as, incoming.path)
            return self._keep(session_id, incoming, shown, options)
        except NotThereError:  # the session was deleted meanwhile
            self.drop_unused(incoming.kept_as)
            raise
        except UnreachableError:  # nothing is lost: the same may be done again
            if move:
                incoming.path.rename(path)
            raise
        finally:
            incoming.path.unlink(missing_ok=True)

    def _keep(
        self, session_id: str, incoming: Incoming, name: str, options: RunOptions | None
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
            if options is not None:
                _set_options(row, options)
            transaction.add(row)
            transaction.flush()
            self.home.kept.put(incoming.kept_as, incoming.path)
            return as_run(row)

    def runs(self, session_id: str) -> tuple[Run, ...]:
        """List the runs of a session in the order in which they came.

        Parameters
        ----------
        session_id
            Id of the session.
        """
        query = select(RunRow).where(RunRow.session_id == session_id).order_by(RunRow.created)
        with self.reading() as transaction:
            found(transaction, SessionRow, session_id)
            return tuple(as_run(row) for row in transaction.scalars(query))

    def runs_of_athlete(self, athlete_id: str) -> tuple[Run, ...]:
        """List the runs of all sessions of an athlete in the order in which they came.

        Parameters
        ----------
        athlete_id
            Id of the athlete.
        """
        query = select(RunRow).join(SessionRow, SessionRow.id == RunRow.session_id)
        query = query.where(SessionRow.athlete_id == athlete_id).order_by(RunRow.created)
        with self.reading() as transaction:
            return tuple(map(as_run, transaction.scalars(query)))

    def run_ids(self) -> tuple[str, ...]:
        """List the ids of everybody's runs."""
        with self.reading() as transaction:
            return tuple(transaction.scalars(select(RunRow.id)))

    def run(self, run_id: str) -> Run:
        """Get a run; LibraryError where there is none of that id.

        Parameters
        ----------
        run_id
            Id of the run.
        """
        with self.reading() as transaction:
            return as_run(found(transaction, RunRow, run_id))

    def update_run(self, run_id: str, options: RunOptions) -> Run:
        """Set what is known of a run.

        Parameters
        ----------
        run_id
            Id of the run.
        options
            What is known now.

        Raises
        ------
        CalibrationError, PoseError, LibraryError
            An option cannot be right, or there is no such run.
        """
        with self.writing() as transaction:
            row = found(transaction, RunRow, run_id)
            athlete = _athlete_of(transaction, row.session_id)
            _set_options(row, _checked(Path(row.name), options, athlete))
            transaction.flush()
            return as_run(row)

    def check_options(self, run_id: str, options: RunOptions) -> None:
        """Refuse what :meth:`update_run` would refuse, and change nothing.

        Parameters
        ----------
        run_id, options
            Id of the run, and what is to be known of it.

        Raises
        ------
        CalibrationError, PoseError, LibraryError
            An option cannot be right, or there is no such run.
        """
        with self.reading() as transaction:
            row = found(transaction, RunRow, run_id)
            _checked(Path(row.name), options, _athlete_of(transaction, row.session_id))

    def delete_run(self, run_id: str) -> None:
        """Delete a run for good, with its analysis, and its clip unless another run has it.

        Parameters
        ----------
        run_id
            Id of the run.
        """
        with self.writing() as transaction:
            delete_with_files(transaction, self.home, found(transaction, RunRow, run_id))

    def path_of(self, run: Run) -> Path:
        """Give the path of a run's clip, which is fetched where it is kept elsewhere.

        Parameters
        ----------
        run
            The run.
        """
        return self.home.kept.get(clip_named(run.file_sha256))

    def has_clip(self, run: Run) -> bool:
        """Tell whether the clip of a run is still kept.

        Parameters
        ----------
        run
            The run.
        """
        return self.home.kept.exists(clip_named(run.file_sha256))

    def clip_of(self, run_id: str) -> Clip:
        """Gather what is known of a run into what can be measured.

        Parameters
        ----------
        run_id
            Id of the run.

        Raises
        ------
        LibraryError
            There is no such run, its clip is lost, or the place of files cannot be reached.
        """
        run, clip = self._known(run_id)
        path = self.path_of(run)
        if not path.is_file():
            raise _lost(run)
        return dataclasses.replace(clip, path=path)

    def facts_of(self, run_id: str) -> Clip:
        """Gather the same, but for the path, and fetch nothing.

        Parameters
        ----------
        run_id
            Id of the run.

        Raises
        ------
        LibraryError
            As for :meth:`clip_of`.
        """
        run, clip = self._known(run_id)
        if not self.has_clip(run):
            raise _lost(run)
        return clip

    def _known(self, run_id: str) -> tuple[Run, Clip]:
        with self.reading() as transaction:
            row = found(transaction, RunRow, run_id)
            session = found(transaction, SessionRow, row.session_id)
            athlete = _athlete_of(transaction, session.id)
            return as_run(row), known_clip(Path(row.name), row, session, athlete)


def _lost(run: Run) -> LibraryError:
    return LibraryError(
        _("the clip {name} is lost").format(name=run.name), _("add it to the session again")
    )


def known_clip(path: Path, run: RunRow, session: SessionRow, athlete: Athlete) -> Clip:
    """Gather what is known of a run into what can be measured.

    Parameters
    ----------
    path, run, session, athlete
        Where its clip lies, its row, and whose and of which session it is.
    """
    return dataclasses.replace(
        _as_clip(path, as_record(RunOptions, run), athlete),
        athlete=athlete.name,
        called=run.name,
        recorded_on=possible(session.date),
    )


def _athlete_of(transaction: Transaction, session_id: str) -> Athlete:
    session = found(transaction, SessionRow, session_id)
    return as_record(Athlete, found(transaction, AthleteRow, session.athlete_id))


def _same_clip(transaction: Transaction, session_id: str, sha256: str) -> RunRow | None:
    query = select(RunRow).where(RunRow.session_id == session_id, RunRow.file_sha256 == sha256)
    return transaction.scalars(query.limit(1)).first()


def as_run(row: RunRow) -> Run:
    """Take the values of a row into a run; those of its options into the options.

    Parameters
    ----------
    row
        Of the run.
    """
    fields = (field.name for field in dataclasses.fields(Run) if field.name != "options")
    return Run(options=as_record(RunOptions, row), **{name: getattr(row, name) for name in fields})


def _set_options(row: RunRow, options: RunOptions) -> None:
    """Keep what is known; contacts that were read off somebody else, or another clock, go."""
    same = all(getattr(row, name) == getattr(options, name) for name in _CONTACTS_ARE_OF)
    if not same and row.contacts == options.contacts:
        options = dataclasses.replace(options, contacts=())
    for field in dataclasses.fields(options):
        setattr(row, field.name, getattr(options, field.name))


def _checked(path: Path, options: RunOptions, athlete: Athlete) -> RunOptions:
    """Let the clip's own rules judge what can be measured with; clean what is free text."""
    _as_clip(path, options, athlete)
    return dataclasses.replace(
        options,
        surface=_cleaned(options.surface, "surface"),
        shoes=_cleaned(options.shoes, "shoes"),
        notes=_cleaned(options.notes, "notes") or "",
        load=_cleaned(options.load, "load"),
        band=_cleaned(options.band, "band"),
    )


def _cleaned(text: str | None, what: str) -> str | None:
    return clean_text(text, what, _MAX_TEXT) if text else text


def _as_clip(path: Path, options: RunOptions, athlete: Athlete) -> Clip:
    return Clip(
        path=path,
        capture_fps=options.capture_fps,
        marks=options.marks,
        choice=AthleteChoice(track=options.track),
        notes=Notes(surface=options.surface, shoes=options.shoes),
        belt_mps=options.belt_mps,
        shot=options.shot,
        contacts=options.contacts,
        part=options.part,
        height_m=athlete.height_m,
        mass_kg=athlete.mass_kg,
        splits=options.splits,
        blur_faces=options.blur_faces,
        load=options.load,
        band=options.band,
    )
