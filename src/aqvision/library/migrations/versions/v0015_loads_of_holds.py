"""Runs -> runs also keep what a posture is held against: load and band."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Add the columns; nobody told any of what was there."""
    for name in ("load", "band"):
        op.add_column("run", sa.Column(name, sa.Text()))


def downgrade() -> None:
    """Remove the columns."""
    for name in ("band", "load"):
        op.drop_column("run", name)
