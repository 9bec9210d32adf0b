"""Snapshots: points of a workbook's journal that somebody named. The journal itself stays as it is."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from cba_kit.errors import NotFoundError, OperationError
from cba_kit.model.workbook import Snapshot
from cba_kit.store.schema import changes, snapshots, workbooks
from cba_kit.store.state import utc


def set_snapshot(connection: Connection, workbook_id: str, name: str, *, now: datetime) -> Snapshot:
    """Name the workbook's present point; the same name again moves it."""
    version = _version(connection, workbook_id)
    values = {"workbook": workbook_id, "name": name, "version": version, "at": now}
    here = (snapshots.c.workbook == workbook_id) & (snapshots.c.name == name)
    if not connection.execute(update(snapshots).where(here).values(values)).rowcount:
        connection.execute(insert(snapshots).values(values))
    return Snapshot.model_validate(values)


def name_moment(
    connection: Connection, workbook_id: str, name: str, *, version: int, now: datetime
) -> Snapshot:
    """Name any point, the present one or an earlier one; OperationError where the name is taken."""
    newest = _version(connection, workbook_id)
    _check_free(connection, workbook_id, name, but="")
    at = now
    if version < newest:
        query = select(changes.c.at).where(changes.c.workbook == workbook_id, changes.c.version == version)
        written = connection.execute(query).scalar_one_or_none()
        if written is None:
            raise NotFoundError(f"There is no version {version} of this workbook.")
        at = utc(written)
    values = {"workbook": workbook_id, "name": name, "version": min(version, newest), "at": at}
    connection.execute(insert(snapshots).values(values))
    return Snapshot.model_validate(values)


def rename_snapshot(connection: Connection, workbook_id: str, name: str, *, to: str) -> None:
    """Give a snapshot another name; NotFoundError where there is none, OperationError where `to` is taken."""
    _version(connection, workbook_id)
    _check_free(connection, workbook_id, to, but=name)
    here = (snapshots.c.workbook == workbook_id) & (snapshots.c.name == name)
    if not connection.execute(update(snapshots).where(here).values(name=to)).rowcount:
        raise NotFoundError(f"There is no moment named “{name}”.")


def listed(connection: Connection, workbook_id: str) -> list[Snapshot]:
    """Return the workbook's snapshots, oldest first."""
    query = select(snapshots).where(snapshots.c.workbook == workbook_id)
    rows = connection.execute(query.order_by(snapshots.c.version, snapshots.c.at)).mappings()
    return [Snapshot.model_validate(dict(row) | {"at": utc(row["at"])}) for row in rows]


def _version(connection: Connection, workbook_id: str) -> int:
    """Lock the workbook, so that two who name a moment at once do so one after the other."""
    query = select(workbooks.c.version).where(workbooks.c.id == workbook_id).with_for_update()
    version = connection.execute(query).scalar_one_or_none()
    if version is None:
        raise NotFoundError(f"There is no workbook “{workbook_id}”.")
    return int(version)


def _check_free(connection: Connection, workbook_id: str, name: str, *, but: str) -> None:
    known = {one.name.casefold() for one in listed(connection, workbook_id) if one.name != but}
    if name.casefold() in known:
        raise OperationError(f"There is a moment named “{name}” already. Choose another name.")
