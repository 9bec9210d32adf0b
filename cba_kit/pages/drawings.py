"""The pictures of a sheet for its page: the same that the roadmap prints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cba_kit.model.assessment import Assessment, assess, round_of
from cba_kit.model.canvas import Canvas
from cba_kit.model.complete import Progress, Template
from cba_kit.model.form import Form
from cba_kit.model.plan import Plan
from cba_kit.model.trends import Trends
from cba_kit.model.values import Action
from cba_kit.model.workbook import Entry, Workbook
from cba_kit.pages.groups import sheets_of
from cba_kit.pages.sight import Sight
from cba_kit.pages.visit import Visit
from cba_kit.pictures import (
    Calendar,
    Style,
    Task,
    gantt,
    light_tokens,
    mini_canvas,
    mini_form,
    mini_gantt,
    mini_radar,
    radar,
    rings,
)
from cba_kit.pictures.figures import figures, needs_figures

FILE = "file"
"""What a page asks for to save a picture: one that carries its own colours."""


def draw(visit: Visit, workbook: Workbook, message: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    """Answer {t: draw, sheet, part}: a sheet's pictures; nothing where the workbook has no such sheet."""
    sheet = sheets_of(visit, workbook).get(str(message.get("sheet")))
    if sheet is None:
        return
    entries = Sight(visit, workbook).of(visit.store.journal.entries(workbook.id))
    part = str(message.get("part") or "")
    yield {"t": "drawing", "sheet": sheet.key, "pictures": drawings(visit, sheet, entries, part)}


def drawings(visit: Visit, sheet: Template, entries: Sequence[Entry], part: str = "") -> dict[str, str]:
    """Return the pictures of a sheet by name, wide and for a phone; kinds without pictures have none.

    `part` asks for one more: a plan's horizon by its key, or the picture of a sheet's numbers as a `FILE`.
    """
    wide, phone = Style(texts=visit.texts), Style(compact=True, texts=visit.texts)
    if isinstance(sheet, Trends):
        ratings, before = assess(entries, sheet.key), _rated_before(sheet, entries)
        return {
            "radar": radar(sheet, ratings, uid="radar", style=wide, tray=False, before=before),
            "radar_compact": radar(sheet, ratings, uid="radar-phone", style=phone, tray=False, before=before),
        }
    if isinstance(sheet, Plan):
        tasks = _tasks(sheet, entries)
        calendar = Calendar(sheet, visit.edition.end, visit.now().date())
        found = {
            "gantt": gantt(tasks, calendar, uid="gantt", style=wide),
            "gantt_compact": gantt(tasks, calendar, uid="gantt-phone", style=phone),
        }
        wanted = next((horizon for horizon in sheet.horizons if horizon.key == part), None)
        if wanted is not None:
            few = [task for task in tasks if sheet.horizon_of(task.due, visit.edition.end) == wanted]
            found[f"gantt_{part}"] = gantt(few, calendar, uid="gantt-part", style=wide)
            found[f"gantt_compact_{part}"] = gantt(few, calendar, uid="gantt-part-phone", style=phone)
        return found
    found = _figures(sheet, entries, wide, phone)
    if part == FILE:
        alone = Style(texts=visit.texts, colours=light_tokens())
        found |= {f"{name}_{FILE}": svg for name, svg in _figures(sheet, entries, alone, alone).items()}
    return found


def _figures(sheet: Canvas | Form, entries: Sequence[Entry], wide: Style, phone: Style) -> dict[str, str]:
    if isinstance(sheet, Form):
        return needs_figures(sheet, entries, wide, phone)
    return figures(sheet, entries, wide, phone)


def _rated_before(sheet: Trends, entries: Sequence[Entry]) -> dict[str, Assessment] | None:
    """Return what was said before the newest round that somebody rated in; None where that is the first."""
    rated = [entry for entry in entries if entry.sheet == sheet.key and entry.kind == "rating"]
    newest = max((round_of(entry) for entry in rated if not entry.removed), default=1)
    return assess([entry for entry in rated if round_of(entry) < newest], sheet.key) if newest > 1 else None


def thumbnail(sheet: Template, entries: Sequence[Entry], done: Progress) -> str:
    """Return a sheet's small picture, filled as far as the sheet is."""
    if isinstance(sheet, Canvas):
        return mini_canvas(sheet)
    if isinstance(sheet, Form):
        return mini_form(filled=done.share)
    if isinstance(sheet, Trends):
        return mini_radar(assess(entries, sheet.key))
    return mini_gantt(max(done.items, 1))


def cover(sheets: Sequence[Template], entries: Sequence[Entry]) -> str:
    """Return the rings of the roadmap's cover: the person's own radar."""
    trends = next((sheet for sheet in sheets if isinstance(sheet, Trends)), None)
    return rings(trends, assess(entries, trends.key) if trends else {})


def _tasks(plan: Plan, entries: Sequence[Entry]) -> list[Task]:
    actions = [e for e in entries if e.sheet == plan.key and e.kind == "action" and not e.conflict_of]
    actions = [e for e in actions if e.text("title").strip()]
    actions.sort(key=lambda e: (_place(e), e.created_at, e.id))
    numbers = {entry.id: f"A{index}" for index, entry in enumerate(actions, start=1)}
    words = {word.key: word.label for word in plan.statuses}
    found = []
    for entry in actions:
        value = Action.model_validate(entry.fields)
        found.append(
            Task(
                number=numbers[entry.id],
                title=value.title,
                owner=value.owner,
                start=value.start,
                due=value.due,
                status=value.status,
                word=words.get(value.status, value.status),
                after=tuple(numbers[other] for other in value.depends_on if other in numbers),
            )
        )
    return found


def _place(entry: Entry) -> float:
    position = entry.fields.get("position")
    return float(position) if isinstance(position, int | float) else 0.0
