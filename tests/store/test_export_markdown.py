"""Markdown of a sheet: its words as they are, whatever signs people type."""

from __future__ import annotations

from html import unescape
from html.parser import HTMLParser

import mistune
from hypothesis import given
from hypothesis import strategies as st

from cba_kit.model.people import Person
from cba_kit.store import Store
from cba_kit.store.export_book import open_book
from cba_kit.store.export_markdown import escaped
from cba_kit.store.export_sheet import sheet_file

from .hand import Hand
from .workbooks import LIBRARY

signs = st.text(st.sampled_from("ab 1.)#*_`[]()<>!&|~+-=\\$\n\"'{}:/@"), max_size=40)


class _Shown(HTMLParser):
    """The text of a page, and its tags."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, _attributes: object) -> None:
        self.tags.add(tag)

    def handle_data(self, text: str) -> None:
        self.text += text


@given(signs)
def test_escaped_words_are_shown_as_they_are(text: str) -> None:
    shown = _Shown()
    shown.feed(str(mistune.create_markdown(escape=True)(escaped(text))))
    assert shown.tags <= {"p"}
    assert unescape(shown.text).split() == text.split()


def told(store: Store, key: str) -> str:
    return sheet_file(LIBRARY, open_book(store, LIBRARY, "ilze", None), key, "md").decode()


def test_a_canvas_is_told_block_by_block_with_marks_in_words(
    sqlite_store: Store, people: list[Person]
) -> None:
    sqlite_store.people.add(people)
    hand = Hand(sqlite_store)
    facts = {"meaning": "risk", "evidence": "heard", "proof": "8 of 10"}
    hand.put("n1", {"text": "Fairs <b>\n# and *visits*", **facts}, block="channels")
    hand.put("n2", {"text": "Lost"}, block="old_block")
    words = told(sqlite_store, "business_model")
    assert words.startswith("# Business model canvas\n\nIlze Kalniņa, ")
    assert (
        "## Channels\n\n- Fairs \\<b\\>\\\n  \\# and \\*visits\\*\n"
        "  - At risk; heard from members: 8 of 10\n" in words
    )
    assert "## Without a block\n\n- Lost\n  - Today\n" in words
    assert words.count("No notes.") == len(LIBRARY.sheet("business_model").blocks) - 1  # type: ignore[union-attr]  # a canvas
    assert words.rstrip().endswith(escaped(LIBRARY.sheet("business_model").credit))


def test_other_sheets_are_told_under_their_questions_and_actions(
    sqlite_store: Store, people: list[Person]
) -> None:
    sqlite_store.people.add(people)
    hand = Hand(sqlite_store)
    hand.put("strategy.mission", {"value": "We *build*"}, sheet="strategy", kind="answer", block="mission")
    hand.put("w1", {"need": "Buyers", "importance": 4}, sheet="needs", kind="answer", block="needs")
    hand.put("a1", {"title": "Open day", "cost": 500.0}, sheet="action_plan", kind="action", block="")
    rating = {"relevance": 5, "knowledge": "unknown"}
    hand.put("r1", rating, sheet="megatrends", kind="rating", block="climate")
    assert "We \\*build\\*\n" in told(sqlite_store, "strategy")
    assert "- 1, Importance: 4\n" in told(sqlite_store, "needs")
    assert "## Open day\n\n- Cost in EUR: 500\n" in told(sqlite_store, "action_plan")
    assert "I don't know" in told(sqlite_store, "megatrends")
