"""Links open one person's page, until they are withdrawn or the edition's links end."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date

import pytest

from cba_kit.errors import LinkError
from cba_kit.server.links import last_day, make_link, read_link
from cba_kit.server.ownership import LINK_ENDED
from cba_kit.server.site import Site

from .serving import Served
from .talking import connect


def on(site: Site, day: date) -> Site:
    """Return the same site on another day."""
    settings = site.academy.settings.model_copy(update={"day": day})
    return replace(site, academy=replace(site.academy, settings=settings))


def token(site: Site, person_id: str) -> str:
    return make_link(site.academy, site.store.people.person(person_id)).rpartition("/")[2]


def test_a_link_starts_with_the_academys_address_and_leads_to_its_person(site: Site) -> None:
    ann = site.store.people.person("ann")
    link = make_link(site.academy, ann)
    assert link.startswith("http://127.0.0.1:8866/join/")
    assert read_link(site, link.rpartition("/")[2]) == ann


def test_a_link_does_not_name_who_else_takes_part_and_cannot_be_made_without_the_key(site: Site) -> None:
    for forged in (token(site, "ann")[:-1], token(site, "ann") + "x", "", "a.b", "WyJhbm4iLDFd"):
        with pytest.raises(LinkError) as caught:
            read_link(site, forged)
        assert caught.value.reason == "altered"


def test_a_withdrawn_link_opens_nothing_and_a_new_one_does(site: Site) -> None:
    gone = site.store.people.person("gone")
    old = make_link(site.academy, gone.model_copy(update={"link": 1})).rpartition("/")[2]
    with pytest.raises(LinkError) as caught:
        read_link(site, old)
    assert caught.value.reason == "withdrawn"
    assert read_link(site, token(site, "gone")) == gone


def test_a_link_of_a_person_who_was_taken_out_counts_as_withdrawn(site: Site) -> None:
    stranger = site.store.people.person("ann").model_copy(update={"id": "nobody"})
    with pytest.raises(LinkError) as caught:
        read_link(site, make_link(site.academy, stranger).rpartition("/")[2])
    assert caught.value.reason == "withdrawn"


def test_a_link_opens_on_the_last_day_and_not_on_the_day_after(site: Site) -> None:
    assert read_link(on(site, date(2024, 6, 30)), token(site, "ann")).id == "ann"
    with pytest.raises(LinkError) as caught:
        read_link(on(site, date(2024, 7, 1)), token(site, "ann"))
    assert (caught.value.reason, caught.value.day) == ("ended", date(2024, 6, 30))


def test_links_of_an_edition_that_names_no_day_end_180_days_after_it(site: Site) -> None:
    edition = site.library.edition("now").model_copy(update={"links_end": None})
    assert last_day(edition) == date(2024, 9, 7)


def test_a_page_that_is_open_ends_with_its_link_and_says_why(served: Served, site: Site) -> None:
    """Within seconds, and nobody else's."""
    before = site.store.people.person("both")
    both, ann = served.open("both"), served.open("ann")
    kernel, other = both.ask("/").kernel, ann.ask("/").kernel

    async def stay() -> int | None:
        page = await connect(both, kernel)
        site.store.people.raise_link("both")
        while await asyncio.wait_for(page.read_message(), 120) is not None:
            pass
        return page.close_code

    assert asyncio.run(stay()) == LINK_ENDED
    assert both.ask("/").title == "This link was replaced"
    site.store.people.update(before)  # the other tests know the first link
    assert ann.ask(f"/api/kernels/{other}").status == 200
