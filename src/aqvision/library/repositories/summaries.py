"""Repository -> the same, with summaries of results that an older version kept without."""

from __future__ import annotations

import dataclasses
from typing import Any

from sqlalchemy import select, update

from aqvision.library.records import StoredAnalysis, StoredComparison
from aqvision.library.repositories.base import as_record
from aqvision.library.repositories.comparisons import ComparisonRepository
from aqvision.library.summaries import Summary, summary_of_clip, summary_of_comparison
from aqvision.library.tables import AnalysisRow, ComparisonRow

_AT_ONCE = 50


@dataclasses.dataclass(frozen=True, slots=True)
class SummaryRepository(ComparisonRepository):
    """Repository of what lists show of results."""

    def fill_summaries(self) -> int:
        """Read each result that has no summary, once, and keep its summary; gives their number.

        Clips go first, because what is said of a comparison goes by the view of its clips. Who
        looks at a list meanwhile sees what there is.
        """
        return self._fill(AnalysisRow) + self._fill(ComparisonRow)

    def _fill(self, table: Any) -> int:
        n = 0
        while True:
            query = select(table).where(table.summary.is_(None), table.folder.is_not(None))
            with self.reading() as transaction:
                rows = transaction.scalars(query.limit(_AT_ONCE)).all()
                found = [(row.id, row.folder, self._summary(row)) for row in rows]
            if not found:
                return n
            n += len(found)
            with self.writing() as transaction:
                for row_id, folder, summary in found:  # another result may have come meanwhile
                    same = (table.id == row_id, table.folder == folder)
                    transaction.execute(update(table).where(*same).values(summary=summary))

    def _summary(self, row: Any) -> Summary:
        if isinstance(row, AnalysisRow):
            return summary_of_clip(self.result_folder(as_record(StoredAnalysis, row)))
        made = as_record(StoredComparison, row)
        views = self.views_of(made.session_ids)
        return summary_of_comparison(self.result_folder(made), made.kind, views)
