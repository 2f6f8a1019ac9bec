"""Repository -> comparisons of an athlete's sessions, ladders among them."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from aqvision.core.errors import LibraryError
from aqvision.core.wording import _
from aqvision.library.files.place import result_named
from aqvision.library.records import ComparisonKind, Job, StoredAnalysis, StoredComparison
from aqvision.library.repositories.base import as_record, as_records, found, refuse_unless_held
from aqvision.library.repositories.belongings import belongings_of, delete_with_files, remove_unused
from aqvision.library.repositories.blocks import in_time
from aqvision.library.repositories.left_out import Aside, LeftOutRepository, left_out_among
from aqvision.library.repositories.results import ResultRepository, comparison_key
from aqvision.library.summaries import summary_of_comparison
from aqvision.library.tables import (
    AnalysisRow,
    AthleteRow,
    BlockRow,
    ComparisonRow,
    RunRow,
    SessionRow,
    new_id,
)
from aqvision.progress.blocks import TrainingBlock


@dataclasses.dataclass(frozen=True, slots=True)
class ComparisonRepository(ResultRepository, LeftOutRepository):
    """Repository of comparisons."""

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
            before, after = _pair(transaction, before_session_id, after_session_id)
            row = _planned(transaction, ComparisonKind.CHANGE, before, after)
            if primaries is not None:
                row.primaries = tuple(primaries)
            transaction.flush()
            return as_record(StoredComparison, row)

    def add_ladder(self, session_id: str, before_session_id: str | None = None) -> StoredComparison:
        """Plan to follow the runs of a session over their speeds; the same is planned once.

        Parameters
        ----------
        session_id
            The session with runs at several speeds.
        before_session_id
            An earlier one to set beside it, or none.

        Raises
        ------
        LibraryError
            A session is missing, is given twice, or they are of two athletes.
        """
        with self.writing() as transaction:
            before, after = None, found(transaction, SessionRow, session_id)
            if before_session_id is not None:
                before, after = _pair(transaction, before_session_id, session_id)
            row = _planned(transaction, ComparisonKind.LADDER, before, after)
            transaction.flush()
            return as_record(StoredComparison, row)

    def add_holds(self, before_session_id: str, after_session_id: str) -> StoredComparison:
        """Plan to compare the holds of two sessions; the same is planned once.

        Parameters
        ----------
        before_session_id, after_session_id
            The earlier session and the later one.

        Raises
        ------
        LibraryError
            A session is missing, is given twice, or they are of two athletes.
        """
        with self.writing() as transaction:
            before, after = _pair(transaction, before_session_id, after_session_id)
            row = _planned(transaction, ComparisonKind.HOLDS, before, after)
            transaction.flush()
            return as_record(StoredComparison, row)

    def add_season(
        self, session_ids: Sequence[str], primaries: Sequence[str] | None = None
    ) -> StoredComparison:
        """Plan the time line of some sessions; the same ones are one season.

        Parameters
        ----------
        session_ids
            Two sessions or more, in order of time.
        primaries
            Metrics that are followed; None leaves those that are known.

        Raises
        ------
        LibraryError
            A session is missing, is given twice, or they are of two athletes.
        """
        with self.writing() as transaction:
            first, *others = [found(transaction, SessionRow, one) for one in session_ids]
            for other in others:
                _refuse_strange_pair(first, other)
            between = tuple(row.id for row in others[:-1])
            row = _planned(transaction, ComparisonKind.SEASON, first, others[-1], between)
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
        job: Job | None = None,
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
        job
            For which it was made.

        Raises
        ------
        LostJobError
            Somebody else has the job now; the folder is deleted then.
        LibraryError
            There is no such comparison any more; the folder is deleted then.
        """
        name = result_named(folder or new_id())
        with self._sent(name, made) as sent:
            plan = self.comparison(comparison_id)
            summary = summary_of_comparison(sent, plan.kind, self.views_of(plan.session_ids))
            with self.writing() as transaction:
                refuse_unless_held(transaction, job)
                row = found(transaction, ComparisonRow, comparison_id)
                had = belongings_of(transaction, row)
                row.key, row.folder, row.provenance = key, name.text, provenance
                row.summary = summary
                self.home.kept.put(name, sent)
                remove_unused(transaction, self.home, had)
                return as_record(StoredComparison, row)

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

    def views_of(self, session_ids: Sequence[str]) -> frozenset[str]:
        """Tell from where the measured runs of sessions were filmed, as far as that is known.

        Parameters
        ----------
        session_ids
            Ids of the sessions.
        """
        query = select(AnalysisRow.summary["view"].as_string())
        query = query.join(RunRow, AnalysisRow.run_id == RunRow.id).where(~RunRow.is_hold)
        with self.reading() as transaction:
            found_views = transaction.scalars(query.where(RunRow.session_id.in_(session_ids)))
            return frozenset(filter(None, found_views))

    def sides_of(
        self, comparison: StoredComparison
    ) -> tuple[tuple[StoredAnalysis, ...], tuple[StoredAnalysis, ...]]:
        """Give what is measured now of its earlier sessions, if it has any, and of its later one.

        Of runs or holds, what it is of; of both in a season. Of holds, only the first of each side.
        Clips that are left out do not count.

        Parameters
        ----------
        comparison
            The comparison, made or not.
        """
        with self.reading() as transaction:
            *earlier, last = [
                _measured_in(transaction, session_id, comparison.kind)
                for session_id in comparison.session_ids
            ]
            return tuple(analysis for side in earlier for analysis in side), last

    def blocks_of(self, comparison: StoredComparison) -> tuple[TrainingBlock, ...]:
        """Give what was trained in a season; nothing of what is no season.

        Parameters
        ----------
        comparison
            The comparison, made or not.
        """
        if comparison.kind is not ComparisonKind.SEASON:
            return ()
        with self.reading() as transaction:
            return _blocks(transaction, comparison.athlete_id)

    def is_outdated(self, comparison: StoredComparison) -> bool:
        """Tell whether clips, or the way they are compared, have changed since it was made.

        Parameters
        ----------
        comparison
            One that is not made, or of which a side has no clip any more, is not outdated; it is
            where the clips are there and left out.
        """
        return comparison.id in self.outdated(comparison.athlete_id, [comparison])

    def outdated(self, athlete_id: str, comparisons: Sequence[StoredComparison]) -> frozenset[str]:
        """Give the ids of an athlete's comparisons that :meth:`is_outdated` tells of.

        Parameters
        ----------
        athlete_id, comparisons
            Id of the athlete, and the comparisons that are asked about.
        """
        measured = select(
            RunRow.session_id, RunRow.is_hold, RunRow.left_out, AnalysisRow.key, RunRow.name
        )
        measured = measured.join(AnalysisRow, AnalysisRow.run_id == RunRow.id)
        measured = measured.join(SessionRow, SessionRow.id == RunRow.session_id)
        measured = measured.where(SessionRow.athlete_id == athlete_id)
        of_session: dict[str, list[_Measured]] = defaultdict(list)
        with self.reading() as transaction:
            for session_id, *values in _in_order(transaction.execute(measured)):
                is_hold, left_out, key, _name = values
                of_session[session_id].append(_Measured(key, is_hold, left_out))
            seasons = any(made.kind is ComparisonKind.SEASON for made in comparisons)
            blocks = _blocks(transaction, athlete_id) if seasons else ()
        aside = self.aside(athlete_id)
        return frozenset(
            made.id
            for made in comparisons
            if made.folder is not None and _is_outdated(made, of_session, aside, blocks)
        )

    def key_of(self, comparison: StoredComparison) -> str:
        """Stand for all that a comparison would depend on if it were made now.

        Parameters
        ----------
        comparison
            The comparison, made or not.
        """
        return comparison_key(
            *self.sides_of(comparison),
            comparison.primaries,
            comparison.kind,
            self.left_out_of(comparison),
            self.blocks_of(comparison),
        )

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


@dataclasses.dataclass(frozen=True, slots=True)
class _Measured:
    """What a comparison depends on of a clip, and whether it is a hold."""

    key: str
    is_hold: bool
    left_out: bool
    analysis: StoredAnalysis | None = None


def _in_order(rows: Iterable[Any]) -> list[Any]:
    """Order rows by their clips' names and keys; by letters, as databases sort by languages.

    In which order clips came does not tell: two rosters of the same clips make one comparison.
    """
    return sorted(rows, key=lambda row: (row.name, row.key))


def _measured_in(
    transaction: Transaction, session_id: str, kind: ComparisonKind
) -> tuple[StoredAnalysis, ...]:
    """List the analyses of a session that a comparison is of, by the names of their clips."""
    query = select(AnalysisRow, AnalysisRow.key, RunRow.name, RunRow.is_hold, RunRow.left_out)
    query = query.join(RunRow, AnalysisRow.run_id == RunRow.id)
    query = query.where(RunRow.session_id == session_id)
    rows = [
        _Measured(key, is_hold, left_out, as_record(StoredAnalysis, row))
        for row, key, _name, is_hold, left_out in _in_order(transaction.execute(query))
    ]
    return tuple(one.analysis for one in _chosen(rows, kind) if one.analysis is not None)


def _chosen(measured: Sequence[_Measured], kind: ComparisonKind) -> list[_Measured]:
    """Choose what a comparison is of: runs, holds, or in a season all."""
    wanted = [one for one in measured if not one.left_out]
    if kind is ComparisonKind.SEASON:
        return wanted
    if kind is ComparisonKind.HOLDS:
        return [one for one in wanted if one.is_hold]
    return [one for one in wanted if not one.is_hold]


def _is_outdated(
    made: StoredComparison,
    of_session: Mapping[str, Sequence[_Measured]],
    aside: Sequence[Aside],
    blocks: Sequence[TrainingBlock],
) -> bool:
    """Tell it of one that was made; a side without clips counts where they were left out."""
    known = [of_session.get(session_id, ()) for session_id in made.session_ids]
    *earlier, last = [_chosen(one, made.kind) for one in known]
    sides = [one for side in earlier for one in side], last
    if sum(map(bool, sides)) < made.n_sides:
        return any(one.left_out for session in known for one in session)
    trained = blocks if made.kind is ComparisonKind.SEASON else ()
    left_out = left_out_among(aside, made)
    return made.key != comparison_key(*sides, made.primaries, made.kind, left_out, trained)


def _blocks(transaction: Transaction, athlete_id: str) -> tuple[TrainingBlock, ...]:
    query = select(BlockRow).where(BlockRow.athlete_id == athlete_id)
    rows = sorted(transaction.scalars(query), key=in_time)
    return tuple(TrainingBlock(first=row.first, last=row.last, what=row.what) for row in rows)


def _planned(
    transaction: Transaction,
    kind: ComparisonKind,
    before: SessionRow | None,
    after: SessionRow,
    between: tuple[str, ...] = (),
) -> ComparisonRow:
    """Find the row of these sessions, or add one."""
    values = {
        "kind": kind,
        "before_session_id": None if before is None else before.id,
        "after_session_id": after.id,
    }
    rows = transaction.scalars(select(ComparisonRow).filter_by(**values))
    row = next((row for row in rows if row.between == between), None)
    if row is None:
        row = ComparisonRow(athlete_id=after.athlete_id, between=between, **values)
        transaction.add(row)
    return row


def _pair(
    transaction: Transaction, before_session_id: str, after_session_id: str
) -> tuple[SessionRow, SessionRow]:
    """Find two sessions of one athlete."""
    before = found(transaction, SessionRow, before_session_id)
    after = found(transaction, SessionRow, after_session_id)
    _refuse_strange_pair(before, after)
    return before, after


def _refuse_strange_pair(before: SessionRow, after: SessionRow) -> None:
    if before.id == after.id:
        raise LibraryError(
            _("a session cannot be compared with itself"), _("choose another session")
        )
    if before.athlete_id != after.athlete_id:
        raise LibraryError(
            _("the sessions are of two athletes"), _("choose two sessions of one athlete")
        )
