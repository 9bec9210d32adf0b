"""The golden thread page: on `golden`, a page is told the lines of its workbook, as its reader sees them."""

from __future__ import annotations

from typing import Any

from cba_kit.model.bead import Bead
from cba_kit.model.golden import Golden, Line, golden
from cba_kit.model.workbook import Workbook
from cba_kit.pages.groups import sheets_of
from cba_kit.pages.sight import Sight
from cba_kit.pages.visit import Visit

Message = dict[str, Any]


def answer_golden(visit: Visit, workbook: Workbook) -> Message:
    """Return the golden thread of a workbook that the visitor may read; what they do not see is not told."""
    written = visit.store.journal.entries(workbook.id, removed=True)
    seen = Sight(visit, workbook).of(written)
    unseen = {entry.id for entry in written} - {entry.id for entry in seen}
    return {"t": "golden", "workbook": workbook.id} | told(golden(seen, sheets_of(visit, workbook), unseen))


def told(found: Golden) -> Message:
    """Return a golden thread as the page reads it: beads by their link, lines and broken connections."""
    used = {bead.link: bead for line in found.lines for bead in line.beads}
    used |= {one.bead.link: one.bead for one in found.broken}
    return {
        "beads": {link: _bead(bead) for link, bead in used.items()},
        "lines": [_line(line) for line in found.lines],
        "broken": [
            {"bead": one.bead.link, "link": one.link, "text": one.text, "back": one.back}
            for one in found.broken
        ],
    }


def _bead(bead: Bead) -> Message:
    return {
        "kind": bead.kind,
        "id": bead.id,
        "text": bead.text,
        "sheet": bead.sheet,
        "where": bead.where,
        "mark": bead.mark,
        "weight": bead.weight,
    }


def _line(line: Line) -> Message:
    return {
        "gap": line.gap,
        "starts": [bead.link for bead in line.starts],
        "trends": [bead.link for bead in line.trends],
        "action": line.action.link if line.action else "",
        "baseline": line.baseline,
        "target": line.target,
    }
