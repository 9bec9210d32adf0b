"""Backups: all tables in one portable file, read in one moment and put back in one transaction."""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Iterator
from datetime import datetime
from typing import Any, BinaryIO

from alembic.script import ScriptDirectory
from sqlalchemy import DateTime, Table, delete, insert, select

from cba_kit.errors import StoreError
from cba_kit.store.database import Database
from cba_kit.store.migrate import scripts
from cba_kit.store.schema import metadata, people
from cba_kit.store.state import utc

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
            ordered = select(table).order_by(*table.primary_key.columns)
            for row in connection.execute(ordered).mappings():
                values = {k: utc(v).isoformat() if isinstance(v, datetime) else v for k, v in row.items()}
                lines.append(json.dumps(values))
            counts[table.name] = len(lines)
            archive.writestr(f"tables/{table.name}.jsonl", "\n".join(lines))
        head = {"format": FORMAT, "revision": _revision(), "at": at.isoformat(), "rows": counts}
        archive.writestr(MANIFEST, json.dumps(head, indent=1))
    return counts


def read_backup(database: Database, archive: zipfile.ZipFile, *, where: str, replace: bool) -> dict[str, int]:
    """Put a backup's rows into the database, in one transaction; return the rows by table.

    Raises StoreError when the file is no backup, damaged or of another version, and, without `replace`,
    when the database already has people in it. Nothing was changed then.
    """
    rows_of = _read_tables(archive, where)
    with database.writing() as connection:
        if connection.execute(select(people.c.id)).first() is not None:
            if not replace:
                raise StoreError(
                    "This academy already has people in it, so nothing was restored.",
                    where=database.place,
                    fix="Add --yes to replace everything in it, or restore into a new academy.",
                )
            connection.execute(people.update().values(coach=None))
            for table in reversed(metadata.sorted_tables):
                connection.execute(delete(table))
        for table in metadata.sorted_tables:
            rows = rows_of[table.name]
            first = [row | {"coach": None} for row in rows] if table is people else rows
            for start in range(0, len(first), BATCH):
                connection.execute(insert(table), first[start : start + BATCH])
        for row in rows_of[people.name]:  # people name each other as coaches
            if row["coach"] is not None:
                here = people.c.id == row["id"]
                connection.execute(people.update().where(here).values(coach=row["coach"]))
    return {name: len(rows) for name, rows in rows_of.items()}


def _read_tables(archive: zipfile.ZipFile, where: str) -> dict[str, list[dict[str, Any]]]:
    """Read the whole file before anything is written."""
    try:
        head = json.loads(archive.read(MANIFEST))
    except (KeyError, ValueError, zipfile.BadZipFile, zlib.error) as error:
        raise StoreError("This file is no backup of cba_kit.", where=where) from error
    _check_version(head, where)
    found = {}
    for table in metadata.sorted_tables:
        try:
            found[table.name] = list(_rows(archive, table))
            complete = len(found[table.name]) == head["rows"][table.name]
        except (KeyError, ValueError, TypeError, zipfile.BadZipFile, zlib.error) as error:
            raise _damaged(table, where) from error
        if not complete:
            raise _damaged(table, where)
    return found


def _damaged(table: Table, where: str) -> StoreError:
    return StoreError(
        f"The backup is damaged: its table “{table.name}” cannot be read whole.",
        where=where,
        fix="Nothing was changed. Use another backup.",
    )


def _check_version(head: Any, where: str) -> None:
    if not isinstance(head, dict):
        raise StoreError("This file is no backup of cba_kit.", where=where)
    if head.get("format") != FORMAT or head.get("revision") != _revision():
        raise StoreError(
            f"This backup was made by another version (state “{head.get('revision')}”).",
            where=where,
            fix="Restore it with that version, then upgrade.",
        )


def _rows(archive: zipfile.ZipFile, table: Table) -> Iterator[dict[str, Any]]:
    numbered = {column.name for column in table.columns if column.autoincrement is True}
    moments = {column.name for column in table.columns if isinstance(column.type, DateTime)}
    names = {column.name for column in table.columns}
    for line in archive.read(f"tables/{table.name}.jsonl").decode("utf-8").splitlines():
        row: dict[str, Any] = json.loads(line)
        if set(row) != names:
            raise ValueError("other columns")
        for name in moments:
            row[name] = utc(datetime.fromisoformat(row[name])) if row[name] else None
        yield {name: value for name, value in row.items() if name not in numbered}


def _revision() -> str | None:
    return ScriptDirectory.from_config(scripts()).get_current_head()
