"""Trouble: what databases say when they refuse, in plain words with the next step."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError

from cba_kit.errors import StoreError

NONE_FREE = ("too many clients", "too many connections", "connection slots are reserved")
_STOPPED = (
    "server closed the connection",
    "terminating connection",
    "the connection is lost",
    "is shutting down",
    "is starting up",
)
_WORDS: tuple[tuple[str, str, str], ...] = (
    ("database is locked", "Another programme has kept the database for too long.", "Try again in a moment."),
    ("lock timeout", "Another programme has kept the database for too long.", "Try again in a moment."),
    *(
        (sign, "The database server has no free connection.", "Try again in a moment, or allow it more.")
        for sign in NONE_FREE
    ),
    *(
        (sign, "The database server was stopped, or started again.", "Try again in a moment.")
        for sign in _STOPPED
    ),
    ("disk is full", "The disk is full; nothing was changed.", "Free some space and try again."),
    ("no space left", "The disk is full; nothing was changed.", "Free some space and try again."),
    ("readonly database", "The database cannot be written.", "Make the file and its folder writable."),
    ("read-only", "The database cannot be written.", "Make it writable for this user."),
    (
        "unable to open database",
        "The database file cannot be opened.",
        "Check the folder and its permissions.",
    ),
    ("not a database", "This file is not a database of cba_kit.", "Check the path, or restore a backup."),
    (
        "connection refused",
        "The database server does not answer.",
        "Check DATABASE_URL and start the server.",
    ),
    (
        "timeout expired",
        "The database server does not answer.",
        "Check DATABASE_URL and start the server.",
    ),
    ("could not translate host", "The database server's name is not known.", "Check DATABASE_URL."),
    ("failed to resolve host", "The database server's name is not known.", "Check DATABASE_URL."),
    ("password authentication failed", "The database server refused the password.", "Check DATABASE_URL."),
)


def in_plain_words(error: DBAPIError, place: str) -> StoreError:
    """Return our error for a driver's; of words that we do not know, the first line: others quote rows."""
    said = str(error.orig).lower()
    for sign, what, fix in _WORDS:
        if sign in said:
            return StoreError(what, where=place, fix=fix)
    first = next(iter(str(error.orig).splitlines()), type(error.orig).__name__)
    return StoreError(f"The database refused: {first}.", where=place, fix="Nothing was changed.")
