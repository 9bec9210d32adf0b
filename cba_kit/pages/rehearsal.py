"""Rehearsal: what takes time and is nobody's is done before anyone comes to a page."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from datetime import date
from pathlib import Path

from cba_kit.content import Library
from cba_kit.errors import CbaError, NotFoundError
from cba_kit.model.complete import progress
from cba_kit.model.edition import Edition
from cba_kit.pages.coaching import CoachConversation
from cba_kit.pages.conversation import Conversation
from cba_kit.pages.drawings import drawings, thumbnail
from cba_kit.pages.rights import WRITES
from cba_kit.pages.visit import Place, sample
from cba_kit.widgets import ParticipantPage

NOBODY = ""
"""An id that no person and no workbook has: the queries run and find nothing."""


def warm(templates: str = "") -> None:
    """Play a whole visit to a made-up workbook, once for all kernels that are forked from this process.

    Afterwards the templates are read (the shipped ones, and those in the academy's folder `templates`),
    the pictures' templates compiled, and every code path of a page has run. What runs here is also what a
    parent puts side by side in its memory (see kernels/heat.py), so a page's widget and queries belong to it.
    """
    if templates:
        _read(Library(Path(templates)))
    with tempfile.TemporaryDirectory(prefix="cba-rehearsal-") as folder:
        visit = sample(Library(), Path(folder))
        own = Conversation(visit, visit.store.journal.workbook_of(visit.person.id), WRITES)
        for conversation in (own, CoachConversation(visit)):
            list(conversation.answer({"t": "hello", "client": "rehearsal"}))
        page = ParticipantPage(own.answer, visit.texts)
        page.send({"t": "rehearsal"})
        page.close()
        rehearse(Place(visit.academy, visit.library, visit.store))
        for sheet in map(visit.library.sheet, visit.library.sheet_keys()):
            drawings(visit, sheet, [])
            thumbnail(sheet, [], progress(sheet, []))
        visit.store.close()


def rehearse(place: Place) -> None:
    """Read the academy's templates and run each query once, for the edition that visitors likely come from.

    No connection stays open: a page may wait for its visitor for hours.
    """
    try:
        editions = [place.library.edition(code) for code in place.store.people.editions()]
    except CbaError:
        return  # a template that cannot be read: whoever comes is told by their own page
    today = place.academy.now().date()
    for edition in sorted(editions, key=lambda each: _away(each, today))[:1]:
        place.library.sheets(edition)
        place.store.people.of(edition.code, "participant")
    journal, people, ledger = place.store.journal, place.store.people, place.store.ledger
    people.some({NOBODY})
    for ask in (journal.workbook, journal.workbook_of, journal.entries, journal.threads, people.person):
        with suppress(NotFoundError):
            ask(NOBODY)
    ledger.last(NOBODY, NOBODY, NOBODY, only_ok=True)
    place.store.rest()


def _read(library: Library) -> None:
    """Read the academy's own editions and their sheets; whoever needs one that is broken is told then."""
    with suppress(CbaError):
        for edition in library.editions(own_only=True):
            library.sheets(edition)


def _away(edition: Edition, today: date) -> int:
    """Days from `today` to the edition; 0 while it runs."""
    return max((edition.start - today).days, (today - edition.end).days, 0)
