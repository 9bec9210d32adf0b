"""Every shipped rule asks when there is a blind spot, and is silent when there is none."""

from __future__ import annotations

import pytest

from cba_kit.model.workbook import Entry
from tests.model.rules.books import LIBRARY, action, asked, note, rating, row

BM, VP, FM, SP = "business_model", "value_proposition", "funding_mix", "service_portfolio"
SM, CM, TO = "stakeholder_map", "cluster_model", "tows"


def bm(*notes: tuple[str, str]) -> list[Entry]:
    return [note(BM, block, text) for block, text in notes]


SERVED = bm(("customer_segments", "Machine builders"), ("customer_segments", "Start-ups"))
PROMISED = bm(("value_propositions", "Tested suppliers"), ("value_propositions", "Access to laboratories"))
WORK = bm(("key_activities", "Working groups"), ("key_activities", "Study visits"))

CASES: dict[tuple[str, str], tuple[list[Entry], list[Entry]]] = {
    (BM, "segment_without_promise"): (
        [*SERVED, *PROMISED],
        [
            note(BM, "customer_segments", "Machine builders", "s1"),
            note(BM, "customer_segments", "Start-ups in their first year", "s2"),
            note(BM, "customer_segments", "Universities", "s3"),
            note(BM, "value_propositions", "A machine builder finds a tested supplier"),
            note(BM, "value_propositions", "First customers", links=["note:s2"]),
            note(VP, "pains", "Few students know us", part="s3"),
        ],
    ),
    (BM, "promise_without_segment"): (
        [*SERVED, *PROMISED],
        bm(
            ("customer_segments", "Machine builders"),
            ("customer_segments", "Start-ups"),
            ("value_propositions", "A machine builder finds a tested supplier"),
            ("value_propositions", "Start-ups meet first customers"),
        ),
    ),
    (BM, "segment_without_way"): (
        [*SERVED, *PROMISED, *WORK],
        [
            *SERVED,
            *PROMISED,
            *bm(("channels", "Visits"), ("customer_relationships", "A call after 60 days")),
        ],
    ),
    (BM, "nobody_pays"): (
        [*bm(("revenue_streams", "Fees")), *PROMISED, *WORK],
        [*bm(("revenue_streams", "Fees")), *SERVED, *WORK],
    ),
    (BM, "benefit_without_payer"): (
        [*SERVED, *PROMISED, *WORK],
        [*SERVED, *PROMISED, *WORK, *bm(("revenue_streams", "Fees"))],
    ),
    (BM, "activity_without_resource"): (
        [*SERVED, *PROMISED, *WORK],
        [*SERVED, *PROMISED, *WORK, *bm(("key_resources", "Two engineers"))],
    ),
    (BM, "cost_without_cover"): (
        [*bm(("cost_structure", "Salaries")), *WORK],
        [*bm(("cost_structure", "Salaries"), ("revenue_streams", "Fees")), *WORK],
    ),
    (BM, "one_person"): (
        bm(("key_resources", "All contacts are known by one person only")),
        [
            note(BM, "key_resources", "All contacts are known by one person only", "r1"),
            note(BM, "key_resources", "Three engineers share the contacts"),
            action(origin="r1"),
        ],
    ),
    (BM, "no_research"): (
        [*SERVED, *PROMISED, *WORK, *bm(("key_partnerships", "The regional agency"))],
        [*SERVED, *PROMISED, *WORK, *bm(("key_partnerships", "Two universities"))],
    ),
    (BM, "no_public"): (
        [*SERVED, *PROMISED, *WORK, *bm(("key_partnerships", "Two universities"))],
        [*SERVED, *PROMISED, *WORK, *bm(("key_partnerships", "The regional agency"))],
    ),
    (BM, "need_without_service"): (
        [
            *SERVED,
            *PROMISED,
            row("needs", "needs", need="We cannot read calls", importance=5, satisfaction=2),
        ],
        [
            *SERVED,
            *bm(("value_propositions", "We read the calls for you")),
            row("needs", "needs", need="We cannot read calls", importance=5, satisfaction=2),
            row("needs", "needs", need="Young people", importance=5, satisfaction=2, service="School days"),
            row("needs", "needs", need="A newsletter", importance=2, satisfaction=2),
        ],
    ),
    (BM, "risk_without_answer"): (
        [*SERVED, *PROMISED, note(BM, "revenue_streams", "Base funding ends", meaning="risk")],
        [
            *SERVED,
            *PROMISED,
            note(BM, "revenue_streams", "Base funding ends", "r", meaning="risk"),
            action(links=["note:r"]),
        ],
    ),
    (BM, "only_general"): (
        [*SERVED, *bm(("channels", "Website and newsletter"), ("channels", "Events for members"))],
        [*SERVED, *bm(("channels", "Website and newsletter"), ("channels", "Visits at ten member firms"))],
    ),
    (VP, "pain_without_reliever"): (
        [
            note(VP, "pains", "Nobody can read a call for projects"),
            note(VP, "pains", "Two suppliers have closed"),
            note(VP, "gains", "An order from abroad"),
            note(VP, "pain_relievers", "One page on each call that fits"),
        ],
        [
            *(note(VP, "pains", f"Pain of call {n}") for n in ("one", "two", "three")),
            note(VP, "pains", "Not among the first three"),
            note(VP, "pain_relievers", "One page on each call that fits"),
        ],
    ),
    (VP, "gain_without_creator"): (
        [
            *(note(VP, "gains", text) for text in ("A first order from abroad", "Pride")),
            note(VP, "pains", "Costs"),
            note(VP, "gain_creators", "Partner clusters open doors for orders abroad"),
        ],
        [
            note(VP, "gains", "A first order from abroad", "g1"),
            note(VP, "gains", "Pride", "g2"),
            note(VP, "pains", "Costs"),
            note(VP, "gain_creators", "Partner clusters take orders", links=["note:g2"]),
        ],
    ),
    (VP, "reliever_without_pain"): (
        [
            *(note(VP, "pains", text) for text in ("Slow tests", "Dear machines", "Old software")),
            *(
                note(VP, "pain_relievers", text)
                for text in ("Shared machines", "Newer software", "Legal help")
            ),
        ],
        [
            *(note(VP, "pains", text) for text in ("Slow tests", "Dear machines", "Old software")),
            *(
                note(VP, "pain_relievers", text)
                for text in ("Shared machines", "Newer software", "Test days")
            ),
        ],
    ),
    (VP, "service_for_nothing"): (
        [note(VP, "products_services", text) for text in ("Fair", "Visits", "Groups")],
        [
            *(note(VP, "products_services", text) for text in ("Fair", "Visits", "Groups")),
            note(VP, "gain_creators", "Orders"),
        ],
    ),
    (FM, "one_source"): (
        [note(FM, "private", "Fees", amount=40), note(FM, "public_base", "Region", amount=60)],
        [note(FM, "private", "Fees", amount=50), note(FM, "public_base", "Region", amount=50)],
    ),
    (FM, "public_and_projects"): (
        [
            note(FM, "private", "Fees", amount=25),
            note(FM, "public_base", "Region", amount=35),
            note(FM, "project", "Interreg", amount=40),
        ],
        [
            note(FM, "private", "Fees", amount=30),
            note(FM, "public_base", "Region", amount=35),
            note(FM, "project", "Interreg", amount=35),
        ],
    ),
    (FM, "ends_soon"): (
        [note(FM, "project", "Interreg", amount=40, ends="2027-12-31")],
        [
            note(FM, "project", "Interreg", amount=40, ends="2028-06-30"),
            note(FM, "project", "Skills", "p2", amount=40, ends="2026-12-31"),
            note(FM, "private", "Fair", amount=4, ends="2026-12-31"),
            note(FM, "private", "Fees", amount=40),
            action(origin="p2"),
        ],
    ),
    (FM, "no_private"): (
        [note(FM, "public_base", "Region"), note(FM, "project", "Interreg")],
        [note(FM, "public_base", "Region"), note(FM, "private", "Fees")],
    ),
    (FM, "no_amount"): (
        [note(FM, "public_base", "Region", amount=1), note(FM, "private", "Fees")],
        [note(FM, "public_base", "Region", amount=1), note(FM, "private", "Fees", amount=0)],
    ),
    (SP, "need_without_service"): (
        [
            row("needs", "needs", need="We cannot read calls", importance=4, satisfaction=2),
            note(SP, "core", "Fair"),
        ],
        [
            row("needs", "needs", "n1", need="We cannot read calls", importance=4, satisfaction=2),
            note(SP, "core", "Fair", links=["need:n1"]),
        ],
    ),
    (SP, "no_users"): (
        [note(SP, "core", "Fair", users=0), note(SP, "core", "Visits")],
        [note(SP, "core", "Fair", users=3), note(SP, "idea", "Lab")],
    ),
    (SP, "no_group"): (
        [note(SP, "core", "Fair"), note(SP, "pilot", "Visits", segment="Start-ups")],
        [note(SP, "core", "Fair", segment="All"), note(SP, "pilot", "Visits", segment="Start-ups")],
    ),
    (SP, "no_cost"): (
        [note(SP, "core", "Fair"), *(note(SP, "idea", text) for text in ("Lab", "Shop"))],
        [note(SP, "core", "Fair", cost=9000), *(note(SP, "idea", text) for text in ("Lab", "Shop"))],
    ),
    (SP, "no_decision"): (
        [note(SP, "decline", "Printed list")],
        [note(SP, "decline", "Printed list", decision="stop")],
    ),
    (SP, "nothing_new"): (
        [note(SP, "core", text) for text in ("Fair", "Visits", "Groups")],
        [*(note(SP, "core", text) for text in ("Fair", "Visits")), note(SP, "pilot", "Tender help")],
    ),
    (SM, "power_in_low_block"): (
        [note(SM, "monitor", "Mayor", power=5)],
        [note(SM, "monitor", "Mayor", power=3), note(SM, "manage_closely", "Agency", power=5)],
    ),
    (SM, "no_power_in_high_block"): (
        [note(SM, "keep_satisfied", "Mayor", power=2)],
        [note(SM, "keep_satisfied", "Mayor", power=3), note(SM, "keep_satisfied", "Union")],
    ),
    (SM, "nobody_speaks"): (
        [note(SM, "manage_closely", "Agency", contact="Ilze")],
        [note(SM, "manage_closely", "Agency", contact="Ilze", step="Call")],
    ),
    (SM, "nobody_powerful"): (
        [note(SM, "monitor", text) for text in ("A", "B", "C", "D")],
        [*(note(SM, "monitor", text) for text in ("A", "B", "C")), note(SM, "keep_satisfied", "Mayor")],
    ),
    ("swot", "threat_without_answer"): (
        [note("swot", "threats", text) for text in ("Wars", "Cuts", "Age", "Heat")],
        [
            *(note("swot", "threats", text, f"t{text}") for text in ("Wars", "Cuts", "Age", "Heat")),
            action(links=[f"note:t{text}" for text in ("Wars", "Cuts", "Age", "Heat")]),
        ],
    ),
    ("swot", "opportunity_without_answer"): (
        [note("swot", "opportunities", text) for text in ("Law", "Fair", "Port", "Rail")],
        [
            *(note("swot", "strengths", text) for text in ("Law", "Fair", "Port")),
            note("swot", "opportunities", "Rail", "o4"),
            action(origin="o4"),
        ],
    ),
    ("swot", "relevant_trend"): (
        [note("swot", "strengths", "A"), note("swot", "strengths", "B"), rating("climate", relevance=4)],
        [
            note("swot", "strengths", "A"),
            note("swot", "opportunities", "B", links=["trend:climate"]),
            rating("climate", relevance=4),
            rating("urbanisation", relevance=3),
        ],
    ),
    ("swot", "nothing_inside"): (
        [note("swot", "strengths", text) for text in ("A", "B", "C")],
        [*(note("swot", "strengths", text) for text in ("A", "B")), note("swot", "weaknesses", "C")],
    ),
    (TO, "chosen_without_action"): (
        [note(TO, "strengths_threats", "Three-year fees", meaning="chosen")],
        [
            note(TO, "strengths_threats", "Three-year fees", "c", meaning="chosen"),
            note(TO, "strengths_threats", "A fair"),
            action(origin="c"),
        ],
    ),
    (TO, "nothing_to_stop"): (
        [note(TO, "strengths_opportunities", text) for text in ("A", "B", "C", "D")],
        [
            *(note(TO, "strengths_opportunities", text) for text in ("A", "B", "C")),
            note(TO, "weaknesses_threats", "D"),
        ],
    ),
    (CM, "money_without_value"): (
        [note(CM, "public_money", text) for text in ("A", "B", "C")],
        [*(note(CM, "public_money", text) for text in ("A", "B")), note(CM, "value_funders", "C")],
    ),
    (CM, "no_private_money"): (
        [note(CM, "project_money", text) for text in ("A", "B", "C")],
        [*(note(CM, "project_money", text) for text in ("A", "B")), note(CM, "private_money", "C")],
    ),
    (CM, "costs_without_money"): (
        [note(CM, "fixed_costs", text) for text in ("A", "B", "C")],
        [*(note(CM, "fixed_costs", text) for text in ("A", "B")), note(CM, "public_money", "C")],
    ),
    ("strategy", "aim_without_measure"): (
        [row("strategy", "aims", aim="Sell abroad", measure="Orders")],
        [row("strategy", "aims", aim="Sell abroad", measure="Orders", target="30 by 2027")],
    ),
    ("needs", "gap_without_service"): (
        [row("needs", "needs", need="Calls", importance=4, satisfaction=2)],
        [
            row("needs", "needs", need="Calls", importance=4, satisfaction=3),
            row("needs", "needs", "n2", need="Young people", importance=5, satisfaction=1),
            row("needs", "needs", need="Not rated", importance=5),
            action(origin="n2"),
        ],
    ),
    ("needs", "need_from_the_desk"): (
        [row("needs", "needs", need=text) for text in ("A", "B", "C")],
        [row("needs", "needs", need=text, evidence="talk, 3 March") for text in ("A", "B", "C")],
    ),
    ("megatrends", "relevant_unknown"): (
        [rating("climate", relevance=4, knowledge="unknown")],
        [rating("climate", relevance=4, knowledge=3), rating("urbanisation", relevance=3, knowledge=1)],
    ),
    ("megatrends", "relevant_without_action"): (
        [rating("climate", relevance=5, knowledge=5)],
        [rating("climate", relevance=5, knowledge=5), action(trends=["climate"])],
    ),
}


@pytest.mark.parametrize(("sheet", "rule"), list(CASES), ids=".".join)
def test_rule_asks_where_there_is_a_blind_spot(sheet: str, rule: str) -> None:
    entries, _ = CASES[sheet, rule]

    hit = asked(sheet, entries)[rule]

    assert hit.notes
    assert set(hit.notes) <= {entry.id for entry in entries}
    assert "{" not in hit.ask + hit.why


@pytest.mark.parametrize(("sheet", "rule"), list(CASES), ids=".".join)
def test_rule_is_silent_where_there_is_none(sheet: str, rule: str) -> None:
    _, entries = CASES[sheet, rule]

    assert rule not in asked(sheet, entries)


@pytest.mark.parametrize("sheet", LIBRARY.sheet_keys())
def test_empty_sheet_is_asked_nothing(sheet: str) -> None:
    assert asked(sheet, []) == {}


def test_every_shipped_rule_has_a_case() -> None:
    shipped = {(sheet, rule.key) for sheet in LIBRARY.sheet_keys() for rule in LIBRARY.rules(sheet)}

    assert shipped == CASES.keys()
