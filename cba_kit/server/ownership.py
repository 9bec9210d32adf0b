"""Ownership: a kernel belongs to one person, and nobody else reaches it by any route."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable
from typing import Any

import tornado.web
from jupyter_core.utils import ensure_async
from jupyter_server.auth.authorizer import Authorizer
from jupyter_server.auth.identity import User
from jupyter_server.base.handlers import APIHandler
from jupyter_server.services.kernels.handlers import KernelHandler
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from traitlets import Dict, Integer

from cba_kit.errors import LinkError, StoreError
from cba_kit.model.people import Person
from cba_kit.server.guard import Guarded
from cba_kit.server.identity import has_cookie
from cba_kit.server.links import admit
from cba_kit.server.site import Site
from cba_kit.server.stock import (
    MultiStaticFileHandler,
    VoilaKernelWebsocketHandler,
)

log = logging.getLogger(__name__)

MESSAGES = ["comm_open", "comm_msg", "comm_close", "comm_info_request", "kernel_info_request"]
"""What a page may say to its kernel: widgets' messages, never code."""
PROTOCOL = "v1.kernel.websocket.jupyter.org"
"""The one way of writing messages that is understood; with the older one, a message that names no
channel would be logged, words and all."""
MOST_PARTS = 100
"""Parts of a message: its head, its content and perhaps some pictures."""
AT_ONCE = 2
"""Pages of one person that can be on their way at the same time; more wait for their turn."""


class OwnedKernels(AsyncMappingKernelManager):
    """The kernels of all open pages and whose they are; a kernel without an owner is nobody's."""

    owners = Dict(help="kernel id -> the person as they were when they opened the page, oldest first")
    most = Integer(6, config=True, help="pages that one person can have open; the oldest gives way")
    _turns = Dict(help="person id -> who of their pages may start now")

    def turn(self, person: Person) -> asyncio.Semaphore:
        """Return what a page of `person` must hold while it starts: nobody starts them without end."""
        turn: asyncio.Semaphore = self._turns.setdefault(person.id, asyncio.Semaphore(AT_ONCE))
        return turn

    async def own(self, kernel: str, person: Person) -> None:
        """Give the kernel to `person`; from now on they reach it. Ends their oldest one if there are many."""
        self.owners[kernel] = person
        theirs = [key for key in self.owners if self.owner(key) == person.id]
        for surplus in theirs[: -self.most]:
            await self.end(surplus)

    def owner(self, kernel: str) -> str | None:
        """Return the id of the person whose kernel it is."""
        found: Person | None = self.owners.get(kernel)
        return found.id if found else None

    async def end_refused(self, site: Site) -> None:
        """End the pages whose link opens nothing any more: a withdrawn link ends at once, not at midnight."""
        for kernel, person in list(self.owners.items()):
            try:
                await asyncio.to_thread(admit, site, person.id, person.link)
            except LinkError:
                if kernel in self.owners:
                    await self.end(kernel)
            except StoreError as error:
                log.error("whose links still hold cannot be asked: %s", type(error).__name__)
                return

    async def end(self, kernel: str) -> None:
        """End a kernel at once; everything that was saved is in the store."""
        await ensure_async(self.shutdown_kernel(kernel, now=True))  # type: ignore[no-untyped-call]  # no types

    def remove_kernel(self, kernel_id: str) -> Any:
        """Forget a kernel that has ended, and its owner."""
        self.owners.pop(kernel_id, None)
        return super().remove_kernel(kernel_id)


class OwnerAuthorizer(Authorizer):
    """Asked before a kernel is read, ended or connected to: only its owner may."""

    def is_authorized(
        self,
        handler: tornado.web.RequestHandler,
        user: User,
        action: str,  # noqa: ARG002  # the owner may do all that a route offers
        resource: str,
    ) -> bool | Awaitable[bool]:
        """Tell whether `user` owns the kernel of the request."""
        kernel = handler.path_kwargs.get("kernel_id")
        kernels: OwnedKernels = handler.settings["kernel_manager"]
        return resource == "kernels" and user is not None and kernels.owner(kernel or "") == user.username


class OwnKernel(Guarded, KernelHandler):
    """GET and DELETE /api/kernels/<id>: for its owner."""


class OwnChannels(Guarded, VoilaKernelWebsocketHandler):  # type: ignore[misc]  # no types
    """The websocket between a page and its kernel: for its owner."""

    async def pre_get(self) -> None:
        """Refuse whoever writes messages in the older way, and strangers."""
        if PROTOCOL not in self.request.headers.get("Sec-WebSocket-Protocol", ""):
            raise tornado.web.HTTPError(400)
        await super().pre_get()

    def on_message(self, ws_message: bytes | str) -> None:
        """Pass a message on to the kernel if it is a whole one; otherwise hang up."""
        if self.ws_connection is None:
            return  # we hung up: what still arrives would be read in the older way
        if is_whole(ws_message):
            super().on_message(ws_message)
        else:
            self.close(1007)


def is_whole(message: bytes | str) -> bool:
    """Tell whether a message has as many parts as its first eight bytes say.

    The stock reader believes that number: a large one would keep the whole server busy without end.
    """
    if isinstance(message, str):
        return False
    parts = int.from_bytes(message[:8], "little")
    return parts <= MOST_PARTS and len(message) >= 8 * (parts + 1)


class TabClosed(Guarded, APIHandler):
    """POST /voila/api/shutdown/<id>: the browser says that the page was closed."""

    @tornado.web.authenticated
    async def post(self, kernel_id: str) -> None:
        """End the kernel if it is the visitor's; the stock route would let anybody end any."""
        if self.kernels.owner(kernel_id) != self.person.id:
            raise tornado.web.HTTPError(403)
        await self.kernels.end(kernel_id)
        self.set_status(204)
        await self.finish()


class SignedInFile(tornado.web.StaticFileHandler):
    """A file of the front end: holds nobody's words, yet only people with a link get it."""

    def set_default_headers(self) -> None:
        """Forbid browsers to guess the type, and a file opened by itself to do anything."""
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
        self.set_header("Referrer-Policy", "no-referrer")

    def prepare(self) -> None:
        """Refuse without a cookie."""
        if not has_cookie(self):
            raise tornado.web.HTTPError(403)


class FrontEndFile(SignedInFile, MultiStaticFileHandler):  # type: ignore[misc]  # no types
    """A file from the first of several folders that has it."""
