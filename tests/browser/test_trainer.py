"""A trainer's trial: a new canvas is one YAML file and nothing else."""

from __future__ import annotations

import json

from playwright.sync_api import expect

from tests.browser.conftest import Room, axe
from tests.browser.hands import all_saved

CANVAS = """\
title: Service portfolio
short: Services
purpose: Which services we have, and what we decide for each.
start: Write your three most used services, one note each.
areas:
  - core pilot
  - idea decline
blocks:
  - {key: core, title: Core services, short: Core, questions: ["Which services do members use every month?"]}
  - {key: pilot, title: Pilots, short: Pilot, questions: ["What do you try out this year?"]}
  - {key: idea, title: Ideas, short: Ideas, questions: ["What did members ask for?"]}
  - {key: decline, title: To stop, short: Stop, questions: ["Which service is used less every year?"]}
"""
NOTE = "Paid tender support for eight members"


def test_new_canvas_appears_in_page_roadmap_and_export(room: Room) -> None:
    """One file and one line in the edition: no code, no restart."""
    templates = room.academy.templates
    (templates / "canvases").mkdir()
    (templates / "canvases/services_talk.yaml").write_text(CANVAS, encoding="utf-8")
    edition = templates / "editions/cba3.yaml"
    text = edition.read_text(encoding="utf-8")
    edition.write_text(
        text.replace("  - business_model\n", "  - business_model\n  - services_talk\n", 1),
        encoding="utf-8",
    )
    checked = room.cba("templates", "check")
    assert checked.returncode == 0, checked.stderr

    page = room.open("ilze")
    page.get_by_role("navigation", name="Sheets").get_by_role("link", name="Services", exact=True).click()
    page.get_by_role("button", name="Add a note to Pilots").click()
    page.keyboard.type(NOTE)
    page.keyboard.press("Enter")
    all_saved(page)
    assert axe(page) == []

    rendered = room.cba("render", "cba3", "--only", "ilze", "--format", "html")
    assert rendered.returncode == 0, rendered.stderr
    roadmap = page.context.new_page()
    roadmap.goto(f"{room.academy.settings.address}/reports/cba3/roadmap/ilze.html")
    expect(roadmap.get_by_text(NOTE).first).to_be_visible()
    expect(roadmap.get_by_role("heading", name="Pilots")).to_be_visible()
    export = page.request.get(f"{room.academy.settings.address}/download/ilze.json")
    assert NOTE in json.dumps(export.json())
    assert "services_talk" in json.dumps(export.json())
    assert room.foreign == []
