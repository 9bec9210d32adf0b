"""Threads: comment entries put together to conversations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cba_kit.model.thread import Anchor, Comment, Thread
from cba_kit.model.workbook import Entry


def assemble_threads(workbook: str, comments: Sequence[Entry], names: Mapping[str, str]) -> list[Thread]:
    """Put comment entries together to threads; `names` maps a person's id to their name."""

    def comment(entry: Entry) -> Comment:
        return Comment(
            id=entry.id,
            author=entry.created_by,
            author_name=names.get(entry.created_by, entry.created_by),
            at=entry.created_at,
            text=entry.text(),
        )

    threads = []
    for first in comments:
        if first.text("thread"):
            continue
        replies = sorted(
            (c for c in comments if c.text("thread") == first.id), key=lambda c: (c.created_at, c.version)
        )
        anchor = Anchor(
            sheet="" if first.sheet == "roadmap" else first.sheet,
            block=first.block,
            entry=first.text("entry"),
            section=first.text("section"),
        )
        threads.append(
            Thread.model_validate(
                {
                    "id": first.id,
                    "workbook": workbook,
                    "anchor": anchor,
                    "quote": first.text("quote"),
                    "state": first.text("state") or "open",
                    "comments": (comment(first), *(comment(reply) for reply in replies)),
                }
            )
        )
    return sorted(threads, key=lambda thread: thread.comments[-1].at, reverse=True)
