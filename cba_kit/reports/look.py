"""Look: a report's templates — HTML, CSS and Typst — with an academy's own copies before the shipped ones."""

from __future__ import annotations

import re
import traceback
from functools import cache
from pathlib import Path

from jinja2 import (
    BytecodeCache,
    Environment,
    FunctionLoader,
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
)
from jinja2.bccache import Bucket
from markupsafe import Markup

from cba_kit.content import Library
from cba_kit.errors import ContentError, NotFoundError
from cba_kit.reports.section import Section

PLAIN = "plain"
"""The look of notebooks that show no section of ours."""
SHARED = "shared"
"""The folder of what all looks have in common; a report's own file of the same name comes first."""

_TEMPLATE = ".html.j2"
_IMPORT = re.compile(r'^\s*#(?:import|include)\s+"([\w.-]+\.typ)"', re.MULTILINE)
_STYLE = re.compile(r'@import "([\w.-]+\.css)";')


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
            bytecode_cache=_compiled(),
        )
        # pictures are drawn by our own templates, formulas by Typst
        self.environment.filters["svg"] = self.environment.filters["mathml"] = Markup

    def find(self, relative: str) -> Path:
        """Return a file of this report by its path in templates/reports/<name>/, else the shared one."""
        try:
            return self._library.find(f"reports/{self.report}/{relative}")
        except NotFoundError:
            return self._library.find(f"reports/{SHARED}/{relative}")

    def section(self, section: Section) -> str:
        """Draw one section as HTML."""
        return self.drawn("section.html.j2", s=section)

    def drawn(self, name: str, **values: object) -> str:
        """Return a template filled in; raises ContentError with file and line where it has a mistake."""
        try:
            return self.environment.get_template(name).render(values)
        except TemplateError as error:
            # without the cause: a notebook cannot print lines of a template, which are no Python
            raise ContentError(f"The template cannot be used: {error}.", where=_place(error)) from None

    def css(self) -> str:
        """Return the document's style: the tokens, what blocks need, the report's own rules."""
        texts = (
            self._library.find("look/tokens.css"),
            self.find("html/blocks.css"),
            self.find("html/report.css"),
        )
        return "\n".join(self._style(path) for path in texts)

    def _style(self, path: Path) -> str:
        """Return a style sheet without comments, each one that it imports in its place."""
        text = re.sub(r"/\*.*?\*/\s*", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        return _STYLE.sub(lambda found: self._style(self.find(f"html/{found[1]}")), text)

    def typst(self) -> dict[str, bytes]:
        """Return main.typ and the files that it imports, directly or by another one, by name."""
        found: dict[str, bytes] = {}
        wanted = ["main.typ"]
        while wanted:
            name = wanted.pop()
            if name not in found:
                found[name] = self.find(f"typst/{name}").read_bytes()
                wanted += _IMPORT.findall(found[name].decode())
        return found

    def _template(self, name: str) -> tuple[str, str, None] | None:
        """Return a template's text and its file, for Jinja2."""
        try:
            path = self.find(f"html/{name}")
        except NotFoundError:
            return None
        return path.read_text(encoding="utf-8"), str(path), None


def _place(error: TemplateError) -> str:
    """Return the file and line of a mistake in a template, as deep as the error tells."""
    if isinstance(error, TemplateSyntaxError):
        file, line = error.filename or "", error.lineno
    else:
        frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename.endswith(_TEMPLATE)]
        file, line = (frames[-1].filename, frames[-1].lineno or 0) if frames else ("", 0)
    shown = file[file.rfind("templates/") :] if "templates/" in file else file
    return f"{shown}:{line}" if shown else ""


class _Compiled(BytecodeCache):
    """Templates that this process compiled before, by name and text: a batch draws many documents."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket when its template was compiled before."""
        if raw := self._found.get((bucket.key, bucket.checksum)):
            bucket.bytecode_from_string(raw)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._found[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


@cache
def _compiled() -> _Compiled:
    return _Compiled()
