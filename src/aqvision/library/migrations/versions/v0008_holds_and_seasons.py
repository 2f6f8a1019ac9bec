"""Splits of runs -> clips may be holds, and comparisons may span more sessions than two."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the columns; all that was there are runs, and pairs of sessions."""
    op.add_column(
        "run", sa.Column("is_hold", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("comparison", sa.Column("between", sa.Text()))


def downgrade() -> None:
    """Remove holds and seasons, which older versions do not know."""
    op.execute("DELETE FROM comparison WHERE kind IN ('holds', 'season')")
    op.execute("DELETE FROM run WHERE is_hold")
    op.drop_column("comparison", "between")
    op.drop_column("run", "is_hold")
