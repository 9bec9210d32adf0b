"""A filled workbook to make roadmaps of: a fictional timber cluster, as a participant would write it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from cba_kit.model.workbook import Operation

NOTES: dict[str, list[tuple[str, str]]] = {
    "customer_segments": [
        ("41 small firms: sawmills, joiners, builders of wooden houses", "today"),
        ("6 large members that pay 46% of all fees", "today"),
        ("Municipal building departments that plan with wood", "wish"),
        ("Young firms in timber design software", "wish"),
    ],
    "value_propositions": [
        ("Win tenders that one small firm cannot win alone", "today"),
        ("Shared test laboratory for cross-laminated timber", "today"),
        ("A trusted first contact for research in six universities", "today"),
        ("Proof of origin for every beam, ready for the deforestation rules", "wish"),
        ("Apprentices who stay for three years", "wish"),
    ],
    "channels": [("Site visits, six a year", "today"), ("Monthly letter, 38% open it", "today")],
    "customer_relationships": [
        ("One named contact for each member", "today"),
        ("Welcome visit in the first 30 days", "wish"),
        ("19 of 64 members joined nothing last year", "risk"),
    ],
    "revenue_streams": [
        ("Member fees €86,000 (28%)", "today"),
        ("EU and national projects €124,000 (40%)", "today"),
        ("Regional base funding €99,000 ends June 2025", "risk"),
        ("Paid tender support, €900 for each bid", "wish"),
    ],
    "key_resources": [
        ("Team of 3.5 people in Riga and Tartu", "today"),
        ("All sawmill contacts sit with Andris", "risk"),
    ],
    "key_activities": [
        ("Build bid teams for public tenders", "today"),
        ("Four working groups", "today"),
        ("Write and lead EU projects", "today"),
    ],
    "key_partnerships": [
        ("Forestry college and two universities", "today"),
        ("Enterprise Europe Network office", "today"),
        ("Two Nordic wood clusters for reused timber", "wish"),
        ("Hardwood imports depend on one port", "risk"),
    ],
    "cost_structure": [
        ("Staff €201,000", "today"),
        ("Events and visits €38,000", "today"),
        ("Laboratory hours €27,000, only half covered", "risk"),
    ],
}
JOBS = {
    "customer_jobs": [
        ("Price a public tender in two weeks", "today"),
        ("Find a partner with a crane", "today"),
    ],
    "pains": [("Nobody reads the long forms", "risk")],
    "gains": [("A bid that wins", "wish")],
    "products_services": [("Bid teams", "today")],
    "pain_relievers": [("One template for all public tenders", "today")],
    "gain_creators": [("A price library of won bids", "wish")],
}
# trend: horizon, relevance, knowledge, direction
RATINGS: dict[str, tuple[str, int, int, int]] = {
    "technological_change": ("y2", 4, 3, 1),
    "resource_scarcity": ("y2", 5, 4, -1),
    "nature_of_work": ("y5", 4, 3, 0),
    "security": ("y2", 3, 2, -1),
    "climate": ("y5", 5, 3, -1),
    "urbanisation": ("y10", 4, 3, 1),
    "education": ("y5", 3, 3, 1),
    "inequalities": ("y10", 2, 2, 0),
    "east_south": ("y5", 3, 2, -1),
    "consumption": ("y10", 3, 3, 0),
    "demography": ("y2", 5, 4, -2),
    "governing_systems": ("y10", 3, 1, 0),
    "health": ("later", 1, 2, 0),
}
ANSWERS: dict[str, dict[str, object]] = {
    "profile": {
        "acronym": "BTWIC",
        "founded": 2011,
        "legal_form": "association",
        "country": "LV",
        "region": "Vidzeme",
        "website": "https://wood.example",
        "staff": 3.5,
        "members_total": 64,
        "members_sme": 41,
        "technologies": "Cross-laminated timber, proof of origin, digital twins of buildings",
    },
    "strategy": {
        "mission": "We win our members work that none of them could win alone.",
        "vision_5": "45% of our income comes from members, and every beam they sell can prove where it grew.",
        "not_do": "We do not run our own laboratory, and we do not sell timber.",
    },
    "challenges": {
        "biggest": "A third of our income ends in 15 months.\nNobody has a plan for what comes after it.",
        "tried": "Two calls for projects; both take a year to decide.",
        "wish": "Peers that already sell services.",
    },
}
ROWS: dict[tuple[str, str], list[dict[str, object]]] = {
    ("strategy", "aims"): [
        {
            "aim": "Members pay for the work they win with us",
            "measure": "Private share of income",
            "target": "45% by March 2027",
        },
        {
            "aim": "Every beam can prove its origin",
            "measure": "Firms with an origin file",
            "target": "30 by December 2024",
        },
        {
            "aim": "Young people stay in the trade",
            "measure": "Apprentices placed a year",
            "target": "20 by February 2025",
        },
    ],
    ("strategy", "focus_areas"): [{"area": "Public tenders"}, {"area": "Proof of origin"}],
    ("needs", "needs"): [
        {
            "segment": "small firms",
            "need": "Help with the 80 pages of a tender",
            "evidence": "8 interviews, February",
            "importance": 5,
            "satisfaction": 2,
            "service": "Bid teams",
        },
        {
            "segment": "large members",
            "need": "Apprentices",
            "evidence": "survey",
            "importance": 4,
            "satisfaction": 1,
        },
    ],
}
ACTIONS: list[dict[str, object]] = [
    {
        "title": "Test paid tender support with eight members",
        "owner": "Mārtiņš Ozols",
        "start": "2024-03-18",
        "due": "2024-05-31",
        "cost": 6000,
        "funding": "Own income",
        "funding_status": "secured",
        "status": "active",
        "measure": "Members that bought a service",
        "baseline": "3",
        "target": "12",
        "target_by": "2024-05-31",
        "first_step": "Call the three firms that asked",
        "first_step_by": "2024-03-15",
        "trends": ["climate"],
        "origin": "n-revenue_streams-3",
    },
    {
        "title": "Interview twelve small firms about skills they miss",
        "owner": "Ilze Kalniņa",
        "start": "2024-03-12",
        "due": "2024-04-26",
        "funding_status": "none",
        "status": "active",
        "measure": "Interviews with a written need",
        "baseline": "0",
        "target": "12",
        "first_step": "Send twelve invitations",
        "first_step_by": "2024-03-14",
        "trends": ["nature_of_work", "demography"],
        "origin": "n-customer_relationships-2",
    },
    {
        "title": "Hand over the sawmill contacts to the team",
        "owner": "Andris Liepa",
        "start": "2024-03-25",
        "due": "2024-06-07",
        "cost": 1500,
        "funding": "Own income",
        "funding_status": "secured",
        "measure": "Contacts known by two people",
        "unit": "%",
        "baseline": "12",
        "target": "90",
        "first_step": "List the 40 contacts",
        "first_step_by": "2024-03-22",
        "origin": "n-key_resources-1",
    },
    {
        "title": "Open a help desk for proof of timber origin",
        "owner": "Laura Bērziņa",
        "start": "2024-06-14",
        "due": "2024-12-20",
        "cost": 48000,
        "funding": "Regional call",
        "funding_status": "applied",
        "measure": "Firms with a complete origin file",
        "baseline": "4",
        "target": "30",
        "target_by": "2024-12-20",
        "first_step": "Ask the forestry college for two experts",
        "first_step_by": "2024-03-25",
        "trends": ["resource_scarcity", "climate"],
        "depends_on": ["action-0"],
        "origin": "n-value_propositions-3",
    },
    {
        "title": "Start a shared apprentice year with two schools",
        "owner": "Ilze Kalniņa",
        "start": "2024-06-17",
        "due": "2025-02-28",
        "cost": 32000,
        "funding": "National skills fund",
        "funding_status": "idea",
        "measure": "Apprentices placed in a year",
        "baseline": "0",
        "target": "20",
        "trends": ["demography"],
        "depends_on": ["action-1"],
        "origin": "n-value_propositions-4",
    },
    {
        "title": "Agree new fee steps with the board",
        "owner": "Mārtiņš Ozols",
        "start": "2024-09-02",
        "due": "2025-02-28",
        "cost": 4000,
        "funding": "Own income",
        "funding_status": "secured",
        "measure": "Private share of income",
        "baseline": "28%",
        "target": "45%",
        "depends_on": ["action-0"],
        "origin": "n-revenue_streams-2",
    },
    {
        "title": "Launch a reused-timber project with two Nordic clusters",
        "start": "2025-04-14",
        "due": "2026-12-18",
        "cost": 310000,
        "funding": "EU project",
        "funding_status": "idea",
        "measure": "EU project money that reaches members",
        "target": "€600,000",
        "trends": ["resource_scarcity"],
        "depends_on": ["action-3"],
        "origin": "n-key_partnerships-2",
    },
]


def notes(sheet: str, blocks: dict[str, list[tuple[str, str]]]) -> Iterator[Operation]:
    """Notes of a canvas; their ids are n-BLOCK-INDEX."""
    for block, found in blocks.items():
        for index, (text, meaning) in enumerate(found):
            yield put(
                sheet,
                f"n-{block}-{index}",
                "note",
                block,
                {"text": text, "meaning": meaning, "position": index},
            )


def workbook() -> list[Operation]:
    """Everything a diligent participant has written."""
    operations = [*notes("business_model", NOTES), *notes("value_proposition", JOBS)]
    for sheet, answers in ANSWERS.items():
        operations += [put(sheet, f"{sheet}.{k}", "answer", k, {"value": v}) for k, v in answers.items()]
    for (sheet, block), rows in ROWS.items():
        operations += [
            put(sheet, f"{block}-{i}", "answer", block, {**row, "position": i}) for i, row in enumerate(rows)
        ]
    operations += ratings(RATINGS)
    operations += [
        put("action_plan", f"action-{i}", "action", "", {**action, "position": i})
        for i, action in enumerate(ACTIONS)
    ]
    return operations


def ratings(given: dict[str, tuple[str, int, int, int]]) -> list[Operation]:
    """Ratings of trends; migration is answered by “don’t know”."""
    found = [
        put(
            "megatrends",
            f"megatrends.{trend}",
            "rating",
            trend,
            {"horizon": horizon, "relevance": relevance, "knowledge": knowledge, "direction": direction},
        )
        for trend, (horizon, relevance, knowledge, direction) in given.items()
    ]
    return [
        *found,
        put("megatrends", "megatrends.migration", "rating", "migration", {"relevance": "unknown"}),
    ]


def many_actions(number: int) -> list[Operation]:
    """Actions with long words, each with a first step, a cost and half a measure."""
    return [
        put(
            "action_plan",
            f"many-{i}",
            "action",
            "",
            {
                "title": f"Agree a long and careful plan number {i} with every member who asked for one",
                "owner": "Wilhelmina Katharina Oberstenfeld-Grünewald",
                "due": "2024-05-31",
                "cost": 1000,
                "funding": f"Fund number {i}",
                "measure": "Members that said in writing that the plan helps them in their own work",
                "target": "12",
                "first_step": f"Call the members who asked for plan {i} and write down what each needs",
                "first_step_by": "2024-03-20",
                "position": i,
            },
        )
        for i in range(number)
    ]


_NUMBERS = count()


def put(sheet: str, entry: str, kind: str, block: str, fields: dict[str, object]) -> Operation:
    """One operation with an id of its own."""
    return Operation.model_validate(
        {
            "id": f"op-{next(_NUMBERS)}",
            "sheet": sheet,
            "entry": entry,
            "kind": kind,
            "block": block,
            "fields": fields,
        }
    )
