"""Rosters: the people of one file, compared with each other and with those who are there already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cba_kit.content import Library
from cba_kit.errors import ImportFileError
from cba_kit.model.people import Cluster, Person
from cba_kit.programme.people.draft import Draft, Words, draft
from cba_kit.programme.people.headings import plain
from cba_kit.programme.people.problem import Problem, shown
from cba_kit.programme.people.slug import free, slug
from cba_kit.programme.people.source import Source, find_source
from cba_kit.programme.people.ties import Clusters, coach_of


@dataclass(frozen=True, slots=True)
class Present:
    """Who is there already: the edition's people, and all ids and clusters in use."""

    people: tuple[Person, ...] = ()
    ids: frozenset[str] = frozenset()
    clusters: tuple[Cluster, ...] = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """For which edition the file is read, and whether several people of one cluster are welcome."""

    edition: str
    allow_same_cluster: bool = False


@dataclass(frozen=True, slots=True)
class Roster:
    """People in the order of the file, with what to tell about the reading."""

    source: Source
    people: tuple[Person, ...]
    notes: tuple[str, ...]


def read_roster(path: Path, library: Library, terms: Terms, present: Present) -> Roster:
    """Read all rows. Raises ImportFileError with every problem of the file; then nobody is returned."""
    source = find_source(path)
    words = Words(library)
    problems: list[Problem] = []
    drafts: list[Draft] = []
    for row in source.rows:
        read, wrong = draft(row, words)
        drafts.append(read)
        problems += wrong
    same = _same_cluster(drafts, present)
    problems += _nobody(source) + _missing_columns(source, drafts) + _twice(drafts)
    problems += [] if terms.allow_same_cluster else same
    people = _people(drafts, terms.edition, present, problems)
    if problems:
        raise _refused(problems, path)
    notes = (*source.notes, *(f"{one.place}: {one.what}" for one in same))
    return Roster(source, people, notes)


def _refused(problems: list[Problem], path: Path) -> ImportFileError:
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    return ImportFileError(
        f"{count} in the file; nobody was taken over.",
        [str(problem) for problem in sorted(problems, key=lambda problem: problem.row)],
        where=path.name,
        fix="Correct the rows and import the file again.",
    )


def _nobody(source: Source) -> list[Problem]:
    if source.rows:
        return []
    row = source.headings.row
    return [Problem(f"Below row {row}", "There are no people.", "Write one person in a row.", row)]


def _missing_columns(source: Source, drafts: Sequence[Draft]) -> list[Problem]:
    if not any("participant" in one.roles for one in drafts):
        return []
    row = source.headings.row
    return [
        Problem(
            f"Row {row}",
            f"There is no column for the {title.lower()}.",
            f"Add a column with the heading {title}; each participant needs one.",
            row,
        )
        for name, title in (("cluster", "Organisation"), ("country", "Country"))
        if name not in source.headings.columns
    ]


def _twice(drafts: Sequence[Draft]) -> list[Problem]:
    first: dict[str, Draft] = {}
    problems = []
    for one in drafts:
        other = first.setdefault(one.email, one) if one.email else one
        if other is not one:
            what = f"{shown(one.email)} stands already in row {other.row.number} ({other.name})."
            problems.append(one.row.problem("email", what, "Keep one row for each person."))
    return problems


def _same_cluster(drafts: Sequence[Draft], present: Present) -> list[Problem]:
    """Find participants whose cluster has one already: the rule is one application for each cluster."""
    listed = {one.email for one in drafts}
    taken = {
        plain(person.cluster.name): f"{person.name} is in the edition already"
        for person in present.people
        if person.cluster and person.is_a("participant") and person.email not in listed
    }
    seen: set[str] = set()
    problems = []
    for one in drafts:
        if "participant" not in one.roles or not one.cluster or one.email in seen:
            continue
        seen.add(one.email)
        key = plain(one.cluster)
        if key in taken:
            what = f"{shown(one.cluster)} has a participant already: {taken[key]}."
            fix = "Keep one of the two, or import with --allow-same-cluster if this edition takes several."
            problems.append(one.row.problem("cluster", what, fix))
        taken.setdefault(key, f"{one.name} is in row {one.row.number}")
    return problems


def _people(
    drafts: Sequence[Draft], edition: str, present: Present, problems: list[Problem]
) -> tuple[Person, ...]:
    known = {person.email.lower(): person for person in present.people}
    ids = set(present.ids)
    clusters = Clusters(present.clusters)
    people: list[Person] = []
    for one in drafts:
        before = known.get(one.email)
        person_id = before.id if before else free(slug(one.name), ids)
        ids.add(person_id)
        cluster = clusters.of(one, problems.append)
        people.append(_changed(one, before, cluster) if before else _new(one, person_id, edition, cluster))
    everybody = {person.id: person for person in (*known.values(), *people)}
    return tuple(
        person.model_copy(update={"coach": coach_of(one, person.coach, everybody.values(), problems.append)})
        for one, person in zip(drafts, people, strict=True)
    )


def _new(one: Draft, person_id: str, edition: str, cluster: Cluster | None) -> Person:
    return Person(
        id=person_id,
        edition=edition,
        name=one.name,
        email=one.email,
        roles=one.roles,
        cluster=cluster,
        group=one.group or None,
    )


def _changed(one: Draft, before: Person, cluster: Cluster | None) -> Person:
    """Replace what the file has a column for; everything else of a known person stays."""
    columns = one.row.headings.columns
    new: dict[str, object] = {"name": one.name}
    if "role" in columns:
        new["roles"] = one.roles
    if "cluster" in columns:
        new["cluster"] = cluster
    if "group" in columns:
        new["group"] = one.group or None
    return before.model_copy(update=new)
