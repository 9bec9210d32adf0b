"""The roadmap's sections: every part of the workbook is in it, in words; nothing empty vanishes."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from typing import Any

from cba_kit.config import shipped
from cba_kit.model.people import Person
from cba_kit.model.render import Render
from cba_kit.model.trends import Trends
from cba_kit.model.workbook import Operation
from cba_kit.reports import roadmap
from cba_kit.reports.roadmap import RoadmapBook
from cba_kit.reports.section import MIME, Chapter, Section
from tests.reports import timber_cluster
from tests.reports.report_team import DAY, Team, talk

CALLS = (
    "cover",
    "plan_on_one_page",
    "profile",
    "strategy",
    "forms",
    "canvases",
    "trends",
    "actions",
    "over_time",
    "golden_thread",
    "measures",
    "money",
    "talks",
    "changes",
    "credits",
)


def read(team: Team, person: str) -> RoadmapBook:
    return roadmap.read(str(team.academy.folder), person)


def sections(book: RoadmapBook) -> dict[str, Section]:
    chapters: list[Chapter] = [getattr(book, call)() for call in CALLS]
    return {section.key: section for chapter in chapters for section in chapter.sections}


def test_a_copy_of_the_folder_is_drawn_with_its_own_look(team: Team, ilze: Person) -> None:
    """Under its own name; what the copy lacks comes from where all reports have it."""
    copy = team.academy.templates / "reports" / "itinerary" / "html" / "kinds"
    copy.mkdir(parents=True)
    (copy / "cover.html.j2").write_text("<p>Our own cover</p>", encoding="utf-8")
    shown = roadmap.read(str(team.academy.folder), ilze.id, look="itinerary").cover()
    assert shown.document.report == "itinerary"
    assert "Our own cover" in shown._repr_mimebundle_()["text/html"]


def test_roadmap_holds_every_sheet_of_the_edition(team: Team, ilze: Person) -> None:
    found = sections(read(team, ilze.id))

    assert list(found) == [
        "cover",
        "plan",
        "profile",
        "strategy",
        "needs",
        "challenges",
        "business_model",
        "value_proposition",
        "megatrends",
        "action_plan",
        "action_plan-time",
        "action_plan-thread",
        "action_plan-measures",
        "action_plan-money",
        "talks",
        "changes",
        "credits",
    ]
    assert {key: section.headline for key, section in found.items() if section.headline} == {
        "plan": "We win our members work that none of them could win alone.",
        "business_model": "9 of 9 blocks filled, 5 notes at risk",
        "value_proposition": "6 of 6 blocks filled, 1 note at risk",
        "megatrends": (
            "What matters most to you: Resource scarcity, Climate change and Demographic imbalances"
        ),
        "action_plan": "7 actions, €401,500, of which €11,500 is secured",
        "action_plan-time": "2 under way, 5 to come",
        "action_plan-thread": "Why each action is in the plan",
        "action_plan-measures": "1 of 7 measures lacks a number for today or a target",
        "action_plan-money": "€390,000 of €401,500 is not secured yet",
        "talks": "1 comment waits for your answer",
        "changes": "This is your first roadmap",
    }


def test_roadmap_empty_workbook_says_what_to_do_next(team: Team) -> None:
    team.join("new", "New Person")

    found = sections(read(team, "new"))

    silent = {key for key, section in found.items() if not section.empty}
    assert silent == {"cover", "changes", "credits"}
    assert found["strategy"].empty.startswith("Nothing here yet. Next step: Begin with the mission.")
    assert len(found) == 17


def test_roadmap_plan_on_one_page_has_promise_priorities_and_first_steps(team: Team, ilze: Person) -> None:
    data = read(team, ilze.id).plan_on_one_page().sections[0].data

    assert data["promise"]["items"][0] == "Win tenders that one small firm cannot win alone"
    assert data["priorities"]["items"][0] == {
        "text": "Members pay for the work they win with us",
        "detail": "Private share of income, 45% by March 2027",
    }
    assert [step["number"] for step in data["steps"]["items"]] == ["A2", "A1", "A3", "A4"]
    assert [len(horizon["items"]) for horizon in data["horizons"]] == [3, 3, 1]


def test_roadmap_actions_without_a_date_stand_apart_and_first(team: Team, ilze: Person) -> None:
    """As on the page: they say that a date is missing, and are not pushed to the far end."""
    team.write(ilze.id, [timber_cluster.put("action_plan", "a99", "action", "", {"title": "Ask the board"})])

    first, *rest = read(team, ilze.id).plan_on_one_page().sections[0].data["horizons"]

    assert first["title"] == "No date yet"
    assert [(item["title"], item["line"]) for item in first["items"]] == [("Ask the board", "no owner yet")]
    assert [len(horizon["items"]) for horizon in rest] == [3, 3, 1]


def test_roadmap_cohort_stays_hidden_under_five_raters(team: Team, ilze: Person) -> None:
    for number in range(3):
        team.join(f"peer{number}", f"Peer {number}")
        team.write(f"peer{number}", timber_cluster.ratings(timber_cluster.RATINGS))

    before = read(team, ilze.id).trends().sections[0].data
    team.join("peer3", "Peer 3")
    team.write("peer3", timber_cluster.ratings(timber_cluster.RATINGS))
    after = read(team, ilze.id).trends().sections[0].data

    assert [picture["caption"] for picture in before["radars"]] == ["Your radar"]
    assert before["note"] == "The view of your edition is shown as soon as five people have rated a trend."
    assert [picture["caption"] for picture in after["radars"]] == ["Your radar", "The radar of your edition"]
    assert after["table"]["rows"][4][-3:] == ["5", "agree", "at least 5"]
    assert after["table"]["rows"][12][-3:] == ["", "", ""]  # everybody said “don't know” about migration


def test_roadmap_golden_thread_names_every_gap(team: Team, ilze: Person) -> None:
    data = read(team, ilze.id).golden_thread().sections[0].data
    lines = [[", ".join(p["text"] for p in cell["parts"]) for cell in line] for line in data["lines"]]

    (part,) = [line for line in lines if line[2] == "Hand over the sawmill contacts to the team"]
    assert part == [
        "All sawmill contacts sit with Andris",
        "no trend yet",
        "Hand over the sawmill contacts to the team",
        "12% → 90%",
    ]
    assert [cell["gap"] for cell in data["lines"][lines.index(part)]] == [False, True, False, False]
    idle = [line for line in lines if line[2] == "Note that leads nowhere yet"]
    assert lines[-5:] == idle
    assert idle[0][0] == "Hardwood imports depend on one port"
    assert data["more"] == (
        "And 3 more notes that lead nowhere yet: Business model, Customer Relationships (1); "
        "Value proposition, Gains (1); Value proposition, Gain Creators (1)."
    )


def test_roadmap_golden_thread_leads_there_and_back(team: Team, ilze: Person) -> None:
    book = read(team, ilze.id)
    thread = book.golden_thread().sections[0].data
    notes = [n for board in book.canvases().sections for b in board.data["blocks"] for n in b["notes"]]
    rows = book.actions().sections[0].data["table"]["places"]
    places = {n["place"] for n in notes} | {row["name"] for row in rows}
    places |= {key["place"] for key in book.trends().sections[0].data["key"]}
    forms = [part for found in book.forms().sections for part in found.data["parts"]]
    answers = [answer["table"] for part in forms for answer in part["answers"] if answer["table"]]
    places |= {row["name"] for answer in answers for row in answer["places"]}

    there = {p["to"] for line in thread["lines"] for cell in line for p in cell["parts"]} - {""}
    back = {ref["to"] for n in notes for ref in n["refs"]} | {row["to"] for row in rows}

    assert there
    assert there <= places
    assert back
    assert back <= {*thread["marks"], thread["more_mark"]}
    html = book.golden_thread()._repr_mimebundle_()["text/html"]
    assert all(f'href="#{place}"' in html for place in there)


def test_roadmap_tells_what_changed_since_the_last_one(team: Team, ilze: Person) -> None:
    version = team.store.journal.workbook_of("ilze").version
    line = {"person": "ilze", "edition": "cba3", "report": "roadmap", "version": version, "inputs": "x"}
    team.store.ledger.record(
        Render.model_validate(line | {"status": "ok", "started": DAY - timedelta(days=7), "ms": 1})
    )
    note = timber_cluster.put("business_model", "n-channels-0", "note", "channels", {"text": "Site visits"})
    gone = timber_cluster.put("business_model", "n-channels-1", "note", "channels", {})
    new = timber_cluster.put("business_model", "new", "note", "channels", {"text": "A stand at the fair"})
    team.write("ilze", [note, gone.model_copy(update={"op": "remove"}), new])

    section = read(team, ilze.id).changes().sections[0]

    assert section.headline == "3 changes since 4 March 2024"
    assert [(item["how"], item["text"], item["was"]) for item in section.data["groups"][0]["items"]] == [
        ("changed", "Site visits", "before: Site visits, six a year"),
        ("added", "A stand at the fair", ""),
        ("removed", "Monthly letter, 38% open it", ""),
    ]


def test_roadmap_talks_show_who_waits(team: Team, ilze: Person) -> None:
    talks = read(team, ilze.id).talks().sections[0].data["talks"]

    assert [(t["place"], t["state"], len(t["answers"])) for t in talks] == [
        ("Revenue Streams", "Waits for your answer.", 0),
        ("Revenue Streams", "", 1),
    ]
    assert talks[1]["answers"][0]["who"] == "You, 11 March 2024"


def test_roadmap_holds_nobody_elses_words(team: Team, ilze: Person) -> None:
    assert ilze.id == "ilze"
    team.join("other", "Somebody Else", "Secret Cluster")
    secret = {"text": "our secret plan", "meaning": "today"}
    team.write("other", [timber_cluster.put("business_model", "s", "note", "channels", secret)])
    team.write("other", talk("t1", "our secret talk"))

    def told(person: str) -> str:
        book = read(team, person)
        return json.dumps([getattr(book, call)()._repr_mimebundle_() for call in CALLS], ensure_ascii=False)

    assert "our secret plan" in told("other")
    assert "our secret talk" in told("other")
    assert "secret" not in told("ilze").lower()
    assert "Somebody Else" not in told("ilze")


def test_roadmap_plan_names_how_many_first_steps_are_not_shown(team: Team, ilze: Person) -> None:
    team.write(ilze.id, timber_cluster.many_actions(9))

    steps = read(team, ilze.id).plan_on_one_page().sections[0].data["steps"]

    assert (len(steps["items"]), steps["more"]) == (4, "and 9 more in the action plan")


def test_roadmap_counts_ratings_as_the_page_does(team: Team) -> None:
    team.join("all", "All Rated")
    known = {"horizon": "y2", "relevance": 4, "direction": 1, "knowledge": 3}
    sheet = team.library.sheet("megatrends")
    assert isinstance(sheet, Trends)
    ratings = [
        timber_cluster.put("megatrends", f"megatrends.{trend.key}", "rating", trend.key, {**known})
        for trend in sheet.trends
    ]
    team.write("all", ratings)
    one = {"relevance": "unknown"}
    team.write("all", [timber_cluster.put("megatrends", "megatrends.health", "rating", "health", one)])

    lead = read(team, "all").trends().sections[0].lead

    assert lead == "You rated 14 of 14 trends, 1 of them with “I don’t know”."


def test_roadmap_form_prints_days_in_words_and_a_title_once(team: Team, ilze: Person) -> None:
    day = timber_cluster.put(
        "profile", "profile.label_until", "answer", "label_until", {"value": "2025-10-31"}
    )
    team.write(ilze.id, [day])
    book = read(team, ilze.id)

    answers = [a for part in book.profile().sections[0].data["parts"] for a in part["answers"]]
    aims = next(p for p in book.strategy().sections[0].data["parts"] if p["title"] == "Aims")

    assert [a["text"] for a in answers if a["title"] == "Label valid until"] == ["31 October 2025"]
    assert [a["title"] for a in aims["answers"]] == [""]
    html = book.strategy()._repr_mimebundle_()["text/html"]
    assert (html.count("<h3>Aims</h3>"), html.count("<dt>Aims")) == (1, 0)


def test_roadmap_without_a_plan_gives_its_hint_once(team: Team) -> None:
    team.join("new", "New Person")

    found = sections(read(team, "new"))

    follows = "Nothing here yet. This follows from the action plan."
    assert [found[f"action_plan-{part}"].empty for part in ("time", "thread")] == [follows, follows]
    hints = [section.empty for section in found.values() if section.empty not in ("", follows)]
    assert len(hints) == len(set(hints))


def test_roadmap_one_measure_is_told_in_the_singular(team: Team) -> None:
    team.join("one", "One Measure")
    team.write("one", timber_cluster.many_actions(1))

    assert read(team, "one").measures().sections[0].headline == (
        "The one measure lacks a number for today or a target"
    )


def test_chapter_carries_data_and_html_of_the_same_section(team: Team, ilze: Person) -> None:
    bundle: dict[str, Any] = read(team, ilze.id).talks()._repr_mimebundle_()

    assert set(bundle) == {MIME, "text/html"}
    assert bundle[MIME]["document"]["title"] == "Roadmap of Ilze Kalniņa"
    assert json.loads(json.dumps(bundle[MIME])) == bundle[MIME]
    assert "What replaces the base funding first" in bundle["text/html"]


def test_report_kernel_loads_no_pandas_and_no_exporter() -> None:
    code = "import sys; import cba_kit.reports.roadmap; print([m for m in sys.argv[1:] if m in sys.modules])"
    heavy = ["pandas", "nbconvert", "papermill", "typst", "ipywidgets"]

    told = subprocess.run([sys.executable, "-c", code, *heavy], capture_output=True, text=True, check=True)

    assert told.stdout.strip() == "[]"


def test_roadmap_shows_a_canvas_numbers_as_picture_and_table(team: Team, ilze: Person) -> None:
    edition = (shipped("templates") / "editions/cba3.yaml").read_text(encoding="utf-8")
    own = team.academy.templates / "editions/cba3.yaml"
    own.parent.mkdir(parents=True)
    own.write_text(
        edition.replace("- value_proposition\n", "- value_proposition\n  - stakeholder_map\n", 1), "utf-8"
    )
    rated = {"text": "Mayor of <Riga>", "power": 5, "interest": 2, "stance": "sceptical", "wanted": "for"}
    note = {"id": "op-s", "op": "put", "sheet": "stakeholder_map", "kind": "note", "entry": "s1"}
    team.write("ilze", [Operation.model_validate({**note, "block": "keep_satisfied", "fields": rated})])

    chapter = read(team, ilze.id).canvases()
    keys = [section.key for section in chapter.sections]
    figure = chapter.sections[keys.index("stakeholder_map") + 1]

    assert (figure.key, figure.kind) == ("stakeholder_map-figure", "figure")
    assert figure.data["table"]["rows"] == [["1", "Mayor of <Riga>", "5", "2", "sceptical", "for us"]]
    assert "Mayor of <Riga>: power 5" in figure.data["picture"]["alt"]
    assert "Mayor of &lt;Riga&gt;" in chapter._repr_mimebundle_()["text/html"]
    assert [key for key in keys if key.endswith("-figure")] == ["stakeholder_map-figure"]
