"""Reports: documents about a person, an edition or a teaching notebook, for those who may read them."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import NamedTuple

from tornado.web import Finish, HTTPError

from cba_kit.errors import NotFoundError, RenderError
from cba_kit.model.render import Render
from cba_kit.server.audit import audit
from cba_kit.server.documents import TYPES, Document
from cba_kit.server.fresh import Fresh, Kind
from cba_kit.server.headers import SILENT

OLDER = "X-Document-Older"
"""Why a newer document could not be made: a status of the ledger, or “slow”. Not there: it is fresh."""
SLOW = "slow"
GONE = 499
"""Status, for the log, of a request whose visitor left before it was answered."""


class Published(NamedTuple):
    """A document as it lies there, and when it was made."""

    content: bytes
    made: datetime


class Wanted(NamedTuple):
    """A document as its address names it."""

    edition: str
    report: str
    subject: str
    form: str


class Report(Document):
    """GET /reports/<edition>/<report>/<subject>.<html|pdf>: made first unless it is fresh.

    The subject is a participant, the edition's code or the name of a teaching notebook, as the report says.
    When making it fails, the older one is sent, and says so. With ?made it is sent as it lies there: the
    page around it has asked before, with HEAD, and has told its reader.
    """

    _asking: asyncio.Task[Render] | None = None
    _left = False

    def initialize(self, fresh: Fresh | None) -> None:
        """Take what makes documents; None: those of participants that a batch has made are sent."""
        self._fresh = fresh

    async def head(self, edition: str, report: str, subject: str, form: str) -> None:
        """Have the document made, and say when it was."""
        await self.get(edition, report, subject, form)

    async def get(self, edition: str, report: str, subject: str, form: str) -> None:
        """Send the document."""
        wanted = Wanted(edition, report, subject, form)
        await self._check_reader(wanted)
        older = ""
        if self._fresh is not None and not self._as_it_is:
            older = await self._renew(self._fresh, wanted)
        found = await asyncio.to_thread(self._published, wanted)
        if found is None:
            self._say_none(older)
            return
        self.set_header("Last-Modified", found.made)
        if older:
            self.set_header(OLDER, older)
        if self.request.method == "GET":
            audit.info("report person=%s of=%s report=%s.%s", self.person.id, subject, report, form)
        name = f"{report}-{subject}"
        if not older:
            await self.send(found.content, form=form, name=name)
        elif self._stands_alone:
            self._send_told(wanted, older=older, made=found.made)
        else:
            await self.send(found.content, form=form, name=f"{name}-{found.made:%Y-%m-%d}")

    def on_connection_close(self) -> None:
        """Stop waiting for a document whose reader has left."""
        self._left = True
        if self._asking is not None:
            self._asking.cancel()

    @property
    def _as_it_is(self) -> bool:
        return bool(self.get_query_arguments("made"))

    @property
    def _stands_alone(self) -> bool:
        """Tell whether no page of ours is around the document to say how old it is."""
        return self.request.headers.get("Sec-Fetch-Dest") == "document" and self.request.method == "GET"

    async def _check_reader(self, wanted: Wanted) -> None:
        """Let those of the edition in who have a role for which the report is.

        What is about a participant is for those who may read that one; another participant may not. Who
        takes part, and what there is in another edition, is told to nobody.
        """
        kind = await self._kind_of(wanted.report)
        roles = set(self.person.roles)
        if kind is None or kind.about == "participant":
            owner = await self.owner(wanted.subject)
            if wanted.edition != owner.edition:
                raise HTTPError(404)
            if self.person.id != owner.id:
                roles.discard("participant")
        elif wanted.edition != self.person.edition:
            roles = set()
        if kind is not None and not roles & set(kind.readers):
            audit.info("refused person=%s of=%s report=%s", self.person.id, wanted.subject, wanted.report)
            raise HTTPError(403)

    async def _kind_of(self, report: str) -> Kind | None:
        """Return what a report is; None where this server makes none."""
        if self._fresh is None:
            return None
        try:
            return await asyncio.to_thread(self._fresh.reports.kind, report)
        except NotFoundError as error:
            raise HTTPError(404) from error

    async def _renew(self, fresh: Fresh, wanted: Wanted) -> str:
        """Have the document made unless it is fresh; return why there is no newer one, empty if there is."""
        self.retry_after = fresh.turn(self.person.id)
        if self.retry_after:
            raise HTTPError(429)
        self._asking = asyncio.create_task(fresh.line(wanted.edition, wanted.report, wanted.subject))
        if self._left:
            self._asking.cancel()
        try:
            line = await self._asking
        except asyncio.CancelledError as error:
            self.set_status(GONE, "Left")
            raise Finish from error
        except TimeoutError:
            return SLOW
        except RenderError:
            return "error"
        except NotFoundError as error:
            raise HTTPError(404) from error
        return "" if line.status == "ok" else line.status

    def _published(self, wanted: Wanted) -> Published | None:
        """Return the document that people read now; None where none was ever made."""
        ledger, root = self.site.store.ledger, self.site.academy.output.resolve()
        line = ledger.last(wanted.edition, wanted.report, wanted.subject, only_ok=True)
        if line is None or wanted.form not in line.files:  # a file that lies there is no document by that
            return None
        path = (root / line.files[wanted.form]).resolve()
        if not path.is_relative_to(root):
            raise HTTPError(404)
        try:
            return Published(path.read_bytes(), line.started)
        except FileNotFoundError:
            return None

    def _say_none(self, why: str) -> None:
        """Say that there is no document, and what to do."""
        if not why:
            raise HTTPError(404)
        self.set_header(OLDER, why)
        self.set_status(504 if why == SLOW else 503)
        self.say("slow" if why == SLOW else "not_made", again=True)

    def _send_told(self, wanted: Wanted, *, older: str, made: datetime) -> None:
        """Send an older document under a word that says so."""
        language = self.site.language(self.person)
        words = self.site.library.texts(language)
        there = made.astimezone(self.site.library.edition(wanted.edition).zone_at(made))
        when = f"{there.day} {words[f'dates.month_{there.month}']}, {there:%H:%M}"
        report = wanted.report.replace("_", " ")
        self.set_header("Content-Security-Policy", SILENT)
        self.set_header("Content-Type", TYPES["html"])
        self.finish(
            self.settings["voila_jinja2_env"]
            .get_template("older.html")
            .render(
                words=words,
                language=language,
                academy=self.site.academy.settings,
                title=words["server.older.title"].replace("{report}", report).replace("{when}", when),
                why=words[f"made.why.{older}"],
                href=f"{self.request.path}?made=1",
                shown=wanted.form == "html",
            )
        )
