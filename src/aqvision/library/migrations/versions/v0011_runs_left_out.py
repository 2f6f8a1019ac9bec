"""Library -> runs that may be left out of comparisons, and who tells the day of a session."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add the columns; all that was there is compared, and nobody knows who told its day."""
    op.add_column(
        "run", sa.Column("left_out", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("session", sa.Column("day_from", sa.String(200)))


def downgrade() -> None:
    """Remove the columns."""
    op.drop_column("session", "day_from")
    op.drop_column("run", "left_out")
