"""Repository -> training blocks: what an athlete trained, from day to day."""

from __future__ import annotations

import dataclasses
import datetime as dt

from sqlalchemy import select

from aqvision.core.wording import _
from aqvision.library.records import Block
from aqvision.library.repositories.athletes import clean_text
from aqvision.library.repositories.base import Repository, as_record, as_records, found
from aqvision.library.tables import AthleteRow, BlockRow
from aqvision.progress.blocks import TrainingBlock


@dataclasses.dataclass(frozen=True, slots=True)
class BlockRepository(Repository):
    """Repository of training blocks."""

    def blocks(self, athlete_id: str) -> tuple[Block, ...]:
        """List the training blocks of an athlete in order of time.

        Parameters
        ----------
        athlete_id
            Id of the athlete.
        """
        query = select(BlockRow).where(BlockRow.athlete_id == athlete_id)
        with self.reading() as transaction:
            rows = sorted(transaction.scalars(query), key=in_time)
            return as_records(Block, rows)

    def block(self, block_id: str) -> Block:
        """Get a training block; LibraryError where there is none of that id.

        Parameters
        ----------
        block_id
            Id of the block.
        """
        with self.reading() as transaction:
            return as_record(Block, found(transaction, BlockRow, block_id))

    def add_block(self, athlete_id: str, first: dt.date, last: dt.date, what: str) -> Block:
        """Note down what an athlete trained.

        Parameters
        ----------
        athlete_id
            Id of the athlete.
        first, last
            The days, both included; they may lie ahead.
        what
            In the coach's own words.

        Raises
        ------
        LibraryError, CalibrationError
            There is no such athlete, the block ends before it begins, or the words cannot be shown.
        """
        values = _checked(first, last, what)
        with self.writing() as transaction:
            found(transaction, AthleteRow, athlete_id)
            row = BlockRow(athlete_id=athlete_id, **values)
            transaction.add(row)
            transaction.flush()
            return as_record(Block, row)

    def update_block(self, block_id: str, first: dt.date, last: dt.date, what: str) -> Block:
        """Correct a training block; raises as add_block does.

        Parameters
        ----------
        block_id
            Id of the block.
        first, last, what
            As for :meth:`add_block`.
        """
        values = _checked(first, last, what)
        with self.writing() as transaction:
            row = found(transaction, BlockRow, block_id)
            row.first, row.last, row.what = first, last, str(values["what"])
            transaction.flush()
            return as_record(Block, row)

    def delete_block(self, block_id: str) -> None:
        """Remove a training block.

        Parameters
        ----------
        block_id
            Id of the block.
        """
        with self.writing() as transaction:
            transaction.delete(found(transaction, BlockRow, block_id))


def in_time(block: BlockRow) -> tuple[dt.date, dt.date, str]:
    """Give what blocks are put in order by, the same in every database.

    Parameters
    ----------
    block
        One of them.
    """
    return block.first, block.last, block.what


def _checked(first: dt.date, last: dt.date, what: str) -> dict[str, dt.date | str]:
    """Let the block's own rules judge it."""
    block = TrainingBlock(first=first, last=last, what=clean_text(what, _("what was trained")))
    return {"first": block.first, "last": block.last, "what": block.what}
