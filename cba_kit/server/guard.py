"""Guarded: what every answer of the server has in common — who may ask, headers, refusals in plain words."""

from __future__ import annotations

import json
import logging
import math
import secrets
import traceback
from types import TracebackType
from typing import TYPE_CHECKING, Any

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import APIHandler, JupyterHandler
from tornado.web import HTTPError

from cba_kit.errors import CbaError, LinkError
from cba_kit.model.people import Person
from cba_kit.server.headers import ONLY_US, SILENT, protect

if TYPE_CHECKING:
    from cba_kit.server.drain import Drain
    from cba_kit.server.metrics import Metrics
    from cba_kit.server.ownership import OwnedKernels
    from cba_kit.server.site import Site

log = logging.getLogger(__name__)

KINDS = {
    413: "too_large",
    414: "too_large",
    429: "too_many",
    431: "too_large",
    503: "restarting",
}
"""The words that belong to a status, whoever asks."""


class Guarded(JupyterHandler):
    """A request that only a signed-in person may make; without one, the answer is 403 and says why."""

    refusal: LinkError | None = None
    """Why the cookie or link that came along opens nothing."""
    retry_after = 0.0
    """Seconds after which the same request may succeed; 0: it will not."""
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
    def metrics(self) -> Metrics:
        """What the server counts."""
        metrics: Metrics = self.settings["metrics"]
        return metrics

    @property
    def drain(self) -> Drain:
        """Whether the server goes down."""
        drain: Drain = self.settings["drain"]
        return drain

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
        protect(self, self.content_security_policy)
        self.set_header("Cache-Control", "no-store")

    def get_login_url(self) -> str:
        """Return where somebody signs in who opens a page; for most of us there is no such place."""
        if self.wants_json or self.request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate":
            raise HTTPError(403)  # a script cannot sign anybody in
        way: str = self.identity_provider.way_in(self)  # type: ignore[attr-defined]  # ours all have it
        return way

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
        kind = self._kind(status_code)
        if kind == "stopped":
            self.metrics.count_error()
        else:
            self.metrics.count_refused(kind)
        if self.retry_after:
            self.set_header("Retry-After", str(math.ceil(self.retry_after)))
        self.say(kind, again=status_code >= 500)

    def say(self, kind: str, *, again: bool = False) -> None:
        """Answer with the words of one kind: as a page, or as JSON to a script.

        `again` offers to open the page again, where that may help.
        """
        language = self.site.language(self.person if self.known else None)
        words = self.site.library.texts(language)
        day = self.refusal.day if self.refusal else None
        said = {
            part: words[f"server.{kind}.{part}"].replace("{day}", f"{day.day} {day:%B %Y}" if day else "")
            for part in ("title", "text")
        }
        self.set_header("Content-Security-Policy", SILENT)
        if self.wants_json:
            self.set_header("Content-Type", "application/json; charset=utf-8")
            self.finish(json.dumps({"reason": kind, "message": said["title"], "text": said["text"]}))
            return
        template = self.settings["voila_jinja2_env"].get_template("error.html")
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(
            template.render(
                said=said,
                words=words,
                language=language,
                academy=self.site.academy.settings,
                status_code=self.get_status(),
                home=self.base_url if self.known else "",
                again=again,
                reference=getattr(self, "reference", ""),
            )
        )

    @property
    def wants_json(self) -> bool:
        """Tell whether a script asks, which cannot read a page."""
        return isinstance(self, APIHandler) or "application/json" in self.request.headers.get("Accept", "")

    @property
    def for_operators(self) -> bool:
        """Tell whether the request comes from an address that may know how the server is."""
        return (self.request.remote_ip or "") in self.settings["monitors"]

    def _kind(self, status: int) -> str:
        if status in KINDS:
            return KINDS[status]
        if status >= 500:
            return "stopped"
        if self.refusal is not None:
            return self.refusal.reason
        if status == 403:
            return "not_yours" if self.known else "no_link"
        return "missing"


class Refused(Guarded):
    """A request that is refused before anything of it is read: too large, or too many."""

    def initialize(self, status: int) -> None:
        """Take the status to answer with."""
        self._status = status

    async def prepare(self, **_: object) -> None:
        """Refuse, whoever asks."""
        raise HTTPError(self._status)


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
