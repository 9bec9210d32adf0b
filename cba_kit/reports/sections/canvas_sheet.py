"""The section that is one canvas on a sheet of paper: empty, with its questions, or filled with notes."""

from __future__ import annotations

from typing import Any

from cba_kit.model.canvas import Canvas
from cba_kit.model.roadmap.board import Board, grid_places
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
        headline=words.count("headline", len(notes), filled=board.filled, all=len(board.blocks))
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
            "rows": len(rows),
            "legend": [{"tint": meaning.tint, "word": meaning.label} for meaning in canvas.meanings],
            "blocks": _blocks(pen, canvas, board),
            "more": words.say("more"),
            "continued": words.say("continued"),
        },
    )


def _blocks(pen: Pen, canvas: Canvas, board: Board | None) -> list[dict[str, Any]]:
    places = grid_places(canvas)
    meanings = {meaning.key: meaning for meaning in canvas.meanings}
    notes = {block.key: block.notes for block in board.blocks} if board else {}
    empty = pen.words.say("nothing") if board and board.notes else ""
    return [
        {
            "key": block.key,
            "title": block.title,
            "x": places[block.key].x,
            "y": places[block.key].y,
            "width": places[block.key].width,
            "height": places[block.key].height,
            "questions": [] if board and board.notes else list(block.questions),
            "notes": [
                {"text": note.text, "tint": meanings[note.meaning].tint, "word": meanings[note.meaning].label}
                for note in notes.get(block.key, ())
            ],
            "empty": "" if notes.get(block.key) else empty,
        }
        for block in canvas.blocks
    ]
