"""Results and jobs -> summaries of results in their rows, training blocks, a count of changes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Add columns and tables; summaries of results that are there are filled in afterwards."""
    for table in ("analysis", "comparison"):
        op.add_column(table, sa.Column("summary", sa.JSON(none_as_null=True)))
    op.create_table(
        "block",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("athlete_id", sa.String(32), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["athlete_id"], ["athlete.id"], name="fk_block_athlete_id_athlete", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_block"),
    )
    op.create_index("ix_block_athlete_id", "block", ["athlete_id"])
    op.create_table(
        "state",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_state"),
    )
    op.execute("INSERT INTO state (id, version) VALUES (1, 0)")


def downgrade() -> None:
    """Remove them."""
    op.drop_table("state")
    op.drop_table("block")
    for table in ("comparison", "analysis"):
        op.drop_column(table, "summary")
