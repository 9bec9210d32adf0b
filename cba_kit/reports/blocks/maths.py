"""Maths: LaTeX formulas in Typst's words, each tried alone before it may stand in a document."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import typst
from lxml import etree, html  # type: ignore[import-untyped]  # lxml has no types

from cba_kit.content import Library
from cba_kit.reports.blocks.tree import Block, Draft, text, visible, walk
from cba_kit.reports.press import printed

try:
    import tylax  # optional dependency
except ImportError:
    tylax = None  # type: ignore[assignment]  # what is not installed is None

_MOST = 4000
_ALIGNED = re.compile(r"\\(begin|end)\{(?:align|gather|eqnarray|alignat|multline|flalign|split)\*?\}")
_LEFT_OUT = re.compile(
    r"\\(?:begin|end)\{(?:equation|displaymath|math)\*?\}|\\(?:tag\*?|label)\{[^}]*\}|\\(?:nonumber|notag)\b"
)
_TEXT = (
    (re.compile(r"\\text(bf|it|sf|tt)\{"), r"\\math\1{"),
    (re.compile(r"\\(textrm|textnormal|mbox|hbox)\{"), r"\\text{"),
)
# words in a formula, as the converter writes them; in quotes nothing in them can be anything but words
_WORDS = re.compile(r"#text\[([^\[\]#\\\"@$*_`<>~/]*)\]")
_ESCAPED = re.compile(r"\\.", re.DOTALL)
# a formula that would run code, or reach what the printers' scope shuts out, is not evaluated at all
_CODE = re.compile(r"#|\bstd\b|\bsys\b")
_FILES = ("formulas.typ", "maths.typ")

Formula = tuple[str, bool]
"""A formula in Typst's words, and whether it stands in display."""


def formula(draft: Draft, tex: str, *, display: bool) -> Block:
    """Return a formula; `settle` decides later whether it is shown or its source."""
    tex = tex.strip()
    if not visible(tex):
        return text("")
    return {"t": "math", "s": tex, "typ": converted(tex), "display": display, "where": draft.where}


@lru_cache(4096)
def converted(tex: str) -> str:
    """Return the formula in Typst's words, or nothing when it cannot be converted."""
    if tylax is None or not tex or len(tex) > _MOST:
        return ""
    plain = _LEFT_OUT.sub("", _ALIGNED.sub(r"\\\1{aligned}", tex)).strip()
    for found, instead in _TEXT:
        plain = found.sub(instead, plain)
    bare = _ESCAPED.sub("", plain)
    if bare.count("{") != bare.count("}"):
        return ""
    result = tylax.latex_to_typst_diagnostics(plain)
    made = _WORDS.sub(r'"\1"', str(result.output).strip())
    return "" if result.warnings or _CODE.search(_ESCAPED.sub("", made)) else made


def settle(draft: Draft, blocks: list[Block], library: Library) -> None:
    """Try every formula of a document; one that cannot be set is shown as its source, and noted."""
    found = [part for part in walk(blocks) if part["t"] == "math"]
    good = _KNOWN.tried({(part["typ"], part["display"]) for part in found if part["typ"]}, library)
    for part in found:
        draft.where = part.pop("where")
        part["mathml"] = good.get((part["typ"], part["display"]), "")
        if not part["mathml"]:
            part["typ"] = ""
            if ready():
                draft.note(f"the formula {part['s'][:60]} is shown as its source.")
    draft.where = ""
    if found and not ready():
        draft.note("formulas are shown as their source; pip install cba-kit[maths] sets them.")


class _Known:
    """What was tried before in this process: a formula's MathML, empty for one that cannot be set."""

    def __init__(self) -> None:
        self._found: dict[Formula, str] = {}

    def tried(self, formulas: Iterable[Formula], library: Library) -> Mapping[Formula, str]:
        """Return the formulas' MathML; all are tried at once."""
        fresh = sorted(set(formulas) - self._found.keys())
        if len(self._found) > 20_000:
            self._found.clear()
        if fresh:
            sources = {name: library.find(f"reports/shared/typst/{name}").read_bytes() for name in _FILES}
            self._found |= dict.fromkeys(fresh, "") | _good(fresh, sources)
        return self._found


_KNOWN = _Known()


def _good(formulas: list[Formula], sources: Mapping[str, bytes]) -> dict[Formula, str]:
    """Return the formulas that can be set: where some cannot, each half is tried alone."""
    made = _mathml(formulas, sources)
    if made or len(formulas) < 2:
        return made
    half = len(formulas) // 2
    return _good(formulas[:half], sources) | _good(formulas[half:], sources)


def _mathml(formulas: list[Formula], sources: Mapping[str, bytes]) -> dict[Formula, str]:
    """Return the MathML of formulas that can be set, in print as well; nothing when one of them cannot."""
    data = [{"typ": typ, "display": display, "s": "formula"} for typ, display in formulas]
    given: dict[str, bytes | str] = {
        "main.typ": sources["formulas.typ"],
        "maths.typ": sources["maths.typ"],
        "data.json": json.dumps(data),
    }
    try:
        printed(given, {})
        page = printed(given, {}, form="html").decode()
    except typst.TypstError:
        return {}
    elements = html.document_fromstring(page).iter("math")
    made = [etree.tostring(element, encoding="unicode", with_tail=False) for element in elements]
    return dict(zip(formulas, made, strict=True)) if len(made) == len(formulas) else {}


def of(value: Any) -> str:
    """Return a formula's source without the signs around it."""
    return re.sub(r"^\s*(\$\$?|\\\[|\\\()|(\$\$?|\\\]|\\\))\s*$", "", str(value)).strip()


def ready() -> bool:
    """Tell whether formulas can be converted on this machine."""
    return tylax is not None
