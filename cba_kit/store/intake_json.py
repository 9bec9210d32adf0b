"""JSON that an academy wrote, read again: entries, and the people of this academy who wrote them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from cba_kit.errors import ImportFileError
from cba_kit.model.origin import Origin
from cba_kit.model.people import Person
from cba_kit.model.workbook import Entry
from cba_kit.store.export_json import FORMAT, VERSION
from cba_kit.store.intake_parcel import Brought, Parcel
from cba_kit.store.state import utc


def read_json(raw: bytes, name: str, people: Sequence[Person], *, importer: str, sheet: str = "") -> Parcel:
    """Return what the file `name` holds; of one sheet if named.

    `people` are those of this edition: who wrote an entry is found among them by e-mail, else by id. Entries
    of people who are not here get the name of the `importer`. Raises ImportFileError for a file that is no
    workbook, or of a newer format.
    """
    told = _told(raw, name)
    parcel = Parcel(edition=_code(told), whole=True)
    version = told.get("format_version", 0)
    if version == 0:
        parcel.remarks.append("The file was written by an older programme: it says nothing about its people.")
    entries = [each for each in told["entries"] if not sheet or _of(each, sheet)]
    known, missing = _found(_people(told), entries, people)
    for number, each in enumerate(entries, start=1):
        _take(parcel, each, number, known, importer)
    for person in missing:
        parcel.remarks.append(f"{person} is not here: their entries get the name of who brings them in.")
    if told.get("elsewhere"):
        count = len(told["elsewhere"])
        parcel.remarks.append(f"Left out, since it stands in workbooks of others: {count} entries.")
    return parcel


def _told(raw: bytes, name: str) -> dict[str, Any]:
    try:
        told = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise _unfit(name, f"The file is not UTF-8 (byte {error.start}).") from error
    except (ValueError, RecursionError) as error:
        raise _unfit(name, "The file is not JSON.") from error
    if not isinstance(told, dict) or not isinstance(told.get("entries"), list):
        raise _unfit(name, "The file is JSON, but no workbook: it has no entries.")
    version = told.get("format_version", 0)
    if told.get("format", FORMAT) != FORMAT or not isinstance(version, int):
        raise _unfit(name, "The file is JSON of another programme.")
    if version > VERSION:
        what = f"The file has format {version}; this programme reads formats up to {VERSION}."
        raise _unfit(name, what, fix="Install a newer cba-kit, or export the file again with this one.")
    return told


def _unfit(name: str, what: str, *, fix: str = "") -> ImportFileError:
    fix = fix or "Take a file that was downloaded as JSON from a workbook."
    return ImportFileError(what, [], where=name, fix=fix)


def _code(told: Mapping[str, Any]) -> str:
    edition = told.get("edition")
    return str(edition.get("code", "")) if isinstance(edition, dict) else ""


def _of(each: Any, sheet: str) -> bool:
    return isinstance(each, dict) and each.get("sheet") == sheet


def _people(told: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Return what the file says about people, by the ids that they have in it."""
    listed = told.get("people")
    found = dict(listed) if isinstance(listed, dict) else {}
    owner = told.get("person")
    if isinstance(owner, dict) and isinstance(owner.get("id"), str):
        found[owner["id"]] = owner
    return {key: each for key, each in found.items() if isinstance(each, dict)}


def _found(
    told: Mapping[str, Mapping[str, Any]], entries: Sequence[Any], people: Sequence[Person]
) -> tuple[dict[str, str], list[str]]:
    """Return the id here for each id in the file, and the names of those who are not here."""
    emails = {person.email.strip().lower(): person.id for person in people if person.email.strip()}
    here = {person.id: person for person in people}
    wrote = {each.get(name) for each in entries if isinstance(each, dict) for name in _WRITERS}
    known: dict[str, str] = {}
    missing: list[str] = []
    for key in sorted(each for each in wrote if isinstance(each, str) and each):
        said = told.get(key, {})
        email, name = (str(said.get(part) or "").strip() for part in ("email", "name"))
        same = here.get(key)
        if email.lower() in emails:
            known[key] = emails[email.lower()]
        elif same is not None and (not email or same.name == name):
            known[key] = key
        else:
            missing.append(name or key)
    return known, missing


_WRITERS = ("created_by", "changed_by")


def _take(parcel: Parcel, each: Any, number: int, known: Mapping[str, str], importer: str) -> None:
    place = f"entry {number}"
    if isinstance(each, dict):
        place = f"{str(each.get('sheet'))[:80]}, {place}"
    try:
        entry = Entry.model_validate(each)
    except ValidationError as error:
        first = error.errors()[0]
        what = ".".join(map(str, first["loc"])) or "it"
        parcel.refused.append((place, f"“{what}” is not right: {first['msg'].lower()}."))
        return
    origin = Origin(
        created_by=known.get(entry.created_by, importer),
        created_at=utc(entry.created_at),
        changed_by=known.get(entry.changed_by, importer),
        changed_at=utc(entry.changed_at),
        conflict_of=entry.conflict_of,
    )
    parcel.brought.append(
        Brought(place, entry.sheet, entry.id, entry.kind, entry.block, entry.fields, entry.removed, origin)
    )
