"""Documents: what a person wrote, or was rendered, for those who may read it; and downloads."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from tornado.web import HTTPError

from cba_kit.errors import NotFoundError
from cba_kit.model.canvas import Canvas
from cba_kit.model.people import Person, may_read
from cba_kit.pictures.canvas import canvas_file
from cba_kit.server.audit import audit
from cba_kit.server.guard import Guarded
from cba_kit.store.export import as_json, as_xlsx
from cba_kit.store.export_book import Book, open_book
from cba_kit.store.export_sheet import SheetForm, sheet_file, sheet_of

NAME = r"[A-Za-z0-9][A-Za-z0-9_.@-]{0,79}"
"""What may stand in an address as an edition, a report or a person: never a way out of a folder."""

TYPES = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "json": "application/json; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "svg": "image/svg+xml",
}
BOOK = rf"(?:group:|plenary:)?{NAME}"
"""What may stand in an address as a workbook."""


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


class SheetDownload(Document):
    """GET /download/<workbook>/<sheet>.<csv|xlsx|md|svg|json>: one sheet, as the visitor's page shows it."""

    async def get(self, workbook_id: str, sheet: str, form: str) -> None:
        """Make the file and send it.

        Answers 403 where the workbook is not the visitor's to read and also where there is none; 404 where
        it has no such sheet, or the sheet no such file.
        """
        store, library = self.site.store, self.site.library
        try:
            book = await asyncio.to_thread(open_book, store, library, workbook_id, self.person)
        except NotFoundError as error:
            audit.info("refused person=%s of=%s", self.person.id, workbook_id)
            raise HTTPError(403) from error
        try:
            content = await asyncio.to_thread(self._made, book, sheet, form)
        except NotFoundError as error:
            raise HTTPError(404) from error
        audit.info("download person=%s of=%s sheet=%s form=%s", self.person.id, workbook_id, sheet, form)
        await self.send(content, form=form, name=f"{sheet}-{workbook_id.replace(':', '-')}")

    def _made(self, book: Book, sheet: str, form: str) -> bytes:
        if form != "svg":
            known: SheetForm = form  # type: ignore[assignment]  # the address has no other
            return sheet_file(self.site.library, book, sheet, known, reader=self.person)
        template = sheet_of(book, sheet)
        if not isinstance(template, Canvas):
            raise NotFoundError(f"“{sheet}” is no canvas.")
        return canvas_file(template, book.entries, words=book.words).encode()
