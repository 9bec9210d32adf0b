"""Trends in the room: rated blind by phone and by keyboard, shown on the projector, rated again."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from cba_kit.model.people import Cluster
from cba_kit.model.workbook import Operation, Writer
from tests.browser.conftest import Room, axe
from tests.browser.hands import Keyboard, Mouse, all_saved
from tests.browser.trends import TRENDS, at_trends, go, press, rate
from tests.cast import ILZE

OTHERS = tuple(f"p{number}" for number in range(1, 9))
LONG = 60_000


def more_people(room: Room) -> None:
    """Eight more participants, who rate without a browser."""
    room.store.people.add(
        [
            ILZE.model_copy(
                update={
                    "id": name,
                    "name": f"Person {name}",
                    "email": f"{name}@x.example",
                    "coach": None,
                    "cluster": Cluster(
                        id=name, name=f"Cluster {name}", country="LV", ecosystems=("textiles",)
                    ),
                }
            )
            for name in OTHERS
        ]
    )


def others_rate(room: Room, number: int, relevance: int) -> None:
    """They rate the first three trends, the third of them in two camps."""
    for at, name in enumerate(OTHERS):
        writer = Writer(person=name, client="c", kinds=frozenset({"rating"}))
        camps = (relevance, relevance - 1, 1 if at % 2 else 5)
        keys = ("technological_change", "resource_scarcity", "nature_of_work")
        operations = [
            _rating(key, number, value, f"{name}-{number}-{key}")
            for key, value in zip(keys, camps, strict=True)
        ]
        receipt = room.store.journal.apply(name, operations, writer, accept=lambda *_: None)
        assert receipt.refused == ()


def _rating(trend: str, number: int, relevance: int, name: str) -> Operation:
    fields: dict[str, Any] = {
        "round": number,
        "relevance": relevance,
        "knowledge": 2,
        "direction": -1,
        "horizon": "y5",
    }
    entry = f"{TRENDS}.{trend}" if number == 1 else f"{TRENDS}.{trend}.{number}"
    told = {"id": name, "sheet": TRENDS, "entry": entry, "kind": "rating", "block": trend, "fields": fields}
    return Operation.model_validate(told)


def looks_right(page: Page) -> None:
    """No violation, and nothing to scroll sideways."""
    assert axe(page) == []
    assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0


def test_two_rounds_in_the_room(room: Room) -> None:
    more_people(room)
    trainer = room.open("tomas", width=1920, height=1080)
    ilze = room.open("ilze")
    eleni = room.open("eleni", width=390, height=844)
    for page in (ilze, eleni):
        go(page, f"#sheet/{TRENDS}")
        at_trends(page)
        expect(page.locator(".round-line")).to_be_hidden()

    trainer.get_by_role("link", name="Trends in the room").first.click()
    trainer.get_by_role("button", name="Open round 1").click()
    expect(trainer.get_by_text("No names and no numbers are shown before the reveal.")).to_be_visible(
        timeout=LONG
    )
    looks_right(trainer)
    for page in (ilze, eleni):
        expect(page.locator(".round-line")).to_contain_text("Round 1 is open", timeout=LONG)
        expect(page.get_by_text("It opens when your trainer shows the round to all.")).to_be_visible()

    rate(Keyboard(ilze), relevance=4)
    rate(Mouse(eleni), relevance=2)
    looks_right(eleni)
    coach = room.open("anneli")
    go(coach, f"#queue/ilze/workbook/{TRENDS}")
    said = coach.locator(".assess .facts")
    expect(coach.locator(".round-line")).to_contain_text("when the round is shown to all", timeout=LONG)
    expect(said).to_contain_text("not shown yet")
    looks_right(coach)
    others_rate(room, 1, 4)
    expect(trainer.locator(".plenary-wait .big")).to_have_text("10 of 10", timeout=LONG)

    press(trainer, "Show round 1 to all")
    expect(trainer.get_by_role("alert")).to_contain_text("cannot be changed afterwards")
    press(trainer, "Yes, do it")
    expect(trainer.get_by_role("heading", name="What reaches us, and when")).to_be_visible(timeout=LONG)
    expect(said).to_contain_text("4, changes much", timeout=LONG)
    looks_right(coach)
    through_the_scenes(trainer, ["matrix", "agreement", "groups", "agenda"])
    expect(trainer.locator(".plenary-agenda")).to_contain_text(
        "4 rate it low, 0 in the middle, 4 high (8 people)"
    )
    with trainer.expect_download() as kept:
        go(trainer, f"#plenary/{TRENDS}/radar")
        trainer.get_by_text("As a table", exact=True).click()
        press(trainer, "Save as a table (CSV)")
    assert kept.value.suggested_filename == f"{TRENDS}-radar-1.csv"

    expect(ilze.locator(".round-line")).to_contain_text("Round 1 is shown to all", timeout=LONG)
    expect(ilze.get_by_role("region", name="Everybody’s picture")).to_contain_text(
        "ratings of 10 people", timeout=LONG
    )
    expect(ilze.get_by_role("slider", name="Relevance")).to_be_disabled()
    looks_right(ilze)
    looks_right(eleni)

    press(eleni, "Next: 2 Resource scarcity")
    late(Mouse(eleni))

    press(trainer, "Open round 2")
    expect(ilze.locator(".round-line")).to_contain_text("Round 2 is open", timeout=LONG)
    expect(ilze.locator(".assess")).to_contain_text("You said in round 1: 4")
    rate(Keyboard(ilze), relevance=5)
    expect(ilze.locator(".assess")).to_contain_text("1 up")
    expect(ilze.get_by_role("region", name="How you moved")).to_contain_text("4 → 5")
    eleni.locator(".trends-list .one").first.click()
    keep = eleni.get_by_role("button", name="Keep what I said in round 1")
    keep.click()
    expect(keep).to_be_hidden()
    all_saved(eleni)
    looks_right(ilze)
    looks_right(eleni)
    others_rate(room, 2, 5)

    press(trainer, "Show round 2 to all")
    press(trainer, "Yes, do it")
    expect(trainer.get_by_role("combobox", name="Round that is shown")).to_have_value("2", timeout=LONG)
    for width in (1440, 390, 1920):
        trainer.set_viewport_size({"width": width, "height": 900})
        for scene in ("movement", "groups"):
            go(trainer, f"#plenary/{TRENDS}/{scene}")
            expect(trainer.locator(f".plenary-body.of-{scene}")).to_be_visible()
            looks_right(trainer)
    eleni.locator(".trends-list .one").nth(1).click()
    expect(eleni.locator(".round-line")).to_contain_text("Round 2 is shown to all", timeout=LONG)
    eleni.locator(".assess textarea").fill("We were too slow")
    expect(eleni.get_by_role("button", name="Hand in this rating")).to_be_visible()
    press(trainer, "Close the rounds")
    press(trainer, "Yes, do it")
    for page in (ilze, eleni):
        expect(page.locator(".round-line")).to_contain_text("Rounds are closed", timeout=LONG)
    expect(eleni.locator(".assess .kept-back")).to_contain_text("We were too slow")
    looks_right(eleni)
    assert room.foreign == []


def late(hands: Mouse) -> None:
    """What was never rated can still be handed in, once; until then it waits on the device."""
    page = hands.page
    for name in ("Relevance", "Direction", "Knowledge"):
        slider = page.get_by_role("slider", name=name, exact=True)
        expect(slider).to_be_enabled()
        slider.scroll_into_view_if_needed()
        hands.rate(slider, 2)
    reason = page.locator(".assess textarea")
    reason.fill("Prices have doubled")
    page.reload()
    page.locator(".trends-list .one").nth(1).click()
    expect(reason).to_have_value("Prices have doubled", timeout=LONG)
    expect(page.get_by_role("slider", name="Relevance", exact=True)).to_have_value("2")
    press(page, "Hand in this rating")
    all_saved(page)
    expect(page.get_by_role("slider", name="Relevance", exact=True)).to_be_disabled()


def through_the_scenes(page: Page, names: list[str]) -> None:
    """One picture after the other with the arrow keys, each without a violation."""
    for name in names:
        page.keyboard.press("ArrowRight")
        expect(page.locator(f".plenary-body.of-{name}")).to_be_visible()
        looks_right(page)
