"""Runs -> runs also keep marks, contacts and the part that were read off their pictures."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add the columns; nobody told any of what was there."""
    for name in ("marks", "contacts", "part"):
        op.add_column("run", sa.Column(name, sa.Text()))


def downgrade() -> None:
    """Remove the columns."""
    for name in ("part", "contacts", "marks"):
        op.drop_column("run", name)
