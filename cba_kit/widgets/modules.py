"""Static modules and styles: one JavaScript text of a module and all that it imports, without a build."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from cba_kit.config import shipped
from cba_kit.widgets.javascript import Import, Links, read_links

STATIC = Path(__file__).parent / "static"
LOOK = ("tokens.css", "components.css", "notes.css", "pictures.css")


@cache
def module(entry: str) -> str:
    """Return the text of `entry` (a file in static/) with every module that it needs, each once."""
    return bundle(STATIC / entry)


def bundle(entry: Path) -> str:
    """Put a module and all that it imports from its own folder into one ES module.

    Each module keeps its text and stands in a function of its own, after those that it needs. The result
    exports what the entry exports and imports nothing, so that it runs from any address and under a policy
    that allows scripts from our own server alone. Raises ValueError, with file and line, when modules import
    each other in a circle, a name is imported that is not exported, or a form is not known.
    """
    made: dict[str, Links] = {}
    parts: list[str] = []

    def add(name: str, above: tuple[str, ...]) -> None:
        if name in above:
            raise ValueError(f"These modules import each other: {' → '.join((*above, name))}")
        if name in made:
            return
        source = (entry.parent / name).read_text(encoding="utf-8")
        links = read_links(source, name)
        for needed in links.imports:
            add(needed.module, (*above, name))
            for wanted in needed.names:
                if wanted not in made[needed.module].exports:
                    line = source.count("\n", 0, needed.start) + 1
                    raise ValueError(f"{name}:{line}: {needed.module} does not export “{wanted}”.")
        made[name] = links
        parts.append(f"const {_identifier(name)} = (() => {{\n{_linked(source, links)}}})();\n")

    add(entry.name, ())
    own, names = _identifier(entry.name), made[entry.name].exports
    if "default" in names:
        parts.append(f"export default {own}.default;\n")
    if others := [name for name in names if name != "default"]:
        parts.append(f"export const {{ {', '.join(others)} }} = {own};\n")
    return "\n".join(parts)


def _linked(source: str, links: Links) -> str:
    """Write a module's body: imports become constants, exports what the function returns."""
    edits = links.edits + [(one.start, one.end, _constants(one)) for one in links.imports]
    for start, end, text in sorted(edits, reverse=True):
        source = source[:start] + text + source[end:]
    returned = ", ".join(name if name == own else f"{name}: {own}" for name, own in links.exports.items())
    return f"{source.rstrip()}\nreturn {{ {returned} }};\n"


def _constants(one: Import) -> str:
    if not one.names:
        return ""
    names = ", ".join(name if name == own else f"{name}: {own}" for name, own in one.names.items())
    return f"const {{ {names} }} = {_identifier(one.module)};"


def _identifier(name: str) -> str:
    return name.removesuffix(".js").replace("-", "_") + "_js"


@cache
def styles() -> str:
    """Return the look: tokens, parts, then what is special to each editor, in one text."""
    look = [shipped("templates") / "look" / name for name in LOOK]
    return "\n".join(path.read_text(encoding="utf-8") for path in (*look, *sorted(STATIC.glob("*.css"))))
