"""Talks: the comments that a person got and the answers they gave, with the words for their place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cba_kit.model.canvas import Canvas
from cba_kit.model.form import Form
from cba_kit.model.roadmap.source import Source
from cba_kit.model.thread import Anchor, Thread, ThreadState
from cba_kit.model.trends import Trends


@dataclass(frozen=True, slots=True)
class Remark:
    """One contribution; `own` when the roadmap's person wrote it."""

    author: str
    own: bool
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Talk:
    """A thread, its place in words, and whether it waits for the roadmap's person."""

    sheet: str
    """Title of the sheet, empty for one about the roadmap."""
    block: str
    section: str
    quote: str
    remarks: tuple[Remark, ...]
    state: ThreadState
    waits: bool


def talks(source: Source) -> tuple[Talk, ...]:
    """Return all threads of the workbook: those that wait for an answer first, then the newest first."""
    found = [_talk(source, thread) for thread in source.threads if thread.comments]
    return tuple(sorted(found, key=lambda talk: (not talk.waits, -talk.remarks[-1].at.timestamp())))


def _talk(source: Source, thread: Thread) -> Talk:
    sheet, block = _place(source, thread.anchor)
    zone = source.edition.zone
    return Talk(
        sheet=sheet,
        block=block,
        section=thread.anchor.section,
        quote=thread.quote.strip(),
        remarks=tuple(
            Remark(c.author_name, c.author == source.person.id, c.at.astimezone(zone), c.text.strip())
            for c in thread.comments
        ),
        state=thread.state,
        waits=thread.waits_for(source.person.id),
    )


def _place(source: Source, anchor: Anchor) -> tuple[str, str]:
    template = source.sheets.get(anchor.sheet)
    if template is None:
        return "", ""
    names: Mapping[str, str] = {}
    if isinstance(template, Canvas):
        names = {block.key: block.title for block in template.blocks}
    elif isinstance(template, Form):
        names = {question.key: question.title for question in template.questions}
    elif isinstance(template, Trends):
        names = {trend.key: trend.short for trend in template.trends}
    return template.title, names.get(anchor.block, "")
