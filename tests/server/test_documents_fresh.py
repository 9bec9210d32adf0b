"""Documents on demand, with the real thing: what is opened is fresh, or says plainly that it is not."""

from __future__ import annotations

import contextlib
import shutil
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import nbformat
import psutil
import pytest

from cba_kit.config import Academy, shipped
from cba_kit.server.fresh import AT_ONCE
from cba_kit.store import open_store
from tests.store.hand import Hand

from .serving import Served, make_academy

pytestmark = pytest.mark.slow

HTML, PDF = "/reports/now/roadmap/ann.html", "/reports/now/roadmap/ann.pdf"
OLDER = "X-Document-Older"


@pytest.fixture(scope="module")
def academy(tmp_path_factory: pytest.TempPathFactory) -> Academy:
    """An academy in which the documents that a batch made are gone."""
    academy = make_academy(tmp_path_factory.mktemp("fresh"))
    for path in (academy.output / "now/roadmap").iterdir():
        path.unlink()
    return academy


@pytest.fixture(scope="module")
def served(academy: Academy) -> Iterator[Served]:
    served = Served(academy, fresh=True)
    yield served
    served.end()


@pytest.fixture
def broken(academy: Academy) -> Iterator[None]:
    """The academy's own roadmap has a mistake, for the time of one test."""
    room = academy.templates / "reports/roadmap"
    room.mkdir(parents=True)
    notebook = nbformat.read(shipped("templates") / "reports/roadmap/roadmap.ipynb", 4)
    notebook.cells += [nbformat.v4.new_markdown_cell("## Money"), nbformat.v4.new_code_cell("1 / 0")]
    nbformat.write(notebook, room / "roadmap.ipynb")
    yield
    (room / "roadmap.ipynb").unlink()
    room.rmdir()


def write(academy: Academy, person: str, text: str) -> None:
    """Put a note on a person's business model."""
    name = text.replace(" ", "-")
    with open_store(academy.database_url, clock=academy.now) as store:
        Hand(store, name, person=person, workbook=person).see().put(name, {"text": text}, block="channels")


def statuses(academy: Academy, person: str) -> list[tuple[str, bool]]:
    """Return what the ledger says of a person's roadmaps, newest first."""
    with open_store(academy.database_url, clock=academy.now) as store:
        return [(line.status, line.on_demand) for line in store.ledger.history(person, "roadmap")]


def test_a_document_that_was_never_made_is_made_when_it_is_opened(served: Served) -> None:
    """Both its formats in one go; the second look finds it fresh and makes nothing."""
    answer = served.open("cora").ask(HTML)
    assert answer.status == 200, answer.text
    assert "Mine" in answer.text
    assert answer.headers["Last-Modified"]
    assert answer.headers[OLDER] is None
    assert served.open("ann").ask(PDF).body.startswith(b"%PDF-")
    assert statuses(served.academy, "ann")[:-1] == [("ok", True)]


def test_what_was_written_since_is_in_the_next_one(served: Served) -> None:
    """HEAD makes it and says when; the tag of the content changes with it, and an old tag gets it anew."""
    ann = served.open("ann")
    before = ann.ask(HTML)
    assert ann.ask(HTML, If_None_Match=before.headers["Etag"]).status == 304
    write(served.academy, "ann", "Test hall for everybody")
    made = ann.ask(HTML, "HEAD")
    assert (made.status, made.body) == (200, b"")
    after = ann.ask(f"{HTML}?made=1", If_None_Match=before.headers["Etag"])
    assert (after.status, after.headers["Etag"]) == (200, made.headers["Etag"])
    assert "Test hall for everybody" in after.text


def test_as_it_lies_there_is_not_made_anew(served: Served) -> None:
    ann = served.open("ann")
    ann.ask(HTML)
    write(served.academy, "ann", "Later words")
    assert "Later words" not in ann.ask(f"{HTML}?made=1").text
    assert "Later words" in ann.ask(HTML).text


@pytest.mark.usefixtures("broken")
def test_the_older_document_is_sent_when_the_newest_cannot_be_made(served: Served) -> None:
    """To a page that says so, and to a window of its own under a word that says so."""
    cora = served.open("cora")
    asked = cora.ask(HTML, "HEAD")
    assert (asked.status, asked.headers[OLDER]) == (200, "error")
    framed = cora.ask(HTML, Sec_Fetch_Dest="iframe")
    assert "Mine" in framed.text
    saved = cora.ask(PDF, Sec_Fetch_Dest="empty")
    assert saved.body.startswith(b"%PDF-")
    assert saved.headers["Content-Disposition"] == 'inline; filename="roadmap-ann-2024-03-11.pdf"'
    alone = cora.ask(HTML, Sec_Fetch_Dest="document")
    assert alone.title.startswith("This is the roadmap of 11 March, ")
    assert f'<iframe src="{HTML}?made=1"' in alone.text
    assert "script" not in alone.headers["Content-Security-Policy"]
    paper = cora.ask(PDF, Sec_Fetch_Dest="document")
    assert f'<a href="{PDF}?made=1">Open this one</a>' in paper.text
    assert "ZeroDivisionError" not in alone.text + paper.text


@pytest.mark.usefixtures("broken")
def test_where_there_is_none_at_all_a_page_says_what_to_do(served: Served) -> None:
    answer = served.open("otto").ask("/reports/now/roadmap/bob.html")
    assert (answer.status, answer.title) == (503, "The document could not be made")
    assert answer.headers[OLDER] == "error"
    assert statuses(served.academy, "bob") == [("error", True)]
    with open_store(served.academy.database_url, clock=served.academy.now) as store:
        assert "Money" in store.ledger.history("bob", "roadmap")[0].error  # the heading of the cell


def test_who_may_not_read_a_person_makes_nothing(served: Served) -> None:
    """Nor does anybody for whom a report is not, or who asks for one that there is not."""
    before = statuses(served.academy, "dora")
    ann, theo = served.open("ann"), served.open("theo")
    paths = ("roadmap/dora.html", "cohort/ann.html", "no-such-report/ann.html")
    assert [ann.ask(f"/reports/now/{path}").status for path in paths] == [403, 403, 404]
    assert theo.ask("/reports/past/roadmap/dora.html").status == 404
    assert theo.ask("/reports/now/roadmap/theo.html").status == 404  # no workbook
    assert statuses(served.academy, "dora") == before


def test_reports_about_the_edition_are_for_those_whom_they_name(served: Served) -> None:
    """Made when they are opened; those of another edition, and files that are no documents, for nobody."""
    cohort, handout = "/reports/now/cohort/now", "/reports/now/handout/1_strategy"
    theo, cora, ann = (served.open(name) for name in ("theo", "cora", "ann"))
    assert [each.ask(f"{cohort}.html").status for each in (theo, cora, ann)] == [200, 403, 403]
    assert "A test edition" in theo.ask(f"{cohort}.html").text
    assert ann.ask(f"{handout}.html").status == 200
    assert cora.ask(f"{handout}.pdf").body.startswith(b"%PDF-")
    assert served.logs("cba_kit.audit:report person=cora of=1_strategy report=handout.pdf")
    made = served.academy.output / "now/cohort"
    (made / "index.html").write_text("the list")
    (made / "later.html").write_text("no document")
    elsewhere = ("past/cohort/past", "past/handout/1_strategy")
    nowhere = (
        "now/cohort/past",
        "now/cohort/later",
        "now/cohort/index",
        "now/handout/now",
        "now/handout/theo",
        "now/cohort/theo",
    )
    for query in ("", "?made=1", "?made=../../academy.toml", "?made=%00"):
        for path in elsewhere:
            assert theo.ask(f"/reports/{path}.html{query}").status == 403, path
        for path in nowhere:
            assert theo.ask(f"/reports/{path}.html{query}").status == 404, path
            assert ann.ask(f"/reports/{path}.html{query}").status in (403, 404), path


def test_every_document_that_is_sent_stands_in_the_audit(served: Served) -> None:
    """A question for it does not."""
    theo = served.open("theo")
    theo.ask(HTML, "HEAD")
    theo.ask(PDF)
    assert served.logs("cba_kit.audit:report person=theo of=ann report=roadmap.pdf")
    assert "person=theo of=ann report=roadmap.html" not in served.log


def test_a_person_who_asks_without_end_is_slowed_down(served: Served) -> None:
    """What lies there is still sent, and others are still served."""
    dora = served.open("dora")
    path = "/reports/now/roadmap/dora.html"
    answers = [dora.ask(path, "HEAD") for _ in range(int(AT_ONCE) + 40)]
    refused = [answer for answer in answers if answer.status == 429]
    assert refused
    assert int(refused[0].headers["Retry-After"]) >= 1
    assert {answer.status for answer in answers} == {200, 429}
    assert dora.ask(f"{path}?made=1").status == 200
    assert served.open("cora").ask(HTML).status == 200


def test_who_leaves_is_waited_for_by_nobody(served: Served, academy: Academy) -> None:
    """The document is made all the same: another look at it finds it there."""
    room = academy.templates / "reports/roadmap"
    begun, go = academy.folder / "begun", academy.folder / "go"
    room.mkdir(parents=True)
    notebook = nbformat.read(shipped("templates") / "reports/roadmap/roadmap.ipynb", 4)
    tells = f"import pathlib, time\npathlib.Path({str(begun)!r}).touch()"
    waits = f"while not pathlib.Path({str(go)!r}).exists():\n    time.sleep(0.01)"
    notebook.cells += [nbformat.v4.new_code_cell(tells), nbformat.v4.new_code_cell(waits)]
    nbformat.write(notebook, room / "roadmap.ipynb")
    ann = served.open("ann")
    address = urlsplit(served.url)
    with socket.create_connection((address.hostname, address.port)) as line:
        head = f"HEAD {HTML} HTTP/1.1\r\nHost: {address.netloc}\r\nCookie: {ann.cookie}\r\n\r\n"
        line.sendall(head.encode())
        assert served.comes_to(begun.exists)
    assert served.logs(f"499 HEAD {HTML}")
    go.touch()
    assert ann.ask(HTML).status == 200
    shutil.rmtree(room)


def test_nothing_is_left_running_when_the_server_ends(tmp_path: Path) -> None:
    """Told to end in the middle of its first document, it takes along what was making it."""
    served = Served(make_academy(tmp_path), fresh=True)
    ann = served.open("ann")
    assert served.comes_to(lambda: 0 < served.pool()["ready"] == served.pool()["target"])
    asking = threading.Thread(target=ann.ask, args=(HTML,))
    asking.start()
    assert served.comes_to(lambda: _makers(served) != [])
    family = psutil.Process(served.process.pid).children(recursive=True)
    assert served.end() == 0
    asking.join()
    assert psutil.wait_procs(family, timeout=120)[1] == []


def _makers(served: Served) -> list[psutil.Process]:
    """Return the processes that make documents: what was forked and is no kernel of a page."""
    found = []
    for parent in psutil.Process(served.process.pid).children():
        with contextlib.suppress(psutil.NoSuchProcess):
            for child in parent.children():
                names = [str(each.laddr) for each in child.net_connections("unix")]
                found += [child] if not any("/kernel-" in name for name in names) else []
    return found
