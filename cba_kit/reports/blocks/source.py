"""Source: program code as lines of coloured pieces, with the colours' meanings as names."""

from __future__ import annotations

from functools import cache
from typing import Any

from pygments import token  # type: ignore[import-untyped]  # has no types
from pygments.lexers import get_lexer_by_name  # type: ignore[import-untyped]  # has no types
from pygments.util import ClassNotFound  # type: ignore[import-untyped]  # has no types

from cba_kit.reports.blocks.ansi import Line

_STYLES = (
    (token.Comment, "comment"),
    (token.String, "string"),
    (token.Number, "number"),
    (token.Keyword, "keyword"),
    (token.Operator.Word, "keyword"),
    (token.Name.Function, "name"),
    (token.Name.Class, "name"),
    (token.Name.Decorator, "name"),
    (token.Name.Builtin, "name"),
    (token.Name.Tag, "name"),
)


def lines(code: str, language: str = "") -> list[Line]:
    """Return code as lines; in a language that is not known, without colours."""
    words = code.expandtabs(4).strip("\n")
    lexer = _lexer(language.strip().lower()) if language.strip() else None
    if lexer is None:
        return [[["", line]] if line else [] for line in words.split("\n")]
    found: list[Line] = [[]]
    for kind, piece in lexer.get_tokens(words):
        style = _style(kind)
        for number, part in enumerate(piece.split("\n")):
            if number:
                found.append([])
            if part and found[-1] and found[-1][-1][0] == style:
                found[-1][-1][1] += part
            elif part:
                found[-1].append([style, part])
    return found[:-1] if not found[-1] else found  # a lexer ends with a line break


@cache
def _style(kind: Any) -> str:
    return next((name for general, name in _STYLES if kind in general), "")


@cache
def _lexer(language: str) -> Any:
    # the notebook's own dialect differs in magics only, and its name is slow to look up
    try:
        return get_lexer_by_name("python" if language.startswith("ipython") else language)
    except ClassNotFound:
        return None
