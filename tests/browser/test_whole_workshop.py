"""A real workshop from the first note to the roadmap: eight people in two groups and a trainer."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from cba_kit.model.people import Person
from tests.browser.conftest import Room
from tests.browser.hands import Keyboard, Mouse, all_saved
from tests.browser.trends import TRENDS, at_trends, go, press, rate, set_sliders
from tests.browser.workshop import (
    GUESTS,
    LONG,
    bring_together,
    lead,
    open_board,
    reveal,
    seat,
    step,
    vote,
    write_alone,
)
from tests.cast import ELENI, ILZE

TREND = "technological_change"
CHANGE = "Machines cost more to run"
ACTION = "Share one machine between three firms"
LOCKED = "It opens when your trainer shows the round to all."


@pytest.fixture
def workshop(room: Room) -> Room:
    """Eight people in two groups."""
    seat(room)
    return room


def test_a_workshop_from_the_first_note_to_the_roadmap(workshop: Room) -> None:
    """Ilze never touches a mouse. Eleni is offline while all others write and the notes are shown, and again
    while the first round of trends is rated and shown: what she wrote is there when she is back.
    """
    trainer = lead(workshop)
    trainer.get_by_label("For all 2 groups").check()
    step(trainer, "write")
    ilze, eleni = open_board(workshop, ILZE), open_board(workshop, ELENI)
    hands = Keyboard(ilze)
    ilze.evaluate("() => addEventListener('pointerdown', () => { window.touched = true; }, true)")

    write_alone(workshop, trainer, hands, eleni)
    reveal(trainer, ilze, eleni)
    vote(workshop, trainer, hands, eleni)
    bring_together(workshop, trainer, hands)

    rate_blind(workshop, trainer, hands, eleni)
    show_the_round(trainer, ilze, eleni)
    rate_again(workshop, trainer, hands, eleni)
    told_what_moved(trainer, ilze)

    from_trend_to_action(workshop, hands)
    read_it_in_the_roadmap(hands)
    assert ilze.evaluate("() => window.touched === undefined")
    assert workshop.foreign == []


def rate_blind(room: Room, trainer: Page, hands: Keyboard, eleni: Page) -> None:
    """Seven rate, and Eleni offline; nobody sees what others say, the trainer only how many have begun."""
    trainer.get_by_role("link", name="Trends in the room").first.click()
    press(trainer, "Open round 1")
    go(eleni, f"#sheet/{TRENDS}")
    expect(eleni.locator(".round-line")).to_contain_text("Round 1 is open", timeout=LONG)
    eleni.context.set_offline(True)
    set_sliders(Mouse(eleni), relevance=2)
    ilze = hands.page
    hands.press(ilze.get_by_role("link", name="My workbook").locator("visible=true").first)
    sheets = ilze.get_by_role("navigation", name="Sheets", exact=True)
    hands.press(sheets.get_by_role("link", name="Trends", exact=True))
    at_trends(ilze)
    rate(hands, relevance=4)
    for guest in GUESTS:
        visit_trends(room, guest, relevance=4, sign=LOCKED)
    expect(trainer.locator(".plenary-wait .big")).to_have_text("7 of 8", timeout=LONG)
    expect(trainer.get_by_text("No names and no numbers are shown before the reveal.")).to_be_visible()
    expect(ilze.get_by_text(LOCKED)).to_be_visible()


def visit_trends(room: Room, guest: Person, *, relevance: int, sign: str) -> None:
    """Let somebody come, rate the first trend, and go when it is saved; `sign` stands on their page then."""
    page = room.open(guest.id)
    go(page, f"#sheet/{TRENDS}")
    at_trends(page)
    rate(Mouse(page), relevance=relevance)
    expect(page.get_by_text(sign)).to_be_visible()
    page.context.close()
    room.contexts.remove(page.context)


def show_the_round(trainer: Page, ilze: Page, eleni: Page) -> None:
    """The picture is that of the seven; what Eleni said without a connection is hers, and she is told so."""
    press(trainer, "Show round 1 to all")
    press(trainer, "Yes, do it")
    expect(trainer.locator(".plenary-foot")).to_contain_text("7 people, round 1", timeout=LONG)
    everybody = "The middle of the ratings of 7 people, round 1."
    expect(ilze.get_by_text(everybody)).to_be_visible(timeout=LONG)
    expect(ilze.get_by_role("slider", name="Relevance")).to_be_disabled()
    eleni.context.set_offline(False)
    expect(eleni.get_by_text(everybody)).to_be_visible(timeout=LONG)
    expect(eleni.get_by_role("slider", name="Relevance")).to_have_value("2")
    expect(eleni.get_by_text("This came after round 1 was shown.")).to_be_visible(timeout=LONG)
    trainer.reload()
    expect(trainer.locator(".plenary-foot")).to_contain_text("7 people, round 1", timeout=LONG)


def rate_again(room: Room, trainer: Page, hands: Keyboard, eleni: Page) -> None:
    """The second round: everybody sees what they said before, and still nothing of what others say now."""
    press(trainer, "Open round 2")
    for page, before in ((hands.page, 4), (eleni, 2)):
        expect(page.locator(".assess")).to_contain_text(f"You said in round 1: {before}", timeout=LONG)
    rate(hands, relevance=5)
    rate(Mouse(eleni), relevance=5)
    for guest in GUESTS:
        visit_trends(room, guest, relevance=5, sign="You said in round 1: 4")
    expect(trainer.locator(".plenary-count")).to_have_text("8 of 8 have begun to rate", timeout=LONG)
    expect(trainer.locator(".plenary-foot")).to_contain_text("7 people, round 1")


def told_what_moved(trainer: Page, ilze: Page) -> None:
    """Everybody's movement stands on the projector and one's own on one's page, in words."""
    press(trainer, "Show round 2 to all")
    press(trainer, "Yes, do it")
    expect(trainer.locator(".plenary-foot")).to_contain_text("8 people, round 2", timeout=LONG)
    go(trainer, f"#plenary/{TRENDS}/agenda")
    expect(trainer.locator(".plenary-agenda")).to_contain_text(
        "Relevance: from 4 to 5; 7 went up, 0 went down (7 people)."
    )
    own = ilze.get_by_role("region", name="How you moved")
    expect(own).to_contain_text(re.compile("Relevance: 4 → 5 .*1 up"))
    press(trainer, "Close the rounds")
    press(trainer, "Yes, do it")
    expect(ilze.locator(".round-line")).to_contain_text("Rounds are closed", timeout=LONG)


def from_trend_to_action(room: Room, hands: Keyboard) -> None:
    """What the trend changes is a note; the golden thread makes an action of it, linked with both."""
    ilze = hands.page
    change = ilze.get_by_role("region", name="What does it change?")
    hands.press(change.get_by_role("button", name="A note on a block"))
    hands.choose(change.get_by_label("Where"), "Cost Structure")
    hands.write(change.get_by_label("What does it change there?"), CHANGE)
    ilze.keyboard.press("Enter")
    expect(change.get_by_role("link", name=CHANGE)).to_be_visible()
    all_saved(ilze)
    hands.press(ilze.get_by_role("navigation").get_by_role("link", name="Golden thread"))
    threads = ilze.get_by_role("group", name="Threads")
    row = threads.get_by_role("listitem").filter(has_text=CHANGE)
    hands.press(row.get_by_role("button", name="Make an action"))
    ilze.keyboard.type(ACTION)
    ilze.keyboard.press("Enter")
    expect(row.get_by_role("link", name=f"A1 {ACTION}", exact=True)).to_be_visible()
    all_saved(ilze)
    (written,) = room.store.journal.entries(ILZE.id, kind="note")
    (action,) = room.store.journal.entries(ILZE.id, kind="action")
    assert (written.block, written.fields["links"]) == ("cost_structure", [f"trend:{TREND}"])
    assert (action.fields["origin"], action.fields["trends"]) == (written.id, [TREND])


def read_it_in_the_roadmap(hands: Keyboard) -> None:
    """The roadmap that Ilze opens has her action, with the note and the trend that it comes from."""
    ilze = hands.page
    hands.press(ilze.get_by_role("navigation").get_by_role("link", name="Roadmap"))
    paper = ilze.frame_locator("iframe")
    reason = paper.get_by_role("row").filter(has_text=ACTION).filter(has_text=CHANGE)
    expect(reason).to_contain_text("1 Technological change", timeout=2 * LONG)
