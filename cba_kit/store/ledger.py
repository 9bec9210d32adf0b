"""The ledger in the store: one line for every render; the order of lines is that of their numbers."""

from __future__ import annotations

from typing import Any

from sqlalchemy import RowMapping, func, insert, select

from cba_kit.model.render import Render
from cba_kit.store.database import Database
from cba_kit.store.schema import renders
from cba_kit.store.state import utc


class Ledger:
    """The record of every render."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(self, render: Render) -> None:
        """Add one line."""
        values: dict[str, Any] = render.model_dump(mode="json") | {"started": utc(render.started)}
        with self._database.writing() as connection:
            connection.execute(insert(renders).values(values))

    def latest(self, edition: str, report: str, *, only_ok: bool = False) -> dict[str, Render]:
        """Return each person's newest line of a report (that went well), by person."""
        newest = (
            select(func.max(renders.c.id))
            .where(renders.c.edition == edition, renders.c.report == report)
            .group_by(renders.c.person)
        )
        if only_ok:
            newest = newest.where(renders.c.status == "ok")
        query = select(renders).where(renders.c.id.in_(newest)).order_by(renders.c.person)
        with self._database.reading() as connection:
            return {row["person"]: _render(row) for row in connection.execute(query).mappings()}

    def last(self, edition: str, report: str, person: str, *, only_ok: bool = False) -> Render | None:
        """Return the newest line of one person's report (that went well), or None."""
        query = select(renders).where(
            renders.c.edition == edition, renders.c.report == report, renders.c.person == person
        )
        if only_ok:
            query = query.where(renders.c.status == "ok")
        query = query.order_by(renders.c.id.desc()).limit(1)
        with self._database.reading() as connection:
            row = connection.execute(query).mappings().one_or_none()
            return None if row is None else _render(row)

    def lines(self, edition: str, *, limit: int = 500) -> list[Render]:
        """Return the newest lines of all reports of an edition, newest first, at most `limit`."""
        query = select(renders).where(renders.c.edition == edition).order_by(renders.c.id.desc()).limit(limit)
        with self._database.reading() as connection:
            return [_render(row) for row in connection.execute(query).mappings()]

    def history(self, person: str, report: str) -> list[Render]:
        """Return all lines of one person's report, newest first."""
        query = select(renders).where(renders.c.person == person, renders.c.report == report)
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(renders.c.id.desc())).mappings()
            return [_render(row) for row in rows]


def _render(row: RowMapping) -> Render:
    values = {name: value for name, value in row.items() if name in Render.model_fields}
    values["started"] = utc(values["started"])
    return Render.model_validate(values)
