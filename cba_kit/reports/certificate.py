"""The certificate's notebook calls: `read` opens one participant's certificate, each method shows a part."""

from __future__ import annotations

from pathlib import Path

from cba_kit.config import open_academy
from cba_kit.content import Library
from cba_kit.errors import NotFoundError
from cba_kit.programme.certificates import certificate_code
from cba_kit.reports.pen import Pen, pen
from cba_kit.reports.section import Chapter, Document
from cba_kit.reports.sections import certificate as sections
from cba_kit.reports.sections.certificate import Certificate
from cba_kit.store import open_store

REPORT = "certificate"


class CertificateBook:
    """A participant's certificate of attendance, ready to be shown. Make one with `read`."""

    def __init__(self, pen: Pen, facts: Certificate, document: Document) -> None:
        self._pen = pen
        self._facts = facts
        self._document = document

    @property
    def code(self) -> str:
        """The verification code."""
        return self._facts.code

    def certificate(self) -> Chapter:
        """Show the page that is signed."""
        return self._pen.chapter(self._document, [sections.certificate(self._pen, self._facts)])

    def programme(self) -> Chapter:
        """Show what the certificate is about: days, sessions and scheduled times."""
        return self._pen.chapter(self._document, [sections.programme(self._pen, self._facts.edition)])


def read(academy: str, person: str, *, look: str = REPORT, accent: str = "") -> CertificateBook:
    """Open the certificate of `person` (an id), a participant, in the academy's folder.

    `look` is the folder in templates/reports/ that it is drawn with: that of a copy under another name,
    `accent` a colour in place of the edition's. Raises SettingsError without an academy there,
    NotFoundError without such a participant, ContentError for an accent that cannot be read.
    """
    place = open_academy(Path(academy) if academy else None)
    library = Library(place.templates)
    with open_store(place.database_url, clock=place.now) as store:
        who = store.people.person(person)
    if not who.is_a("participant"):
        raise NotFoundError(f"“{person}” is not a participant, so there is no certificate.")
    edition = library.edition(who.edition)
    names = {country.code: country.name for country in library.countries()}
    with_pen = pen(place, library, REPORT, look=look, edition=edition, language=who.language, accent=accent)
    facts = Certificate(
        person=who,
        edition=edition,
        country=names.get(who.cluster.country, "") if who.cluster else "",
        code=certificate_code(place.secret(), who),
    )
    document = with_pen.document(
        title=with_pen.words.say("of", name=who.name),
        author=place.settings.organiser or place.settings.name,
        running=f"{place.settings.name}, {edition.short}",
    )
    return CertificateBook(with_pen, facts, document)
