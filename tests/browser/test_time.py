"""The time machine in a real browser: by keyboard, two moments compared, a block brought back and undone."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Room, axe
from tests.browser.hands import Keyboard, all_saved
from tests.store.hand import Fields, Hand, written

SHEET = "business_model"
NAME = "Before the coaching"
THEN = {"n1": "Fairs in Riga", "n2": "Networking for all members", "n4": "Site visits"}
NOW = {"n1": "Fairs in Riga and Tartu", "n3": "Proof of origin for every beam", "n4": "Site visits"}


def fill(room: Room) -> None:
    """Write two moments of Ilze's canvas; between them her coach asks, and she takes it up."""
    hand = Hand(room.store, "desk")
    for place, (name, text) in enumerate(THEN.items()):
        fields: Fields = {"text": text, "position": place}
        hand.see().put(name, fields, block="channels")
    room.store.journal.snapshot("ilze", NAME)
    coach = Hand(room.store, "coach", person="anneli")
    asked: Fields = {"text": "Which fairs, exactly?", "entry": "n1"}
    coach.put("c1", asked, kind="comment", block="channels")
    hand.see().put("c1", {"state": "used"}, kind="comment")
    hand.see().put("n1", {"text": NOW["n1"]})
    hand.see().remove("n2")
    hand.see().put("n3", {"text": NOW["n3"]}, block="value_propositions")


def texts(room: Room) -> dict[str, str]:
    return {key: str(fields["text"]) for key, fields in written(room.store).items() if key != "c1"}


def to_time(page: Page) -> Locator:
    """Go to the past of the canvas; return the slider."""
    page.evaluate(f"() => {{ location.hash = '#sheet/{SHEET}/time' }}")
    slider = page.get_by_role("slider", name="Moment", exact=True)
    expect(slider).to_be_visible()
    return slider


def test_a_block_comes_back_and_goes_again_by_keyboard(room: Room) -> None:
    """Open it, go from moment to moment, read what is different, bring a block back, undo: no mouse."""
    fill(room)
    page = room.open("ilze")
    page.evaluate(f"() => {{ location.hash = '#sheet/{SHEET}' }}")
    hands = Keyboard(page)
    hands.press(page.get_by_role("button", name="See how this sheet was"))
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    slider = page.get_by_role("slider", name="Moment", exact=True)
    expect(slider).to_have_attribute("aria-valuetext", re.compile(f"^{NAME}: .*, you$"))

    hands.reach(slider)
    page.keyboard.press("Home")
    expect(slider).to_have_attribute("aria-valuetext", "Before the first words")
    says = page.locator(".time-says [role=status]")
    expect(says).to_contain_text("3 added.")
    page.keyboard.press("PageUp")
    expect(slider).to_have_attribute("aria-valuetext", re.compile(NAME))
    expect(says).to_have_text(
        f"You compare {NAME} with Now. 1 added, 1 changed, 1 removed. "
        "A comment of Anneli came before one of them."
    )
    channels = page.get_by_role("region", name="Channels")
    expect(channels.locator(".note.changed ins")).to_have_text("and Tartu")
    expect(channels.locator(".note.gone del")).to_have_text(THEN["n2"])
    expect(page.locator(".note.added .dbadge")).to_contain_text("added")
    assert axe(page) == []

    hands.press(page.get_by_role("button", name="Bring back this block: Channels"))
    dialog = page.get_by_role("dialog", name="Bring back Channels as it was?")
    expect(dialog).to_contain_text("1 note comes back, 1 changes. You can take it back with Undo.")
    assert axe(page) == []
    hands.press(dialog.get_by_role("button", name="Bring it back"))
    expect(says).to_contain_text("1 added.")
    all_saved(page)
    assert texts(room) == THEN | {"n3": NOW["n3"]}
    page.keyboard.press("Control+z")
    expect(says).to_contain_text("1 added, 1 changed, 1 removed.")
    all_saved(page)
    assert texts(room) == NOW

    hands.press(page.get_by_role("button", name="Back to now"))
    expect(page.get_by_role("button", name="See how this sheet was")).to_be_focused()
    assert room.foreign == []


def test_two_moments_side_by_side_in_a_list_and_with_a_name(room: Room) -> None:
    fill(room)
    page = room.open("ilze")
    to_time(page)
    page.get_by_role("button", name="Side by side").click()
    part = page.get_by_role("region", name="Channels")
    then, now = part.get_by_role("group", name=NAME), part.get_by_role("group", name="Now")
    expect(then.locator(".note")).to_have_count(3)
    expect(now.locator(".note")).to_have_count(2)
    assert axe(page) == []

    page.get_by_role("button", name="List").click()
    row = page.get_by_role("row", name=re.compile("changed"))
    expect(row).to_contain_text("After the comment of Anneli: “Which fairs, exactly?”")
    expect(row).to_contain_text(re.compile(r"you, "))
    page.get_by_label("Filter what is different").fill("origin")
    expect(page.locator(".table-found")).to_have_text("1 of 3 rows")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as a table (CSV)").click()
    assert saved.value.suggested_filename == f"changes-{SHEET}-2024-03-11.csv"
    assert NOW["n3"] in Path(saved.value.path()).read_text(encoding="utf-8-sig")
    assert axe(page) == []

    page.get_by_label("Compare with").select_option(label="Another moment")
    second = page.get_by_role("slider", name="Second moment")
    second.press("Home")
    expect(page.locator(".time-says [role=status]")).to_have_text(
        f"You compare Before the first words with {NAME}. 3 added."
    )
    expect(page.get_by_role("button", name="Bring back the whole sheet")).to_have_count(0)

    page.get_by_role("slider", name="Moment", exact=True).press("End")
    page.get_by_label("Name this moment").fill("After the coaching")
    page.get_by_role("button", name="Name it").press("Enter")
    page.get_by_role("button", name="Rename: After the coaching").press("Enter")
    page.get_by_label("New name for “After the coaching”").fill("Answered")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Show: Answered")).to_be_visible()
    assert [one.name for one in room.store.journal.snapshots("ilze")] == [NAME, "Answered"]


def test_on_a_phone_it_is_a_list(room: Room) -> None:
    """No sideways scroll, no violation; one note comes back, and again with the toast's Undo goes."""
    fill(room)
    page = room.open("ilze", width=390, height=844)
    to_time(page)
    expect(page.get_by_role("row", name=re.compile("removed"))).to_be_visible()
    expect(page.get_by_role("button", name="Side by side")).to_have_count(0)
    assert page.evaluate("() => document.documentElement.scrollWidth") == 390
    assert axe(page) == []
    page.get_by_role("button", name=f"Bring back “{THEN['n2']}”").click()
    page.get_by_role("dialog").get_by_role("button", name="Bring it back").click()
    expect(page.get_by_role("row", name=re.compile("removed"))).to_have_count(0)
    all_saved(page)
    assert texts(room) == NOW | {"n2": THEN["n2"]}
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(page.get_by_role("row", name=re.compile("removed"))).to_be_visible()


def test_the_past_of_a_form_is_there_too(room: Room) -> None:
    hand = Hand(room.store, "desk")
    answer = {"kind": "answer", "sheet": "strategy", "block": "mission"}
    hand.see().put("strategy.mission", {"value": "Grow"}, **answer)
    room.store.journal.snapshot("ilze", NAME)
    hand.see().put("strategy.mission", {"value": "Grow together"}, **answer)
    page = room.open("ilze")
    page.evaluate("() => { location.hash = '#sheet/strategy' }")
    page.get_by_role("button", name="See how this sheet was").click()
    expect(page.locator(".pair-part .note.changed ins")).to_have_text("together")
    assert axe(page) == []


@pytest.mark.parametrize("width", [1440, 390])
def test_the_past_of_ratings_is_there_with_names_under_the_slider(room: Room, width: int) -> None:
    hand = Hand(room.store, "desk")
    rating = {"kind": "rating", "sheet": "megatrends", "block": "climate"}
    for number, name in enumerate(
        ("First look", "After the talk", "A name that needs much room", "Then", "Done")
    ):
        said: Fields = {"relevance": 1 + number, "horizon": "y2"}
        hand.see().put("megatrends.climate", said, **rating)
        room.store.journal.snapshot("ilze", name)
    hand.see().put("megatrends.climate", {"relevance": 2}, **rating)
    page = room.open("ilze", width=width)
    page.evaluate("() => { location.hash = '#sheet/megatrends' }")
    page.get_by_role("button", name="See how this sheet was").click()

    expect(page.locator(".time-place")).to_contain_text("Relevance 5, now to 2 years")
    labels = page.locator(".time-slider:visible .time-labels span:not(.out)")
    expect(labels.filter(has_text="Done")).to_have_count(1)
    boxes = sorted((box["x"], box["x"] + box["width"]) for at in labels.all() if (box := at.bounding_box()))
    assert all(left[1] < right[0] for left, right in pairwise(boxes))
    assert boxes[0][0] >= 0
    assert boxes[-1][1] <= width
    assert axe(page) == []
    assert page.evaluate("() => document.documentElement.scrollWidth") == width

    page.get_by_role("button", name="Bring back the whole sheet").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("1 changes. You can take it back with Undo.")
    dialog.get_by_role("button", name="Bring it back").click()
    all_saved(page)
    assert room.store.journal.entries("ilze", kind="rating")[0].fields["relevance"] == 5
