"""Nothing -> the first tables: athletes, sessions, runs, analyses, comparisons, jobs."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_TABLES = ("athlete", "session", "comparison", "run", "analysis", "job")


def _table(name: str, *columns: sa.Column[Any] | sa.Constraint) -> None:
    id_column = sa.Column("id", sa.String(32), nullable=False)
    op.create_table(name, id_column, *columns, sa.PrimaryKeyConstraint("id", name=f"pk_{name}"))


def _indexed(table: str, *columns: str, unique: bool = False) -> None:
    for column in columns:
        op.create_index(f"ix_{table}_{column}", table, [column], unique=unique)


def _refers(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}_{other}"
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete="CASCADE")


def _must(name: str, kind: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _create_people() -> None:
    _table(
        "athlete",
        _must("name", sa.Text()),
        sa.Column("height_m", sa.Double()),
        sa.Column("mass_kg", sa.Double()),
        _moment("created"),
    )
    _table(
        "session",
        _must("athlete_id", sa.String(32)),
        _must("label", sa.Text()),
        _must("name", sa.Text()),
        sa.Column("date", sa.Date()),
        _must("notes", sa.Text()),
        _moment("created"),
        _refers("session", "athlete_id", "athlete"),
    )
    _indexed("session", "athlete_id")


def _create_runs() -> None:
    _table(
        "run",
        _must("session_id", sa.String(32)),
        _must("file_sha256", sa.String(64)),
        _must("size_bytes", sa.BigInteger()),
        _must("name", sa.Text()),
        _must("media", sa.String(200)),
        sa.Column("capture_fps", sa.Double()),
        sa.Column("track", sa.Integer()),
        sa.Column("surface", sa.Text()),
        sa.Column("shoes", sa.Text()),
        sa.Column("belt_mps", sa.Double()),
        _must("notes", sa.Text()),
        _moment("created"),
        _refers("run", "session_id", "session"),
    )
    _indexed("run", "file_sha256", "session_id")


def _create_results() -> None:
    _table(
        "analysis",
        _must("run_id", sa.String(32)),
        _must("key", sa.String(64)),
        _must("folder", sa.String(32)),
        _must("provenance", sa.JSON()),
        _moment("created"),
        _refers("analysis", "run_id", "run"),
    )
    _indexed("analysis", "folder", "key")
    _indexed("analysis", "run_id", unique=True)
    _table(
        "comparison",
        _must("athlete_id", sa.String(32)),
        _must("before_session_id", sa.String(32)),
        _must("after_session_id", sa.String(32)),
        sa.Column("key", sa.String(64)),
        sa.Column("folder", sa.String(32)),
        sa.Column("provenance", sa.JSON()),
        _moment("created"),
        _refers("comparison", "athlete_id", "athlete"),
        _refers("comparison", "before_session_id", "session"),
        _refers("comparison", "after_session_id", "session"),
    )
    _indexed("comparison", "after_session_id", "athlete_id", "before_session_id", "folder")


def _create_jobs() -> None:
    _table(
        "job",
        _must("kind", sa.String(200)),
        sa.Column("key", sa.String(64)),
        sa.Column("run_id", sa.String(32)),
        sa.Column("comparison_id", sa.String(32)),
        _must("state", sa.String(200)),
        _must("priority", sa.Integer()),
        _must("attempts", sa.Integer()),
        _must("progress", sa.Double()),
        _must("words", sa.Text()),
        sa.Column("error", sa.Text()),
        sa.Column("hint", sa.Text()),
        _moment("created"),
        _moment("started", nullable=True),
        _moment("finished", nullable=True),
        sa.CheckConstraint(
            "(run_id IS NULL) <> (comparison_id IS NULL)", name=op.f("ck_job_subject")
        ),
        _refers("job", "run_id", "run"),
        _refers("job", "comparison_id", "comparison"),
    )
    _indexed("job", "comparison_id", "run_id", "state")


def upgrade() -> None:
    """Make the tables."""
    _create_people()
    _create_runs()
    _create_results()
    _create_jobs()


def downgrade() -> None:
    """Drop the tables."""
    for name in reversed(_TABLES):
        op.drop_table(name)
