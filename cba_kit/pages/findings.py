"""Findings: the questions that rules ask about the sheets of a workbook, as its reader sees it."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from cba_kit.errors import ContentError
from cba_kit.model.blindspots import hits
from cba_kit.model.complete import Template
from cba_kit.model.rules.filled import Filled
from cba_kit.model.rules.rule import Rule
from cba_kit.model.stage import FREE, stages
from cba_kit.model.workbook import Entry, Workbook
from cba_kit.pages.groups import sheets_of
from cba_kit.pages.sight import Sight
from cba_kit.pages.visit import Visit

log = logging.getLogger(__name__)

Message = dict[str, Any]


def findings(
    visit: Visit, sheets: Mapping[str, Template], entries: Sequence[Entry]
) -> dict[str, list[Message]]:
    """Return the questions about each sheet that rules ask about, by its key.

    `entries` are all that the visitor sees of the workbook. What became of a question (a finding) is
    among them too: pages match it by `about`.
    """
    today = visit.now().date()
    now = stages(entries)
    return {
        key: [
            hit.model_dump(mode="json")
            for hit in hits(rules, Filled(entries, sheets, key, today))
            if hit.block not in now.get(key, FREE).hidden
        ]
        for key in sheets
        if (rules := _rules(visit, key))
    }


def findings_after(visit: Visit, workbook: Workbook, touched: Collection[str]) -> dict[str, list[Message]]:
    """Return the questions about all sheets after edits of the `touched` ones; none touched, none told.

    An action answers a note, a need a service: a question may be about any other sheet than the one edited.
    """
    if not touched:
        return {}
    sheets = sheets_of(visit, workbook)
    return findings(visit, sheets, Sight(visit, workbook).of(visit.store.journal.entries(workbook.id)))


def _rules(visit: Visit, sheet: str) -> tuple[Rule, ...]:
    """Return the rules of a sheet; a file that cannot be used costs its questions, never the page."""
    try:
        return visit.library.rules(sheet)
    except ContentError as error:
        log.warning("the rules of the sheet %s ask nothing: %s", sheet, error)
        return ()
