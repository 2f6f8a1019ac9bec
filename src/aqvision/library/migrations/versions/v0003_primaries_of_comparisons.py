"""Prompts of jobs -> comparisons also keep which metrics the training was meant to change."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the column; what was there names nothing in particular."""
    op.add_column("comparison", sa.Column("primaries", sa.Text()))


def downgrade() -> None:
    """Remove the column."""
    op.drop_column("comparison", "primaries")
