"""Look: a report's templates — HTML, CSS and Typst — with an academy's own copies before the shipped ones."""

from __future__ import annotations

import re
from pathlib import Path

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from cba_kit.content import Library
from cba_kit.errors import NotFoundError
from cba_kit.reports.section import Section

TYPST = ("main.typ", "lib.typ", "prose.typ", "sections.typ")
"""The files that a PDF is set with, in templates/reports/<name>/typst/."""


class Look:
    """Where a report's templates are found and how its sections become HTML."""

    def __init__(self, library: Library, report: str) -> None:
        self._library = library
        self.report = report
        self.environment = Environment(
            loader=FunctionLoader(self._template),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=StrictUndefined,
        )
        self.environment.filters["svg"] = Markup  # pictures are drawn by our own templates

    def find(self, relative: str) -> Path:
        """Return a file of this report, by its path in templates/reports/<name>/."""
        return self._library.find(f"reports/{self.report}/{relative}")

    def section(self, section: Section) -> str:
        """Draw one section as HTML."""
        return self.environment.get_template("section.html.j2").render(s=section)

    def css(self) -> str:
        """Return the style of the whole document: the look's tokens, then the report's own rules."""
        texts = (self._library.find("look/tokens.css"), self.find("html/report.css"))
        return "\n".join(
            re.sub(r"/\*.*?\*/\s*", "", path.read_text(encoding="utf-8"), flags=re.DOTALL) for path in texts
        )

    def typst(self) -> dict[str, bytes]:
        """Return the Typst files by name."""
        return {name: self.find(f"typst/{name}").read_bytes() for name in TYPST}

    def _template(self, name: str) -> str | None:
        try:
            return self.find(f"html/{name}").read_text(encoding="utf-8")
        except NotFoundError:
            return None
