"""Rules: the questions that a sheet is asked, read from rules/SHEET.yaml, and what can be wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cba_kit.content.crosscheck import twice
from cba_kit.content.faults import suggest
from cba_kit.content.shelf import Shelf, parse
from cba_kit.content.source import Loc, Source
from cba_kit.errors import ContentError
from cba_kit.model.canvas import Canvas
from cba_kit.model.complete import Template
from cba_kit.model.form import Form
from cba_kit.model.rules.rule import CHECKS, Rule

FOLDER = "rules"
COLUMNS = ("columns", "column", "amount", "ends", "rank", "high", "low", "answered")
"""Fields of checks that name columns; `low` and `high` of some are numbers."""


def read_rules(source: Source) -> tuple[Rule, ...]:
    """Return the rules of a file; raises the first of its faults."""
    rules, faults = parse(source, tuple[Rule, ...])
    for fault in faults or twice(source, rules):
        raise fault
    found: tuple[Rule, ...] = rules
    return found


def rule_faults(source: Source, shelf: Shelf, path: Path) -> list[ContentError]:
    """Find what is wrong with a file of rules, also against the sheets that it names.

    Shipped rules bear with an academy's own sheet that lacks a block or a column: they ask nothing then.
    """
    rules, faults = parse(source, tuple[Rule, ...])
    faults = faults or twice(source, rules)
    if faults:
        return faults
    key = source.shown.rpartition("/")[2].removesuffix(".yaml")
    keys = shelf.sheet_keys()
    if key not in keys:
        what = f"There is no sheet “{key}” that these rules could ask about."
        return [ContentError(what, where=source.where(), fix=suggest(key, keys))]
    root = next(root for root in shelf.roots if path.is_relative_to(root))
    look = Look(source, shelf, root)
    return [fault for n, rule in enumerate(rules) for fault in look.faults((n,), rule, key)]


@dataclass(frozen=True)
class Look:
    """Compares the rules of one file, which lies below `root`, with the sheets that they name."""

    source: Source
    shelf: Shelf
    root: Path

    def faults(self, loc: Loc, rule: Rule, key: str) -> Iterator[ContentError]:
        """Yield what is wrong with one rule about the sheet `key`."""
        name = next(name for name in CHECKS if getattr(rule, name) is not None)
        inside = (*loc, name)
        named = {key: getattr(rule.check, key, "") for key in ("sheet", "by_sheet", "by_part")}
        known = self.shelf.sheet_keys()
        for field, sheet in named.items():
            if sheet and sheet not in known:
                what, where = f"There is no sheet “{sheet}”.", self.source.where((*inside, field))
                yield ContentError(what, where=where, fix=suggest(sheet, known))
        here, about, other = (self._sheet(sheet or key) for sheet in ("", named["sheet"], named["by_sheet"]))
        yield from self._blocks((*loc, "block"), [rule.block] if rule.block else [], here)
        yield from self._blocks((*inside, "of"), getattr(rule.check, "of", ()), about)
        yield from self._blocks((*inside, "by"), getattr(rule.check, "by", ()), other)
        for field in COLUMNS:
            value = getattr(rule.check, field, "")
            wanted = value if isinstance(value, tuple) else [value] if isinstance(value, str) else []
            yield from self._columns((*inside, field), wanted, about, rule)

    def _sheet(self, key: str) -> Template | None:
        """Return a sheet to compare with; None where there is none, or where its own file is at fault."""
        found = self.shelf.sheet(key)
        if found is None or (self.root == self.shelf.roots[-1] and not found[0].is_relative_to(self.root)):
            return None
        path, model = found
        try:
            sheet: Template | None = parse(self.shelf.source(path), model, name="key")[0]
        except ContentError:  # which is told where that file is checked
            return None
        return sheet

    def _blocks(self, loc: Loc, wanted: Sequence[str], sheet: Template | None) -> Iterator[ContentError]:
        if isinstance(sheet, Canvas):
            known = [block.key for block in sheet.blocks]
        elif isinstance(sheet, Form):
            known = [question.key for question in sheet.questions]
        else:
            return
        yield from self._unknown(loc, wanted, known, f"The sheet “{sheet.key}” has no block")

    def _columns(
        self, loc: Loc, wanted: Sequence[str], sheet: Template | None, rule: Rule
    ) -> Iterator[ContentError]:
        if isinstance(sheet, Canvas):
            known = [column.key for column in sheet.columns]
        elif isinstance(sheet, Form):
            blocks = getattr(rule.check, "of", ())
            questions = [question for question in sheet.questions if not blocks or question.key in blocks]
            known = [column.key for question in questions for column in question.columns]
        else:
            return
        yield from self._unknown(loc, wanted, known, f"The sheet “{sheet.key}” has no column")

    def _unknown(
        self, loc: Loc, wanted: Sequence[str], known: Sequence[str], what: str
    ) -> Iterator[ContentError]:
        for word in wanted:
            if word and word not in known:
                spot = next(self.source.find(word, loc), loc)  # a list may stand on several lines
                yield ContentError(
                    f"{what} “{word}”.", where=self.source.where(spot), fix=suggest(word, known)
                )
