"""Elements: what each element of HTML means for a document, and what an element holds."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from cba_kit.reports.blocks.tree import Block

STYLES = {
    **dict.fromkeys(("b", "strong"), "strong"),
    **dict.fromkeys(("i", "em", "cite", "var", "dfn"), "emph"),
    **dict.fromkeys(("u", "ins"), "under"),
    **dict.fromkeys(("s", "strike", "del"), "strike"),
    **{name: name for name in ("sub", "sup", "mark")},
}
"""Elements that only change how words look, and the part that they become."""

CODES = ("code", "kbd", "samp", "tt")
"""Elements that hold code in a line."""

BLOCKS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "main",
        "header",
        "footer",
        "aside",
        "nav",
        "address",
        "center",
        "fieldset",
        "ul",
        "ol",
        "li",
        "dl",
        "table",
        "pre",
        "blockquote",
        "hr",
        "figure",
        "details",
        "summary",
        "body",
        "html",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
    ]
)
"""Elements that stand below one another."""

LEFT_OUT = frozenset(
    [
        "script",
        "style",
        "template",
        "head",
        "title",
        "meta",
        "link",
        "base",
        "noscript",
        "iframe",
        "object",
        "embed",
        "video",
        "audio",
        "canvas",
        "form",
        "select",
        "textarea",
        "button",
        "math",
        "annotation",
    ]
)
"""Elements that act, or that a document cannot show."""

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def styled(tag: str, language: str, parts: list[Block]) -> list[Block]:
    """Return parts in the style of an element; without one, as they are."""
    if language and _LANGUAGE.fullmatch(language):
        parts = [{"t": "lang", "lang": language, "parts": parts}]
    return [{"t": STYLES[tag], "parts": parts}] if tag in STYLES and parts else parts


def content(parent: Any) -> Iterable[Any]:
    """Yield an element's words and elements in order, without comments."""
    if parent.text:
        yield parent.text
    for child in parent:
        if isinstance(child.tag, str):
            yield child
        if child.tail:
            yield child.tail


def words(element: Any) -> str:
    """Return what an element says, in one line."""
    return " ".join(element.text_content().split())


def hidden(element: Any) -> bool:
    """Tell whether a browser would not show the element."""
    return "hidden" in element.attrib or _HIDDEN.search(element.get("style", "")) is not None


def trimmed(parts: list[Block]) -> list[Block]:
    """Take away spaces and line breaks at both ends, and all but one line break between."""
    found: list[Block] = []
    for part in parts:
        fresh = not found or found[-1]["t"] == "break"
        if part["t"] == "text" and fresh:
            part = part | {"s": part["s"].lstrip(" ")}
        if (part["t"] == "break" and fresh) or (part["t"] == "text" and not part["s"]):
            continue
        found.append(part)
    while found and (found[-1]["t"] == "break" or _blank(found[-1])):
        found.pop()
    if found and found[-1]["t"] == "text":
        found[-1] = found[-1] | {"s": found[-1]["s"].rstrip(" ")}
    return found


def _blank(part: Block) -> bool:
    return bool(part["t"] == "text" and not part["s"].strip(" "))
