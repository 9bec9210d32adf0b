"""The lean front end and the stock one show the same page, and say the same to its kernel."""

from __future__ import annotations

import json
import re
import shutil
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
import pytest
from jupyter_server.services.kernels.connection.base import deserialize_msg_from_ws_v1
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from playwright.sync_api import Browser, Page, expect

from cba_kit.store import open_store
from tests.browser.conftest import Room, running, until_ready
from tests.browser.hands import all_saved
from tests.browser.test_never_lost import kill_kernels
from tests.cast import COACH, ILZE

HERE = Path(__file__).parent


@dataclass
class Talk:
    """What went over a page's socket: widgets' messages both ways, by the widget's id."""

    sent: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    heard: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, page: Page) -> Talk:
        talk = cls()

        def on_socket(socket: Any) -> None:
            socket.on("framesent", lambda frame: _note(frame, talk.sent))
            socket.on("framereceived", lambda frame: _note(frame, talk.heard))

        page.on("websocket", on_socket)
        return talk

    def asked(self) -> list[list[dict[str, Any]]]:
        """What each widget asked of its kernel, names of chance made equal, signs of life left out."""
        signs = ("ping", "here")  # where somebody is, is told when they rest
        meant = (
            [data for data in sent if data.get("content", {}).get("t") not in signs]
            for sent in self.sent.values()
        )
        return sorted((plain(sent, {}) for sent in meant), key=len)

    def kinds(self) -> set[str]:
        """The kinds of messages that widgets heard, signs of life left out."""
        heard = [data.get("content", {}) for said in self.heard.values() for data in said]
        return {content["t"] for content in heard if "t" in content} - {"pong"}


def plain(value: Any, names: dict[str, str]) -> Any:
    """Return the same with names of chance numbered."""
    if isinstance(value, dict):
        return {key: plain(item, names) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item, names) for item in value]
    if isinstance(value, str) and re.fullmatch(r"[0-9a-f]{24,36}|[0-9a-f-]{36}", value):
        return names.setdefault(value, f"name {len(names) + 1}")
    return value


def _note(frame: bytes | str, talks: dict[str, list[dict[str, Any]]]) -> None:
    assert isinstance(frame, bytes)
    _, parts = deserialize_msg_from_ws_v1(frame)
    header, content = json.loads(parts[0]), json.loads(parts[3])
    if header["msg_type"] == "comm_msg" and content["data"].get("method") in ("custom", "update"):
        talks[content["comm_id"]].append(content["data"])


def write_notebook(folder: Path, *cells: str) -> None:
    """Give an academy its own participant's page, made of these cells of code."""
    folder.mkdir(exist_ok=True)
    for name in ("echo_widget.py", "echo_widget.js"):
        shutil.copy(HERE / name, folder)
    notebook = new_notebook(cells=[new_markdown_cell("# Welcome"), *map(new_code_cell, cells)])
    notebook.metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3"}, "title": "Own page"}
    nbformat.write(notebook, folder / "participant.ipynb")


PARTICIPANT = "from cba_kit.pages import participant\n\nparticipant()"
OWN = "from echo_widget import Echo\n\nEcho()"
STOCK = "import ipywidgets\n\nipywidgets.IntSlider(description='Stock')"


@pytest.fixture
def rooms(room: Room, tmp_path: Path, chromium: Browser) -> Iterator[tuple[Room, Room]]:
    """Two academies with the same pages and people; one page has a stock widget more, and so is not lean."""
    write_notebook(room.academy.folder / "workbooks", PARTICIPANT, OWN)
    folder = tmp_path / "full"
    shutil.copytree(room.academy.folder, folder)
    settings = (folder / "academy.toml").read_text(encoding="utf-8")
    (folder / "academy.toml").write_text(re.sub(r"address = .*\n", "", settings), encoding="utf-8")
    write_notebook(folder / "workbooks", PARTICIPANT, OWN, STOCK)
    database = f"sqlite:///{tmp_path / 'full.db'}"
    with open_store(database, clock=room.academy.now, create=True) as store:
        store.people.add([COACH, ILZE])
    with running(folder, database, chromium) as full:
        yield room, full


def is_lean(page: Page) -> bool:
    return bool(page.evaluate("document.getElementById('cba-page') !== null"))


def work(page: Page) -> None:
    """Do something in each kind of widget."""
    page.get_by_role("navigation", name="Sheets").get_by_role(
        "link", name="Business model", exact=True
    ).click()
    page.get_by_role("button", name="Add a note to Channels").click()
    page.keyboard.insert_text("Site visits")
    page.keyboard.press("Escape")
    all_saved(page)
    for count in (2, 3, 4):
        page.get_by_role("button", name="More", exact=True).click()
        expect(page.locator(".value")).to_have_text(str(count))
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator(".said")).to_have_text("back: 3 2 1")
    expect(page.locator(".value")).to_have_text("40")
    page.get_by_role("button", name="Call", exact=True).click()
    expect(page.locator(".twice")).to_have_text("42 9 9")


def test_lean_and_stock_show_the_same_and_say_the_same(rooms: tuple[Room, Room]) -> None:
    """The same words and roles on screen, the same messages to the kernel, for the same actions."""
    shown, talks = [], []
    for room in rooms:
        page = room.open("ilze")
        talk = Talk.of(page)
        page.reload()
        page.wait_for_selector(".cba h1, .cba h2")
        work(page)
        parts = [page.locator(part) for part in ("#cba-main", "nav.tabs", ".top-end", "div:has(> .value)")]
        shown.append([re.sub(r"\d\d:\d\d", "now", part.aria_snapshot()).splitlines() for part in parts])
        talks.append(talk)
        assert is_lean(page) == (room is rooms[0])
    assert shown[0] == shown[1]
    assert talks[0].asked() == talks[1].asked()
    assert talks[0].kinds() == talks[1].kinds() >= {"snapshot", "ack", "state"}


def test_lean_page_runs_no_script_of_its_own_and_asks_little(room: Room) -> None:
    """What came before anybody's content: the page, its style, two modules, the words, one socket."""
    page = room.open("ilze")
    until_ready(room)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.resource_type))
    answer = page.reload()
    page.wait_for_selector(".cba h1, .cba h2")
    assert answer
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "unsafe-eval" not in policy
    assert page.locator("script:not([src]):not([type='application/json'])").count() == 0
    assert set(asked) <= {"document", "script", "stylesheet", "fetch", "other"}
    assert len(asked) <= 8


def test_full_page_heals_by_loading_again_when_nobody_writes(rooms: tuple[Room, Room]) -> None:
    """The stock front end cannot change its kernel: the words wait, the page comes back without a click."""
    _, room = rooms
    page = room.open("ilze")
    sheets = page.get_by_role("navigation", name="Sheets")
    sheets.get_by_role("link", name="Business model", exact=True).click()
    page.get_by_role("button", name="Add a note to Channels").click()
    page.keyboard.type("Written before ")
    all_saved(page)
    page.evaluate("() => { window.old = true; }")
    kill_kernels(room)
    page.keyboard.type("and after")
    expect(page.locator(".lost")).to_contain_text("The page loads again by itself when you pause")
    assert page.evaluate("window.old")  # not under the person's hands
    page.keyboard.press("Escape")
    page.wait_for_function("() => !window.old && document.querySelector('.cba h1')")
    all_saved(page)
    texts = [entry.text() for entry in room.store.journal.entries("ilze")]
    assert texts == ["Written before and after"]


def test_lean_widget_that_is_closed_cleans_up(rooms: tuple[Room, Room]) -> None:
    """comm_close takes the widget from the page after its clean-up; the others go on."""
    page = rooms[0].open("ilze")
    page.get_by_role("button", name="Shut", exact=True).click()
    expect(page.locator(".value")).to_have_count(0)
    assert page.evaluate("document.body.dataset.cleaned") == "yes"
    expect(page.get_by_role("navigation", name="Sheets")).to_be_visible()


def test_lean_widget_that_fails_says_so_in_its_place(room: Room) -> None:
    """One broken widget is told in plain words; the rest of the page works."""
    write_notebook(
        room.academy.folder / "workbooks",
        "import anywidget\n\nclass Broken(anywidget.AnyWidget):\n"
        "    _esm = 'export default { render() { throw new Error(`no`) } }'\n\nBroken()",
        PARTICIPANT,
    )
    page = room.open("ilze")
    expect(page.get_by_role("alert")).to_have_text(
        "This part of the page could not be shown. Load the page again."
    )
    expect(page.get_by_role("navigation", name="Sheets")).to_be_visible()
    assert is_lean(page)
