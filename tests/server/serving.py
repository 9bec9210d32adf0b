"""What the server's tests stand on: an academy with people, a server in a process of its own, a browser."""

from __future__ import annotations

import contextlib
import json
import logging
import re
import ssl
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.message import Message
from http.cookies import SimpleCookie
from pathlib import Path
from typing import IO, Any
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, HTTPSHandler, Request, build_opener

import nbformat
import psutil

from cba_kit.config import Academy, open_academy
from cba_kit.content import Library
from cba_kit.model.people import Cluster, Person
from cba_kit.model.render import Render
from cba_kit.model.workbook import Operation, Writer
from cba_kit.reports.on_demand import OnDemand
from cba_kit.server import make_link, serve
from cba_kit.store import open_store
from tests.warm import start

EDITION = """\
title: A test edition
short: test
host: Nobody
days:
  - {number: 1, date: 2024-03-11, title: One day, place: online, online: true}
sheets: [business_model, action_plan]
links_end: LAST
fictional: true
"""
WORKBOOK = "from cba_kit.pages import participant\n\nparticipant()"
PEOPLES = "from cba_kit.pages import coach\n\ncoach()"


def serve_one() -> None:
    """Serve the academy in the folder that is named first, as the process that `Served` starts."""
    logging.basicConfig(level=logging.INFO, stream=sys.stderr)
    folder, port, documents = sys.argv[1:]
    academy = open_academy(Path(folder))
    serve(
        academy,
        Library(academy.templates),
        host="127.0.0.1",
        port=int(port),
        ready=lambda url: print(url, flush=True),  # noqa: T201  # `Served` reads it
        reports=OnDemand if documents == "fresh" else None,
    )


def person(name: str, *roles: str, edition: str = "now", coach: str | None = None) -> Person:
    """Return a person whose id is their name in lower case."""
    cluster = Cluster(id=f"c-{name.lower()}", name=f"Cluster of {name}", country="LV")
    return Person.model_validate(
        {
            "id": name.lower(),
            "edition": edition,
            "name": name,
            "email": f"{name.lower()}@example.org",
            "roles": roles,
            "coach": coach,
            "cluster": cluster if "participant" in roles else None,
        }
    )


PEOPLE = [
    person("Cora", "coach"),
    person("Otto", "coach"),
    person("Theo", "trainer"),
    person("Ann", "participant", coach="cora"),
    person("Bob", "participant", coach="otto"),
    person("Both", "participant", "coach", coach="cora"),
    person("Late", "participant", edition="past"),
    person("Gone", "participant"),
    person("Dora", "participant"),
]


def notebook(source: str, title: str) -> str:
    """Return a notebook of one code cell, as text."""
    cells = [nbformat.v4.new_code_cell(source)]
    return nbformat.writes(nbformat.v4.new_notebook(cells=cells, metadata={"title": title}))


def make_academy(folder: Path, *, address: str = "http://127.0.0.1:8866") -> Academy:
    """Make an academy: nine people, a note and a roadmap of Ann's, and pages of its own."""
    (folder / "academy.toml").write_text(
        f'name = "Test Academy"\ncontact = "help@example.org"\nday = 2024-03-11\naddress = "{address}"\n'
    )
    for room in ("templates/editions", "workbooks", "output/now/roadmap"):
        (folder / room).mkdir(parents=True)
    for code, last in (("now", "2024-06-30"), ("past", "2024-03-10")):
        (folder / f"templates/editions/{code}.yaml").write_text(EDITION.replace("LAST", last))
    (folder / "workbooks/participant.ipynb").write_text(notebook(WORKBOOK, "My workbook"))
    (folder / "workbooks/coach.ipynb").write_text(notebook(PEOPLES, "My people"))
    (folder / "output/now/roadmap/ann.html").write_text("<h1>Roadmap of Ann</h1>")
    (folder / "output/now/roadmap/ann.pdf").write_bytes(b"%PDF of Ann")
    academy = open_academy(folder)
    with open_store(academy.database_url, clock=academy.now, create=True) as store:
        store.people.add(PEOPLE)
        note = Operation(
            id="o1",
            sheet="business_model",
            entry="n1",
            kind="note",
            block="channels",
            fields={"text": "Mine"},
        )
        writer = Writer(person="ann", client="t", kinds=frozenset({"note"}))
        store.journal.apply("ann", [note], writer, accept=lambda *_: None)
        store.people.raise_link("gone")
        store.ledger.record(made("ann", academy.now()))
    return academy


def made(name: str, started: datetime) -> Render:
    """Return the ledger's line of a participant's roadmap, as a batch writes it."""
    return Render(
        person=name,
        edition="now",
        report="roadmap",
        version=1,
        inputs="x",
        status="ok",
        started=started,
        ms=1,
        files={form: f"now/roadmap/{name}.{form}" for form in ("html", "pdf")},
    )


@dataclass(frozen=True)
class Answer:
    """What the server said."""

    status: int
    headers: Message
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", errors="replace")

    @property
    def title(self) -> str:
        """The headline of a page that says something."""
        return self.text.partition("<h1>")[2].partition("</h1>")[0]

    @property
    def queued(self) -> bool:
        """Whether this is the page that a browser shows until the visitor's own is made."""
        return self.status == 503 and "waiting.js" in self.text

    @property
    def facts(self) -> dict[str, Any]:
        """What a lean page tells its front end."""
        start = self.text.index("{", self.text.index('id="cba-page"'))
        facts: dict[str, Any] = json.loads(self.text[start : self.text.index("</script>", start)])
        return facts

    @property
    def kernel(self) -> str:
        """The id of the kernel behind a page."""
        if 'id="cba-page"' in self.text:
            return str(self.facts["kernel"])
        start = self.text.index("{", self.text.index('id="jupyter-config-data"'))
        kernel: str = json.loads(self.text[start : self.text.index("</script>", start)])["kernelId"]
        return kernel


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


@dataclass
class Browser:
    """A visitor's browser: keeps cookies and waits in a queue, follows nothing else by itself."""

    url: str
    cookies: dict[str, str] = field(default_factory=dict)
    trust: ssl.SSLContext | None = None
    """What it believes certificates by, where the address is https."""
    patient: bool = True
    """Whether it shows the waiting page until its own is made, or gives back the waiting page."""

    @property
    def cookie(self) -> str:
        """The Cookie header."""
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def ask(self, path: str, method: str = "GET", body: str = "", **headers: str) -> Answer:
        """Send a request, again while its page is being made, and return the answer."""
        end = time.monotonic() + 240
        while (answer := self._ask(path, method, body, headers)).queued and self.patient:
            assert time.monotonic() < end, answer.text
            time.sleep(float(answer.headers["Retry-After"]))
        return answer

    def _ask(self, path: str, method: str, body: str, headers: Mapping[str, str]) -> Answer:
        """Send one request and keep the cookies of the answer."""
        content = body.encode() if method == "POST" else None
        request = Request(self.url.rstrip("/") + path, method=method, data=content)
        for name, value in {**headers, "Cookie": self.cookie}.items():
            request.add_header(name.replace("_", "-"), value)
        try:
            reply: Any = build_opener(_Stay, HTTPSHandler(context=self.trust)).open(request, timeout=120)
        except HTTPError as error:
            reply = error
        with contextlib.closing(reply):
            for line in reply.headers.get_all("Set-Cookie") or []:
                self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
            return Answer(reply.status, reply.headers, reply.read())

    def tell(self, path: str, method: str, body: str = "", **headers: str) -> Answer:
        """Send a request that changes something, with the token that guards against other sites."""
        token = self.cookies.setdefault("_xsrf", "ab" * 16)
        return self.ask(path, method, body, X_XSRFToken=token, **headers)


class Served:
    """A server in a process of its own; `fresh`: documents are made when somebody opens them."""

    def __init__(self, academy: Academy, port: int = 0, *, fresh: bool = False) -> None:
        self.academy = academy
        words = (str(academy.folder), str(port), "fresh" if fresh else "made")
        self.process = start("tests.server.serving:serve_one", *words)
        self._lines: list[str] = []
        self._more = threading.Condition()
        assert self.process.stderr is not None
        threading.Thread(target=self._read, args=(self.process.stderr,), daemon=True).start()
        self.url = self.process.stdout.readline().strip()
        assert self.url, self.log

    def _read(self, stream: IO[str]) -> None:
        for line in stream:
            with self._more:
                self._lines.append(line)
                self._more.notify_all()

    @property
    def log(self) -> str:
        """Everything logged so far."""
        return "".join(self._lines)

    def logs(self, text: str) -> bool:
        """Wait until the log has `text`; False when it does not come."""
        with self._more:
            return self._more.wait_for(lambda: text in self.log, timeout=120)

    def open(self, name: str) -> Browser:
        """Return a browser in which a person has opened their link."""
        browser = Browser(self.url)
        answer = browser.ask(f"/join/{self.token(name)}")
        assert answer.status == 303, answer.text
        return browser

    def token(self, name: str) -> str:
        """Return the last part of a person's first link."""
        known = {each.id: each for each in PEOPLE}
        return make_link(self.academy, known[name]).rpartition("/")[2]

    def pages(self) -> int:
        """Return how many pages are open."""
        return int(json.loads(Browser(self.url).ask("/healthz").body)["pages"])

    def pool(self) -> dict[str, int]:
        """Return how many pages are ready, being made and wanted, and how many people wait."""
        told = Browser(self.url).ask("/metrics").text
        found = re.findall(r'^cba_pool\{state="(\w+)"\} (\d+)', told, re.MULTILINE)
        return {state: int(count) for state, count in found}

    def kernels(self) -> set[str]:
        """Return the ids of all kernels of this server, from the names of their sockets."""
        found = set()
        for process in psutil.Process(self.process.pid).children(recursive=True):
            with contextlib.suppress(psutil.NoSuchProcess):  # it ended just now
                for each in process.net_connections("unix"):
                    found |= set(re.findall(r"/kernel-([\w-]+)-ipc-\d+$", str(each.laddr)))
        return found

    def comes_to(self, condition: Callable[[], bool]) -> bool:
        """Wait until a condition holds; False when that does not come."""
        until = time.monotonic() + 120
        while not condition():
            if time.monotonic() > until:
                return False
            time.sleep(0.05)
        return True

    def end(self) -> int:
        """Tell the server to end and return its exit code."""
        self.process.terminate()
        return self.process.wait(timeout=120)
