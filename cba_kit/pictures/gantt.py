"""The Gantt chart: actions over time, in horizons with their own scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cba_kit.pictures.calendar import Axis, Calendar, axis, ticks
from cba_kit.pictures.drawing import PLAIN, Style, clean, draw
from cba_kit.pictures.letters import fit, width, wrap


@dataclass(frozen=True, slots=True)
class Task:
    """One action on the chart. `after` names the numbers of tasks that must end first."""

    number: str
    title: str
    owner: str = ""
    start: date | None = None
    due: date | None = None
    status: str = "planned"
    word: str = ""
    """The status in words; shown where it is neither planned nor active."""
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """The chart's measures."""

    width: float
    size: float
    """Of the words."""
    row: float
    """Height of a row."""
    left: float
    """Where time begins."""

    @property
    def head(self) -> float:
        """Height of the head with horizons and dates."""
        return self.size * 4.2


_WIDE = Sheet(width=1080, size=14.5, row=58, left=310)
_PHONE = Sheet(width=640, size=22, row=58, left=64)


def gantt(
    tasks: Sequence[Task], calendar: Calendar, *, uid: str, title: str = "", style: Style = PLAIN
) -> str:
    """Draw the tasks as SVG, dropped ones left out. `uid` must be unique on the page.

    Dark = active or done, light = planned or blocked, dashed = no owner. On a phone the rows carry
    numbers only; the list of actions stands beside the picture.
    """
    sheet = _PHONE if style.compact else _WIDE
    shown = [task for task in tasks if task.status != "dropped"]
    found = axis(calendar, sheet.left, sheet.width - 2)
    today = calendar.today if calendar.today and found.holds(calendar.today) else None
    now = found.x(today) if today else None
    rows = [_row(task, i, found, sheet, style) for i, task in enumerate(shown)]
    return draw(
        "gantt.svg.j2",
        style,
        uid=uid,
        title=title or style.word("gantt"),
        desc=gantt_text(tasks, calendar, style),
        s=sheet,
        height=sheet.head + sheet.row * max(len(rows), 1) + sheet.size * 0.8,
        segments=found.segments,
        ticks=ticks(found, sheet.size * 0.9, taken=now),
        rows=rows,
        arrows=_arrows(shown, rows, sheet),
        now=now,
    )


def gantt_rows(tasks: Sequence[Task], style: Style = PLAIN) -> list[dict[str, str]]:
    """Return what the chart shows as rows: number, title, owner, start, due, status, after."""
    return [
        {
            "number": task.number,
            "title": task.title,
            "owner": task.owner or style.word("no_owner"),
            "start": day(task.start),
            "due": day(task.due),
            "status": task.word or task.status,
            "after": ", ".join(task.after),
        }
        for task in tasks
        if task.status != "dropped"
    ]


def gantt_text(tasks: Sequence[Task], calendar: Calendar, style: Style = PLAIN) -> str:
    """Return the chart in words: its parts, then each action with its dates."""
    parts = ", ".join(horizon.title for horizon in calendar.plan.horizons)
    lines = []
    for row in gantt_rows(tasks, style):
        span = f" {style.word('to')} ".join(part for part in (row["start"], row["due"]) if part)
        after = f", {style.word('after')} {row['after']}" if row["after"] else ""
        lines.append(
            f"{row['number']} {row['title']}: {span or style.word('no_dates')}, {row['owner']}{after}"
        )
    text = "; ".join(lines) + "." if lines else style.word("gantt_empty")
    return f"{style.word('gantt_help')} {parts}. {text}"


def day(value: date | None) -> str:
    """Return a date as “11 Mar 2024”; empty without one."""
    return f"{value.day} {value:%b %Y}" if value else ""


def _row(task: Task, index: int, found: Axis, sheet: Sheet, style: Style) -> dict[str, object]:
    top = sheet.head + sheet.row * index
    lines = [] if style.compact else _title(clean(task.title), sheet)
    row: dict[str, object] = {
        "number": task.number,
        "lines": lines,
        "top": top,
        "middle": top + sheet.row / 2,
        "bar": None,
        "none": "",
    }
    start, due = task.start or task.due, task.due or task.start
    if start is None or due is None:
        return row | {"none": style.word("no_dates")}
    x1 = found.x(min(start, due))
    x2 = max(found.x(max(start, due)), x1 + 6)
    return row | {"bar": _bar(task, (x1, x2), sheet, style)}


def _title(title: str, sheet: Sheet) -> list[str]:
    """Break a title into two lines, into three where two would cut it."""
    room = sheet.left - sheet.size * 3.6
    two = wrap(title, sheet.size, room)
    return wrap(title, sheet.size, room, lines=3) if two and two[-1].endswith("…") else two


def _bar(task: Task, span: tuple[float, float], sheet: Sheet, style: Style) -> dict[str, object]:
    """Return a bar with its words: inside where they fit, else after it, else before it."""
    x1, x2 = span
    kind = "open" if not task.owner.strip() else "act" if task.status in ("active", "done") else "pln"
    names = clean(task.owner).split()
    who = names[0] if names else style.word("no_owner")
    told = task.word if task.status not in ("planned", "active") else ""
    words = fit(f"{who}, {told}" if told else who, sheet.size * 0.9, 240)
    long = width(words, sheet.size * 0.9)
    if x2 - x1 > long + 14:
        x, inside = x1 + 8, True
    elif x2 + long + 8 < sheet.width:
        x, inside = x2 + 6, False
    else:
        x, inside = x1 - long - 6, False
    return {"x1": x1, "x2": x2, "kind": kind, "words": words, "x": x, "inside": inside}


def _arrows(
    tasks: Sequence[Task], rows: Sequence[dict[str, object]], sheet: Sheet
) -> list[dict[str, object]]:
    """Return a line from the end of each task to the start of the one that waits for it."""
    by_number = {task.number: row for task, row in zip(tasks, rows, strict=True)}
    found = []
    for task in tasks:
        row = by_number[task.number]
        for other in task.after:
            before = by_number.get(other)
            if before is None or before is row or not (before["bar"] and row["bar"]):
                continue
            one, two = before["bar"], row["bar"]
            if not (isinstance(one, dict) and isinstance(two, dict)):
                continue
            found.append(
                {
                    "x1": one["x2"],
                    "y1": before["middle"],
                    "x2": two["x1"],
                    "y2": row["middle"],
                    "turn": max(one["x2"] + 5, two["x1"] - 9),
                    "late": one["x2"] > two["x1"] + 1,
                    "edge": sheet.row * 0.26,
                }
            )
    return found
