"""Canaries: an academy in which every word says whose it is, so that it is known wherever it turns up."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat

from cba_kit.config import Academy, open_academy, shipped
from cba_kit.model.people import Cluster, Person, group_id
from cba_kit.model.render import Render
from cba_kit.model.values import EntryKind
from cba_kit.model.workbook import Operation, Writer
from cba_kit.pages.rights import WRITES
from cba_kit.store import Store, open_store

EDITION = """\
title: Edition {edition}
short: "{code}"
host: Nobody
days:
  - {{number: 1, date: 2024-03-11, title: One day, place: online, online: true}}
sheets: [strategy, business_model, megatrends, action_plan]
group_sheets: [business_model]
links_end: {last}
"""
BLUE, RED = "Blue", "Red"
_CANARY = re.compile(rb"zq\.(\w+\.\w+)\.qz")


def canary(what: str, who: str) -> str:
    """Return a word that stands nowhere else: what it is and whose."""
    return f"zq.{what}.{who}.qz"


def _person(
    name: str, *roles: str, edition: str = "now", coach: str | None = None, group: str | None = None
) -> Person:
    cluster = Cluster(id=f"c-{name}", name=f"Cluster {canary('cluster', name)}", country="LV")
    return Person.model_validate(
        {
            "id": name,
            "edition": edition,
            "name": f"{name.title()} {canary('name', name)}",
            "email": f"{canary('email', name)}@example.org",
            "about": f"About {canary('about', name)}",
            "roles": roles,
            "coach": coach,
            "group": group,
            "cluster": cluster if "participant" in roles else None,
        }
    )


PEOPLE = [
    _person("cora", "coach"),
    _person("otto", "coach"),
    _person("theo", "trainer"),
    _person("olga", "organiser"),
    _person("ann", "participant", coach="cora", group=BLUE),
    _person("bob", "participant", coach="otto", group=BLUE),
    _person("gus", "participant", coach="otto", group=RED),
    _person("mia", "participant", "coach", coach="cora"),
    _person("gone", "participant", coach="cora"),
    _person("late", "participant", edition="past"),
    _person("eva", "participant", edition="other", coach="tess", group=BLUE),
    _person("tess", "coach", "trainer", edition="other"),
]
"""A participant with her coach and her group; another participant of the group, another coach, another
group; a trainer, an organiser; one who takes part and coaches; one whose link was withdrawn, one whose link
has ended; and people of another edition."""
PARTICIPANTS = [person for person in PEOPLE if "participant" in person.roles]
GROUPS = {group_id(person.edition, person.group): person for person in reversed(PEOPLE) if person.group}
"""Workbook of each group → the member who writes in it here."""


def make_academy(folder: Path) -> Academy:
    """Make the academy: words in every place where words can stand, and files in every room."""
    (folder / "academy.toml").write_text(
        f'# {canary("file", "toml")}\nname = "Test Academy"\ncontact = "help@example.org"\nday = 2024-03-11\n'
    )
    for room in ("templates/editions", "workbooks", "notebooks", "output"):
        (folder / room).mkdir(parents=True)
    for code, last in (("now", "2024-06-30"), ("past", "2024-03-10"), ("other", "2024-06-30")):
        text = EDITION.format(code=code, last=last, edition=canary("edition", code))
        (folder / f"templates/editions/{code}.yaml").write_text(f"# {canary('file', 'yaml')}\n{text}")
    for name in ("participant", "coach"):
        book = nbformat.read(shipped("workbooks") / f"{name}.ipynb", as_version=4)
        hidden = nbformat.v4.new_markdown_cell(canary("file", name), metadata={"tags": ["lab-only"]})
        book.cells.append(hidden)
        nbformat.write(book, folder / f"workbooks/{name}.ipynb")
    (folder / "notebooks/1.ipynb").write_text(canary("file", "notebook"))
    (folder / "templates/reports/roadmap").mkdir(parents=True)  # nothing can be made: those below are sent
    broken = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("open('templates/editions')")])
    nbformat.write(broken, folder / "templates/reports/roadmap/roadmap.ipynb")
    (folder / "audit.log").write_text(f"{canary('file', 'audit')}\n")
    academy = open_academy(folder)
    with open_store(academy.database_url, clock=academy.now, create=True) as store:
        store.people.add(PEOPLE)
        _write(store)
        store.people.raise_link("gone")
    for person in PARTICIPANTS:
        room = folder / "output" / person.edition / "roadmap"
        room.mkdir(parents=True, exist_ok=True)
        (room / f"{person.id}.html").write_text(f"<h1>{canary('report', person.id)}</h1>")
        (room / f"{person.id}.pdf").write_bytes(f"%PDF {canary('pdf', person.id)}".encode())
        (room / f"{person.id}.ipynb").write_text(canary("file", "run"))
    _publish(academy)
    return academy


def _publish(academy: Academy) -> None:
    """Write what stands in the ledger of the roadmaps, and a report for trainers and organisers alone."""
    room = academy.templates / "reports/council"
    room.mkdir()
    (room / "report.yaml").write_text(
        "title: Council\nabout: edition\nfor: [trainer, organiser]\nreads: []\n"
    )
    broken = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("open('templates/editions')")])
    nbformat.write(broken, room / "council.ipynb")
    found = [(person.edition, "roadmap", person.id) for person in PARTICIPANTS]
    for edition in ("now", "other"):
        folder = academy.output / edition / "council"
        folder.mkdir(parents=True)
        (folder / f"{edition}.html").write_text(f"<h1>{canary('council', edition)}</h1>")
        (folder / f"{edition}.pdf").write_bytes(f"%PDF {canary('council', edition)}".encode())
        (folder / "index.html").write_text(canary("file", "index"))
        found.append((edition, "council", edition))
    with open_store(academy.database_url, clock=academy.now) as store:
        for edition, report, subject in found:
            line = Render(
                person=subject,
                edition=edition,
                report=report,
                version=1,
                inputs="x",
                status="ok",
                started=academy.now(),
                ms=1,
                files={form: f"{edition}/{report}/{subject}.{form}" for form in ("html", "pdf")},
            )
            store.ledger.record(line)


def _write(store: Store) -> None:
    for person in PARTICIPANTS:
        for number, operation in enumerate(_own_words(person.id)):
            _apply(store, person.id, person.id, f"own-{number}", operation, WRITES)
        if person.coach:
            said = {"text": canary("said", person.id), "section": "plan"}
            comment = {"sheet": "roadmap", "kind": "comment", "entry": f"{person.id}.said", "fields": said}
            _apply(store, person.id, person.coach, "said", comment, frozenset({"comment"}))
    for workbook, writer in GROUPS.items():
        text = {"text": canary("board", f"{writer.edition}_{writer.group}")}
        note = {"sheet": "business_model", "kind": "note", "block": "channels", "entry": "g1", "fields": text}
        _apply(store, workbook, writer.id, "board", note, WRITES)
    for person in PARTICIPANTS:
        if person.group_id:
            text = {"text": canary("private", person.id), "private": True}
            note = {"sheet": "business_model", "kind": "note", "block": "channels", "fields": text}
            entry = {"entry": f"{person.id}.private"}
            _apply(store, person.group_id, person.id, f"private-{person.id}", note | entry, WRITES)


def _own_words(name: str) -> list[dict[str, Any]]:
    note = {"sheet": "business_model", "kind": "note", "entry": f"{name}.note"}
    return [
        note | {"block": "channels", "fields": {"text": canary("note", name)}},
        note | {"block": "channels", "fields": {"text": canary("removed", name)}, "entry": f"{name}.removed"},
        note | {"op": "remove", "entry": f"{name}.removed"},
        {
            "sheet": "strategy",
            "kind": "answer",
            "block": "mission",
            "entry": "strategy.mission",
            "fields": {"value": canary("answer", name)},
        },
        {
            "sheet": "megatrends",
            "kind": "rating",
            "block": "resource_scarcity",
            "entry": f"{name}.rating",
            "fields": {"reason": canary("reason", name), "relevance": 5},
        },
        {
            "sheet": "action_plan",
            "kind": "action",
            "entry": f"{name}.action",
            "fields": {"title": canary("action", name), "due": "2024-05-01", "start": "2024-04-01"},
        },
    ]


def _apply(
    store: Store,
    workbook: str,
    writer: str,
    name: str,
    operation: Mapping[str, Any],
    kinds: frozenset[EntryKind],
) -> None:
    written = store.journal.apply(
        workbook,
        [Operation.model_validate({"id": name, **operation})],
        Writer(person=writer, client="canary", kinds=kinds),
        accept=lambda *_: None,
    )
    assert written.accepted == (name,), written.refused


def canaries_in(raw: bytes) -> set[str]:
    """Return the canaries in an answer, also in one that is a compressed spreadsheet."""
    found = {match.decode() for match in _CANARY.findall(raw)}
    if raw[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(raw)) as book:
            for name in book.namelist():
                found |= canaries_in(book.read(name))
    return found
