"""Certificate, cohort report, slides and canvases in a real browser: accessible, narrow enough, one file."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from cba_kit.config import shipped
from cba_kit.model.people import Cluster, Person
from cba_kit.reports.html import page
from tests.browser.conftest import axe
from tests.chromium import context_of
from tests.reports import timber_cluster
from tests.reports.made_report import made
from tests.reports.report_team import Team

pytestmark = pytest.mark.browser

REPORTS = {
    "certificate": ("certificate", {"person": "hostile"}),
    "cohort": ("cohort", {"edition": "cba3"}),
    "canvas slides": ("handout", {"notebook": str(shipped("notebooks") / "2_business_model.ipynb")}),
    "form slides": ("handout", {"notebook": str(shipped("notebooks") / "5_action_plan.ipynb")}),
    "canvases": ("canvases", {"person": "hostile"}),
    "empty canvases": ("canvases_empty", {"edition": "cba3"}),
}


@pytest.mark.parametrize("name", REPORTS)
def test_report_is_accessible_and_fits_the_screen(
    team: Team, hostile: Person, chromium: Browser, name: str
) -> None:
    """On a laptop, on a phone, and on the narrowest screen."""
    for number in range(5):
        cluster = Cluster(id=f"c{number}", name=f"Cluster {number}", country="LV", ecosystems=("health",))
        peer = hostile.model_copy(
            update={"id": f"peer{number}", "email": f"p{number}@x.example", "cluster": cluster}
        )
        team.store.people.add([peer])
        team.write(peer.id, timber_cluster.workbook())
    report, parameters = REPORTS[name]
    text = page(made(team, report, **parameters), team.library)
    asked: list[str] = []
    tab = context_of(chromium).new_page()
    tab.on("request", lambda request: asked.append(request.url))
    for width in (1440, 390, 320):
        tab.set_viewport_size({"width": width, "height": 900})
        tab.set_content(text)

        assert axe(tab) == [], width
        assert tab.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, width
    assert asked == []
    tab.context.close()
