"""Jobs -> what the engine calls them, whose turn it is, who does them; one place of files."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Add columns and a table; jobs that are open are in no queue until one is opened."""
    op.add_column("state", sa.Column("place", sa.String(32), nullable=True))
    op.create_table(
        "executor",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.String(200), nullable=False),
        sa.Column("slots", sa.Integer(), nullable=False),
        sa.Column("started", sa.DateTime(timezone=True), nullable=False),
        sa.Column("beaten_s", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_executor"),
    )
    op.add_column("job", sa.Column("turn", sa.Integer(), server_default="0", nullable=False))
    op.add_column("job", sa.Column("workflow_id", sa.String(32), nullable=True))
    op.add_column("job", sa.Column("executor_id", sa.String(32), nullable=True))
    op.add_column("job", sa.Column("measuring", sa.String(64), nullable=True))
    op.create_index("ix_job_workflow_id", "job", ["workflow_id"])
    op.create_index("ix_job_measuring", "job", ["measuring"])


def downgrade() -> None:
    """Remove them."""
    op.drop_index("ix_job_measuring", "job")
    op.drop_index("ix_job_workflow_id", "job")
    for column in ("measuring", "executor_id", "workflow_id", "turn"):
        op.drop_column("job", column)
    op.drop_table("executor")
    op.drop_column("state", "place")
