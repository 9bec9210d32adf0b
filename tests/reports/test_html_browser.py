"""The HTML report in a real browser: accessible, no sideways scroll on a phone, no words over words."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from cba_kit.model.people import Person
from cba_kit.reports.html import page
from tests.browser.conftest import axe
from tests.chromium import context_of
from tests.reports import timber_cluster
from tests.reports.executed_notebook import executed
from tests.reports.report_team import Team

pytestmark = pytest.mark.browser

TOUCHING = """() => {
  const pictures = [...document.querySelectorAll('svg.pic')].filter(svg => svg.checkVisibility());
  return pictures.flatMap(svg => {
    const all = [...svg.querySelectorAll('text')];
    const words = all.filter(text => text.textContent.trim() && !text.querySelector('textPath'));
    const boxes = words.map(text => text.getBoundingClientRect());
    return boxes.flatMap((a, i) => boxes.slice(i + 1).flatMap((b, j) => {
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      const told = words[i].textContent + ' × ' + words[i + 1 + j].textContent;
      return across > 1 && down > 3 ? [told] : [];
    }));
  });
}"""

NARROW = """() => [...document.querySelectorAll('.tbl')]
  .filter(table => table.getBoundingClientRect().width < table.closest('.p').clientWidth * 0.6)
  .map(table => table.caption.textContent)"""
"""The captions of tables that leave much of their sheet empty."""
CUT = """() => [...document.querySelectorAll('textPath')].filter(arc => arc.closest('svg').checkVisibility())
  .filter(arc => arc.getComputedTextLength()
    > document.querySelector(arc.getAttribute('href')).getTotalLength())
  .map(arc => arc.textContent)"""
"""Words on an arc that is too short for them, so that their first and last letters are not drawn."""


@pytest.mark.parametrize("width", [1440, 390, 320])
@pytest.mark.parametrize("who", ["full", "empty", "hostile"])
def test_html_is_accessible_and_fits_the_screen(
    team: Team,
    ilze: Person,
    hostile: Person,
    chromium: Browser,
    who: str,
    width: int,
) -> None:
    for number in range(4):
        team.join(f"peer{number}", f"Peer {number}")
        team.write(f"peer{number}", timber_cluster.ratings(timber_cluster.RATINGS))
    person = {"full": ilze.id, "hostile": hostile.id, "empty": "new"}[who]
    team.join("new", "New Person")
    asked: list[str] = []
    tab = context_of(chromium, viewport={"width": width, "height": 900}).new_page()
    tab.on("request", lambda request: asked.append(request.url))

    tab.set_content(page(executed(team, person), team.library))

    assert axe(tab) == []
    assert tab.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert tab.evaluate(TOUCHING) == []
    assert tab.evaluate(NARROW) == []
    assert tab.evaluate(CUT) == []
    assert asked == []
    tab.context.close()
