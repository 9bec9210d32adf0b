"""Publish: put a document's files in place, all of them or none, while nobody else makes the same one."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from cba_kit.programme.documents.catalogue import FORMATS

try:
    import fcntl
except ImportError:  # on Windows, nothing keeps two runs at once apart
    fcntl = None  # type: ignore[assignment]  # the module is there or it is not

_FAILED = "failed.ipynb"
_FILES = (*FORMATS, "ipynb", _FAILED)


@contextmanager
def turn(folder: Path, subject: str, *, wait: bool) -> Iterator[bool]:
    """Take the turn to make one document; whoever else wants to waits, or gets False without `wait`.

    The turn belongs to the process and is given back when it ends, however it ends.
    """
    path = folder / f".{subject}.lock"
    handle = _locked(path, wait=wait)
    if handle is None:
        yield False
        return
    try:
        yield True
    finally:
        path.unlink(missing_ok=True)
        os.close(handle)


def publish(folder: Path, subject: str, contents: Mapping[str, bytes]) -> dict[str, str]:
    """Replace a document's files by these; return their names, by format.

    Everything is written and safely on the disk before the first old file is replaced. Where that cannot
    be done, the old files stay: OSError. A file in another format, which would show an older state, goes.
    To be called with the turn.
    """
    names = {form: f"{subject}.{form}" for form in contents}
    with _room(folder, subject) as room:
        for form, content in contents.items():
            _write(room / names[form], content)
        _replace(room, folder, list(names.values()))
    for form in _FILES:
        if form not in contents:
            (folder / f"{subject}.{form}").unlink(missing_ok=True)
    return names


def keep_failed(folder: Path, subject: str, contents: Mapping[str, bytes]) -> dict[str, str]:
    """Keep the notebook of an attempt that failed, beside the older documents; to be called with the turn.

    Where it cannot be written there is none: what went wrong stands in the ledger.
    """
    if "ipynb" not in contents:
        return {}
    name = f"{subject}.{_FAILED}"
    try:
        with _room(folder, subject) as room:
            _write(room / name, contents["ipynb"])
            (room / name).replace(folder / name)
    except OSError:
        return {}
    return {"ipynb": name}


def write(path: Path, content: bytes) -> None:
    """Write one file, whole or not at all; OSError, and then the older one stays."""
    with turn(path.parent, path.name, wait=True), _room(path.parent, path.name) as room:
        _write(room / path.name, content)
        (room / path.name).replace(path)


@contextmanager
def workshop(folder: Path) -> Iterator[Path]:
    """Make a folder for what a run hands over; `sweep` finds what a crash leaves of it."""
    name = f"run-{secrets.token_hex(8)}"
    with turn(folder, name, wait=True), _room(folder, name) as room:
        yield room


def sweep(folder: Path) -> None:
    """Remove what a crash has left of documents that nobody makes at the moment."""
    for left in sorted(folder.glob(".*.making")) + sorted(folder.glob(".*.lock")):
        subject = left.name.removeprefix(".").removesuffix(left.suffix)
        with turn(folder, subject, wait=False) as mine:
            if mine:
                shutil.rmtree(_place(folder, subject), ignore_errors=True)


@contextmanager
def _room(folder: Path, subject: str) -> Iterator[Path]:
    """Make an empty folder beside the documents; only who has the turn uses it."""
    room = _place(folder, subject)
    shutil.rmtree(room, ignore_errors=True)
    room.mkdir(parents=True)
    try:
        yield room
    finally:
        shutil.rmtree(room, ignore_errors=True)


def _place(folder: Path, subject: str) -> Path:
    return folder / f".{subject}.making"


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _replace(room: Path, folder: Path, names: list[str]) -> None:
    """Put all files in place; when one cannot be, put back those that were there."""
    old = room / "old"
    old.mkdir()
    done: list[str] = []
    try:
        for name in names:
            if (folder / name).exists():
                _keep(folder / name, old / name)
            (room / name).replace(folder / name)
            done.append(name)
    except OSError:
        for name in done:
            if (old / name).exists():
                (old / name).replace(folder / name)
            else:
                (folder / name).unlink(missing_ok=True)
        raise


def _keep(path: Path, other: Path) -> None:
    """Give a file a second name; where the file system cannot, copy it."""
    try:
        os.link(path, other)
    except OSError:
        shutil.copyfile(path, other)


def _locked(path: Path, *, wait: bool) -> int | None:
    """Lock a file, which its holder removes; return its descriptor, None where another one holds it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if fcntl is not None:
                fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            if _is_still(handle, path):
                return handle
        except BlockingIOError:
            os.close(handle)
            return None
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)  # its holder has removed it: another one is in its place, or none


def _is_still(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False
