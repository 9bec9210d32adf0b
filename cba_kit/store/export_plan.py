"""Table of a plan: one row an action, with a column for each thing that is asked about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from cba_kit.model.plan import Plan
from cba_kit.model.workbook import Entry
from cba_kit.store.export_form import day
from cba_kit.store.export_heading import ID, Heading, Labels, told

DAYS = ("start", "due", "first_step_by", "target_by")
_START = "export.action."


def plan_headings(words: Mapping[str, str]) -> list[Heading]:
    """Return the columns: the fields of an action that people fill in, in the order of the words."""
    fields = [key.removeprefix(_START) for key in words if key.startswith(_START)]
    return [*(Heading(name, words[_START + name]) for name in fields), Heading(ID, words["export.entry"])]


def plan_rows(
    plan: Plan, entries: Iterable[Entry], words: Mapping[str, str], lists: Mapping[str, Labels]
) -> Iterator[tuple[str, tuple[object, ...]]]:
    """Yield the id of each action and its row, without the id; `entries` are those of this sheet."""
    actions = [entry for entry in entries if entry.kind == "action"]
    names = [heading.key for heading in plan_headings(words) if heading.key != ID]
    labels = {name: plan_labels(plan, actions, name, lists) for name in names}
    for entry in actions:
        yield entry.id, tuple(_planned(entry, name, labels[name]) for name in names)


def plan_labels(plan: Plan, actions: Sequence[Entry], name: str, lists: Mapping[str, Labels]) -> Labels:
    """Return the words for what a field of an action may hold, by key; empty where it takes any words."""
    if name == "trends":
        return lists.get("trends", {})
    if name == "depends_on":
        return {other.id: other.text("title") for other in actions if other.text("title")}
    if name == "status":
        return {word.key: word.label for word in plan.statuses}
    return {word.key: word.label for word in plan.funding} if name == "funding_status" else {}


def _planned(entry: Entry, name: str, labels: Labels) -> object:
    value = entry.fields.get(name)
    return day(value) if name in DAYS else told(value, labels)
