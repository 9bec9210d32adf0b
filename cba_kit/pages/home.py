"""The participant's home: what a person sees first, put together from programme, workbook and ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cba_kit.model.complete import Progress, Template
from cba_kit.model.plan import Plan
from cba_kit.model.render import Render
from cba_kit.model.thread import Thread
from cba_kit.model.workbook import Entry, Workbook
from cba_kit.pages.agenda import agenda, programme, session_ahead
from cba_kit.pages.drawings import cover, thumbnail
from cba_kit.pages.tasks import tasks
from cba_kit.pages.visit import Visit
from cba_kit.pages.words import Texts, ago, clock, count, day, kilobytes, say
from cba_kit.pictures import mini_thread

REPORT = "roadmap"


def home(
    visit: Visit,
    workbook: Workbook,
    entries: Sequence[Entry],
    threads: Sequence[Thread],
    done: Mapping[str, Progress],
) -> dict[str, Any]:
    """Return all that the home page shows, as JSON; see home.js."""
    texts, person, edition = visit.texts, visit.person, visit.edition
    now = visit.now()
    coach = visit.store.people.person(person.coach) if person.coach else None
    sheets = visit.sheets
    return {
        "greeting": say(texts, f"home.greeting_{_part_of_day(now.hour)}", name=person.first_name),
        "line": _line(visit),
        "primary": _primary(visit, done),
        "programme": programme(edition, now.date(), texts),
        "today": agenda(edition, now, texts, {key: sheet.title for key, sheet in sheets.items()}),
        "tasks": tasks(visit, threads, done),
        "roadmap": roadmap_state(visit, workbook),
        "sections": sections(visit),
        "rings": cover(list(sheets.values()), entries),
        "coach": coach
        and {
            "name": coach.name,
            "first": coach.first_name,
            "initials": coach.initials,
            "about": coach.about,
            "email": "" if coach.fictional else coach.email,
        },
        "progress": {key: _progress_words(texts, sheet, done[key]) for key, sheet in sheets.items()},
        "minis": {key: thumbnail(sheet, entries, done[key]) for key, sheet in sheets.items()},
        "thread": mini_thread(),
        "downloads": None
        if visit.preview
        else {"xlsx": f"download/{person.id}.xlsx", "json": f"download/{person.id}.json"},
        "contact": visit.academy.settings.contact,
        "fictional": person.fictional,
        "plan_start": edition.end.isoformat(),
    }


def roadmap_state(visit: Visit, workbook: Workbook) -> dict[str, Any]:
    """Say where the roadmap of a workbook is, and how fresh the last one is; opening it makes it anew."""
    texts = visit.texts
    if visit.preview:
        return {"html": "", "pdf": "", "pdf_label": "", "say": texts["home.roadmap_preview"]}
    made = visit.store.ledger.last(workbook.edition, REPORT, workbook.owner, only_ok=True)
    base = f"reports/{workbook.edition}/{REPORT}/{workbook.owner}"
    same = made is not None and made.version >= workbook.version  # else the next one has another size
    size = made.sizes.get("pdf", 0) if made and same else 0
    return {
        "html": f"{base}.html",
        "pdf": f"{base}.pdf",
        "pdf_label": f"PDF,\u00a0{kilobytes(size)}" if size else "PDF",
        "say": _freshness(visit, made, workbook) if made else texts["home.roadmap_not_yet"],
    }


def sections(visit: Visit) -> list[dict[str, str]]:
    """Return the sections of the roadmap that a comment can be about."""
    found = [{"key": "plan", "title": visit.texts["roadmap.plan.title"]}]
    for key, sheet in visit.sheets.items():
        found.append({"key": key, "title": sheet.title})
        if isinstance(sheet, Plan):
            parts = ("time", "thread", "measures", "money")
            found += [
                {"key": f"{key}-{part}", "title": visit.texts[f"roadmap.{part}.title"]} for part in parts
            ]
    return [*found, {"key": "changes", "title": visit.texts["roadmap.changes.title"]}]


def _freshness(visit: Visit, made: Render, workbook: Workbook) -> str:
    when = ago(visit.texts, made.started.astimezone(visit.zone), visit.now())
    missing = workbook.version - made.version
    if missing <= 0:
        return say(visit.texts, "home.roadmap_fresh", when=when)
    return count(visit.texts, "home.roadmap_stale", missing, when=when)


def _part_of_day(hour: int) -> str:
    return "morning" if 4 <= hour < 12 else "afternoon" if hour < 18 else "evening"


def _line(visit: Visit) -> str:
    """“Day 4 of 5, Monday 11 March 2024, Sofia. Baltic Timber …”."""
    texts, edition, now = visit.texts, visit.edition, visit.now()
    cluster = visit.person.cluster.name if visit.person.cluster else ""
    date = day(texts, now.date(), year=True, weekday=True)
    found = edition.day_at(now)
    place = found.place.split(",")[0] if found else ""
    start = (
        say(texts, "home.day_line", number=found.number, days=len(edition.days), date=date, place=place)
        if found
        else date
    )
    fictional = texts["home.fictional_word"] if visit.person.fictional else ""
    return " ".join(part for part in (f"{start}.", cluster, fictional) if part)


def _primary(visit: Visit, done: Mapping[str, Progress]) -> dict[str, str] | None:
    """The first button: the next session's sheet, else the first sheet that is not complete."""
    texts, sheets = visit.texts, visit.sheets
    ahead = session_ahead(visit.edition, visit.now())
    signs = {"form": "form", "canvas": "grid", "trends": "radar", "plan": "plan"}
    if ahead and ahead.sheet in sheets and ahead.start:
        sheet = sheets[ahead.sheet]
        label = say(texts, "home.open_for_session", sheet=sheet.short, time=clock(ahead.start))
        return {"label": label, "href": f"#sheet/{sheet.key}", "sign": signs[sheet.kind]}
    for key, sheet in sheets.items():
        if not done[key].complete:
            label = say(texts, "home.go_on_with", sheet=sheet.short)
            return {"label": label, "href": f"#sheet/{key}", "sign": signs[sheet.kind]}
    return None


def _progress_words(texts: Texts, sheet: Template, progress: Progress) -> str:
    if progress.items == 0:
        return texts["home.progress_none"]
    key = f"home.progress_{sheet.kind}"
    counted = progress.needed if sheet.kind == "form" else progress.items
    return count(texts, key, counted, done=progress.done, needed=progress.needed)
