"""The first tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None

Json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Make them."""
    _people()
    _journal()
    _state()
    _ledger()


def _people() -> None:
    op.create_table(
        "clusters",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("ecosystems", Json, nullable=False),
        sa.Column("website", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("edition", sa.String(length=60), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("roles", Json, nullable=False),
        sa.Column("cluster", sa.String(length=80), nullable=True),
        sa.Column("coach", sa.String(length=80), nullable=True),
        sa.Column("group", sa.String(length=80), nullable=True),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("fictional", sa.Boolean(), nullable=False),
        sa.Column("link", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["cluster"], ["clusters.id"]),
        sa.ForeignKeyConstraint(["coach"], ["people.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("edition", "email", name="one_person_an_email"),
    )
    op.create_index("ix_people_edition", "people", ["edition"], unique=False)


def _journal() -> None:
    op.create_table(
        "workbooks",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("edition", sa.String(length=60), nullable=False),
        sa.Column("owner", sa.String(length=80), nullable=False),
        sa.Column("owner_kind", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("owner"),
    )
    op.create_index("ix_workbooks_edition", "workbooks", ["edition"], unique=False)
    op.create_table(
        "changes",
        sa.Column("workbook", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("operation", sa.String(length=100), nullable=False),
        sa.Column("entry", sa.String(length=80), nullable=False),
        sa.Column("sheet", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("op", sa.String(length=12), nullable=False),
        sa.Column("person", sa.String(length=80), nullable=False),
        sa.Column("client", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("before", Json, nullable=False),
        sa.Column("after", Json, nullable=False),
        sa.ForeignKeyConstraint(["workbook"], ["workbooks.id"]),
        sa.PrimaryKeyConstraint("workbook", "version"),
        sa.UniqueConstraint("workbook", "operation", name="an_operation_once"),
    )
    op.create_index("changes_by_entry", "changes", ["workbook", "entry"], unique=False)


def _state() -> None:
    op.create_table(
        "entries",
        sa.Column("workbook", sa.String(length=80), nullable=False),
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("sheet", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("block", sa.String(length=80), nullable=False),
        sa.Column("fields", Json, nullable=False),
        sa.Column("seen", Json, nullable=False, comment="field -> [version, client] of its last change"),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("conflict_of", sa.String(length=80), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.String(length=80), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["workbook"], ["workbooks.id"]),
        sa.PrimaryKeyConstraint("workbook", "id"),
    )
    op.create_index("entries_by_version", "entries", ["workbook", "version"], unique=False)
    op.create_table(
        "snapshots",
        sa.Column("workbook", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["workbook"], ["workbooks.id"]),
        sa.PrimaryKeyConstraint("workbook", "name"),
    )


def _ledger() -> None:
    op.create_table(
        "renders",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("person", sa.String(length=80), nullable=False),
        sa.Column("edition", sa.String(length=60), nullable=False),
        sa.Column("report", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("inputs", sa.String(length=80), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("started", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ms", sa.Integer(), nullable=False),
        sa.Column("files", Json, nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("notes", Json, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("renders_by_person", "renders", ["person", "report", "id"], unique=False)
