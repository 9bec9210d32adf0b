"""Syntax: why a text is not readable as YAML, told with the line and the fix."""

from __future__ import annotations

import re

from yaml import MarkedYAMLError, YAMLError
from yaml.reader import ReaderError

from cba_kit.errors import ContentError

_FIXES = (
    (r"mapping values are not allowed", "Indent with the lines above, and put text with a colon in quotes."),
    (r"cannot start any token", "Indent with spaces, and put text that starts with this sign in quotes."),
    (r"tab character", "Indent with spaces."),
    (r"unexpected ':'", "Put text with a colon in quotes."),
    (r"end of stream", "Close the quote that was opened here."),
    (r"expected ',' or", "Put commas between the items, and close the bracket."),
    (r"could not find expected ':'", "Write a colon and a space after the key."),
    (r"did not find expected (key|'-'|<doc)|not allowed in this", "Indent this line like its neighbours."),
    (r"alphabetic or numeric", "Put text that starts with a star or an ampersand in quotes."),
    (r"escape c|hexdecimal", "Write the text in 'single' quotes, or each backslash twice."),
    (r"characters are not allowed", "Remove the invisible character on this line."),
    (r"\btag\b|'!'|URI", "Put text that starts with an exclamation mark in quotes."),
)
"""What the reader's words mean for the person who wrote the file."""


def unreadable(error: YAMLError, text: str, shown: str) -> ContentError:
    """Say what the YAML reader found in `text`, the content of the file that is shown as `shown`."""
    if isinstance(error, MarkedYAMLError):
        problem, line = _marked(error, text)
    elif isinstance(error, ReaderError):
        problem, line = str(error.reason), text.encode()[: error.position].count(b"\n")
    else:
        problem, line = str(error), 0
    fix = next((fix for sign, fix in _FIXES if re.search(sign, problem)), "Compare it with a file beside it.")
    return ContentError(f"This is not readable as YAML: {problem}.", where=f"{shown}:{line + 1}", fix=fix)


def _marked(error: MarkedYAMLError, text: str) -> tuple[str, int]:
    """Return the problem and its line (from 0): where it began, when it was only noticed further down.

    An open quote is noticed at the end of the file, a missing colon on the line after.
    """
    problem, mark, start = error.problem or "", error.problem_mark, error.context_mark
    if mark is None:
        return problem, 0
    rest = text[mark.index :]
    if start and ("expected ':'" in problem or not rest.strip()):
        return problem, start.line
    if problem.startswith("found character that"):  # the reader only points at it
        problem = problem.replace("character", f"character {rest[:1]!r}", 1)
    return problem, mark.line
