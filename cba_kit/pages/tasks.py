"""What is next for a participant: homework that is due, comments that wait, sheets not begun."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from cba_kit.model.complete import Progress
from cba_kit.model.edition import Homework
from cba_kit.model.thread import Thread
from cba_kit.pages.visit import Visit
from cba_kit.pages.words import Texts, ago, day, say

SOON = 3
"""Days around its due date on which homework comes first; what is late for longer comes after comments."""


def tasks(visit: Visit, threads: Sequence[Thread], done: Mapping[str, Progress]) -> list[dict[str, Any]]:
    """Return the tasks, the most pressing first; see home.js."""
    today = visit.now().date()
    known = visit.sheets
    open_homework = [
        homework
        for homework in visit.edition.homework
        if (homework.given or visit.edition.start) <= today
        and homework.sheet in known
        and not done[homework.sheet].complete
    ]
    pressing = [work for work in open_homework if abs((work.due - today).days) <= SOON]
    waiting = [thread for thread in threads if thread.waits_for(visit.person.id)]
    named = {work.sheet for work in open_homework}
    untouched = [key for key in known if done[key].items == 0 and key not in named]
    return [
        *(_homework(visit, work, today) for work in pressing),
        *(_answer(visit, thread) for thread in waiting),
        *(_homework(visit, work, today) for work in open_homework if work not in pressing),
        *(_begin(visit, key) for key in untouched),
    ]


def _homework(visit: Visit, work: Homework, today: date) -> dict[str, Any]:
    texts = visit.texts
    left = (work.due - today).days
    if left < 0:
        when = say(texts, "home.was_due", date=day(texts, work.due))
    elif left == 0:
        when = texts["home.due_today"]
    else:
        when = say(texts, "home.due", date=day(texts, work.due))
    return {
        "sign": "form",
        "tone": "w" if left <= SOON else "",
        "when": when,
        "title": work.title,
        "why": work.task,
        "label": texts["home.finish"],
        "href": f"#sheet/{work.sheet}",
    }


def _answer(visit: Visit, thread: Thread) -> dict[str, Any]:
    texts = visit.texts
    last = thread.comments[-1]
    role = "home.your_coach" if last.author == visit.person.coach else "home.by_person"
    when = ago(texts, last.at.astimezone(visit.zone), visit.now())
    place = thread.anchor.sheet or "roadmap"
    return {
        "sign": "comment",
        "tone": "",
        "when": say(texts, role, name=last.author_name, when=when),
        "title": f"“{_short(last.text)}”",
        "why": say(texts, "home.about", place=_place(visit, thread, texts)),
        "label": texts["home.answer"],
        "href": "#roadmap" if place == "roadmap" else f"#sheet/{place}/thread/{thread.id}",
    }


def _place(visit: Visit, thread: Thread, texts: Texts) -> str:
    anchor = thread.anchor
    template = visit.sheets.get(anchor.sheet)
    if template is None:
        return texts["home.the_roadmap"]
    block: Any = getattr(template, "block", None) or getattr(template, "question", None)
    found = block(anchor.block) if block and anchor.block else None
    return f"{found.title}, {template.title}" if found else template.title


def _begin(visit: Visit, key: str) -> dict[str, Any]:
    sheet = visit.sheets[key]
    return {
        "sign": "plus",
        "tone": "",
        "when": say(visit.texts, "home.minutes", n=sheet.minutes),
        "title": say(visit.texts, "home.begin", sheet=sheet.title),
        "why": sheet.purpose,
        "label": visit.texts["home.begin_button"],
        "href": f"#sheet/{key}",
    }


def _short(text: str, most: int = 110) -> str:
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0] + "…"
