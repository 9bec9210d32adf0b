"""The section that is one canvas on a sheet of paper: empty, with its questions, or filled with notes."""

from __future__ import annotations

from typing import Any

from cba_kit.model.canvas import Canvas
from cba_kit.model.roadmap.board import Board, unfilled
from cba_kit.reports.pen import Pen
from cba_kit.reports.section import Section


def canvas_sheet(pen: Pen, canvas: Canvas, board: Board | None = None, *, about: str = "") -> Section:
    """Return a canvas; with a `board`, its notes, else room to write and the questions of each block.

    `about` is printed at the top right: whose it is, and when it was printed.
    """
    words = pen.words
    notes = board.notes if board else ()
    rows = [row.split() for row in canvas.areas]
    return Section(
        key=canvas.key,
        kind="canvas_sheet",
        title=canvas.title,
        headline=words.count("headline", len(notes), filled=board.filled, all=board.size)
        if board and notes
        else "",
        lead="" if notes else canvas.purpose,
        wide=True,
        credit=canvas.credit,
        data={
            "about": about,
            "name": "" if board else words.say("name"),
            "date": "" if board else words.say("date"),
            "columns": len(rows[0]),
            "rows": board.rows if board else len(rows),
            "legend": [{"tint": meaning.tint, "word": meaning.label} for meaning in canvas.meanings],
            "blocks": _blocks(pen, canvas, board),
            "more": words.say("more"),
            "continued": words.say("continued"),
        },
    )


def _blocks(pen: Pen, canvas: Canvas, board: Board | None) -> list[dict[str, Any]]:
    meanings = {meaning.key: meaning for meaning in canvas.meanings}
    questions = {} if board and board.notes else {block.key: list(block.questions) for block in canvas.blocks}
    empty = pen.words.say("nothing") if board and board.notes else ""
    return [
        {
            "key": block.key,
            "title": block.title or pen.words.say("nowhere"),
            "x": block.place.x,
            "y": block.place.y,
            "width": block.place.width,
            "height": block.place.height,
            "questions": questions.get(block.key, []),
            "notes": [
                {"text": note.text, "tint": meanings[note.meaning].tint, "word": meanings[note.meaning].label}
                for note in block.notes
            ],
            "empty": "" if block.notes else empty,
        }
        for block in (board.blocks if board else unfilled(canvas))
    ]
