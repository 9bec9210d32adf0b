"""Tables: any grid of cells as printable tables; a wide one gets smaller letters, then several parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from cba_kit.reports.blocks.tree import Block, Draft, plain, text

MOST = 2000
"""Rows that a document shows of one table."""

_SIZES = ((9.2, 104), (8.2, 118), (7.4, 130))
"""Letters in points, and how many of them a portrait page holds in one line."""
_WRAPS = 28
_LONG = 600
_NUMBER = re.compile(
    r"[-+−(]?[€$£]?\s?(\d[\d.,\s\u00a0]*|[.,]\d+)(e[-+]?\d+)?\s?[%€$£)]?|nan|none|nat|<na>|[-+−–—]?(inf)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell; `across` and `down` are how many columns and rows it covers."""

    parts: list[Block] = field(default_factory=list)
    across: int = 1
    down: int = 1
    header: bool = False
    side: str = ""

    @property
    def words(self) -> str:
        """What the cell says, without styles."""
        return plain(self.parts)


Rows = Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class _Placed:
    cell: Cell
    row: int
    column: int
    across: int
    down: int


def tables(
    draft: Draft, head: Rows, body: Rows, *, caption: str = "", index: int = 0, numbers: bool = False
) -> list[Block]:
    """Return one table, or several when it is too wide; the first `index` columns name the rows in each.

    With `numbers`, a column that holds nothing else stands right, with its header.
    """
    left_out = len(body) - MOST
    if left_out > 0:
        draft.note(f"a table has {len(body):,} rows; the document shows the first {MOST:,}.")
        body = body[:MOST]
    top, below = _placed(head), _placed(body)
    columns = max((spot.column + spot.across for spot in (*top, *below)), default=0)
    if not columns:
        return []
    top, below = _filled(top, len(head), columns), _filled(below, len(body), columns)
    if numbers:
        right = _of_numbers(below)
        top, below = _turned(top, right), _turned(below, right)
    widths = _widths([*top, *below], columns)
    index = min(index, columns - 1)
    groups = _groups(widths, index)
    size = min(_size(sum(widths[column][0] for column in group)) for group in groups)
    made: list[Block] = []
    for number, group in enumerate(groups, start=1):
        name = caption
        if len(groups) > 1:
            part = draft.words.say("part", n=number, all=len(groups))
            name = f"{caption} ({part})" if caption else draft.words.say("table_part", part=part)
        table: Block = {"t": "table", "caption": name, "size": size}
        table["columns"] = [_share(widths[column][1]) for column in group]
        table["head"] = _rows(top, group, index, top=True)
        table["body"] = _rows(below, group, index, top=False)
        made.append(table)
    if left_out > 0:
        made.append({"t": "par", "parts": [text(draft.words.say("more_rows", n=f"{left_out:,}"))]})
    return made


def is_number(words: str) -> bool:
    """Tell whether a cell holds a number, or nothing: such columns stand right."""
    return _NUMBER.fullmatch(words.strip()) is not None


def _of_numbers(body: Sequence[_Placed]) -> set[int]:
    """Return the columns that hold numbers and nothing else."""
    found: dict[int, bool] = {}
    for spot in body:
        words = spot.cell.words.strip()
        if words and spot.across == 1:
            found[spot.column] = found.get(spot.column, True) and is_number(words)
    return {column for column, only in found.items() if only}


def _turned(placed: list[_Placed], right: set[int]) -> list[_Placed]:
    def turned(spot: _Placed) -> _Placed:
        if spot.across > 1 or spot.column not in right:
            return spot
        return replace(spot, cell=replace(spot.cell, side="right"))

    return [turned(spot) for spot in placed]


def _placed(rows: Rows) -> list[_Placed]:
    """Find each cell's place as a browser does."""
    taken: set[tuple[int, int]] = set()
    found: list[_Placed] = []
    for y, row in enumerate(rows):
        x = 0
        for cell in row:
            while (y, x) in taken:
                x += 1
            down = max(1, min(cell.down, len(rows) - y))
            across = max(1, cell.across)
            while across > 1 and any((y, x + i) in taken for i in range(across)):
                across -= 1
            taken |= {(y + j, x + i) for j in range(down) for i in range(across)}
            found.append(_Placed(cell, y, x, across, down))
            x += across
    return found


def _filled(placed: list[_Placed], rows: int, columns: int) -> list[_Placed]:
    """Put an empty cell where no other is, and return all in order."""
    taken = {(s.row + j, s.column + i) for s in placed for j in range(s.down) for i in range(s.across)}
    holes = [(y, x) for y in range(rows) for x in range(columns) if (y, x) not in taken]
    found = [*placed, *(_Placed(Cell(), y, x, 1, 1) for y, x in holes)]
    return sorted(found, key=lambda spot: (spot.row, spot.column))


def _widths(placed: Sequence[_Placed], columns: int) -> list[tuple[int, int]]:
    """Return how many letters each column needs at least, and those of its longest line."""
    found = [(2, 0)] * columns
    for spot in placed:
        if spot.across > 1:
            continue
        least, longest = found[spot.column]
        for line in spot.cell.words.split("\n"):
            word = max((len(part) if len(part) <= 40 else 20 for part in line.split()), default=0)
            longest = max(longest, len(line))
            least = max(least, word, min(len(line), _WRAPS))
        found[spot.column] = least, longest
    return [(least + 2, longest) for least, longest in found]


def _groups(widths: Sequence[tuple[int, int]], index: int) -> list[list[int]]:
    """Return which columns stand in which part of the table."""
    if sum(least for least, _ in widths) <= _SIZES[-1][1]:
        return [list(range(len(widths)))]
    budget = _SIZES[1][1] - sum(least for least, _ in widths[:index])
    groups: list[list[int]] = []
    used = 0
    for column in range(index, len(widths)):
        if not groups or used + widths[column][0] > budget:
            groups.append(list(range(index)))
            used = 0
        groups[-1].append(column)
        used += widths[column][0]
    return groups


def _size(letters: int) -> float:
    """Return the size in points at which so many letters fit into one line."""
    return next((size for size, most in _SIZES if letters <= most), _SIZES[-1][0])


def _share(longest: int) -> float:
    """Return a column's share of what is left: 0 is as wide as its words."""
    return 0 if longest <= _WRAPS else round(min(longest, 72) / 12, 2)


def _rows(placed: Sequence[_Placed], group: Sequence[int], index: int, *, top: bool) -> list[list[Block]]:
    rows: list[list[Block]] = [[] for _ in range(max((spot.row + spot.down for spot in placed), default=0))]
    shown = set(group)
    for spot in placed:
        across = sum(column in shown for column in range(spot.column, spot.column + spot.across))
        if not across:
            continue
        words = spot.cell.words
        cell: Block = {"parts": spot.cell.parts, "header": top or spot.cell.header or spot.column < index}
        if across > 1:
            cell["across"] = across
        if spot.down > 1:
            cell["down"] = spot.down
        if spot.cell.side in ("right", "center"):
            cell["side"] = spot.cell.side
        if len(words) > _LONG:
            cell["long"] = True
        if not words.strip() and not spot.cell.parts:
            cell["empty"] = True
        rows[spot.row].append(cell)
    return rows
