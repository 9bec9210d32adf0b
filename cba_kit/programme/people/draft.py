"""Drafts: one row read into checked values, before people are compared with each other."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email.utils import parseaddr

from cba_kit.content import Library
from cba_kit.model.people import ROLES, Role
from cba_kit.programme.people.headings import plain
from cba_kit.programme.people.problem import Problem, Row, nearest, shown

_ADDRESS = re.compile(r"[^@\s,;<>()\[\]\"“”]+@(?!-|\.)[^@\s,;<>()\[\]_\"“”]+\.[^\W\d_]{2,}")
_ERRORS = ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!")
_DEGREES = {"phd", "mba", "msc", "ma", "ba", "bsc", "jr", "dr", "drsc", "csc", "mph", "llm"}
_ROLE_WORDS: dict[Role, str] = {
    "participant": "participants participante partecipante teilnehmer teilnehmerin uczestnik manager employee"
    " участник участничка συμμετεχων",
    "coach": "coaches mentor mentors coaching",
    "trainer": "trainers expert experts formateur formatrice formador formatore formatrice treneris",
    "organiser": "organisers organizer organizers organisation admin team organisateur",
}


@dataclass(frozen=True, slots=True)
class Draft:
    """What one row says of one person."""

    row: Row
    name: str
    email: str
    roles: tuple[Role, ...]
    cluster: str
    country: str
    ecosystems: tuple[str, ...]
    website: str
    coach: str
    group: str


class Words:
    """The names that rows may use for countries, ecosystems and roles, reduced by `plain`."""

    def __init__(self, library: Library) -> None:
        self.countries: dict[str, str] = {}
        self.country_names: dict[str, str] = {}
        for country in library.countries():
            self.country_names[country.code] = country.name
            for word in (country.code, country.name, *country.aliases):
                self.countries.setdefault(plain(word), country.code)
        self.ecosystems: dict[str, str] = {}
        self.ecosystem_names: dict[str, str] = {}
        for ecosystem in library.ecosystems():
            self.ecosystem_names[ecosystem.key] = ecosystem.name
            for word in (ecosystem.key, str(ecosystem.number), ecosystem.name, *ecosystem.aliases):
                self.ecosystems.setdefault(plain(word), ecosystem.key)
        self.roles: dict[str, Role] = {role: role for role in ROLES}
        for role, words in _ROLE_WORDS.items():
            self.roles |= {plain(word): role for word in words.split()}


def draft(row: Row, words: Words) -> tuple[Draft, list[Problem]]:
    """Read one row. A value that cannot be used is left empty and named among the problems."""
    problems: list[Problem] = []

    def note(field: str, what: str, fix: str) -> None:
        problems.append(row.problem(field, what, fix))

    broken = {field for field in row.headings.columns if _unusable(row, field, note)}

    def get(field: str) -> str:
        return "" if field in broken else row.get(field)

    roles = _roles(get("role"), words, note)
    found = Draft(
        row=row,
        name="" if broken & {"full", "first", "last"} else _name(row, note),
        email="" if "email" in broken else _email(get("email"), note),
        roles=roles,
        cluster=get("cluster"),
        country=_country(get("country"), words, note),
        ecosystems=_ecosystems(get("ecosystems"), words, note),
        website=get("website"),
        coach=get("coach"),
        group=get("group"),
    )
    if "participant" in roles:
        for field, title in (("cluster", "organisation"), ("country", "country")):
            if field in row.headings.columns and not row.get(field):
                note(field, f"The {title} is missing.", f"Write the {title} of this participant’s cluster.")
    return found, problems


Note = Callable[[str, str, str], None]


def _unusable(row: Row, field: str, note: Note) -> bool:
    value = row.get(field)
    if value.startswith("="):
        fix = "Write the value itself; in Excel: copy, then paste as values, and save."
        note(field, f"{shown(value)} is a formula without a stored result.", fix)
        return True
    if value in _ERRORS:
        note(field, f"{value} is an Excel error.", "Correct the formula or write the value itself.")
        return True
    return False


def _name(row: Row, note: Note) -> str:
    full = row.get("full") or " ".join(part for part in (row.get("first"), row.get("last")) if part)
    field = next((f for f in ("full", "first", "last") if f in row.headings.columns), "full")
    if not full:
        note(field, "The name is missing.", "Write the name, or delete the row.")
    elif not any(letter.isalpha() for letter in full):
        note(field, f"{shown(full)} is not a name.", "Write the first name and the surname.")
    elif len(full) > 200:
        note(field, f"{shown(full)} is too long for a name.", "Write one person in a row.")
    return _turned(full)


def _turned(name: str) -> str:
    """Write “Kalniņa, Ilze” as “Ilze Kalniņa”; a degree after the comma stays there."""
    last, comma, first = (part.strip() for part in name.partition(","))
    if not comma or not last or not first or "," in first or "." in first or plain(first) in _DEGREES:
        return name
    return f"{first} {last}"


def _email(value: str, note: Note) -> str:
    if not value:
        note("email", "The e-mail address is missing.", "Write it: personal links and re-imports go by it.")
        return ""
    address = value.removeprefix("mailto:")
    if "<" in address:
        address = parseaddr(address)[1]
    address = address.strip(" <>").rstrip(".").lower()
    if not _ADDRESS.fullmatch(address) or ".." in address or len(address) > 254:
        several = "Write one address in a cell" if value.count("@") > 1 else "Write it like name@example.org"
        note("email", f"{shown(value)} is not an e-mail address.", f"{several}.")
        return ""
    return address


def _roles(value: str, words: Words, note: Note) -> tuple[Role, ...]:
    if not value:
        return ("participant",)
    found: list[Role] = []
    for part in re.split(r"[,;/+&|]| and ", value):
        if not plain(part):
            continue
        role = words.roles.get(plain(part))
        if role is None:
            guess = nearest(part, words.roles)
            hint = f"Did you mean “{guess}”? " if guess else ""
            note("role", f"{shown(part.strip())} is not a role.", f"{hint}Roles: {', '.join(ROLES)}.")
        elif role not in found:
            found.append(role)
    return tuple(found)


def _country(value: str, words: Words, note: Note) -> str:
    if not value:
        return ""
    code = words.countries.get(plain(value), "")
    if not code:
        guess = words.country_names.get(nearest(value, words.countries), "")
        hint = f"Did you mean “{guess}”? Otherwise" if guess else "Write its English name, or"
        note(
            "country",
            f"{shown(value)} is not on the list of countries.",
            f"{hint} add it to templates/countries.yaml if its clusters may take part.",
        )
    return code


def _ecosystems(value: str, words: Words, note: Note) -> tuple[str, ...]:
    if not value:
        return ()
    parts: Sequence[str] = [value]
    for signs in (r"[;|]", r"[;|/]", r"[;|/,]"):  # a comma stands also inside “Proximity, Social Economy …”
        if all(plain(part) in words.ecosystems for part in parts):
            break
        parts = [part for part in re.split(signs, value) if plain(part)]
    found = []
    for part in parts:
        key = words.ecosystems.get(plain(part), "")
        if key:
            found.append(key)
        else:
            guess = words.ecosystem_names.get(nearest(part, words.ecosystems), "")
            hint = f"Did you mean “{guess}”?" if guess else "Use a name from templates/ecosystems.yaml."
            note("ecosystems", f"{shown(part.strip())} is not an ecosystem.", hint)
    return tuple(dict.fromkeys(found))
