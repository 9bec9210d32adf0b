"""Backups: all tables in one portable file, read in one moment and put back in one transaction."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import Any, BinaryIO

from alembic.script import ScriptDirectory
from sqlalchemy import DateTime, Table, delete, insert, select

from cba_kit.errors import StoreError
from cba_kit.store.database import Database, scripts
from cba_kit.store.schema import metadata, people

FORMAT = "cba-backup-1"
BATCH = 500
MANIFEST = "backup.json"


def write_backup(database: Database, file: BinaryIO, *, at: datetime) -> dict[str, int]:
    """Write every table as JSON lines into a ZIP file; return the rows by table.

    It reads one state of the database while others go on writing, and is the same for SQLite and
    PostgreSQL: a backup of one can be restored into the other.
    """
    counts: dict[str, int] = {}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive, database.reading() as connection:
        for table in metadata.sorted_tables:
            lines = []
            for row in connection.execute(select(table)).mappings():
                values = {k: v.isoformat() if isinstance(v, datetime) else v for k, v in row.items()}
                lines.append(json.dumps(values))
            counts[table.name] = len(lines)
            archive.writestr(f"tables/{table.name}.jsonl", "\n".join(lines))
        head = {"format": FORMAT, "revision": _revision(), "at": at.isoformat(), "rows": counts}
        archive.writestr(MANIFEST, json.dumps(head, indent=1))
    return counts


def read_backup(database: Database, archive: zipfile.ZipFile, *, where: str, replace: bool) -> dict[str, int]:
    """Put a backup's rows into the database, in one transaction; return the rows by table.

    Raises StoreError when the file is no backup or of another version, and, without `replace`, when the
    database already has people in it.
    """
    _check_manifest(archive, where)
    counts: dict[str, int] = {}
    with database.writing() as connection:
        if connection.execute(select(people.c.id)).first() is not None:
            if not replace:
                raise StoreError(
                    "This academy already has people in it, so nothing was restored.",
                    where=database.place,
                    fix="Add --yes to replace everything in it, or restore into a new academy.",
                )
            for table in reversed(metadata.sorted_tables):
                if table is people:  # people name each other as coaches
                    connection.execute(people.update().values(coach=None))
                connection.execute(delete(table))
        for table in metadata.sorted_tables:
            rows = list(_rows(archive, table))
            if table is people:
                rows.sort(key=lambda row: row["coach"] is not None)
            for start in range(0, len(rows), BATCH):
                connection.execute(insert(table), rows[start : start + BATCH])
            counts[table.name] = len(rows)
    return counts


def _check_manifest(archive: zipfile.ZipFile, where: str) -> None:
    try:
        head: dict[str, Any] = json.loads(archive.read(MANIFEST))
    except (KeyError, ValueError) as error:
        raise StoreError("This file is no backup of cba_kit.", where=where) from error
    if head.get("format") != FORMAT or head.get("revision") != _revision():
        raise StoreError(
            f"This backup was made by another version (state “{head.get('revision')}”).",
            where=where,
            fix="Restore it with that version, then upgrade.",
        )
    for name, count in head["rows"].items():
        present = archive.read(f"tables/{name}.jsonl").decode("utf-8").splitlines()
        if len(present) != count:
            raise StoreError(f"The backup is not complete: table {name}.", where=where)


def _rows(archive: zipfile.ZipFile, table: Table) -> Iterator[dict[str, Any]]:
    numbered = {column.name for column in table.columns if column.autoincrement is True}
    moments = {column.name for column in table.columns if isinstance(column.type, DateTime)}
    for line in archive.read(f"tables/{table.name}.jsonl").decode("utf-8").splitlines():
        row: dict[str, Any] = json.loads(line)
        for name in moments:
            row[name] = datetime.fromisoformat(row[name]) if row[name] else None
        yield {name: value for name, value in row.items() if name not in numbered}


def _revision() -> str | None:
    return ScriptDirectory.from_config(scripts()).get_current_head()
