"""Workbooks for tests of what goes out and comes in: all that people write, on every kind of sheet."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import strategies as st

from cba_kit.content import Library
from cba_kit.model.canvas import Canvas
from cba_kit.model.form import Column, Form, Question
from cba_kit.model.people import Person
from cba_kit.model.plan import Plan
from cba_kit.model.rounds import rating_id
from cba_kit.model.trends import Trends
from cba_kit.model.workbook import Entry
from cba_kit.store import Store, open_store

Told = dict[str, Any]
"""One operation without its id, and `by` who."""

NOON = datetime(2024, 3, 11, 12, 0, tzinfo=UTC)
LIBRARY = Library()
SHEETS = LIBRARY.sheets(LIBRARY.edition("cba3"))

words = st.text(max_size=60)
lines = st.text(max_size=30)
places = st.floats(-1e6, 1e6) | st.integers(-50, 50)
ids = st.from_regex(r"[A-Za-z0-9_.:-]{1,20}", fullmatch=True)
days = st.dates().map(lambda day: day.isoformat())
writers = st.sampled_from(["ilze", "anneli"])


@contextmanager
def academy(empty: Path, people: list[Person]) -> Iterator[Store]:
    """Open a new academy with these people; it is gone at the end."""
    with TemporaryDirectory(prefix="t-") as folder:
        place = Path(folder) / "academy.db"
        shutil.copyfile(empty, place)
        with open_store(f"sqlite:///{place}", clock=lambda: NOON) as store:
            store.people.add(people)
            yield store


def facts(entries: list[Entry]) -> dict[str, Told]:
    """Return all that an entry is, history aside, by its id."""
    return {entry.id: entry.model_dump(exclude={"version"}) for entry in entries}


def _some(fields: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[Told]:
    return st.fixed_dictionaries({}, optional=fields)


def _asked(asked: Question | Column) -> st.SearchStrategy[Any]:
    if asked.type in ("number", "scale"):
        low = 0 if asked.low is None else int(asked.low)
        high = low + 90 if asked.high is None else int(asked.high)
        return st.integers(low, high) | st.floats(low, high)
    if asked.type == "choices":
        return st.lists(lines, max_size=3)
    return days | st.just("") if asked.type == "date" else words


def _note(canvas: Canvas) -> st.SearchStrategy[Told]:
    links = st.lists(st.builds("{}:{}".format, st.sampled_from(["trend", "need", "note"]), ids), max_size=3)
    fields = {
        "text": words,
        "meaning": st.sampled_from([meaning.key for meaning in canvas.meanings]),
        "position": places,
        "evidence": st.sampled_from(["", "assumed", "heard", "measured"]),
        "proof": lines,
        "links": links,
        "sources": links,
        "part": ids,
        "private": st.booleans(),
        **{column.key: _asked(column) for column in canvas.columns},
    }
    blocks = st.sampled_from([block.key for block in canvas.blocks])
    return st.fixed_dictionaries({"kind": st.just("note"), "block": blocks, "fields": _some(fields)})


@st.composite
def _answer(draw: st.DrawFn, form: Form) -> Told:
    question = draw(st.sampled_from(form.questions))
    known = {"kind": "answer", "block": question.key}
    if question.type == "rows":
        columns = {column.key: _asked(column) for column in question.columns}
        return known | {"fields": draw(_some(columns | {"position": places}))}
    given = {"value": draw(_asked(question))}
    return known | {"entry": f"{form.key}.{question.key}", "fields": given}


@st.composite
def _rating(draw: st.DrawFn, trends: Trends) -> Told:
    trend = draw(st.sampled_from(trends.trends))
    number = draw(st.integers(1, 3))
    scales: dict[str, st.SearchStrategy[Any]] = {
        scale.key: st.integers(scale.low, scale.high) | st.just("unknown") for scale in trends.scales
    }
    horizons = st.sampled_from([horizon.key for horizon in trends.horizons] + ["unknown", ""])
    fields = draw(_some({**scales, "horizon": horizons, "reason": words, "chosen": st.booleans()}))
    known = {"kind": "rating", "block": trend.key, "entry": rating_id(trends.key, trend.key, number)}
    return known | {"fields": fields | {"round": number}}


def _action(plan: Plan) -> st.SearchStrategy[Told]:
    fields = {
        **dict.fromkeys(("title", "owner", "measure", "funding", "origin"), lines),
        **{name: st.lists(ids, max_size=3) for name in ("trends", "links")},
        **dict.fromkeys(("start", "due", "first_step_by"), days),
        "description": words,
        "cost": st.floats(0, 1e9),
        "status": st.sampled_from([word.key for word in plan.statuses]),
        "confidence": st.integers(1, 10) | st.none(),
        "position": places,
    }
    return st.fixed_dictionaries({"kind": st.just("action"), "block": st.just(""), "fields": _some(fields)})


@st.composite
def _beside(draw: st.DrawFn, sheet: str, block: str) -> Told:
    """Make a comment, a finding of a rule, a stage or a vote of the owner: those of others stay there."""
    places = {"stage": (Canvas, Trends), "vote": (Canvas,)}
    more = [kind for kind, takes in places.items() if isinstance(SHEETS[sheet], takes)]
    kind = draw(st.sampled_from(["comment", "finding", *more]))
    if kind == "comment":
        said = {"text": words, "quote": words, "state": st.sampled_from(["open", "used", "later"])}
        about = {"thread": ids, "entry": ids, "section": lines}
        return {"kind": kind, "block": block, "fields": draw(_some(said | about))}
    if kind == "vote":
        dots = draw(st.lists(ids, max_size=3))
        return {
            "kind": kind,
            "block": "",
            "entry": f"vote.{sheet}.ilze",
            "by": "ilze",
            "fields": {"dots": dots},
        }
    if kind == "stage":
        blocks = st.lists(lines, max_size=2)
        fields = {
            "phase": st.sampled_from(["free", "write", "discuss", "vote", "closed"]),
            "round": st.integers(1, 9),
            **dict.fromkeys(("locked", "hidden"), blocks),
            **dict.fromkeys(("spotlight", "ends"), lines),
            "authors": st.booleans(),
            "dots": st.integers(1, 20),
        }
        return {"kind": kind, "block": "", "entry": f"stage.{sheet}", "fields": draw(_some(fields))}
    fields = {
        "state": st.sampled_from(["open", "answered", "action", "aside"]),
        "reason": words,
        "notes": st.lists(ids, max_size=2),
        **dict.fromkeys(("action", "about"), ids),
    }
    rule = draw(st.from_regex(r"[a-z]{1,8}", fullmatch=True))
    entry = f"finding.{sheet}.{rule}"
    return {"kind": kind, "block": rule, "entry": entry, "fields": draw(_some(fields))}


@st.composite
def doings(draw: st.DrawFn) -> list[Told]:
    """Make what people do in one workbook: they write, write again, remove and bring back."""
    done: list[Told] = []
    for number in range(draw(st.integers(1, 12))):
        key, sheet = draw(st.sampled_from(sorted(SHEETS.items())))
        own: st.SearchStrategy[Told]
        if isinstance(sheet, Canvas):
            own = _note(sheet)
        elif isinstance(sheet, Form):
            own = _answer(sheet)
        else:
            own = _rating(sheet) if isinstance(sheet, Trends) else _action(sheet)
        told = draw(own | _beside(key, draw(lines)))
        done.append({"entry": f"e{number}", "sheet": key, "by": draw(writers), **told})
        for op in draw(st.lists(st.sampled_from(["put", "remove", "restore"]), max_size=2)):
            by = done[-1]["by"] if told["kind"] == "comment" else draw(writers)
            again = {name: done[-1][name] for name in ("entry", "sheet", "kind")}
            done.append(again | {"op": op, "by": by, "fields": {}})
    return done


def _cells(text: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Leave out what a spreadsheet cannot hold: signs that control, and its own way to write them."""
    return text.filter(lambda words: "x005F_" not in words)


@st.composite
def tables(draw: st.DrawFn, key: str) -> list[Told]:
    """Make what stands on a sheet that is no canvas, as far as its table can hold it."""
    sheet = SHEETS[key]
    said = _cells(st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.just("\n"), max_size=30))
    made: dict[str, Told] = {}
    for number in range(draw(st.integers(0, 6))):
        told = draw(_rating(sheet) if isinstance(sheet, Trends) else _told_in_words(sheet, number, said))
        if isinstance(sheet, Trends):
            told["fields"]["reason"] = draw(said)
        made.setdefault(told["entry"], told)
    return list(made.values())


def _told_in_words(
    sheet: Form | Plan | Canvas, number: int, said: st.SearchStrategy[str]
) -> st.SearchStrategy[Told]:
    if isinstance(sheet, Form):
        return st.sampled_from(sheet.questions).flatmap(lambda asked: _chosen(sheet, asked, number, said))
    assert isinstance(sheet, Plan)
    trends = [trend.key for each in SHEETS.values() if isinstance(each, Trends) for trend in each.trends]
    fields = {
        **dict.fromkeys(("owner", "measure", "risks", "description"), said),
        "trends": st.lists(st.sampled_from(trends), max_size=3, unique=True),
        **dict.fromkeys(("start", "due", "target_by"), days),
        "cost": st.integers(0, 10**9).map(float) | st.floats(0, 1e9).map(lambda cost: round(cost, 2)),
        "status": st.sampled_from([word.key for word in sheet.statuses]),
        "confidence": st.integers(1, 10),
    }
    known = {"kind": st.just("action"), "block": st.just(""), "entry": st.just(f"a{number}")}
    return st.fixed_dictionaries(
        {**known, "fields": _some(fields).map(lambda told: told | {"title": f"Action {number}"})}
    )


def _chosen(
    form: Form, asked: Question, number: int, said: st.SearchStrategy[str]
) -> st.SearchStrategy[Told]:
    def value(one: Question | Column) -> st.SearchStrategy[Any]:
        keys = [choice.key for choice in one.choices]
        if isinstance(one, Question) and one.list == "ecosystems":
            keys = [each.key for each in LIBRARY.ecosystems()]
        elif isinstance(one, Question) and one.list == "countries":
            keys = [each.code for each in LIBRARY.countries()]
        if one.type == "choices":
            return st.lists(st.sampled_from(keys), max_size=3, unique=True)
        if one.type == "choice":
            return st.sampled_from(keys)
        if one.type in ("number", "scale"):
            low = 0 if one.low is None else int(one.low)
            return st.integers(low, low + 90 if one.high is None else int(one.high))
        return days if one.type == "date" else said

    if asked.type == "rows":
        fields = _some({column.key: value(column) for column in asked.columns})
        entry = f"{asked.key}{number}"
    else:
        fields, entry = value(asked).map(lambda given: {"value": given}), f"{form.key}.{asked.key}"
    known = {"kind": st.just("answer"), "block": st.just(asked.key), "entry": st.just(entry)}
    return st.fixed_dictionaries({**known, "fields": fields})
