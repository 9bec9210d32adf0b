"""The import itself: a file's people are taken over, all of them or none."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from cba_kit.content import Library
from cba_kit.errors import ImportFileError, StoreError
from cba_kit.model.people import Person
from cba_kit.programme.people.roster import Present, Terms, read_roster
from cba_kit.store import Store


class Report(BaseModel):
    """What an import did, or with `dry_run` would do. `row` is where the headings stand in Excel."""

    model_config = ConfigDict(frozen=True)

    edition: str
    sheet: str
    row: int
    added: tuple[Person, ...]
    updated: tuple[Person, ...]
    unchanged: tuple[Person, ...]
    notes: tuple[str, ...]
    dry_run: bool


def read(path: Path, library: Library, edition: str, *, allow_same_cluster: bool = False) -> list[Person]:
    """Return the people of a file without a store, in its order; use `import_people` to take them over.

    Raises ImportFileError whose `problems` name sheet, row, column, value and the fix.
    """
    terms = Terms(library.edition(edition).code, allow_same_cluster)
    return list(read_roster(path, library, terms, Present()).people)


def import_people(
    store: Store,
    library: Library,
    edition: str,
    path: Path,
    *,
    dry_run: bool = False,
    allow_same_cluster: bool = False,
) -> Report:
    """Add the people of a file to an edition, and update those whose e-mail address is there already.

    Nobody is ever removed, ids and links stay, and a column that the file does not have changes nothing.
    Raises ImportFileError with every problem; then the store is as it was.
    """
    present = _present(store, library.edition(edition).code)
    roster = read_roster(path, library, Terms(edition, allow_same_cluster), present)
    before = {person.id: person for person in present.people}
    added = tuple(person for person in roster.people if person.id not in before)
    known = [person for person in roster.people if person.id in before]
    updated = tuple(person for person in known if person != before[person.id])
    report = Report(
        edition=edition,
        sheet=roster.source.sheet,
        row=roster.source.headings.row,
        added=added,
        updated=updated,
        unchanged=tuple(person for person in known if person == before[person.id]),
        notes=(*roster.notes, *_absent(present, roster.people)),
        dry_run=dry_run,
    )
    if not dry_run:
        _save(store, report, path)
    return report


def _present(store: Store, edition: str) -> Present:
    everybody = [person for code in store.people.editions() for person in store.people.of(code)]
    clusters = {person.cluster.id: person.cluster for person in everybody if person.cluster}
    return Present(
        people=tuple(person for person in everybody if person.edition == edition),
        ids=frozenset(person.id for person in everybody),
        clusters=tuple(clusters.values()),
    )


def _absent(present: Present, people: Sequence[Person]) -> list[str]:
    listed = {person.id for person in people}
    absent = [person.name for person in present.people if person.id not in listed]
    if not absent:
        return []
    names = ", ".join(absent[:5]) + (" …" if len(absent) > 5 else "")
    return [f"{len(absent)} of the edition’s people are not in the file and stay as they are: {names}."]


def _save(store: Store, report: Report, path: Path) -> None:
    try:
        store.people.save(report.added, report.updated)
    except StoreError as error:
        raise ImportFileError(error.what, [str(error)], where=path.name, fix=error.fix) from error
