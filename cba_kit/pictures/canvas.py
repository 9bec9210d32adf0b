"""A canvas with its notes: the real layout of blocks, every word of every note, colours with a sign."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cba_kit.model.canvas import Canvas
from cba_kit.model.noted import Noted, NotedBlock, by_block
from cba_kit.model.roadmap.board import Place, grid_places
from cba_kit.model.workbook import Entry
from cba_kit.pictures.drawing import PLAIN, Style, clean, draw
from cba_kit.pictures.letters import laid, width
from cba_kit.pictures.tokens import dark_tokens, light_tokens, picture_css

_WIDE = 1600.0
_SHAPE = 2**0.5
"""Of a sheet of paper, and near that of a slide; a canvas with many notes gets higher."""
_GAP = 8.0
_PAD = 12.0
_CARD = 210.0
"""Narrowest note; a block with room for two of them shows two side by side."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of words, by its left end on the base line."""

    x: float
    y: float
    size: float
    text: str


@dataclass(frozen=True, slots=True)
class Card:
    """A note as it is drawn."""

    x: float
    y: float
    width: float
    height: float
    tint: str
    lines: tuple[Line, ...]
    marks: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A block as it is drawn."""

    x: float
    y: float
    width: float
    height: float
    title: tuple[Line, ...]
    cards: tuple[Card, ...]


def canvas(
    template: Canvas,
    blocks: Sequence[NotedBlock],
    *,
    uid: str,
    title: str = "",
    style: Style = PLAIN,
    dark: Mapping[str, str] | None = None,
) -> str:
    """Draw a canvas as SVG; `blocks` come from `by_block`. `uid` is unique on the page.

    A picture that carries its colours (`style.colours`) takes those of `dark` on a dark screen.
    """
    size = style.pick(15.0, 20.0, 20.0)
    title = clean(title or template.title)
    head = [
        Line(0, size * (1.9 + 2.0 * i), size * 1.6, words)
        for i, words in enumerate(laid(title, size * 1.6, _WIDE, bold=True))
    ]
    top = head[-1].y + size
    fields, bottom = _fields(template, blocks, top, size, style)
    keys, low = _keys(template, bottom + size * 2, size)
    credit = [
        Line(0, low + size * (1.6 + 1.2 * i), size * 0.8, words)
        for i, words in enumerate(laid(clean(template.credit), size * 0.8, _WIDE))
    ]
    return draw(
        "canvas.svg.j2",
        style,
        uid=uid,
        title=title,
        desc=canvas_text(template, blocks, style),
        wide=_WIDE,
        high=(credit[-1].y if credit else low) + size,
        edge=size,
        head=head,
        fields=fields,
        keys=keys,
        credit=credit,
        dark=picture_css({**(style.colours or {}), **dark}) if dark and style.colours else "",
    )


def canvas_text(template: Canvas, blocks: Sequence[NotedBlock], style: Style = PLAIN) -> str:
    """Return each block with its notes in words."""
    told = []
    for block in blocks:
        notes = "; ".join(
            f"{note.text} ({', '.join((note.meaning, *_marks(template, note, style)))})"
            for note in block.notes
        )
        told.append(f"{block.title or style.word('no_block')}: {notes or style.word('no_note')}.")
    return " ".join(told)


def _marks(template: Canvas, note: Noted, style: Style) -> list[str]:
    """Return what stands below a note's words: how it is known, and the canvas's own columns."""
    known = style.word(note.evidence) if note.evidence else ""
    found = [": ".join(part for part in (known, note.proof) if part)]
    for column, value in zip(template.columns, note.columns, strict=True):
        told = f"{value:.10g}" if isinstance(value, float) else "" if value is None else str(value)
        found.append(f"{column.title}: {told}{f' {column.unit}' if column.unit else ''}" if told else "")
    return [words for words in found if words]


def _fields(
    template: Canvas, blocks: Sequence[NotedBlock], top: float, size: float, style: Style
) -> tuple[list[Field], float]:
    """Return all blocks in their places, and where the lowest one ends."""
    places = grid_places(template)
    across, down = len(template.areas[0].split()), len(template.areas)
    step = (_WIDE + _GAP) / across
    drafts = {
        block.key: _field(template, block, places[block.key].width * step - _GAP, size, style)
        for block in blocks
        if block.key in places
    }
    rows = _heights({places[key]: draft.height for key, draft in drafts.items()}, down, top)
    starts = [top + sum(rows[:y]) + _GAP * y for y in range(down + 1)]
    found = []
    for key, draft in drafts.items():
        place = places[key]
        high = starts[place.y + place.height] - _GAP - starts[place.y]
        found.append(_moved(draft, place.x * step, starts[place.y], high))
    bottom = starts[-1] - _GAP
    for block in blocks:
        if block.key not in places:
            draft = _field(template, block, _WIDE, size, style)
            found.append(_moved(draft, 0, bottom + _GAP, draft.height))
            bottom += _GAP + draft.height
    return found, bottom


def _heights(needed: Mapping[Place, float], down: int, top: float) -> list[float]:
    """Return the height of each row of the grid: what its blocks need, and at least that of a page."""
    rows = [0.0] * down
    for place in sorted(needed, key=lambda place: (place.height, place.y)):
        span = range(place.y, place.y + place.height)
        lack = needed[place] - sum(rows[y] for y in span) - _GAP * (place.height - 1)
        for y in span:
            rows[y] += max(0.0, lack) / place.height
    rest = _WIDE / _SHAPE - top - sum(rows) - _GAP * (down - 1)
    return [high + max(0.0, rest) / down for high in rows]


def _field(template: Canvas, block: NotedBlock, wide: float, size: float, style: Style) -> Field:
    """Return a block in the upper left corner, as high as its notes need."""
    room = wide - 2 * _PAD
    words = clean(block.title) or style.word("no_block")
    title = tuple(
        Line(_PAD, _PAD + size * (1.0 + 1.3 * i), size * 1.05, line)
        for i, line in enumerate(laid(words, size * 1.05, room, bold=True))
    )
    across = max(1, int((room + _GAP) / (_CARD + _GAP)))
    each = (room - _GAP * (across - 1)) / across
    cards: list[Card] = []
    y = title[-1].y + size * 0.7
    for start in range(0, len(block.notes), across):
        row = [_card(template, note, each, size, style) for note in block.notes[start : start + across]]
        cards += [_placed(card, _PAD + i * (each + _GAP), y) for i, card in enumerate(row)]
        y += max(card.height for card in row) + _GAP
    return Field(0, 0, wide, y + _PAD - (_GAP if block.notes else 0), title, tuple(cards))


def _card(template: Canvas, note: Noted, wide: float, size: float, style: Style) -> Card:
    left, small = size * 2.0, size * 0.85
    room = wide - left - size * 0.6
    text = "\n".join(clean(line) for line in note.text.splitlines())
    lines = tuple(
        Line(left, size * (1.6 + 1.3 * i), size, line) for i, line in enumerate(laid(text, size, room))
    )
    y = lines[-1].y if lines else size * 1.6
    told = [line for words in _marks(template, note, style) for line in laid(clean(words), small, room)]
    marks = tuple(Line(left, y + size * 0.2 + small * 1.3 * i, small, line) for i, line in enumerate(told, 1))
    low = marks[-1].y if marks else y
    return Card(0, 0, wide, low + size * 0.9, note.tint, lines, marks)


def _moved(field: Field, x: float, y: float, high: float) -> Field:
    cards = tuple(_placed(card, card.x + x, card.y + y) for card in field.cards)
    return Field(x, y, field.width, high, _shifted(field.title, x, y), cards)


def _placed(card: Card, x: float, y: float) -> Card:
    right, down = x - card.x, y - card.y
    lines, marks = _shifted(card.lines, right, down), _shifted(card.marks, right, down)
    return Card(x, y, card.width, card.height, card.tint, lines, marks)


def _shifted(lines: Sequence[Line], x: float, y: float) -> tuple[Line, ...]:
    return tuple(Line(line.x + x, line.y + y, line.size, line.text) for line in lines)


def _keys(template: Canvas, y: float, size: float) -> tuple[list[tuple[str, Line]], float]:
    """Return what colours and signs say, in lines from `y` on, and where the last one ends."""
    found: list[tuple[str, Line]] = []
    x = 0.0
    for meaning in template.meanings:
        words = clean(meaning.label)
        wide = size * 2 + width(words, size) + size * 2
        if x and x + wide > _WIDE:
            x, y = 0.0, y + size * 1.8
        found.append((meaning.tint, Line(x + size * 1.7, y, size, words)))
        x += wide
    return found, y


def canvas_file(template: Canvas, entries: Iterable[Entry], *, words: Mapping[str, str]) -> str:
    """Return a canvas with its notes as an SVG file of its own, light or dark as its reader's screen is."""
    style = Style(colours=light_tokens(), texts=words)
    return canvas(template, by_block(template, entries), uid=template.key, style=style, dark=dark_tokens())
