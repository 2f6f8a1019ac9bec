"""Connection -> the steps run on it. Alembic runs this file; nothing imports it."""

from __future__ import annotations

from alembic import context

from aqvision.library import account_tables  # noqa: F401 - its tables are among the models
from aqvision.library.tables import Table

if context.is_offline_mode():
    context.configure(
        dialect_name=context.config.attributes["dialect"], target_metadata=Table.metadata
    )
else:
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=Table.metadata,
        # SQLite cannot alter most of a table: it is copied into a new one instead
        render_as_batch=True,
    )
with context.begin_transaction():
    context.run_migrations()
