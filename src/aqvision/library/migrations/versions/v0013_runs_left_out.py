"""Runs -> runs that may be left out of comparisons."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0008"


def upgrade() -> None:
    """Add the column; all that was there is compared."""
    op.add_column(
        "run", sa.Column("left_out", sa.Boolean(), nullable=False, server_default=sa.false())
    )


def downgrade() -> None:
    """Remove the column."""
    op.drop_column("run", "left_out")
