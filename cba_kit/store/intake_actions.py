"""Actions that come in: a table row by row into a plan."""

from __future__ import annotations

from cba_kit.content.tables.grid import tidy
from cba_kit.errors import OperationError
from cba_kit.model.plan import Plan
from cba_kit.store.export_book import Book
from cba_kit.store.export_heading import ID, Labels
from cba_kit.store.export_plan import DAYS, plan_labels
from cba_kit.store.intake_cell import day, key_of, keys_of, number
from cba_kit.store.intake_heading import Found
from cba_kit.store.intake_parcel import Brought
from cba_kit.store.intake_rows import Cells, Rows, Value, position

_LISTS = ("trends", "depends_on")
_CHOICES = ("status", "funding_status")


class Actions(Rows):
    """The rows of a plan. A row is known by the action's id, else by its title; else it is a new action."""

    needed = ("title",)

    def __init__(self, plan: Plan, book: Book, found: Found, token: str) -> None:
        super().__init__(plan.key, book, found, token)
        here = [entry for entry in self.here.values() if entry.kind == "action"]
        self.actions = {entry.id: entry for entry in here}
        self.by_title = {_name(entry.text("title")): entry.id for entry in reversed(here)}
        self.last = max(map(position, here), default=0.0)
        self.titles = {heading.key: heading.title for heading in found.headings}
        self.rows = self._rows()
        known = {name: plan_labels(plan, here, name, book.lists) for name in (*_LISTS, *_CHOICES)}
        self.labels: dict[str, Labels] = known
        self.labels["depends_on"] = {**known["depends_on"], **self._titles()}

    def take(self, number: int, place: str, cells: Cells) -> None:
        """Read one row."""
        if number not in self.rows:
            self.blank.append(str(number))
            return
        entry = self.rows[number]
        self.note(entry, number)
        action = self.actions.get(entry)
        fields = self.values(cells, action, self._value, ())
        if action is None:
            self.last += 1
            fields["position"] = self.last
        self.parcel.brought.append(Brought(place, self.sheet, entry, "action", "", fields))

    def _rows(self) -> dict[int, str]:
        """Return the action that each row is: actions may wait for those in rows further down."""
        keys = [heading.key for heading in self.found.headings]
        found: dict[int, str] = {}
        for row, values in self.found.rows:
            cells = dict(zip(keys, values, strict=True))
            wanted, title = cells.get(ID, "").strip(), cells["title"].strip()
            known = wanted if wanted in self.actions else self.by_title.get(_name(title), "")
            if known and (wanted == known or known not in found.values()):
                found[row] = known
            elif title:
                found[row] = self.new_id(wanted, row)
        return found

    def _titles(self) -> Labels:
        index = next(i for i, heading in enumerate(self.found.headings) if heading.key == "title")
        return {self.rows[row]: tidy(cells[index]) for row, cells in self.found.rows if row in self.rows}

    def _value(self, key: str, cell: str, had: Value) -> Value:
        words = cell.strip()
        if not words:
            return [] if key in _LISTS else None
        if words == had:
            return had
        title = self.titles[key]
        if key in DAYS:
            return day(title, words)
        if key in _LISTS:
            return keys_of(title, words, self._known(key, had))
        if key in _CHOICES:
            return key_of(title, words, self.labels[key])
        if key == "cost":
            return float(number(title, words))
        if key == "confidence":
            return self._whole(title, words)
        return cell.replace("\r\n", "\n")

    def _known(self, key: str, had: Value) -> Labels:
        """Return what a list may name; what stood there before may stay, whatever became of it."""
        return {**{each: each for each in (had if isinstance(had, list) else [])}, **self.labels[key]}

    def _whole(self, title: str, words: str) -> int:
        found = number(title, words)
        if not float(found).is_integer():
            raise OperationError(f"“{title}” takes a whole number, not “{words}”.")
        return int(found)


def _name(title: str) -> str:
    return tidy(title).casefold()
