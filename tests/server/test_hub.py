"""Under a real JupyterHub, as its service: the Hub's user is the person, through the Hub's own proxy."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from time import monotonic, sleep
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest

from cba_kit.config import Academy, open_academy
from cba_kit.content import Library
from cba_kit.errors import SettingsError
from cba_kit.server import serve
from cba_kit.server.hub import is_of, person_of
from cba_kit.server.site import Site
from cba_kit.store import open_store
from tests.postgres import free_port

from .serving import PEOPLE, Answer, Browser, make_academy, person
from .talking import connect, message, replies

PROXY = Path(__file__).parents[2] / "node_modules/.bin/configurable-http-proxy"
PASSWORD = "the same for everybody"
CONFIG = """\
c.JupyterHub.bind_url = "http://127.0.0.1:{port}"
c.JupyterHub.hub_bind_url = "http://127.0.0.1:{hub}"
c.JupyterHub.db_url = "sqlite:///{folder}/hub.sqlite"
c.JupyterHub.cookie_secret_file = "{folder}/hub-cookie"
c.JupyterHub.authenticator_class = "dummy"
c.JupyterHub.log_level = "DEBUG"
c.DummyAuthenticator.password = "{password}"
c.Authenticator.allow_all = True
c.ConfigurableHTTPProxy.command = ["{proxy}"]
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{proxy_api}"
c.ConfigurableHTTPProxy.pid_file = "{folder}/proxy.pid"
"""


def guide() -> str:
    """Return what the operators' guide says about jupyterhub_config.py."""
    text = (Path(__file__).parents[2] / "docs/operators.md").read_text(encoding="utf-8")
    [found] = re.findall(r"^```python\n(# jupyterhub_config\.py\n.*?)^```", text, flags=re.M | re.S)
    return str(found)


@dataclass(frozen=True)
class Hub:
    """A running Hub with the academy as its service."""

    url: str
    academy: Academy
    log: Path

    @property
    def pages(self) -> str:
        """The academy's address under the Hub."""
        return f"{self.url}/services/academy"


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    """Start the Hub, as the guide says, and wait until the academy's pages are there."""
    folder = tmp_path_factory.mktemp("hub")
    port, service = free_port(), free_port()
    (folder / "academy").mkdir()
    academy = make_academy(folder / "academy", address=f"http://127.0.0.1:{port}/services/academy")
    config = CONFIG.format(
        port=port, hub=free_port(), proxy_api=free_port(), folder=folder, password=PASSWORD, proxy=PROXY
    )
    command = f'"{sys.executable}", "-m", "cba_kit.cli"'
    own = (
        guide()
        .replace('"/opt/cba/bin/cba"', command)
        .replace("/srv/academy", str(academy.folder))
        .replace("8866", str(service))
    )
    (folder / "jupyterhub_config.py").write_text(config + own)
    log = folder / "hub.log"
    with log.open("w") as stream:
        process = subprocess.Popen(
            [sys.executable, "-m", "jupyterhub", "-f", str(folder / "jupyterhub_config.py")],
            cwd=folder,
            stdout=stream,
            stderr=stream,
        )
    try:
        running = Hub(f"http://127.0.0.1:{port}", academy, log)
        while not is_up(f"{running.pages}/healthz"):
            assert process.poll() is None, log.read_text()
            sleep(0.1)  # the Hub needs the processor more than this loop
        yield running
    finally:
        process.terminate()
        process.wait(timeout=60)


def is_up(url: str) -> bool:
    try:
        with build_opener().open(url, timeout=5) as reply:
            return bool(reply.status == 200)
    except (URLError, TimeoutError):
        return False


class User:
    """Somebody's browser, in which they can sign in at the Hub; it follows where it is led."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self.cookies = CookieJar()
        self._opener = build_opener(HTTPCookieProcessor(self.cookies))
        self.address = ""

    def ask(self, url: str, **form: str) -> Answer:
        """Open an address, or send a form to it; wait where there is a queue."""
        end = monotonic() + 240
        answer = self._ask(url, form)
        while answer.queued and monotonic() < end:
            sleep(float(answer.headers["Retry-After"]))
            answer = self._ask(self.address, {})
        return answer

    def _ask(self, url: str, form: dict[str, str]) -> Answer:
        request = Request(url, data=urlencode(form).encode() if form else None)
        try:
            reply = self._opener.open(request, timeout=120)
        except HTTPError as error:
            reply = error  # type: ignore[assignment]  # an answer, too
        with reply:
            self.address = reply.url
            return Answer(reply.status, reply.headers, reply.read())

    def open_pages(self) -> Answer:
        """Open the academy's home page."""
        return self.ask(f"{self.hub.pages}/")

    def sign_in(self, name: str) -> Answer:
        """Be led to the Hub's form, fill it in, and be led back."""
        form = self.open_pages()
        assert "/hub/login" in self.address
        [token] = re.findall(r'name="_xsrf" value="(.*?)"', form.text)
        return self.ask(self.address, username=name, password=PASSWORD, _xsrf=token)

    @property
    def browser(self) -> Browser:
        """The same visitor, as the tests of sockets want them."""
        here = {each.name: each.value or "" for each in self.cookies if each.path.startswith("/services")}
        return Browser(f"{self.hub.pages}/", here)


@pytest.mark.slow
def test_the_hubs_user_is_the_person_and_their_kernel_answers(hub: Hub) -> None:
    ann = User(hub)
    page = ann.sign_in("ann")
    assert (page.status, ann.address) == (200, f"{hub.pages}/")

    async def talk() -> list[str]:
        socket = await connect(ann.browser, page.kernel)
        await socket.write_message(message("kernel_info_request", {}), binary=True)
        found = await replies(socket, "kernel_info_reply")
        socket.close()
        return [kind for kind, _ in found]

    assert "kernel_info_reply" in asyncio.run(talk())
    assert ann.ask(f"{hub.pages}/download/ann.json").status == 200
    assert ann.ask(f"{hub.pages}/download/bob.json").status == 403
    assert "sign-in person=ann" in (hub.academy.folder / "audit.log").read_text()


@pytest.mark.slow
def test_somebody_is_also_found_by_their_e_mail(hub: Hub) -> None:
    cora = User(hub)
    assert cora.sign_in("cora@example.org").status == 200
    assert cora.ask(f"{hub.pages}/download/ann.json").status == 200


@pytest.mark.slow
def test_who_is_not_in_the_academy_is_told_so(hub: Hub) -> None:
    eve = User(hub)
    answer = eve.sign_in("eve")
    assert (answer.status, answer.title) == (403, "You are not on the list yet")
    assert eve.browser.ask("/download/ann.json", Accept="application/json").status == 403


@pytest.mark.slow
def test_signing_out_at_the_hub_ends_it_here(hub: Hub) -> None:
    bob = User(hub)
    assert bob.sign_in("bob").status == 200
    bob.ask(f"{hub.url}/hub/logout")
    answer = bob.open_pages()
    assert "/hub/login" in bob.address
    assert answer.status == 200


@pytest.mark.slow
def test_links_and_foreign_attempts_lead_nowhere(hub: Hub) -> None:
    """Neither a personal link, nor a way back that this browser did not begin."""
    nobody = User(hub)
    assert nobody.ask(f"{hub.pages}/join/anything").status == 404
    assert nobody.ask(f"{hub.pages}/oauth_callback?code=a&state=b").status == 400
    assert nobody.ask(f"{hub.pages}/oauth_callback").status == 400
    script = Request(f"{hub.pages}/", headers={"Sec-Fetch-Mode": "cors"})
    with pytest.raises(HTTPError) as caught:
        build_opener().open(script, timeout=120)
    assert caught.value.code == 403


def test_a_user_of_several_editions_is_in_the_one_that_still_runs(site: Site) -> None:
    """Late is in an edition whose links have ended."""
    assert person_of(site, "late") is None
    assert person_of(site, "nobody") is None
    found = person_of(site, "ANN@Example.org")
    assert found is not None
    assert found.id == "ann"
    assert [each.id for each in PEOPLE if is_of(each, "Bob")] == ["bob"]
    assert not is_of(person("Ann", "participant"), "an")


def test_without_a_hub_it_says_how_to_get_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JUPYTERHUB_API_TOKEN", raising=False)
    academy = make_academy(tmp_path)
    with pytest.raises(SettingsError, match="JupyterHub has not started this server"):
        serve(academy, Library(academy.templates), host="127.0.0.1", port=0, ready=print, hub=True)
    monkeypatch.setitem(sys.modules, "cba_kit.server.hub", None)
    with pytest.raises(SettingsError, match=r"pip install \"cba-kit\[hub\]\""):
        serve(academy, Library(academy.templates), host="127.0.0.1", port=0, ready=print, hub=True)
    with open_store(open_academy(tmp_path).database_url, clock=academy.now) as store:
        assert store.people.count() == len(PEOPLE)
