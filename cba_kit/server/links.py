"""Personal links: made, read, ended and withdrawn."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from typing import TYPE_CHECKING

from itsdangerous import BadData, URLSafeSerializer

from cba_kit.config import Academy
from cba_kit.errors import LinkError, NotFoundError
from cba_kit.model.edition import Edition
from cba_kit.model.people import Person

if TYPE_CHECKING:  # the command line makes links without loading the store
    from cba_kit.server.site import Site

KEPT = timedelta(days=180)
"""How long links open a page after the edition's last day, where the edition names no day."""


def make_link(academy: Academy, person: Person) -> str:
    """Return the address that signs `person` in: no account, no password.

    The same person gets the same link until their links are withdrawn.
    """
    token = _signer(academy).dumps([person.id, person.link])
    return f"{academy.settings.address.rstrip('/')}/join/{token}"


def read_link(site: Site, token: str) -> Person:
    """Return the person that the last part of a link stands for.

    Raises LinkError when it was altered, or what `admit` raises.
    """
    try:
        person_id, link = _signer(site.academy).loads(token)
    except (BadData, ValueError, TypeError) as error:
        raise LinkError(
            "The link was altered or is not complete.",
            reason="altered",
            fix="Copy the whole link from the message.",
        ) from error
    return admit(site, str(person_id), link)


def admit(site: Site, person_id: str, link: object) -> Person:
    """Return the person whose link has the number `link`; also asked at every visit with a cookie.

    Raises LinkError when that link was withdrawn or the edition's links have ended.
    """
    try:
        person = site.store.people.person(person_id)
    except NotFoundError as error:
        raise _withdrawn() from error
    if person.link != link:
        raise _withdrawn()
    edition = site.library.edition(person.edition)
    last = last_day(edition)
    if site.academy.now().astimezone(edition.zone).date() > last:
        raise LinkError(
            f"The links of the edition “{edition.code}” ended on {last.isoformat()}.",
            reason="ended",
            day=last,
            fix="Set a later day as links_end in the edition's file.",
        )
    return person


def last_day(edition: Edition) -> date:
    """Return the last day on which the edition's links open a page."""
    return edition.links_end or edition.end + KEPT


def _withdrawn() -> LinkError:
    return LinkError(
        "The link was replaced by a newer one.", reason="withdrawn", fix="Send the person a new link."
    )


def _signer(academy: Academy) -> URLSafeSerializer:
    return URLSafeSerializer(
        academy.secret(),
        salt="cba.join",
        signer_kwargs={"digest_method": hashlib.sha256, "key_derivation": "hmac"},
    )
