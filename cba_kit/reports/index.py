"""Index: a page for coaches that lists an edition's reports, their state, and where they are."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from cba_kit.config import Academy
from cba_kit.content import Library
from cba_kit.model.edition import Edition
from cba_kit.model.people import Person
from cba_kit.model.render import Render
from cba_kit.pictures import palette
from cba_kit.reports.words import Words
from cba_kit.store import Store

_SIGNS = {"ok": "✓", "never": "○"}


def write_index(academy: Academy, store: Store, library: Library, *, edition: str, report: str) -> None:
    """Write index.html beside the reports; a person whose last run failed keeps the links to older files."""
    about = library.edition(edition)
    words = Words(library.texts(academy.settings.language), "report.index")
    latest = store.ledger.latest(edition, report)
    people = store.people.of(edition, "participant")
    now = _told(about, academy.now())
    done = sum(person.id in latest and latest[person.id].status == "ok" for person in people)
    folder = academy.output / edition / report
    folder.mkdir(parents=True, exist_ok=True)
    template = library.find("reports/index.html.j2")
    page = Environment(
        loader=FileSystemLoader(template.parent), autoescape=True, undefined=StrictUndefined
    ).get_template(template.name)
    text = page.render(
        language=academy.settings.language,
        title=words.say("title", report=report.capitalize(), edition=about.title),
        lead=words.say("lead", n=done, all=len(people), day=words.day(now), time=words.clock(now)),
        head=[words.say(key) for key in ("person", "cluster", "state", "made", "open")],
        rows=[_row(words, about, folder, person, latest.get(person.id)) for person in people],
        colours=palette(about.brand.light, css=library.find("look/tokens.css").read_text(encoding="utf-8")),
    )
    temporary = folder / ".index.html.tmp"
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(folder / "index.html")


def _told(about: Edition, moment: datetime) -> datetime:
    """Return a moment by the clock of the place where the edition is on that day."""
    return moment.astimezone(about.zone_at(moment))


def _row(words: Words, about: Edition, folder: Path, person: Person, render: Render | None) -> dict[str, Any]:
    state = render.status if render else "never"
    forms = [form for form in ("html", "pdf") if (folder / f"{person.id}.{form}").is_file()]
    started = _told(about, render.started) if render else None
    return {
        "name": person.name,
        "cluster": person.cluster.name if person.cluster else "",
        "state": state,
        "sign": _SIGNS.get(state, "!"),
        "word": words.say(state),
        "error": render.error if render else "",
        "notes": list(render.notes) if render else [],
        "made": f"{words.day(started)}, {words.clock(started)}" if started else "",
        "links": [{"word": words.say(form), "href": f"{person.id}.{form}"} for form in forms],
    }
