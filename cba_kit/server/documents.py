"""Documents: rendered reports and downloads of what a person wrote, for those who may read them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import NamedTuple

from tornado.web import Finish, HTTPError

from cba_kit.errors import NotFoundError, RenderError
from cba_kit.model.people import Person, may_read
from cba_kit.model.render import Render
from cba_kit.server.audit import audit
from cba_kit.server.fresh import Fresh
from cba_kit.server.guard import Guarded
from cba_kit.server.headers import SILENT
from cba_kit.store.export import as_json, as_xlsx

NAME = r"[A-Za-z0-9][A-Za-z0-9_.@-]{0,79}"
"""What may stand in an address as an edition, a report or a person: never a way out of a folder."""

TYPES = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "json": "application/json; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
OLDER = "X-Document-Older"
"""Why a newer document could not be made: a status of the ledger, or “slow”. Not there: it is fresh."""
SLOW = "slow"
GONE = 499
"""Status, for the log, of a request whose visitor left before it was answered."""


class Published(NamedTuple):
    """A document as it lies there, and when it was made."""

    content: bytes
    made: datetime


class Document(Guarded):
    """What one person wrote, or was rendered from it. It carries its own pictures and style, no script."""

    policy = (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    )

    async def owner(self, person_id: str) -> Person:
        """Return whose document it is.

        Answers 403 when the visitor may not read it and also when there is no such person, so that
        nobody learns who takes part.
        """
        try:
            found = await asyncio.to_thread(self.site.store.people.person, person_id)
        except NotFoundError:
            found = None
        if found is None or not may_read(self.person, found):
            audit.info("refused person=%s of=%s", self.person.id, person_id)
            raise HTTPError(403)
        return found

    async def send(self, content: bytes | str, *, form: str, name: str) -> None:
        """Send a document; `form` is its file ending. Web pages and PDF open, the others are saved."""
        way = "inline" if form in ("html", "pdf") else "attachment"
        self.set_header("Content-Type", TYPES[form])
        self.set_header("Content-Disposition", f'{way}; filename="{name}.{form}"')
        await self.finish(content)


class Report(Document):
    """GET /reports/<edition>/<report>/<person>.<html|pdf>: made first unless it is fresh.

    When that fails, the older one is sent, and says so. With ?made it is sent as it lies there: the page
    around it has asked before, with HEAD, and has told its reader.
    """

    _asking: asyncio.Task[Render] | None = None
    _left = False

    def initialize(self, fresh: Fresh | None) -> None:
        """Take what makes documents; None: those that a batch has made are sent."""
        self._fresh = fresh

    async def head(self, edition: str, report: str, person_id: str, form: str) -> None:
        """Have the document made, and say when it was."""
        await self.get(edition, report, person_id, form)

    async def get(self, edition: str, report: str, person_id: str, form: str) -> None:
        """Send the document."""
        owner = await self.owner(person_id)
        if edition != owner.edition:
            raise HTTPError(404)
        older = ""
        if self._fresh is not None:
            await self._check_reader(self._fresh, owner, report)
            if not self._as_it_is:
                older = await self._renew(self._fresh, owner, report)
        found = await asyncio.to_thread(self._published, owner, report, form)
        if found is None:
            self._say_none(older)
            return
        self.set_header("Last-Modified", found.made)
        if older:
            self.set_header(OLDER, older)
        if self.request.method == "GET":
            audit.info("report person=%s of=%s report=%s.%s", self.person.id, owner.id, report, form)
        name = f"{report}-{owner.id}"
        if not older:
            await self.send(found.content, form=form, name=name)
        elif self._stands_alone:
            self._send_told(owner, report, form, older=older, made=found.made)
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

    async def _check_reader(self, fresh: Fresh, owner: Person, report: str) -> None:
        """Let those roles in for whom the report is; a participant reads the own one alone."""
        try:
            readers = await asyncio.to_thread(fresh.reports.readers, report)
        except NotFoundError as error:
            raise HTTPError(404) from error
        roles = set(self.person.roles)
        if self.person.id != owner.id:
            roles.discard("participant")
        if not roles & set(readers):
            audit.info("refused person=%s of=%s report=%s", self.person.id, owner.id, report)
            raise HTTPError(403)

    async def _renew(self, fresh: Fresh, owner: Person, report: str) -> str:
        """Have the document made unless it is fresh; return why there is no newer one, empty if there is."""
        self.retry_after = fresh.turn(self.person.id)
        if self.retry_after:
            raise HTTPError(429)
        self._asking = asyncio.create_task(fresh.line(owner.id, report))
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

    def _published(self, owner: Person, report: str, form: str) -> Published | None:
        """Return the document that people read now; None where none was ever made."""
        root = self.site.academy.output.resolve()
        path = (root / owner.edition / report / f"{owner.id}.{form}").resolve()
        if not path.is_relative_to(root):
            raise HTTPError(404)
        try:
            content = path.read_bytes()
            written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        except FileNotFoundError:
            return None
        line = self.site.store.ledger.last(owner.edition, report, owner.id, only_ok=True)
        return Published(content, line.started if line else written)

    def _say_none(self, why: str) -> None:
        """Say that there is no document, and what to do."""
        if not why:
            raise HTTPError(404)
        self.set_header(OLDER, why)
        self.set_status(504 if why == SLOW else 503)
        self.say("slow" if why == SLOW else "not_made", again=True)

    def _send_told(self, owner: Person, report: str, form: str, *, older: str, made: datetime) -> None:
        """Send an older document under a word that says so."""
        language = self.site.language(self.person)
        words = self.site.library.texts(language)
        there = made.astimezone(self.site.library.edition(owner.edition).zone_at(made))
        when = f"{there.day} {words[f'dates.month_{there.month}']}, {there:%H:%M}"
        title = words["server.older.title"].replace("{report}", report.replace("_", " "))
        title = title.replace("{when}", when)
        self.set_header("Content-Security-Policy", SILENT)
        self.set_header("Content-Type", TYPES["html"])
        self.finish(
            self.settings["voila_jinja2_env"]
            .get_template("older.html")
            .render(
                words=words,
                language=language,
                academy=self.site.academy.settings,
                title=words["server.older.title"]
                .replace("{report}", report.replace("_", " "))
                .replace("{when}", when),
                why=words[f"made.why.{older}"],
                href=f"{self.request.path}?made=1",
                shown=form == "html",
            )
        )


class Download(Document):
    """GET /download/<person>.<json|xlsx>: everything that the person wrote and the visitor may read."""

    async def get(self, person_id: str, form: str) -> None:
        """Make the file and send it."""
        owner = await self.owner(person_id)
        export: Callable[..., str | bytes] = as_json if form == "json" else as_xlsx
        content = await asyncio.to_thread(
            export, self.site.store, self.site.library, owner, reader=self.person
        )
        audit.info("download person=%s of=%s form=%s", self.person.id, owner.id, form)
        await self.send(content, form=form, name=f"workbook-{owner.id}")
