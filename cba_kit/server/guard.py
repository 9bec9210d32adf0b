"""Guarded: what every answer of the server has in common — who may ask, headers, refusals in plain words."""

from __future__ import annotations

import json
import logging
import secrets
import traceback
from types import TracebackType
from typing import TYPE_CHECKING, Any

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import APIHandler, JupyterHandler
from tornado.web import HTTPError

from cba_kit.errors import CbaError, LinkError
from cba_kit.model.people import Person

if TYPE_CHECKING:
    from cba_kit.server.ownership import OwnedKernels
    from cba_kit.server.site import Site

log = logging.getLogger(__name__)

ONLY_US = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob: data:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self' data: blob:; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-src 'self'; frame-ancestors 'self'"
)
"""No page asks another host for anything. Voilà's front end needs inline scripts and eval; anywidget
loads modules from blob: addresses, ours import each other by data: addresses."""


class Guarded(JupyterHandler):
    """A request that only a signed-in person may make; without one, the answer is 403 and says why."""

    refusal: LinkError | None = None
    """Why the cookie or link that came along opens nothing."""
    policy = ONLY_US

    @property
    def site(self) -> Site:
        """The academy that is served."""
        site: Site = self.settings["site"]
        return site

    @property
    def kernels(self) -> OwnedKernels:
        """The kernels of all open pages, and whose they are."""
        kernels: OwnedKernels = self.settings["kernel_manager"]
        return kernels

    @property
    def person(self) -> Person:
        """Who is asking."""
        person: Person = self.current_user.person
        return person

    @property
    def known(self) -> bool:
        """Tell whether somebody is signed in; also when the request broke before that was clear."""
        return getattr(self, "_jupyter_current_user", None) is not None

    @property
    def content_security_policy(self) -> str:
        """Where the answer may load from and who may frame it."""
        return self.policy

    def set_default_headers(self) -> None:
        """Keep answers out of caches, and addresses out of referrers."""
        super().set_default_headers()  # which sets none for a websocket, whose refusals are pages, too
        self.set_header("Content-Security-Policy", self.content_security_policy)
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cache-Control", "no-store")
        self.set_header("Referrer-Policy", "no-referrer")

    def get_login_url(self) -> str:
        """Refuse: there is nowhere to log in, only personal links."""
        raise HTTPError(403)

    def log_exception(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Log where it broke, under the word that the visitor is shown.

        Only our own errors with their text: others may quote what people wrote.
        """
        if isinstance(error, HTTPError):
            return
        self.reference = _reference()
        name = kind.__name__ if kind else "unknown"
        told = str(error) if isinstance(error, CbaError) else _frames(trace)
        log.error("%s %s in %s: %s", self.reference, name, type(self).__name__, told)

    def write_error(self, status_code: int, **_: Any) -> None:
        """Answer with a page that says what happened, what is safe and what to do next."""
        language = self.site.language(self.person if self.known else None)
        words = self.site.library.texts(language)
        kind = self._kind(status_code)
        day = self.refusal.day if self.refusal else None
        said = {
            part: words[f"server.{kind}.{part}"].replace("{day}", f"{day.day} {day:%B %Y}" if day else "")
            for part in ("title", "text")
        }
        if isinstance(self, APIHandler):
            self.finish(json.dumps({"message": said["title"]}))
            return
        template = self.settings["voila_jinja2_env"].get_template("error.html")
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(
            template.render(
                said=said,
                words={key: word for key, word in words.items() if key.startswith("server.")},
                language=language,
                academy=self.site.academy.settings,
                status_code=status_code,
                home=self.base_url if self.known else "",
                again=kind == "stopped",
                reference=getattr(self, "reference", ""),
            )
        )

    def _kind(self, status: int) -> str:
        if status >= 500:
            return "stopped"
        if self.refusal is not None:
            return self.refusal.reason
        if status == 403:
            return "not_yours" if self.known else "no_link"
        return "missing"


class Nowhere(Guarded):
    """Every address that leads nowhere."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Answer 404 to everybody, signed in or not."""
        raise HTTPError(404)


def _reference() -> str:
    """A short word without letters that look alike; it finds the line in the log."""
    letters = "bcdfghjkmnpqrstvwxz"
    return "-".join("".join(secrets.choice(letters) for _ in range(3)) for _ in range(2))


def _frames(trace: TracebackType | None) -> str:
    return "".join(traceback.format_tb(trace)).rstrip()
