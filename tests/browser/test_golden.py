"""The golden thread: from a rated trend over a note to an action and its number, and what breaks it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Room, axe
from tests.browser.hands import Keyboard, all_saved
from tests.store.hand import Hand

CHANGE = "Machines cost more to run"
ACTION = "Share one machine between three firms"


def hand(room: Room) -> Hand:
    room.store.journal.workbook_of("ilze")
    return Hand(room.store).see()


def threat(writer: Hand) -> None:
    """A trend that is relevant and a threat."""
    rated = {"relevance": 5, "direction": -2, "knowledge": 3, "horizon": "y2"}
    writer.put("megatrends.climate", rated, sheet="megatrends", kind="rating", block="climate")


def line(writer: Hand) -> None:
    """A whole thread: trend, note, action, number."""
    threat(writer)
    writer.put("r1", {"text": CHANGE, "meaning": "risk", "links": ["trend:climate"]}, block="cost_structure")
    numbers = {"measure": "Cost", "baseline": "9", "target": "6", "unit": "%"}
    plan = {"title": ACTION, "origin": "r1", "position": 1}
    writer.put("a1", plan | numbers, sheet="action_plan", kind="action", block="")


def go(page: Page, place: str) -> None:
    page.evaluate("place => { location.hash = place }", place)


def thread(page: Page) -> Locator:
    return page.get_by_role("group", name="Threads")


def test_trend_becomes_note_action_and_a_whole_thread_by_keyboard_alone(room: Room) -> None:
    threat(hand(room))
    page = room.open("ilze")
    keys = Keyboard(page)
    keys.press(page.get_by_role("navigation").get_by_role("link", name="Golden thread"))
    row = thread(page).get_by_role("listitem", name="Threat without an answer")
    expect(row).to_contain_text("no action yet")

    keys.press(row.get_by_role("button", name="What does it change?"))
    dialog = page.get_by_role("dialog")
    keys.press(dialog.get_by_role("button", name="A note on a block"))
    keys.choose(dialog.get_by_label("Where"), "Cost Structure")
    keys.write(dialog.get_by_label("What does it change there?"), CHANGE)
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("link", name=CHANGE)).to_be_visible()
    page.keyboard.press("Escape")
    expect(row).to_contain_text(CHANGE)
    all_saved(page)
    (note,) = room.store.journal.entries("ilze", kind="note")
    told = note.block, note.fields["links"], note.fields["meaning"]
    assert told == ("cost_structure", ["trend:climate"], "risk")

    keys.press(row.get_by_role("button", name="Make an action"))
    page.keyboard.type(ACTION)
    page.keyboard.press("Enter")
    part = thread(page).get_by_role("listitem", name="Thread with a gap")
    expect(part.get_by_role("link", name=CHANGE)).to_be_visible()
    expect(part.get_by_role("link", name="Climate")).to_be_visible()
    keys.press(part.get_by_role("link", name="Add the number"))
    expect(page.locator(".view h1")).to_have_text("Action plan")
    all_saved(page)
    (action,) = room.store.journal.entries("ilze", kind="action")
    assert (action.fields["origin"], action.fields["trends"]) == (note.id, ["climate"])

    Hand(room.store, "other").see().put(action.id, {"target": "6%"}, sheet="action_plan", kind="action")
    keys.press(page.get_by_role("navigation").get_by_role("link", name="Golden thread"))
    whole = thread(page).get_by_role("listitem", name="Whole thread")
    expect(whole).to_contain_text("? → 6%")
    expect(page.get_by_text("Every thread is whole.")).to_be_visible()


def test_what_changes_is_one_step_of_undo(room: Room) -> None:
    threat(hand(room))
    page = room.open("ilze")
    go(page, "#thread")
    keys = Keyboard(page)
    keys.press(thread(page).get_by_role("button", name="What does it change?"))
    keys.press(page.get_by_role("dialog").get_by_role("button", name="A need"))
    keys.write(page.get_by_role("dialog").get_by_label("Who needs what"), "Small firms need cheaper power")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_role("link", name="Small firms")).to_be_visible()
    page.keyboard.press("Escape")
    expect(thread(page)).to_contain_text("Small firms need cheaper power")
    all_saved(page)
    (need,) = room.store.journal.entries("ilze", kind="answer")
    assert (need.sheet, need.fields["links"]) == ("needs", ["trend:climate"])

    page.keyboard.press("Control+z")

    expect(thread(page)).not_to_contain_text("Small firms need cheaper power")
    all_saved(page)
    assert room.store.journal.entries("ilze", kind="answer") == []


def test_removing_an_end_is_told_and_shown_as_broken(room: Room) -> None:
    line(hand(room))
    page = room.open("ilze")
    keys = Keyboard(page)
    go(page, "#sheet/action_plan/a1")
    keys.press(page.get_by_role("button", name="Open all of A1"))
    keys.press(page.get_by_role("dialog").get_by_role("button", name="Remove the action"))
    asked = page.get_by_role("dialog", name="Remove")
    expect(asked).to_contain_text(f"1 note refers to it: “{CHANGE}”")
    keys.press(asked.get_by_role("button", name="Keep it"))
    all_saved(page)
    assert len(room.store.journal.entries("ilze", kind="action")) == 1

    Hand(room.store, "other").see().remove("r1")
    expect(page.get_by_role("button", name=f"Broken: {CHANGE}")).to_be_visible()
    keys.press(page.get_by_role("navigation").get_by_role("link", name="Golden thread"))
    lost = page.get_by_role("region", name="Broken connections")
    expect(lost).to_contain_text(f"A1 {ACTION} was connected with {CHANGE}")
    keys.press(lost.get_by_role("button", name="Bring it back"))

    expect(lost).to_be_hidden()
    expect(thread(page).get_by_role("listitem", name="Whole thread")).to_contain_text(CHANGE)
    Hand(room.store, "third").see().remove("r1")
    keys.press(lost.get_by_role("button", name="Take it off"))
    expect(lost).to_be_hidden()
    all_saved(page)
    (action,) = room.store.journal.entries("ilze", kind="action")
    assert action.fields["origin"] == ""


def test_action_is_connected_with_more_by_keyboard(room: Room) -> None:
    writer = hand(room)
    line(writer)
    writer.put("n1", {"need": "Cheaper power", "position": 1}, sheet="needs", kind="answer", block="needs")
    page = room.open("ilze")
    keys = Keyboard(page)
    go(page, "#sheet/action_plan/a1")
    keys.press(page.get_by_role("button", name="Open all of A1"))
    dialog = page.get_by_role("dialog")
    keys.reach(dialog.get_by_role("combobox", name="Find a note, need"))
    page.keyboard.type("power")
    expect(dialog.locator(".thread-find").get_by_role("option", selected=True)).to_contain_text(
        "Cheaper power"
    )
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("link", name="Cheaper power")).to_be_visible()
    all_saved(page)
    (action,) = room.store.journal.entries("ilze", kind="action")
    assert action.fields["links"] == ["need:n1"]

    keys.press(dialog.get_by_role("link", name="Cheaper power"))
    expect(page.locator(".view h1")).to_have_text("Member needs")
    expect(page.get_by_label("Member group, need 1")).to_be_focused()
    keys.press(page.get_by_role("button", name="Remove need 1"))
    expect(page.get_by_role("dialog")).to_contain_text(f"1 action refers to it: “{ACTION}”")
    page.keyboard.press("Escape")
    all_saved(page)
    assert len(room.store.journal.entries("ilze", kind="answer")) == 1


def test_thread_is_filtered_and_is_a_table(room: Room) -> None:
    writer = hand(room)
    line(writer)
    writer.put("w1", {"text": "A shared school", "meaning": "wish"}, block="channels")
    page = room.open("ilze")
    go(page, "#thread")
    expect(thread(page).get_by_role("listitem")).to_have_count(2)

    page.get_by_label("Show").select_option(label="Notes that lead nowhere (1)")
    expect(thread(page).get_by_role("listitem")).to_have_count(1)
    expect(page.get_by_text("1 shown")).to_be_visible()
    page.get_by_label("Find words").fill("climate")
    expect(page.get_by_text("Nothing here.")).to_be_visible()
    page.get_by_label("Show").select_option(value="")
    page.locator("summary", has_text="As a table").click()
    expect(page.get_by_role("cell", name="5 Climate")).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("button", name="CSV").click()
    words = saved.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert words[0] == "What,Note or need,Trend,Action,Number"
    assert words[1].startswith("Whole thread,Machines cost more to run,5 Climate")


def test_what_wants_most_stands_first_and_many_notes_are_folded(room: Room) -> None:
    writer = hand(room)
    line(writer)
    writer.put(
        "megatrends.health",
        {"relevance": 5, "direction": -1},
        sheet="megatrends",
        kind="rating",
        block="health",
    )
    for number in range(8):
        writer.put(
            f"w{number}", {"text": f"Wish {number}", "meaning": "wish", "position": number}, block="channels"
        )
    page = room.open("ilze", width=390)
    keys = Keyboard(page)
    keys.press(page.get_by_role("link", name="Golden thread Why each action"))

    heads = thread(page).get_by_role("heading", level=2)
    expect(heads).to_have_text(
        ["Threats without an answer 1", "Whole threads 1", "Notes that lead nowhere 8"]
    )
    expect(
        page.get_by_text("1 threat without an answer · 8 notes that lead nowhere · whole threads: 1")
    ).to_be_visible()
    expect(thread(page).get_by_role("heading", level=3)).to_have_text(["Business model, Channels"])
    expect(thread(page).get_by_role("listitem")).to_have_count(2 + 5)
    keys.press(thread(page).get_by_role("button", name="3 more"))
    expect(thread(page).get_by_role("listitem")).to_have_count(2 + 8)
    expect(page.get_by_role("link", name="Wish 5")).to_be_focused()
    keys.press(thread(page).get_by_role("button", name="Show fewer"))
    expect(thread(page).get_by_role("listitem")).to_have_count(2 + 5)
    page.get_by_label("Find words").fill("wish 7")
    expect(thread(page).get_by_role("listitem")).to_have_count(1)


@pytest.mark.parametrize("width", [1440, 390])
def test_thread_is_accessible(room: Room, width: int) -> None:
    writer = hand(room)
    page = room.open("ilze", width=width)
    go(page, "#thread")
    expect(page.get_by_role("heading", name="No thread yet")).to_be_visible()
    assert axe(page) == []
    line(writer)
    writer.put("w1", {"text": "A shared school", "meaning": "wish", "links": ["note:gone"]}, block="channels")
    expect(thread(page).get_by_role("listitem")).to_have_count(2)
    expect(page.get_by_role("region", name="Broken connections")).to_be_visible()

    assert axe(page) == []
    assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0
    thread(page).get_by_role("button", name="Connect a trend").first.click()
    page.get_by_role("dialog").get_by_role("combobox").fill("climate")
    expect(page.locator(".thread-find").get_by_role("option").first).to_be_visible()
    assert axe(page) == []
    assert room.foreign == []
