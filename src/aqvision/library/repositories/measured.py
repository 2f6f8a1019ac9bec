"""Repository -> which runs are measured, and of which that would come out otherwise now."""

from __future__ import annotations

import dataclasses
import json
from functools import lru_cache
from pathlib import Path

from sqlalchemy import func, select

from aqvision.core.clip import Clip
from aqvision.core.provenance import present_method
from aqvision.library.records import Athlete, Run
from aqvision.library.repositories.base import Repository, as_record
from aqvision.library.repositories.results import key_as_made
from aqvision.library.repositories.runs import as_run, known_clip
from aqvision.library.tables import AnalysisRow, AthleteRow, RunRow, SessionRow

_OF_RUN = AnalysisRow.run_id == RunRow.id
_MOST = 4096


@dataclasses.dataclass(frozen=True, slots=True)
class MeasuredRepository(Repository):
    """Repository of what is measured."""

    def measured_runs(self, athlete_id: str) -> frozenset[str]:
        """Give the ids of an athlete's runs that are measured.

        Parameters
        ----------
        athlete_id
            Id of the athlete.
        """
        query = select(RunRow.id).join(AnalysisRow, _OF_RUN)
        query = query.join(SessionRow, SessionRow.id == RunRow.session_id)
        with self.reading() as transaction:
            return frozenset(transaction.scalars(query.where(SessionRow.athlete_id == athlete_id)))

    def n_measured(self, session_id: str) -> int:
        """Count the runs of a session that are measured, holds aside.

        Parameters
        ----------
        session_id
            Id of the session.
        """
        query = select(func.count()).select_from(AnalysisRow).join(RunRow, _OF_RUN)
        with self.reading() as transaction:
            query = query.where(RunRow.session_id == session_id, ~RunRow.is_hold)
            return transaction.scalars(query).one()

    def measured_in_older_way(self) -> tuple[Run, ...]:
        """List everybody's runs whose results are not compared with those of the present method."""
        method = func.coalesce(AnalysisRow.provenance["method"].as_string(), "")
        query = select(RunRow).join(AnalysisRow, _OF_RUN).where(method != present_method())
        with self.reading() as transaction:
            return tuple(map(as_run, transaction.scalars(query.order_by(RunRow.created))))

    def measured_otherwise(self, athlete_id: str | None = None) -> tuple[Run, ...]:
        """List the runs whose analyses do not fit those that would be made of them now.

        They were measured in an older way, which is not compared with the present, or something
        that is known of the run, such as the athlete's height, has changed since.

        Parameters
        ----------
        athlete_id
            Whose runs; everybody's without one.
        """
        query = select(RunRow, AnalysisRow, SessionRow, AthleteRow).join(AnalysisRow, _OF_RUN)
        query = query.join(SessionRow, SessionRow.id == RunRow.session_id)
        query = query.join(AthleteRow, AthleteRow.id == SessionRow.athlete_id)
        if athlete_id is not None:
            query = query.where(AthleteRow.id == athlete_id)
        with self.reading() as transaction:
            return tuple(
                as_run(run)
                for run, made, session, athlete in transaction.execute(
                    query.order_by(RunRow.created)
                )
                if not _is_present(made, run, session, as_record(Athlete, athlete))
            )


def _is_present(made: AnalysisRow, run: RunRow, session: SessionRow, athlete: Athlete) -> bool:
    """Tell whether a run would be measured so now, of what is known now."""
    if made.provenance.get("method", "") != present_method():
        return False
    clip = known_clip(Path(run.name), run, session, athlete)
    key = _key(clip, run.file_sha256, json.dumps(made.provenance), is_hold=run.is_hold)
    return made.key == key


@lru_cache(_MOST)
def _key(clip: Clip, sha256: str, made: str, *, is_hold: bool) -> str:
    return key_as_made(clip, sha256, json.loads(made), is_hold=is_hold)
