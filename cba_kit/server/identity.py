"""Identity: a signed cookie says who is asking; nothing in the address or the page can."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import TYPE_CHECKING

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.auth.identity import IdentityProvider, User
from tornado.web import HTTPError, RequestHandler

from cba_kit.errors import LinkError
from cba_kit.model.people import Person
from cba_kit.server.guard import Guarded
from cba_kit.server.links import admit, read_link

if TYPE_CHECKING:
    from cba_kit.server.site import Site

audit = logging.getLogger("cba_kit.audit")

COOKIE = "cba_person"
DAYS = 30
"""How long a browser stays signed in; opening the link again renews it."""


class Visitor(User):
    """The person whose cookie came with a request."""

    def __init__(self, person: Person) -> None:
        super().__init__(username=person.id, name=person.name)
        self.person = person


class CookieIdentity(IdentityProvider):
    """Reads who is asking from the cookie that a personal link has set.

    The store is asked every time, so that a withdrawn or ended link also ends what it opened.
    """

    auth_enabled = True
    login_available = False
    logout_available = False

    async def get_user(self, handler: RequestHandler) -> Visitor | None:
        """Return the visitor, or None; a refused cookie leaves its reason at the handler."""
        claim = handler.get_signed_cookie(COOKIE, max_age_days=DAYS)
        if claim is None:
            return None
        person_id, link = json.loads(claim)
        try:
            person = await asyncio.to_thread(admit, handler.settings["site"], person_id, link)
        except LinkError as refusal:
            if isinstance(handler, Guarded):
                handler.refusal = refusal
            return None
        return Visitor(person)


def has_cookie(handler: RequestHandler) -> bool:
    """Tell whether a cookie of ours came along; enough for files that hold nobody's words."""
    return handler.get_signed_cookie(COOKIE, max_age_days=DAYS) is not None


class Join(Guarded):
    """GET /join/<token>: a personal link signs its person in and leads to their home page."""

    @allow_unauthenticated
    async def get(self, token: str) -> None:
        """Check the link, set the cookie and lead on; the address bar keeps no token."""
        site: Site = self.site
        try:
            person = await asyncio.to_thread(read_link, site, token)
        except LinkError as refusal:
            self.refusal = refusal
            raise HTTPError(403) from refusal
        secure = self.request.protocol == "https" or site.academy.settings.address.startswith("https:")
        self.set_signed_cookie(
            COOKIE,
            json.dumps([person.id, person.link]),
            expires_days=DAYS,
            path=self.base_url,
            httponly=True,
            samesite="Lax",
            secure=secure,
        )
        audit.info("sign-in person=%s", person.id)
        self.redirect(self.base_url, status=303)
