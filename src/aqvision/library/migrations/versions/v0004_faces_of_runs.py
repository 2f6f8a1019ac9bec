"""Primaries of comparisons -> runs also keep whether faces are hidden in their pictures."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the column; nobody asked for it of what was there."""
    op.add_column(
        "run", sa.Column("blur_faces", sa.Boolean(), nullable=False, server_default=sa.false())
    )


def downgrade() -> None:
    """Remove the column."""
    op.drop_column("run", "blur_faces")
