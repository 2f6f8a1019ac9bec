"""Holds and seasons -> who may use a server: accounts, groups, trail, consent, shares."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_TABLES = (
    "account", "training_group", "sign_in", "group_member", "coached_group", "own_athlete",
    "invitation", "trail", "minor", "consent", "share",
)  # fmt: skip


def upgrade() -> None:
    """Add the tables; nothing that was there is touched."""
    _people()
    _memberships()
    _invitations()
    _trail()
    _guards()
    _shares()


def downgrade() -> None:
    """Remove them."""
    for table in reversed(_TABLES):
        op.drop_table(table)


def _id(name: str = "id", *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(32), nullable=nullable)


def _secret() -> sa.Column[str]:
    return sa.Column("token_sha256", sa.String(64), nullable=False)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _word(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(200), nullable=False)


def _owner(table: str, column: str, owner: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{owner}")
    return sa.ForeignKeyConstraint([column], [f"{owner}.id"], name=name, ondelete="CASCADE")


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def _index(table: str, column: str, *, unique: bool = False) -> None:
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=unique)


def _people() -> None:
    op.create_table(
        "account",
        _id(), _text("name"), _text("name_key"), _word("role"), _text("password_hash"),
        _moment("created"), _key("account", "id"),
    )  # fmt: skip
    _index("account", "name_key", unique=True)
    op.create_table(
        "training_group", _id(), _text("name"), _moment("created"), _key("training_group", "id")
    )
    op.create_table(
        "sign_in",
        _id(), _secret(), _id("account_id"), _moment("created"), _moment("seen"),
        _owner("sign_in", "account_id", "account"), _key("sign_in", "id"),
    )  # fmt: skip
    _index("sign_in", "token_sha256", unique=True)
    _index("sign_in", "account_id")


def _memberships() -> None:
    op.create_table(
        "group_member",
        _id("athlete_id"), _id("group_id"),
        _owner("group_member", "athlete_id", "athlete"),
        _owner("group_member", "group_id", "training_group"),
        _key("group_member", "athlete_id"),
    )  # fmt: skip
    _index("group_member", "athlete_id")
    _index("group_member", "group_id")
    for table, column, owner in (
        ("coached_group", "group_id", "training_group"),
        ("own_athlete", "athlete_id", "athlete"),
    ):
        op.create_table(
            table,
            _id("account_id"), _id(column),
            _owner(table, "account_id", "account"), _owner(table, column, owner),
            _key(table, "account_id", column),
        )  # fmt: skip
        _index(table, "account_id")
        _index(table, column)


def _invitations() -> None:
    table, owners = "invitation", {
        "group_id": "training_group", "athlete_id": "athlete", "account_id": "account",
        "made_by": "account",
    }  # fmt: skip
    op.create_table(
        table,
        _id(), _secret(), _word("role"),
        *(_id(column, nullable=True) for column in owners),
        _moment("created"), _moment("expires"),
        *(_owner(table, column, owner) for column, owner in owners.items()),
        _key(table, "id"),
    )  # fmt: skip
    _index(table, "token_sha256", unique=True)
    for column in owners:
        _index(table, column)


def _trail() -> None:
    op.create_table(
        "trail",
        _id(), _moment("at"), _word("deed"), _id("actor_id", nullable=True),
        _id("athlete_id", nullable=True), _text("about"), _key("trail", "id"),
    )  # fmt: skip
    for column in ("at", "deed", "athlete_id"):
        _index("trail", column)


def _guards() -> None:
    op.create_table(
        "minor",
        _id("athlete_id"), sa.Column("birth_year", sa.Integer(), nullable=True),
        _owner("minor", "athlete_id", "athlete"), _key("minor", "athlete_id"),
    )  # fmt: skip
    _index("minor", "athlete_id")
    op.create_table(
        "consent",
        _id(), _id("athlete_id"),
        *(_text(name) for name in ("given_by", "relation", "purpose", "recorded_by")),
        _moment("at"), _moment("withdrawn", nullable=True), _text("withdrawn_by", nullable=True),
        _owner("consent", "athlete_id", "athlete"), _key("consent", "id"),
    )  # fmt: skip
    _index("consent", "athlete_id")


def _shares() -> None:
    op.create_table(
        "share",
        _id(), _secret(), _id("run_id", nullable=True), _id("comparison_id", nullable=True),
        _text("made_by"), _moment("created"), _moment("ends"),
        sa.Column("ended", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint(
            "(run_id IS NULL) <> (comparison_id IS NULL)", name=op.f("ck_share_subject")
        ),
        _owner("share", "run_id", "run"), _owner("share", "comparison_id", "comparison"),
        _key("share", "id"),
    )  # fmt: skip
    _index("share", "token_sha256", unique=True)
    _index("share", "run_id")
    _index("share", "comparison_id")
