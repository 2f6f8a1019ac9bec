"""Faces of runs -> comparisons may also be ladders: runs of one session by their speeds."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add what a comparison is of, and let it have one session alone; what was there had two."""
    with op.batch_alter_table("comparison") as table:
        table.add_column(sa.Column("kind", sa.String(200), nullable=False, server_default="change"))
        table.alter_column("before_session_id", existing_type=sa.String(32), nullable=True)


def downgrade() -> None:
    """Remove ladders, which older versions do not know."""
    op.execute("DELETE FROM comparison WHERE kind <> 'change'")
    with op.batch_alter_table("comparison") as table:
        table.alter_column("before_session_id", existing_type=sa.String(32), nullable=False)
        table.drop_column("kind")
