"""Groups at work: what comes too late or at once, the time, the merge screen. See test_whole_workshop."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Room, axe
from tests.browser.hands import Keyboard, all_saved
from tests.browser.workshop import (
    BLUE,
    EVERYBODY,
    GUESTS,
    LONG,
    SHEET,
    at_board,
    book_of,
    lead,
    note,
    open_board,
    seat,
    step,
    texts,
    visiting,
    write,
)
from tests.cast import ELENI, ILZE


@pytest.fixture
def workshop(room: Room) -> Room:
    """Eight people in two groups."""
    seat(room)
    return room


def test_a_change_of_phase_takes_nothing_from_under_the_cursor(workshop: Room) -> None:
    """Whole new states come while somebody types: the field, its words and the cursor stay."""
    trainer, ilze = lead(workshop), open_board(workshop, ILZE)
    ilze.get_by_role("button", name="Add a note to Channels").click()
    ilze.keyboard.type("Fees ")
    ilze.evaluate("() => { window.field = document.activeElement; }")
    for phase, words in (("write", "of all "), ("discuss", "the members "), ("vote", "we have")):
        step(trainer, phase)
        expect(ilze.locator(".stage-line, .board-head").first).to_be_visible()
        ilze.wait_for_function(
            "phase => document.querySelector('.stage-line').innerText.length > 0 || phase === 'discuss'",
            arg=phase,
        )
        ilze.keyboard.type(words)
        assert ilze.evaluate("() => window.field === document.activeElement")
    assert ilze.evaluate("() => window.field.value") == "Fees of all the members we have"
    ilze.keyboard.press("Escape")
    all_saved(ilze)
    assert texts(workshop, book_of(workshop, BLUE)) == ["Fees of all the members we have"]


def test_words_and_dots_that_come_after_closing_are_told_and_offered(workshop: Room) -> None:
    """Offline when the board is closed: the person hears of it, and gets their words back."""
    trainer, ilze = lead(workshop), open_board(workshop, ILZE)
    write(ilze, "Site visits")
    all_saved(ilze)
    step(trainer, "vote")
    expect(ilze.locator(".stage-line")).to_contain_text("3 of 3 dots left", timeout=LONG)
    ilze.context.set_offline(True)
    note(ilze, "Site visits").focus()
    ilze.keyboard.press("+")
    write(ilze, "Too late")
    step(trainer, "closed")
    ilze.context.set_offline(False)
    dialog = ilze.get_by_role("dialog", name="This change was not saved")
    expect(dialog.get_by_label("Your words, to copy")).to_have_value("Too late", timeout=LONG)
    expect(dialog).to_contain_text("This board is closed.")
    expect(ilze.locator(".toast")).to_contain_text("Voting is closed.")
    dialog.get_by_role("button", name="Close").click()
    all_saved(ilze)
    assert texts(workshop, book_of(workshop, BLUE)) == ["Site visits"]
    votes = workshop.store.journal.entries(book_of(workshop, BLUE), kind="vote")
    assert votes == []


def test_moved_edited_and_removed_at_once_no_word_is_lost(workshop: Room) -> None:
    """One writes in a note without a connection, another one moves it, a third one removes it."""
    ilze, ana, bo = (open_board(workshop, person) for person in (ILZE, *GUESTS[:2]))
    write(ilze, "Site visits")
    for page in (ana, bo):
        expect(note(page, "Site visits")).to_be_visible(timeout=LONG)
    note(ilze, "Site visits").dblclick()
    expect(ilze.get_by_role("textbox", name="Text of the note")).to_be_focused()
    ilze.keyboard.press("End")
    ilze.context.set_offline(True)
    ilze.keyboard.type(" in spring")
    Keyboard(ana).move_note(
        note(ana, "Site visits"), ana.locator("section.block[data-block=revenue_streams]")
    )
    all_saved(ana)
    expect(bo.locator("section.block[data-block=revenue_streams]")).to_contain_text(
        "Site visits", timeout=LONG
    )
    note(bo, "Site visits").focus()
    bo.keyboard.press("Delete")
    expect(note(ana, "Site visits")).to_have_count(0, timeout=LONG)
    ilze.context.set_offline(False)
    ilze.keyboard.press("Escape")
    all_saved(ilze)
    for page in (ilze, ana, bo):
        here = page.locator("section.block[data-block=revenue_streams]")
        expect(here).to_contain_text("Site visits in spring", timeout=LONG)
        expect(note(page, "Site visits")).to_have_count(1)
    assert texts(workshop, book_of(workshop, BLUE)) == ["Site visits in spring"]


def test_time_and_spotlight_reach_everybody_on_any_sheet(workshop: Room) -> None:
    """The trainer starts the time and asks all to look at a block; it is told aloud when the time is over."""
    trainer, ilze = lead(workshop), open_board(workshop, ILZE)
    trainer.get_by_label("Minutes").fill("5")
    trainer.get_by_role("button", name="Start the time").click()
    for page in (trainer, ilze):
        expect(page.get_by_role("timer")).to_have_text(re.compile(r"[45]:\d\d left"), timeout=LONG)
    expect(trainer.get_by_role("button", name="One minute more")).to_be_focused()
    ilze.evaluate("location.hash = '#group/value_proposition'")
    expect(ilze.get_by_role("heading", level=1, name="Value proposition canvas")).to_be_visible()
    trainer.get_by_text("Single blocks: lock, hide, look here").click()
    trainer.get_by_role("button", name="Everyone look here: Channels").click()
    link = ilze.get_by_role("link", name=re.compile("^Look here: Channels in"))
    expect(link).to_be_visible(timeout=LONG)
    assert axe(ilze) == []
    link.click()
    at_board(ilze)
    expect(ilze.locator(".stage-line")).to_contain_text("Look at: Channels")
    ilze.evaluate("() => { const now = Date.now; Date.now = () => now() + 480_000; }")
    expect(ilze.get_by_role("timer")).to_have_text("The time is over.", timeout=LONG)
    expect(ilze.locator("#cba-say")).to_have_text("The time is over.")
    trainer.get_by_role("button", name="Stop the time").click()
    expect(ilze.get_by_role("timer")).to_be_hidden(timeout=LONG)
    expect(trainer.get_by_label("Minutes")).to_be_focused()


def test_bundles_are_taken_apart_and_put_together_by_keyboard(workshop: Room) -> None:
    """The merge screen without a mouse; what is left out stays in the group."""
    with visiting(workshop, ILZE) as page:
        write(page, "Fees of members")
        write(page, "Site visits")
        write(page, "Not for all", "Cost Structure")
    with visiting(workshop, ELENI) as page:
        write(page, "Members: fees of")
        write(page, "Visits to sites of others")
    trainer = lead(workshop, "Everybody")
    hands = Keyboard(trainer)
    hands.press(trainer.get_by_role("link", name="Bring together"))
    bundles = trainer.locator(".gather-bundle")
    expect(bundles).to_have_count(4, timeout=LONG)

    def button(words: str) -> Locator:
        return trainer.get_by_role("button", name=re.compile(f"^{words.replace(':', ' ?:')}"))

    hands.press(button("Take out").last)
    expect(bundles).to_have_count(5)
    hands.press(button("Put together with another note: Site visits"))
    trainer.keyboard.press("Escape")
    expect(button("Put together with this one")).to_have_count(0)
    trainer.keyboard.press("Enter")
    hands.press(button("Put together with this one: Visits to sites"))
    expect(bundles).to_have_count(4)
    hands.press(button("Use these words: Site visits"))
    hands.reach(trainer.get_by_role("checkbox", name=re.compile("Not for all")))
    trainer.keyboard.press("Space")
    hands.press(trainer.get_by_role("button", name="Bring 3 notes to everybody"))
    expect(trainer.locator(".gather-told")).to_contain_text(
        "3 notes are on everybody’s board now.", timeout=LONG
    )
    expect(bundles).to_have_count(1)
    assert texts(workshop, EVERYBODY) == ["Fees of members", "Members: fees of", "Site visits"]
    assert axe(trainer) == []


@pytest.mark.parametrize("width", [1440, 390])
def test_the_trainers_screens_are_accessible_and_do_not_scroll_sideways(workshop: Room, width: int) -> None:
    """The list of groups, a board with its bar, and the merge screen."""
    for person, words in ((ILZE, "Fees of members"), (ELENI, "Members: fees of")):
        with visiting(workshop, person) as page:
            write(page, words)
    trainer = lead(workshop, width=width)
    trainer.get_by_text("Single blocks: lock, hide, look here").click()
    trainer.get_by_role("button", name="Lock Channels").click()
    expect(trainer.locator(".stage-told")).to_contain_text("Done", timeout=LONG)
    found = axe(trainer)
    over = trainer.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    for hash_, sign in (
        ("#groups", ".boards-list a"),
        (f"#groups/{EVERYBODY}/{SHEET}/gather", ".gather-bundle"),
    ):
        trainer.evaluate(f"location.hash = '{hash_}'")
        expect(trainer.locator(sign).first).to_be_visible(timeout=LONG)
        found += axe(trainer)
        over = max(over, trainer.evaluate("() => document.documentElement.scrollWidth - innerWidth"))
    assert found == []
    assert over <= 0
