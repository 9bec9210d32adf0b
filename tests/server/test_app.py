"""Starting, being watched, standing behind a proxy, and ending."""

from __future__ import annotations

import json
import os
import socket
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from cba_kit import __version__
from cba_kit.config import Academy, shipped
from cba_kit.content import Library
from cba_kit.errors import SettingsError
from cba_kit.server import serve
from tests.postgres import free_port

from .serving import Browser, Served, make_academy, notebook

pytestmark = pytest.mark.slow


def never(url: str) -> None:
    raise AssertionError(f"served at {url}")


def test_making_links_needs_neither_voila_nor_the_database() -> None:
    asked = "import sys, cba_kit.server; print({'voila', 'sqlalchemy', 'pandas'} & set(sys.modules))"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "set()"


def test_a_port_in_use_is_named_with_the_next_step(academy: Academy) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError) as caught:
            serve(academy, Library(academy.templates), host="127.0.0.1", port=port, ready=never)
    assert str(caught.value) == (
        f"127.0.0.1:{port}: Pages cannot be served there (Address already in use). "
        "Another programme uses this port, perhaps this one: stop it, or choose another port."
    )


def test_a_folder_that_cannot_be_written_is_named_with_the_next_step(academy: Academy) -> None:
    unwritable = replace(academy, folder=Path("/proc/self"))
    with pytest.raises(SettingsError, match="Make the academy's folder writable"):
        serve(unwritable, Library(), host="127.0.0.1", port=0, ready=never)


def test_health_needs_no_link_and_names_nobody(served: Served) -> None:
    answer = Browser(served.url).ask("/healthz")
    told = json.loads(answer.body)
    assert answer.status == 200
    assert told | {"pages": 0} == {
        "status": "ok",
        "version": __version__,
        "database": "ok",
        "people": 9,
        "pages": 0,
    }


def test_behind_a_proxy_with_https_and_a_path_until_the_database_fails_and_it_ends(tmp_path: Path) -> None:
    academy = make_academy(tmp_path, address="https://academy.example/cba")
    served = Served(academy)
    browser = Browser(served.url)
    assert served.url.endswith("/cba/")
    assert browser.ask("/healthz").status == 200

    joined = browser.ask(f"/join/{served.token('ann')}")
    assert (joined.status, joined.headers["Location"]) == (303, "/cba/")
    assert {"Secure", "HttpOnly", "Path=/cba/"} <= set(joined.headers["Set-Cookie"].split("; "))
    page = browser.ask("/")
    assert page.status == 200
    front_end = f"/v/{page.facts['version']}/lean.js"
    assert f'src="/cba{front_end}"' in page.text
    assert browser.ask(front_end).status == 200

    with sqlite3.connect(tmp_path / "academy.db") as database:
        database.execute("DROP TABLE people")
    down = browser.ask("/healthz")
    assert (down.status, json.loads(down.body)["database"]) == (503, "down")
    assert browser.ask("/download/ann.json").title == "This page stopped. Your work did not."

    assert served.end() == 0
    assert served.logs(f"Kernel shutdown: {page.kernel}")


def test_every_answer_forbids_other_hosts_and_guessing(served: Served) -> None:
    """Pages, refusals, files of the front end and the websocket's refusal alike."""
    ann, nobody = served.open("ann"), Browser(served.url)
    unknown = "00000000-0000-0000-0000-000000000000"
    for path in (
        "/healthz",
        "/nowhere",
        "/join/x",
        "/download/ann.json",
        "/voila/static/voila.js",
        f"/api/kernels/{unknown}",
        f"/api/kernels/{unknown}/channels",
    ):
        for browser in (ann, nobody):
            for method in ("GET", "HEAD", "PUT", "OPTIONS"):
                answer = browser.tell(path, method)
                policy = answer.headers["Content-Security-Policy"] or ""
                assert policy.startswith("default-src '"), (method, path)
                assert answer.headers["X-Content-Type-Options"] == "nosniff", (method, path)
                assert answer.headers["Referrer-Policy"] == "no-referrer", (method, path)
                assert answer.headers["Access-Control-Allow-Origin"] is None, (method, path)


def test_the_log_has_no_token_however_a_link_is_written(served: Served) -> None:
    token = served.token("ann")
    browser = Browser(served.url)
    for path in (
        f"/join%2F{token}",
        f"/JOIN/{token}",
        f"//join/{token}",
        f"/x/join/{token}?y",
        f"/j%6fin/{token}",
    ):
        browser.ask(path)
    browser.ask("/the-end-of-it")
    assert served.logs("/the-end-of-it")
    assert token not in served.log


def test_kernels_talk_through_a_folder_that_only_their_user_can_read(served: Served) -> None:
    """A port on this machine can be read by everybody on it, and pages are told what people wrote."""
    served.open("ann").ask("/")
    folders = [
        Path(line.split()[-1]).parent
        for line in Path("/proc/net/unix").read_text().splitlines()
        if "/cba_" in line
    ]
    assert {folder.stat().st_mode & 0o777 for folder in folders if folder.exists()} == {0o700}
    assert "over TCP" not in served.log


@pytest.mark.slow
def test_the_template_also_serves_any_notebook_with_plain_voila(tmp_path: Path) -> None:
    template = tmp_path / "share/voila/templates/cba"
    template.parent.mkdir(parents=True)
    template.symlink_to(shipped("templates") / "pages")
    (tmp_path / "any.ipynb").write_text(notebook("print(6 * 7)", "Any notebook"))
    port = free_port()
    options = ["--template=cba", "--no-browser", f"--port={port}", "--Voila.ip=127.0.0.1", "any.ipynb"]
    voila = subprocess.Popen(
        [sys.executable, "-m", "voila", *options],
        cwd=tmp_path,
        env={**os.environ, "JUPYTER_PATH": str(tmp_path / "share")},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert voila.stderr is not None
    while "is running at" not in (line := voila.stderr.readline()):
        assert line, "Voilà ended"
    page = Browser(f"http://127.0.0.1:{port}").ask("/")
    voila.terminate()
    voila.communicate(timeout=120)
    assert page.status == 200
    assert "<title>Any notebook</title>" in page.text
    assert "<pre>42" in page.text
    assert "https://" not in page.text
