"""Nothing typed is lost: kernels die, servers restart, networks break, tabs close, pages reload."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

import psutil
import pytest
from playwright.sync_api import Page, WebSocket, expect

from cba_kit.server import make_link
from tests.browser.conftest import Room, axe
from tests.browser.hands import all_saved
from tests.warm import start

WORDS = "Every word of this long thought stays, also the last one"
BEGUN = WORDS[:20]
REST = WORDS[20:]
WORDS_OF = ("text", "value", "title", "reason")
"""Fields in which people write, one for each kind of entry."""


def server_of(room: Room) -> int:
    return room.server.pid


def kill_kernels(room: Room) -> None:
    """Kill every kernel of the server, also those that wait for a page."""
    parents = psutil.Process(server_of(room)).children()
    kernels = [kernel for parent in parents for kernel in parent.children()]
    assert kernels
    for kernel in kernels:
        with suppress(psutil.NoSuchProcess):
            kernel.kill()


@contextmanager
def served_again(room: Room) -> Iterator[None]:
    """Serve the academy once more at the address that it had."""
    port = str(urlsplit(room.academy.settings.address).port)
    words = ("serve", "--academy", str(room.academy.folder), "--port", port)
    with (room.academy.folder / "server.log").open("a", encoding="utf-8") as log:
        server = start("cba_kit.cli:main", *words, env=room.environment, stderr=log)
    try:
        assert "http://" in server.stdout.readline()
        yield
    finally:
        server.terminate()
        server.wait(timeout=120)


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


def go(page: Page, sheet: str) -> None:
    sheets = page.get_by_role("navigation", name="Sheets")
    sheets.get_by_role("link", name=sheet, exact=True).click()


def open_canvas(page: Page) -> None:
    go(page, "Business model")


def type_in_note(page: Page, words: str = BEGUN) -> None:
    open_canvas(page)
    page.get_by_role("button", name="Add a note to Channels").click()
    page.keyboard.type(words)
    all_saved(page)


def second_tab(page: Page) -> Page:
    other = page.context.new_page()
    other.goto(page.url)
    return other


def texts(room: Room) -> list[str]:
    """What stands in the store, the words of every entry."""
    found = [entry.fields for entry in room.store.journal.entries("ilze")]
    return [next((fields[name] for name in WORDS_OF if fields.get(name)), "") for fields in found]


def note(page: Page, words: str) -> None:
    expect(page.locator("button.note", has_text=words)).to_be_visible()


def begin_form(page: Page) -> None:
    go(page, "Strategy")
    page.get_by_role("textbox", name="Mission").click()


def begin_canvas(page: Page) -> None:
    open_canvas(page)
    page.get_by_role("button", name="Add a note to Channels").click()


def begin_trends(page: Page) -> None:
    go(page, "Trends")
    page.locator("textarea[id$='-why']").click()


def begin_plan(page: Page) -> None:
    go(page, "Action plan")
    page.get_by_role("button", name="Add the first action").click()


EDITORS = {"form": begin_form, "canvas": begin_canvas, "trends": begin_trends, "plan": begin_plan}


@pytest.mark.parametrize("editor", EDITORS)
def test_kernel_killed_in_mid_sentence_page_heals_under_the_cursor(room: Room, editor: str) -> None:
    """The person writes on in the same field: no click, no lost sign; focus, cursor and scroll stay."""
    page = room.open("ilze", height=500)
    sockets: list[WebSocket] = []
    page.on("websocket", lambda socket: sockets.append(socket))
    EDITORS[editor](page)
    page.keyboard.type("Every thought stays")
    all_saved(page)
    for _ in range(len("stays")):
        page.keyboard.press("ArrowLeft")
    page.evaluate("() => { window.field = document.activeElement; scrollBy(0, 60); }")
    before = page.evaluate("scrollY")
    kill_kernels(room)
    page.keyboard.type("that was begun before ", delay=30)
    all_saved(page)
    assert sockets  # the bad thing happened: the page had to connect again
    page.keyboard.type("always ")
    all_saved(page)
    assert page.evaluate("window.field === document.activeElement")
    assert page.evaluate("scrollY") == before
    assert page.evaluate("window.field.value") == "Every thought that was begun before always stays"
    assert texts(room) == ["Every thought that was begun before always stays"]


def test_reload_without_leaving_the_field_keeps_the_text(room: Room) -> None:
    """A reload in the middle of a word, before any pause, loses nothing."""
    page = room.open("ilze")
    type_in_note(page)
    page.keyboard.type(REST)
    page.reload()
    note(page, WORDS)
    all_saved(page)
    assert texts(room) == [WORDS]


def test_server_killed_and_started_again_page_heals_and_has_every_word_once(room: Room) -> None:
    """The server dies while somebody types and comes back on the same port; the page finds it by itself."""
    page = room.open("ilze", height=600)
    type_in_note(page)
    page.evaluate("() => { window.field = document.activeElement; }")
    place = "Math.round(window.field.getBoundingClientRect().top)"
    before = page.evaluate(place)
    os.kill(server_of(room), signal.SIGKILL)
    page.keyboard.type(REST)
    expect(page.locator(".saved")).to_have_text(
        "Connection lost: 1 change is kept on this device and will be sent"
    )
    expect(page.locator(".lost")).to_contain_text("Go on writing.")
    assert page.evaluate(place) == before  # what is told above moves nothing under the hands
    with served_again(room):
        all_saved(page)
        expect(page.locator(".lost")).to_be_empty()
        assert page.evaluate("window.field === document.activeElement")
        assert page.evaluate(place) == before
        assert texts(room) == [WORDS]


def test_network_away_words_wait_and_are_sent_when_it_is_back(room: Room) -> None:
    """The status never says “Saved” meanwhile; the banner shows what is kept, without a mistake for axe."""
    page = room.open("ilze")
    type_in_note(page)
    with cut_off(page, server_of(room)):
        page.keyboard.type(REST)
        expect(page.locator(".saved")).to_have_text(
            "Connection lost: 1 change is kept on this device and will be sent"
        )
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
