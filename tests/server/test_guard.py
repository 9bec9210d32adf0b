"""The guard: the headers that every answer has, whoever asks and whatever is answered."""

from __future__ import annotations

from pathlib import Path

import pytest

from cba_kit.server.headers import FEATURES, LEAN

from .serving import Browser, Served, make_academy

pytestmark = pytest.mark.slow

UNKNOWN = "00000000-0000-0000-0000-000000000000"
PATHS = [
    "/healthz",
    "/metrics",
    "/nowhere",
    "/join/x",
    "/goodbye",
    "/sign-out",
    "/download/ann.json",
    "/reports/now/roadmap/ann.html",
    "/voila/static/voila.js",
    f"/api/kernels/{UNKNOWN}",
    f"/api/kernels/{UNKNOWN}/channels",
]


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_says_what_it_may_do_and_who_may_use_it(served: Served, path: str) -> None:
    for browser in (served.open("ann"), Browser(served.url)):
        for method in ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"):
            answer = browser.ask(path, method)
            told = {name: answer.headers[name] for name in SAME}
            assert told == SAME, (method, path)
            assert (answer.headers["Content-Security-Policy"] or "").startswith("default-src '")
            assert "frame-ancestors 'self'" in (answer.headers["Content-Security-Policy"] or "")
            assert "Strict-Transport-Security" not in answer.headers


SAME = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in FEATURES),
    "Access-Control-Allow-Origin": None,
}


def test_an_address_over_tls_is_asked_for_over_tls_only_and_its_cookies_travel_so(tmp_path: Path) -> None:
    served = Served(make_academy(tmp_path, address="https://academy.example"))
    browser = Browser(served.url)
    joined = browser.ask(f"/join/{served.token('ann')}")
    assert joined.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "Secure" in joined.headers["Set-Cookie"].split("; ")
    assert served.end() == 0


def test_a_page_of_ours_runs_no_script_that_stands_in_it() -> None:
    scripts = next(part for part in LEAN.split("; ") if part.startswith("script-src"))
    assert scripts == "script-src 'self'"
    assert LEAN.startswith("default-src 'none'; ")


def test_a_refusal_carries_no_script_and_says_nothing_about_the_inside(served: Served) -> None:
    answer = Browser(served.url).ask("/download/ann.json")
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    assert "<script" not in answer.text
    assert "Traceback" not in answer.text
    assert "Tornado" not in (answer.headers["Server"] or "")


def test_no_folder_is_listed_and_no_file_served_by_its_ending(served: Served) -> None:
    ann = served.open("ann")
    for path in (
        "/academy.toml",
        "/academy.db",
        "/.secret",
        "/audit.log",
        "/workbooks/",
        "/workbooks/participant.ipynb",
        "/templates/",
        "/output/now/roadmap/ann.html",
        "/reports/",
        "/reports/now/roadmap/",
        "/voila/static/",
        "/voila/static/../../academy.toml",
        "/voila/static/%2e%2e/%2e%2e/academy.toml",
        "/voila/static/..%2f..%2facademy.toml",
        "/reports/now/roadmap/..%2fann.html",
        "/favicon.ico",
        "/logo.png",
    ):
        assert ann.ask(path).status in (403, 404), path
