"""Hub: under JupyterHub the Hub's user is the person; nobody needs a link then."""

from __future__ import annotations

import asyncio
import hmac
from typing import Any

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyterhub.services.auth import HubOAuth  # type: ignore[import-untyped]  # no types
from tornado.httputil import url_concat
from tornado.web import HTTPError, RequestHandler

from cba_kit.errors import LinkError, SettingsError
from cba_kit.model.people import Person
from cba_kit.server.audit import audit
from cba_kit.server.guard import Guarded
from cba_kit.server.identity import DAYS, CookieIdentity, Visitor, sign_in
from cba_kit.server.links import admit, last_day
from cba_kit.server.site import Site

TOKEN = "cba_hub"  # noqa: S105  # the name of a cookie
"""Cookie with the Hub's word for who it is; with it the Hub is asked whether that still holds."""


class HubIdentity(CookieIdentity):
    """Believes a cookie of ours as long as the Hub knows its user; it is asked every few minutes."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.hub = HubOAuth(parent=self.parent)
        if not self.hub.api_token:
            raise SettingsError(
                "JupyterHub has not started this server: it gave no token.",
                where="--hub",
                fix="Name “cba serve --hub” as the command of a service in jupyterhub_config.py.",
            )

    async def get_user(self, handler: RequestHandler) -> Visitor | None:
        """Return the visitor whose cookie came along and whom the Hub knows, or None."""
        visitor = await super().get_user(handler)
        token = handler.get_signed_cookie(TOKEN, max_age_days=DAYS)
        if visitor is None or token is None:
            return None
        user = await self.user(handler, token.decode("ascii", "replace"))
        return visitor if user is not None and is_of(visitor.person, user) else None

    async def user(self, handler: RequestHandler, token: str) -> str | None:
        """Return the name of the Hub's user to whom a token was given, while that holds."""
        session = self.hub.get_session_id(handler)
        found = await self.hub.user_for_token(token, session_id=session, sync=False)
        return str(found["name"]) if found else None

    def way_in(self, handler: RequestHandler) -> str:
        """Return the Hub's address where somebody signs in and from which they come back."""
        verifier, challenge, method = self.hub.generate_pkce_code_challenge()
        state = self.hub.set_state_cookie(handler, handler.request.uri, code_verifier=verifier)
        asked = {"state": state, "code_challenge": challenge, "code_challenge_method": method}
        return url_concat(str(self.hub.login_url), asked)

    def routes(self) -> list[tuple[Any, ...]]:
        """Return where people come from the Hub; links lead nowhere."""
        return [(r"/oauth_callback", FromHub, {"identity": self})]


class FromHub(Guarded):
    """GET /oauth_callback: the Hub sends somebody back and says who it is."""

    def initialize(self, identity: HubIdentity) -> None:
        """Take the identity that asks the Hub."""
        self._identity = identity

    @allow_unauthenticated
    async def get(self) -> None:
        """Find the person whom the Hub's user is, sign them in and lead them to where they wanted to go."""
        hub = self._identity.hub
        state = self.get_query_argument("state", "")
        expected = self.get_signed_cookie(hub.get_state_cookie_name(state)) or b""
        if not state or not hmac.compare_digest(expected, state.encode()):
            raise HTTPError(400)  # somebody else's attempt to sign in, or one from long ago
        wanted, verifier = hub.get_next_url(state), hub.get_code_verifier(state)
        hub.clear_oauth_state(state)
        hub.clear_oauth_state_cookies(self)
        code = self.get_query_argument("code", "")
        token: str = await hub.token_for_code(code, code_verifier=verifier, sync=False)
        user = await self._identity.user(self, token)
        person = await asyncio.to_thread(person_of, self.site, user) if user else None
        if person is None:
            audit.info("sign-in refused by=hub")
            raise HTTPError(403)
        sign_in(self, person, {TOKEN: token})
        self.redirect(wanted or self.base_url, status=303)

    def _kind(self, status: int) -> str:
        return "not_invited" if status == 403 else super()._kind(status)


def is_of(person: Person, user: str) -> bool:
    """Tell whether the Hub's user is this person: the same id, or the same e-mail."""
    return user.lower() in (person.id.lower(), person.email.lower())


def person_of(site: Site, user: str) -> Person | None:
    """Return whom the Hub's user is here; of several editions that still run, in the one that ends last."""
    people = [person for code in site.store.people.editions() for person in site.store.people.of(code)]
    found = [person for person in people if is_of(person, user) and _runs(site, person)]
    return max(found, key=lambda person: last_day(site.library.edition(person.edition)), default=None)


def _runs(site: Site, person: Person) -> bool:
    try:
        admit(site, person.id, person.link)
    except LinkError:
        return False
    return True
