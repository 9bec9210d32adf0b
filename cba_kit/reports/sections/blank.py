"""Sections that are empty sheets to write on by hand: a form, the trends, an action plan."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from cba_kit.model.canvas import Canvas
from cba_kit.model.complete import Template
from cba_kit.model.form import Column, Form, Part, Question
from cba_kit.model.plan import Plan
from cba_kit.model.trends import Scale, Trends
from cba_kit.pictures import mini
from cba_kit.reports.pen import Pen
from cba_kit.reports.section import Section, table
from cba_kit.reports.sections.canvas_sheet import canvas_sheet

_LINES = {"line": 1, "link": 1, "text": 4, "choice": 1, "choices": 1}
_SHORT = ("number", "date")
_ROWS = 4
_ACTIONS = 5
"""As many as have room on a page."""
_PLAN = ("number", "action", "owner", "span", "measure", "today", "target", "money", "step")


def blank(pen: Pen, sheet: Template) -> Section:
    """Return a sheet of any kind as a form to print."""
    later = {"later": pen.words.say("later", title=sheet.title)}
    if isinstance(sheet, Canvas):
        drawn = canvas_sheet(pen, sheet)
        return replace(drawn, data={**drawn.data, **later})
    data = later | {"thumbnail": mini(sheet, style=pen.style()), "where": pen.words.say("where")}
    if isinstance(sheet, Form):
        kind, wide, more = "blank_form", False, _form(pen, sheet)
    elif isinstance(sheet, Trends):
        kind, wide, more = "blank_trends", True, _trends(pen, sheet)
    else:
        kind, wide, more = "blank_plan", True, _plan(pen, sheet)
    return Section(
        key=sheet.key,
        kind=kind,
        title=sheet.title,
        lead=sheet.purpose,
        wide=wide,
        credit=sheet.credit,
        data=data | more,
    )


def _form(pen: Pen, form: Form) -> dict[str, Any]:
    return {"parts": [_part(pen, part) for part in form.parts]}


def _part(pen: Pen, part: Part) -> dict[str, Any]:
    questions = [_question(pen, question) for question in part.questions]
    if len(questions) == 1 and questions[0]["title"].casefold() == part.title.casefold():
        questions[0]["title"] = ""  # the part's heading says it
    return {"title": part.title, "help": part.help, "questions": questions}


def _question(pen: Pen, question: Question) -> dict[str, Any]:
    """Return a question with what to write its answer on: lines, a box, choices, steps or rows."""
    steps = question.type == "scale" and question.low is not None and question.high is not None
    return {
        "title": question.title,
        "help": question.help,
        "lines": 0 if question.choices else _LINES.get(question.type, 0),
        "box": question.type in _SHORT,
        "unit": question.unit,
        "choices": [choice.label for choice in question.choices],
        "steps": _steps(question) if steps else [],
        "ends": list(question.ends or ()),
        "table": _rows(pen, question) if question.type == "rows" else None,
    }


def _steps(asked: Question | Column) -> list[str]:
    return [str(step) for step in range(int(asked.low or 0), int(asked.high or 0) + 1)]


def _rows(pen: Pen, question: Question) -> dict[str, Any]:
    head = [pen.words.say("row"), *(_head(column) for column in question.columns)]
    count = max(_ROWS, question.least)
    rows = [[str(row), *("" for _ in question.columns)] for row in range(1, count + 1)]
    return table(head, rows, caption=question.title)


def _head(column: Column) -> str:
    if column.type == "scale" and column.low is not None and column.high is not None:
        return f"{column.title} ({column.low:g}–{column.high:g})"
    return f"{column.title} ({column.unit})" if column.unit else column.title


def _trends(pen: Pen, sheet: Trends) -> dict[str, Any]:
    say = pen.words.say
    asked = [scale for scale in sheet.scales if scale.required]
    felt = "   ".join([*(horizon.mark for horizon in sheet.horizons), "?"])
    head = [say("trends.number"), say("trends.trend"), say("trends.felt"), *(scale.title for scale in asked)]
    rows = [[str(t.number), t.name, felt, *map(_circles, asked)] for t in sheet.trends]
    return {
        "how": say("trends.how"),
        "scales": [{"title": scale.title, "question": scale.question} for scale in asked],
        "table": table(head, rows, caption=sheet.title),
    }


def _circles(scale: Scale) -> str:
    return "   ".join(
        [
            *(
                f"{step:+d}" if scale.low < 0 and step else str(step)
                for step in range(scale.low, scale.high + 1)
            ),
            "?",
        ]
    )


def _plan(pen: Pen, plan: Plan) -> dict[str, Any]:
    head = [pen.words.say(f"plan.{column}") for column in _PLAN]
    rows = [[f"A{row}", *("" for _ in _PLAN[1:])] for row in range(1, max(_ACTIONS, plan.enough) + 1)]
    return {"table": table(head, rows, caption=plan.title)}
