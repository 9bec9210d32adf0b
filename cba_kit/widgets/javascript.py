"""JavaScript: which part of a module's text is code, and what it imports and exports.

This is no parser. It knows the few forms of import and export that our modules use and refuses every other
one, so that a bundle is right or is not made at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

_TOKEN = re.compile(
    r"""(?P<blank>//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')"""
    r"""|(?P<tick>`)|(?P<open>\{)|(?P<close>\})|(?P<slash>/)|(?P<word>[\w$]+)|(?P<sign>[^\w\s$`{}/"']+|\S)|\s+""",
    re.DOTALL,
)
_TEMPLATE = re.compile(r"(?:\\.|\$(?!\{)|[^`\\$])*(?:`|\$\{)", re.DOTALL)
"""The rest of a template: up to its end, or up to the code in its next ${…}."""
_PATTERN = re.compile(r"/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+/[a-z]*")
_BEFORE_PATTERN = {"return", "typeof", "case", "in", "of", "delete", "void", "throw", "else", "do"}

_NAME = r"[A-Za-z_$][\w$]*"
_IMPORT = re.compile(r'import(?:\s*\{([^{}]*)\}\s*from)?\s*"\./([a-z0-9-]+\.js)"\s*;?')
_AT_RUN_TIME = re.compile(r"import\(\s*[A-Za-z_$]")
"""An address that is known only when the page runs: no module of ours."""
_DECLARED = re.compile(
    rf"export\s+(default\s+)?(?=((?:async\s+)?function\s*\*?|class|const)\s+({_NAME})\b(?!\s*[,}}]))"
)
_DEFAULT = re.compile(rf"export\s+default\s+(?=\{{|{_NAME}\b)(?!(?:async\s+)?function\b|class\b)")
_LIST = re.compile(r"export\s*\{([^{}]*)\}(?!\s*from)\s*;?")
_PAIR = re.compile(rf"({_NAME})(?:\s+as\s+({_NAME}))?")


@dataclass(frozen=True, slots=True)
class Import:
    """One import statement: where it stands, the module it names, and name → own name."""

    start: int
    end: int
    module: str
    names: dict[str, str]


@dataclass(slots=True)
class Links:
    """All that ties a module to others: its imports, its exports (name → own name), and what to replace."""

    imports: list[Import] = field(default_factory=list)
    exports: dict[str, str] = field(default_factory=dict)
    edits: list[tuple[int, int, str]] = field(default_factory=list)


@cache
def read_links(source: str, where: str) -> Links:
    """Find the imports and exports of a module; `where` is its name, for errors.

    Raises ValueError, with the line, for a form that is not known: `import * as`, `export let`,
    `export … from`, `import(…)`, an exported name that is assigned again.
    """
    links = Links()
    bare = code(source, where)
    for found in re.finditer(r"(?<![\w$])(?:import|export)(?![\w$])", bare):
        try:
            _read(source, found.start(), links)
        except ValueError as error:
            line = source.count("\n", 0, found.start()) + 1
            said = source[found.start() :].split("\n", 1)[0]
            raise ValueError(f"{where}:{line}: {error}: {said}") from error
    for own in links.exports.values():
        changed = re.search(
            rf"\b(?:let|var)\s+{re.escape(own)}(?![\w$])"
            rf"|(?<![\w$.])(?<!const ){re.escape(own)}\s*(?:[-+*/%&|^?]{{0,3}}=(?![=>])|\+\+|--)",
            bare,
        )
        if changed:
            line = bare.count("\n", 0, changed.start()) + 1
            raise ValueError(f"{where}:{line}: “{own}” is exported and may not be assigned again.")
    return links


def _read(source: str, start: int, links: Links) -> None:
    if found := _IMPORT.match(source, start):
        names = dict(_pairs(found[1] or ""))
        links.imports.append(Import(start, found.end(), found[2], names))
        return
    if _AT_RUN_TIME.match(source, start):
        return
    if found := _LIST.match(source, start):
        exported = [(name, own) for own, name in _pairs(found[1])]
        links.edits.append((start, found.end(), ""))
    elif found := _DECLARED.match(source, start):
        exported = [("default" if found[1] else found[3], found[3])]
        links.edits.append((start, found.end(), ""))
    elif found := _DEFAULT.match(source, start):
        exported = [("default", "$default")]
        links.edits.append((start, found.end(), "const $default = "))
    else:
        raise ValueError("This form of import or export is not known")
    for name, own in exported:
        if name in links.exports:
            raise ValueError(f"“{name}” is exported twice")
        links.exports[name] = own


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    """Read the names between curly brackets: name → the name after “as”."""
    for part in filter(None, map(str.strip, text.split(","))):
        found = _PAIR.fullmatch(part)
        if not found:
            raise ValueError(f"“{part}” is no name")
        yield found[1], found[2] or found[1]


def code(source: str, where: str) -> str:
    """Return the text with comments, strings, templates and patterns blanked out, each sign at its place.

    Raises ValueError when a template or a bracket is not closed.
    """
    kept: list[str] = []
    depths: list[int] = []  # for each ${ that is open: how many { are open within it
    last, place = "", 0
    while token := _TOKEN.match(source, place):
        kind, end = token.lastgroup, token.end()
        if kind == "open" and depths:
            depths[-1] += 1
        elif kind == "close" and depths:
            depths[-1] -= 1
        ends_code = kind == "close" and bool(depths) and depths[-1] < 0
        if kind == "tick" or ends_code:
            end = _end(_TEMPLATE, source, place + 1, where)
            if ends_code:
                depths.pop()
            if source[end - 1] == "{":
                depths.append(0)
        elif kind == "slash" and _begins_pattern(last):
            kind, end = "pattern", _end(_PATTERN, source, place, where)
        text = source[place:end]
        is_code = kind in ("word", "sign", "slash", "open", "close", None) and not ends_code
        kept.append(text if is_code else re.sub(r"[^\n]", " ", text))
        if kind not in ("blank", None) or text[0] in "\"'":
            last = text if kind == "word" else text[-1]
        place = end
    if depths:
        raise ValueError(f"{where}: a template is not closed.")
    return "".join(kept)


def _begins_pattern(last: str) -> bool:
    """Tell whether a slash after `last` begins a pattern; after a value it divides."""
    return last in _BEFORE_PATTERN or not (last and (last[-1].isalnum() or last[-1] in "_$)]}\"'`"))


def _end(what: re.Pattern[str], source: str, start: int, where: str) -> int:
    found = what.match(source, start)
    if not found:
        raise ValueError(f"{where}:{source.count(chr(10), 0, start) + 1}: This text has no end.")
    return found.end()
