"""Sections for forms and canvases: any sheet of those kinds, also one that an academy adds."""

from __future__ import annotations

from typing import Any

from cba_kit.model.roadmap.answers import AnswerRow, FormPart, FormSheet
from cba_kit.model.roadmap.board import Board, BoardBlock
from cba_kit.pictures.figures import figures, numbers
from cba_kit.reports.section import Section, table
from cba_kit.reports.sections.desk import Desk, picture
from cba_kit.reports.sections.golden import refs


def form(desk: Desk, sheet: FormSheet) -> Section:
    """Return a form's questions and answers; rows become tables."""
    say = desk.words.say
    asked = len(sheet.answers)
    return Section(
        key=sheet.key,
        kind="form",
        title=sheet.title,
        lead=say("forms.lead", n=sheet.given, all=asked) if 0 < sheet.given < asked else "",
        empty="" if sheet.given else desk.next_step(sheet.start),
        credit=sheet.credit,
        data={
            "parts": [
                {"title": part.title, "answers": [_answer(desk, answer, part) for answer in part.answers]}
                for part in sheet.parts
            ]
        },
    )


def canvas(desk: Desk, board: Board) -> Section:
    """Return a canvas with all its blocks in their places, and the meaning of the notes' colours."""
    words, notes = desk.words, board.notes
    used = {note.meaning for note in notes}
    risky = sum(note.meaning in {m.key for m in board.meanings if m.tint == "risk"} for note in notes)
    key, number = ("canvas.risky", risky) if risky else ("canvas.headline", len(notes))
    return Section(
        key=board.key,
        kind="canvas",
        title=board.title,
        headline=words.count(key, number, filled=board.filled, all=board.size) if notes else "",
        empty="" if notes else desk.next_step(board.start),
        wide=True,
        credit=board.credit,
        data={
            "columns": board.columns,
            "rows": board.rows,
            "legend": [{"tint": m.tint, "word": m.label} for m in board.meanings if m.key in used],
            "blocks": [_block(desk, board, block) for block in board.blocks],
        },
    )


def figure(desk: Desk, board: Board) -> Section | None:
    """Return the picture that a canvas makes of its numbers, and its table; None where it has none."""
    wide, compact = (desk.style(compact=small) for small in (False, True))
    told = numbers(board.canvas, board.entries, wide)
    if told is None or not told.rows:
        return None
    drawn = figures(board.canvas, board.entries, wide, compact)
    (name,) = [key for key in drawn if not key.endswith("_compact")]
    places = [at for at, column in enumerate(told.columns) if column.number]
    heads = [column.title for column in told.columns]
    return Section(
        key=f"{board.key}-figure",
        kind="figure",
        title=told.caption,
        lead=desk.words.say("canvas.figure", title=board.title),
        data={
            "picture": picture(drawn[name], drawn[f"{name}_compact"]),
            "table": table(heads, told.printed(), caption=told.caption, numbers=places),
        },
    )


def _answer(desk: Desk, answer: AnswerRow, part: FormPart) -> dict[str, Any]:
    rows = _rows(desk, answer) if answer.rows else None
    # the only question of a part may be called as the part is: the part's heading says it
    alone = len(part.answers) == 1 and answer.title.casefold() == part.title.casefold()
    return {
        "title": "" if alone else answer.title,
        "text": desk.words.cell(answer.day or answer.text),
        "table": rows,
        "missing": "" if answer.given else desk.words.say("missing"),
        "long": len(answer.text) > 90 or "\n" in answer.text,
    }


def _rows(desk: Desk, answer: AnswerRow) -> dict[str, Any]:
    """Return rows as a table whose first column counts them: a header for each row, and its place."""
    head = [desk.words.say("forms.row"), *answer.columns]
    rows = [(str(i), *map(desk.words.cell, row)) for i, row in enumerate(answer.rows, start=1)]
    return table(head, rows, caption=answer.title, places=[(f"need:{name}", "") for name in answer.ids])


def _block(desk: Desk, board: Board, block: BoardBlock) -> dict[str, Any]:
    meanings = {meaning.key: meaning for meaning in board.meanings}
    place = block.place
    return {
        "key": block.key,
        "title": block.title or desk.words.say("canvas.nowhere"),
        "x": place.x,
        "y": place.y,
        "width": place.width,
        "height": place.height,
        "notes": [
            {
                "text": n.text,
                "tint": meanings[n.meaning].tint,
                "word": meanings[n.meaning].label,
                "place": f"note:{n.id}",
                "refs": refs(desk, f"note:{n.id}"),
            }
            for n in block.notes
        ],
        "empty": desk.words.say("canvas.empty_block"),
    }
