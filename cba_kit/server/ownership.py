"""Ownership: a kernel belongs to one person, and nobody else reaches it by any route."""

from __future__ import annotations

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

from cba_kit.server.guard import Guarded
from cba_kit.server.identity import has_cookie
from cba_kit.server.stock import (
    MultiStaticFileHandler,
    VoilaKernelWebsocketHandler,
)

MESSAGES = ["comm_open", "comm_msg", "comm_close", "comm_info_request", "kernel_info_request"]
"""What a page may say to its kernel: widgets' messages, never code."""


class OwnedKernels(AsyncMappingKernelManager):
    """The kernels of all open pages and whose they are; a kernel without an owner is nobody's."""

    owners = Dict(help="kernel id -> person id, oldest first")
    most = Integer(6, config=True, help="pages that one person can have open; the oldest gives way")

    async def own(self, kernel: str, person: str) -> None:
        """Give the kernel to `person`; from now on they reach it. Ends their oldest one if there are many."""
        self.owners[kernel] = person
        theirs = [key for key, owner in self.owners.items() if owner == person]
        for surplus in theirs[: -self.most]:
            await self.end(surplus)

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
        owners: dict[str, str] = handler.settings["kernel_manager"].owners
        return resource == "kernels" and user is not None and owners.get(kernel or "") == user.username


class OwnKernel(Guarded, KernelHandler):
    """GET and DELETE /api/kernels/<id>: for its owner."""


class OwnChannels(Guarded, VoilaKernelWebsocketHandler):  # type: ignore[misc]  # no types
    """The websocket between a page and its kernel: for its owner."""


class TabClosed(Guarded, APIHandler):
    """POST /voila/api/shutdown/<id>: the browser says that the page was closed."""

    @tornado.web.authenticated
    async def post(self, kernel_id: str) -> None:
        """End the kernel if it is the visitor's; the stock route would let anybody end any."""
        if self.kernels.owners.get(kernel_id) != self.person.id:
            raise tornado.web.HTTPError(403)
        await self.kernels.end(kernel_id)
        self.set_status(204)
        await self.finish()


class SignedInFile(tornado.web.StaticFileHandler):
    """A file of the front end: holds nobody's words, yet only people with a link get it."""

    def set_default_headers(self) -> None:
        """Forbid browsers to guess the type."""
        self.set_header("X-Content-Type-Options", "nosniff")

    def prepare(self) -> None:
        """Refuse without a cookie."""
        if not has_cookie(self):
            raise tornado.web.HTTPError(403)


class FrontEndFile(SignedInFile, MultiStaticFileHandler):  # type: ignore[misc]  # no types
    """A file from the first of several folders that has it."""
