"""Nothing typed is lost: kernels die, servers restart, networks break, tabs close, pages reload."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from cba_kit.server import make_link
from tests.browser.conftest import Room, axe
from tests.browser.hands import all_saved

WORDS = "Every word of this long thought stays, also the last one"
BEGUN = WORDS[:20]
REST = WORDS[20:]


def processes_of(folder: Path, sign: str) -> list[int]:
    """Find the processes that work for an academy, by what their command line holds."""
    found = []
    for place in Path("/proc").iterdir():
        if not place.name.isdigit():
            continue
        try:
            words = (place / "cmdline").read_bytes()
            environment = (place / "environ").read_bytes()
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue  # it ended while we looked
        if sign.encode() in words and (
            f"CBA_ACADEMY={folder}".encode() in environment or str(folder).encode() in words
        ):
            found.append(int(place.name))
    return found


def kill_kernels(room: Room) -> None:
    kernels = processes_of(room.academy.folder, "ipykernel_launcher")
    assert kernels
    for kernel in kernels:
        os.kill(kernel, signal.SIGKILL)


def server_of(room: Room) -> int:
    (server,) = processes_of(room.academy.folder, "cba_kit.cli\0serve")
    return server


@contextmanager
def served_again(room: Room) -> Iterator[None]:
    """Serve the academy once more at the address that it had."""
    port = str(urlsplit(room.academy.settings.address).port)
    server = subprocess.Popen(
        [sys.executable, "-m", "cba_kit.cli", "serve", "--academy", str(room.academy.folder), "--port", port],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=room.environment,
    )
    try:
        assert server.stdout is not None
        assert "http://" in server.stdout.readline()
        yield
    finally:
        server.terminate()
        server.wait(timeout=30)


@contextmanager
def cut_off(page: Page, server: int) -> Iterator[None]:
    """Cut the network: connections that are open bring nothing any more, and none can be made."""
    os.kill(server, signal.SIGSTOP)
    page.context.set_offline(True)
    try:
        yield
    finally:
        os.kill(server, signal.SIGCONT)
        page.context.set_offline(False)


def open_canvas(page: Page) -> None:
    sheets = page.get_by_role("navigation", name="Sheets")
    sheets.get_by_role("link", name="Business model", exact=True).click()


def type_in_note(page: Page, words: str = BEGUN) -> None:
    open_canvas(page)
    page.get_by_role("button", name="Add a note to Channels").click()
    page.keyboard.type(words)
    all_saved(page)


def second_tab(page: Page) -> Page:
    other = page.context.new_page()
    other.set_default_timeout(20_000)
    other.goto(page.url)
    return other


def texts(room: Room) -> list[str]:
    return [entry.text() for entry in room.store.journal.entries("ilze")]


def note(page: Page, words: str) -> None:
    expect(page.locator("button.note", has_text=words)).to_be_visible()


def test_kernel_killed_while_typing_reload_has_every_word(room: Room) -> None:
    """The kernel dies in the middle of a sentence: the page says so; opened again, every word is saved."""
    page = room.open("ilze")
    type_in_note(page)
    kill_kernels(room)
    page.keyboard.type(REST)
    assert WORDS not in texts(room)  # the bad thing is possible: the store has not seen the end
    expect(page.locator(".lost")).to_contain_text("This page stopped. Your work did not.")
    expect(page.locator(".saved")).to_have_text("1 change kept here")
    page.get_by_role("button", name="Open the page again").click()
    note(page, WORDS)
    all_saved(page)
    assert texts(room) == [WORDS]


def test_reload_without_leaving_the_field_keeps_the_text(room: Room) -> None:
    """A reload in the middle of a word, before any pause, loses nothing."""
    page = room.open("ilze")
    type_in_note(page)
    page.keyboard.type(REST)
    page.reload()
    note(page, WORDS)
    all_saved(page)
    assert texts(room) == [WORDS]


def test_server_killed_and_started_again_page_says_so_and_has_every_word_once(room: Room) -> None:
    """The server dies while somebody types and is back on the same port; the open page cannot go on."""
    page = room.open("ilze")
    type_in_note(page)
    os.kill(server_of(room), signal.SIGKILL)
    page.keyboard.type(REST)
    expect(page.locator(".saved")).not_to_contain_text("Saved")
    with served_again(room):
        page.evaluate("dispatchEvent(new Event('offline')); dispatchEvent(new Event('online'))")
        expect(page.locator(".lost")).to_contain_text("This page stopped. Your work did not.")
        page.get_by_role("button", name="Open the page again").click()
        note(page, WORDS)
        all_saved(page)
        assert texts(room) == [WORDS]


def test_network_away_words_wait_and_are_sent_when_it_is_back(room: Room) -> None:
    """The status never says “Saved” meanwhile; the banner shows what is kept, without a mistake for axe."""
    page = room.open("ilze")
    type_in_note(page)
    with cut_off(page, server_of(room)):
        page.keyboard.type(REST)
        expect(page.locator(".saved")).to_have_text("1 change kept here")
        expect(page.locator(".lost")).to_contain_text("Go on writing.")
        expect(page.get_by_role("list", name="Changes kept on this device")).to_contain_text(WORDS)
        assert axe(page) == []
    expect(page.locator(".toast")).to_have_text("Back online. 1 change was sent.")
    expect(page.locator(".lost")).to_be_empty()
    all_saved(page)
    assert texts(room) == [WORDS]


def test_closed_tab_leaves_its_words_to_the_next_one(room: Room) -> None:
    """The outbox outlives the tab, also when nothing could be sent."""
    page = room.open("ilze")
    type_in_note(page)
    kill_kernels(room)
    page.keyboard.type(REST)
    address, context = page.url, page.context
    page.close()
    assert WORDS not in texts(room)
    again = context.new_page()
    again.goto(address)
    note(again, WORDS)
    all_saved(again)
    assert texts(room) == [WORDS]


def test_session_ended_words_are_sent_after_joining_again(room: Room) -> None:
    """Without its cookie the page leads to a plain explanation; the personal link brings everything back."""
    page = room.open("ilze")
    type_in_note(page)
    kill_kernels(room)
    page.keyboard.type(REST)
    page.context.clear_cookies()
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("button.note")).to_have_count(0)
    page.goto(make_link(room.academy, room.store.people.person("ilze")))
    open_canvas(page)
    note(page, WORDS)
    all_saved(page)
    assert texts(room) == [WORDS]


def test_two_tabs_of_one_person_converge(room: Room) -> None:
    """What is written in one tab arrives in the other, in both directions, and nothing twice."""
    first = room.open("ilze")
    type_in_note(first, "From the first tab")
    second = second_tab(first)
    note(second, "From the first tab")
    second.get_by_role("button", name="Add a note to Channels").click()
    second.keyboard.type("From the second tab")
    second.keyboard.press("Escape")
    note(first, "From the second tab")
    all_saved(first)
    all_saved(second)
    assert sorted(texts(room)) == ["From the first tab", "From the second tab"]


def test_two_texts_at_the_same_time_are_both_shown_and_both_kept(room: Room) -> None:
    """The tab that types on what it had seen gets a choice; “Keep both” leaves two ordinary notes."""
    first = room.open("ilze")
    type_in_note(first, "Site visits")
    first.keyboard.press("Escape")
    second = second_tab(first)
    for page in (first, second):
        page.locator("button.note", has_text="Site visits").dblclick()
        expect(page.get_by_role("textbox", name="Text of the note")).to_be_focused()
        page.keyboard.press("End")
    second.keyboard.type(" in spring")
    all_saved(second)
    second.keyboard.press("Escape")
    expect(first.get_by_role("textbox", name="Text of the note")).to_have_value("Site visits")
    first.keyboard.type(" in autumn")
    all_saved(first)
    first.keyboard.press("Escape")
    assert sorted(texts(room)) == ["Site visits in autumn", "Site visits in spring"]
    choice = first.get_by_role("region", name=re.compile("at the same time|changed in two places"))
    expect(choice).to_contain_text("Site visits in autumn")
    expect(choice).to_contain_text("Site visits in spring")
    choice.get_by_role("button", name="Keep both").click()
    for page in (first, second):
        note(page, "Site visits in autumn")
        note(page, "Site visits in spring")
    all_saved(first)
    found = room.store.journal.entries("ilze")
    assert sorted(entry.text() for entry in found) == ["Site visits in autumn", "Site visits in spring"]
    assert [entry.conflict_of for entry in found] == [None, None]


def test_refused_words_are_offered_to_be_copied(room: Room) -> None:
    """A text that is too long is not saved: the person gets it back whole, also after a reload."""
    page = room.open("ilze")
    open_canvas(page)
    page.get_by_role("button", name="Add a note to Channels").click()
    long = "word " * 4001
    page.keyboard.insert_text(long)
    dialog = page.get_by_role("dialog", name="This change was not saved")
    expect(dialog.get_by_label("Your words, to copy")).to_have_value(long)
    assert axe(page) == []
    page.reload()
    expect(dialog.get_by_label("Your words, to copy")).to_have_value(long)
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_have_count(0)
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('cba:'))") == []
    assert texts(room) == []
