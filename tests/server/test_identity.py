"""A link sets a cookie; the cookie, and nothing else, says who is asking."""

from __future__ import annotations

from cba_kit.server.site import Site

from .serving import Browser, Served


def test_join_sets_a_cookie_that_scripts_cannot_read_and_leads_home(served: Served) -> None:
    answer = Browser(served.url).ask(f"/join/{served.token('ann')}")
    cookie = answer.headers["Set-Cookie"]
    assert (answer.status, answer.headers["Location"]) == (303, "/")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert "Secure" not in cookie.split("; ")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_refused_links_say_why_and_what_to_do(served: Served) -> None:
    browser = Browser(served.url)
    altered = browser.ask(f"/join/{served.token('ann')}x")
    withdrawn = browser.ask(f"/join/{served.token('gone')}")
    ended = browser.ask(f"/join/{served.token('late')}")
    assert [(answer.status, answer.title) for answer in (altered, withdrawn, ended)] == [
        (403, "This link is not complete"),
        (403, "This link was replaced"),
        (403, "This link ended on 10 March 2024"),
    ]
    assert "mailto:help@example.org" in ended.text
    assert browser.cookies == {}


def test_without_a_link_the_page_asks_for_one(served: Served) -> None:
    answer = Browser(served.url).ask("/")
    assert (answer.status, answer.title) == (403, "Open your personal link")


def test_a_forged_or_borrowed_cookie_is_nobody(served: Served) -> None:
    value = served.open("ann").cookies["cba_person"]
    for forged in ("ann", '["ann", 1]', value[:-1], value.replace("|", "", 1)):
        assert Browser(served.url, {"cba_person": forged}).ask("/download/ann.json").status == 403
    assert Browser(served.url, {"cba_person": value}).ask("/download/ann.json").status == 200


def test_withdrawing_a_link_also_ends_the_sessions_that_it_opened(served: Served, site: Site) -> None:
    dora = served.open("dora")
    assert dora.ask("/download/dora.json").status == 200
    site.store.people.raise_link("dora")
    answer = dora.ask("/download/dora.json")
    assert (answer.status, answer.title) == (403, "This link was replaced")


def test_names_in_the_address_change_nothing(served: Served) -> None:
    assert Browser(served.url).ask("/?person=ann&CBA_PERSON=ann&token=ann").status == 403
    assert Browser(served.url).ask("/download/ann.json", Authorization="token ann").status == 403


def test_the_log_names_who_signed_in_and_never_the_token(served: Served) -> None:
    served.open("bob")
    assert served.logs("cba_kit.audit:sign-in person=bob")
    assert served.token("bob") not in served.log


def test_signing_out_forgets_the_visitor_ends_their_pages_and_says_goodbye(served: Served) -> None:
    ann, elsewhere = served.open("ann"), served.open("ann")
    kernel = ann.ask("/").kernel
    out = ann.tell("/sign-out", "POST")
    assert (out.status, out.headers["Location"]) == (303, "/goodbye")
    goodbye = ann.ask("/goodbye")
    assert (goodbye.status, goodbye.title) == (200, "You have signed out")
    assert "Everything that was marked as saved stays." in goodbye.text
    assert "<script" not in goodbye.text
    assert ann.ask("/download/ann.json").status == 403
    assert elsewhere.ask("/download/ann.json").status == 200
    assert elsewhere.ask(f"/api/kernels/{kernel}").status == 403
    assert served.logs("cba_kit.audit:sign-out person=ann")


def test_only_our_own_pages_can_sign_somebody_out(served: Served) -> None:
    """Neither a link, nor a form on another site."""
    bob = served.open("bob")
    assert bob.ask("/sign-out").status == 405
    assert bob.ask("/sign-out", "POST").status == 403
    assert bob.tell("/sign-out", "POST", Origin="https://evil.example").status in (403, 404)
    assert bob.ask("/download/bob.json").status == 200


def test_nobody_can_sign_out_and_reads_the_same(served: Served) -> None:
    out = Browser(served.url).tell("/sign-out", "POST")
    assert (out.status, out.headers["Location"]) == (303, "/goodbye")
