"""Words: a report's texts in one language, with numbers, dates and money as a reader expects them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Words:
    """Texts by dotted key, seen from one root: `Words(texts, "roadmap").say("plan.title")`."""

    texts: Mapping[str, str]
    root: str

    def say(self, key: str, **values: object) -> str:
        """Return a text with its {places} filled in one pass, so that a person's braces stay as they are.

        A key without a text is returned itself: visible, and no reason to lose a report.
        """
        text = self.texts.get(f"{self.root}.{key}", key)
        return _PLACE.sub(lambda found: str(values.get(found[1], found[0])), text)

    def count(self, key: str, number: int, **values: object) -> str:
        """Return the text for one (KEY_one) or for many (KEY), with {n} as the number."""
        one = f"{key}_one"
        use = one if number == 1 and f"{self.root}.{one}" in self.texts else key
        return self.say(use, n=number, **values)

    def day(self, value: date) -> str:
        """Return “11 March 2024”."""
        month = self.texts.get(f"dates.month_{value.month}", f"{value:%B}")
        return f"{value.day} {month} {value.year}"

    def short_day(self, value: date) -> str:
        """Return “11 Mar 2024”, for tables."""
        month = self.texts.get(f"dates.month_{value.month}", f"{value:%B}")
        return f"{value.day} {month[:3]} {value.year}"

    def cell(self, value: str | date) -> str:
        """Return a text as it is, and a day in words."""
        return self.day(value) if isinstance(value, date) else value

    def clock(self, value: datetime) -> str:
        """Return “10:42”."""
        return f"{value:%H:%M}"

    def money(self, amount: float) -> str:
        """Return “€401,500”."""
        return f"€{amount:,.0f}"

    def listed(self, parts: Sequence[str]) -> str:
        """Return “a, b and c”."""
        if len(parts) < 2:
            return "".join(parts)
        return f"{', '.join(parts[:-1])} {self.say('list_and')} {parts[-1]}"


def shorten(text: str, limit: int) -> str:
    """Return `text` in one line, cut at a word before `limit` characters with “…” at the end."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    return f"{cut.rsplit(' ', 1)[0] if ' ' in cut else cut}…".replace(",…", "…")
