"""Index: a page for coaches that lists an edition's documents, their state, and where they are."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from cba_kit.errors import RenderError
from cba_kit.model.edition import Edition
from cba_kit.model.render import Render
from cba_kit.pictures import palette
from cba_kit.programme.documents.catalogue import FORMATS, Subject
from cba_kit.programme.documents.freshness import LIST
from cba_kit.reports.publish import write
from cba_kit.reports.run import Run
from cba_kit.reports.words import Words

_SIGNS = {"ok": "✓", "never": "○"}


def write_index(run: Run) -> None:
    """Write index.html beside the documents; RenderError where that cannot be."""
    try:
        run.folder.mkdir(parents=True, exist_ok=True)
        write(run.folder / LIST, page(run, run.folder).encode("utf-8"))
    except OSError as error:
        raise RenderError(
            f"The list of the documents cannot be written ({error.strerror}).",
            where=str(run.folder / LIST),
            fix="Make room on the disk, then run the same command again.",
        ) from error


def page(run: Run, folder: Path) -> str:
    """Return the list as HTML; it links to those documents that lie in `folder`.

    One whose last run failed, or that was withheld, keeps the links to its older files.
    """
    academy, library, about = run.academy, run.library, run.about
    words = Words(library.texts(academy.settings.language), "report.index")
    latest = run.store.ledger.latest(about.code, run.report)
    now = _told(about, academy.now())
    done = sum(subject.id in latest and latest[subject.id].status == "ok" for subject in run.subjects)
    template = library.find("reports/index.html.j2")
    environment = Environment(
        loader=FileSystemLoader(template.parent), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template(template.name).render(
        language=academy.settings.language,
        title=words.say("title", report=run.kind.title, edition=about.title),
        lead=words.say("lead", n=done, all=len(run.subjects), day=words.day(now), time=words.clock(now)),
        head=[words.say(key) for key in ("person", "cluster", "state", "made", "open")],
        rows=[_row(words, run, folder, subject, latest.get(subject.id)) for subject in run.subjects],
        colours=palette(about.brand.light, css=library.find("look/tokens.css").read_text(encoding="utf-8")),
    )


def _told(about: Edition, moment: datetime) -> datetime:
    """Return a moment by the clock of the place where the edition is on that day."""
    return moment.astimezone(about.zone_at(moment))


def _row(words: Words, run: Run, folder: Path, subject: Subject, render: Render | None) -> dict[str, Any]:
    state = render.status if render else "never"
    forms = [form for form in FORMATS if (folder / f"{subject.id}.{form}").is_file()]
    started = _told(run.about, render.started) if render else None
    return {
        "name": subject.name,
        "cluster": subject.cluster,
        "state": state,
        "sign": _SIGNS.get(state, "!"),
        "word": words.say(state),
        "error": render.error if render else "",
        "notes": list(render.notes) if render else [],
        "made": f"{words.day(started)}, {words.clock(started)}" if started else "",
        "links": [{"word": words.say(form), "href": f"{subject.id}.{form}"} for form in forms],
    }
