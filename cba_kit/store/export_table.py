"""Table of a sheet: its headings and its rows, whatever its kind, as they go out and come in again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cba_kit.content import Library
from cba_kit.model.canvas import Canvas
from cba_kit.model.complete import Template
from cba_kit.model.edition import Edition
from cba_kit.model.form import Form
from cba_kit.model.trends import Trends
from cba_kit.model.workbook import Entry
from cba_kit.store.export_canvas import canvas_headings, canvas_rows
from cba_kit.store.export_form import form_headings, form_rows
from cba_kit.store.export_heading import Heading, Labels
from cba_kit.store.export_plan import plan_headings, plan_rows
from cba_kit.store.export_trends import trends_headings, trends_rows


def table_headings(template: Template, words: Mapping[str, str]) -> list[Heading]:
    """Return the columns of a sheet's table. The last one holds the entries' ids.

    By its id an entry that was rewritten elsewhere is known again.
    """
    if isinstance(template, Canvas):
        return canvas_headings(template, words)
    if isinstance(template, Form):
        return form_headings(words)
    return trends_headings(template, words) if isinstance(template, Trends) else plan_headings(words)


def table_rows(
    template: Template,
    entries: Sequence[Entry],
    words: Mapping[str, str],
    lists: Mapping[str, Labels],
    *,
    blank: bool = False,
) -> Iterator[tuple[object, ...]]:
    """Yield the rows of a sheet's table, the entry's id last; `entries` are those of the whole workbook.

    `blank` adds a row for each question and trend without an answer, so that it can be filled in elsewhere.
    """
    here = [entry for entry in entries if entry.sheet == template.key]
    if isinstance(template, Canvas):
        found = canvas_rows(template, entries, words)
    elif isinstance(template, Form):
        found = form_rows(template, here, lists, blank=blank)
    elif isinstance(template, Trends):
        found = trends_rows(template, here, words, blank=blank)
    else:
        found = plan_rows(template, here, words, lists)
    for key, row in found:
        yield (*row, key)


def lists_of(library: Library, edition: Edition) -> dict[str, Labels]:
    """Return what is chosen from lists that stand beside the sheets: the words by key, by list."""
    trends = (sheet for sheet in library.sheets(edition).values() if isinstance(sheet, Trends))
    return {
        "ecosystems": {each.key: each.name for each in library.ecosystems()},
        "countries": {each.code: each.name for each in library.countries()},
        "trends": {trend.key: trend.name for sheet in trends for trend in sheet.trends},
    }
