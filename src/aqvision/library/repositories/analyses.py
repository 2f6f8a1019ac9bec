"""Repository -> analyses: a run's, which runs of the same key may share."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session as Transaction

from aqvision.library.files.place import result_named
from aqvision.library.records import Job, StoredAnalysis
from aqvision.library.repositories.base import as_record, as_records, found, refuse_unless_held
from aqvision.library.repositories.belongings import Belongings, remove_unused
from aqvision.library.repositories.results import ResultRepository
from aqvision.library.summaries import summary_of_clip
from aqvision.library.tables import AnalysisRow, RunRow, new_id


@dataclasses.dataclass(frozen=True, slots=True)
class AnalysisRepository(ResultRepository):
    """Repository of analyses."""

    def add_analysis(
        self,
        run_id: str,
        key: str,
        made: Path,
        provenance: dict[str, Any],
        folder: str | None = None,
        job: Job | None = None,
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
        job
            For which it was made.

        Raises
        ------
        LostJobError
            Somebody else has the job now; the folder is deleted then.
        LibraryError
            There is no such run any more; the folder is deleted then.
        """
        name = result_named(folder or new_id())
        row = AnalysisRow(run_id=run_id, key=key, folder=name.text, provenance=provenance)
        with self._sent(name, made) as sent:
            row.summary = summary_of_clip(sent)
            with self.writing() as transaction:
                refuse_unless_held(transaction, job)
                found(transaction, RunRow, run_id)
                self._replace_analysis(transaction, row, sent)
                return as_record(StoredAnalysis, row)

    def _replace_analysis(
        self, transaction: Transaction, row: AnalysisRow, sent: Path | None
    ) -> None:
        former = select(AnalysisRow.folder).where(AnalysisRow.run_id == row.run_id)
        had = Belongings(results=frozenset(transaction.scalars(former)))
        transaction.execute(delete(AnalysisRow).where(AnalysisRow.run_id == row.run_id))
        transaction.add(row)
        if sent is not None:
            self.home.kept.put(result_named(row.folder), sent)
        remove_unused(transaction, self.home, had)

    def reuse_analysis(
        self, run_id: str, key: str, job: Job | None = None
    ) -> StoredAnalysis | None:
        """Give the run's analysis of this key, if need be one made for another run, or None.

        Parameters
        ----------
        run_id
            Id of the run.
        key
            What went into it: the same key, the same result.
        job
            For which it is wanted.

        Raises
        ------
        LostJobError
            Somebody else has the job now.
        LibraryError
            There is no such run.
        """
        known = self._own_of_key(run_id, key)
        if known is not None:
            return known
        with self.writing() as transaction:
            refuse_unless_held(transaction, job)
            found(transaction, RunRow, run_id)
            query = select(AnalysisRow).where(AnalysisRow.key == key)
            kept = self.home.kept
            made = [r for r in transaction.scalars(query) if kept.exists(result_named(r.folder))]
            if not made:
                return None
            own = next((row for row in made if row.run_id == run_id), None)
            if own is None:
                other = made[0]
                own = AnalysisRow(
                    run_id=run_id,
                    key=key,
                    folder=other.folder,
                    provenance=other.provenance,
                    summary=other.summary,
                )
                self._replace_analysis(transaction, own, None)
            return as_record(StoredAnalysis, own)

    def _own_of_key(self, run_id: str, key: str) -> StoredAnalysis | None:
        """Look whether the run has it already: who only reads waits for nobody."""
        query = select(AnalysisRow).filter_by(run_id=run_id, key=key)
        with self.reading() as transaction:
            row = transaction.scalars(query).first()
            if row is None or not (self.home.results / row.folder).is_dir():
                return None
            return as_record(StoredAnalysis, row)

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
