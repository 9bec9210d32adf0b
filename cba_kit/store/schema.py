"""The tables. Migrations in migrations/ build them; this module describes them for queries."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import JSONB

Json = JSON(none_as_null=False).with_variant(JSONB(none_as_null=False), "postgresql")
Serial = BigInteger().with_variant(Integer, "sqlite")
Moment = DateTime(timezone=True)

metadata = MetaData()

clusters = Table(
    "clusters",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("name", Text, nullable=False),
    Column("country", String(2), nullable=False),
    Column("ecosystems", Json, nullable=False),
    Column("website", Text, nullable=False),
)

people = Table(
    "people",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("edition", String(60), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("roles", Json, nullable=False),
    Column("cluster", String(80), ForeignKey("clusters.id")),
    Column("coach", String(80), ForeignKey("people.id")),
    Column("group", String(80)),
    Column("language", String(12), nullable=False),
    Column("about", Text, nullable=False),
    Column("fictional", Boolean, nullable=False),
    Column("link", Integer, nullable=False),
    UniqueConstraint("edition", "email", name="one_person_an_email"),
)

workbooks = Table(
    "workbooks",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("edition", String(60), nullable=False, index=True),
    Column("owner", String(80), nullable=False, unique=True),
    Column("owner_kind", String(12), nullable=False),
    Column("version", Integer, nullable=False),
    Column("changed_at", Moment),
)

entries = Table(
    "entries",
    metadata,
    Column("workbook", String(80), ForeignKey("workbooks.id"), primary_key=True),
    Column("id", String(80), primary_key=True),
    Column("sheet", String(80), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("block", String(80), nullable=False),
    Column("fields", Json, nullable=False),
    Column("seen", Json, nullable=False, comment="field -> [version, client] of its last change"),
    Column("removed", Boolean, nullable=False),
    Column("conflict_of", String(80)),
    Column("version", Integer, nullable=False),
    Column("created_by", String(80), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("changed_by", String(80), nullable=False),
    Column("changed_at", Moment, nullable=False),
)
Index("entries_by_version", entries.c.workbook, entries.c.version)

changes = Table(
    "changes",
    metadata,
    Column("workbook", String(80), ForeignKey("workbooks.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("operation", String(100), nullable=False),
    Column("entry", String(80), nullable=False),
    Column("sheet", String(80), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("op", String(12), nullable=False),
    Column("person", String(80), nullable=False),
    Column("client", String(80), nullable=False),
    Column("at", Moment, nullable=False),
    Column("before", Json, nullable=False),
    Column("after", Json, nullable=False),
    UniqueConstraint("workbook", "operation", name="an_operation_once"),
)
Index("changes_by_entry", changes.c.workbook, changes.c.entry)

snapshots = Table(
    "snapshots",
    metadata,
    Column("workbook", String(80), ForeignKey("workbooks.id"), primary_key=True),
    Column("name", String(120), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("at", Moment, nullable=False),
)

renders = Table(
    "renders",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("person", String(80), nullable=False),
    Column("edition", String(60), nullable=False),
    Column("report", String(60), nullable=False),
    Column("version", Integer, nullable=False),
    Column("inputs", String(80), nullable=False),
    Column("status", String(12), nullable=False),
    Column("started", Moment, nullable=False),
    Column("ms", Integer, nullable=False),
    Column("files", Json, nullable=False),
    Column("error", Text, nullable=False),
    Column("notes", Json, nullable=False),
    Column("sizes", Json, nullable=False),
    Column("on_demand", Boolean, nullable=False),
)
Index("renders_by_person", renders.c.person, renders.c.report, renders.c.id)
Index("renders_by_edition", renders.c.edition, renders.c.report, renders.c.person, renders.c.id)
