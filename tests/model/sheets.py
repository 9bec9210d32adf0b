"""One small sheet of each kind, and entries on them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from cba_kit.model.canvas import Canvas
from cba_kit.model.complete import Template
from cba_kit.model.form import Form
from cba_kit.model.plan import Plan
from cba_kit.model.trends import Trends
from cba_kit.model.workbook import Entry, Operation

NOON = datetime(2024, 3, 11, 12, 0, tzinfo=UTC)
KIND_OF = {"strategy": "answer", "model": "note", "trends": "rating", "plan": "action"}


def head(key: str) -> dict[str, str]:
    """What every sheet begins with."""
    return {"key": key, "title": key.title(), "short": key, "purpose": "To test.", "start": "Begin."}


FORM = Form.model_validate(
    head("strategy")
    | {
        "parts": [
            {
                "key": "all",
                "title": "All",
                "questions": [
                    {"key": "mission", "title": "Mission", "type": "text"},
                    {"key": "staff", "title": "Staff", "type": "number", "low": 0, "high": 500},
                    {"key": "members", "title": "Members", "type": "number", "low": 1, "required": False},
                    {"key": "founded", "title": "Founded", "type": "date", "required": False},
                    {
                        "key": "aims",
                        "title": "Aims",
                        "type": "rows",
                        "least": 2,
                        "columns": [
                            {"key": "aim", "title": "Aim"},
                            {"key": "weight", "title": "Weight", "type": "scale", "low": 1, "high": 5},
                            {"key": "until", "title": "Until", "type": "date"},
                        ],
                    },
                ],
            }
        ]
    }
)
CANVAS = Canvas.model_validate(
    head("model")
    | {
        "areas": ["partners segments", "costs costs"],
        "enough": 2,
        "columns": [{"key": "share", "title": "Share", "type": "number", "low": 0, "high": 100}],
        "blocks": [
            {"key": key, "title": key.title(), "short": key, "questions": ["Who?"]}
            for key in ("segments", "partners", "costs")
        ],
    }
)
TRENDS = Trends.model_validate(
    head("trends")
    | {
        "sectors": [{"key": key, "title": key} for key in ("social", "economic", "political")],
        "horizons": [
            {"key": "y2", "label": "2 years", "mark": "2"},
            {"key": "later", "label": "later", "mark": "later"},
        ],
        "horizon_question": "When?",
        "scales": [
            {
                "key": key,
                "title": key.title(),
                "question": "How?",
                "low": low,
                "high": high,
                "words": {},
                "ends": ["low", "high"],
                "required": required,
            }
            for key, low, high, required in (
                ("relevance", 1, 5, True),
                ("direction", -2, 2, True),
                ("readiness", 1, 5, False),
            )
        ],
        "trends": [
            {
                "key": key,
                "number": number,
                "name": key.title(),
                "short": key,
                "sector": "social",
                "about": "About.",
            }
            for number, key in enumerate(("climate", "health"), start=1)
        ],
    }
)
PLAN = Plan.model_validate(
    head("plan")
    | {
        "horizons": [
            {"key": "d90", "title": "Next 90 days", "short": "90 days", "days": 90},
            {"key": "m12", "title": "To 12 months", "short": "12 months", "days": 365},
        ],
        "statuses": [{"key": key, "label": key} for key in ("planned", "active", "done")],
        "funding": [{"key": "idea", "label": "idea"}],
        "enough": 2,
    }
)
SHEETS: dict[str, Template] = {"strategy": FORM, "model": CANVAS, "trends": TRENDS, "plan": PLAN}


def operation(sheet: str, block: str | None = None, /, **fields: Any) -> Operation:
    """Make an operation that puts `fields` on a sheet."""
    return Operation.model_validate(
        {
            "id": "o1",
            "sheet": sheet,
            "entry": "e1",
            "kind": KIND_OF.get(sheet, "note"),
            "block": block,
            "fields": fields,
        }
    )


def entry(sheet: str, block: str = "", /, **fields: Any) -> Entry:
    """Make an entry that is there."""
    return Entry(
        id="e1",
        sheet=sheet,
        kind=KIND_OF[sheet],  # type: ignore[arg-type]  # one of the kinds above
        block=block,
        fields=fields,
        removed=False,
        conflict_of=None,
        version=1,
        created_by="ilze",
        created_at=NOON,
        changed_by="ilze",
        changed_at=NOON,
    )
