"""Shots of runs -> runs also keep the times that were measured from the start on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the column; nobody told any of what was there."""
    op.add_column("run", sa.Column("splits", sa.Text()))


def downgrade() -> None:
    """Remove the column."""
    op.drop_column("run", "splits")
