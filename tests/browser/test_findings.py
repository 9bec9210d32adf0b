"""Thinking on a board: questions beside it, evidence and connections of a note, pictures of numbers."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Room, axe
from tests.browser.hands import Keyboard, all_saved
from tests.store.hand import Fields, Hand

SECRET = "All contacts are known by one person only"
ASKED = "If this person leaves tomorrow, who goes on with"
WHY = "Two of us keep the list together."


def board(room: Room, *, width: int = 1440, sheet: str = "business_model", note: str = "") -> Page:
    page = room.open("ilze", width=width)
    page.evaluate("place => { location.hash = place }", f"#sheet/{sheet}" + (f"/{note}" if note else ""))
    expect(page.locator(".view h1")).to_be_visible()
    return page


def hand(room: Room) -> Hand:
    room.store.journal.workbook_of("ilze")
    return Hand(room.store).see()


def risk(room: Room) -> Hand:
    """A note that a rule asks about."""
    writer = hand(room)
    writer.put("r1", {"text": SECRET, "position": 1}, block="key_resources")
    return writer


def questions(page: Page) -> Locator:
    return page.get_by_role("region", name="Blind spots")


def test_question_is_set_aside_with_a_reason_and_comes_back_when_its_note_changes(room: Room) -> None:
    writer = risk(room)
    page = board(room)
    keys = Keyboard(page)
    expect(questions(page)).to_contain_text(f"{ASKED} “{SECRET}”?")

    keys.press(questions(page).get_by_role("button", name="No gap: say why"))
    page.keyboard.press("Enter")
    expect(questions(page).get_by_role("alert")).to_have_text("Write the reason first.")
    page.keyboard.type(WHY)
    page.keyboard.press("Enter")
    all_saved(page)

    expect(questions(page).locator(".ask")).to_have_count(0)
    expect(questions(page).get_by_text("1 question set aside")).to_be_visible()
    page.reload()
    expect(questions(page).get_by_text("1 question set aside")).to_be_visible()
    expect(questions(page).locator(".ask")).to_have_count(0)

    writer.see().put("r1", {"text": "All prices are known by one person only"})
    expect(questions(page).locator(".ask")).to_contain_text("All prices are known by one person only")


def test_question_that_was_set_aside_can_be_asked_again(room: Room) -> None:
    risk(room)
    page = board(room)
    keys = Keyboard(page)
    keys.press(questions(page).get_by_role("button", name="No gap: say why"))
    page.keyboard.type(WHY)
    page.keyboard.press("Enter")

    keys.press(questions(page).get_by_text("1 question set aside"))
    expect(questions(page).get_by_text(WHY)).to_be_visible()
    keys.press(questions(page).get_by_role("button", name="Ask again"))

    expect(questions(page).locator(".ask")).to_contain_text(ASKED)
    expect(questions(page).locator(".ask button:visible").first).to_be_focused()


def test_question_becomes_an_action_that_says_where_it_comes_from(room: Room) -> None:
    risk(room)
    page = board(room)
    keys = Keyboard(page)

    keys.press(questions(page).get_by_role("button", name="Make an action"))
    page.keyboard.type("Share the contacts between three people")
    page.keyboard.press("Enter")
    expect(questions(page).locator(".ask")).to_have_count(0)
    all_saved(page)

    entries = room.store.journal.entries("ilze")
    (action,) = [entry for entry in entries if entry.kind == "action"]
    (finding,) = [entry for entry in entries if entry.kind == "finding"]
    assert (action.text("title"), action.text("origin")) == ("Share the contacts between three people", "r1")
    assert (finding.id, finding.text("state")) == ("finding.business_model.one_person", "action")
    assert finding.text("action") == action.id
    keys.press(page.get_by_role("button", name="Open the action"))
    expect(page.get_by_text("Share the contacts between three people").first).to_be_visible()


def test_question_is_answered_by_a_note_that_is_connected(room: Room) -> None:
    writer = hand(room)
    for number, text in enumerate(("Machine builders", "Start-ups", "Sawmills"), start=1):
        writer.put(f"s{number}", {"text": text, "position": number}, block="customer_segments")
    writer.put("v1", {"text": "Orders for machine builders", "position": 1}, block="value_propositions")
    page = board(room)
    keys = Keyboard(page)
    card = questions(page).locator("[data-rule=segment_without_promise]")
    expect(card).to_contain_text("You serve “Start-ups”, “Sawmills”.")

    keys.press(card.get_by_role("button", name="Add a note"))
    keys.reach(card.get_by_role("checkbox", name="Sawmills"))
    page.keyboard.press("Space")
    keys.write(card.get_by_label("A note that answers it, in Value Propositions"), "Buyers of used wood")
    page.keyboard.press("Enter")

    expect(card).to_contain_text("You serve “Start-ups”. What do you promise them?")
    promise = page.get_by_role("region", name="Value Propositions", exact=True)
    expect(promise.get_by_role("button", name="Buyers of used wood")).to_contain_text("1 connection")


def test_evidence_and_connection_are_given_by_keyboard_alone(room: Room) -> None:
    risk(room)
    page = board(room)
    keys = Keyboard(page)
    note = page.locator("button.note", has_text=SECRET)

    keys.focus_note(note)
    page.keyboard.press("e")
    panel = page.get_by_role("region", name=f"About “{SECRET}”")
    expect(panel.get_by_role("radio", name="not said yet")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(panel.get_by_role("radio", name="heard from members")).to_be_checked()
    keys.write(panel.get_by_label("Who said it, and when?"), "Board, 4 March")
    keys.reach(panel.get_by_role("combobox", name="Find a trend, need, action or note"))
    page.keyboard.type("climate")
    expect(panel.get_by_role("option", selected=True)).to_contain_text("Climate")
    page.keyboard.press("Enter")
    expect(panel.get_by_role("link", name="Climate")).to_be_visible()
    page.keyboard.press("Escape")

    expect(panel).to_be_hidden()
    expect(note).to_be_focused()
    expect(note).to_contain_text("heard from members")
    expect(note).to_contain_text("1 connection")
    all_saved(page)
    (kept,) = room.store.journal.entries("ilze", kind="note")
    assert (kept.fields["evidence"], kept.fields["proof"]) == ("heard", "Board, 4 March")
    assert kept.fields["links"] == ["trend:climate"]


def test_connection_leads_there_and_can_be_taken_away(room: Room) -> None:
    writer = risk(room)
    writer.put("r1", {"links": ["trend:climate", "note:gone"]})
    page = board(room, note="r1")
    keys = Keyboard(page)
    keys.focus_note(page.locator("button.note", has_text=SECRET))
    page.keyboard.press("e")
    panel = page.get_by_role("region", name=f"About “{SECRET}”")

    keys.press(panel.get_by_role("button", name="Remove: no longer there"))
    expect(panel.locator(".facts-tags li")).to_have_count(1)
    keys.press(panel.get_by_role("link", name="Climate"))

    expect(page.locator(".view h1")).to_have_text("Trends")
    all_saved(page)
    (kept,) = room.store.journal.entries("ilze", kind="note")
    assert kept.fields["links"] == ["trend:climate"]


def test_numbers_of_a_note_become_a_picture(room: Room) -> None:
    edition = room.academy.folder / "templates/editions/cba3.yaml"
    text = edition.read_text(encoding="utf-8")
    edition.write_text(
        text.replace("  - megatrends\n", "  - megatrends\n  - funding_mix\n", 1), encoding="utf-8"
    )
    hand(room).put("f1", {"text": "Fees", "position": 1}, sheet="funding_mix", block="private")
    page = board(room, sheet="funding_mix", note="f1")
    keys = Keyboard(page)

    keys.focus_note(page.locator("button.note", has_text="Fees"))
    page.keyboard.press("e")
    panel = page.get_by_role("region", name="About “Fees”")
    expect(panel.get_by_label("Amount a year")).to_be_focused()
    page.keyboard.type("40000")
    keys.choose(panel.get_by_label("Kind"), "paid services")
    page.keyboard.press("Tab")
    all_saved(page)

    picture = page.get_by_role("img", name="Funding mix").first
    expect(picture.locator("desc")).to_contain_text("Together 40")
    keys.press(page.get_by_text("The numbers as a table"))
    expect(page.get_by_role("row", name="Fees")).to_contain_text("40,000")
    expect(page.get_by_role("row", name="Fees")).to_contain_text("paid services")
    assert axe(page) == []


@pytest.mark.parametrize("width", [1440, 390])
def test_questions_and_panel_are_accessible(room: Room, width: int) -> None:
    risk(room)
    page = board(room, width=width, note="r1")
    note = page.locator("button.note", has_text=SECRET)
    expect(note).to_be_focused()
    page.keyboard.press("e")
    expect(page.get_by_role("region", name="About")).to_be_visible()
    page.get_by_role("combobox").fill("climate")
    expect(page.get_by_role("option").first).to_be_visible()
    questions(page).get_by_role("button", name="No gap: say why").click()
    expect(questions(page).get_by_label("Why is this no gap for you?")).to_be_focused()

    assert axe(page) == []
    over = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    assert over <= 0
    assert room.foreign == []


def test_trend_that_matters_and_is_little_known_becomes_an_action(room: Room) -> None:
    rated: Fields = {"relevance": 5, "knowledge": 1, "direction": -1, "horizon": "y5"}
    hand(room).put("megatrends.climate", rated, sheet="megatrends", kind="rating", block="climate")
    page = board(room, sheet="megatrends")
    card = questions(page).locator("[data-rule=relevant_unknown]")
    expect(card).to_contain_text("“Climate change” matters to you, and you know little about it.")
    assert axe(page) == []

    Keyboard(page).press(card.get_by_role("button", name="Make an action"))
    page.keyboard.type("Ask the university for a talk")
    page.keyboard.press("Enter")
    all_saved(page)

    expect(questions(page)).to_be_hidden()  # the other question about this trend is answered by it, too
    (action,) = room.store.journal.entries("ilze", kind="action")
    assert action.fields["trends"] == ["climate"]


def test_needs_form_asks_and_draws_its_gaps(room: Room) -> None:
    writer = hand(room)
    need: Fields = {"need": "We cannot read calls", "importance": 5, "satisfaction": 1, "position": 1}
    writer.put("n1", need, sheet="needs", kind="answer", block="needs")
    page = board(room, sheet="needs")

    expect(questions(page)).to_contain_text("Members say “We cannot read calls”. Who will answer it?")
    expect(page.get_by_role("img", name="Member needs").first.locator("desc")).to_contain_text("gap 4")
    assert axe(page) == []
    Keyboard(page).press(questions(page).get_by_role("button", name="Make an action"))
    page.keyboard.type("Read calls for members")
    page.keyboard.press("Enter")
    expect(questions(page)).to_be_hidden()
    all_saved(page)
    (action,) = room.store.journal.entries("ilze", kind="action")
    assert action.text("origin") == "n1"
