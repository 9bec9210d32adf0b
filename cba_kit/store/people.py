"""People in the store: adding and reading them, and withdrawing their links."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Literal

from sqlalchemy import Connection, Select, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from cba_kit.errors import NotFoundError, StoreError
from cba_kit.model.people import Cluster, Group, Person, Role, groups_of, plenary
from cba_kit.model.workbook import Workbook
from cba_kit.store.database import Database
from cba_kit.store.schema import clusters, people, workbooks


class People:
    """The people of all editions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, new: Sequence[Person]) -> None:
        """Add people, their clusters, and a workbook for each participant and group: all or none.

        Raises StoreError when one of them is there already (same id, or same e-mail in the edition).
        """
        self.save(new, ())

    def update(self, person: Person) -> None:
        """Replace what is known of a person (found by id); their workbook stays as it is."""
        self.save((), (person,))

    def save(self, new: Sequence[Person], changed: Sequence[Person]) -> None:
        """Add and update people in one transaction: all or none."""
        with self._database.writing() as connection:
            for person in new:  # people name each other as coaches: all are there before the names
                self._add(connection, person)
            for person in (*(each for each in new if each.coach is not None), *changed):
                self._update(connection, person)

    def _add(self, connection: Connection, person: Person) -> None:
        self._put_cluster(connection, person.cluster)
        try:
            connection.execute(insert(people).values(_row(person) | {"coach": None}))
        except IntegrityError as error:
            raise _unfit(person) from error
        self._ensure_workbooks(connection, person)

    def _update(self, connection: Connection, person: Person) -> None:
        self._put_cluster(connection, person.cluster)
        asked = update(people).where(people.c.id == person.id).values(_row(person))
        try:
            found = connection.execute(asked).rowcount
        except IntegrityError as error:
            raise _unfit(person) from error
        if not found:
            raise NotFoundError(f"There is no person “{person.id}”.")
        self._ensure_workbooks(connection, person)

    def person(self, person_id: str) -> Person:
        """Return the person; NotFoundError when there is none."""
        with self._database.reading() as connection:
            row = connection.execute(_query().where(people.c.id == person_id)).mappings().one_or_none()
        if row is None:
            raise NotFoundError(f"There is no person “{person_id}”.")
        return _person(dict(row))

    def of(self, edition: str, role: Role | None = None) -> list[Person]:
        """Return the people of an edition (with a role), by name."""
        query = _query().where(people.c.edition == edition).order_by(people.c.name, people.c.id)
        with self._database.reading() as connection:
            found = [_person(dict(row)) for row in connection.execute(query).mappings()]
        return [person for person in found if role is None or person.is_a(role)]

    def some(self, ids: Collection[str]) -> list[Person]:
        """Return the people with these ids, by name; ids that nobody has are left out."""
        query = _query().where(people.c.id.in_(ids)).order_by(people.c.name, people.c.id)
        with self._database.reading() as connection:
            return [_person(dict(row)) for row in connection.execute(query).mappings()]

    def owner(self, workbook: Workbook, *, everybody: str) -> Person | Group:
        """Return whose workbook it is: a group with its members as they are now, who may be none any more.

        `everybody` is what the plenary is called.
        """
        if workbook.owner_kind != "group":
            return self.person(workbook.owner)
        whole = plenary(workbook.edition, everybody)
        if workbook.owner == whole.id:
            return whole
        found = groups_of(self.of(workbook.edition, "participant"))
        empty = Group(id=workbook.owner, edition=workbook.edition, name="")
        return next((group for group in found if group.id == workbook.owner), empty)

    def editions(self) -> list[str]:
        """Return the codes of all editions that have people."""
        query = select(people.c.edition).distinct().order_by(people.c.edition)
        with self._database.reading() as connection:
            return list(connection.execute(query).scalars())

    def count(self) -> int:
        """Return how many people there are."""
        with self._database.reading() as connection:
            return len(connection.execute(select(people.c.id)).all())

    def raise_link(self, person_id: str) -> Person:
        """Withdraw all links of a person made so far; the next one made works."""
        with self._database.writing() as connection:
            connection.execute(update(people).where(people.c.id == person_id).values(link=people.c.link + 1))
        return self.person(person_id)

    def _put_cluster(self, connection: Connection, cluster: Cluster | None) -> None:
        if cluster is None:
            return
        values: dict[str, Any] = cluster.model_dump(mode="json")
        if not connection.execute(
            update(clusters).where(clusters.c.id == cluster.id).values(values)
        ).rowcount:
            connection.execute(insert(clusters).values(values))

    def _ensure_workbooks(self, connection: Connection, person: Person) -> None:
        if person.is_a("participant"):
            ensure_workbook(connection, person.id, edition=person.edition, kind="participant")
        if person.group_id is not None:
            ensure_workbook(connection, person.group_id, edition=person.edition, kind="group")


def ensure_workbook(
    connection: Connection, owner: str, *, edition: str, kind: Literal["participant", "group"]
) -> None:
    """Make the workbook of a person or group where there is none; two that do so at once make one."""
    make = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    values = {"id": owner, "edition": edition, "owner": owner, "owner_kind": kind, "version": 0}
    connection.execute(make(workbooks).values(values).on_conflict_do_nothing())


def _unfit(person: Person) -> StoreError:
    return StoreError(
        f"{person.name} does not fit to who is in the edition “{person.edition}”: "
        "the id or the e-mail is there already, or the coach is not.",
        fix="Nothing was changed. Check for a person who is there already.",
    )


def _query() -> Select[Any]:
    columns = [column.label(f"cluster_{column.name}") for column in clusters.c]
    return select(people, *columns).join(clusters, people.c.cluster == clusters.c.id, isouter=True)


def _row(person: Person) -> dict[str, Any]:
    values = person.model_dump(mode="json")
    values["cluster"] = person.cluster.id if person.cluster else None
    values["email"] = person.email.strip().lower()
    return values


def _person(row: dict[str, Any]) -> Person:
    cluster = {
        name.removeprefix("cluster_"): row.pop(name) for name in list(row) if name.startswith("cluster_")
    }
    row["cluster"] = cluster if cluster["id"] else None
    return Person.model_validate(row)
