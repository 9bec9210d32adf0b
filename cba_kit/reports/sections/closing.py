"""The last sections: comments and answers, what changed, and the credits."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from cba_kit.model.roadmap.changes import Difference, Step
from cba_kit.model.roadmap.talks import Remark, Talk
from cba_kit.reports.section import Section, table
from cba_kit.reports.sections.desk import Desk
from cba_kit.reports.words import shorten

_SHOWN = 12
"""Changes shown of one sheet; the others are counted."""


def talks(desk: Desk) -> Section:
    """Return all comments with their answers, those that wait in front."""
    say = desk.words.say
    found = desk.roadmap.talks
    waiting = sum(talk.waits for talk in found)
    headline = desk.words.count("talks.waiting", waiting) if waiting else say("talks.headline")
    return Section(
        key="talks",
        kind="talks",
        title=say("talks.title"),
        headline=headline if found else "",
        empty="" if found else f"{say('talks.empty')} {say('talks.next')}",
        data={"talks": [_talk(desk, talk) for talk in found]},
    )


def changes(desk: Desk) -> Section:
    """Return what is new since the last roadmap, and the workbook at its snapshots."""
    say, history = desk.words.say, desk.roadmap.history
    count = len(history.differences)
    if history.since is None:
        headline, lead = say("changes.first"), say("changes.first_lead")
    else:
        key, day = ("changes.headline" if count else "changes.none"), desk.words.day(history.since)
        headline, lead = desk.words.count(key, count, day=day), ""
    groups = groupby(history.differences, key=lambda difference: difference.sheet)
    return Section(
        key="changes",
        kind="changes",
        title=say("changes.title"),
        headline=headline,
        lead=lead,
        data={
            "groups": [_group(desk, sheet, list(differences)) for sheet, differences in groups],
            "steps": _steps(desk, history.steps) if history.steps else None,
        },
    )


def credits(desk: Desk) -> Section:  # noqa: A001 - the section's name
    """Return whom the canvases, trend names and methods come from, and what this document holds."""
    say, source = desk.words.say, desk.roadmap.source
    made = "credits.made" if desk.organiser else "credits.made_by"
    lines = [*desk.roadmap.credits, say(made, academy=desk.academy, organiser=desk.organiser)]
    if source.person.fictional or source.edition.fictional:
        lines.append(say("credits.fictional"))
    lines.append(say("credits.own"))
    return Section(key="credits", kind="credits", title=say("credits.title"), data={"lines": lines})


def _talk(desk: Desk, talk: Talk) -> dict[str, Any]:
    say = desk.words.say
    first, *answers = talk.remarks
    state = talk.state
    return {
        "place": talk.block or talk.sheet or say("talks.roadmap"),
        "who": _signature(desk, first),
        "quote": shorten(talk.quote, 200),
        "text": first.text,
        "answers": [{"who": _signature(desk, answer), "text": answer.text} for answer in answers],
        "state": say("talks.waits")
        if talk.waits
        else say(f"talks.state_{state}")
        if state in ("used", "later", "no", "settled")
        else "",
    }


def _signature(desk: Desk, remark: Remark) -> str:
    name = desk.words.say("talks.you") if remark.own else remark.author
    return desk.words.say("talks.said", name=name, day=desk.words.day(remark.at))


def _group(desk: Desk, sheet: str, differences: list[Difference]) -> dict[str, Any]:
    say = desk.words.say
    more = len(differences) - _SHOWN
    return {
        "sheet": sheet,
        "items": [
            {
                "how": d.how,
                "word": say(f"changes.{d.how}"),
                "block": d.block,
                "text": shorten(d.before if d.how == "removed" else d.now, 200),
                "was": say("changes.was", text=shorten(d.before, 160))
                if d.how == "changed" and d.before and d.before != d.now
                else "",
            }
            for d in differences[:_SHOWN]
        ],
        "more": say("changes.more", n=more) if more > 0 else "",
    }


def _steps(desk: Desk, steps: tuple[Step, ...]) -> dict[str, Any]:
    say = desk.words.say
    return table(
        [say(f"changes.{k}") for k in ("point", "day", "entries", "added", "changed", "removed")],
        [
            [
                step.name or say("changes.today"),
                desk.words.day(step.at),
                *(str(number) for number in (step.items, step.added, step.changed, step.removed)),
            ]
            for step in steps
        ],
        caption=say("changes.steps"),
        numbers=(2, 3, 4, 5),
    )
