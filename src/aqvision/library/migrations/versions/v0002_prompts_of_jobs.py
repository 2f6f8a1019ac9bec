"""First tables -> jobs also keep what their hint asks for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the column; what was there asks for nothing."""
    op.add_column("job", sa.Column("prompts", sa.Text()))


def downgrade() -> None:
    """Remove the column."""
    op.drop_column("job", "prompts")
