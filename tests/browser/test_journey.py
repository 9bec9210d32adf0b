"""The whole journey: fill in, render, read, comment, answer; with a mouse and with a keyboard alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Room, axe
from tests.browser.hands import Hands, Keyboard, Mouse, all_saved

MISSION = "Timber firms of the region win work together."
NOTE = "Site visits, six a year"
ACTION = "Test paid tender support"
QUESTION = "Which three members told you they would pay?"
REPLY = "Two sawmills and one builder did."


@pytest.mark.parametrize("hands", [Mouse, Keyboard], ids=["mouse", "keyboard"])
def test_participant_writes_coach_answers_participant_sees_it(
    hands: type[Hands], database_url: str, start_room: Callable[[str], Room]
) -> None:
    """The main job works from the first keystroke to the coach's answer, on both databases."""
    room = start_room(database_url)
    page = room.open("ilze")
    fill_in(page, hands(page))
    rendered = room.cba("render", "cba3", "--only", "ilze")
    assert rendered.returncode == 0, rendered.stderr

    coach = room.open("anneli")
    comment(coach, hands(coach))
    answer(page, hands(page))
    talk = coach.get_by_role("complementary", name="Comments")
    expect(talk.get_by_text(REPLY)).to_be_visible()
    hands(page).press(
        page.get_by_role("complementary", name="Comments").get_by_role("button", name="Used").first
    )
    all_saved(page)
    hands(coach).press(talk.get_by_role("button", name="All", exact=True))
    expect(talk.locator(".tag", has_text="used")).to_be_visible()

    written = {entry.id: entry for entry in room.store.journal.entries("ilze")}
    texts = {value for entry in written.values() for value in entry.fields.values() if isinstance(value, str)}
    assert {MISSION, NOTE, ACTION, QUESTION, REPLY} <= texts
    assert room.foreign == []


def fill_in(page: Page, hands: Hands) -> None:
    """A form, a canvas, trends, a plan."""
    sheets = page.get_by_role("navigation", name="Sheets")
    assert axe(page) == []
    hands.press(sheets.get_by_role("link", name="Strategy", exact=True))
    hands.write(page.get_by_role("textbox", name="Mission"), MISSION)

    hands.press(sheets.get_by_role("link", name="Business model", exact=True))
    hands.press(page.get_by_role("button", name="Add a note to Customer Relationships"))
    page.keyboard.type(NOTE)
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    note = page.locator("button.note", has_text=NOTE)
    hands.move_note(note, page.get_by_role("region", name="Channels", exact=True))
    expect(page.get_by_role("region", name="Channels", exact=True).locator("button.note")).to_contain_text(
        NOTE
    )

    hands.press(sheets.get_by_role("link", name="Trends", exact=True))
    hands.rate(page.get_by_role("slider", name="Relevance"), 5)
    hands.rate(page.get_by_role("slider", name="Knowledge"), 2)
    expect(page.get_by_role("slider", name="Relevance")).to_have_value("5")

    hands.press(sheets.get_by_role("link", name="Action plan", exact=True))
    hands.press(page.get_by_role("button", name="Add the first action"))
    page.keyboard.type(ACTION)
    page.keyboard.press("Enter")
    all_saved(page)


def comment(coach: Page, hands: Hands) -> None:
    """The coach reads the roadmap and asks about a block."""
    hands.press(coach.get_by_role("link", name="Ilze Kalniņa"))
    roadmap = coach.frame_locator("iframe")
    expect(roadmap.get_by_text(NOTE).first).to_be_visible()
    assert axe(coach) == []
    hands.press(coach.get_by_role("button", name="New comment"))
    talk = coach.get_by_role("complementary", name="Comments")
    hands.choose(talk.get_by_label("About", exact=True), "Business model canvas")
    hands.choose(talk.get_by_label("Which part", exact=True), "Channels")
    hands.write(talk.get_by_label("Your comment"), QUESTION)
    hands.press(talk.get_by_role("button", name="Send to Ilze"))
    expect(talk.get_by_text(QUESTION)).to_be_visible()
    all_saved(coach)


def answer(page: Page, hands: Hands) -> None:
    """The participant finds the comment on the home page and answers where it belongs."""
    hands.press(page.get_by_role("link", name="Home", exact=True).first)
    hands.press(page.get_by_role("link", name=f"Answer: “{QUESTION}”"))
    comments = page.get_by_role("complementary", name="Comments")
    expect(comments.get_by_text(QUESTION)).to_be_visible()
    hands.write(comments.get_by_label("Your answer").first, REPLY)
    hands.press(comments.get_by_role("button", name="Answer", exact=True))
    expect(comments.get_by_text(REPLY)).to_be_visible()
    all_saved(page)
