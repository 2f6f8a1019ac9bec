"""Repository -> results: analyses and comparisons, each with the folder that holds it."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session as Transaction

from aqvision.core.assets import POSE_MODELS
from aqvision.core.clip import Clip
from aqvision.core.errors import LibraryError
from aqvision.core.provenance import COMPARISON_METHOD, POSE_METHOD, package_version
from aqvision.core.settings import Settings
from aqvision.core.wording import _
from aqvision.library.records import StoredAnalysis, StoredComparison
from aqvision.library.repositories.base import (
    Repository,
    as_record,
    as_records,
    belongings,
    delete_with_files,
    found,
    remove_folder,
    remove_unused,
)
from aqvision.library.tables import (
    AnalysisRow,
    AthleteRow,
    ComparisonRow,
    RunRow,
    SessionRow,
    new_id,
)


def analysis_key(clip: Clip, clip_sha256: str, model: str, settings: Settings) -> str:
    """Stand for all that an analysis and its report depend on.

    Two clips of one key give the same bytes, so that the second need not be measured.

    Parameters
    ----------
    clip
        What is known of the clip; its path does not count.
    clip_sha256
        Hash of its bytes, in hexadecimal digits.
    model, settings
        Name of the pose model, and all settings.

    Returns
    -------
    str
        A hash, in hexadecimal digits.
    """
    facts = dataclasses.asdict(clip)
    made_of = [
        package_version(),
        POSE_METHOD,
        POSE_MODELS[model].sha256,
        settings.to_dict(),
        clip_sha256,
        {name: value for name, value in facts.items() if name != "path"},
    ]
    return _hashed(made_of)


def comparison_key(
    before: Sequence[StoredAnalysis],
    after: Sequence[StoredAnalysis],
    primaries: Sequence[str] = (),
) -> str:
    """Stand for all that a comparison depends on.

    Parameters
    ----------
    before, after
        Analyses of the clips of either session, in their order.
    primaries
        Metrics that the training was meant to change, where any were named.

    Returns
    -------
    str
        A hash, in hexadecimal digits.
    """
    made_of = [package_version(), COMPARISON_METHOD, list(primaries)]
    return _hashed([*made_of, [a.key for a in before], [a.key for a in after]])


def _hashed(made_of: object) -> str:
    return hashlib.sha256(json.dumps(made_of, sort_keys=True, default=str).encode()).hexdigest()


@dataclasses.dataclass(frozen=True, slots=True)
class ResultRepository(Repository):
    """Repository of analyses and comparisons."""

    def result_folder(self, result: StoredAnalysis | StoredComparison) -> Path:
        """Say where a result lies.

        Parameters
        ----------
        result
            An analysis or a comparison.

        Raises
        ------
        LibraryError
            The comparison has not been made yet.
        """
        if result.folder is None:
            raise LibraryError(
                _("these sessions are not compared yet"), _("wait for the comparison")
            )
        return self.home.results / result.folder

    def add_analysis(
        self,
        run_id: str,
        key: str,
        made: Path,
        provenance: dict[str, Any],
        folder: str | None = None,
    ) -> StoredAnalysis:
        """Take a finished analysis in; it takes the place of the run's former one.

        Parameters
        ----------
        run_id
            Id of the run.
        key
            What went into it: the same key, the same result.
        made
            Folder that ``home.new_result()`` named, with all of the analysis; it is moved.
        provenance
            By what it was made.
        folder
            Its name in results/ from now on, an id; a new one if left out.

        Raises
        ------
        LibraryError
            There is no such run any more; the folder is deleted then.
        """
        row = AnalysisRow(run_id=run_id, key=key, folder=folder or new_id(), provenance=provenance)
        try:
            with self.writing() as transaction:
                found(transaction, RunRow, run_id)
                self._replace_analysis(transaction, row, made)
                return as_record(StoredAnalysis, row)
        finally:
            remove_folder(made)

    def _replace_analysis(
        self, transaction: Transaction, row: AnalysisRow, made: Path | None
    ) -> None:
        had = belongings(transaction)
        transaction.execute(delete(AnalysisRow).where(AnalysisRow.run_id == row.run_id))
        transaction.add(row)
        if made is not None:
            made.rename(self.home.results / row.folder)
        remove_unused(transaction, self.home, had)

    def reuse_analysis(self, run_id: str, key: str) -> StoredAnalysis | None:
        """Give the run's analysis of this key, if need be one made for another run, or None.

        Parameters
        ----------
        run_id
            Id of the run.
        key
            What went into it: the same key, the same result.

        Raises
        ------
        LibraryError
            There is no such run.
        """
        with self.writing() as transaction:
            found(transaction, RunRow, run_id)
            query = select(AnalysisRow).where(AnalysisRow.key == key)
            made = [
                r for r in transaction.scalars(query) if (self.home.results / r.folder).is_dir()
            ]
            if not made:
                return None
            own = next((row for row in made if row.run_id == run_id), None)
            if own is None:
                other = made[0]
                own = AnalysisRow(
                    run_id=run_id, key=key, folder=other.folder, provenance=other.provenance
                )
                self._replace_analysis(transaction, own, None)
            return as_record(StoredAnalysis, own)

    def analysis_of(self, run_id: str) -> StoredAnalysis | None:
        """Get the analysis of a run, or None where it has not been measured.

        Parameters
        ----------
        run_id
            Id of the run.
        """
        query = select(AnalysisRow).where(AnalysisRow.run_id == run_id)
        with self.reading() as transaction:
            found(transaction, RunRow, run_id)
            row = transaction.scalars(query).first()
            return None if row is None else as_record(StoredAnalysis, row)

    def analyses_of_clip(self, sha256: str) -> tuple[StoredAnalysis, ...]:
        """List the analyses of all runs whose clips are of these bytes, the newest first."""
        query = select(AnalysisRow).join(RunRow, AnalysisRow.run_id == RunRow.id)
        query = query.where(RunRow.file_sha256 == sha256).order_by(AnalysisRow.created.desc())
        with self.reading() as transaction:
            return as_records(StoredAnalysis, transaction.scalars(query))

    def analysis(self, analysis_id: str) -> StoredAnalysis:
        """Get an analysis; LibraryError where there is none of that id.

        Parameters
        ----------
        analysis_id
            Id of the analysis.
        """
        with self.reading() as transaction:
            return as_record(StoredAnalysis, found(transaction, AnalysisRow, analysis_id))

    def add_comparison(
        self,
        before_session_id: str,
        after_session_id: str,
        primaries: Sequence[str] | None = None,
    ) -> StoredComparison:
        """Plan to compare two sessions of an athlete; the same two are one comparison.

        Parameters
        ----------
        before_session_id
            The earlier session.
        after_session_id
            The later session.
        primaries
            Metrics that the training was meant to change; None leaves those that are known.

        Raises
        ------
        LibraryError
            A session is missing, is given twice, or they are of two athletes.
        """
        with self.writing() as transaction:
            before = found(transaction, SessionRow, before_session_id)
            after = found(transaction, SessionRow, after_session_id)
            _refuse_strange_pair(before, after)
            pair = {"before_session_id": before.id, "after_session_id": after.id}
            row = transaction.scalars(select(ComparisonRow).filter_by(**pair)).first()
            if row is None:
                row = ComparisonRow(athlete_id=before.athlete_id, **pair)
                transaction.add(row)
            if primaries is not None:
                row.primaries = tuple(primaries)
            transaction.flush()
            return as_record(StoredComparison, row)

    def finish_comparison(
        self,
        comparison_id: str,
        key: str,
        made: Path,
        provenance: dict[str, Any],
        folder: str | None = None,
    ) -> StoredComparison:
        """Take what was compared in, as add_analysis does; a former result goes.

        Parameters
        ----------
        comparison_id
            Id of the comparison.
        key
            What went into it: the same key, the same result.
        made
            Folder that ``home.new_result()`` named, with all of the comparison; it is moved.
        provenance
            By what it was made.
        folder
            Its name in results/ from now on, if not its own.

        Raises
        ------
        LibraryError
            There is no such comparison any more; the folder is deleted then.
        """
        try:
            with self.writing() as transaction:
                row = found(transaction, ComparisonRow, comparison_id)
                had = belongings(transaction)
                row.key, row.folder, row.provenance = key, folder or new_id(), provenance
                made.rename(self.home.results / row.folder)
                remove_unused(transaction, self.home, had)
                return as_record(StoredComparison, row)
        finally:
            remove_folder(made)

    def comparisons(self, athlete_id: str) -> tuple[StoredComparison, ...]:
        """List the comparisons of an athlete, the oldest first.

        Parameters
        ----------
        athlete_id
            Id of the athlete.
        """
        query = select(ComparisonRow).where(ComparisonRow.athlete_id == athlete_id)
        with self.reading() as transaction:
            found(transaction, AthleteRow, athlete_id)
            rows = transaction.scalars(query.order_by(ComparisonRow.created))
            return as_records(StoredComparison, rows)

    def comparison(self, comparison_id: str) -> StoredComparison:
        """Get a comparison; LibraryError where there is none of that id.

        Parameters
        ----------
        comparison_id
            Id of the comparison.
        """
        with self.reading() as transaction:
            return as_record(StoredComparison, found(transaction, ComparisonRow, comparison_id))

    def delete_comparison(self, comparison_id: str) -> None:
        """Delete a comparison and its report for good; the analyses stay.

        Parameters
        ----------
        comparison_id
            Id of the comparison.
        """
        with self.writing() as transaction:
            row = found(transaction, ComparisonRow, comparison_id)
            delete_with_files(transaction, self.home, row)


def _refuse_strange_pair(before: SessionRow, after: SessionRow) -> None:
    if before.id == after.id:
        raise LibraryError(
            _("a session cannot be compared with itself"), _("choose another session")
        )
    if before.athlete_id != after.athlete_id:
        raise LibraryError(
            _("the sessions are of two athletes"), _("choose two sessions of one athlete")
        )
