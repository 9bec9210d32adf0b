"""Ratings that come in: a table row by row onto the trends of one sheet."""

from __future__ import annotations

from cba_kit.content.tables.grid import tidy
from cba_kit.errors import OperationError
from cba_kit.model.rounds import rating_id
from cba_kit.model.trends import Scale, Trend, Trends
from cba_kit.store.export_book import Book
from cba_kit.store.export_heading import ID
from cba_kit.store.export_trends import UNKNOWN, chosen_labels, horizon_labels
from cba_kit.store.intake_cell import key_of, meant, number
from cba_kit.store.intake_heading import Found
from cba_kit.store.intake_parcel import Brought
from cba_kit.store.intake_rows import Cells, Rows, Value

_FIRST_ROUND = 1
_LAST_ROUND = 9


class Ratings(Rows):
    """The rows of a trends sheet. A row is known by the rating's id, else by its trend and round."""

    needed = ("trend",)

    def __init__(self, trends: Trends, book: Book, found: Found, token: str) -> None:
        super().__init__(trends.key, book, found, token)
        self.trends = trends
        self.scales = {scale.key: scale for scale in trends.scales}
        self.horizons = horizon_labels(trends, book.words)
        self.chosen = {str(key): label for key, label in chosen_labels(book.words).items()}
        self.unknown = {UNKNOWN, "?", tidy(book.words["export.unknown"]).casefold()}
        self.titles = {heading.key: heading.title for heading in found.headings}

    def take(self, number: int, place: str, cells: Cells) -> None:
        """Read one row; a trend that is rated neither here nor there is left out."""
        rating = self.here.get(cells.get(ID, "").strip())
        if rating is None or rating.kind != "rating":
            turn = self._round(cells.get("round", ""))
            rating = self.here.get(rating_id(self.sheet, self._trend(cells).key, turn))
        else:
            turn = self._round(str(rating.fields.get("round", _FIRST_ROUND)))
        trend = rating.block if rating is not None else self._trend(cells).key
        fields = self.values(cells, rating, self._value, ("number", "trend", "round"))
        if rating is None and not any(value not in (None, "") for value in fields.values()):
            return
        entry = rating.id if rating is not None else rating_id(self.sheet, trend, turn)
        self.note(entry, number)
        if rating is None:
            fields["round"] = turn
        self.parcel.brought.append(Brought(place, self.sheet, entry, "rating", trend, fields))

    def _trend(self, cells: Cells) -> Trend:
        said = cells["trend"].strip()
        wanted = tidy(said).casefold()
        for trend in self.trends.trends:
            if wanted in {tidy(name).casefold() for name in (trend.name, trend.short, trend.key)}:
                return trend
        for trend in self.trends.trends:
            if not said and cells.get("number", "").strip() == str(trend.number):
                return trend
        known = {trend.key: trend.name for trend in self.trends.trends}
        raise OperationError(f"“{self.trends.title}” has no trend “{said}”. {meant(said, known)}")

    def _round(self, cell: str) -> int:
        words = cell.strip().removesuffix(".0")
        if not words:
            return _FIRST_ROUND
        if not words.isdecimal() or not _FIRST_ROUND <= int(words) <= _LAST_ROUND:
            raise OperationError(f"“{self.titles['round']}” is a number from 1 to 9, not “{cell.strip()}”.")
        return int(words)

    def _value(self, key: str, cell: str, had: Value) -> Value:
        words = cell.strip()
        if not words:
            return None
        if key in self.scales:
            return self._rated(self.scales[key], words)
        if key == "horizon":
            return had if words == had else key_of(self.titles[key], words, self.horizons)
        if key == "chosen":
            return key_of(self.titles[key], words, self.chosen) == str(True)
        return cell.replace("\r\n", "\n")

    def _rated(self, scale: Scale, words: str) -> Value:
        """Read a number, its word, or that somebody does not know."""
        said = tidy(words).casefold()
        if said in self.unknown:
            return UNKNOWN
        named = next((value for value, word in scale.words.items() if tidy(word).casefold() == said), None)
        found = number(scale.title, words) if named is None else named
        if not float(found).is_integer() or not scale.low <= found <= scale.high:
            raise OperationError(
                f"“{scale.title}” goes from {scale.low} to {scale.high} in whole numbers, not {words}."
            )
        return int(found)
