"""What this device keeps: told when it cannot, shown in every tab, gone after signing out."""

from __future__ import annotations

import re

from playwright.sync_api import BrowserContext, Page, expect

from cba_kit.server import make_link
from tests.browser.conftest import Room, axe
from tests.browser.hands import all_saved
from tests.browser.test_never_lost import (
    cut_off,
    note,
    open_canvas,
    second_tab,
    server_of,
    texts,
    type_in_note,
)
from tests.chromium import context_of

BLOCKED = """
for (const name of ["localStorage", "sessionStorage"]) {
  Object.defineProperty(window, name, { get() { throw new DOMException("blocked", "SecurityError"); } });
}
"""
FILL = """() => {
  let text = "x".repeat(1 << 20);
  for (let n = 0; text; n++) {
    try { localStorage.setItem(`other:${n}`, text); } catch { text = text.slice(0, text.length >> 1); }
  }
}"""
KEPT = "Object.keys(localStorage).filter(key => key.startsWith('cba:'))"


def add_note(page: Page, words: str) -> None:
    page.get_by_role("button", name="Add a note to Channels").click()
    page.keyboard.insert_text(words)


def sign_out(page: Page) -> None:
    page.get_by_role("button", name=re.compile("Ilze")).first.click()
    page.get_by_role("button", name="Sign out", exact=True).click()


def test_blocked_storage_is_told_and_the_words_arrive_all_the_same(room: Room) -> None:
    """Private mode: the status line says what to do while something waits, and what waits is sent."""
    context = context_of(room.chromium, locale="en-GB")
    room.contexts.append(context)
    context.add_init_script(BLOCKED)
    page = context.new_page()
    page.goto(make_link(room.academy, room.store.people.person("ilze")))
    page.wait_for_selector(".cba h1")
    open_canvas(page)
    with cut_off(page, server_of(room)):
        add_note(page, "Only on this page")
        expect(page.locator(".saved")).to_have_text(
            "This browser keeps nothing on the device. Stay on this page until it says Saved."
        )
        expect(page.locator(".lost")).to_contain_text("Leave this page open, or copy your changes.")
        assert axe(page) == []
    expect(page.locator(".saved")).to_have_text(re.compile(r"Saved \d\d:\d\d"))
    assert texts(room) == ["Only on this page"]


def test_full_storage_is_told_until_everything_is_saved(room: Room) -> None:
    """The device has no room: told at once, kept on the page, saved when the network is back."""
    page = room.open("ilze")
    open_canvas(page)
    page.evaluate(FILL)
    with cut_off(page, server_of(room)):
        add_note(page, "No room for this one")
        expect(page.locator(".saved")).to_have_text(
            "This device keeps no more changes. Stay on this page until it says Saved."
        )
        assert page.evaluate(KEPT) == []
    all_saved(page)
    assert texts(room) == ["No room for this one"]


def test_text_larger_than_any_message_is_refused_on_the_device(room: Room) -> None:
    """It would break the connection again and again; the person gets it back, and the rest is saved."""
    page = room.open("ilze")
    open_canvas(page)
    page.get_by_role("button", name="Add a note to Channels").click()
    page.evaluate(
        """() => {
          document.activeElement.value = "word ".repeat(300_000);
          document.activeElement.dispatchEvent(new InputEvent("input", { bubbles: true }));
        }"""
    )
    dialog = page.get_by_role("dialog", name="This change was not saved")
    expect(dialog).to_contain_text("This text is too long to be sent.")
    expect(dialog.get_by_label("Your words, to copy")).to_have_value(re.compile("^word word"))
    dialog.get_by_role("button", name="Close").click()
    add_note(page, "A short one")
    all_saved(page)
    assert texts(room) == ["A short one"]


def test_two_tabs_without_a_network_show_each_others_words(room: Room) -> None:
    """What is kept in one tab is seen in the other; with the network back all of it is saved once."""
    first = room.open("ilze")
    open_canvas(first)
    second = second_tab(first)
    second.wait_for_selector("#cba-main h1")
    with cut_off(first, server_of(room)):
        add_note(first, "Written without a network")
        note(second, "Written without a network")
        first.keyboard.type(" at all")
        note(second, "Written without a network at all")
    all_saved(first)
    note(second, "Written without a network at all")
    expect(second.locator(".saved")).to_have_text("All is saved")
    assert texts(room) == ["Written without a network at all"]


def tabs(room: Room, count: int) -> tuple[BrowserContext, list[Page]]:
    """Open the same page several times, one after another."""
    first = room.open("ilze")
    opened = [first]
    for _ in range(count - 1):
        page = second_tab(first)
        page.wait_for_selector(".cba h1")
        opened.append(page)
    return first.context, opened


def test_third_tab_takes_over_the_oldest_which_can_be_had_back(room: Room) -> None:
    """The oldest tab says what happened and does not fight for its place; one press brings it back."""
    _, (oldest, _, newest) = tabs(room, 3)
    lost = oldest.locator(".lost")
    expect(lost).to_contain_text("You opened this page again in a newer tab.")
    expect(oldest.locator(".saved")).to_have_text("Open in a newer tab")
    assert axe(oldest) == []
    expect(newest.locator(".lost")).to_be_empty()
    lost.get_by_role("button", name="Use this tab").click()
    expect(lost).to_be_empty()
    open_canvas(oldest)
    add_note(oldest, "Back in the first tab")
    all_saved(oldest)
    assert texts(room) == ["Back in the first tab"]


def test_withdrawn_link_is_told_and_the_words_can_be_copied(room: Room) -> None:
    """The page ends with its link: what was not sent stays here, and can be taken along."""
    page = room.open("ilze")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    type_in_note(page)
    with cut_off(page, server_of(room)):
        page.keyboard.type(" of this long thought")
        person = room.store.people.person("ilze")
        room.store.people.update(person.model_copy(update={"link": person.link + 1}))
    lost = page.locator(".lost")
    expect(lost).to_contain_text("This link was replaced")
    expect(lost).to_contain_text("You can also copy it now.")
    lost.get_by_role("button", name="Copy my changes as text").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith("of this long thought")
    page.goto(make_link(room.academy, room.store.people.person("ilze")))
    open_canvas(page)
    note(page, copied)
    all_saved(page)
    assert texts(room) == [copied]


def test_signing_out_leaves_nothing_on_the_device(room: Room) -> None:
    """All is saved: one press, a goodbye, an empty storage, and the page is closed to whoever comes next."""
    page = room.open("ilze")
    type_in_note(page, "Saved before")
    page.keyboard.press("Escape")
    other = second_tab(page)
    other.wait_for_selector(".cba h1")
    sign_out(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("You have signed out")
    assert page.evaluate(KEPT) == []
    expect(other.get_by_role("heading", level=1)).to_have_text("Open your personal link")
    page.goto(room.academy.settings.address)
    expect(page.get_by_role("heading", level=1)).to_have_text("Open your personal link")


def test_signing_out_with_unsent_words_asks_and_waits_until_they_are_saved(room: Room) -> None:
    """Nobody loses words by one press: they are shown, can be copied, and are sent when they can be."""
    page = room.open("ilze")
    open_canvas(page)
    with cut_off(page, server_of(room)):
        add_note(page, "Not sent yet")
        page.keyboard.press("Escape")
        sign_out(page)
        dialog = page.get_by_role("dialog", name="Some of your words are not saved yet")
        expect(dialog).to_contain_text("1 change is only on this device.")
        expect(dialog.get_by_role("list")).to_contain_text("Not sent yet")
        assert axe(page) == []
        dialog.get_by_role("button", name="Sign out and delete them").click()
        expect(page.locator(".toast")).to_contain_text("You are still signed in")
        assert len(page.evaluate(KEPT)) > 0
    expect(page.get_by_role("heading", level=1)).to_have_text("You have signed out")
    assert page.evaluate(KEPT) == []
    assert texts(room) == ["Not sent yet"]
