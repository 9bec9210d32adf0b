"""The library gives what trainers wrote, own copies first, and says so when a name does not exist."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date, time
from pathlib import Path

import pytest

from cba_kit.content import Library
from cba_kit.errors import ContentError, NotFoundError
from cba_kit.model.canvas import MEANINGS, Block, Canvas
from cba_kit.model.edition import Brand, Session
from cba_kit.model.lists import Country, Ecosystem, Kpi
from cba_kit.model.plan import Horizon

Spoil = Callable[[str, str, str], int]

PORTFOLIO = """\
# Service portfolio, made by a trainer.
title: Service portfolio
short: Services
purpose: See which services to keep, grow, change or stop.
start: Write down the service that most members use.
areas:
  - keep grow
  - change stop
blocks:
  - {key: keep, title: Keep, short: Keep, questions: [What works as it is?]}
  - {key: grow, title: Grow, short: Grow, questions: [What do more members ask for?]}
  - {key: change, title: Change, short: Change, questions: [What is used but not liked?]}
  - {key: stop, title: Stop, short: Stop, questions: [What would nobody miss?], example: The paper letter}
"""


def test_new_canvas_is_one_new_file(own: Path) -> None:
    (own / "canvases").mkdir()
    (own / "canvases" / "service_portfolio.yaml").write_text(PORTFOLIO, encoding="utf-8")
    library = Library(own)

    def block(key: str, question: str, example: str = "") -> Block:
        name = key.capitalize()
        return Block(key=key, title=name, short=name, questions=(question,), example=example)

    assert library.sheet("service_portfolio") == Canvas(
        key="service_portfolio",
        title="Service portfolio",
        short="Services",
        purpose="See which services to keep, grow, change or stop.",
        start="Write down the service that most members use.",
        areas=("keep grow", "change stop"),
        blocks=(
            block("keep", "What works as it is?"),
            block("grow", "What do more members ask for?"),
            block("change", "What is used but not liked?"),
            block("stop", "What would nobody miss?", "The paper letter"),
        ),
        meanings=MEANINGS,
    )
    assert "service_portfolio" in library.sheet_keys()
    assert library.check() == []


def test_own_edition_may_use_a_new_canvas(own: Path, spoil: Spoil) -> None:
    spoil("editions/cba3.yaml", "  - business_model\n", "  - business_model\n  - service_portfolio\n")
    (own / "editions" / "cba3.yaml").rename(own / "editions" / "spring.yaml")
    (own / "canvases").mkdir()
    (own / "canvases" / "service_portfolio.yaml").write_text(PORTFOLIO, encoding="utf-8")
    library = Library(own)

    edition = library.edition("spring")

    assert edition.code == "spring"
    assert list(library.sheets(edition)) == [
        *("profile", "strategy", "needs", "challenges", "business_model", "service_portfolio"),
        *("value_proposition", "megatrends", "action_plan"),
    ]
    assert [(found.code, library.is_own(found.code)) for found in library.editions()] == [
        ("cba1", False),
        ("cba2", False),
        ("cba3", False),
        ("spring", True),
        ("cba4", False),
    ]
    assert [found.code for found in library.editions(own_only=True)] == ["spring"]


@pytest.mark.parametrize(
    ("said", "keys"),
    [
        ("group_sheets: [swot, megatrends]\n", ["swot", "megatrends"]),
        ("group_sheets: []\n", []),
        ("", ["business_model", "value_proposition"]),
    ],
)
def test_groups_have_the_sheets_that_the_edition_names_or_its_canvases(
    own: Path, spoil: Spoil, said: str, keys: list[str]
) -> None:
    spoil("editions/cba3.yaml", "group_sheets:\n  - business_model\n  - value_proposition\n", said)
    library = Library(own)
    assert list(library.group_sheets(library.edition("cba3"))) == keys


def test_own_copy_replaces_the_shipped_one(spoil: Spoil, own: Path) -> None:
    spoil("canvases/lean.yaml", "title: Lean canvas for a new service", "title: One-page idea")

    assert Library(own).sheet("lean").title == "One-page idea"
    assert Library().sheet("lean").title == "Lean canvas for a new service"


def test_own_sheet_of_another_kind_comes_first(own: Path) -> None:
    (own / "canvases").mkdir()
    (own / "canvases" / "needs.yaml").write_text(PORTFOLIO, encoding="utf-8")

    assert Library(own).sheet("needs").kind == "canvas"


def test_changed_file_is_read_again(own: Path, spoil: Spoil) -> None:
    spoil("canvases/lean.yaml", "title: Lean canvas for a new service", "title: First")
    library = Library(own)
    first = library.sheet("lean")
    again = library.sheet("lean")

    spoil("canvases/lean.yaml", "title: Lean canvas for a new service", "title: Second one")

    assert first is again
    assert library.sheet("lean").title == "Second one"


def test_file_of_the_same_size_is_read_again(own: Path, spoil: Spoil) -> None:
    spoil("canvases/lean.yaml", "title: Lean canvas for a new service", "title: Aaa")
    library = Library(own)
    assert library.sheet("lean").title == "Aaa"

    spoil("canvases/lean.yaml", "title: Lean canvas for a new service", "title: Bbb")
    os.utime(own / "canvases" / "lean.yaml", ns=(0, 0))

    assert library.sheet("lean").title == "Bbb"


@pytest.mark.parametrize("name", ["nothing", "../forms/needs", "", ".hidden", "a/b", "x" * 200])
def test_unknown_names_list_the_known_ones(name: str) -> None:
    library = Library()

    with pytest.raises(NotFoundError) as sheet:
        library.sheet(name)
    with pytest.raises(NotFoundError) as edition:
        library.edition(name)

    assert sheet.value.what == f"There is no sheet “{name}”."
    assert sheet.value.fix == (
        "Known: action_plan, business_model, challenges, cluster_model, environment_layer, funding_mix, "
        "lean, megatrends, mission_model, needs, profile, self_assessment and 7 more."
    )
    assert edition.value.fix == "Known: cba1, cba2, cba3, cba4."


def test_find_takes_the_own_file_first(own: Path) -> None:
    (own / "kpis.yaml").write_text("[]", encoding="utf-8")
    library = Library(own)

    assert library.find("kpis.yaml") == own / "kpis.yaml"
    assert library.find("ecosystems.yaml").name == "ecosystems.yaml"
    assert library.kpis() == []


@pytest.mark.parametrize("relative", ["reports/none.ipynb", "../pyproject.toml", "canvases"])
def test_find_gives_files_of_the_templates_only(relative: str) -> None:
    with pytest.raises(NotFoundError, match="There is no file"):
        Library().find(relative)


def test_broken_edition_says_where(own: Path, spoil: Spoil) -> None:
    line = spoil("editions/cba3.yaml", "  - megatrends\n", "  - megatrend\n")

    with pytest.raises(ContentError) as error:
        Library(own).edition("cba3")

    assert error.value.where == f"templates/editions/cba3.yaml:{line}"
    assert str(error.value) == (
        f"templates/editions/cba3.yaml:{line}: There is no sheet “megatrend”. Did you mean “megatrends”? "
        "Known: action_plan, business_model, challenges, cluster_model, environment_layer, funding_mix, "
        "lean, megatrends, mission_model, needs, profile, self_assessment, service_portfolio, social_layer, "
        "stakeholder_map, strategy, swot, tows, value_proposition."
    )


def test_missing_academy_folder_is_no_fault(tmp_path: Path) -> None:
    library = Library(tmp_path / "templates")

    assert library.check() == []
    assert library.editions(own_only=True) == []


def test_shipped_templates_have_no_fault() -> None:
    assert Library().check() == []


def test_shipped_editions_as_documented() -> None:
    facts = [
        (found.code, found.short, found.start, found.end, [day.place for day in found.days], found.fictional)
        for found in Library().editions()
    ]

    online = "online"
    assert facts == [
        (
            *("cba1", "1st edition", date(2022, 12, 1), date(2023, 3, 3)),
            *([online, online, "Strasbourg, France", "Strasbourg, France"], False),
        ),
        (
            *("cba2", "2nd edition", date(2023, 6, 6), date(2023, 9, 22)),
            *([online, online, "Turin, Italy", "Turin, Italy"], False),
        ),
        (
            *("cba3", "3rd edition", date(2024, 1, 23), date(2024, 3, 12)),
            *([online, online, online, "Sofia, Bulgaria", "Sofia, Bulgaria"], False),
        ),
        (
            *("cba4", "4th edition", date(2024, 11, 6), date(2025, 3, 4)),
            *([online, online, online, "Warsaw, Poland", "Warsaw, Poland"], False),
        ),
    ]


def test_sofia_agenda_has_times_and_says_whose_they_are() -> None:
    edition = Library().edition("cba3")
    sofia = edition.days[3:]

    assert sofia[0].sessions[3] == Session(
        title="Trends: rate first, then compare",
        start=time(11, 0),
        end=time(12, 15),
        kind="work",
        sheet="megatrends",
        about="25 minutes of rating alone, then the picture of the whole room.",
    )
    assert all(session.start for day in sofia for session in day.sessions)
    assert "The sessions and times of 11 and 12 March here are our proposal." in [
        says for remark in edition.remarks for says in remark.says
    ]


@pytest.mark.parametrize("code", ["cba1", "cba2", "cba3", "cba4"])
def test_editions_give_homework_in_time_and_mark_it_as_proposal(code: str) -> None:
    edition = Library().edition(code)

    assert [work.key for work in edition.homework] == [f"h{n}" for n in range(8)]
    assert all(work.given <= work.due for work in edition.homework if work.given)
    assert [r.says[-1] for r in edition.remarks if r.about == "Homework"] == [
        "The eight tasks and their dates are our proposal."
    ]
    assert edition.sources


@pytest.mark.parametrize("code", ["cba1", "cba2", "cba3", "cba4"])
def test_sessions_of_a_day_follow_each_other(code: str) -> None:
    for day in Library().edition(code).days:
        times = [moment for session in day.sessions for moment in (session.start, session.end) if moment]
        assert times == sorted(times)


def test_business_model_canvas_has_the_nine_blocks_in_coaching_order() -> None:
    canvas = Library().sheet("business_model")

    assert isinstance(canvas, Canvas)
    assert [(block.key, block.short) for block in canvas.blocks] == [
        ("customer_segments", "Segments"),
        ("value_propositions", "Value"),
        ("channels", "Channels"),
        ("customer_relationships", "Relations"),
        ("revenue_streams", "Revenue"),
        ("key_resources", "Resources"),
        ("key_activities", "Activities"),
        ("key_partnerships", "Partners"),
        ("cost_structure", "Costs"),
    ]
    assert "CC BY-SA" in canvas.credit


def test_every_block_fits_the_map_of_a_phone_and_has_an_example() -> None:
    library = Library()
    canvases = [sheet for key in library.sheet_keys() if isinstance(sheet := library.sheet(key), Canvas)]

    assert [c.key for c in canvases] == [
        "business_model",
        "cluster_model",
        "environment_layer",
        "funding_mix",
        "lean",
        "mission_model",
        "service_portfolio",
        "social_layer",
        "stakeholder_map",
        "swot",
        "tows",
        "value_proposition",
    ]
    assert [b.key for c in canvases for b in c.blocks if len(b.short) > 12 or not b.example] == []


def test_megatrends_are_the_fourteen() -> None:
    trends = Library().sheet("megatrends")

    assert trends.kind == "trends"
    assert [(trend.number, trend.key) for trend in trends.trends] == list(
        enumerate(
            (
                *("technological_change", "resource_scarcity", "nature_of_work", "security", "climate"),
                *("urbanisation", "education", "inequalities", "east_south", "consumption", "demography"),
                *("governing_systems", "migration", "health"),
            ),
            start=1,
        )
    )
    assert [(s.key, s.low, s.high, s.required) for s in trends.scales] == [
        ("relevance", 1, 5, True),
        ("direction", -2, 2, True),
        ("knowledge", 1, 5, True),
        ("readiness", 1, 5, False),
        ("certainty", 1, 5, False),
    ]
    assert all(sorted(s.words) == list(range(s.low, s.high + 1)) for s in trends.scales)
    assert [horizon.key for horizon in trends.horizons] == ["y2", "y5", "y10", "later"]


def test_action_plan_horizons() -> None:
    plan = Library().sheet("action_plan")

    assert plan.kind == "plan"
    assert plan.horizons == (
        Horizon(key="d90", title="Next 90 days", short="90 days", days=90),
        Horizon(key="m12", title="To 12 months", short="12 months", days=365),
        Horizon(key="y3", title="To 3 years", short="3 years", days=1095),
    )


def test_ecosystems_are_the_fourteen() -> None:
    ecosystems = Library().ecosystems()

    assert [found.number for found in ecosystems] == list(range(1, 15))
    assert ecosystems[12] == Ecosystem(
        key="textiles",
        number=13,
        name="Textiles",
        aliases=("Textile", "Textiles and Clothing", "Fashion", "Textile industry"),
    )


def test_countries_with_their_groups_and_spellings() -> None:
    countries = {country.code: country for country in Library().countries()}

    assert [c.code for c in countries.values() if c.group == "EU"] == [
        *("AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE", "IT", "LV"),
        *("LT", "LU", "MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE"),
    ]
    assert [c.code for c in countries.values() if c.group == "EEA"] == ["IS", "LI", "NO"]
    assert [c.code for c in countries.values() if c.group == "associated"] == [
        *("AL", "BA", "XK", "MD", "ME", "MK", "RS", "TR", "UA"),
    ]
    assert countries["GR"] == Country(
        code="GR",
        name="Greece",
        group="EU",
        aliases=(
            *("EL", "GRC", "Ελλάδα", "Ελλάς", "Hellas", "Ellada", "Hellenic Republic", "Grèce"),
            "Griechenland",
        ),
        valid_from=date(2021, 1, 1),
        valid_to=date(2027, 12, 31),
        source="Member State of the European Union",
        checked_on=date(2024, 3, 5),
    )


def test_no_spelling_means_two_countries() -> None:
    spellings = [
        spelling
        for country in Library().countries()
        for spelling in {word.casefold() for word in (country.code, country.name, *country.aliases)}
    ]

    assert len(spellings) == len(set(spellings))


def test_indicators_cover_every_level() -> None:
    kpis = Library().kpis()

    assert len(kpis) >= 25
    assert {kpi.level for kpi in kpis} == {"input", "activity", "output", "outcome", "impact"}
    assert next(kpi for kpi in kpis if kpi.key == "active_members") == Kpi(
        key="active_members",
        name="Active members",
        level="outcome",
        definition="Part of the members that took part in at least one activity within 12 months.",
        formula="Members with one or more activities in 12 months / all members × 100",
        unit="%",
        source="Lists of participants",
        rhythm="each half year",
    )


def test_brands_differ_and_can_be_read() -> None:
    assert {found.code: found.brand for found in Library().editions()} == {
        "cba1": Brand(light="#0B5563", dark="#7FCAD5"),
        "cba2": Brand(light="#24572F", dark="#93CB9E"),
        "cba3": Brand(light="#0B5563", dark="#7FCAD5"),
        "cba4": Brand(light="#6B2C5E", dark="#DDA6D2"),
    }


def test_every_template_tells_who_edits_it() -> None:
    library = Library()
    places = [f"editions/{found.code}.yaml" for found in library.editions()]
    places += ["ecosystems.yaml", "countries.yaml", "kpis.yaml", "texts/en.yaml"]
    folders = {"form": "forms", "canvas": "canvases", "trends": "trends", "plan": "plans"}
    places += [f"{folders[library.sheet(key).kind]}/{key}.yaml" for key in library.sheet_keys()]
    places += [f"rules/{key}.yaml" for key in library.sheet_keys() if library.rules(key)]

    silent = [
        place
        for place in places
        if not (text := library.find(place).read_text(encoding="utf-8")).startswith("#")
        or "Who edits this" not in text
    ]
    assert silent == []
