"""Static files: the front ends and their parts, under addresses that never change what they mean."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import mimetypes
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tornado.web import HTTPError, RequestHandler

from cba_kit.server.headers import protect
from cba_kit.server.identity import has_cookie

FOR_EVER = "private, max-age=31536000, immutable"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
MOST = 64 * 2**20
"""Bytes of files that are kept in memory beside those on disk."""
CLOSED = "default-src 'none'; frame-ancestors 'none'"
"""A file opened by itself may do nothing."""


@dataclass(frozen=True, slots=True)
class File:
    """A file as it is sent."""

    kind: str
    plain: bytes
    small: bytes | None
    """The same, compressed; None where that saves nothing."""

    @classmethod
    def of(cls, name: str, content: bytes) -> File:
        """Make a file of its content; the name's ending says what it is."""
        ending = Path(name).suffix
        kind = TYPES.get(ending) or mimetypes.guess_type(name)[0] or "application/octet-stream"
        small = gzip.compress(content, 6, mtime=0)
        return cls(kind, content, small if len(small) < 0.9 * len(content) else None)


class Statics:
    """All static files of one server. What is not in one of its folders, or put here, does not exist.

    `folders` hold what was installed and does not change while the server runs: the beginning of an
    address → the folders that are looked through, the first one first. `named` are files of our own by
    their names. `put` adds files from memory, named by their content.
    """

    def __init__(
        self, base: str, folders: Mapping[str, Iterable[Path]], named: Mapping[str, bytes] | None = None
    ) -> None:
        self._folders = {kind: [each.resolve() for each in found] for kind, found in folders.items()}
        self._named = {name: File.of(name, content) for name, content in (named or {}).items()}
        self._read: dict[str, File] = {}
        self._size = 0
        self._zipping = ThreadPoolExecutor(1, thread_name_prefix="statics")
        self.version = _version(self._folders, self._named)
        self.prefix = f"{base}v/{self.version}/"

    def put(self, content: str, ending: str) -> str | None:
        """Keep a text under a name made of its content; return its address, None where there is no room."""
        raw = content.encode()
        name = hashlib.sha256(raw).hexdigest()[:20] + ending
        if name not in self._named:
            if self._size + len(raw) > MOST:
                return None
            self._named[name] = File.of(name, raw)
            self._size += len(raw)
        return self.prefix + name

    async def file(self, path: str) -> File | None:
        """Return the file at `path`, the part of an address after the version."""
        found = self._named.get(path) or self._read.get(path)
        if found is None:
            place = self._place(path)
            if place is None:
                return None
            found = await asyncio.get_running_loop().run_in_executor(self._zipping, _load, place)
            self._read[path] = found
        return found

    def _place(self, path: str) -> Path | None:
        kind = next((kind for kind in self._folders if path.startswith(f"{kind}/")), None)
        if kind is None or "\0" in path:
            return None
        for folder in self._folders[kind]:
            place = (folder / path.removeprefix(f"{kind}/")).resolve()
            if place.is_relative_to(folder) and place.is_file():
                return place
        return None


class StaticFile(RequestHandler):
    """GET /v/<version>/<path>. Holds nobody's words, yet only people with a link get it."""

    def initialize(self, statics: Statics) -> None:
        """Take the files."""
        self._statics = statics

    def set_default_headers(self) -> None:
        """Forbid browsers to guess the type, and a file opened by itself to do anything."""
        protect(self, CLOSED)

    def prepare(self) -> None:
        """Refuse without a cookie."""
        if not has_cookie(self):
            raise HTTPError(403)

    async def get(self, version: str, path: str) -> None:
        """Send a file. One asked for under another version's name is sent, and kept by nobody."""
        found = await self._statics.file(path)
        if found is None:
            raise HTTPError(404)
        self.set_header("Content-Type", found.kind)
        self.set_header("Cache-Control", FOR_EVER if version == self._statics.version else "no-store")
        self.set_header("Vary", "Accept-Encoding")
        content = found.plain
        if found.small is not None and "gzip" in self.request.headers.get("Accept-Encoding", ""):
            self.set_header("Content-Encoding", "gzip")
            content = found.small
        await self.finish(content)

    head = get

    def compute_etag(self) -> None:
        """Spare the sum over the whole file: nothing is asked for twice."""


def _version(folders: Mapping[str, Iterable[Path]], named: Mapping[str, File]) -> str:
    """Name the state of all files, by their names and content: equal on servers with equal files."""
    found = hashlib.sha256()
    for kind, places in sorted(folders.items()):
        for folder in places:
            for path in sorted(each for each in folder.rglob("*") if each.is_file()):
                found.update(f"{kind}/{path.relative_to(folder)}\n".encode())
                found.update(hashlib.sha256(path.read_bytes()).digest())
    for name, file in sorted(named.items()):
        found.update(f"{name}\n".encode())
        found.update(hashlib.sha256(file.plain).digest())
    return found.hexdigest()[:12]


def _load(place: Path) -> File:
    return File.of(place.name, place.read_bytes())
