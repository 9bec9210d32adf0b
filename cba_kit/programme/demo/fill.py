"""Filling the demo: people, clusters, and every workbook through the journal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time

from cba_kit.config import Academy
from cba_kit.content import Library
from cba_kit.model.accept import accept
from cba_kit.model.complete import Template
from cba_kit.model.people import Cluster, Person, Role, groups_of
from cba_kit.programme.demo.academy import EDITION, write_edition
from cba_kit.programme.demo.board import write_boards
from cba_kit.programme.demo.forms import write_forms
from cba_kit.programme.demo.group import group_strokes
from cba_kit.programme.demo.hand import Hand, take
from cba_kit.programme.demo.material import Actor, Material, Staff, read_material
from cba_kit.programme.demo.plan import write_plan
from cba_kit.programme.demo.ratings import write_ratings
from cba_kit.programme.demo.showcase import write_showcase
from cba_kit.programme.demo.stroke import ZONE, Stroke, perform
from cba_kit.programme.demo.talks import Written, write_talks
from cba_kit.store import Store


def fill(academy: Academy, store: Store, library: Library, *, seed: int = 2024) -> None:
    """Fill the academy with the fictional edition `demo`; the same seed gives the same data.

    Writes templates/editions/demo.yaml into the academy, adds the people, and writes their workbooks as
    they would have, from January to the evening before the day that the demo plays. `library` must read
    the academy's own templates. Raises StoreError when the demo's people are there already.
    """
    write_edition(academy, library)
    material = read_material(library)
    sheets = library.sheets(library.edition(EDITION))
    people = _people(material)
    store.people.add(people)
    owners = {person.id: person for person in people}
    for hand in _hands(material, seed):
        strokes = _before_quiet(hand.actor, _written(hand))
        perform(store, owners[hand.actor.id], strokes, lambda operation, _: accept(operation, sheets))
    shared = library.group_sheets(library.edition(EDITION))
    for group in groups_of(people):
        strokes = group_strokes(group, material, seed)
        perform(store, group, strokes, lambda operation, _: accept(operation, shared))


def write_sample(store: Store, owner: Person, library: Library, sheets: Mapping[str, Template]) -> None:
    """Write the showcase's sheets into the workbook of `owner`, as theirs: what a preview opens on.

    The talks with a coach are left out, and so is what `sheets` does not have.
    """
    material = read_material(library)
    actor = next(actor for actor in material.cast.participants if actor.showcase)
    hand = take(actor, 0, material, 2024)
    write_showcase(hand)
    strokes = [
        Stroke(stroke.at, owner.id, stroke.operation)
        for stroke in hand.pen.strokes
        if stroke.operation.sheet in sheets and stroke.operation.kind != "comment"
    ]
    perform(store, owner, strokes, lambda operation, _: accept(operation, sheets))


def _people(material: Material) -> list[Person]:
    cast = material.cast
    staff = [
        *(_staff(one, "coach") for one in cast.coaches),
        *(_staff(one, "trainer") for one in cast.trainers),
    ]
    return [*staff, *(_participant(actor) for actor in cast.participants)]


def _staff(one: Staff, role: Role) -> Person:
    return Person(
        id=one.id,
        edition=EDITION,
        name=one.name,
        email=f"{one.id.replace('-', '.')}@academy.example",
        roles=(role,),
        about=one.about,
        fictional=True,
    )


def _participant(actor: Actor) -> Person:
    key = actor.site
    return Person(
        id=actor.id,
        edition=EDITION,
        name=actor.name,
        email=f"{actor.id.replace('-', '.')}@{key}.example",
        roles=("participant",),
        cluster=Cluster(
            id=key,
            name=actor.cluster,
            country=actor.country,
            ecosystems=(actor.ecosystem,),
            website=f"https://{key}.example",
        ),
        coach=actor.coach,
        group=actor.group,
        fictional=True,
    )


def _hands(material: Material, seed: int) -> list[Hand]:
    """Give each participant a hand; within an ecosystem the showcase comes last and takes no words."""
    seen: dict[str, int] = {}
    hands = []
    for actor in sorted(material.cast.participants, key=lambda actor: actor.showcase):
        rank = seen.get(actor.ecosystem, 0)
        seen[actor.ecosystem] = rank + 1
        hands.append(take(actor, rank, material, seed))
    return hands


def _written(hand: Hand) -> list[Stroke]:
    if hand.actor.showcase:
        write_showcase(hand)
        return hand.pen.strokes
    write_forms(hand)
    notes = write_boards(hand)
    rated = write_ratings(hand)
    actions = write_plan(hand, notes)
    answers = frozenset((s.operation.sheet, s.operation.block or "") for s in hand.pen.strokes)
    write_talks(hand, Written(notes, answers, rated, actions))
    return hand.pen.strokes


def _before_quiet(actor: Actor, strokes: list[Stroke]) -> list[Stroke]:
    """Leave out what came after the day on which a participant fell silent."""
    if actor.quiet is None:
        return strokes
    last = datetime.combine(actor.quiet, time(23, 0), ZONE)
    return [stroke for stroke in strokes if stroke.at <= last]
