"""Identity: a signed cookie says who is asking; nothing in the address or the page can."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.auth.identity import IdentityProvider, User
from tornado.httputil import HTTPServerRequest
from tornado.web import HTTPError, RequestHandler, decode_signed_value

from cba_kit.errors import LinkError
from cba_kit.model.people import Person
from cba_kit.server.audit import audit
from cba_kit.server.guard import Guarded
from cba_kit.server.links import admit, read_link

if TYPE_CHECKING:
    from cba_kit.server.limits import Guesses

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

    def way_in(self, handler: RequestHandler) -> str:  # noqa: ARG002  # the Hub's needs it
        """Refuse: there is nowhere to sign in, people come by their links."""
        raise HTTPError(403)

    def routes(self) -> list[tuple[Any, ...]]:
        """Return where people come in: by their links."""
        return [(r"/join/([\w.\-]+)", Join)]


def has_cookie(handler: RequestHandler) -> bool:
    """Tell whether a cookie of ours came along; enough for files that hold nobody's words."""
    return handler.get_signed_cookie(COOKIE, max_age_days=DAYS) is not None


def signed_in(request: HTTPServerRequest, secret: bytes) -> str | None:
    """Return the id in a request's cookie, or None; whether its link still holds is not asked."""
    morsel = request.cookies.get(COOKIE)
    claim = decode_signed_value(secret, COOKIE, morsel.value, max_age_days=DAYS) if morsel else None
    return str(json.loads(claim)[0]) if claim else None


def sign_in(handler: Guarded, person: Person, more: Mapping[str, str]) -> None:
    """Let the visitor's browser remember who they are, by signed cookies that no script can read."""
    secure = handler.request.protocol == "https" or handler.site.academy.settings.address.startswith("https:")
    for name, value in {COOKIE: json.dumps([person.id, person.link]), **more}.items():
        handler.set_signed_cookie(
            name,
            value,
            expires_days=DAYS,
            path=handler.base_url,
            httponly=True,
            samesite="Lax",
            secure=secure,
        )
    audit.info("sign-in person=%s", person.id)
    handler.metrics.count_sign_in()


class Join(Guarded):
    """GET /join/<token>: a personal link signs its person in and leads to their home page."""

    @allow_unauthenticated
    async def get(self, token: str) -> None:
        """Check the link, set the cookie and lead on; the address bar keeps no token."""
        try:
            person = await asyncio.to_thread(read_link, self.site, token)
        except LinkError as refusal:
            raise self._refuse(refusal) from refusal
        sign_in(self, person, {})
        self.redirect(self.base_url, status=303)

    def _refuse(self, refusal: LinkError) -> HTTPError:
        """Return the answer to a link that opens nothing; who tries many wrong ones is told to wait."""
        guesses: Guesses = self.settings["guesses"]
        if refusal.reason == "altered":
            self.retry_after = guesses.wrong(self.request.remote_ip or "")
        if self.retry_after:
            return HTTPError(429)
        self.refusal = refusal
        return HTTPError(403)


class SignOut(Guarded):
    """POST /sign-out: forget the visitor in this browser and end their pages."""

    @allow_unauthenticated
    async def post(self) -> None:
        """Clear the cookie and lead to the goodbye; also when there is nobody to sign out.

        Pages of theirs in another browser open again by themselves: they still have their cookie.
        """
        self.clear_cookie(COOKIE, path=self.base_url)
        if self.known:
            for kernel in self.kernels.of(self.person.id):
                await self.kernels.end(kernel)
            audit.info("sign-out person=%s", self.person.id)
        self.redirect(f"{self.base_url}goodbye", status=303)


class Goodbye(Guarded):
    """GET /goodbye: what somebody reads who has signed out."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Say that everything stays, and how to come back."""
        self.say("goodbye")
