"""Ladders of sessions -> runs also keep which shot of a film with cuts is meant."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the column; of what was there the longest shot was measured."""
    op.add_column("run", sa.Column("shot", sa.Integer()))


def downgrade() -> None:
    """Remove the column."""
    op.drop_column("run", "shot")
